"""Every method on every question it declares, over all generated talks, against brute force.

A method is in this matrix by being registered; nothing else has to be done. A method may decline a question
(`NoMethod`), but not *enumerate*, which must answer all of them. Methods named in ``SLOW`` are run on some
forty of the smaller cases, those in ``SAMPLED`` on every sixth, and both on all of them under ``-m slow``.

To look at one case: ``pytest "tests/judge/test_matrix.py" -k "enumerate-137"``, and ``talks_case(137)`` for the talks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any, Literal, TypeVar

import pytest
from tests.judge import brute
from tests.judge.generated import CASES, additive_case, talks_case
from tests.judge.known import known

from goodoffices import analysis
from goodoffices.errors import NoMethod
from goodoffices.exact.planner import methods
from goodoffices.talks import Agreement, Choice, Issue, IssueScores, Link, Option, Party, Position, RedLine, Talks

SLOW = {"logic"}
SAMPLED = {
    "bonus search",
    "branch and bound",
    "bucket elimination",
    "dense table",
    "grid",
    "hitting sets",
    "weighted sums",
}
COMPLETE = "enumerate"
SEEDS = range(CASES)
OVERS: tuple[Literal["zone", "all"], ...] = ("zone", "all")
Answer = TypeVar("Answer")


def _cell(method: str, seed: int) -> Any:
    late = method in SLOW and (seed % 9 or talks_case(seed).packages > 160)
    late = late or (method in SAMPLED and seed % 6)
    return pytest.param(method, seed, id=f"{method}-{seed}", marks=[pytest.mark.slow] if late else [])


every_method_and_case = pytest.mark.parametrize(
    ("method", "seed"), [_cell(method, seed) for method in methods() for seed in SEEDS]
)


def _ask(question: Callable[..., Answer], seed: int, method: str, **options: Any) -> Answer | None:
    """The method's answer; None where it declines the question."""
    try:
        return question(known(seed).talks, method=method, **options)
    except NoMethod:
        assert method != COMPLETE
        return None


def _same_size(size: analysis.Size, value: int, method: str) -> bool:
    """Whether a size says nothing wrong. The complete method has to be exact."""
    if size.kind == "exact":
        return size.value == value
    assert method != COMPLETE
    if size.kind == "at_least":
        return size.value <= value
    return size.low is not None and size.high is not None and size.low <= value <= size.high


def _row_of(judged: brute.Table, package: Any) -> brute.Row:
    """The judge's line for a package; fails where the package does not meet the links."""
    return next(row for row in judged.rows if row.package == dict(package))


# --- the zone --------------------------------------------------------------------------------------------------------


@every_method_and_case
def test_zone(method: str, seed: int) -> None:
    judged, zone = known(seed), _ask(analysis.zone, seed, method)
    if zone is None:
        return
    expected = brute.zone(judged)
    assert zone.status == brute.status(judged)
    assert zone.exists == bool(expected)
    assert _same_size(zone.size, len(expected), method)
    assert (zone.example is None) == (not expected)
    assert zone.example is None or _row_of(judged, zone.example) in expected
    assert zone.nothing_recorded == brute.nothing_recorded(judged)
    assert zone.accepted_by in (None, brute.accepted_by(judged))
    assert method != COMPLETE or zone.accepted_by is not None
    assert {kind: lines for kind, lines in zone.rests_on.items() if lines} == {
        kind: lines for kind, lines in brute.rests_on(judged).items() if lines
    }
    _same_without(zone, judged, method)


def _same_without(zone: analysis.Zone, judged: brute.Table, method: str) -> None:
    """Assert what the zone would be without the red lines of one status."""
    excluding = {kind for kind, lines in brute.rests_on(judged).items() if lines}
    assert excluding - {"confided"} <= set(zone.without) <= excluding
    for kind, without in zone.without.items():
        left = brute.zone(judged, brute.without(judged, kind))
        assert without.exists == bool(left)
        assert _same_size(without.size, len(left), method)


