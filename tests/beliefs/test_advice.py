"""Advice: the basic question first, the exact engine's draft where all is known, nothing that does not follow."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import goodoffices as go
from goodoffices import analysis
from goodoffices.beliefs import belief, numbers
from goodoffices.beliefs.advice import Advice, ProposedDraft, advice
from goodoffices.beliefs.answering import answered
from goodoffices.beliefs.asking import worths
from goodoffices.beliefs.picking import first_draft
from goodoffices.beliefs.resting import parts
from goodoffices.errors import BadQuestion
from goodoffices.exact.watch import QUIET
from goodoffices.talks import Position, Talks, agrees, holds

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


THREE = """goodoffices: 1
title: A well
parties: {ann: {name: Ann}, bo: {name: Bo}, cy: {name: Cy}}
issues:
  depth: {options: {shallow: Shallow, middle: Middle, deep: Deep}}
  site: {options: {north: North, south: South}}
"""
CY = "  cy: {scores: {depth: {shallow: 0, middle: 10, deep: 90}, site: {north: 10, south: 0}}, walk_away: 5}\n"


def three(ann: str, bo: str, cy: str = CY, agreement: str = "") -> Talks:
    return go.parse(THREE + agreement + f"positions:\n  ann: {{{ann}}}\n  bo: {{{bo}}}\n{cy}", "well.yaml")


NOT_DEEP = "red_lines: [{id: x, never: {depth: deep}, status: confided}]"
GUESSED = NOT_DEEP.replace("confided", "assumed")
SITE = ", answers: [{order: {site: [north, south]}}]"


def resting(talks: Talks) -> tuple[tuple[str, ...], tuple[str, ...]]:
    draft = advice(talks).draft
    assert draft is not None
    return draft.rests_on, draft.rests_on_assumed


def test_what_two_parties_confided_alike_is_missed_only_together_and_both_are_named() -> None:
    one = advice(three(NOT_DEEP, "red_lines: [{never: {site: south}, status: stated}]")).draft
    both = advice(three(NOT_DEEP, NOT_DEEP)).draft
    assert one is not None
    assert both is not None
    assert dict(one.package)["depth"] != "deep"  # either line alone is enough
    assert one.package == both.package
    assert "ann" in one.rests_on
    assert {"ann", "bo"} <= set(both.rests_on)


def test_two_pairs_that_confided_alike_are_both_found() -> None:
    four = THREE.replace("cy: {name: Cy}", "cy: {name: Cy}, di: {name: Di}, ed: {name: Ed}")
    north = "{red_lines: [{never: {site: north}, status: confided}]}"
    deep = "{red_lines: [{never: {depth: deep}, status: confided}]}"
    cy = CY.replace("north: 10", "north: 60")
    found = advice(go.parse(four + f"positions:\n  ann: {deep}\n  bo: {deep}\n{cy}  di: {north}\n  ed: {north}\n", "w"))
    assert found.draft is not None
    assert {"ann", "bo", "di", "ed"} <= set(found.draft.rests_on)


def test_a_guess_of_the_analyst_is_no_confidence() -> None:
    assert resting(three(GUESSED, GUESSED)) == (("cy",), ("ann", "bo"))
    confided, assumed = resting(three(NOT_DEEP, GUESSED))
    assert ("ann" in confided, "bo" in confided, assumed) == (True, False, ("bo",))


@pytest.mark.parametrize("seed", range(3))
def test_without_the_confidences_of_all_others_the_draft_is_the_same(seed: int) -> None:
    rising = "answers: [{order: {depth: rising}}]"
    for ann, bo in ((NOT_DEEP, NOT_DEEP), (rising, rising), (f"{rising}, {GUESSED}", NOT_DEEP + SITE)):
        talks = three(ann, bo)
        found = advice(talks, seed=seed).draft
        assert found is not None
        beliefs = [belief(kept(talks, party, found), party, seed=seed) for party in talks.signatories]
        _, draft = first_draft(talks, beliefs, QUIET)
        assert draft == numbers(talks, dict(found.package))


def kept(talks: Talks, party: str, found: ProposedDraft) -> Talks:
    """The talks with what the draft does not rest on taken out of a party's position."""
    position = talks.position(party)
    gone = {"confided"} - ({"confided"} if party in found.rests_on else set())
    gone |= set() if party in found.rests_on_assumed else {"assumed"}
    whole = position if "confided" not in gone else Position(party)
    lines = tuple(line for line in position.red_lines if line.status not in gone)
    return talks.with_position(replace(whole, red_lines=lines))


