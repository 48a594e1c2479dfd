"""Weights for the sides under which no package promises much: the heart of *branch and bound*.

Under any weights, none negative, the weighted gains of a package are at most the sum over variables of the best row.
The least such bound, measured by what is wanted, is a convex function of the weights (the Lagrangian dual). `centre`
finds its lowest place by Newton's method on a smoothed form of it; `pool` surrounds that place, since every sub-tree of
the search has a lowest place of its own nearby.

Nothing here has to be exact: any weights give a true bound. They come out as whole numbers so that bounds are exact.

Source: Geoffrion 1974, Mathematical Programming Study 2, 82-114 (Lagrangian bounds); Nesterov 2005, Mathematical
Programming 103, 127-152 (smoothing).

Read next: ``reduced.py``.
"""

from __future__ import annotations

from functools import cache
from math import prod

import numpy as np

from ..chance import start_of, words
from ..tables import Units
from .factors import Factors
from .reduced import Reduced
from .wanted import Aim, Product, Reals, Sorted, Whole

ROWS = 64
"""Weights in a pool; more where there are many sides."""

EXACT = 2.0**48
"""Weighted sums stay below this, so that doubles hold them exactly with room to spare."""

LEAST = 1e-9
"""Weights stay between this and its inverse while they are looked for."""

FINEST = 2.0**20
"""No weight is larger than this."""


def centre(whole: Factors, units: Reals, aim: Aim) -> list[Reals]:
    """Weights that bound well what is wanted, from coarse to fine: the last is the best.

    ``units``: (rows, sides), those of ``whole`` with what pairs add on average. Cost: some twenty Newton steps, each
    rows times sides squared.
    """
    sides = units.shape[1]
    y = np.ones(sides) / (sides if aim.sums is None else max(aim.sums.sum(), 1e-9))
    if isinstance(aim, Product):
        reach = np.maximum.reduceat(units, whole.starts[:-1], axis=0).sum(axis=0) - whole.zeros
        y = 1.5 / np.maximum(reach, 1.0)
    found = []
    for smooth in (0.5, 0.12, 0.03):
        for _ in range(8):
            y, settled = _newton(whole.starts, units, whole.zeros, aim, y, smooth)
            if settled:
                break
        found.append(aim.base + y)
    return found


def centres_of(tree: Reduced, settled: Whole, gains: Units, aim: Aim, middle: Reals) -> Reals:
    """Weights that bound well what partial packages can still come to, (nodes, sides), found from ``middle`` on.

    ``settled`` (nodes,): how many variables each has settled; ``gains`` (nodes, sides): those so far. What pairs add is
    not looked at. Cost: eight Newton steps a node.
    """
    units = tree.units.astype(np.float64)
    found = []
    for depth, gained in zip(settled, gains, strict=True):
        first, y = tree.starts[depth], middle - aim.base
        for smooth in (0.12, 0.03):
            for _ in range(4):
                y, short = _newton(tree.starts[depth:] - first, units[first:], -gained, aim, y, smooth)
                if short:
                    break
        found.append(aim.base + y)
    return np.array(found)


def _newton(offsets: Whole, units: Reals, zeros: Units, aim: Aim, y: Reals, smooth: float) -> tuple[Reals, bool]:
    """One Newton step on the smoothed bound, with a barrier that keeps every weight positive; whether it was short."""
    starts, counts = offsets[:-1], np.diff(offsets)
    worth = units @ (aim.base + y)
    top = np.maximum.reduceat(worth, starts)
    heat = smooth * max(float((top - np.minimum.reduceat(worth, starts)).mean()), 1e-6 * float(1 + np.abs(top).mean()))
    chance = np.exp((worth - np.repeat(top, counts)) / heat)
    chance /= np.repeat(np.add.reduceat(chance, starts), counts)
    spread = chance[:, None] * units
    means = np.add.reduceat(spread, starts, axis=0)
    barrier = 1.0 if isinstance(aim, Product) else heat
    marks = np.zeros(len(y)) if isinstance(aim, Product) else aim.marks()
    slope = means.sum(axis=0) - zeros - marks - barrier / y
    bend = (units.T @ spread - means.T @ means) / heat
    bend[np.diag_indices(len(y))] += barrier / y**2 + 1e-12 * np.trace(bend) + 1e-300
    if aim.sums is None:
        move = -np.linalg.solve(bend, slope)
    else:
        both = np.linalg.solve(bend, np.stack((slope, aim.sums), axis=1))
        move = both[:, 1] * (aim.sums @ both[:, 0]) / (aim.sums @ both[:, 1]) - both[:, 0]
    relative = move / y
    reach = float(max(-relative.min(), relative.max() / 8, 1e-12))
    moved = (y + move * min(1.0, 0.9 / reach)).clip(LEAST, 1 / LEAST)
    return (moved, reach < 0.02) if np.isfinite(moved).all() else (y, True)


