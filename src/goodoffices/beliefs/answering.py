"""Recording what a party replied to a question that advice proposed: the talks with its answers and red lines.

Read next: ``advice.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from ..errors import BadQuestion
from ..talks import (
    Alike,
    Answer,
    Condition,
    Importance,
    Joined,
    NoMoreLines,
    Order,
    Position,
    Rather,
    RedLine,
    Said,
    Talks,
    Verdict,
)
from .proposing import Proposed

Reply: TypeAlias = bool | Literal["alike"] | Sequence[str | Sequence[str]] | Sequence[Condition] | None
"""Yes or no to a draft; whether the first of two drafts is better, or "alike"; ids from the best or most important on,
options as good as each other in a sequence of their own; groups of issues that hang together; conditions that must
hold. An empty sequence where the party names none; None where it does not answer."""

FORMS = {
    "red_lines": "the conditions that must hold, or [] where there are no more",
    "importance": "ids of issues, from the most important on",
    "order": "the ids of all options of the issue, from the best on, equals in a list of their own",
    "together": "groups of issues that hang together, each a list of ids, or [] where none do",
    "rather": "True where the first draft is better, False where the second is, or 'alike'",
    "draft": "True or False",
}
"""What a reply to each kind of question looks like."""


def answered(talks: Talks, asked: Proposed, reply: Reply) -> Talks:
    """The talks with the party's reply recorded as its answer; unchanged where it gave none.

    Red lines that it names are recorded as confided, and that it named no more. Raises `BadQuestion` where the reply is
    none to this question, or the party is not in the talks.

    >>> from goodoffices.talks import Choice, Issue, Option, Party
    >>> depth = Issue("depth", "Depth", (Option("deep", "Deep"), Option("shallow", "Shallow")))
    >>> well = Talks("A well", (Party("ann", "Ann"),), (depth,))
    >>> held = answered(well, Proposed("ann", "red_lines"), [Choice("depth", ("deep",))]).position("ann")
    >>> held.red_lines[0].status, held.answers[0].said
    ('confided', NoMoreLines())
    """
    position = talks.position(talks.party(asked.party).id)
    if reply is None:
        return talks
    said = list(_said(talks, asked, reply))
    if not said:
        raise BadQuestion(f"this is no reply to a question of the kind '{asked.kind}'; give {FORMS[asked.kind]}")
    ids = _free("answer", {answer.id for answer in position.answers})
    answers = (*position.answers, *(Answer(next(ids), one) for one in said))
    lines = _lines(position, reply) if asked.kind == "red_lines" else ()
    return talks.with_position(replace(position, answers=answers, red_lines=(*position.red_lines, *lines)))


def _said(talks: Talks, asked: Proposed, reply: Any) -> Iterator[Said]:
    """What the reply says; nothing where it is none to the question."""
    listed = not isinstance(reply, bool | str)
    match asked.kind, asked.drafts:
        case "draft", (draft,) if isinstance(reply, bool):
            yield Verdict(draft, reply)
        case "rather", (one, other) if reply == "alike":
            yield Alike(one, other)
        case "rather", (one, other) if isinstance(reply, bool):
            yield Rather(one, other) if reply else Rather(other, one)
        case "red_lines", _ if listed and not any(isinstance(one, str) for one in reply):
            yield NoMoreLines()
        case "importance", _ if listed and _issues(talks, reply):
            yield Importance(tuple(reply))
        case "together", _ if listed and all(not isinstance(group, str) and _issues(talks, group) for group in reply):
            every = tuple(issue.id for issue in talks.issues)
            yield from (Joined(tuple(group), True) for group in reply)
            yield from () if reply else (Joined(every, False),)
        case "order", _ if listed and asked.issue is not None:
            groups = tuple((one,) if isinstance(one, str) else tuple(one) for one in reply)
            if sorted(id for group in groups for id in group) == sorted(talks.issue(asked.issue).option_ids):
                yield Order(asked.issue, groups)
        case _:
            return


def _issues(talks: Talks, ids: Sequence[str]) -> bool:
    """Whether these are two issues or more, each once."""
    return len(ids) > 1 and len(set(ids)) == len(ids) and set(ids) <= {issue.id for issue in talks.issues}


def _lines(position: Position, conditions: Any) -> Iterator[RedLine]:
    ids = _free("line", {line.id for line in position.red_lines})
    return (RedLine(next(ids), holds, "confided") for holds in conditions)


def _free(word: str, taken: set[str]) -> Iterator[str]:
    """Ids that nothing else has: the word and a number."""
    number = 0
    while True:
        number += 1
        if f"{word}-{number}" not in taken:
            yield f"{word}-{number}"