@every_method_and_case
def test_coalitions(method: str, seed: int) -> None:
    """The coalitions; and under a quorum rule the formulas of the largest and of the last of the smallest."""
    judged, found = known(seed), _ask(analysis.coalitions, seed, method)
    groups = brute.coalitions(judged)
    assert found is None or (found.complete and found.sets == groups)
    if judged.talks.agreement.needs is None or len(brute.scored(judged)) < len(judged.signatories):
        return
    for group in {*groups[:1], *groups[-1:]}:
        for name in brute.FORMULAS:
            pick = _ask(analysis.formula, seed, method, name=name, coalition=group)
            if pick is not None:
                _same_pick(pick, brute.formula(judged, name, coalition=group), judged, method)


# --- frontier and formulas -------------------------------------------------------------------------------------------


@every_method_and_case
def test_frontier(method: str, seed: int) -> None:
    for over in OVERS:
        frontier = _ask(analysis.frontier, seed, method, over=over)
        if frontier is not None:
            _same_frontier(frontier, known(seed), over, method)


def _same_frontier(frontier: analysis.Frontier, judged: brute.Table, over: str, method: str) -> None:
    """Assert that no vector is missing or too many, and that each point's package is there and has these scores."""
    parties = brute.scored(judged)
    if not parties:
        assert frontier.points == ()
        assert frontier.why
        return
    expected = brute.frontier(judged, over)
    inside = brute.zone(judged) if over == "zone" else judged.rows
    vectors = [tuple(point.scores.get(party, Fraction(0)) for party in judged.signatories) for point in frontier.points]
    assert frontier.over == parties
    assert len(set(vectors)) == len(vectors)
    if frontier.complete or not methods()[method].rough:
        assert frontier.complete
        assert set(vectors) == set(expected)
    elif frontier.within is not None:
        _stand_for_all(frontier, judged, inside, vectors)
    else:
        assert set(vectors) <= set(expected)
    for vector, point in zip(vectors, frontier.points, strict=True):
        row = _row_of(judged, point.package)
        assert row in inside
        assert row.scores == vector
        assert method != COMPLETE or point.package == expected[vector]


def _stand_for_all(
    frontier: analysis.Frontier, judged: brute.Table, inside: Sequence[brute.Row], vectors: Sequence[Any]
) -> None:
    """Assert that no package of the zone is better than some point by more than it is said to be."""
    assert frontier.within is not None
    least = frontier.gaining or dict.fromkeys(frontier.over, None)
    walk_aways = {position.party: position.walk_away or Fraction(0) for position in judged.positions}
    for row in inside:
        scores = dict(zip(judged.signatories, row.scores, strict=True))
        if all(gain is None or scores[p] - walk_aways[p] >= gain for p, gain in least.items()):
            assert any(
                all(
                    score - other <= frontier.within.get(party, 0)
                    for party, score, other in zip(judged.signatories, row.scores, vector, strict=True)
                )
                for vector in vectors
            )


def _same_pick(pick: analysis.Pick, expected: brute.Verdict | None, judged: brute.Table, method: str) -> None:
    """Assert that a pick is the expected one; ties are fully told apart, so it is one package."""
    if expected is None:
        assert pick.package is None
        assert pick.why
        return
    assert pick.package == expected.package
    assert pick.value == expected.value
    assert dict(pick.scores) == expected.scores
    assert dict(pick.gains) == expected.gains
    assert list(pick.gains) == list(expected.gains)
    assert pick.proved
    assert pick.ties in (None, expected.ties)
    assert method != COMPLETE or pick.ties is not None
    arbitrary = {position.party for position in judged.positions if position.walk_away is None}
    assert pick.zero_is_arbitrary == tuple(party for party in expected.gains if party in arbitrary)


@every_method_and_case
def test_formulas(method: str, seed: int) -> None:
    judged = known(seed)
    for name, over in product(brute.FORMULAS, OVERS):
        pick = _ask(analysis.formula, seed, method, name=name, over=over)
        if pick is not None:
            _same_pick(pick, brute.formula(judged, name, over), judged, method)


# --- headroom, conflicts, repairs ------------------------------------------------------------------------------------


@every_method_and_case
def test_headroom(method: str, seed: int) -> None:
    headroom = _ask(analysis.headroom, seed, method)
    if headroom is None:
        return
    expected = brute.headroom(known(seed))
    assert (None if headroom.by_party is None else dict(headroom.by_party)) == expected
    assert headroom.proved


