"""Talks in whole numbers: what every method works on.

Issues, options and sides are numbered from 0 in the order of the talks; a package is a tuple of option numbers; points
are whole multiples of one common unit, so that sums and comparisons are exact. Packages are numbered in file order: the
first issue counts most, so package number 0 takes the first option of every issue.

Read next: ``questions.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TypeAlias

from .trees import Tree, holds

Choices: TypeAlias = tuple[int, ...]
"""A package by numbers: the option taken on each issue."""


@dataclass(frozen=True)
class Side:
    """One signatory in numbers.

    ``scores``: for each issue the units of each option; ``bonuses``: pairs of a tree and units; ``lines``: red lines as
    trees that must hold; ``floor``: the walk-away in units, or None; ``scored``: whether any points are recorded.
    """

    scores: tuple[tuple[int, ...], ...]
    bonuses: tuple[tuple[Tree, int], ...] = ()
    lines: tuple[Tree, ...] = ()
    floor: int | None = None
    scored: bool = True

    @property
    def zero(self) -> int:
        """Where this side's gains are measured from."""
        return 0 if self.floor is None else self.floor

    @property
    def highest(self) -> int:
        """A score no package can pass: the best of every issue and every welcome bonus."""
        return sum(max(points) for points in self.scores) + sum(max(0, units) for _, units in self.bonuses)

    @property
    def lowest(self) -> int:
        """A score no package can fall below."""
        return sum(min(points) for points in self.scores) + sum(min(0, units) for _, units in self.bonuses)


@dataclass(frozen=True)
class Problem:
    """Talks in numbers; ``sizes`` has the number of options of each issue.

    A package is in the zone when it meets the links and at least ``needs`` sides accept it, those in ``including``
    among them. With ``needs`` 0 every package that meets the links is in the zone.
    """

    sizes: tuple[int, ...]
    sides: tuple[Side, ...]
    links: tuple[Tree, ...] = ()
    needs: int = 0
    including: frozenset[int] = frozenset()

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # no hash: it holds in one process

    def __hash__(self) -> int:
        return self._hash  # worked out once: methods remember what they made of a problem

    @cached_property
    def _hash(self) -> int:
        return hash((self.sizes, self.sides, self.links, self.needs, self.including))

    @cached_property
    def packages(self) -> int:
        """How many packages there are, links aside."""
        return math.prod(self.sizes)

    @property
    def needs_all(self) -> bool:
        return self.needs == len(self.sides)

    @cached_property
    def largest(self) -> int:
        """No score, walk-away or sum over all sides is larger than this in size."""
        return sum(
            sum(max(max(points), -min(points)) for points in side.scores)
            + sum(abs(units) for _, units in side.bonuses)
            + abs(side.zero)
            for side in self.sides
        )

    def number(self, package: Choices) -> int:
        """The number of a package in file order."""
        number = 0
        for option, size in zip(package, self.sizes, strict=True):
            number = number * size + option
        return number

    def package(self, number: int) -> Choices:
        """The package of that number."""
        options = []
        for size in reversed(self.sizes):
            number, option = divmod(number, size)
            options.append(option)
        return tuple(reversed(options))


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement in numbers: red line ``line`` of a side, or (``line`` None) its walk-away."""

    side: int
    line: int | None


def requirements(problem: Problem) -> tuple[Requirement, ...]:
    """Every requirement, side by side: red lines in order, then the walk-away. Their places number the requirements."""
    return tuple(
        Requirement(number, line)
        for number, side in enumerate(problem.sides)
        for line in [*range(len(side.lines)), *([] if side.floor is None else [None])]
    )


def of_sides(problem: Problem) -> list[int]:
    """For each side the numbers of its requirements, as bits."""
    numbered = list(enumerate(requirements(problem)))
    return [sum(1 << number for number, need in numbered if need.side == side) for side in range(len(problem.sides))]


def broken(problem: Problem, package: Choices) -> int:
    """The numbers of the requirements a package does not meet, as bits."""
    bits = 0
    for number, need in enumerate(requirements(problem)):
        side = problem.sides[need.side]
        met = score(side, package) >= side.zero if need.line is None else holds(side.lines[need.line], package)
        bits |= (not met) << number
    return bits


def without(problem: Problem, dropped: Sequence[Requirement]) -> Problem:
    """The same problem with some requirements dropped."""
    gone = set(dropped)
    sides = tuple(
        replace(
            side,
            lines=tuple(line for j, line in enumerate(side.lines) if Requirement(i, j) not in gone),
            floor=None if Requirement(i, None) in gone else side.floor,
        )
        for i, side in enumerate(problem.sides)
    )
    return replace(problem, sides=sides)


def score(side: Side, package: Choices) -> int:
    """The units a side gives a package."""
    return sum(points[option] for points, option in zip(side.scores, package, strict=True)) + sum(
        units for tree, units in side.bonuses if holds(tree, package)
    )


def scores(problem: Problem, package: Choices) -> tuple[int, ...]:
    """The units each side gives a package."""
    return tuple(score(side, package) for side in problem.sides)


def gains(problem: Problem, units: Sequence[int]) -> tuple[int, ...]:
    """Scores less what each side's gains are measured from."""
    return tuple(value - side.zero for value, side in zip(units, problem.sides, strict=True))


def accepts(side: Side, package: Choices) -> bool:
    """Whether a package meets a side's red lines and walk-away."""
    return all(holds(line, package) for line in side.lines) and (
        side.floor is None or score(side, package) >= side.floor
    )


def in_zone(problem: Problem, package: Choices) -> bool:
    """Whether a package meets the links and enough sides accept it."""
    if not all(holds(link, package) for link in problem.links):
        return False
    yes = {number for number, side in enumerate(problem.sides) if accepts(side, package)}
    return len(yes) >= problem.needs and yes >= problem.including
