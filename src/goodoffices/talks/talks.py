"""Talks: one mediated process, with its parties, its issues, the links between them and the parties' positions.

The nouns are frozen; what can be asked of them are functions, here and in ``analysis``. The three that give a package
its meaning are at the end of this file: `score`, `accepts`, `agrees`.

>>> from goodoffices.talks import Issue, Option, Party, Talks
>>> talks = Talks(
...     title="A fence",
...     parties=(Party("ann", "Ann"), Party("bo", "Bo")),
...     issues=(Issue("height", "Height", (Option("low", "Low"), Option("high", "High"))),),
... )
>>> talks.signatories
('ann', 'bo')
>>> talks.packages
2

Read next: ``conditions.py``, then ``positions.py``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

from ..errors import BadQuestion, BadTalks, Flaw
from .answers import Alike, Importance, Joined, Order, Rather, Said, Verdict, Weight, issues_spoken_of, settled
from .conditions import WORDS, Condition, Package, choices, holds
from .positions import Position
from .statements import Stance, Statement, misfits

Role: TypeAlias = Literal["party", "mediator", "guarantor", "observer"]
ROLES: tuple[Role, ...] = ("party", "mediator", "guarantor", "observer")

_Named = TypeVar("_Named", "Party", "Issue", "Option")


@dataclass(frozen=True, slots=True)
class Party:
    """One who takes part. Sides in the conflict have the role ``party``."""

    id: str
    name: str
    role: Role = "party"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle an issue.

    ``text`` is the wording as it would stand in the agreement, as pairs of a language tag and a wording ("" where the
    file names no language). ``value`` is the number of a range's option, None elsewhere.
    """

    id: str
    label: str
    text: tuple[tuple[str, str], ...] = ()
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """What is to be settled, and every way to settle it. A range is an issue whose options all have a value."""

    id: str
    name: str
    options: tuple[Option, ...]
    unit: str | None = None
    divisible: bool = False

    @property
    def is_range(self) -> bool:
        return all(option.value is not None for option in self.options)

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    def option(self, id: str) -> Option:
        """The option of that id. Raises `BadQuestion` where there is none."""
        if not isinstance(id, str):  # a range's option looks like a number
            raise BadQuestion(f"issue '{self.id}': write the option as a text, '{id}', not as a number")
        return _named(self.options, id, f"issue '{self.id}' has no option")


@dataclass(frozen=True, slots=True)
class Link:
    """A condition every package must meet, whoever likes it."""

    condition: Condition
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whose yes is needed: ``needs`` of the signatories (None: all of them), the ``including`` among these.

    ``signatories`` are the parties whose yes counts; None means every party of role ``party``.
    """

    needs: int | None = None
    including: tuple[str, ...] = ()
    signatories: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Talks:
    """One mediated process. Everything is in the order of the file, and stays so in every answer.

    Where there are statements, the evidence of red lines and answers names them; without any it is notes.
    Raises `BadTalks`, with every flaw at once, where the parts do not fit together.
    """

    title: str
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    links: tuple[Link, ...] = ()
    positions: tuple[Position, ...] = ()
    agreement: Agreement = Agreement()
    statements: tuple[Statement, ...] = ()

    def __post_init__(self) -> None:
        if flaws := tuple(_flaws(self)):
            raise BadTalks(flaws)

    @property
    def packages(self) -> int:
        """How many packages there are, links aside: the product of the numbers of options."""
        return math.prod(len(issue.options) for issue in self.issues)

    @property
    def signatories(self) -> tuple[str, ...]:
        """The parties whose yes counts, in file order."""
        if self.agreement.signatories is not None:
            return tuple(p.id for p in self.parties if p.id in self.agreement.signatories)
        return tuple(p.id for p in self.parties if p.role == "party")

    @property
    def needs(self) -> int:
        """How many signatories must say yes."""
        return len(self.signatories) if self.agreement.needs is None else self.agreement.needs

    @property
    def needs_all(self) -> bool:
        return self.needs == len(self.signatories)

    def party(self, id: str) -> Party:
        """The party of that id. Raises `BadQuestion` where there is none."""
        return _named(self.parties, id, "there is no party")

    def issue(self, id: str) -> Issue:
        """The issue of that id. Raises `BadQuestion` where there is none."""
        return _named(self.issues, id, "there is no issue")

    def position(self, party: str) -> Position:
        """What is recorded of a party's position; an empty one where nothing is."""
        return next((p for p in self.positions if p.party == party), Position(party))

    def with_position(self, position: Position) -> Talks:
        """The same talks with this position in place of the one recorded for its party."""
        others = {p.party: p for p in self.positions} | {position.party: position}
        return replace(self, positions=tuple(others[p.id] for p in self.parties if p.id in others))


