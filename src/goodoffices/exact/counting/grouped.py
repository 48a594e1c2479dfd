"""The zone as sums of losses: what counting, sampling and estimating work on.

A row of a table loses a side so many units against the table's best row for that side; a package is in the zone where
no side loses more in all than it can spare. What decides nothing is left out first: scores without a walk-away, sides
that no package fails, rows that lose too much alone. Rows that lose the same are counted together.

Read next: ``counting_table.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import gcd, prod

import numpy as np
import numpy.typing as npt

from ..problem import Problem, Side
from ..tables import NO_FLOOR, Tables, Units, tables


@dataclass(frozen=True, eq=False)
class Grouped:
    """The zone of a problem as tables of losses; an axis is a side that some package fails.

    ``caps``: (axes,), what each may lose in all, in steps of its own. Of each table, ``losses``: (groups, axes), its
    distinct losses, the least on each axis 0; ``times``: (groups,), how many rows lose so; ``members``: (rows,), these
    rows in ``joined``, group by group. There is always an axis, if need be one without losses. ``empty``: no package
    is in the zone, and then there are no tables.
    """

    joined: Tables
    caps: npt.NDArray[np.int64]
    losses: tuple[Units, ...]
    times: tuple[npt.NDArray[np.int64], ...]
    members: tuple[npt.NDArray[np.intp], ...]

    @property
    def empty(self) -> bool:
        return not self.losses

    @property
    def packages(self) -> int:
        """How many packages there are, walk-aways aside, of the rows that are left."""
        return prod(len(rows) for rows in self.members)

    @property
    def widest(self) -> Units:
        """The greatest loss in each table on each axis: (tables, axes)."""
        return np.array([losses.max(axis=0) for losses in self.losses])


@lru_cache(maxsize=16)
def grouped(problem: Problem) -> Grouped | None:
    """The zone of a problem as tables of losses; None where `tables.tables` has no form for it.

    Cost: a few sorts of the rows of each table.

    >>> fence = Problem((3, 2), (Side(((0, 6, 7), (1, 2)), floor=8), Side(((4, 2, 0), (0, 0)))), needs=2)
    >>> zone = grouped(fence)
    >>> zone.caps.tolist(), [losses.tolist() for losses in zone.losses], [times.tolist() for times in zone.times]
    ([1], [[[0], [1]], [[0], [1]]], [[1, 1], [1, 1]])
    """
    joined = tables(bare(problem))
    if joined is None:
        return None
    axes = np.flatnonzero(joined.floors != NO_FLOOR)
    left = _trimmed(joined, axes)
    if left is None:
        return Grouped(joined, np.zeros(0, np.int64), (), (), ())
    caps, parts, rows = left
    axes = np.flatnonzero(np.sum([part.max(axis=0) for part in parts], axis=0) > caps)
    axes = axes[np.argsort(caps[axes], kind="stable")]
    caps, parts = caps[axes], [part[:, axes] for part in parts]
    steps = np.array([gcd(*(int(loss) for part in parts for loss in part[:, axis])) for axis in range(len(axes))])
    if not len(axes):
        caps, parts, steps = np.zeros(1, np.int64), [np.zeros((len(part), 1), np.int64) for part in parts], np.ones(1)
    steps = steps.astype(np.int64)
    groups = [_together(part // steps) for part in parts]
    members = tuple(mine[order] for mine, (_, _, order) in zip(rows, groups, strict=True))
    return Grouped(
        joined, caps // steps, tuple(losses for losses, _, _ in groups), tuple(times for _, times, _ in groups), members
    )


def bare(problem: Problem) -> Problem:
    """A problem with the same zone that says no more than it needs: all its sides must accept.

    Scores that no walk-away looks at are gone, the others count from 0 in steps as large as may be.
    Cost: one visit to each score.

    >>> bare(Problem((3,), (Side(((30, 10, 50),), floor=25), Side(((1, 2, 3),))), needs=2))
    Problem(sizes=(3,), sides=(Side(scores=((1, 0, 2),), bonuses=(), lines=(), floor=1, scored=True),), links=(), needs=1, including=frozenset())
    """  # noqa: E501
    if problem.needs and not problem.needs_all:
        return problem
    sides = tuple(_bare(side) for side in problem.sides) if problem.needs else ()
    sides = tuple(side for side in sides if side.lines or side.floor is not None)
    return Problem(problem.sizes, sides, problem.links, needs=len(sides))


def _bare(side: Side) -> Side:
    least = [min(points) for points in side.scores]
    steps = gcd(*(units - low for points, low in zip(side.scores, least, strict=True) for units in points))
    steps = gcd(steps, *(units for _, units in side.bonuses))
    if side.floor is None or side.lowest >= side.floor:
        nothing = tuple((0,) * len(points) for points in side.scores)
        return Side(nothing, lines=side.lines, scored=side.scored)
    steps = steps or 1
    scores = tuple(
        tuple((units - low) // steps for units in points) for points, low in zip(side.scores, least, strict=True)
    )
    bonuses = tuple((tree, units // steps) for tree, units in side.bonuses)
    return replace(side, scores=scores, bonuses=bonuses, floor=-((sum(least) - side.floor) // steps))


def _trimmed(
    joined: Tables, axes: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.int64], list[Units], list[npt.NDArray[np.intp]]] | None:
    """Caps, losses and rows of each table without rows that alone lose too much; None where a table has none left."""
    rows = [np.arange(joined.starts[table], joined.starts[table + 1]) for table in range(len(joined))]
    while all(len(mine) for mine in rows):
        units = [joined.units[np.ix_(mine, axes)] for mine in rows]
        best = np.array([part.max(axis=0) for part in units])
        caps = best.sum(axis=0) - joined.floors[axes]
        losses = [top - part for top, part in zip(best, units, strict=True)]
        held = [(part <= caps).all(axis=1) for part in losses]
        if all(bool(good.all()) for good in held):
            return caps, losses, rows
        rows = [mine[good] for mine, good in zip(rows, held, strict=True)]
    return None


def _together(losses: Units) -> tuple[Units, npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """The distinct rows in ascending order, how often each is there, and the order of the rows that brings them so."""
    order = np.lexsort(losses.T[::-1])
    ranked = losses[order]
    first = np.flatnonzero(np.concatenate(([True], (ranked[1:] != ranked[:-1]).any(axis=1))))
    return ranked[first], np.diff(np.append(first, len(ranked))), order


def coalition(problem: Problem, sides: Sequence[int]) -> Problem:
    """The same packages for some of the sides, who must all accept."""
    return replace(problem, sides=tuple(problem.sides[side] for side in sides), needs=len(sides), including=frozenset())