def pool(whole: Factors, aim: Aim, centres: list[Reals]) -> Reals:
    """Whole weights, (rows, sides), a multiple of eight rows: the best first, those of one side alone last.

    The best weights are moved by chance, from hardly to far. The same aim gets the same pool.
    """
    sides = len(whole.low)
    count = -(-max(ROWS, 2 * sides + 24) // 8) * 8 - sides
    best = centres[-1]
    chance = _chance(count, sides)
    sizes = np.geomspace(0.01, 0.6, count)[:, None]
    around = best * np.exp(sizes * chance[0]) + np.maximum(sizes * best.mean() * chance[1], 0.0) * (chance[2] > 0.8)
    around[: len(centres)] = centres[::-1]
    around[len(centres)] = 1.0
    if isinstance(aim, Sorted) and aim.total is not None:
        around += best.mean() * np.array([0.0, 0.5, 2.0, 8.0, 32.0])[np.arange(count) % 5, None]
    return np.concatenate((_rounded(whole, around), np.eye(sides)))


def widened(whole: Factors, weights: Reals, more: Reals) -> Reals:
    """A pool with more weights after its best: whole ones, and as many as make it a multiple of eight rows."""
    sides = len(whole.low)
    best = np.repeat(weights[:1], 1 + -(len(weights) + len(more)) % 8, axis=0)
    return np.concatenate((best, _rounded(whole, more), weights[1:-sides], weights[-sides:]))


def _rounded(whole: Factors, weights: Reals) -> Reals:
    """Each row in whole numbers, as fine as sums allow."""
    finest = min(FINEST, np.floor(EXACT / _largest(whole)))
    return np.asarray(np.floor(weights / weights.max(axis=1, keepdims=True) * finest + 0.5))


@cache
def _chance(count: int, sides: int) -> Reals:
    """Three tables of numbers spread around 0 by 1 (sums of three even draws), always the same."""
    return np.asarray(2 * scattered("weights", (3, 3, count, sides)).sum(axis=0) - 3)


def scattered(what: str, shape: tuple[int, ...]) -> Reals:
    """Numbers from 0 up to 1, always the same for one use."""
    drawn = words(start_of(0, what), np.arange(prod(shape), dtype=np.uint64))
    return np.asarray((drawn.reshape(shape) >> np.uint64(11)) * 2.0**-53, np.float64)


def _largest(whole: Factors) -> float:
    """No gains, and no least gains, sum to more than this in size over all sides."""
    rows = np.abs(whole.units).sum(axis=1)
    tables = np.maximum.reduceat(rows, whole.starts[:-1]).sum()
    pairs = sum(int(np.abs(pair.units).sum(axis=2).max(initial=0)) for pair in whole.pairs)
    return float(tables + pairs + np.abs(whole.zeros).sum() + 2 * np.abs(whole.low).sum() + 4 * len(whole.low))


def averaged(whole: Factors) -> Reals:
    """The units of the rows with what pairs add on average: a rough idea where weights should lie."""
    units = whole.units.astype(np.float64)
    for pair in whole.pairs:
        allowed = ~pair.barred[:, :, None]
        for variable, axis in ((pair.first, 1), (pair.second, 0)):
            count = np.maximum(allowed.sum(axis=axis), 1)
            units[whole.rows(variable)] += 0.5 * (pair.units * allowed).sum(axis=axis) / count
    return units
