"""The annealing one-text: the single draft changes at random, and early on the parties let worse drafts pass.

The mediator changes one issue of the text all parties last let stand, drawn by even chance, and asks whether the
change may stand. A party always lets a better draft pass; a worse one with a chance that sinks with its loss and with
the heat of the round, which falls from 1 to 0. So the text leaves drafts that no single change betters for everybody,
which the classic one-text cannot. The text of the last round is put to signature.

Source: Klein, Faratin, Sayama & Bar-Yam 2003, Protocols for Negotiating Complex Contracts, IEEE Intelligent Systems
18(6), 32-38.

Read next: ``blind_bidding.py``.
"""

from __future__ import annotations

from fractions import Fraction

from .lots import Lots
from .one_text import drawn
from .registry import procedure
from .steps import Draft, Ending, LetPass, Running, Table, Tell, signing, to_all, yes_of


@procedure("annealing one-text", source="Klein, Faratin, Sayama & Bar-Yam 2003, IEEE Intelligent Systems 18(6), 32-38")
def annealing_one_text(table: Table, lots: Lots, *, rounds: int = 600, start: Draft | None = None) -> Running:
    """``rounds`` changes of one issue each, all of them asked about, then one signature.

    ``start``: the first draft; drawn among those that meet the links where it is left out.
    """
    draft = start or drawn(table, lots)
    if draft is None:
        return Ending(None, "no draft was found that meets the links")
    open_issues = [issue for issue, size in enumerate(table.sizes) if size > 1]
    for done in range(rounds if open_issues else 0):
        changed = changed_once(table, draft, lots.pick(open_issues), lots)
        if not table.admits(changed):
            continue
        question = LetPass(changed, draft, 1 - Fraction(done, rounds))
        replies = yield to_all(table, question, Tell("May this change stand for now?", changed))
        if table.suffices(yes_of(replies)):
            draft = changed
    return (yield from signing(table, draft, "the rounds were used up"))


def changed_once(table: Table, draft: Draft, issue: int, lots: Lots) -> Draft:
    """The draft with another option of one issue, drawn by even chance."""
    option = (draft[issue] + 1 + lots.below(table.sizes[issue] - 1)) % table.sizes[issue]
    return (*draft[:issue], option, *draft[issue + 1 :])