def test_a_question_that_names_drafts_says_whose_confidences_made_them() -> None:
    """What Ann is asked to compare changes with Bo's line alone."""
    talks, asked = well(PAST_BASICS), []
    while (question := advice(talks, seed=1).question) is not None and len(asked) < 12:
        asked.append(question)
        options = list(talks.issue(question.issue).option_ids) if question.issue else []
        talks = answered(talks, question, True if question.drafts else options)
    named = [one for one in asked if one.drafts]
    assert named
    assert all(one.rests_on == ({"ann": "bo", "bo": "ann"}[one.party],) for one in named)
    assert all((one.rests_on, one.rests_on_assumed) == ((), ()) for one in asked if not one.drafts)


def test_a_question_says_on_whose_assumed_lines_its_drafts_rest_and_names_nobody_who_said_nothing() -> None:
    quiet = (
        "answers: [{red_lines: no_more}, {order: {depth: rising}}, {importance: [depth, site]}, {apart: [depth, site]}]"
    )
    lines = GUESSED.replace("red_lines: [", "red_lines: [{never: {site: south}, status: assumed, confidence: 0.4}, ")
    public = "red_lines: [{never: {depth: deep}, status: stated}]"
    talks = three(quiet, f"{quiet}, {lines}", "  cy: {answers: [{red_lines: no_more}, {importance: [depth, site]}], "
                  + public + "}\n")  # fmt: skip
    assert parts(talks, talks.signatories) == [
        ("ann", "confided"), ("bo", "confided"), ("bo", "assumed"), ("cy", "confided"),
    ]  # fmt: skip
    said_only = three("answers: [{red_lines: no_more}], " + public, lines.replace("id: x", "id: x, confidence: 0.3"))
    assert parts(said_only, ["ann", "bo"]) == []


def test_where_not_all_have_to_sign_a_coalition_is_asked_for() -> None:
    low, high = "red_lines: [{must: {depth: shallow}}]", "  cy: {red_lines: [{must: {depth: deep}}]}\n"
    free = "red_lines: [{never: {site: south}, status: stated}]"
    two = three(low, free, high, "agreement: {needs: 2, including: [bo]}\n")
    with pytest.raises(BadQuestion, match=r"2 of 3 signatories suffice here.* such as ann,bo "):
        advice(two)
    for members, option in ((["bo", "ann"], "shallow"), (["bo", "cy"], "deep")):
        found = advice(two, coalition=members)
        assert found.coalition == tuple(sorted(members))
        assert found.draft is not None
        assert dict(found.draft.package)["depth"] == option
        assert [one.party for one in found.draft.parties] == sorted(members)
    for members, said in (
        (["ann", "cy"], "ann, cy cannot agree"),
        (["bo"], "bo cannot agree without"),
        (["ann", "dee"], "'dee' is not a signatory"),
    ):
        with pytest.raises(BadQuestion, match=said):
            advice(two, coalition=members)
    assert advice(three(low, free), coalition=["ann", "bo", "cy"]).coalition == ("ann", "bo", "cy")


def test_where_no_position_was_found_and_none_is_refuted_it_says_that(monkeypatch: pytest.MonkeyPatch) -> None:
    talks = three(NOT_DEEP, NOT_DEEP)
    made: Any = belief
    monkeypatch.setattr(
        "goodoffices.beliefs.advice.belief",
        lambda talks, party, seed: replace(
            made(talks, party, seed=seed), **({"samples": None} if party == "bo" else {})
        ),
    )
    with pytest.raises(BadQuestion, match="of Bo, no position was found that fits all of it, and no contradiction"):
        advice(talks)


def test_changes_go_by_issue_not_by_place() -> None:
    talks = well(SCORED)
    last = (("depth", "shallow"), ("site", "south"), ("share", "0"))
    found, shuffled = (advice(talks, before=draft).draft for draft in (last, last[::-1]))
    assert found is not None
    assert shuffled is not None
    assert found.changes == shuffled.changes
    assert {issue for issue, _, _ in found.changes} == {i for i, now in found.package if dict(last)[i] != now}


def test_sure_means_sure_and_other_lines_are_kept_where_that_is_possible() -> None:
    unsure = "red_lines: [{id: hi, must: {depth: deep}, status: confided, confidence: 0.5}]"
    met = advice(three(unsure.replace("deep", "shallow"), SITE[2:])).draft
    assert met is not None
    assert dict(met.package)["depth"] == "shallow"  # Cy would rather have it deep
    across = advice(three(unsure, NOT_DEEP)).draft  # Bo's line is sure
    assert across is not None
    assert dict(across.package)["depth"] != "deep"
    assert [(one.standing.word, one.standing.broken) for one in across.parties][:1] == [("possibly", ("hi",))]


def test_the_lines_that_leave_no_draft_are_named() -> None:
    lines = "red_lines: [{id: hi, must: {depth: deep}}, {id: north, must: {site: north}}]"
    found = advice(three(lines, NOT_DEEP))
    assert (found.draft, found.blocked_by) == (None, (("ann", "hi"), ("bo", "x")))
