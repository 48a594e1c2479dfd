"""What the analysis says in words, over all generated talks, against brute force; the planner chooses the methods.

``test_matrix.py`` judges every method on every exact question. Here the questions that the analysis makes of talks are
judged, and what it reads out of the answers: names, points, gains, statuses, and that answers do not depend on what
else was asked. Adjusted Winner is here too, since it asks no method.

Read next: ``test_twins.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any, Literal

import pytest
from tests.judge import brute
from tests.judge.generated import CASES, additive_case
from tests.judge.known import known
from tests.judge.ways import SEEDS

from goodoffices import analysis
from goodoffices.talks import Agreement, Choice, Link, RedLine

OVERS: tuple[Literal["zone", "all"], ...] = ("zone", "all")

every_case = pytest.mark.parametrize("seed", SEEDS)
every_case_of_few = pytest.mark.parametrize("seed", range(CASES))
"""Up to four parties: brute force goes through all sets of requirements."""


def _row_of(judged: brute.Table, package: Any) -> brute.Row:
    """The judge's line for a package; fails where the package does not meet the links."""
    return next(row for row in judged.rows if row.package == dict(package))


# --- the zone --------------------------------------------------------------------------------------------------------


@every_case
def test_zone(seed: int) -> None:
    judged = known(seed)
    zone, expected = analysis.zone(judged.talks), brute.zone(judged)
    assert zone.status == brute.status(judged)
    assert zone.exists == bool(expected)
    assert (zone.size.value, zone.size.kind) == (len(expected), "exact")
    assert (zone.example is None) == (not expected)
    assert zone.example is None or _row_of(judged, zone.example) in expected
    assert zone.nothing_recorded == brute.nothing_recorded(judged)
    assert zone.accepted_by in (None, brute.accepted_by(judged))
    assert {kind: lines for kind, lines in zone.rests_on.items() if lines} == {
        kind: lines for kind, lines in brute.rests_on(judged).items() if lines
    }
    _same_without(zone, judged)


def _same_without(zone: analysis.Zone, judged: brute.Table) -> None:
    """Assert what the zone would be without the red lines of one status."""
    excluding = {kind for kind, lines in brute.rests_on(judged).items() if lines}
    assert excluding - {"confided"} <= set(zone.without) <= excluding
    for kind, without in zone.without.items():
        left = brute.zone(judged, brute.without(judged, kind))
        assert without.exists == bool(left)
        assert (without.size.value, without.size.kind) == (len(left), "exact")


@every_case
def test_coalitions(seed: int) -> None:
    """The coalitions; and under a quorum rule the formulas of the largest and of the last of the smallest."""
    judged = known(seed)
    found, groups = analysis.coalitions(judged.talks), brute.coalitions(judged)
    assert found.complete
    assert found.sets == groups
    if judged.talks.agreement.needs is None or len(brute.scored(judged)) < len(judged.signatories):
        return
    for group in {*groups[:1], *groups[-1:]}:
        for name in brute.FORMULAS:
            pick = analysis.formula(judged.talks, name, coalition=group)
            _same_pick(pick, brute.formula(judged, name, coalition=group), judged)


@every_case
def test_open_options(seed: int) -> None:
    judged = known(seed)
    for party in judged.signatories:
        assert analysis.open_options(judged.talks, party) == brute.open_options(judged, party)


# --- frontier and formulas -------------------------------------------------------------------------------------------


@every_case
def test_frontier(seed: int) -> None:
    """No vector is missing or too many, and each point's package is the first that has these scores."""
    judged = known(seed)
    for over in OVERS:
        frontier = analysis.frontier(judged.talks, over=over)
        parties = brute.scored(judged)
        if not parties:
            assert frontier.points == ()
            assert frontier.why
            continue
        assert frontier.complete
        assert frontier.over == parties
        shown = {
            tuple(point.scores.get(party, Fraction(0)) for party in judged.signatories): dict(point.package)
            for point in frontier.points
        }
        assert len(shown) == len(frontier.points)
        assert shown == brute.frontier(judged, over)


@every_case
def test_formulas(seed: int) -> None:
    judged = known(seed)
    for name, over in product(brute.FORMULAS, OVERS):
        _same_pick(analysis.formula(judged.talks, name, over=over), brute.formula(judged, name, over), judged)


def _same_pick(pick: analysis.Pick, expected: brute.Verdict | None, judged: brute.Table) -> None:
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
    arbitrary = {position.party for position in judged.positions if position.walk_away is None}
    assert pick.zero_is_arbitrary == tuple(party for party in expected.gains if party in arbitrary)


def test_every_formula_has_its_judge() -> None:
    assert set(analysis.FORMULAS) == {*brute.FORMULAS, "adjusted_winner"}


# --- headroom, conflicts, repairs ------------------------------------------------------------------------------------


@every_case
def test_headroom(seed: int) -> None:
    headroom, expected = analysis.headroom(known(seed).talks), brute.headroom(known(seed))
    assert (None if headroom.by_party is None else dict(headroom.by_party)) == expected
    assert headroom.proved


@every_case_of_few
def test_conflicts(seed: int) -> None:
    """All of them; and the smallest alone, which is the first of all."""
    conflicts, expected = analysis.conflicts(known(seed).talks), brute.conflicts(known(seed))
    assert conflicts.sets == expected
    assert conflicts.complete
    smallest = analysis.smallest_conflict(known(seed).talks)
    assert smallest.set == next(iter(expected), None)
    assert smallest.proved


@every_case_of_few
def test_repairs(seed: int) -> None:
    judged = known(seed)
    repairs, expected = analysis.repairs(judged.talks), brute.repairs(judged)
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
        _same_pick(whole.formulas[name], brute.formula(judged, name), judged)


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
