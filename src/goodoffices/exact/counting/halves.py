"""Counting in two halves: exact where points have many digits and there are at most some 10^12 packages.

Every way to settle half of the tables is a point, its losses; so is every way to settle the others. A package of one
and one is in the zone where the first loses on no axis more than the second leaves it to spare. The points of the first
half stand in a tree of boxes (k-d tree), so that most of them are counted, or left out, a box at a time.
`beneath` and `pick` are compiled where that was possible; these here are the readable twins.

Source: meeting in the middle, Horowitz & Sahni 1974, Journal of the ACM 21(2), 277-292; k-d trees, Bentley 1975,
Communications of the ACM 18(9), 509-517.

Read next: ``counting.py``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import inf, prod
from operator import mul
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..chance import Words
from ..kernels import load
from ..watch import Watch
from .counting_table import in_parts
from .grouped import Grouped

Numbers: TypeAlias = npt.NDArray[np.int64]

MOST_POINTS = 1 << 20
"""Neither half may have more points than this."""

LEAF = 64
"""Boxes of at most so many points are not divided further."""

AT_ONCE = 1 << 12
"""So many limits are looked at in a call."""


@dataclass(frozen=True, eq=False)
class Half:
    """The ways to settle some tables that lose nowhere too much: ``points``: (ways, axes), their losses.

    ``weights``: (ways,), how many packages of these tables each stands for; ``places``: (ways, tables), the group of
    each table.
    """

    zone: Grouped
    tables: tuple[int, ...]
    points: Numbers
    weights: Words
    places: npt.NDArray[np.intp]

    def rows_of(self, ways: Numbers, copies: Numbers) -> npt.NDArray[np.intp]:
        """Rows of the joined tables: (ways, tables), where way ``ways`` stands for several, the one numbered."""
        found = np.empty((len(ways), len(self.tables)), np.intp)
        left = copies.astype(np.int64)
        for k, table in enumerate(self.tables):
            group, times = self.places[ways, k], self.zone.times[table]
            starts = np.cumsum(times) - times
            left, copy = np.divmod(left, times[group])
            found[:, k] = self.zone.members[table][starts[group] + copy]
        return found


@dataclass(frozen=True, eq=False)
class Boxes:
    """Points in a balanced tree. ``order``: (points,), where each came from; ``points``: (leaves, axes, ``leaf``).

    Node 0 has all points, node i halves its own between 2i + 1 and 2i + 2, down to ``leaf`` points. ``low``, ``high``:
    (nodes, axes), the corners of each box; ``sums``: (nodes,), its weight.
    """

    points: Numbers
    weights: Words
    low: Numbers
    high: Numbers
    sums: Words
    order: npt.NDArray[np.intp]
    leaf: int

    def ask(self, look: Callable[..., None], *arrays: npt.NDArray[Any]) -> None:
        """Call a kernel or its twin on this tree."""
        look(self.points, self.weights, self.low, self.high, self.sums, *arrays, self.low.shape[1], self.leaf)


def split(zone: Grouped) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Which tables make the first half and which the second, at the least cost; None where one would be too large."""
    found = [halved for bits in range(10, MOST_POINTS.bit_length()) if (halved := _split(zone, 1 << bits)) is not None]
    return min(found, key=lambda halved: _seconds(zone, halved)) if found else None


