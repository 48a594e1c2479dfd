"""What is said where time ran out: nothing that is not proved, and everything that is."""

from __future__ import annotations

from fractions import Fraction

import pytest

import goodoffices as go
from goodoffices.analysis import formulas
from goodoffices.analysis.analyse import _no_less
from goodoffices.analysis.answers import Headroom, Size, Zone
from goodoffices.analysis.headroom import read as read_headroom
from goodoffices.analysis.numbered import numbered
from goodoffices.errors import BadQuestion
from goodoffices.exact.questions import Best, Chosen, Exists, Found, Heights, Highest, Raised, Room
from goodoffices.exact.watch import QUIET

FENCE = go.parse(
    """
goodoffices: 1
title: A fence
parties: {ann: {name: Ann}, bo: {name: Bo}}
issues: {height: {name: Height, options: {low: Low, middle: Middle, high: High}}}
positions:
  ann: {scores: {height: {low: 5, middle: 6, high: 10}}, walk_away: 5}
  bo: {scores: {height: {low: 10, middle: 4, high: 0}}, walk_away: 3}
""",
    "fence.yaml",
)


def zone_of(size: Size) -> Zone:
    return Zone("proved", size, None, (), {}, "")


def test_no_end_of_an_estimate_becomes_a_bound() -> None:
    guessed, counted = Size(50, "estimate", 40, 60), Size(45, "at_least")
    assert _no_less(Size(1, "at_least"), zone_of(guessed)) == Size(1, "at_least")
    assert _no_less(Size(1, "at_least"), zone_of(counted)) == counted
    assert _no_less(Size(1, "at_least"), zone_of(Size(12, "exact"))).value == 12
    assert _no_less(Size(7, "exact"), zone_of(counted)) == Size(7, "exact")


def test_a_package_of_the_zone_is_a_start_for_every_formula() -> None:
    """The middle fence gives Ann 1 and Bo 1 above what they ask."""
    whole = numbered(FENCE)
    answers = {
        question: (Chosen(None, False) if isinstance(question, Best) else Heights(None, False), "none")
        for question in formulas.asked(whole, None)
    } | {Exists(): (Found((1,), True), "some")}
    picks = formulas.read(whole, None, answers, "zone", None, QUIET)  # type: ignore[arg-type]
    for name, value in (("nash", 1), ("maximin", 1), ("leximin", (1, 1)), ("utilitarian", 2)):
        pick = picks[name]
        assert (pick.package, pick.proved, pick.value) == ({"height": "middle"}, False, value)
        assert pick.bound is not None
        assert pick.bound >= pick.value  # type: ignore[operator]
    assert picks["kalai_smorodinsky"].unfinished  # a share of what is not known means nothing


def test_a_share_passes_no_more_than_all() -> None:
    whole = numbered(FENCE)
    best = (1, 7)  # over the zone, low and middle
    objective = formulas.FORMULAS["kalai_smorodinsky"].objective
    assert objective is not None
    answers = {
        Highest(): (Heights((6, 10), True), "some"),
        Best(objective, best): (Chosen((1,), False, bound=(500, 500)), "some"),
    }
    picked = formulas._pick(whole, formulas.FORMULAS["kalai_smorodinsky"], best, True, answers, "zone")
    assert (picked.value, picked.bound, picked.proved) == (Fraction(1, 7), 1, False)


def test_headroom_is_at_least_what_a_package_of_the_zone_leaves() -> None:
    whole = numbered(FENCE)
    answers = {
        Exists(): (Found((1,), True), "some"),
        **{Room(side): (Raised(None, False, False), "none") for side in (0, 1)},
    }
    found = read_headroom(whole, answers)  # type: ignore[arg-type]
    assert (found.by_party, found.proved) == ({"ann": 1, "bo": 1}, False)


def test_headroom_that_was_not_found_is_not_called_none() -> None:
    assert str(Headroom(None, False, "")) == "headroom: not finished"
    assert str(Headroom(None, True, "")) == "headroom: there is no zone"


@pytest.mark.parametrize("limit", [0, -1, float("nan")])
def test_a_limit_leaves_some_time(limit: float) -> None:
    with pytest.raises(BadQuestion, match="is no time limit: give seconds above 0"):
        go.headroom(FENCE, limit=limit)


def test_an_empty_zone_is_not_sampled() -> None:
    text = go.dump(FENCE).replace("walk_away: 3", "walk_away: 9").replace("walk_away: 5", "walk_away: 9")
    with pytest.raises(BadQuestion, match="there is no package to sample: the zone is empty"):
        go.sample(go.parse(text, "fence.yaml"))
