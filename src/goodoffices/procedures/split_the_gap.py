"""One number, bargained blind: when what the two sides could live with crosses or comes near, the middle is taken.

One issue of a draft is still open. Each side names in private the option it could live with, by its place in the list.
Where the two cross, or lie apart by no more than a share of the list, the middle is put to signature; otherwise both
learn only that they have not met, and another round begins. Who knows the middle and its own number can work out about
what the other named: the numbers stay hidden only while they have not met, and each side is told so beforehand.

Source: the double-blind bidding of Burchetta & Brofman 2001, US patent 6,330,551 (Cybersettle).

Read next: ``running.py``.
"""

from __future__ import annotations

from fractions import Fraction

from .lots import Lots
from .one_text import drawn
from .registry import procedure
from .steps import Ask, Draft, Ending, Number, Running, Step, Table, Tell, signing

_TOLD = (
    "Name in private what you could live with. If the two numbers do not meet, each side learns only that; if they do, "
    "their middle is put to both, and from it and its own number each can work out about what the other named."
)


@procedure("split-the-gap", source="Burchetta & Brofman 2001, US patent 6,330,551")
def split_the_gap(
    table: Table,
    lots: Lots,
    *,
    issue: int = 0,
    draft: Draft | None = None,
    rounds: int = 3,
    near: Fraction = Fraction(1, 10),
) -> Running:
    """Two parties and one open issue of a draft; the first party wants the list's end, the second its beginning.

    ``draft``: how the other issues are settled, with any option of the open one that meets the links; drawn where it
    is left out. The middle of the two numbers, rounded
    down, is put to signature where the first is no more than ``near`` of the list above the second.
    """
    if table.parties != 2:
        return Ending(None, "split-the-gap is for two parties")
    rest = drawn(table, lots) if draft is None else draft
    if rest is None:
        return Ending(None, "no draft was found that meets the links")
    last = table.sizes[issue] - 1
    asks = tuple(Ask(party, Number(rest, issue, last, wants_end=party == 0)) for party in range(2))
    told = _TOLD
    for number in range(1, rounds + 1):
        wants, gives = yield Step(asks, (Tell(told, rest),))
        if isinstance(wants, Fraction) and isinstance(gives, Fraction) and wants - gives <= near * last:
            middle = int((wants + gives) / 2)
            return (yield from signing(table, (*rest[:issue], middle, *rest[issue + 1 :]), "the numbers met"))
        told = f"The two numbers did not meet. This is round {number + 1} of {rounds}. {_TOLD}"
    return Ending(None, "the numbers did not meet")
