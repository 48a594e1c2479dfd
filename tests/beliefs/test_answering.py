"""A reply becomes an answer of the party that gave it, and nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.beliefs.test_advice import ANSWERED, well

from goodoffices.beliefs.advice import Proposed, advice
from goodoffices.beliefs.answering import answered
from goodoffices.errors import BadQuestion
from goodoffices.talks import Importance, Order, Rather, Verdict

DEEP = (("depth", "deep"), ("site", "north"), ("share", "0"))
LOW = (("depth", "shallow"), ("site", "north"), ("share", "25"))


@pytest.mark.parametrize(
    ("asked", "reply", "said"),
    [
        (Proposed("bo", "draft", drafts=(DEEP,)), False, Verdict(DEEP, False)),
        (Proposed("bo", "rather", drafts=(DEEP, LOW)), True, Rather(DEEP, LOW)),
        (Proposed("bo", "rather", drafts=(DEEP, LOW)), False, Rather(LOW, DEEP)),
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
    ],
)
def test_what_is_no_reply_is_refused_and_nothing_is_lost(asked: Proposed, reply: Any) -> None:
    with pytest.raises(BadQuestion, match=f"this is no reply to a question of the kind '{asked.kind}'; give "):
        answered(well(ANSWERED), asked, reply)


def test_a_party_that_is_not_in_the_talks() -> None:
    with pytest.raises(BadQuestion, match="there is no party 'dee'"):
        answered(well(ANSWERED), Proposed("dee", "importance"), ["depth", "site"])


def test_talks_go_from_question_to_question() -> None:
    """The reply to the question proposed changes what is advised next; it is not proposed again at once."""
    talks = well(ANSWERED)
    first = advice(talks).question
    assert first is not None
    reply: Any = {"order": lambda: list(talks.issue(first.issue or "").option_ids)}.get(first.kind, lambda: True)()
    second = advice(answered(talks, first, reply)).question
    assert second is None or (second.party, second.kind, second.drafts, second.issue) != (
        first.party, first.kind, first.drafts, first.issue,
    )  # fmt: skip
