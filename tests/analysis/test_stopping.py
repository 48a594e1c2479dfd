"""An answer that had to stop says nothing that is not so: whatever it calls proved is, and what it gives is there.

Each talks of a sample is asked with a clock that runs out after so many looks at it, at every such moment.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.judge import brute
from tests.judge.asked import Ground, one_of_each, right
from tests.judge.generated import talks_case
from tests.judge.test_matrix import stand_for_all
from tests.judge.ways import SLOW, WAYS, lowered, method, takes
from tests.report.samples import NO_DEAL

from goodoffices import analysis
from goodoffices.analysis.formulas import formulas
from goodoffices.exact.conflicts import certificate as proofs
from goodoffices.exact.enumerating import blocks
from goodoffices.exact.planner import answer
from goodoffices.exact.questions import (
    Chosen,
    Conflict,
    Counted,
    Excluding,
    Found,
    Heights,
    MinimalSets,
    Opened,
    Points,
    Raised,
    Sets,
)
from goodoffices.exact.watch import Watch


class Looks(Watch):
    """Time that is over after a number of looks at the clock."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def left(self) -> float:
        self.looks -= 1
        return 1.0 if self.looks >= 0 else 0.0


SEEDS = [*range(0, 120, 5)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("looks", [0, 1, 2, 5, 11])
def test_enumerate_stopped(seed: int, looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "TAIL", 4)
    assert_nothing_false(seed, "enumerate", looks)


@pytest.mark.parametrize("seed", SEEDS[::6])
@pytest.mark.parametrize("looks", [0, 3, 9, 30])
def test_logic_stopped(seed: int, looks: int) -> None:
    assert_nothing_false(seed, "logic", looks)


@pytest.mark.parametrize("looks", [0, 1, 2, 5, 11, 30])
@pytest.mark.parametrize("way", WAYS)
def test_every_method_stopped(way: str, looks: int) -> None:
    for seed in SEEDS[:: 6 if way in SLOW else 1]:
        with lowered(way):
            for ground, question in one_of_each(seed):
                if takes(way, ground.problem, question):
                    stopped = answer(ground.problem, [question], method=method(way).name, watch=Looks(looks))
                    assert_true_so_far(ground, stopped[question][0], question)


@pytest.mark.parametrize("seed", SEEDS[::3])
def test_a_formula_that_goes_its_own_way_says_the_same_in_any_time(seed: int) -> None:
    talks = talks_case(seed)
    in_time = analysis.formula(talks, "adjusted_winner")
    picks = formulas(talks, method="logic", watch=Looks(0))
    assert picks["nash"].package is None
    assert picks["adjusted_winner"] == in_time or in_time.why == "There is no zone."


def test_the_proof_by_weights_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    found = proofs.certificate
    monkeypatch.setattr(proofs, "certificate", lambda *given, **named: asked.append(given) or found(*given, **named))
    answer = analysis.analyse(NO_DEAL)
    assert answer.zone is not None
    assert answer.zone.status == "none"
    assert answer.zone.without
    assert len(asked) == 1


def assert_nothing_false(seed: int, method: str, looks: int) -> None:
    talks = talks_case(seed)
    judged = brute.table(talks)
    expected = brute.zone(judged)
    answer = analysis.analyse(talks, method=method, watch=Looks(looks))
    zone, frontier, picks = answer.zone, answer.frontier, answer.formulas
    assert zone is not None
    assert frontier is not None
    assert picks is not None
    assert zone.exists in (None, bool(expected))
    assert zone.example is None or dict(zone.example) in [dict(row.package) for row in expected]
    assert zone.size.value == len(expected) if zone.size.kind == "exact" else zone.size.value <= len(expected)
    if frontier.complete:
        assert {tuple(point.scores.get(p, Fraction(0)) for p in talks.signatories) for point in frontier.points} == set(
            brute.frontier(judged, "zone")
        )
    for name, pick in picks.items():
        if name != "adjusted_winner":
            assert_pick(pick, brute.formula(judged, name))
    if answer.headroom is not None and answer.headroom.proved:
        assert answer.headroom.by_party == brute.headroom(judged)
    assert answer.conflicts is not None
    assert {frozenset(found) for found in answer.conflicts.sets} <= {frozenset(one) for one in brute.conflicts(judged)}
    if answer.conflicts.complete:
        assert len(answer.conflicts.sets) == len(brute.conflicts(judged))


def assert_true_so_far(ground: Ground, found: Any, question: Any) -> None:
    """What is said to be proved, complete or exact is what brute force says; the rest is there, and no more."""
    expected = right(ground, question)
    match found:
        case Found(package, proved):
            assert package in ground.zone if package is not None else not (proved and ground.zone)
        case Counted(count, exact, _, low, high):
            assert count == expected if exact else (count if low is None else low) <= expected
            assert high is None or expected <= high
        case Points(points, complete):
            for package, units in points:
                assert tuple(ground.zone[package][side] for side in question.over) == units
            assert not complete or {units for _, units in points} == set(expected)
            assert found.size in (None, len(expected))
            if found.within is not None:
                stand_for_all(ground, question, found)
        case Chosen(package, proved):
            assert package == (expected and expected[0]) if proved else package is None or package in ground.zone
            for units in ground.zone.values() if found.bound else ():
                assert all(gain <= most for gain, most in zip(ground.gains(units), found.bound or (), strict=True))
        case Heights(heights, proved):
            assert (
                heights == expected
                if proved
                else all(a <= b for a, b in zip(heights or (), expected or (), strict=False))
            )
        case Raised(to, unbounded, proved):
            assert (unbounded or to) == (expected == "unbounded" or expected) if proved else not unbounded
            assert proved or to is None or expected == "unbounded" or to <= expected
        case MinimalSets(repairs, repairs_complete, conflicts, conflicts_complete):
            opening = {one.requirements for one in repairs}
            assert opening <= {requirements for requirements, _ in expected[0]}
            assert set(conflicts) <= set(expected[1])
            assert not repairs_complete or len(repairs) == len(expected[0])
            assert not conflicts_complete or conflicts == expected[1]
        case Conflict(requirements, proved):
            assert not proved or requirements == expected
            assert requirements is None or len(requirements) >= len(expected)
        case Excluding(requirements, complete):
            assert requirements == expected if complete else set(requirements) <= set(expected)
        case Sets(sets, complete):
            assert sets == expected if complete else all(any(set(a) <= set(b) for b in expected) for a in sets)
        case Opened(options, complete):
            said, true = ([truth for row in rows for truth in row] for rows in (options, expected))
            assert options == expected if complete else all(b or not a for a, b in zip(said, true, strict=False))
        case _:
            raise AssertionError(f"{found} is no answer")


def assert_pick(pick: analysis.Pick, expected: brute.Verdict | None) -> None:
    if pick.proved and pick.package is not None:
        assert expected is not None
        assert pick.package == expected.package
    elif pick.package is not None:
        assert expected is not None
        assert pick.value is not None
        assert pick.value <= expected.value
        assert pick.bound is None or pick.bound >= expected.value
