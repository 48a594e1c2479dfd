"""Worth moved between rows and pairs to make bounds sharp: max-sum diffusion.

What a row adds in the best case through a pair is moved to the row, then each row's worth is shared out among its pairs
again, in turn for every variable: the sum over a package stays what it is, the sum of the best falls. The kernel is
`kernels/spreading.c`; its twin is `sweep`.

Source: Werner 2007, IEEE Transactions on Pattern Analysis and Machine Intelligence 29(7), 1165-1179.

Read next: ``reduced.py``.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..kernels import load
from .factors import Factors
from .wanted import Reals

Whole: TypeAlias = npt.NDArray[np.int64]

SWEEPS = 24
"""How often worth is moved between rows and pairs. More makes bounds hardly sharper."""

MOST = 2.0**51
"""Should worth pile up beyond this, it is moved but once: doubles hold what is left exactly."""

BARRED = -(1 << 60)
"""The worth of a combination of rows that is barred: far below all others."""


def spread(whole: Factors, weights: Reals, sweeps: int = SWEEPS) -> tuple[Reals, list[Reals]]:
    """The worth of rows (rows, weights) and of pairs (rows, rows, weights), moved between them to make bounds sharp.

    All in whole numbers of 64 bits, so that nothing is lost; barred cells stay far below all others. Cost: `SWEEPS`
    times cells times weights.
    """
    whole_weights = weights.astype(np.int64)
    cuts, beside = len(weights), _beside(whole)
    worth = whole.units @ whole_weights.T
    cells = np.concatenate(
        [
            np.where(pair.barred[:, :, None], BARRED, pair.units @ whole_weights.T).reshape(-1, cuts)
            for pair in whole.pairs
        ]
    )
    kernel = load("spreading")
    if kernel:
        kernel.sweep(whole.starts, *beside, worth, cells, np.zeros(cuts, np.int64), sweeps)
    else:
        sweep(whole.starts, *beside, worth, cells, sweeps)
    barred = np.concatenate([pair.barred.ravel() for pair in whole.pairs])
    if sweeps and max(int(np.abs(part).max(initial=0)) for part in (worth, cells[~barred])) >= MOST:
        return spread(whole, weights, 0)
    ends = np.cumsum([pair.barred.size for pair in whole.pairs])
    parts = zip(whole.pairs, np.split(cells.astype(np.float64), ends[:-1]), strict=True)
    return worth.astype(np.float64), [part.reshape(*pair.barred.shape, cuts) for pair, part in parts]


def _beside(whole: Factors) -> tuple[Whole, Whole]:
    """The pairs of each variable (those of variable v from the v-th start on): the first cell, how many cells on its
    next row is, how many rows the other variable has, and how many cells on the other's next row is."""
    beside: list[list[tuple[int, int, int, int]]] = [[] for _ in range(len(whole))]
    at = 0
    for pair in whole.pairs:
        rows, columns = pair.barred.shape
        beside[pair.first].append((at, columns, columns, 1))
        beside[pair.second].append((at, 1, rows, columns))
        at += rows * columns
    return np.cumsum([0, *map(len, beside)]), np.array([one for pairs in beside for one in pairs], np.int64)


def sweep(starts: Whole, beside_starts: Whole, beside: Whole, worth: Whole, cells: Whole, sweeps: int) -> None:
    """Move worth (rows, weights) and cells (cells, weights) so often, in place, and at last all that can go to rows."""
    variables = len(starts) - 1
    for number in range(sweeps + 1):
        for variable in range(variables) if number % 2 else reversed(range(variables)):
            here = worth[starts[variable] : starts[variable + 1]]
            own = np.arange(len(here))[:, None]
            places = [
                at + own * by_own + np.arange(others) * by_other
                for at, by_own, others, by_other in beside[beside_starts[variable] : beside_starts[variable + 1]]
            ]
            for place in places:
                best = cells[place].max(axis=1)
                here += best
                cells[place] -= best[:, None]
            if places and number < sweeps:
                share = here // len(places)
                here -= share * len(places)
                for place in places:
                    cells[place] += share[:, None]