@every_method_and_case
def test_conflicts(method: str, seed: int) -> None:
    conflicts = _ask(analysis.conflicts, seed, method)
    if conflicts is None:
        return
    assert conflicts.sets == brute.conflicts(known(seed))
    assert conflicts.complete


@every_method_and_case
def test_repairs(method: str, seed: int) -> None:
    judged, repairs = known(seed), _ask(analysis.repairs, seed, method)
    if repairs is None:
        return
    expected = brute.repairs(judged)
    assert repairs.complete
    assert [repair.relax for repair in repairs.sets] == [repair.relax for repair in expected]
    for repair, right in zip(repairs.sets, expected, strict=True):
        assert len(repair.falls) == len(right.falls)
        assert {tuple(fall.items()) for fall in repair.falls} == right.falls
        assert _opens(judged, repair.relax, repair.falls[0], repair.opens)


def _opens(judged: brute.Table, relax: Sequence[Any], fall: Any, package: Any) -> bool:
    """Whether a package is in the zone once the red lines in a set are gone and its walk-aways down by a fall."""
    kept = sum(1 << number for number, want in enumerate(judged.wants) if want not in relax)
    row = _row_of(judged, package)
    scores = dict(zip(judged.signatories, row.scores, strict=True))
    floors = {position.party: position.walk_away for position in judged.positions}
    lowered = all(scores[party] >= floors[party] - points for party, points in fall.items())
    return lowered and row in brute.zone(judged, kept)


# --- numbers that strain a solver ------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1, 2**16, 2**31, 2**33, 10**15, 10**30])
@pytest.mark.parametrize("method", list(methods()))
def test_a_yes_that_is_not_needed_excludes_nothing(method: str, scale: int) -> None:
    """Ann accepts 5 of 12 packages, and the others suffice without her, however large Ann's scores are.

    OR-Tools 9.15 drops the condition of a conditional sum whose Boolean terms pass 2^31 (google/or-tools issue 5293).
    """
    points = {"x": (8, 2, 9), "y": (7, 1), "z": (6, 10)}
    issues = tuple(Issue(id, id, tuple(Option(o, o) for o in "abc"[: len(row)])) for id, row in points.items())
    large = {id: [Fraction(p * scale + number) for number, p in enumerate(row)] for id, row in points.items()}
    scores = tuple(IssueScores(id, tuple(row)) for id, row in large.items())
    ann = Position("ann", scores, walk_away=Fraction(20 * scale))
    talks = Talks("", tuple(Party(p, p) for p in ("ann", "bo", "cy")), issues, (), (ann,), Agreement(2))
    judged = brute.table(talks)
    assert len(brute.zone(judged)) == 12
    try:
        zone = analysis.zone(talks, method=method)
    except NoMethod:  # a method for full agreement alone
        assert method != COMPLETE
        return
    assert zone.exists
    assert _same_size(zone.size, 12, method)
    for over in OVERS:
        _same_frontier(analysis.frontier(talks, over=over, method=method), judged, over, method)


@every_method_and_case
def test_open_options(method: str, seed: int) -> None:
    judged = known(seed)
    for party in judged.signatories:
        opened = _ask(analysis.open_options, seed, method, party=party)
        assert opened is None or opened == brute.open_options(judged, party)


def test_every_formula_has_its_judge() -> None:
    assert set(analysis.FORMULAS) == {*brute.FORMULAS, "adjusted_winner"}


# --- Adjusted Winner -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(200))
def test_adjusted_winner(seed: int) -> None:
    """The least share is the greatest there is, and the totals are those of what is handed out."""
    talks = additive_case(seed)
    judged = brute.table(talks)
    pick = analysis.formula(talks, "adjusted_winner")
    contested = [stake.divisible for stake in brute.stakes(judged) if any(stake.points)]
    if contested and not any(contested):
        assert pick.why
        return
    assert pick.why is None
    assert pick.proved
    assert pick.package is not None
    handed = {issue: {option: Fraction(1)} for issue, option in pick.package.items()}
    if pick.split is not None:
        assert talks.issue(pick.split.issue).divisible
        assert sum(pick.split.shares.values()) == 1
        assert min(pick.split.shares.values()) > 0
        handed[pick.split.issue] = dict(pick.split.shares)
    shares = [_share_of(judged, side, handed) for side in (0, 1)]
    assert [pick.scores[party] for party in talks.signatories] == [score for score, _ in shares]
    assert min(share for _, share in shares) == brute.adjusted_winner(judged)


