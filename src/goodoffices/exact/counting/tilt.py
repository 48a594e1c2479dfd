"""The tilt: by how much to prefer rows that lose little, so that packages drawn by chance come close to the zone.

Of any weights of at least 0 on the axes, one package of the zone loses, so weighted, no more than the caps. So the
packages of the zone are at most exp(weights . caps) times the sum of exp(-weights . losses) over all packages, which is
a product over the tables: a bound that holds for every tilt, and is proved whichever is chosen. The tilt of the least
bound is found by Newton's method; the bound's logarithm is convex in the weights.

Source: Chernoff 1952, Annals of Mathematical Statistics 23(4), 493-507; Bertsekas 1982, SIAM Journal on Control and
Optimization 20(2), 221-246 (Newton's method where weights may not fall below 0).

Read next: ``urns.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .grouped import Grouped

Floats = npt.NDArray[np.float64]

MOST_STEPS = 60
MOST_HALVINGS = 40
ENOUGH = 1e-7
"""A step that promises to lower the logarithm of the bound by less than this is not made."""


@dataclass(frozen=True, eq=False)
class Tilt:
    """Weights on the axes, and the logarithm of the bound they give on the zone's size.

    ``weights``: (axes,), for losses in steps of the zone; at least 0.
    """

    weights: Floats
    log_bound: float

    @property
    def proves_empty(self) -> bool:
        """Whether the bound shows that the zone is empty: it is below 1, by more than rounding could make of it."""
        return self.log_bound < -0.5


def tilted(zone: Grouped) -> Tilt:
    """The tilt of (nearly) the least bound for a zone that is not empty.

    Cost: some ten looks at every row. Stops as soon as the bound shows that the zone is empty after all.

    >>> from goodoffices.exact.counting.grouped import grouped
    >>> from goodoffices.exact.problem import Problem, Side
    >>> either = Side(((0, 1),) * 20, floor=14)
    >>> tilt = tilted(grouped(Problem((2,) * 20, (either,), needs=1)))
    >>> tilt.weights.round(3).tolist()  # six of twenty lost on average: log(14 / 6)
    [0.847]
    >>> round(tilt.log_bound, 2), float(np.log(60_460).round(2))  # the bound, and how many there are
    (12.22, 11.01)
    """
    scale = np.maximum(zone.caps, 1).astype(np.float64)
    rows = np.concatenate(zone.losses) / scale
    counts = np.log(np.concatenate(zone.times).astype(np.float64))
    starts = np.cumsum([0, *(len(times) for times in zone.times)])
    caps = zone.caps / scale
    weights = np.zeros(len(scale))
    value, slope, curve = _bound(rows, counts, starts, caps, weights)
    for _ in range(MOST_STEPS):
        step = _newton(weights, slope, curve)
        promise = float(slope @ step)
        if value < -1 or promise > -ENOUGH:
            break
        size = 1.0
        for _ in range(MOST_HALVINGS):
            tried = np.maximum(weights + size * step, 0)
            found = _bound(rows, counts, starts, caps, tried)
            if found[0] <= value + 1e-4 * float(slope @ (tried - weights)):
                weights, (value, slope, curve) = tried, found
                break
            size /= 2
        else:
            break
    return Tilt(weights / scale, value)


def _bound(
    rows: Floats, counts: Floats, starts: npt.NDArray[np.int64], caps: Floats, weights: Floats
) -> tuple[float, Floats, Floats]:
    """The logarithm of the bound, its slope (axes,) and its curvature (axes, axes)."""
    exponent = counts - rows @ weights
    first, sizes = starts[:-1], np.diff(starts)
    highest = np.maximum.reduceat(exponent, first)
    share = np.exp(exponent - np.repeat(highest, sizes))
    sums = np.add.reduceat(share, first)
    share /= np.repeat(sums, sizes)
    means = np.add.reduceat(share[:, None] * rows, first, axis=0)
    value = float(weights @ caps + (highest + np.log(sums)).sum())
    return value, caps - means.sum(axis=0), (rows * share[:, None]).T @ rows - means.T @ means


def _newton(weights: Floats, slope: Floats, curve: Floats) -> Floats:
    """Newton's step over the weights that are not held at 0; a little curvature is added so that there is one."""
    step = np.zeros(len(weights))
    free = np.flatnonzero((weights > 0) | (slope < 0))
    if len(free):
        curve = curve[np.ix_(free, free)] + np.eye(len(free)) * (1e-12 + 1e-9 * np.trace(curve))
        step[free] = -np.linalg.solve(curve, slope[free])
    return step
