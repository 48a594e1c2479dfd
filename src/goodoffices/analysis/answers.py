"""The answers to a mediator's questions, as frozen nouns in the words of the talks.

All points are exact fractions. A package is a mapping of option ids by issue id, a score or gain mapping has one entry
a party, in file order. Every answer names the method that found it and says whether it is proved; printed, it is a few
short lines by ids. ``report`` has the words.

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


def _points(points: Mapping[str, Fraction | str]) -> str:
    """Points by party, in short."""
    return ", ".join(f"{party} {value}" for party, value in points.items())


def _package(package: Package) -> str:
    """A package in short, by ids."""
    return ", ".join(f"{issue}: {option}" for issue, option in package.items())


def _needs(needs: tuple[Requirement, ...]) -> str:
    """Requirements in short, by ids."""
    return ", ".join(f"{need.party}'s {need.name}" for need in needs)


def _lines(*lines: str | None) -> str:
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True)
class Size:
    """How many packages: ``value`` is exact, or the middle of an estimate between ``low`` and ``high``, or a floor."""

    value: int
    kind: Literal["exact", "estimate", "at_least"]
    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        if self.kind == "estimate":
            return f"about {self.value} (between {self.low} and {self.high})"
        return f"at least {self.value}" if self.kind == "at_least" else str(self.value)


@dataclass(frozen=True)
class Without:
    """How the answer would differ if every red line of one status fell.

    Is there a zone, how large, and which formulas would pick another package? ``changed`` has their names; it is None
    where that is not known, because some pick is not finished.
    """

    exists: bool | None
    size: Size
    changed: tuple[str, ...] | None = ()


@dataclass(frozen=True)
class Certificate:
    """A proof that there is no deal: points of the parties are weighed for this alone, not compared.

    Whatever the package that meets the links and ``red_lines`` (ids ``party:red_line``), the scores of the parties in
    ``weights``, times these whole numbers, add up to ``there_is`` at most; their walk-aways, weighed alike, ask for
    ``asked``, which is more.
    """

    weights: Mapping[str, int]
    red_lines: tuple[str, ...]
    asked: Fraction
    there_is: Fraction

    @property
    def short(self) -> Fraction:
        """By how many points, so weighed, there is less than the walk-aways ask for."""
        return self.asked - self.there_is

    def __str__(self) -> str:
        weighed = ", ".join(f"{party} {weight}" for party, weight in self.weights.items())
        within = f" within {', '.join(self.red_lines)}" if self.red_lines else ""
        return f"weights {weighed}: at most {self.there_is}{within}, asked {self.asked}"


@dataclass(frozen=True)
class Zone:
    """Is there a deal?

    ``status``: ``proved`` (every signatory has a position and a package meets them all), ``compatible`` (a package
    meets all that is recorded, but for the parties in ``nothing_recorded`` that is nothing), ``none`` (proved that
    there is none), ``unfinished`` (time ran out before an answer).
    ``rests_on``: ids ``party:red_line`` of the red lines that exclude something, by status of the line;
    ``rests_on_complete`` says that none is missing.
    ``without``: by status of red lines, what would change without them; only statuses that exclude something.
    ``accepted_by``: how many packages that meet the links are accepted by 0, 1, 2, ... signatories; None where the
    method does not count that.
    ``certificate``: where there is no deal, weights on the walk-aways that show it, if some do; ``no_weights``: it is
    proved that none do.
    """

    status: Literal["proved", "compatible", "none", "unfinished"]
    size: Size
    example: Package | None
    nothing_recorded: tuple[str, ...]
    rests_on: Mapping[Status, tuple[str, ...]]
    method: str
    without: Mapping[Status, Without] = field(default_factory=dict)
    rests_on_complete: bool = True
    accepted_by: tuple[int, ...] | None = None
    certificate: Certificate | None = None
    no_weights: bool = False

    @property
    def exists(self) -> bool | None:
        """Whether there is a deal; None where that is not decided."""
        return None if self.status == "unfinished" else self.status != "none"

    def __str__(self) -> str:
        return _lines(
            f"zone: {self.status}, packages: {self.size}, by {self.method}",
            f"  for one: {_package(self.example)}" if self.example else None,
            f"  {self.certificate}" if self.certificate else None,
            f"  nothing recorded: {', '.join(self.nothing_recorded)}" if self.nothing_recorded else None,
            *(f"  rests on {status}: {', '.join(lines)}" for status, lines in self.rests_on.items() if lines),
            *(f"  without {status} lines, packages: {less.size}" for status, less in self.without.items()),
        )


@dataclass(frozen=True)
class Point:
    """A package and the score each signatory gives it."""

    package: Package
    scores: Points

    def __str__(self) -> str:
        return f"{_points(self.scores)}: {_package(self.package)}"


@dataclass(frozen=True)
class Frontier:
    """The packages that none betters for one party without loss to another, one for each distinct score vector.

    ``over`` names the parties whose scores are compared; ``complete`` says that no point is missing and each is proved.
    Of a long frontier a part may stand for all of it: ``total`` is then how many points there are (None: not known) and
    ``within`` has for each party the points by which any package of the zone may be better for it than the one that
    stands for that package; ``gaining``, where given, says of which packages that holds: those in which each party
    gains at least so many points. ``why`` is given where there is nothing to compare, and then there are no points.
    """

    points: tuple[Point, ...]
    complete: bool
    over: tuple[str, ...]
    method: str
    why: str | None = None
    total: int | None = None
    within: Points | None = None
    gaining: Points | None = None

    @property
    def size(self) -> int:
        """How many distinct score vectors there are, or were found."""
        return len(self.points) if self.total is None else self.total

    def __str__(self) -> str:
        state = "complete" if self.complete else "not finished"
        if self.within is not None:
            state = f"{len(self.points)} of them listed, the others within {_points(self.within)}"
        state = self.why or f"{self.size} points, {state}, by {self.method}"
        return _lines(f"frontier: {state}", *(f"  {point}" for point in self.points))


@dataclass(frozen=True)
class Split:
    """A divided issue of Adjusted Winner: the share of each of its options, which add up to 1."""

    issue: str
    shares: Mapping[str, Fraction]


@dataclass(frozen=True)
class Pick:
    """What a formula picks, or why it picks nothing.

    ``gains`` are scores less walk-aways (less 0 for the parties in ``zero_is_arbitrary``). ``value`` is the formula's
    own objective; ``ties`` counts the packages of the same value (None: not counted).
    Where the answer is not ``proved``, ``bound`` is a value that no package can pass (None where none can be given).
    Where ``why`` is given there is no package, and ``unfinished`` says that more time might find one.
    ``split`` and ``first_stage`` belong to Adjusted Winner.
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
    unfinished: bool = False
    split: Split | None = None
    first_stage: Points = field(default_factory=dict)

    def __str__(self) -> str:
        if self.package is None:
            return f"{self.formula}: {self.why}"
        proof = "proved" if self.proved else "best so far"
        return _lines(
            f"{self.formula}: {_package(self.package)} ({proof}, by {self.method})",
            f"  {self.split.issue} divided: {_points(self.split.shares)}" if self.split else None,
            f"  gains: {_points(self.gains)}",
        )