@pytest.mark.parametrize("seed", range(200))
def test_adjusted_winner_crosses_nothing(seed: int) -> None:
    """With links, red lines, walk-aways and any rule: what is handed out suits both sides, or nothing is."""
    rng = Random(seed)
    talks = additive_case(seed)
    condition = Choice(talks.issues[0].id, (rng.choice(talks.issues[0].option_ids),))
    for party in talks.signatories:
        lines = (RedLine("line", condition),) if rng.random() < 0.4 else ()
        floor = Fraction(rng.randrange(12)) if rng.random() < 0.6 else None
        talks = talks.with_position(replace(talks.position(party), red_lines=lines, walk_away=floor))
    links = (Link(condition),) if rng.random() < 0.3 else ()
    talks = replace(talks, links=links, agreement=Agreement(needs=rng.choice([None, 1])))
    pick = analysis.formula(talks, "adjusted_winner")
    if pick.package is None:
        assert pick.why
        return
    ends = [dict(pick.package)]
    if pick.split is not None:
        ends = [{**pick.package, pick.split.issue: option} for option in pick.split.shares]
    for end in ends:
        assert all(brute.meets(link.condition, end) for link in talks.links)
        lines = [line for party in talks.signatories for line in talks.position(party).red_lines]
        assert all(brute.meets(line.holds, end) for line in lines)
    for party in talks.signatories:
        assert pick.scores[party] >= (talks.position(party).walk_away or 0)


def _share_of(judged: brute.Table, side: int, handed: dict[str, dict[str, Fraction]]) -> tuple[Fraction, Fraction]:
    """What one side scores of what is handed out, and which share of its total stake that is."""
    stakes = {stake.issue: stake for stake in brute.stakes(judged)}
    score = least = Fraction(0)
    for entry in judged.positions[side].scores:
        points = dict(zip(judged.talks.issue(entry.issue).option_ids, entry.points, strict=True))
        score += sum((points[option] * part for option, part in handed[entry.issue].items()), Fraction(0))
        least += points[stakes[entry.issue].best[1 - side]]
    total = sum((stake.points[side] for stake in stakes.values()), Fraction(0))
    return score, (score - least) / total if total else Fraction(1)


# --- everything at once ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(0, CASES, 7))
def test_analyse_says_what_each_question_says_alone(seed: int) -> None:
    """The planner chooses the method here; answers do not depend on what else was asked."""
    judged = known(seed)
    talks = judged.talks
    whole = analysis.analyse(talks)
    alone = analysis.zone(talks)
    assert whole.zone is not None
    assert (whole.zone.status, whole.zone.size, whole.zone.rests_on) == (alone.status, alone.size, alone.rests_on)
    assert whole.frontier == analysis.frontier(talks)
    assert whole.headroom == analysis.headroom(talks)
    assert whole.conflicts == analysis.conflicts(talks)
    assert whole.repairs == analysis.repairs(talks)
    assert whole.formulas is not None
    for name in brute.FORMULAS:
        _same_pick(whole.formulas[name], brute.formula(judged, name), judged, COMPLETE)


@pytest.mark.parametrize("seed", range(0, CASES, 7))
def test_analyse_names_the_formulas_that_would_pick_otherwise(seed: int) -> None:
    """Without the red lines of one status a formula may pick another package, or pick at all."""
    judged = known(seed)
    zone = analysis.analyse(judged.talks).zone
    assert zone is not None
    for kind, without in zone.without.items():
        kept = brute.without(judged, kind)
        changed = {n for n in brute.FORMULAS if _package(judged, n) != _package(judged, n, kept)}
        assert set(without.changed) - {"adjusted_winner"} == changed


def _package(judged: brute.Table, name: str, kept: int | None = None) -> brute.Package | None:
    pick = brute.formula(judged, name, kept=kept)
    return None if pick is None else pick.package
