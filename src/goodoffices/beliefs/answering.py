"""Recording what a party replied to a question that advice proposed: the talks with one answer more.

Read next: ``advice.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from ..errors import BadQuestion
from ..talks import Answer, Importance, Order, Rather, Said, Talks, Verdict
from .advice import Proposed

Reply: TypeAlias = bool | Sequence[str] | None
"""Yes or no to a draft; whether the first of two drafts is better; ids from the best or most important on; or none."""


def answered(talks: Talks, asked: Proposed, reply: Reply) -> Talks:
    """The talks with the party's reply recorded as its answer; unchanged where it gave none.

    Raises `BadQuestion` where the reply is none to this question, or the party is not in the talks.
    """
    position = talks.position(talks.party(asked.party).id)
    if reply is None:
        return talks
    taken = {answer.id for answer in position.answers}
    id = next(f"answer-{number}" for number in range(1, len(taken) + 2) if f"answer-{number}" not in taken)
    said = _said(talks, asked, reply)
    return talks.with_position(replace(position, answers=(*position.answers, Answer(id, said))))


def _said(talks: Talks, asked: Proposed, reply: bool | Sequence[str]) -> Said:
    if isinstance(reply, bool):
        match asked.kind, asked.drafts:
            case "draft", (draft,):
                return Verdict(draft, reply)
            case "rather", (one, other):
                return Rather(one, other) if reply else Rather(other, one)
    elif asked.kind == "importance" and set(reply) <= {issue.id for issue in talks.issues} and len(reply) > 1:
        return Importance(tuple(reply))
    elif asked.issue is not None and sorted(reply) == sorted(talks.issue(asked.issue).option_ids):
        return Order(asked.issue, tuple((option,) for option in reply))
    forms = {
        "draft": "True or False",
        "rather": "True where the first draft is better, else False",
        "importance": "ids of issues, from the most important on",
        "order": "the ids of all options of the issue, from the best on",
    }
    raise BadQuestion(f"this is no reply to a question of the kind '{asked.kind}'; give {forms[asked.kind]}")