@dataclass(frozen=True)
class Headroom:
    """How far each party's walk-away could rise, all else fixed, before the zone is empty.

    ``by_party`` has the signatories with a walk-away: points, or ``unbounded`` where the zone outlives the party's no;
    it is None where there is no zone, or where none was found in time. ``proved`` is False where time ran out, and the
    points are then the least that is sure to be free.
    """

    by_party: Mapping[str, Fraction | Literal["unbounded"]] | None
    proved: bool
    method: str

    def __str__(self) -> str:
        if self.by_party is None:
            return "headroom: there is no zone" if self.proved else "headroom: not finished"
        return f"headroom: {_points(self.by_party)} ({'proved' if self.proved else 'at least'}, by {self.method})"


@dataclass(frozen=True)
class Conflicts:
    """Minimal sets of requirements that cannot hold together, by number of requirements, then file order."""

    sets: tuple[tuple[Requirement, ...], ...]
    complete: bool
    method: str

    def __str__(self) -> str:
        state = "complete" if self.complete else "not finished"
        return _lines(
            f"conflicts: {len(self.sets)}, {state}, by {self.method}", *(f"  {_needs(one)}" for one in self.sets)
        )


@dataclass(frozen=True)
class SmallestConflict:
    """A conflict of the fewest requirements, the first of them in file order; None where there is none.

    ``proved``: that none has fewer, or that there is none. ``certificate``: weights that show it, where some do.
    """

    set: tuple[Requirement, ...] | None
    proved: bool
    certificate: Certificate | None
    method: str

    def __str__(self) -> str:
        if self.set is None:
            return "smallest conflict: " + ("none" if self.proved else "not found so far")
        state = "proved" if self.proved else "the smallest so far"
        return _lines(f"smallest conflict: {_needs(self.set)} ({state}, by {self.method})",
                      f"  {self.certificate}" if self.certificate else None)  # fmt: skip


@dataclass(frozen=True)
class Repair:
    """A minimal set of requirements whose relaxation opens a zone.

    ``falls``: the undominated falls of the walk-aways in the set, one mapping by party for each trade-off (one empty
    mapping where the set holds red lines alone). ``opens``: a package that the first of the falls opens.
    """

    relax: tuple[Requirement, ...]
    falls: tuple[Points, ...]
    opens: Package

    def __str__(self) -> str:
        falls = " or ".join(_points(fall) for fall in self.falls if fall)
        return f"relax {_needs(self.relax)}{f', falls: {falls}' if falls else ''}; opens {_package(self.opens)}"


@dataclass(frozen=True)
class Repairs:
    """Minimal repairs, by number of requirements, then file order."""

    sets: tuple[Repair, ...]
    complete: bool
    method: str

    def __str__(self) -> str:
        state = "complete" if self.complete else "not finished"
        return _lines(f"repairs: {len(self.sets)}, {state}, by {self.method}", *(f"  {one}" for one in self.sets))


@dataclass(frozen=True)
class Coalitions:
    """Sets of signatories that suffice for agreement and that some package satisfies: larger ones first, in file order.

    ``complete`` says that none is left out.
    """

    sets: tuple[tuple[str, ...], ...]
    complete: bool
    method: str

    def __str__(self) -> str:
        state = "complete" if self.complete else "not finished"
        return _lines(
            f"coalitions: {len(self.sets)}, {state}, by {self.method}", *(f"  {', '.join(one)}" for one in self.sets)
        )


@dataclass(frozen=True)
class Analysis:
    """Every question at once. A question that was not asked (``--only``) is None.

    ``over`` is ``zone``, or ``all`` where frontier and formulas look at every package that meets the links.
    ``coalition`` names the parties whose formulas were asked for under a quorum rule.
    ``open_options``: by signatory of whom something is recorded and by issue, one truth an option: could the party,
    taken alone, still sign a package with that option?
    ``coalitions`` is given under a quorum rule, where formulas were asked for.
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
    open_options: Mapping[str, Mapping[str, tuple[bool, ...]]] | None = None
    coalitions: Coalitions | None = None
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = (self.zone, self.frontier, self.headroom, self.conflicts, self.repairs)
        picked = (self.formulas or {}).values()
        return _lines(self.talks.title, *(str(part) for part in parts if part is not None), *map(str, picked))
