"""What brute force says to every question of ``exact/questions.py``, in whole units and numbers of options.

A `Ground` is a problem that the program makes of talks, beside all its packages as ``brute.py`` sees them. Of one case
there are several: the zone under the rule of the talks; every package that meets the links; the packages all can sign;
those that a coalition can sign. `questions` is what can be asked of a ground, `right` the answer, and `cell` tells
questions apart that methods answer in different ways, so that ``test_matrix.py`` can count them.

Read next: ``test_matrix.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from tests.judge import brute
from tests.judge.known import known

from goodoffices.analysis.formulas import FORMULAS
from goodoffices.analysis.numbered import numbered
from goodoffices.exact.problem import Choices, Problem
from goodoffices.exact.questions import (
    Best,
    Coalitions,
    Excludes,
    Exists,
    Frontier,
    Highest,
    Minimal,
    Objective,
    Open,
    Question,
    Room,
    Size,
    SmallestConflict,
)

Units = tuple[int, ...]

MOST_WANTS = 14
"""Brute force goes through all sets of requirements: of more than so many, it is not asked for the minimal ones."""

FEW_POINTS = 2
"""A frontier is also asked to be cut to so many points."""

GREATEST = Objective("greatest", lambda gains, best: max(gains), "other")
"""A formula without a shape that the methods know: the greatest gain of all."""

OBJECTIVES = [*(known.objective for known in FORMULAS.values() if known.objective), GREATEST]


@dataclass(frozen=True, eq=False)
class Ground:
    """A problem, and its packages as the judge sees them. ``over_all``: whatever meets the links is in the zone."""

    judged: brute.Table
    problem: Problem
    unit: Fraction
    over_all: bool = False

    @cached_property
    def units(self) -> dict[Choices, Units]:
        """What every side gives each package that meets the links, in file order."""
        return {self.choices(row.package): self.in_units(row.scores) for row in self.judged.rows}

    @cached_property
    def zone(self) -> dict[Choices, Units]:
        """The same, of the packages in the zone."""
        inside = self.judged.rows if self.over_all else brute.zone(self.judged)
        return {self.choices(row.package): self.in_units(row.scores) for row in inside}

    @cached_property
    def scored(self) -> tuple[int, ...]:
        return tuple(self.judged.signatories.index(party) for party in brute.scored(self.judged))

    @cached_property
    def zeros(self) -> Units:
        return self.in_units([position.walk_away or Fraction(0) for position in self.judged.positions])

    @cached_property
    def heights(self) -> Units | None:
        """The highest score of each side over the zone."""
        return tuple(map(max, zip(*self.zone.values(), strict=True))) if self.zone else None

    @cached_property
    def rights(self) -> dict[Question, Any]:
        """The answers worked out so far."""
        return {}

    def choices(self, package: brute.Package) -> Choices:
        return tuple(issue.option_ids.index(package[issue.id]) for issue in self.judged.talks.issues)

    def in_units(self, points: Sequence[Fraction]) -> Units:
        whole = [value / self.unit for value in points]
        assert all(value.denominator == 1 for value in whole)
        return tuple(map(int, whole))

    def gains(self, units: Units) -> Units:
        return tuple(value - zero for value, zero in zip(units, self.zeros, strict=True))

    def suffices(self, yes: Sequence[str]) -> bool:
        return self.over_all or brute.suffices(self.judged, yes)


@cache
def grounds(seed: int) -> dict[str, Ground]:
    """The grounds of one generated case, by name."""
    return grounds_of(known(seed))


def grounds_of(judged: brute.Table) -> dict[str, Ground]:
    whole = numbered(judged.talks)
    free = replace(whole.problem, needs=0, including=frozenset())
    found = {
        "zone": Ground(judged, whole.problem, whole.unit),
        "all": Ground(judged, free, whole.unit, over_all=True),
    }
    groups = brute.coalitions(judged)
    if judged.talks.agreement.needs is not None:
        found |= {"signing": _among(judged, judged.signatories)}
        found |= {"coalition": _among(judged, groups[-1])} if groups and len(groups[-1]) > 1 else {}
    return found


def _among(judged: brute.Table, group: Sequence[str]) -> Ground:
    """The packages that these parties can sign, who must all agree."""
    rule = replace(judged.talks.agreement, needs=None, including=(), signatories=tuple(group))
    whole = numbered(judged.talks, group)
    return Ground(brute.table(replace(judged.talks, agreement=rule)), whole.problem, whole.unit)


def asked(seed: int) -> list[tuple[Ground, Question]]:
    """Every question of every ground of one generated case."""
    return [(ground, question) for name, ground in grounds(seed).items() for question in questions(name, ground)]


def questions(name: str, ground: Ground) -> list[Question]:
    """What can be asked of a ground. Of those that are not the zone, what a formula or a frontier asks."""
    first: list[Question] = [Exists(), Size(), Highest(), *_bests(ground)]
    if ground.scored:
        first.append(Frontier(ground.scored))
    if name != "zone":
        return first
    if len(ground.scored) > 1:
        first += [Frontier(ground.scored, FEW_POINTS), Frontier(ground.scored[:-1])]
    first += [Excludes(), Coalitions()]
    if len(ground.judged.wants) <= MOST_WANTS:
        first += [Minimal(), SmallestConflict()]
    rooms = [Room(side) for side, one in enumerate(ground.judged.positions) if one.walk_away is not None]
    return [*first, *rooms, *(Open(side) for side in range(len(ground.judged.signatories)))]


def _bests(ground: Ground) -> list[Question]:
    """The best package by every formula, where all sides have scores; by shares where no best gain is negative."""
    if ground.scored != tuple(range(len(ground.judged.signatories))) or not ground.scored:
        return []
    best = ground.gains(ground.heights) if ground.heights is not None else (-1,)
    plain = [Best(objective) for objective in OBJECTIVES if objective.shape != "share"]
    shares = [Best(objective, best) for objective in OBJECTIVES if objective.shape == "share" and min(best) >= 0]
    return [*plain, *shares]


# --- the answers -----------------------------------------------------------------------------------------------------


def right(ground: Ground, question: Question) -> Any:
    """What brute force says, worked out once.

    - Exists, Size: how many packages. Highest: the heights, or None.
    - Frontier: the first package in file order of every undominated vector.
    - Best: the package and how many have its value, or None. Room: the walk-away, None, or "unbounded".
    - Excludes: numbers of requirements. SmallestConflict: the same, or None. Open: the truths by issue.
    - Minimal: pairs of numbers and set of falls, one for each repair; and the conflicts by numbers.
    - Coalitions: the largest sets.
    """
    if question not in ground.rights:
        ground.rights[question] = _right(ground, question)
    return ground.rights[question]


def _right(ground: Ground, question: Question) -> Any:
    judged = ground.judged
    match question:
        case Exists() | Size():
            return len(ground.zone)
        case Highest():
            return ground.heights
        case Frontier(over):
            return frontier(ground, over)
        case Best():
            return best(ground, question)
        case Room(side):
            return room(ground, side)
        case Excludes():
            lines = [number for number, want in enumerate(judged.wants) if want.name.startswith("red_line:")]
            return tuple(number for number in lines if any(row.broken >> number & 1 for row in judged.rows))
        case Minimal():
            return repairs(ground), tuple(numbers(judged, kept) for kept in brute.conflicts(judged))
        case SmallestConflict():
            return next((numbers(judged, kept) for kept in brute.conflicts(judged)), None)
        case Coalitions():
            return largest(ground)
        case Open(side):
            return tuple(brute.open_options(judged, judged.signatories[side]).values())


def frontier(ground: Ground, over: Sequence[int]) -> dict[Units, Choices]:
    """The undominated vectors over these sides, each with its first package."""
    first: dict[Units, Choices] = {}
    for package, units in ground.zone.items():
        first.setdefault(tuple(units[side] for side in over), package)
    unbeaten: list[Units] = []
    for vector in sorted(first, key=sum, reverse=True):  # what beats a vector has a larger sum, so it has been seen
        if not any(all(b >= w for b, w in zip(better, vector, strict=True)) for better in unbeaten):
            unbeaten.append(vector)
    return {vector: first[vector] for vector in unbeaten}


def best(ground: Ground, question: Best) -> tuple[Choices, int] | None:
    """The package of the highest value, better sorted gains and smaller number; and how many have the value."""
    gains = {package: ground.gains(units) for package, units in ground.zone.items()}
    if question.objective is GREATEST:
        values: list[Any] = [max(gain) for gain in gains.values()]
    else:
        fractions = [tuple(map(Fraction, gain)) for gain in gains.values()]
        values = brute.values_of(question.objective.name, fractions) if fractions else []
    valued = [(value, package) for value, package in zip(values, gains, strict=True) if value is not None]
    if not valued:
        return None
    top = max(value for value, _ in valued)
    tied = [package for value, package in valued if value == top]
    return min(tied, key=lambda package: ([-gain for gain in sorted(gains[package])], package)), len(tied)


def room(ground: Ground, side: int) -> int | str | None:
    """The highest walk-away of a side that leaves a zone: tried on every score that could be the last."""
    judged, party = ground.judged, ground.judged.signatories[side]
    floor = judged.wants.index(brute.Requirement(party, "walk_away"))
    last: int | None = None
    for row, units in zip(judged.rows, ground.units.values(), strict=True):
        yes = brute.willing(judged, row, judged.everything & ~(1 << floor))
        if ground.suffices([one for one in yes if one != party]):
            return "unbounded"
        if ground.suffices(yes):
            last = units[side] if last is None else max(last, units[side])
    return last


def repairs(ground: Ground) -> list[tuple[Units, frozenset[Units]]]:
    """Numbers of the requirements of each repair, and its undominated falls in units."""
    return [
        (
            numbers(ground.judged, repair.relax),
            frozenset(ground.in_units([points for _, points in fall]) for fall in repair.falls),
        )
        for repair in brute.repairs(ground.judged)
    ]


def opens(ground: Ground, dropped: Sequence[int], fall: Units, package: Choices) -> bool:
    """Whether a package is in the zone once a set's red lines are gone and its walk-aways down by a fall."""
    judged = ground.judged
    (row,) = [row for row in judged.rows if ground.choices(row.package) == package]
    kept = judged.everything & ~sum(1 << number for number in dropped)
    floors = [judged.wants[number].party for number in dropped if judged.wants[number].name == "walk_away"]
    sides = [judged.signatories.index(party) for party in floors]
    units = ground.units[package]
    lowered = all(units[side] >= ground.zeros[side] - down for side, down in zip(sides, fall, strict=True))
    return lowered and ground.suffices(brute.willing(judged, row, kept))


