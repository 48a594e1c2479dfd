"""What one party wants: scores, bonuses, red lines, a walk-away, and what of it the party released.

All points are `fractions.Fraction`, so a score that equals the walk-away is found equal, always.

A number may be known only as a range, from low to high. Then its middle stands where a number stands; ``within`` says
how far low and high lie from it. `beliefs` and `analysis.robustness` look at both, every other answer at the middle.

Read next: ``analysis/zone.py``, the first question asked of positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from .answers import Answer
from .conditions import Condition

Status: TypeAlias = Literal["stated", "confided", "assumed"]
STATUSES: tuple[Status, ...] = ("stated", "confided", "assumed")
"""Where a red line comes from: said in public, told to the mediator, or supposed by the analyst."""


@dataclass(frozen=True, slots=True)
class IssueScores:
    """The points one party gives each option of one issue, in the order of the issue's options.

    ``within``: for each option how far from ``points`` the points may lie, to either side; empty where all are known.
    """

    issue: str
    points: tuple[Fraction, ...]
    within: tuple[Fraction, ...] = ()

    @property
    def ranges(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The least and the most points of each option."""
        off = self.within or (Fraction(0),) * len(self.points)
        return tuple((points - by, points + by) for points, by in zip(self.points, off, strict=True))

    def bends(self) -> tuple[int, ...]:
        """The options, by number, where a line through the points or through their ranges begins, bends or ends.

        On an issue that is a range, points between these lie on straight lines, also where they are known as ranges.

        >>> IssueScores("aid", tuple(map(Fraction, (0, 1, 2, 5))), tuple(map(Fraction, (1, 1, 1, 1)))).bends()
        (0, 2, 3)
        """
        last = len(self.points) - 1
        bent = (place for place in range(1, last) if any(_bends(row, place) for row in (self.points, self.within)))
        return tuple(dict.fromkeys((0, *bent, last)))


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points added (or, if negative, taken off) where a condition holds; ``within`` as in `IssueScores`."""

    when: Condition
    points: Fraction
    within: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class RedLine:
    """A condition without which a party will not sign, whatever else it gets.

    ``holds`` is the condition that must hold: a line written ``never: X`` has ``holds = Not(X)``. ``confidence``: how
    sure the analyst is that it is a red line, above 0 and up to 1; only `beliefs` looks at it.
    """

    id: str
    holds: Condition
    status: Status = "assumed"
    because: str | None = None
    evidence: tuple[str, ...] = ()
    confidence: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """What a party allowed others to learn about its own position.

    ``what`` names parts of the position: ``scores``, ``scores:ISSUE``, ``bonuses``, ``red_lines``, ``red_line:ID``,
    ``walk_away``. ``to`` names party ids, or is ``("all",)``.
    """

    what: tuple[str, ...]
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """What one party wants, as far as it is recorded. Private: it reaches others only through `confidence.view`.

    ``weights`` remembers the weights of a position written as weights and values, for its warnings and for writing it
    again; ``scores`` are the products. An issue that has no entry in ``scores`` counts 0 points.
    ``partial`` says that some of the points are not given here (in a view, where a party released only part of them):
    what is given can be shown, and nothing is computed from it.
    ``walk_away_within``: how far from ``walk_away`` it may lie, to either side. ``answers``: what the party said when
    it was asked; `beliefs` concludes from them, and no score, zone or formula looks at them.
    """

    party: str
    scores: tuple[IssueScores, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    walk_away: Fraction | None = None
    weights: tuple[tuple[str, Fraction], ...] | None = None
    releases: tuple[Release, ...] = ()
    partial: bool = False
    walk_away_within: Fraction = Fraction(0)
    answers: tuple[Answer, ...] = ()

    def points(self, issue: str) -> tuple[Fraction, ...] | None:
        """The points of each option of an issue, or None where the issue is not scored."""
        return next((entry.points for entry in self.scores if entry.issue == issue), None)

    @property
    def has_scores(self) -> bool:
        """Whether packages can be scored: something gives them points, and nothing that does is known to be missing."""
        return bool(self.scores or self.bonuses) and not self.partial

    @property
    def floor(self) -> Fraction | None:
        """The walk-away as a requirement: None where there is none, or no score to compare with it."""
        return self.walk_away if self.has_scores else None

    @property
    def has_ranges(self) -> bool:
        """Whether some number is known only as a range."""
        return bool(
            any(any(entry.within) for entry in self.scores)
            or any(bonus.within for bonus in self.bonuses)
            or self.walk_away_within
        )

    @property
    def is_recorded(self) -> bool:
        """Whether anything is recorded that packages can be held against."""
        return bool(self.scores or self.bonuses or self.red_lines or self.walk_away is not None)

    @property
    def is_tested(self) -> bool:
        """Whether a package can be held against all that is recorded: something is, no walk-away waits for scores."""
        return self.is_recorded and not self.partial and self.floor == self.walk_away


@dataclass(frozen=True, slots=True)
class Requirement:
    """One red line or the walk-away of one party; ``name`` is ``walk_away`` or ``red_line:ID``."""

    party: str
    name: str


def requirements(position: Position) -> tuple[Requirement, ...]:
    """Everything the party asks of a package: its red lines in file order, then its walk-away."""
    lines = [Requirement(position.party, f"red_line:{line.id}") for line in position.red_lines]
    floor = [] if position.floor is None else [Requirement(position.party, "walk_away")]
    return tuple(lines + floor)


def _bends(row: tuple[Fraction, ...], place: int) -> bool:
    """Whether a row of numbers has a bend at a place inside it; an empty row has none."""
    return bool(row) and row[place] - row[place - 1] != row[place + 1] - row[place]
