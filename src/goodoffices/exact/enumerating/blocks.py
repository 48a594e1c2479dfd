"""Packages in blocks of arrays: a fixed head (options of the first issues) with every combination of the other issues.

A block never holds more than some tens of thousands of packages, so memory does not grow with their number. What
depends on the tail alone (its points, the truth of its literals) is computed once and shared by all blocks.

Points are 64-bit integers where no sum can pass 2**62. Elsewhere (weights of sixteen digits) floating point with an
error bound decides what is clear, and whole numbers of any length decide the rest; nothing wraps, nothing is rounded
across a walk-away.

Read next: ``../dominance.py``, then ``enumeration.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from math import isqrt, prod
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .. import problem as whole
from ..arrays import FITS
from ..problem import Choices, Problem, Side
from ..trees import FALSE, TRUE, Count, Literal, Tree, reduce

Truth: TypeAlias = npt.NDArray[np.bool_]
Units: TypeAlias = npt.NDArray[Any]
"""Whole units: int64, or Python integers (dtype object) where they would not fit."""

TAIL = 1 << 15
"""Most packages in a block, unless the last issue alone has more options: few enough for a processor's cache."""


def split(sizes: tuple[int, ...], most: int | None = None) -> int:
    """How many issues belong to the head: as few as leave a tail of at most ``most`` packages (default: `TAIL`).

    The last issue is always in the tail.

    >>> split((2, 3)), split((1000, 1000)), split((2, 3, 4), most=20)
    (0, 1, 1)
    """
    tail, head, most = 1, len(sizes), TAIL if most is None else most
    while head > 0 and (tail * sizes[head - 1] <= most or head == len(sizes)):
        head -= 1
        tail *= sizes[head]
    return head


def even(problem: Problem) -> int:
    """The most packages in a block where few blocks have to be seen: as many as there are heads, and not over `TAIL`.

    So neither heads nor tails take long to lay out. `TAIL` where issues of many options would leave a short tail.

    >>> even(Problem((10,) * 6, ())), even(Problem((5000, 5000, 3), ()))
    (1000, 32768)
    """
    most = min(TAIL, isqrt(problem.packages))
    return most if prod(problem.sizes[split(problem.sizes, most) :]) ** 2 >= most else TAIL


class Tail:
    """What all blocks share: every combination of the tail's issues, in file order.

    ``most``: as in `split`. ``head``: how many issues stand before the tail. ``digits``: (tail issues, packages),
    option numbers. ``exact_points`` and ``rough_points``: for each side (packages,), units without bonuses, as whole
    numbers and as floating point. Cost: time and memory grow with the packages of the tail, times its issues and sides.

    >>> tail = Tail(Problem(sizes=(2, 2), sides=(Side(scores=((0, 7), (1, 2))),)))
    >>> tail.digits.tolist(), tail.exact_points[0].tolist()
    ([[0, 0, 1, 1], [0, 1, 0, 1]], [1, 2, 8, 9])
    """

    def __init__(self, problem: Problem, most: int | None = None) -> None:
        self.problem = problem
        self.head = split(problem.sizes, most)
        sizes = problem.sizes[self.head :]
        self.size = int(np.prod(sizes, dtype=np.int64))
        self.digits = np.indices(sizes, dtype=np.int32).reshape(len(sizes), self.size)
        self.wide = problem.largest >= FITS
        self.units: npt.DTypeLike = object if self.wide else np.int64
        self._truths: dict[Tree, Truth] = {}

    def points(self, side: Side, dtype: npt.DTypeLike) -> Units:
        """The units of the tail's issues, without bonuses: (packages,)."""
        total = np.zeros(self.size, dtype)
        for points, digits in zip(side.scores[self.head :], self.digits, strict=True):
            total = total + np.array(points, dtype)[digits]
        return total

    @cached_property
    def exact_points(self) -> list[Units]:
        return [self.points(side, self.units) for side in self.problem.sides]

    @cached_property
    def rough_points(self) -> list[npt.NDArray[np.float64]]:
        return [self.points(side, np.float64) for side in self.problem.sides]

    def truth(self, tree: Tree) -> Truth:
        """Where a tree over the tail's issues holds: (packages,). Cost: one array for each node not yet known."""
        if (known := self._truths.get(tree)) is not None:
            return known
        truth: Truth
        match tree:
            case Literal(issue, options):
                table = np.zeros(self.problem.sizes[issue], np.bool_)
                table[list(options)] = True
                truth = table[self.digits[issue - self.head]]
            case Count(needs, parts) if needs == len(parts):
                truth = np.logical_and.reduce([self.truth(part) for part in parts])
            case Count(1, parts):
                truth = np.logical_or.reduce([self.truth(part) for part in parts])
            case Count(needs, parts):
                truth = np.asarray(np.sum([self.truth(part) for part in parts], axis=0) >= needs)
        if len(self._truths) >= 256:  # heads reduce trees to ever new remainders: forget rather than fill memory
            self._truths.clear()
        self._truths[tree] = truth
        return truth


