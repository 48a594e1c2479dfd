"""Advice: the basic question first, the exact engine's draft where all is known, nothing that does not follow."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import goodoffices as go
from goodoffices import analysis
from goodoffices.beliefs.advice import Advice, advice
from goodoffices.beliefs.asking import worths
from goodoffices.errors import BadQuestion
from goodoffices.talks import Talks, agrees, holds

HEAD = """goodoffices: 1
title: A well
parties: {ann: {name: Ann}, bo: {name: Bo}}
issues:
  depth: {options: {shallow: Shallow, middle: Middle, deep: Deep}}
  site: {options: {north: North, south: South}}
  share: {range: {from: 0, to: 100, step: 25}}
"""
SCORED = """positions:
  ann:
    scores: {depth: {shallow: 0, middle: 20, deep: 30}, site: {north: 10, south: 0}, share: {0: 0, 100: 60}}
    walk_away: 40
  bo:
    scores: {depth: {shallow: 30, middle: 25, deep: 0}, site: {north: 0, south: 20}, share: {0: 50, 100: 0}}
    walk_away: 35
"""
ANSWERED = """positions:
  ann:
    answers:
      - {order: {depth: rising}}
      - {order: {share: rising}}
      - {importance: [share, depth, site]}
      - {draft: {depth: deep, site: south, share: 25}, says: no}
  bo:
    answers:
      - {order: {depth: falling}}
      - {order: {share: falling}}
    red_lines: [{id: not-deep, never: {depth: deep}, status: stated}]
