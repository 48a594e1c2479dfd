"""Every method on every question it takes, each question by itself, over all generated talks, against brute force.

A method is in this matrix by being registered; nothing else has to be done. A question goes through the planner, with
that method alone, so that what it finds is checked as it always is; a question declined says nothing about the next.
How often each kind of question was answered, and by whom never, is counted at the end: no cell of the matrix is empty
unless ``DECLINED`` says so. The way from answers to words is judged in ``test_analysis.py``.

Methods that take long are asked one question of each kind in a case; *logic* is run on some of the smaller cases, and
on all of them, with every question, under ``-m slow``.

To look at one case: ``pytest "tests/judge/test_matrix.py" -k "enumerate-137"``, and ``talks_case(137)`` for the talks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from tests.judge import brute
from tests.judge.asked import CELLS, Ground, asked, cell, grounds_of, one_of_each, opens, questions, right
from tests.judge.generated import talks_case
from tests.judge.ways import COMPLETE, GLANCES, SAMPLED, SEEDS, SLOW, WAYS, lowered, method, takes

from goodoffices.exact.planner import answer
from goodoffices.exact.questions import (
    Best,
    Chosen,
    Conflict,
    Counted,
    Excluding,
    Found,
    Frontier,
    Heights,
    MinimalSets,
    Opened,
    Points,
    Question,
    Raised,
    Result,
    Sets,
)
from goodoffices.talks import Agreement, Issue, IssueScores, Option, Party, Position, Talks

ANY_PACKAGE, ANY_OVER_SOME = {"logic"}, {"logic", "issue merge"}
"""Who may show another package for a point than the first in file order; and where some sides are not asked about."""


def late(way: str, seed: int) -> bool:
    """Whether a case waits for ``-m slow``."""
    return way in SLOW and (seed % 6 != 0 or talks_case(seed).packages > 100)


def cases_of(way: str, seed: int) -> list[tuple[Ground, Question]]:
    """The questions of one case: all of them, or one of each kind where a method takes long."""
    return one_of_each(seed) if way in SAMPLED and not late(way, seed) else asked(seed)


@pytest.mark.parametrize(
    ("way", "seed"),
    [
        pytest.param(way, seed, id=f"{way}-{seed}", marks=[pytest.mark.slow] if late(way, seed) else [])
        for way in WAYS
        for seed in SEEDS
    ],
)
def test_every_answer_is_right(way: str, seed: int) -> None:
    with lowered(way):
        for ground, question in cases_of(way, seed):
            judge(way, ground, question)


def judge(way: str, ground: Ground, question: Question) -> None:
    """Ask one question, where the method takes it, and assert that the answer is right and whole."""
    if not takes(way, ground.problem, question):
        assert way != COMPLETE
        return
    found, by = answer(ground.problem, [question], method=method(way).name)[question]
    assert by == method(way).name
    JUDGES[type(found)](way, ground, question, found)


def _found(way: str, ground: Ground, question: Question, answer: Found) -> None:
    if not ground.zone:
        assert answer == Found(None, proved=True)
        return
    assert answer.package in ground.zone
    assert way != COMPLETE or answer.package == next(iter(ground.zone))


def _counted(way: str, ground: Ground, question: Question, answer: Counted) -> None:
    """An estimate says between what and what, and there the size is; or at least how many."""
    size = right(ground, question)
    assert answer.accepted_by in (None, brute.accepted_by(ground.judged))
    assert way != COMPLETE or answer.accepted_by is not None
    if answer.exact:
        assert answer.count == size
        return
    assert way == "estimate"
    assert (answer.count if answer.low is None else answer.low) <= size
    assert answer.high is None or size <= answer.high


def _points(way: str, ground: Ground, question: Question, answer: Points) -> None:
    """No vector is missing or too many, or those that are missing are stood for; and each point shows its package."""
    assert isinstance(question, Frontier)
    expected = right(ground, question)
    shown = {units: package for package, units in answer.points}
    any_package = way in (ANY_PACKAGE if len(question.over) == len(ground.problem.sides) else ANY_OVER_SOME)
    assert len(shown) == len(answer.points)
    for units, package in shown.items():
        assert tuple(ground.zone[package][side] for side in question.over) == units
        assert units not in expected or package == expected[units] or any_package
    if answer.complete:
        assert set(shown) == set(expected)
        return
    cut = question.most is not None and len(expected) > question.most
    assert cut or method(way).rough
    assert bool(shown) == bool(expected)
    assert answer.size in (None, len(expected))
    if answer.within is None:  # some of the points, and nothing is said of the others
        assert way == "weighted sums"
        assert set(shown) <= set(expected)
    else:
        assert method(way).rough or set(shown) <= set(expected)
        stand_for_all(ground, question, answer)


def stand_for_all(ground: Ground, question: Frontier, answer: Points) -> None:
    """Assert that no package of the zone is better than some point by more than it is said to be."""
    assert answer.within is not None
    for units in ground.zone.values():
        if answer.gaining is not None:
            gains = ground.gains(units)
            if any(gains[side] < least for side, least in zip(question.over, answer.gaining, strict=True)):
                continue
        asked = [units[side] for side in question.over]
        assert any(
            all(mine - other <= near for mine, other, near in zip(asked, vector, answer.within, strict=True))
            for _, vector in answer.points
        )


def _chosen(way: str, ground: Ground, question: Question, answer: Chosen) -> None:
    """Ties are fully told apart, so it is one package."""
    assert isinstance(question, Best)
    assert answer.proved
    expected = right(ground, question)
    if expected is None:
        assert answer.package is None
        return
    assert answer.package == expected[0]
    assert answer.ties in (None, expected[1])
    assert way != COMPLETE or answer.ties is not None


def _heights(way: str, ground: Ground, question: Question, answer: Heights) -> None:
    assert answer == Heights(right(ground, question), proved=True)


def _raised(way: str, ground: Ground, question: Question, answer: Raised) -> None:
    expected = right(ground, question)
    assert answer.proved
    assert answer.unbounded == (expected == "unbounded")
    assert answer.unbounded or answer.to == expected


def _excluding(way: str, ground: Ground, question: Question, answer: Excluding) -> None:
    assert answer == Excluding(right(ground, question), complete=True)


def _minimal(way: str, ground: Ground, question: Question, answer: MinimalSets) -> None:
    repairs, conflicts = right(ground, question)
    assert answer.repairs_complete
    assert answer.conflicts_complete
    assert answer.conflicts == conflicts
    assert [(one.requirements, frozenset(one.falls)) for one in answer.repairs] == repairs
    for opening in answer.repairs:
        assert opening.complete
        assert len(set(opening.falls)) == len(opening.falls)
        assert opens(ground, opening.requirements, opening.falls[0], opening.package)


def _conflict(way: str, ground: Ground, question: Question, answer: Conflict) -> None:
    assert answer == Conflict(right(ground, question), proved=True)


def _sets(way: str, ground: Ground, question: Question, answer: Sets) -> None:
    assert answer == Sets(right(ground, question), complete=True)


def _opened(way: str, ground: Ground, question: Question, answer: Opened) -> None:
    assert answer == Opened(right(ground, question), complete=True)


JUDGES: dict[type[Result], Callable[[str, Ground, Question, Any], None]] = {
    Found: _found, Counted: _counted, Points: _points, Chosen: _chosen, Heights: _heights, Raised: _raised,
    Excluding: _excluding, MinimalSets: _minimal, Conflict: _conflict, Sets: _sets, Opened: _opened,
}  # fmt: skip
"""What judges each shape of answer."""


# --- no cell is empty ------------------------------------------------------------------------------------------------

FRONTIERS = {"frontier", "frontier cut short", "frontier over some sides"}
FORMULAS = {kind for kind in CELLS if kind.startswith("best ")}
ROOMS = {"room", "room without a zone"}
ONE_PACKAGE = {"exists: yes", "exists: no", "highest", *ROOMS}
SETS = {"excludes", "repairs and conflicts", "smallest conflict", "coalitions", "open options"}

DECLINED: dict[str, set[str]] = {
    # The frontier says nothing of what is not on it: how many packages there are, and what sets of them have in common.
    "issue merge": {"size", *SETS},
    "dense table": {"size", *SETS},
    "bonus search": {"size", *SETS},
    # Of what it could read off the frontier, it leaves to others what they find without one.
    "bucket elimination": {"size", *SETS, *ONE_PACKAGE},
    # Points that stand for a frontier, or some of its points, and nothing else.
    "grid": set(CELLS) - FRONTIERS,
    "weighted sums": set(CELLS) - FRONTIERS | {"frontier over some sides"},  # every side has a weight
    # A search for one package at a time, under bounds that it has for formulas of a known shape.
    "branch and bound": {"size", "best other", *FRONTIERS, *SETS},
    # Numbers of packages and nothing else.
    "counting": set(CELLS) - {"size"},
    "estimate": set(CELLS) - {"size"},
    # Sets of requirements and nothing else.
    "hitting sets": set(CELLS) - {"repairs and conflicts", "smallest conflict"},
    # What can be read off one issue, or a few that hang together.
    "table by table": set(CELLS) - {"excludes", "open options"},
    # Frontiers and sets are seen package by package, and so are formulas of no known shape.
    GLANCES: {"best other", *FRONTIERS, *SETS},
}
"""The kinds of question that a method never takes, and why; of the others every method answers `ENOUGH`."""

ENOUGH = 15
"""So many questions of each kind at least, mostly hundreds; of *slow* methods a third."""


@pytest.mark.parametrize("way", WAYS)
def test_every_cell_is_judged_often_enough(way: str) -> None:
    """Counted anew over the cases that are always run: those that a method takes, and that a careless one gets wrong.

    What is taken is answered in full: the judges above see to that.
    """
    counts: Counter[str | None] = Counter()
    with lowered(way):
        for seed in SEEDS:
            if not late(way, seed):
                cases = cases_of(way, seed)
                counts.update(cell(ground, asked) for ground, asked in cases if takes(way, ground.problem, asked))
    declined = DECLINED.get(way, set())
    assert {kind for kind in declined if counts[kind]} == set()
    assert {kind for kind in CELLS if counts[kind] < ENOUGH // (3 if way in SLOW else 1)} == declined


# --- numbers that strain a solver ------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1, 2**16, 2**31, 2**33, 10**15, 10**30])
@pytest.mark.parametrize("way", WAYS)
def test_a_yes_that_is_not_needed_excludes_nothing(way: str, scale: int) -> None:
    """Ann accepts 5 of 12 packages, and the others suffice without her, however large Ann's scores are.

    OR-Tools 9.15 drops the condition of a conditional sum whose Boolean terms pass 2^31 (google/or-tools issue 5293).
    """
    points = {"x": (8, 2, 9), "y": (7, 1), "z": (6, 10)}
    issues = tuple(Issue(id, id, tuple(Option(o, o) for o in "abc"[: len(row)])) for id, row in points.items())
    large = {id: [Fraction(p * scale + number) for number, p in enumerate(row)] for id, row in points.items()}
    scores = tuple(IssueScores(id, tuple(row)) for id, row in large.items())
    ann = Position("ann", scores, walk_away=Fraction(20 * scale))
    talks = Talks("", tuple(Party(p, p) for p in ("ann", "bo", "cy")), issues, (), (ann,), Agreement(2))
    strained = grounds_of(brute.table(talks))
    assert len(strained["zone"].zone) == 12
    with lowered(way):
        for name, ground in strained.items():
            for question in questions(name, ground):
                judge(way, ground, question)
