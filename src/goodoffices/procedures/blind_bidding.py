"""Blind bidding over packages: each party ranks apart, and one that enough parties could sign is found.

In each round a few more drafts are laid before every party, apart; each says in private which it could sign, the best
first. While none is signable to enough, everybody is told so. As soon as some are, the one is taken that stands
highest with the party with whom it stands lowest: every party falls back from its best draft, step by step and all at
the same pace, until a draft is reached by enough. So the least gain, counted in steps, is as large as it can be.

Nobody is shown a reply, and yet what a round comes to says something of it to whoever knows its own: while none is
found, that what it named is not signable to enough of the others; once one is, that enough could sign it, and that
what it ranked before that one is not signable to enough of the others or stands lower with them. Of two parties each
learns that of the one other. Every party is told so beforehand.

Source: Brams & Kilgour 2001, Fallback Bargaining, Group Decision and Negotiation 10(4), 287-316.

Read next: ``poll.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from .lots import Lots
from .one_text import DRAWS, drawn
from .registry import procedure
from .steps import Draft, Ending, Rank, Reply, Running, Table, Tell, signing, to_all

_ASKED = (
    "Which of these drafts could you sign, the best first? Your reply is shown to nobody, but what comes of it says "
    "something to whoever knows its own: while no draft is found, that those it named are not signable to enough of "
    "the others; once one is, that enough could sign it, and that those it ranked before it are not signable to enough "
    "of the others or stand lower with them. Of two parties each learns that of the other."
)
_NOT_YET = "No draft so far could be signed by enough parties. Here are more."
_NONE_LEFT = "no draft of the list could be signed by enough parties"


@procedure("blind bidding", source="Brams & Kilgour 2001, Group Decision and Negotiation 10(4), 287-316")
def blind_bidding(
    table: Table, lots: Lots, *, rounds: int = 5, size: int = 8, drafts: tuple[Draft, ...] | None = None
) -> Running:
    """Ranks over a growing list of drafts, ``size`` more in each of ``rounds``; ends where no further one is found.

    ``drafts``: where the list comes from, in that order; drawn among those that meet the links where it is left out.
    """
    listed: list[Draft] = []
    told = _ASKED
    for _ in range(rounds):
        if not (further := _further(table, lots, size, drafts, listed)):
            return Ending(None, _NONE_LEFT if listed else "no draft was found that meets the links")
        listed += further
        replies = yield to_all(table, Rank(tuple(listed)), Tell(told))
        if (found := _fallback(table, replies, len(listed))) is not None:
            return (yield from signing(table, listed[found], "enough parties could sign it, and the least gains most"))
        told = f"{_NOT_YET} {_ASKED}"
    return Ending(None, _NONE_LEFT)


def _further(
    table: Table, lots: Lots, size: int, drafts: tuple[Draft, ...] | None, listed: Sequence[Draft]
) -> list[Draft]:
    """The next drafts of the list, none of them twice."""
    if drafts is not None:
        return [draft for draft in dict.fromkeys(drafts) if draft not in listed][:size]
    found = [draft for _ in range(size) if (draft := drawn(table, lots)) is not None]
    return [draft for draft in dict.fromkeys(found) if draft not in listed] or _one_more(table, lots, set(listed))


def _one_more(table: Table, lots: Lots, listed: set[Draft]) -> list[Draft]:
    """A draft that is not listed; none where `DRAWS` do not find one. With few drafts lots soon fall on known ones."""
    for _ in range(0 if len(listed) == prod(table.sizes) else DRAWS):
        draft = tuple(lots.below(size) for size in table.sizes)
        if draft not in listed and table.may_stand(draft):
            return [draft]
    return []


def _fallback(table: Table, replies: Sequence[Reply], size: int) -> int | None:
    """The place of the draft that enough parties reach first, falling back together; None where none does.

    ``size``: how many drafts there are. Of two reached at the same depth the one with more parties, then the first.
    """
    depth = [{place: at for at, place in enumerate(reply)} if isinstance(reply, tuple) else {} for reply in replies]
    best: tuple[int, int, int] | None = None
    for place in range(size):
        reached = sorted((of[place], party) for party, of in enumerate(depth) if place in of)
        for many in range(1, len(reached) + 1):
            if table.suffices(frozenset(party for _, party in reached[:many])):
                found = (reached[many - 1][0], -len(reached), place)
                best = found if best is None else min(best, found)
                break
    return None if best is None else best[2]
