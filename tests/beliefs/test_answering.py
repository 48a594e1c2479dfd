"""A reply becomes an answer of the party that gave it, and nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.beliefs.test_advice import ANSWERED, well

from goodoffices.beliefs.answering import answered
from goodoffices.beliefs.proposing import Proposed
from goodoffices.errors import BadQuestion
from goodoffices.talks import Alike, Choice, Importance, Joined, NoMoreLines, Order, Rather, Verdict

DEEP = (("depth", "deep"), ("site", "north"), ("share", "0"))
LOW = (("depth", "shallow"), ("site", "north"), ("share", "25"))


@pytest.mark.parametrize(
    ("asked", "reply", "said"),
    [
        (Proposed("bo", "draft", drafts=(DEEP,)), False, Verdict(DEEP, False)),
        (Proposed("bo", "rather", drafts=(DEEP, LOW)), True, Rather(DEEP, LOW)),
        (Proposed("bo", "rather", drafts=(DEEP, LOW)), False, Rather(LOW, DEEP)),
        (Proposed("bo", "rather", drafts=(DEEP, LOW)), "alike", Alike(DEEP, LOW)),
        (Proposed("bo", "red_lines"), [], NoMoreLines()),
        (Proposed("bo", "together"), [["site", "share"]], Joined(("site", "share"), True)),
        (Proposed("bo", "together"), [], Joined(("depth", "site", "share"), False)),
        (
            Proposed("bo", "order", "depth"),
            [["deep", "middle"], "shallow"],
            Order("depth", (("deep", "middle"), ("shallow",))),
        ),
        (Proposed("bo", "importance"), ["site", "depth"], Importance(("site", "depth"))),
        (Proposed("bo", "order", "site"), ["south", "north"], Order("site", (("south",), ("north",)))),
    ],
)
def test_each_reply_is_recorded(asked: Proposed, reply: Any, said: Any) -> None:
    talks = well(ANSWERED)
    after = answered(talks, asked, reply)
    *earlier, last = after.position("bo").answers
    assert (tuple(earlier), last.said, last.id) == (talks.position("bo").answers, said, "answer-3")
    assert after.position("ann") == talks.position("ann")
    assert answered(talks, asked, None) is talks


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        (Proposed("bo", "draft", drafts=(DEEP,)), ["depth"]),
        (Proposed("bo", "importance"), True),
        (Proposed("bo", "importance"), ["depth", "hight"]),
        (Proposed("bo", "order", "site"), ["south"]),
        (Proposed("bo", "order", "site"), "alike"),
        (Proposed("bo", "draft", drafts=(DEEP,)), "alike"),
        (Proposed("bo", "rather", drafts=(DEEP, LOW)), "unlike"),
        (Proposed("bo", "red_lines"), ["depth"]),
        (Proposed("bo", "red_lines"), True),
        (Proposed("bo", "together"), ["site", "share"]),
        (Proposed("bo", "together"), [["site"]]),
        (Proposed("bo", "together"), [["site", "site"]]),
    ],
)
def test_what_is_no_reply_is_refused_and_nothing_is_lost(asked: Proposed, reply: Any) -> None:
    with pytest.raises(BadQuestion, match=f"this is no reply to a question of the kind '{asked.kind}'; give "):
        answered(well(ANSWERED), asked, reply)


def test_a_party_that_is_not_in_the_talks() -> None:
    with pytest.raises(BadQuestion, match="there is no party 'dee'"):
        answered(well(ANSWERED), Proposed("dee", "importance"), ["depth", "site"])


def test_red_lines_that_are_named_are_recorded_as_confided() -> None:
    talks = well(ANSWERED)
    after = answered(talks, Proposed("bo", "red_lines"), [Choice("site", ("north",)), Choice("share", ("0", "25"))])
    earlier, *named = after.position("bo").red_lines
    assert earlier == talks.position("bo").red_lines[0]
    assert [(line.id, line.holds, line.status) for line in named] == [
        ("line-1", Choice("site", ("north",)), "confided"),
        ("line-2", Choice("share", ("0", "25")), "confided"),
    ]
    assert after.position("bo").answers[-1].said == NoMoreLines()


def test_several_groups_are_several_answers() -> None:
    after = answered(well(ANSWERED), Proposed("bo", "together"), [["site", "share"], ["depth", "site"]])
    assert [(one.id, one.said) for one in after.position("bo").answers[2:]] == [
        ("answer-3", Joined(("site", "share"), True)),
        ("answer-4", Joined(("depth", "site"), True)),
    ]
