"""Statements: who said what, when, for whom, through whom, in public or in confidence.

A statement is what was said and what is claimed with it: a condition, an account of a meeting, a mood, a count. It is
material to judge, never a number: no score, zone, formula or belief looks at statements. Red lines and answers name
those that speak for them, as their evidence.

>>> from datetime import datetime, timezone
>>> from goodoffices.talks import Account, Moment, Statement
>>> when = Moment(datetime(2024, 2, 13, 19, tzinfo=timezone.utc), "UTC")
>>> said = (("en", "without a breakthrough"),)
>>> Statement("s2", when, "a delegate", False, through=("a daily",), words=said).is_public
True

Read next: ``talks.py``, which checks them against the parties and issues there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from .conditions import Condition
from .moments import Moment

Tone: TypeAlias = Literal["agreed", "positive", "mixed", "no_breakthrough", "broken_off"]
TONES: tuple[Tone, ...] = ("agreed", "positive", "mixed", "no_breakthrough", "broken_off")
"""How a meeting is told to have gone: an agreement; forward; both; not forward; ended without another one."""

Measure: TypeAlias = Literal["exactly", "more_than", "at_least", "about", "nearly", "at_most", "less_than", "from_to"]
MEASURES: tuple[Measure, ...] = (
    "exactly", "more_than", "at_least", "about", "nearly", "at_most", "less_than", "from_to",
)  # fmt: skip
"""How a number was said."""


@dataclass(frozen=True, slots=True)
class Stance:
    """``party`` could not sign without this: a statement that says ``never: X`` has ``holds = Not(X)``."""

    party: str
    holds: Condition


@dataclass(frozen=True, slots=True)
class Account:
    """How a meeting went, or only that it took place: ``meeting`` is what all accounts of it call it."""

    meeting: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Mood:
    """A mood in a few words: of ``party``, or where it is None of the one who speaks."""

    words: str
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something. ``number`` is the lower end and ``to`` the upper one where it goes from one to another."""

    of: str
    measure: Measure
    number: Fraction
    to: Fraction | None = None


Claim: TypeAlias = Stance | Account | Mood | Count


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that somebody said.

    ``speaker``: the name, or where ``named`` is false the words by which the one who is not named is described.
    ``speaks_for``: the party for which it was said, None for nobody's. ``through``: who reports it, from the speaker
    outwards; empty where no outlet is named. ``words``: pairs of a language tag ("" for none) and a text; quoted, or
    with ``indirect`` told in the words of those who report them. ``confided``: the party that told the mediator in
    confidence, None where it was said in public. ``confidence``: how sure the mediator is that it was said so, above 0
    and up to 1. ``expires``: until when it is to hold. ``supersedes``: statements in place of which it stands.
    """

    id: str
    at: Moment
    speaker: str
    named: bool
    speaks_for: str | None = None
    through: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    indirect: bool = False
    claim: Claim | None = None
    confided: str | None = None
    confidence: Fraction | None = None
    expires: Moment | None = None
    supersedes: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.confided is None

    @property
    def parties(self) -> tuple[tuple[str, str], ...]:
        """The parties it names, each with the key of the talks file under which it does."""
        about = self.claim.party if isinstance(self.claim, Stance | Mood) else None
        named = (("for", self.speaks_for), ("about", about), ("confided", self.confided))
        return tuple((key, party) for key, party in named if party is not None)


def misfits(statements: Sequence[Statement]) -> Iterator[tuple[int, str, str]]:
    """What does not fit together: the place of a statement, the key of the talks file, and what is wrong.

    Parties, issues and statements that there are not are found elsewhere. Cost: one visit to each statement, and one
    to each statement it supersedes.
    """
    by_id: dict[str, Statement] = {}
    for place, one in enumerate(statements):
        if one.id in by_id:
            yield place, "id", "names an earlier statement too; give each its own id"
        by_id.setdefault(one.id, one)
        yield from ((place, *wrong) for wrong in _inside(one))
    closing = _closing({id: one.supersedes for id, one in by_id.items()})
    for place, one in enumerate(statements):
        for id in one.supersedes:
            if id == one.id:
                yield place, "supersedes", "a statement cannot stand in place of itself; take it out"
            elif (one.id, id) in closing:
                yield place, "supersedes", "leads in a circle back to this statement; keep what was said last"
            elif id in by_id and one.at.before(by_id[id].at):
                yield place, "supersedes", "names a statement that was made later; let the later one supersede this"


def _inside(one: Statement) -> Iterator[tuple[str, str]]:
    """What is wrong with one statement alone."""
    aware = all(time.utcoffset() is not None for time in (one.at.start, *([one.at.end] if one.at.end else [])))
    if not aware or (one.expires is not None and one.expires.start.utcoffset() is None):
        yield "at", "needs a zone: give the time its distance from Greenwich"
    elif one.expires is not None and one.expires.before(one.at):
        yield "expires", "lies before the statement itself; write when it expires, later than 'at'"
    if not one.speaker.strip():
        yield "speaker", "is empty; write who spoke, or how the one who spoke is described"
    if not one.words and one.claim is None:
        yield "words", "says nothing; write its words, or what it claims"
    if any(not text.strip() for _, text in one.words):
        yield "words", "is empty; write what was said, or leave it out"
    chain = [_plain(name) for name in (one.speaker, *one.through)]
    if "" in chain[1:]:
        yield "through", "holds an empty name; write who reports it"
    if len(set(chain)) < len(chain):
        twice = next(name for name, plain in zip(one.through, chain[1:], strict=True) if chain.count(plain) > 1)
        said = f"leads in a circle: '{_short(twice)}' stands twice between the speaker and here; name each once,"
        yield "through", f"{said} the nearest to the speaker first"
    if one.confidence is not None and not 0 < one.confidence <= 1:
        yield "confidence", "must lie above 0 and be at most 1, such as 0.8"
    yield from _claimed(one.claim)


def _claimed(claim: Claim | None) -> Iterator[tuple[str, str]]:
    match claim:
        case Account(meeting) if not meeting.strip():
            yield "meeting", "is empty; write which meeting, such as Cairo on 13 February"
        case Mood(words) if not words.strip():
            yield "mood", "is empty; write it in a few words"
        case Count(of) if not of.strip():
            yield "count", "needs what is counted, such as of: captives"
        case Count(_, "from_to", number, to) if to is None or to < number:
            yield "count", "needs the lower number under 'from' and the higher one under 'to'"
        case Count(_, measure, _, to) if measure != "from_to" and to is not None:
            yield "count", "has an upper end beside one number; write {from: 990, to: 1650}"
        case _:
            return


def _closing(leads_to: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
    """The steps with which a way comes back to where it has been: one or more for each circle. Cost: one visit to
    each step."""
    found: set[tuple[str, str]] = set()
    is_open: dict[str, bool] = {}
    for first in leads_to:
        way = [] if first in is_open else [(first, iter(leads_to[first]))]
        is_open.setdefault(first, True)
        while way:
            here, onward = way[-1]
            to = next((to for to in onward if to in leads_to), None)
            if to is None:
                is_open[here] = False
                way.pop()
            elif to not in is_open:
                is_open[to] = True
                way.append((to, iter(leads_to[to])))
            elif is_open[to]:
                found.add((here, to))
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= 60 else name[:57] + "..."
