"""Good packages fast, where pairs make bounds loose: many packages climb at once, one variable at a time.

Nothing here has to be right, only good: what is found is what the search then has to beat. Always the same draws.

Read next: ``descent.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..tables import Units
from .reduced import NEVER, Reduced
from .wanted import Reals
from .weights import scattered

Rows: TypeAlias = npt.NDArray[np.int64]

ROUNDS, PASSES, KICKED = 4, 6, 0.15
"""How often climbers are thrown back, how often each variable is then tried, and what share of variables is thrown."""


def climb(tree: Reduced, zeros: Units, merit: Callable[[Reals], Reals]) -> tuple[Rows, Reals]:
    """Packages that no change of one variable betters: rows (climbers, variables) and gains (climbers, sides).

    ``merit``: (..., sides) gains to (...,). One climber starts from the best rows under each of the weights. Gains are
    far below zero where a pair bars a package. Cost: `ROUNDS` times `PASSES` times climbers, rows, pairs and sides.
    """
    best = [tree.costs[a:b].argmin(axis=0) + a for a, b in zip(tree.starts, tree.starts[1:], strict=False)]
    rows, around = np.stack(best, axis=1), _around(tree)
    kept, kept_gains = rows, _gains(tree, zeros, rows)
    for chance in scattered("climbing", (ROUNDS, 2, *rows.shape)):
        gains = _gains(tree, zeros, rows)
        for _ in range(PASSES):
            before = rows.copy()
            for variable, pairs in enumerate(around):
                gains = _improve(tree, merit, rows, gains, variable, pairs)
            if (rows == before).all():
                break
        better = merit(gains) > merit(kept_gains)
        kept = np.where(better[:, None], rows, kept)
        kept_gains = np.where(better[:, None], gains, kept_gains)
        drawn = tree.starts[:-1] + (chance[0] * np.diff(tree.starts)).astype(np.int64)
        rows = np.where(chance[1] < KICKED, drawn, kept)
    return kept, kept_gains


Around: TypeAlias = list[tuple[int, Reals]]
"""The pairs of a variable: the other variable, and what each combination adds (other's rows, own rows, sides)."""


def _around(tree: Reduced) -> list[Around]:
    """The pairs of each variable; what is barred takes 2**42 from every side."""
    around: list[Around] = [[] for _ in tree.starts[1:]]
    counts = np.diff(tree.starts)
    added: Reals = tree.pair_units.astype(np.float64) - np.where(tree.pair_costs[:, :1] >= NEVER, 2.0**42, 0.0)
    for later in range(len(counts)):
        for pair in range(tree.pair_starts[later], tree.pair_starts[later + 1]):
            earlier, at = int(tree.pair_with[pair]), int(tree.pair_at[pair])
            shape = (int(counts[earlier]), int(counts[later]), -1)
            cells: Reals = added[at : at + shape[0] * shape[1]].reshape(shape)
            around[later].append((earlier, cells))
            around[earlier].append((later, cells.swapaxes(0, 1)))
    return around


def _gains(tree: Reduced, zeros: Units, rows: Rows) -> Reals:
    gains = tree.units[rows].sum(axis=1).astype(np.float64) - zeros
    for later, pairs in enumerate(_around(tree)):
        for earlier, cells in pairs:
            if earlier < later:
                gains += cells[rows[:, earlier] - tree.starts[earlier], rows[:, later] - tree.starts[later]]
    return np.asarray(gains)


def _improve(
    tree: Reduced, merit: Callable[[Reals], Reals], rows: Rows, gains: Reals, variable: int, pairs: Around
) -> Reals:
    """Give every climber the best row of one variable, all others as they are; the new gains."""
    start, end = tree.starts[variable], tree.starts[variable + 1]
    worth = np.broadcast_to(tree.units[start:end].astype(np.float64), (len(rows), end - start, gains.shape[1]))
    for other, cells in pairs:
        worth = worth + cells[rows[:, other] - tree.starts[other]]
    everyone, now = np.arange(len(rows)), rows[:, variable] - start
    reached = gains[:, None] + worth - worth[everyone, now][:, None]
    heights = merit(reached)
    best = heights.argmax(axis=1)
    best = np.where(heights[everyone, best] > heights[everyone, now], best, now)
    rows[:, variable] = best + start
    return np.asarray(reached[everyone, best])