def score(talks: Talks, party: str, package: Package) -> Fraction:
    """The points a party gives a package: its options' points and the bonuses whose occasion holds.

    An issue that the party does not score counts 0. Cost: one visit to each score and bonus. Raises `BadQuestion` where
    there is no such party, and where the package leaves out an issue or names an issue or option that there is not.

    >>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position, Talks
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", scores=(IssueScores("height", (Fraction(0), Fraction(7))),))
    >>> score(Talks("A fence", (Party("ann", "Ann"),), (height,), positions=(ann,)), "ann", {"height": "high"})
    Fraction(7, 1)
    """
    _check_package(talks, package)
    position = talks.position(talks.party(party).id)
    by_issue = sum(
        (entry.points[talks.issue(entry.issue).option_ids.index(package[entry.issue])] for entry in position.scores),
        Fraction(0),
    )
    return by_issue + sum((b.points for b in position.bonuses if holds(b.when, package)), Fraction(0))


def accepts(talks: Talks, party: str, package: Package) -> bool:
    """Whether a package meets all that is recorded of what a party asks: its red lines and its walk-away."""
    _check_package(talks, package)
    position = talks.position(talks.party(party).id)
    return all(holds(line.holds, package) for line in position.red_lines) and (
        position.floor is None or score(talks, party, package) >= position.floor
    )


def agrees(talks: Talks, package: Package) -> bool:
    """Whether a package is in the zone: it meets the links, and enough signatories can sign it."""
    _check_package(talks, package)
    if not all(holds(link.condition, package) for link in talks.links):
        return False
    yes = {party for party in talks.signatories if accepts(talks, party, package)}
    return len(yes) >= talks.needs and yes.issuperset(talks.agreement.including)


def _check_package(talks: Talks, package: Package) -> None:
    """Raise `BadQuestion` where this is no package of these talks."""
    for issue in talks.issues:
        if issue.id not in package:
            raise BadQuestion(f"the package leaves out issue '{issue.id}'; give every issue an option")
        issue.option(package[issue.id])
    for id in package:
        talks.issue(id)


def _named(things: Sequence[_Named], id: str, missing: str) -> _Named:
    for thing in things:
        if thing.id == id:
            return thing
    raise BadQuestion(f"{missing} '{id}'; there are: {', '.join(thing.id for thing in things)}")


def _flaws(talks: Talks) -> Iterator[Flaw]:
    """Everything that does not fit together, in reading order. Cost: one visit to each part."""
    parties = {p.id for p in talks.parties}
    options = {issue.id: set(issue.option_ids) for issue in talks.issues}
    if not talks.issues:
        yield Flaw("there is no issue; talks need at least one", "issues")
    yield from _repeats("parties", [p.id for p in talks.parties])
    yield from _repeats("issues", [i.id for i in talks.issues])
    yield from _repeats("positions", [p.party for p in talks.positions])
    for issue in talks.issues:
        path = f"issues.{issue.id}"
        if issue.id in WORDS:
            yield Flaw(f"'{issue.id}' is a word of the condition grammar; give the issue another id", path)
        if not issue.options:
            yield Flaw("there is no option; an issue needs at least one", path)
        yield from _repeats(path, list(issue.option_ids))
    for number, link in enumerate(talks.links):
        yield from _condition_flaws(f"links.{number}", link.condition, options)
    for position in talks.positions:
        path = f"positions.{position.party}"
        if position.party not in parties:
            yield Flaw(f"there is no party '{position.party}'", path)
        yield from _repeats(f"{path}.scores", [entry.issue for entry in position.scores])
        yield from _repeats(f"{path}.red_lines", [line.id for line in position.red_lines])
        for entry in position.scores:
            if entry.issue not in options:
                yield Flaw(f"there is no issue '{entry.issue}'", f"{path}.scores")
            elif len(entry.points) != len(options[entry.issue]):
                yield Flaw("every option of the issue needs points", f"{path}.scores.{entry.issue}")
            if entry.within and (len(entry.within) != len(entry.points) or min(entry.within) < 0):
                said = "'within' needs a number of 0 or more for every option, or none at all"
                yield Flaw(said, f"{path}.scores.{entry.issue}")
        if position.walk_away_within < 0 or any(bonus.within < 0 for bonus in position.bonuses):
            yield Flaw("'within' is below 0; say how far a number may lie to either side", path)
        if position.walk_away is None and position.walk_away_within:
            yield Flaw("'walk_away_within' stands without a walk-away", path)
        for number, bonus in enumerate(position.bonuses):
            yield from _condition_flaws(f"{path}.bonuses.{number}", bonus.when, options)
        for number, line in enumerate(position.red_lines):
            yield from _condition_flaws(f"{path}.red_lines.{number}", line.holds, options)
            if line.confidence is not None and not 0 < line.confidence <= 1:
                said = "'confidence' must lie above 0 and be at most 1; leave the line out where nothing speaks for it"
                yield Flaw(said, f"{path}.red_lines.{number}.confidence")
        yield from _repeats(f"{path}.answers", [answer.id for answer in position.answers])
        for number, answer in enumerate(position.answers):
            yield from _answer_flaws(f"{path}.answers.{number}", answer.said, options)
    yield from _agreement_flaws(talks, parties)
    yield from _statement_flaws(talks, parties, options)


