"""Good packages fast: many packages climb at once, one variable at a time.

Nothing here has to be right, only good: what is found is what the search then has to beat. Always the same draws.
The kernel is `kernels/climbing.c`; its twin is `climb_once`, which comes to the same packages.

Read next: ``descent.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..kernels import load
from ..tables import Units
from .reduced import NEVER, Reduced
from .wanted import Merit, Reals
from .weights import scattered

Rows: TypeAlias = npt.NDArray[np.int64]

ROUNDS, PASSES, KICKED = 4, 6, 0.15
"""How often climbers are thrown back, how often each variable is then tried, and what share of variables is thrown."""

FEW = 16
"""So many climbers, and one round, are enough where there are no pairs: bounds are sharp there."""

BARRED = 1 << 42
"""What a pair that bars a package takes from every side."""

SHORT = 2.0**200
"""What a unit short of the least gains counts, against all else."""


@dataclass(frozen=True, eq=False)
class Slope:
    """What is climbed; the arrays in the order in which the kernel takes them.

    ``starts``, ``units``: as in `Reduced`. ``zeros``, ``low`` (sides,): what gains are measured from, and what they
    have to be at least. ``beside`` has a row for each pair of each variable (those of variable v begin at
    ``beside_starts[v]``): the other variable, the pair's first cell, and how many cells on the next row of the other
    variable and of this one are. ``cells`` (cells, sides): what they add. ``weigh``, ``slope`` (sides,) and
    ``product``: as in `Merit`.
    """

    starts: Rows
    units: Units
    zeros: Units
    low: Units
    beside_starts: Rows
    beside: Rows
    cells: Units
    weigh: Reals
    slope: Reals
    product: bool

    def pairs(self, variable: int) -> Rows:
        return self.beside[self.beside_starts[variable] : self.beside_starts[variable + 1]]


def climb(tree: Reduced, zeros: Units, low: Units, merit: Merit) -> tuple[Rows, Units]:
    """Packages that no change of one variable betters, best first: rows (climbers, variables), gains (climbers, sides).

    A climber starts from the best rows under each of the weights. Gains are far below zero where a pair bars a package.
    Cost: `ROUNDS` times `PASSES` times climbers, rows, pairs and sides.
    """
    way = Slope(tree.starts, tree.units, zeros, low, *_beside(tree), merit.weigh, merit.slope, merit.product)
    paired = bool(len(tree.pair_with))
    costs = tree.costs if paired else tree.costs[:, :FEW]
    places = np.where(costs == 0, np.arange(len(costs))[:, None], len(costs))  # the best row costs nothing
    kept = rows = np.ascontiguousarray(np.minimum.reduceat(places, tree.starts[:-1], axis=0).T)
    kept_gains = gains = _climbed(way, rows)
    for chance in scattered("climbing", (ROUNDS - 1, 2, *rows.shape)) if paired else ():
        drawn = tree.starts[:-1] + (chance[0] * np.diff(tree.starts)).astype(np.int64)
        rows = np.where(chance[1] < KICKED, drawn, kept)
        gains = _climbed(way, rows)
        better = (heights(way, gains) > heights(way, kept_gains))[:, None]
        kept, kept_gains = np.where(better, rows, kept), np.where(better, gains, kept_gains)
    order = np.argsort(-heights(way, kept_gains), kind="stable")
    return kept[order], kept_gains[order]


def _beside(tree: Reduced) -> tuple[Rows, Rows, Units]:
    """The pairs of each variable, from its side, and their cells."""
    counts = np.diff(tree.starts)
    if not len(tree.pair_with):
        return np.zeros(len(tree.starts), np.int64), np.zeros((0, 4), np.int64), tree.pair_units
    later = np.repeat(np.arange(len(counts)), np.diff(tree.pair_starts))
    step, one = counts[later], np.ones(len(later), np.int64)
    own = np.concatenate((later, tree.pair_with))
    here = np.stack((tree.pair_with, tree.pair_at, step, one), axis=1)
    there = np.stack((later, tree.pair_at, one, step), axis=1)
    order = np.argsort(own, kind="stable")
    cells = tree.pair_units - np.where(tree.pair_costs[:, :1] >= NEVER, BARRED, 0)
    return np.searchsorted(own[order], np.arange(len(counts) + 1)), np.concatenate((here, there))[order], cells


def _climbed(way: Slope, rows: Rows) -> Units:
    """Let packages climb (their rows change); their gains."""
    gains = np.zeros((len(rows), len(way.zeros)), np.int64)
    kernel = load("climbing")
    if kernel:
        *arrays, product = (getattr(way, name) for name in SLOPE)
        kernel.climb_once(*arrays, rows, gains, np.zeros(2 * len(way.zeros), np.int64), int(product), PASSES)
    else:
        climb_once(way, rows, gains, PASSES)
    return gains


SLOPE = tuple(Slope.__dataclass_fields__)


def climb_once(way: Slope, rows: Rows, gains: Units, passes: int) -> None:
    """Give each variable in turn its best row, until that changes nothing or so many passes are made.

    ``rows`` (climbers, variables) are changed in place; ``gains`` (climbers, sides) are what they come to.
    """
    variables = len(way.starts) - 1
    gains[:] = way.units[rows].sum(axis=1) - way.zeros
    for variable in range(variables):
        for pair in way.pairs(variable):
            if pair[0] < variable:
                gains += way.cells[_cells(way, pair, rows, rows[:, variable] - way.starts[variable])]
    for _ in range(passes):
        before = rows.copy()
        for variable in range(variables):
            _improve(way, rows, gains, variable)
        if (rows == before).all():
            break


def heights(way: Slope, gains: Units) -> Reals:
    """How good gains are, (..., sides) to (...,): see `Merit`; where gains fall short of ``low``, by how much."""
    product, sum_, missing = np.ones(gains.shape[:-1]), np.zeros(gains.shape[:-1]), np.zeros(gains.shape[:-1])
    least = np.full(gains.shape[:-1], np.inf if way.weigh.any() else 0.0)
    for side in range(gains.shape[-1]):  # in this order, so that the kernel comes to the same
        weighed = gains[..., side] * way.weigh[side]
        product = product * weighed
        least = np.minimum(least, weighed) if way.weigh[side] > 0 else least
        sum_ = sum_ + gains[..., side] * way.slope[side]
        missing = missing + np.maximum(way.low[side] - gains[..., side], 0)
    return np.asarray(np.where(missing > 0, -SHORT * missing, product if way.product else least + sum_))


def _cells(way: Slope, pair: Rows, rows: Rows, own: Rows) -> Rows:
    """The cell of a pair for each climber, by its row of the other variable and ``own``."""
    other, at, by_other, by_own = pair
    return np.asarray(at + (rows[:, other] - way.starts[other]) * by_other + own * by_own)


def _improve(way: Slope, rows: Rows, gains: Units, variable: int) -> None:
    """Give every climber the best row of one variable, all others as they are."""
    start, end = way.starts[variable], way.starts[variable + 1]
    worth = np.repeat(way.units[None, start:end], len(rows), axis=0)
    for pair in way.pairs(variable):
        worth = (
            worth
            + way.cells[_cells(way, pair, rows, np.zeros(1, np.int64))[:, None] + np.arange(end - start) * pair[3]]
        )
    everyone, now = np.arange(len(rows)), rows[:, variable] - start
    reached = gains[:, None] + worth - worth[everyone, now][:, None]
    found = heights(way, reached)
    best = found.argmax(axis=1)
    best = np.where(found[everyone, best] > found[everyone, now], best, now)
    rows[:, variable] = best + start
    gains[:] = reached[everyone, best]
