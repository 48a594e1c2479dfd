"""The annealing one-text: the single draft changes at random, and early on the parties let worse drafts pass.

The mediator changes one issue of the text all parties last let stand, drawn by even chance, and asks whether the
change may stand. It does where every party says so; under a quorum where enough of them do, over a party's no. A party
always lets a better draft pass; a worse one with a chance that sinks with its loss and with
the heat of the round, which falls to almost nothing in equal steps. So the text leaves drafts that no single change
betters for everybody, which the classic one-text cannot. The text of the last round is put to signature.

Source: Klein, Faratin, Sayama & Bar-Yam 2003, Protocols for Negotiating Complex Contracts, IEEE Intelligent Systems
18(6), 32-38.

Read next: ``climbing.py`` and ``believing.py``, on which ``learning.py`` stands.
"""

from __future__ import annotations

from fractions import Fraction

from .lots import Lots
from .one_text import DRAWS, drawn, whose_yes
from .registry import procedure
from .steps import Draft, Ending, LetPass, Running, Table, Tell, signing, to_all, yes_of


@procedure("annealing one-text", source="Klein, Faratin, Sayama & Bar-Yam 2003, IEEE Intelligent Systems 18(6), 32-38")
def annealing_one_text(
    table: Table, lots: Lots, *, rounds: int = 600, heat: Fraction = Fraction(1, 10), start: Draft | None = None
) -> Running:
    """``rounds`` questions about a change of one issue each, then one signature.

    ``heat``: of the first round, as a share of each party's scale; in the last it is that divided by ``rounds``.
    ``start``: the first draft; drawn among those that meet the links where it is left out. A change that crosses a link
    is drawn again and not asked about; where `DRAWS` find none that meets them, the rounds end there.
    """
    draft = drawn(table, lots) if start is None else start
    if draft is None:
        return Ending(None, "no draft was found that meets the links")
    for done in range(rounds):
        if (changed := changed_once(table, draft, lots)) is None:
            return (yield from signing(table, draft, "no further change was found that meets the links"))
        question = LetPass(changed, draft, heat * (rounds - done) / rounds)
        said = f"May this change stand for now? It does where {whose_yes(table)} so."
        replies = yield to_all(table, question, Tell(said, changed))
        if table.suffices(yes_of(replies)):
            draft = changed
    return (yield from signing(table, draft, "the rounds were used up"))


def changed_once(table: Table, draft: Draft, lots: Lots) -> Draft | None:
    """The draft with another option of one issue, both drawn by even chance until it meets the links; or None."""
    open_issues = [issue for issue, size in enumerate(table.sizes) if size > 1]
    for _ in range(DRAWS if open_issues else 0):
        issue = lots.pick(open_issues)
        option = (draft[issue] + 1 + lots.below(table.sizes[issue] - 1)) % table.sizes[issue]
        changed = (*draft[:issue], option, *draft[issue + 1 :])
        if table.may_stand(changed):
            return changed
    return None
