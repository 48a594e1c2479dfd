"""The scorable base game under other rules: higher walk-aways, and agreement of five.

Source: S. Abdelnabi and others, "Cooperation, Competition, and Maliciousness", NeurIPS 2024, Datasets and Benchmarks;
arXiv 2309.17234, base game. The numbers were counted by going through all 720 packages.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.cases.facts import talks_of

from goodoffices import analysis
from goodoffices.talks import Agreement, Requirement, Talks

ISSUES = ("infrastructure", "ecology", "employment", "loan", "compensation")
BOTH = (None, "enumerate", "logic")
FALLS = {"other_cities": 2, "union": 9, "sportco": 3, "tourism": 5, "environment": 5}


def raised(points: int) -> Talks:
    """The base game with every walk-away up by some points."""
    talks = talks_of("scorable_base")
    positions = [replace(p, walk_away=p.walk_away + points) for p in talks.positions if p.walk_away is not None]
    return replace(talks, positions=tuple(positions))


def quorum() -> Talks:
    return replace(talks_of("scorable_base"), agreement=Agreement(needs=5, including=("sportco", "tourism")))


@pytest.mark.parametrize(("points", "left"), [(0, 12), (1, 6), (2, 5), (3, 1), (5, 0)])
def test_what_is_left_when_every_walk_away_rises(points: int, left: int) -> None:
    zone = analysis.zone(raised(points))
    assert zone.size == analysis.Size(left, "exact")
    assert zone.status == ("proved" if left else "none")


@pytest.mark.parametrize("method", BOTH)
def test_five_repairs_of_one_walk_away_each(method: str | None) -> None:
    """At five points more, falls of 2, 3, 5, 5 and 9; the fall of 2 opens the maximin package of the base game."""
    repairs = analysis.repairs(raised(5), method=method)
    assert repairs.complete
    assert [repair.relax for repair in repairs.sets] == [(Requirement(party, "walk_away"),) for party in FALLS]
    assert [repair.falls for repair in repairs.sets] == [({party: Fraction(fall)},) for party, fall in FALLS.items()]
    assert repairs.sets[0].opens == dict(zip(ISSUES, ("a2", "b3", "c4", "d1", "e3"), strict=True))


@pytest.mark.parametrize("method", BOTH)
def test_one_conflict_of_five_walk_aways(method: str | None) -> None:
    """At five points more, the mayor's walk-away is the only one that stands in nobody's way."""
    conflicts = analysis.conflicts(raised(5), method=method)
    assert conflicts.sets == (tuple(Requirement(party, "walk_away") for party in FALLS),)
    assert conflicts.complete


def test_agreement_of_five() -> None:
    """Five of six, SportCo and the Department of Tourism among them: 55 packages."""
    zone = analysis.zone(quorum())
    assert zone.size == analysis.Size(55, "exact")
    assert zone.accepted_by == (1, 30, 98, 203, 255, 121, 12)


def test_only_those_who_are_needed_bound_the_zone_of_five() -> None:
    headroom = analysis.headroom(quorum()).by_party
    assert headroom is not None
    assert dict(headroom) == {
        "mayor": "unbounded",
        "other_cities": "unbounded",
        "union": "unbounded",
        "sportco": 22,
        "tourism": 35,
        "environment": "unbounded",
    }


def test_formulas_of_five_are_those_of_all_six_where_all_six_can_sign() -> None:
    pick = analysis.formula(quorum(), "nash")
    assert pick.value == 6031872
    assert set(pick.gains) == set(quorum().signatories)