def numbers(judged: brute.Table, wants: Sequence[brute.Requirement]) -> tuple[int, ...]:
    return tuple(judged.wants.index(want) for want in wants)


def largest(ground: Ground) -> tuple[tuple[int, ...], ...]:
    """The sets of sides that suffice and that no package enlarges; larger ones first, then file order."""
    judged = ground.judged
    yes = {brute.willing(judged, row) for row in judged.rows}
    kept = [one for one in yes if ground.suffices(one) and not any(set(one) < set(other) for other in yes)]
    named = [tuple(map(judged.signatories.index, one)) for one in kept]
    return tuple(sorted(named, key=lambda sides: (-len(sides), sides)))


# --- which questions are alike ---------------------------------------------------------------------------------------


CELLS = (
    *("exists: yes", "exists: no", "size", "highest", "room", "room without a zone"),
    *("frontier", "frontier cut short", "frontier over some sides"),
    *("best sum", "best least", "best sorted", "best share", "best product", "best other"),
    *("excludes", "repairs and conflicts", "smallest conflict", "coalitions", "open options"),
)
"""Every kind of question there is, if something depends on its answer."""


def cell(ground: Ground, question: Question) -> str | None:
    """The kind of a question; None where any method would get it right (a formula over one package, say)."""
    answer = right(ground, question)
    match question:
        case Exists():
            return "exists: yes" if answer else "exists: no"
        case Size() | Highest():
            return type(question).__name__.lower() if answer else None
        case Frontier(over, most):
            if most is not None:
                return "frontier cut short" if len(answer) > most else None
            if len(over) < len(ground.problem.sides):
                return "frontier over some sides" if answer else None
            return "frontier" if len(answer) > 1 else None
        case Best(objective):
            return f"best {objective.shape}" if answer and len(ground.zone) > 1 else None
        case Room():
            return None if answer in (None, "unbounded") else "room" if ground.zone else "room without a zone"
        case Excludes():
            return "excludes" if answer else None
        case Minimal():
            return "repairs and conflicts" if not ground.zone else None
        case SmallestConflict():
            return "smallest conflict" if not ground.zone else None
        case Coalitions():
            return "coalitions" if answer else None
        case Open():
            return "open options" if {True, False} <= {truth for truths in answer for truth in truths} else None


def one_of_each(seed: int) -> list[tuple[Ground, Question]]:
    """One question of each kind, in the order of `asked`."""
    first = {cell(ground, question): (ground, question) for ground, question in reversed(asked(seed))}
    return [pair for kind, pair in first.items() if kind is not None][::-1]