def _agreement_flaws(talks: Talks, parties: set[str]) -> Iterator[Flaw]:
    rule = talks.agreement
    for id in rule.signatories or ():
        if id not in parties:
            yield Flaw(f"there is no party '{id}'", "agreement.of")
    for id in rule.including:
        if id not in talks.signatories:
            yield Flaw(f"'{id}' is not a signatory", "agreement.including")
    if rule.needs is not None and not max(1, len(rule.including)) <= rule.needs <= len(talks.signatories):
        counted = len(talks.signatories)
        yield Flaw(f"needs must lie between the number included (at least 1) and {counted}", "agreement.needs")


def _statement_flaws(talks: Talks, parties: set[str], options: dict[str, set[str]]) -> Iterator[Flaw]:
    """What is wrong with the statements, and evidence that names none of them where there are some."""
    for place, key, said in misfits(talks.statements):
        yield Flaw(said, f"statements.{place}.{key}")
    ids = {one.id for one in talks.statements}
    for place, one in enumerate(talks.statements):
        for key, party in one.parties:
            if party not in parties:
                yield Flaw(f"there is no party '{party}'", f"statements.{place}.{key}")
        if isinstance(one.claim, Stance):
            yield from _condition_flaws(f"statements.{place}", one.claim.holds, options)
        unknown = (id for id in one.supersedes if id not in ids)
        yield from (Flaw(f"there is no statement '{id}'", f"statements.{place}.supersedes") for id in unknown)
    for position in talks.positions if ids else ():
        lines = [(f"red_lines.{number}", line.evidence) for number, line in enumerate(position.red_lines)]
        answers = [(f"answers.{number}", answer.evidence) for number, answer in enumerate(position.answers)]
        for where, evidence in (*lines, *answers):
            path = f"positions.{position.party}.{where}.evidence"
            yield from (Flaw(f"there is no statement '{id}'", path) for id in evidence if id not in ids)


def _condition_flaws(path: str, condition: Condition, options: dict[str, set[str]]) -> Iterator[Flaw]:
    for choice in choices(condition):
        if choice.issue not in options:
            yield Flaw(f"there is no issue '{choice.issue}'", path)
        for option in choice.options:
            if option not in options.get(choice.issue, {option}):
                yield Flaw(f"issue '{choice.issue}' has no option '{option}'", path)


def _answer_flaws(path: str, said: Said, options: dict[str, set[str]]) -> Iterator[Flaw]:
    unknown = [issue for issue in issues_spoken_of(said) if issue not in options]
    yield from (Flaw(f"there is no issue '{issue}'", path) for issue in unknown)
    for part in settled(said):
        yield from _repeats(path, [issue for issue, _ in part])
        for issue, option in part:
            if option not in options.get(issue, {option}):
                yield Flaw(f"issue '{issue}' has no option '{option}'", path)
    match said:
        case Order(issue) if issue in options:
            yield from _repeats(path, list(said.options))
            if set(said.options) != options[issue]:
                yield Flaw("an order names every option of its issue, from the best to the worst", path)
        case Importance(issues) | Joined(issues):
            yield from _repeats(path, list(issues))
            if len(issues) < 2:
                yield Flaw("names fewer than two issues; name the issues that are compared", path)
        case Weight(_, low, high) if not 0 <= low <= high <= 1:
            yield Flaw("a weight is a share of all issues together: from 0 to 1, the lower number first", path)
        case Rather(better, worse) if dict(better).keys() != dict(worse).keys():
            yield Flaw("both sides of 'rather ... than' must settle the same issues", path)
        case Rather(better, worse) if dict(better) == dict(worse):
            yield Flaw("'rather' and 'than' are the same package", path)
        case Alike(one, other) if dict(one).keys() != dict(other).keys():
            yield Flaw("both sides of 'alike' must settle the same issues", path)
        case Alike(one, other) if dict(one) == dict(other):
            yield Flaw("both sides of 'alike' are the same package", path)
        case Verdict(draft) if not unknown and dict(draft).keys() != options.keys():
            yield Flaw("a draft settles every issue; name an option of each", path)
        case _:
            return


def _repeats(path: str, ids: list[str]) -> Iterator[Flaw]:
    for id, times in Counter(ids).items():
        if times > 1:
            yield Flaw(f"'{id}' stands here {times} times; every id must be its own", path)
