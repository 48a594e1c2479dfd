"""The answers to a mediator's questions, as frozen nouns in the words of the talks.

All points are exact fractions. A package is a mapping of option ids by issue id, a score or gain mapping has one entry
a party, in file order. Every answer names the method that found it and says whether it is proved.

Read next: ``zone.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from ..talks import Package, Requirement, Status, Talks

Points: TypeAlias = Mapping[str, Fraction]
"""Points by party id, in file order."""


@dataclass(frozen=True)
class Size:
    """How many packages: ``value`` is exact, or the middle of an estimate between ``low`` and ``high``, or a floor."""

    value: int
    kind: Literal["exact", "estimate", "at_least"]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Without:
    """How the answer would differ if every red line of one status fell: is there a zone, how large, which formulas
    would pick another package (``changed``, names of formulas)."""

    exists: bool | None
    size: Size
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Zone:
    """Is there a deal?

    ``status``: ``proved`` (every signatory has a position and a package meets them all), ``compatible`` (a package
    meets all that is recorded, but for the parties in ``nothing_recorded`` that is nothing), ``none`` (proved that
    there is none), ``unfinished`` (time ran out before an answer). ``rests_on``: ids ``party:red_line`` of the red
    lines that exclude something, by status of the line. ``without``: by status of red lines, what would change without
    them; only statuses that exclude something. ``accepted_by``: how many packages that meet the links are accepted by
    0, 1, 2, ... signatories; None where the method does not count that.
    """

    status: Literal["proved", "compatible", "none", "unfinished"]
    size: Size
    example: Package | None
    nothing_recorded: tuple[str, ...]
    rests_on: Mapping[Status, tuple[str, ...]]
    method: str
    without: Mapping[Status, Without] = field(default_factory=dict)
    accepted_by: tuple[int, ...] | None = None

    @property
    def exists(self) -> bool | None:
        """Whether there is a deal; None where that is not decided."""
        return None if self.status == "unfinished" else self.status != "none"


@dataclass(frozen=True)
class Point:
    """A package and the score each signatory gives it."""

    package: Package
    scores: Points


@dataclass(frozen=True)
class Frontier:
    """The packages that none betters for one party without loss to another, one for each distinct score vector.

    ``over`` names the parties whose scores are compared; ``complete`` says that no point is missing and each is proved.
    ``why`` is given where there is nothing to compare, and then there are no points.
    """

    points: tuple[Point, ...]
    complete: bool
    over: tuple[str, ...]
    method: str
    why: str | None = None

    @property
    def size(self) -> int:
        return len(self.points)


@dataclass(frozen=True)
class Split:
    """A divided issue of Adjusted Winner: the share of each of its options, which add up to 1."""

    issue: str
    shares: Mapping[str, Fraction]


@dataclass(frozen=True)
class Pick:
    """What a formula picks, or why it picks nothing.

    ``gains`` are scores less walk-aways (less 0 for the parties in ``zero_is_arbitrary``). ``value`` is the formula's
    own objective; ``ties`` counts the packages of the same value (None: not counted). Where the answer is not
    ``proved``, ``bound`` is a value that no package can pass (None where there is none to give). Where ``why`` is
    given, there is no package. ``split`` and ``first_stage`` belong to Adjusted Winner.
    """

    formula: str
    package: Package | None = None
    scores: Points = field(default_factory=dict)
    gains: Points = field(default_factory=dict)
    value: Fraction | tuple[Fraction, ...] | None = None
    proved: bool = False
    ties: int | None = None
    bound: Fraction | tuple[Fraction, ...] | None = None
    why: str | None = None
    method: str = ""
    zero_is_arbitrary: tuple[str, ...] = ()
    split: Split | None = None
    first_stage: Points = field(default_factory=dict)


@dataclass(frozen=True)
class Headroom:
    """How far each party's walk-away could rise, all else fixed, before the zone is empty.

    ``by_party`` has the signatories with a walk-away: points, or ``unbounded`` where the zone outlives the party's no.
    It is None where there is no zone. ``proved`` is False where time ran out: then the points are the least that is
    sure.
    """

    by_party: Mapping[str, Fraction | Literal["unbounded"]] | None
    proved: bool
    method: str


@dataclass(frozen=True)
class Conflicts:
    """Minimal sets of requirements that cannot hold together, by number of requirements, then file order."""

    sets: tuple[tuple[Requirement, ...], ...]
    complete: bool
    method: str


@dataclass(frozen=True)
class Repair:
    """A minimal set of requirements whose relaxation opens a zone.

    ``falls``: the undominated falls of the walk-aways in the set, one mapping by party for each trade-off (one empty
    mapping where the set holds red lines alone). ``opens``: a package that the first of the falls opens.
    """

    relax: tuple[Requirement, ...]
    falls: tuple[Points, ...]
    opens: Package


@dataclass(frozen=True)
class Repairs:
    """Minimal repairs, by number of requirements, then file order."""

    sets: tuple[Repair, ...]
    complete: bool
    method: str


@dataclass(frozen=True)
class Analysis:
    """Every question at once. A question that was not asked (``--only``) is None.

    ``over`` is ``zone``, or ``all`` where frontier and formulas look at every package that meets the links.
    ``coalition`` names the parties whose formulas were asked for under a quorum rule. ``coalitions`` lists the sets of
    signatories that some package satisfies and that suffice for agreement, where no package satisfies all of them.
    """

    talks: Talks
    over: Literal["zone", "all"] = "zone"
    coalition: tuple[str, ...] | None = None
    zone: Zone | None = None
    frontier: Frontier | None = None
    formulas: Mapping[str, Pick] | None = None
    headroom: Headroom | None = None
    conflicts: Conflicts | None = None
    repairs: Repairs | None = None
    coalitions: tuple[tuple[str, ...], ...] | None = None
    warnings: tuple[str, ...] = ()
