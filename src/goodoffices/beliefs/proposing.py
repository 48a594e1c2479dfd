"""The questions that are open, in the order in which a mediator would ask them.

Basic questions come first (``basics.py``), of everybody, before anybody is asked to compare. Then come the orders of
the options of each issue, then comparisons and drafts; among equals, the question that is worth most. Who is to compare
drafts that differ in several issues is first asked which of these hang together.

Read next: ``advice.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..exact.problem import Choices
from ..exact.watch import Watch
from ..talks import Settled, Talks
from .asking import Kind, Question, openness, questions, replies, worths
from .basics import FIRST, basic, together_open
from .picking import Ground, share
from .resting import parts, told_by
from .worth import Reals

OPEN = 0.1
"""A question is not asked where two samples would answer it differently with no more than this chance."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A question to a party. ``worth``: by how much it raises what is expected of the best draft (None: not guessed).

    ``kind``: ``red_lines``, what the party could not sign without; ``importance`` and ``order`` ask for an order, of
    issues or of the options of ``issue``; ``together``, which issues hang together; ``rather``, which of two drafts is
    better; ``draft``, whether a draft could be signed. ``rests_on``: the other parties whose confidences had a part in
    the drafts that it names, needed or not; ``rests_on_assumed``: the parties, the one asked among them, of whom red
    lines are assumed to which these drafts are held.
    """

    party: str
    kind: Kind
    issue: str | None = None
    drafts: tuple[Settled, ...] = ()
    worth: Fraction | None = None
    rests_on: tuple[str, ...] = ()
    rests_on_assumed: tuple[str, ...] = ()


def basic_questions(talks: Talks, silent: Sequence[str]) -> list[Proposed]:
    """The next basic question to every signatory that has one; those of whom nothing is recorded (``silent``) first.

    Who is silent, was asked for red lines and has only one issue to weigh is asked for the order of its options.
    """
    kinds = {party: basic(talks, party) for party in talks.signatories}
    asked = [Proposed(party, kind) for party, kind in kinds.items() if kind is not None]
    asked += [Proposed(party, "order", talks.issues[0].id) for party in silent if kinds[party] is None]
    return sorted(asked, key=lambda one: (one.party not in silent, one.kind in FIRST and FIRST.index(one.kind)))


def open_questions(
    talks: Talks, base: Ground, ranked: Sequence[Choices], gains: Sequence[Reals], watch: Watch
) -> list[Proposed]:
    """The questions that are open and of which samples say what they are worth, one of each kind to a party.

    ``ranked``: the most promising drafts, the best first; ``gains``: see `asking.worths`. Of equal worth the more open
    question comes first, then the order of the parties. Cost: some hundred questions looked at for each party.
    """
    found: list[tuple[bool, float, float, Proposed]] = []
    for party, one in enumerate(base.beliefs):
        watch.step(0.5 + 0.4 * party / len(base.beliefs), f"what to ask {talks.party(one.party).name}")
        posed = list(questions(base, party, ranked))
        said = replies(one, posed)
        best: dict[Kind, tuple[float, float, Question]] = {}
        values = zip(posed, worths(gains, party, said).tolist(), openness(said).tolist(), strict=True)
        for question, value, still in values:
            if still > OPEN and (value, still) > best.get(question.kind, (-1.0, 0.0, question))[:2]:
                best[question.kind] = (value, still, question)
        for value, still, question in best.values():
            found.append((question.kind != "order", -value, -still, _in_words(talks, base, question, value)))
    asked = [_together_first(talks, proposed) for *_, proposed in sorted(found, key=lambda one: one[:3])]
    return list(dict.fromkeys(asked))


def _together_first(talks: Talks, asked: Proposed) -> Proposed:
    """The question, or where its drafts differ in several issues and nobody asked yet, which issues hang together."""
    differing = len(talks.issues) if len(asked.drafts) == 1 else 0
    if len(asked.drafts) == 2:
        differing = sum(one != other for one, other in zip(*asked.drafts, strict=True))
    return Proposed(asked.party, "together") if differing > 1 and together_open(talks, asked.party) else asked


def _in_words(talks: Talks, base: Ground, question: Question, worth: float) -> Proposed:
    issue = None if question.issue is None else talks.issues[question.issue].id
    party, drafts = base.beliefs[question.party].party, tuple(as_settled(talks, draft) for draft in question.drafts)
    resting = parts(talks, talks.signatories) if drafts else []
    others = tuple(one for one in told_by(resting, "confided") if one != party)
    return Proposed(party, question.kind, issue, drafts, share(worth), others, told_by(resting, "assumed"))


def as_settled(talks: Talks, draft: Choices) -> Settled:
    """A draft by option numbers as pairs of ids."""
    return tuple((issue.id, issue.option_ids[option]) for issue, option in zip(talks.issues, draft, strict=True))
