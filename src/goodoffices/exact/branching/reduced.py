"""What each row costs against the best row of its variable, under each of a pool of weights.

A child's bounds are its parent's less the costs of the row it takes (and of its pairs): that is all a search has to do.

Read next: ``descent.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..tables import Keys, Units
from .factors import Factors
from .spreading import spread
from .wanted import Reals

NEVER = 2.0**52
"""The cost of what is barred: more than any bound has to lose."""

Offsets: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Reduced:
    """Variables in the order of the search, with costs (rows, weights) and (cells, weights) in whole doubles.

    ``root``: (weights,), the most the weighted gains of any package can come to. Pairs stand with the later of their
    variables: those of variable v are ``pair_starts[v]`` to ``pair_starts[v + 1]``, with variable ``pair_with`` and
    their cells from ``pair_at`` on, (rows of the earlier, rows of the later). ``open``: for each number of variables
    settled the settled ones (``open_starts``) that have a pair with one that is not.
    """

    starts: Offsets
    units: Units
    costs: Reals
    keys: Keys
    pair_starts: Offsets
    pair_with: Offsets
    pair_at: Offsets
    pair_units: Units
    pair_costs: Reals
    open_starts: Offsets
    open: Offsets
    root: Reals


def reduced(whole: Factors, weights: Reals) -> Reduced:
    """The costs of a problem under a pool of whole weights (weights, sides), the best first.

    Sums are of whole numbers below 2**53 and so exact in doubles, in whatever order they are taken.
    """
    worth, pairs = spread(whole, weights) if whole.pairs else (whole.units.astype(np.float64) @ weights.T, [])
    tops = np.maximum.reduceat(worth, whole.starts[:-1], axis=0)
    costs = np.repeat(tops, np.diff(whole.starts), axis=0) - worth
    root = tops.sum(axis=0) - weights @ whole.zeros
    pair_costs = []
    for pair, worths in zip(whole.pairs, pairs, strict=True):
        top = worths[~pair.barred].max(axis=0)
        root += top
        pair_costs.append(np.where(pair.barred[:, :, None], NEVER, top - worths))
    return _ordered(whole, costs, pair_costs, root)


def _ordered(whole: Factors, costs: Reals, pair_costs: list[Reals], root: Reals) -> Reduced:
    """Everything in the order of the search."""
    order = _order(whole, costs, pair_costs)
    place = {variable: number for number, variable in enumerate(order)}
    rows = np.concatenate([np.arange(whole.starts[v], whole.starts[v + 1]) for v in order])
    turned = []  # pairs as (later, earlier, units, costs), the rows of the earlier variable first
    for pair, cost in zip(whole.pairs, pair_costs, strict=True):
        first, second = place[pair.first], place[pair.second]
        if first < second:
            turned.append((second, first, pair.units, cost))
        else:
            turned.append((first, second, pair.units.swapaxes(0, 1), cost.swapaxes(0, 1)))
    turned.sort(key=lambda pair: pair[:2])
    laters = np.array([pair[0] for pair in turned], np.int64)
    sizes = np.array([pair[2].shape[0] * pair[2].shape[1] for pair in turned], np.int64)
    opens = [sorted({b for a, b, *_ in turned if b < depth <= a}) for depth in range(len(whole) + 1)]
    sides, cuts = len(whole.low), len(root)
    return Reduced(
        np.concatenate(([0], np.cumsum(np.diff(whole.starts)[order]))),
        whole.units[rows],
        costs[rows],
        whole.keys[rows],
        np.searchsorted(laters, np.arange(len(whole) + 1)),
        np.array([pair[1] for pair in turned], np.int64),
        np.concatenate(([0], np.cumsum(sizes)))[:-1].astype(np.int64),
        np.concatenate([np.zeros((0, sides), np.int64), *(pair[2].reshape(-1, sides) for pair in turned)]),
        np.concatenate([np.zeros((0, cuts)), *(pair[3].reshape(-1, cuts) for pair in turned)]),
        np.cumsum([0, *map(len, opens)]),
        np.array([variable for found in opens for variable in found], np.int64),
        root,
    )


def _order(whole: Factors, costs: Reals, pair_costs: list[Reals]) -> list[int]:
    """The variables: at each place the one that costs most on average, pairs with those already placed included.

    Bounds then fall, and hopeless nodes with them, as early as can be.
    """
    fall = np.add.reduceat(costs[:, 0], whole.starts[:-1]) / np.diff(whole.starts)
    beside: list[list[tuple[int, float]]] = [[] for _ in range(len(whole))]
    for pair, cost in zip(whole.pairs, pair_costs, strict=True):
        mean = float(np.minimum(cost[:, :, 0], cost[~pair.barred][:, 0].max()).mean())
        beside[pair.first].append((pair.second, mean))
        beside[pair.second].append((pair.first, mean))
    order: list[int] = []
    for _ in range(len(whole)):
        order.append(int(fall.argmax()))
        fall[order[-1]] = -np.inf
        for variable, mean in beside[order[-1]]:
            fall[variable] += mean
    return order
