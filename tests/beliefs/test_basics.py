"""Which questions come in which order, and that none is asked again: a tie least of all."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.beliefs.test_advice import ANSWERED, PAST_BASICS, SCORED, well

from goodoffices import parse
from goodoffices.beliefs.advice import advice
from goodoffices.beliefs.answering import answered
from goodoffices.beliefs.basics import basic, together_open
from goodoffices.beliefs.proposing import Proposed
from goodoffices.report.advice_words import question_words
from goodoffices.talks import Talks


def line(status: str) -> str:
    return f"positions: {{ann: {{red_lines: [{{never: {{depth: deep}}, status: {status}}}]}}}}\n"


def said(*answers: str) -> Talks:
    return well("positions:\n  ann:\n    answers:\n" + "".join(f"      - {{{answer}}}\n" for answer in answers))


@pytest.mark.parametrize(
    ("talks", "kind"),
    [
        (well(""), "red_lines"),
        (well(line("stated")), "red_lines"),  # what is said in public is often not what the mediator is told
        (well(line("assumed")), "red_lines"),
        (well(line("confided")), "importance"),
        (said("red_lines: no_more"), "importance"),
        (said("importance: [site, depth]"), "red_lines"),
        (said("red_lines: no_more", "importance: [site, depth]"), None),
        (said("red_lines: no_more", "weight: {site: 0.5}"), None),
        (well(SCORED), None),
        (well(SCORED.replace(", site: {north: 10, south: 0}", "")), "red_lines"),  # one issue has no points yet
    ],
)
def test_the_next_basic_question(talks: Talks, kind: str | None) -> None:
    assert basic(talks, "ann") == kind


def test_that_there_are_no_red_lines_tells_nothing_of_what_a_party_wants() -> None:
    found = advice(said("red_lines: no_more"))
    assert found.nothing_recorded == ("ann", "bo")
    assert [(one.party, one.kind) for one in (found.question, found.runner_up) if one] == [
        ("bo", "red_lines"), ("ann", "importance"),
    ]  # fmt: skip


def test_basic_questions_come_before_all_others_and_before_tabling() -> None:
    found = advice(well(ANSWERED))
    asked = [(one.party, one.kind) for one in (found.question, found.runner_up) if one]
    assert asked == [("ann", "red_lines"), ("bo", "red_lines")]
    assert found.draft is not None
    assert not found.table
    lines = SCORED.split("  bo:")[0] + "  bo: {red_lines: [{never: {depth: deep}}]}\n"
    found = advice(well(lines))
    assert not found.table
    assert found.question == Proposed("bo", "red_lines")
    assert found.runner_up is not None
    assert found.runner_up.kind != "red_lines"


def test_nothing_is_tabled_while_a_basic_question_is_open() -> None:
    """All else is as good as known: only whether Bo has red lines makes the difference."""
    text = """goodoffices: 1
title: A gate
parties: {ann: {name: Ann}, bo: {name: Bo}}
issues: {gate: {options: {shut: Shut, open: Open}}, toll: {options: {none: None, some: Some}}}
positions:
  ann: {scores: {gate: {shut: 0, open: 60}, toll: {none: 40, some: 0}}, walk_away: 30}
  bo:
    answers:
      - {order: {gate: [shut, open]}}
      - {order: {toll: [some, none]}}
      - {weight: {gate: 0.3}}
      - {weight: {toll: 0.7}}
      - {draft: {gate: open, toll: some}, says: yes}
"""
    found = advice(parse(text, "gate.yaml"))
    assert (found.table, found.question) == (False, Proposed("bo", "red_lines"))
    assert advice(parse(text + "      - {red_lines: no_more}\n", "gate.yaml")).table


def test_the_mediators_own_guess_is_not_given_away_by_the_question() -> None:
    asked = Proposed("ann", "red_lines")
    assert question_words(well(line("assumed")), asked) == question_words(well(""), asked)
    assert question_words(well(line("stated")), asked).startswith("Besides what you have said in public")


def test_which_issues_hang_together_is_asked_before_the_first_comparison_of_several() -> None:
    talks, kinds = well(PAST_BASICS), []
    while (asked := advice(talks, seed=1).question) is not None and asked.kind != "together":
        kinds.append(asked.kind)
        talks = answered(talks, asked, list(talks.issue(asked.issue or "").option_ids))
    assert set(kinds) <= {"order"}
    assert asked is not None
    assert asked.worth is None
    party = asked.party
    assert together_open(talks, party)
    for reply in ([], [["site", "depth"]]):
        after = answered(talks, asked, reply)
        assert not together_open(after, party)
        following = advice(after, seed=1)
        assert Proposed(party, "together") not in (following.question, following.runner_up)


def test_part_of_the_pairs_apart_leaves_the_rest_open() -> None:
    assert together_open(said("apart: [site, depth]"), "ann")
    assert not together_open(said("apart: [site, depth]", "apart: [share, depth]", "apart: [site, share]"), "ann")
    assert not together_open(well(SCORED), "ann")
    assert together_open(well(SCORED.replace(", site: {north: 10, south: 0}", "")), "ann")


def test_who_scored_a_part_of_the_issues_is_asked_the_basic_questions_before_anything_is_tabled() -> None:
    talks, kinds = well(SCORED.replace(", site: {north: 10, south: 0}", "")), []
    while (found := advice(talks, seed=1)).question is not None and not found.table:
        assert found.question.party == "ann"
        kinds.append(found.question.kind)
        weighed = found.question.kind == "importance"  # as the points have it
        reply = ["share", "depth", "site"] if weighed else reply_to(found.question, talks, random.Random(1))
        talks = answered(talks, found.question, reply)
    assert kinds[:2] == ["red_lines", "importance"]
    assert found.table


@pytest.mark.parametrize("seed", range(2))
def test_no_question_is_asked_twice_and_questions_end(seed: int) -> None:
    """Whatever is replied: a tie, the one, the other, nothing that hangs together, or all of it."""
    draws, talks, put = random.Random(seed), well("links: [{never: {depth: deep, site: south}}]\n"), []
    for _ in range(150):
        asked = advice(talks, seed=seed).question
        if asked is None:
            break
        assert what(asked) not in put
        put.append(what(asked))
        talks = answered(talks, asked, reply_to(asked, talks, draws))
    else:
        pytest.fail("questions without end")
    assert [kind for _, kind, *_ in put[:2]] == ["red_lines", "red_lines"]
    assert sum(kind == "together" for _, kind, *_ in put) <= 2


def what(asked: Proposed) -> tuple[Any, ...]:
    """The question without its worth, and without which draft is named first."""
    return asked.party, asked.kind, asked.issue, frozenset(asked.drafts)


def reply_to(asked: Proposed, talks: Talks, draws: random.Random) -> Any:
    match asked.kind:
        case "red_lines":
            return []
        case "together":
            return draws.choice([[], [["site", "share"]]])
        case "importance":
            return draws.sample([issue.id for issue in talks.issues], 3)
        case "order":
            return draws.sample(talks.issue(asked.issue or "").option_ids, len(talks.issue(asked.issue or "").options))
        case "rather":
            return draws.choice([True, False, "alike", "alike"])
        case _:
            return draws.choice([True, False])