class Block:
    """All packages with one head, numbered from ``first`` in file order.

    A place is a package's number less ``first``. ``meets``, and for each side ``accepts``: (packages,), truths.
    ``accepted_by``: (packages,), how many sides. ``zone``: places, ascending. ``zone_scores``: (zone, sides), units.
    Everything is worked out when it is first asked for; cost: packages, times sides or nodes of trees.

    Side 0 wants 5, side 1 wants 2; the second package gives them 7 and 2:

    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=2)), needs=2)
    >>> block = next(blocks(fence))
    >>> block.accepted_by.tolist(), block.zone.tolist(), block.zone_scores.tolist()
    ([1, 2], [1], [[7, 2]])
    """

    def __init__(self, tail: Tail, head: Choices, first: int) -> None:
        self.tail, self.head, self.first = tail, head, first
        sizes = tail.problem.sizes
        self._open = [frozenset({option}) for option in head] + [frozenset(range(size)) for size in sizes[len(head) :]]

    @property
    def size(self) -> int:
        return self.tail.size

    def truth(self, tree: Tree) -> Truth | bool:
        """Where the tree holds: (packages,), or one truth for the whole block."""
        left = reduce(tree, self._open)
        if left in (TRUE, FALSE):
            return left == TRUE
        return self.tail.truth(left)

    @cached_property
    def meets(self) -> Truth:
        """Where all links hold."""
        truth = np.ones(self.size, np.bool_)
        for link in self.tail.problem.links:
            truth &= self.truth(link)
        return truth

    def reaches(self, number: int) -> Truth | bool:
        """Where a side's score is at least its walk-away: (packages,), or one truth for the whole block.

        Beyond 64 bits floating point decides what is clear: a sum of n terms is off by less than n * 2**-51 of the
        largest sum there can be. What lies closer is decided by whole numbers.
        """
        side = self.tail.problem.sides[number]
        if side.floor is None:
            return True
        if not self.tail.wide:
            return np.asarray(self._scores[number] >= side.floor)
        rough = self._add(number, self.tail.rough_points[number], np.float64)
        terms = len(side.scores) + len(side.bonuses) + 2
        error = float(self.tail.problem.largest) * terms * 2.0**-51
        truth = rough >= float(side.floor)
        for place in np.flatnonzero(np.abs(rough - float(side.floor)) <= error):
            truth[place] = whole.score(side, self.package(int(place))) >= side.floor
        return np.asarray(truth)

    def lines(self, number: int) -> Truth:
        """Where all of a side's red lines hold."""
        truth = np.ones(self.size, np.bool_)
        for line in self.tail.problem.sides[number].lines:
            truth &= self.truth(line)
        return truth

    @cached_property
    def accepts(self) -> list[Truth]:
        """For each side, where its red lines hold and its walk-away is reached."""
        return [self.lines(number) & self.reaches(number) for number in range(len(self.tail.problem.sides))]

    @cached_property
    def accepted_by(self) -> npt.NDArray[np.int64]:
        """How many sides accept each package."""
        return np.sum(self.accepts, axis=0, dtype=np.int64) if self.accepts else np.zeros(self.size, np.int64)

    @cached_property
    def zone(self) -> npt.NDArray[np.intp]:
        """The places in the block of the packages in the zone."""
        problem = self.tail.problem
        truth = self.meets & (self.accepted_by >= problem.needs) if problem.needs else self.meets
        for number in problem.including:
            truth = truth & self.accepts[number]
        return np.flatnonzero(truth)

    def scores(self, places: npt.NDArray[np.intp]) -> Units:
        """The units every side gives the packages at these places: (places, sides)."""
        sides = range(len(self.tail.problem.sides))
        columns = [
            self._add(number, self.tail.exact_points[number][places], object, places)
            if self.tail.wide
            else self._scores[number][places]
            for number in sides
        ]
        return np.stack(columns, axis=1) if columns else np.zeros((len(places), 0), np.int64)

    @cached_property
    def zone_scores(self) -> Units:
        """The units every side gives each package of the zone: (zone, sides)."""
        return self.scores(self.zone)

    def package(self, place: int) -> Choices:
        """The package at a place of the block."""
        return self.head + tuple(int(option) for option in self.tail.digits[:, place])

    @cached_property
    def _scores(self) -> list[Units]:
        return [self._add(number, points, np.int64) for number, points in enumerate(self.tail.exact_points)]

    def _add(
        self, number: int, points: Units, dtype: npt.DTypeLike, places: npt.NDArray[np.intp] | None = None
    ) -> Units:
        """The head's points and the bonuses, added to the tail's points."""
        side = self.tail.problem.sides[number]
        fixed = sum(points[option] for points, option in zip(side.scores, self.head, strict=False))
        total = points
        for tree, units in side.bonuses:
            truth = self.truth(tree)
            if truth is True:
                fixed += units
            elif truth is not False:
                here = truth if places is None else truth[places]
                total = total + here.astype(dtype) * (float(units) if dtype is np.float64 else units)
        return np.asarray(total + (float(fixed) if dtype is np.float64 else fixed))


def blocks(problem: Problem) -> Iterator[Block]:
    """Every package once, in file order, a block at a time."""
    tail = Tail(problem)
    for number, head in enumerate(product(*(range(size) for size in problem.sizes[: tail.head]))):
        yield Block(tail, head, number * tail.size)
