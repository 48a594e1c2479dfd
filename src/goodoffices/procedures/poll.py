"""A short list, put to every party at once: what enough parties could sign stands, and of that what most could.

Where every party must sign, each has a veto; under a quorum those have one without whom it is not reached. Nobody is
shown a reply, but whoever knows its own can work out something of the others' from which draft is put to signature, or
that none is; of two parties each learns that of the one other. Every party is told so beforehand.

Source: approval voting with a veto; Brams & Fishburn 1983, Approval Voting, chapter 1.

Read next: ``split_the_gap.py``.
"""

from __future__ import annotations

from .lots import Lots
from .one_text import drawn
from .registry import procedure
from .steps import Draft, Ending, Running, Table, Tell, Which, signing, to_all

_ASKED = (
    "Which of these drafts could you sign? Your reply is shown to nobody, but what comes of it says something to "
    "whoever knows its own: if no draft is found, that those it named are not signable to enough of the others; if one "
    "is, that enough could sign it, and that those it named and that stand before it in the list had fewer yeses, or "
    "not those that are needed. Of two parties each learns that of the other."
)


@procedure("poll", source="Brams & Fishburn 1983, Approval Voting, chapter 1; with a veto for whoever must sign")
def poll(table: Table, lots: Lots, *, drafts: tuple[Draft, ...] | None = None, size: int = 7) -> Running:
    """A list of drafts; the first that enough parties could sign, by the number of their yeses, is put to signature.

    ``drafts``: the list; drawn, ``size`` of them, where it is left out. Among equals the first listed.
    """
    listed = tuple(dict.fromkeys(drafts if drafts is not None else _drawn(table, lots, size)))
    if not listed:
        return Ending(None, "no draft was found that meets the links")
    replies = yield to_all(table, Which(listed), Tell(_ASKED))
    yes = [
        frozenset(p for p, reply in enumerate(replies) if isinstance(reply, frozenset) and k in reply)
        for k in range(len(listed))
    ]
    standing = [k for k, parties in enumerate(yes) if table.suffices(parties)]
    if not standing:
        return Ending(None, "no draft of the list could be signed by enough parties")
    best = max(standing, key=lambda k: (len(yes[k]), -k))
    return (yield from signing(table, listed[best], "enough parties could sign it, and it had the most yeses"))


def _drawn(table: Table, lots: Lots, size: int) -> list[Draft]:
    return [draft for _ in range(size) if (draft := drawn(table, lots)) is not None]