"""
PAST_BASICS = ANSWERED.replace("    answers:\n", "    answers:\n      - {red_lines: no_more}\n").replace(
    "  bo:\n    answers:\n", "  bo:\n    answers:\n      - {importance: [site, share]}\n"
)
"""The same, where neither party has to be asked what it could not sign without, or what matters most."""


def well(positions: str, links: str = "") -> Talks:
    return go.parse(HEAD + links + positions, "well.yaml")


def test_of_whom_nothing_is_recorded_is_asked_first_and_for_the_most_basic_thing() -> None:
    found = advice(well("positions: {ann: {answers: [{order: {depth: rising}}]}}\n"))
    assert (found.nothing_recorded, found.table, found.draft) == (("bo",), False, None)
    assert found.question is not None
    assert (found.question.party, found.question.kind, found.question.worth) == ("bo", "red_lines", None)
    both = advice(well(""))
    assert both.runner_up is not None
    assert (both.nothing_recorded, both.runner_up.party) == (("ann", "bo"), "bo")


def test_where_all_is_recorded_it_tables_what_the_nash_formula_picks() -> None:
    talks = well(SCORED)
    pick = analysis.formula(talks, "nash")
    assert pick.package is not None
    found = advice(talks)
    assert found.table
    assert found.draft is not None
    assert dict(found.draft.package) == pick.package
    assert found.draft.of_the_best == (1, 1)
    assert (found.draft.missing, found.draft.rests_on) == (0, ("ann", "bo"))
    assert [one.standing.word for one in found.draft.parties] == ["necessarily", "necessarily"]
    assert found.question is None  # no question to a party of which all is recorded has any worth


def test_the_draft_keeps_to_links_and_sure_red_lines() -> None:
    talks = well(ANSWERED, "links: [{if: {depth: middle}, then: {site: north}}]\n")
    for seed in range(6):
        found = advice(talks, seed=seed)
        assert found.draft is not None
        package = dict(found.draft.package)
        assert all(holds(link.condition, package) for link in talks.links)
        assert holds(talks.position("bo").red_lines[0].holds, package)


def test_a_draft_that_nobody_can_sign_is_not_tabled() -> None:
    apart = SCORED.replace("walk_away: 40", "walk_away: 99").replace("walk_away: 35", "walk_away: 99")
    found = advice(well(apart))
    assert not found.table
    assert found.draft is not None
    assert "never" in [one.standing.word for one in found.draft.parties]
    assert not agrees(well(apart), dict(found.draft.package))


def test_where_no_draft_may_stand_there_is_none() -> None:
    lines = "\n    red_lines: [{must: {depth: deep}}]\n  bo:\n    red_lines: [{never: {depth: deep}}]\n"
    found = advice(well("positions:\n  ann:" + lines))
    assert (found.draft, found.question, found.table) == (None, None, False)


def test_the_same_seed_gives_the_same_advice_and_another_draws_anew() -> None:
    talks = well(ANSWERED)
    assert plain(advice(talks, seed=3)) == plain(advice(talks, seed=3))
    assert len({plain(advice(talks, seed=seed)) for seed in range(6)}) > 1


def plain(found: Advice) -> str:
    return repr((found.table, found.question, found.runner_up, found.draft))


def test_beside_the_last_draft_it_says_what_changes_and_for_whom_it_is_better() -> None:
    talks = well(SCORED)
    last = (("depth", "shallow"), ("site", "south"), ("share", "0"))
    found = advice(talks, before=last)
    assert found.draft is not None
    differing = [
        (issue, then) for (issue, then), (_, now) in zip(last, found.draft.package, strict=True) if then != now
    ]
    assert [(issue, then) for issue, then, _ in found.draft.changes] == differing
    assert [one.compared for one in found.draft.parties] == ["better", "worse"]
    same = advice(talks, before=found.draft.package)
    assert same.draft is not None
    assert (same.draft.changes, [one.compared for one in same.draft.parties]) == ((), ["as good", "as good"])


def test_the_last_draft_is_the_last_one_with_a_verdict() -> None:
    found = advice(well(ANSWERED))
    assert found.draft is not None
    changed = {issue: then for issue, then, _ in found.draft.changes}
    before = {"depth": "deep", "site": "south", "share": "25"}
    assert all(before[issue] == then for issue, then in changed.items())
    assert all(one.compared is not None for one in found.draft.parties)


def test_what_was_stated_in_public_is_no_confidence() -> None:
    """Only a stated red line is recorded of Bo, so the draft rests on nothing Bo confided."""
    scored = SCORED.split("  bo:")[0] + "  bo: {red_lines: [{never: {depth: deep}, status: stated}]}\n"
    found = advice(well(scored))
    assert found.draft is not None
    assert "bo" not in found.draft.rests_on
    assert "ann" in found.draft.rests_on


def test_a_chance_comes_only_from_a_partys_own_answers() -> None:
    found = advice(well(ANSWERED))
    assert found.draft is not None
    ann, bo = found.draft.parties
    assert ann.chance is not None  # it said no to a draft
    assert bo.chance is None
    assert found.draft.together is None


def test_contradicting_answers_are_named() -> None:
    text = ANSWERED.replace(
        "      - {order: {depth: rising}}",
        "      - {id: x, order: {depth: rising}}\n      - {id: y, rather: {depth: shallow}, than: {depth: deep}}",
    )
    ((party, said),) = advice(well(text)).contradictions
    assert party == "ann"
    assert "x" in said
    assert "y" in said


def test_nobody_to_ask() -> None:
    with pytest.raises(BadQuestion, match="these talks have no signatory, so there is nobody to ask"):
        advice(go.parse(HEAD.replace("ann: {name: Ann}, bo: {name: Bo}", "cy: {role: mediator}"), "well.yaml"))


def test_replies_that_say_nothing_are_worth_nothing() -> None:
    """Replies drawn by chance, over many samples: the half that judges takes the luck out of the half that chose."""
    chance = np.random.default_rng(5)
    gains = [chance.random((30, 400)), chance.random((30, 400))]
    asked = [chance.integers(0, 2, 400) for _ in range(200)]
    best = gains[0].argmax(axis=0)
    worth = worths(gains, 0, [*asked, best])
    assert float(np.mean(worth[:-1])) < 0.01 < 0.1 < float(worth[-1])


def test_worths_are_those_of_a_plain_loop() -> None:
    """Each reply by itself: the draft that the choosing half likes best there, judged by the other half."""
    chance = np.random.default_rng(3)
    gains = [chance.random((7, 40)) - 0.2 for _ in range(3)]
    asked = [chance.integers(0, most, 40) for most in (1, 2, 3, 30) for _ in range(5)]
    others = np.maximum(gains[0], 0).mean(axis=1) * np.maximum(gains[2], 0).mean(axis=1)
    own = np.maximum(gains[1], 0) * others[:, None]
    half = np.arange(40) // 2 % 2 == 0
    now = own[:, ~half][own[:, half].sum(axis=1).argmax()].mean()
    for reply, worth in zip(asked, worths(gains, 1, asked), strict=True):
        after = 0.0
        for number in set(reply[~half].tolist()):
            here = half & (reply == number) if (half & (reply == number)).any() else half
            after += own[own[:, here].sum(axis=1).argmax(), ~half & (reply == number)].sum() / 20
        assert worth == pytest.approx(max(0.0, after ** (1 / 3) - now ** (1 / 3)))


def test_nothing_but_whole_thousandths_is_told() -> None:
    found = advice(well(PAST_BASICS))
    assert found.question is not None
    assert found.question.worth is not None
    assert found.draft is not None
    told = [found.question.worth, found.draft.expected, found.draft.missing, *found.draft.of_the_best]
    assert all((number * 1000).denominator == 1 and number >= Fraction(0) for number in told)
