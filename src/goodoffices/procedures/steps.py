"""The nouns of a procedure: what is asked of whom, what everybody is told, and how it ends.

A procedure is a generator. It yields a `Step`, the questions of one round, and is sent the replies to them, in the same
order; at the end it returns an `Ending`. It waits for nobody and draws lots only from those it was given,
so that a simulation, the rooms on the web and a replay of the record can all drive the same code.

It works on numbers: a draft is one option number for each issue, a party its place at the `Table`. Questions and steps
are named tuples, because a simulation makes millions of them.

Read next: ``lots.py``, then ``one_text.py``, the plainest procedure.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Draft: TypeAlias = tuple[int, ...]
"""The single negotiating text at one moment: the option taken on each issue."""


class Sign(NamedTuple):
    """Could you sign this draft? Reply: True or False."""

    draft: Draft


class Better(NamedTuple):
    """Is this draft better for you than that one? Reply: True or False; as good as is not better."""

    draft: Draft
    than: Draft


class LetPass(NamedTuple):
    """May this draft stand for now in place of that one? The text changes on, and is put to signature at the end.

    ``heat``, above 0, says how freely to let a worse draft pass: with a chance of e^(-loss / heat), the loss as a share
    of what lies between the best and the worst package. Reply: True or False.
    """

    draft: Draft
    than: Draft
    heat: Fraction


class Which(NamedTuple):
    """Which of these drafts could you sign? Reply: the set of their places."""

    drafts: tuple[Draft, ...]


class Rank(NamedTuple):
    """Which of these drafts could you sign, the best first? Reply: their places, in that order."""

    drafts: tuple[Draft, ...]


class Number(NamedTuple):
    """Which option of this issue could you live with, all others as in the draft? Reply: its place in the list.

    It may be a fraction, from 0 to the ``last`` place. ``wants_end``: whether the party is asked as the one that
    wants the list's end, the other then its beginning.
    """

    draft: Draft
    issue: int
    last: int
    wants_end: bool


class Together(NamedTuple):
    """Which of these issues hang together with that one, so that what you get on one changes what the other is worth?

    ``issue`` None: with any other at all. Reply: the set of their numbers, none of them where each is worth the same
    whatever becomes of the rest.
    """

    issue: int | None
    among: tuple[int, ...]


Question: TypeAlias = Sign | Better | LetPass | Which | Rank | Number | Together


class Ask(NamedTuple):
    """One question to one party; nobody else sees it, nor the reply."""

    to: int
    question: Question


class Tell(NamedTuple):
    """What every party is told."""

    said: str
    draft: Draft | None = None


Reply: TypeAlias = bool | frozenset[int] | tuple[int, ...] | Fraction | None
"""What a party replied; None where it did not, which is never a yes."""


class Step(NamedTuple):
    """The questions of one round, asked of each party apart, after everybody was told something."""

    asks: tuple[Ask, ...]
    tells: tuple[Tell, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended: the draft that was signed, or (None) that there was none, and why."""

    signed: Draft | None
    why: str


Running: TypeAlias = Generator[Step, Sequence[Reply], Ending]


@dataclass(frozen=True)
class Table:
    """What a procedure knows before it begins; nothing of what a party wants.

    ``sizes``: the number of options of each issue. ``parties``: how many must be asked. ``enough``: whether the yes of
    these parties makes an agreement; every yes where it is left out. ``meets_links``: whether a draft may stand; it is
    asked only of drafts that have one option number for each issue.
    """

    sizes: tuple[int, ...]
    parties: int
    enough: Callable[[frozenset[int]], bool] | None = None
    meets_links: Callable[[Draft], bool] | None = None

    def suffices(self, yes: frozenset[int]) -> bool:
        """Whether the yes of these parties makes an agreement."""
        return len(yes) == self.parties if self.enough is None else self.enough(yes)

    def is_draft(self, draft: object) -> bool:
        """Whether this is a tuple of one option number for each issue.

        >>> [Table((2, 3), 2).is_draft(draft) for draft in ((1, 2), (1, 3), (1,), (-1, 0), [1, 2])]
        [True, False, False, False, False]
        """
        if not isinstance(draft, tuple) or len(draft) != len(self.sizes):
            return False
        return all(type(at) is int and 0 <= at < size for at, size in zip(draft, self.sizes, strict=True))

    def admits(self, draft: Draft) -> bool:
        """Whether this is a draft of this table that meets the links."""
        return self.is_draft(draft) and self.may_stand(draft)

    def may_stand(self, draft: Draft) -> bool:
        """Whether what is a draft of this table meets the links."""
        return self.meets_links is None or self.meets_links(draft)


def answers(question: Question, reply: Reply) -> bool:
    """Whether a reply answers a question of that kind.

    >>> answers(Sign((0, 1)), True), answers(Which(((0,), (1,))), frozenset({5})), answers(Sign((0, 1)), None)
    (True, False, True)
    """
    if reply is None:
        return True
    match question:
        case Sign() | Better() | LetPass():
            return isinstance(reply, bool)
        case Which(drafts):
            return isinstance(reply, frozenset) and reply <= frozenset(range(len(drafts)))
        case Rank(drafts):
            known = isinstance(reply, tuple) and set(reply) <= set(range(len(drafts)))
            return known and isinstance(reply, tuple) and len(set(reply)) == len(reply)
        case Number():
            return isinstance(reply, Fraction) and 0 <= reply <= question.last
        case Together(_, among):
            return isinstance(reply, frozenset) and reply <= frozenset(among)


def to_all(table: Table, question: Question, *tells: Tell) -> Step:
    """The same question to every party."""
    return Step(tuple([Ask(party, question) for party in range(table.parties)]), tells)


def yes_of(replies: Sequence[Reply]) -> frozenset[int]:
    """The parties that said yes, where every party was asked in order."""
    return frozenset([party for party, reply in enumerate(replies) if reply is True])


def signing(table: Table, draft: Draft, why: str) -> Running:
    """The last step of every procedure: the whole draft is put to every party, and their yes alone makes it a deal.

    Whatever was voted before, nothing is agreed that was not signed.
    """
    if not table.admits(draft):
        return Ending(None, "the last draft does not meet the links")
    replies = yield to_all(table, Sign(draft), Tell("This draft is put to every party for its signature.", draft))
    if table.suffices(yes_of(replies)):
        return Ending(draft, why)
    return Ending(None, "the last draft was not signed")