def _split(zone: Grouped, most: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Tables go to the first half while it has at most so many points, those of many rows first."""
    halves: tuple[list[int], list[int]] = ([], [])
    ways, packages = [1, 1], [1, 1]
    for table in sorted(range(len(zone.losses)), key=lambda table: -len(zone.losses[table])):
        groups, rows = len(zone.losses[table]), len(zone.members[table])
        limits = (most, MOST_POINTS)
        fits = [k for k in (0, 1) if ways[k] * groups <= limits[k] and packages[k] * rows < 1 << 62]
        if not fits:
            return None
        halves[fits[0]].append(table)
        ways[fits[0]] *= groups
        packages[fits[0]] *= rows
    return tuple(sorted(halves[0])), tuple(sorted(halves[1]))


def cost(zone: Grouped) -> float:
    """Seconds, roughly; infinity where halves do not do."""
    found = split(zone)
    return inf if found is None else _seconds(zone, found)


def _seconds(zone: Grouped, halved: tuple[tuple[int, ...], tuple[int, ...]]) -> float:
    """The tree of the first half, and the boxes that each point of the second has to look into."""
    first, second = (prod(len(zone.losses[table]) for table in tables) for tables in halved)
    axes = len(zone.caps)
    boxes = float(first ** (1 - 1 / axes))
    return 3e-6 * first + second * (1e-6 + 6e-9 * axes * boxes)


def half_of(zone: Grouped, tables: tuple[int, ...]) -> Half:
    """Every way to settle these tables. Cost: the ways there are, some of which lose too much."""
    points, weights = np.zeros((1, len(zone.caps)), np.int64), np.ones(1, np.int64)
    places = np.zeros((1, 0), np.intp)
    for table in tables:
        losses, times = zone.losses[table], zone.times[table]
        one, other = (part.ravel() for part in np.indices((len(points), len(losses))))
        sums = points[one] + losses[other]
        held = np.flatnonzero((sums <= zone.caps).all(axis=1))
        points, one, other = sums[held], one[held], other[held]
        weights = weights[one] * times[other]
        places = np.column_stack((places[one], other))
    return Half(zone, tables, points, weights.astype(np.uint64), places)


def boxes_of(half: Half) -> Boxes:
    """The points of a half in a tree, each box divided across its longest side. Cost: points times their logarithm.

    So that boxes divide evenly, the last point stands there a few times more, without weight; where every way of the
    half loses too much, a point without weight stands alone.
    """
    filling = half.points[-1:] if len(half.points) else np.zeros((1, half.points.shape[1]), np.int64)
    levels = max(0, -(-len(half.points) // LEAF) - 1).bit_length()
    leaf = max(1, -(-len(half.points) // 2**levels))
    order = np.minimum(np.arange(leaf << levels), len(half.points))
    points, weights = np.vstack((half.points, filling))[order], np.append(half.weights, np.uint64(0))[order]
    corners, sums = [], []
    for level in range(levels + 1):
        boxes = points.reshape(2**level, -1, points.shape[1])
        corners.append((boxes.min(axis=1), boxes.max(axis=1)))
        sums.append(weights.reshape(2**level, -1).sum(axis=1))
        if level < levels:
            longest = (corners[-1][1] - corners[-1][0]).argmax(axis=1)
            across = np.take_along_axis(boxes, longest[:, None, None], axis=2)[:, :, 0]
            moved = np.argpartition(across, across.shape[1] // 2, axis=1)
            moved = (moved + np.arange(2**level)[:, None] * across.shape[1]).ravel()
            points, weights, order = points[moved], weights[moved], order[moved]
    low, high = (np.concatenate([corner[k] for corner in corners]) for k in (0, 1))
    points = points.reshape(-1, leaf, points.shape[1]).transpose(0, 2, 1).copy()
    return Boxes(points, weights, low, high, np.concatenate(sums), order, leaf)


@dataclass(frozen=True, eq=False)
class Halves:
    """Both halves; ``within``: (points of the second,), the weight in the first that each leaves room for."""

    first: Half
    second: Half
    boxes: Boxes
    within: Words

    @property
    def size(self) -> int:
        """How many packages are in the zone."""
        return sum(map(mul, self.second.weights.tolist(), self.within.tolist()))

    @cached_property
    def ends(self) -> list[int]:
        """The packages of the zone with this point of the second half or one before it."""
        return list(accumulate(map(mul, self.second.weights.tolist(), self.within.tolist())))

    def rows_of(self, numbers: Sequence[int]) -> npt.NDArray[np.intp]:
        """The packages of the zone with these numbers, from 0, as rows of the joined tables: (numbers, tables)."""
        zone, ends = self.first.zone, self.ends
        second = [bisect_right(ends, number) for number in numbers]
        starts = [ends[way - 1] if way else 0 for way in second]
        weights = self.within[second].tolist()
        both = [divmod(k - start, weight) for k, start, weight in zip(numbers, starts, weights, strict=True)]
        limits = zone.caps - self.second.points[second]
        left = np.array([number for _, number in both], np.uint64)
        found = np.empty(len(numbers), np.int64)
        kernel, boxes = load("counting"), self.boxes
        find = pick if kernel is None else kernel.pick
        boxes.ask(find, limits, left, found)
        rows = np.empty((len(numbers), len(zone.losses)), np.intp)
        rows[:, self.first.tables] = self.first.rows_of(boxes.order[found], left.astype(np.int64))
        rows[:, self.second.tables] = self.second.rows_of(
            np.array(second, np.int64), np.array([copy for copy, _ in both], np.int64)
        )
        return rows


def halves(zone: Grouped, watch: Watch) -> Halves | None:
    """Both halves of a zone that `split` can divide, and what of the first each point of the second leaves room for.

    None where time ran out. Cost: `cost`.

    >>> from goodoffices.exact.counting.grouped import grouped
    >>> from goodoffices.exact.problem import Problem, Side
    >>> from goodoffices.exact.watch import QUIET
    >>> three_of_thirty = Problem((2,) * 30, (Side(((0, 1),) * 30, floor=27),), needs=1)
    >>> halves(grouped(three_of_thirty), QUIET).size  # none, one, two or three of thirty are missing
    4526
    """
    parts = split(zone)
    assert parts is not None  # or it was not accepted
    first, second = (half_of(zone, tables) for tables in parts)
    boxes = boxes_of(first)
    kernel = load("counting")
    look = beneath if kernel is None else kernel.beneath
    within = np.zeros(len(second.points), np.uint64)
    limits = zone.caps - second.points

    def work(start: int) -> None:
        boxes.ask(look, limits[start : start + AT_ONCE], within[start : start + AT_ONCE])
        watch.step(start / len(limits), "counting the zone")

    if not in_parts(work, range(0, len(limits), AT_ONCE), watch):
        return None
    return Halves(first, second, boxes, within)


def beneath(
    points: Numbers,
    weights: Words,
    low: Numbers,
    high: Numbers,
    sums: Words,
    limits: Numbers,
    found: Words,
    axes: int,
    leaf: int,
) -> None:
    """For each limit the weight of the points that pass it on no axis, in ``found``.

    ``points``, ``low``, ``high`` and ``sums`` are those of `Boxes`; ``limits``: (limits, axes). All weights together
    are below 2**62. The twin looks at every point.
    """
    for place, limit in enumerate(limits):
        found[place] = weights[(points <= limit[:, None]).all(axis=1).ravel()].sum()


def pick(
    points: Numbers,
    weights: Words,
    low: Numbers,
    high: Numbers,
    sums: Words,
    limits: Numbers,
    numbers: Words,
    found: Numbers,
    axes: int,
    leaf: int,
) -> None:
    """For each limit the point within it at which the weights so far pass the number, in ``found``.

    ``numbers`` becomes the number within that point. Raises `ValueError` where the points within the limit do not have
    so much weight.
    """
    for place, limit in enumerate(limits):
        held = np.flatnonzero((points <= limit[:, None]).all(axis=1))
        ends = np.cumsum(weights[held])
        at = int(np.searchsorted(ends, numbers[place], side="right"))
        if at == len(held):
            raise ValueError("there are not so many points")
        found[place] = held[at]
        numbers[place] -= ends[at] - weights[held[at]]
