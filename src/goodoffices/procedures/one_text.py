"""The classic one-text: the mediator keeps a single draft and improves it by one change at a time.

Each party is asked apart whether the changed draft is better for it; where every one says so, the change stays; under a
quorum, where enough of them do, so that it may then stay over a party's no. Nobody proposes anything, so nobody gives
anything up by agreeing to work on the text. When no change is left that was not tried, or the rounds are used up, the
draft is put to every party for its signature.

Source: Fisher 1978, International Mediation: A Working Guide; Raiffa 1982, The Art and Science of Negotiation, on the
single negotiating text at Camp David.

Read next: ``annealing.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from .lots import Lots
from .registry import procedure
from .steps import Better, Draft, Ending, Running, Table, Tell, signing, to_all, yes_of

DRAWS = 1_000
"""Drafts drawn at most in the search for one that meets the links."""


@procedure("one-text", source="Fisher 1978, International Mediation; Raiffa 1982, The Art and Science of Negotiation")
def one_text(table: Table, lots: Lots, *, rounds: int = 100, start: Draft | None = None) -> Running:
    """One draft, changed in one issue at a time, in an order drawn anew after each change that stays.

    ``start``: the first draft; drawn among those that meet the links where it is left out. Ends after ``rounds``
    questions to every party and one signature, or when no single change is better for everybody (under a quorum: for
    enough parties).
    """
    draft = drawn(table, lots) if start is None else start
    if draft is None:
        return Ending(None, "no draft was found that meets the links")
    asked = 0
    changes = shuffled(table, draft, lots)
    while asked < rounds and (changed := next(changes, None)) is not None:
        said = f"Is the changed draft better for you? The change stays where {whose_yes(table)} so."
        replies = yield to_all(table, Better(changed, draft), Tell(said, changed))
        asked += 1
        if table.suffices(yes_of(replies)):
            draft = changed
            changes = shuffled(table, draft, lots)
    why = "every change was tried" if asked < rounds else "the rounds were used up"
    return (yield from signing(table, draft, why))


def whose_yes(table: Table) -> str:
    """By whose yes a change stays, for what the parties are told.

    >>> whose_yes(Table((2, 2), 3)), whose_yes(Table((2, 2), 3, enough=lambda yes: len(yes) >= 2))
    ('every party says', 'enough parties say')
    """
    return "every party says" if table.enough is None else "enough parties say"


def drawn(table: Table, lots: Lots) -> Draft | None:
    """A draft that meets the links, each issue settled by even chance; None where `DRAWS` do not find one."""
    for _ in range(DRAWS):
        draft = tuple(lots.below(size) for size in table.sizes)
        if table.may_stand(draft):
            return draft
    return None


def shuffled(table: Table, draft: Draft, lots: Lots) -> Iterator[Draft]:
    """Every draft that differs in one issue and meets the links, in an order drawn by even chance."""
    changes = [
        (issue, option) for issue, size in enumerate(table.sizes) for option in range(size) if option != draft[issue]
    ]
    for issue, option in lots.in_turn(changes):
        changed = (*draft[:issue], option, *draft[issue + 1 :])
        if table.may_stand(changed):
            yield changed
