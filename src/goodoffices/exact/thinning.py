"""A long frontier cut to a part that stands for the rest, with the proof of how near it comes.

Read next: ``from_frontier.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .arrays import FITS
from .questions import Frontier, Points, Question, Result


def standing_for_all(units: npt.NDArray[Any], most: int) -> tuple[npt.NDArray[np.intp], tuple[int, ...]]:
    """The places of at most ``most`` points (two a side at least) that stand for all of a frontier, and how near.

    ``units``: (points, sides), in the order of preference among neighbours. Every point is matched by one of those
    kept to within the units returned, side by side: it gives no side more than so much above what the one kept gives.
    The range of each side is cut into equally many parts, as many as leave no more than ``most`` cells with a point in
    them; the first point of each cell is kept, and each side's best.
    Cost: a sort of the points for each of a few grids tried.

    >>> places, within = standing_for_all(np.array([[0, 9], [1, 8], [5, 4], [8, 1]]), 4)
    >>> places.tolist(), within
    ([0, 1, 2, 3], (0, 0))
    >>> places, within = standing_for_all(np.array([[0, 90], [1, 89], [2, 88], [80, 3], [81, 2]]), 3)
    >>> places.tolist(), within
    ([0, 3, 4], (2, 0))
    """
    best = np.unique(units.argmax(axis=0))
    low, span = units.min(axis=0), units.max(axis=0) - units.min(axis=0) + 1
    kept, parts, step = _cells(units, low, span, 1), 1, 1
    growing = True  # twice as many parts while that will do, then half the step each time
    while step and parts <= int(span.max()):
        finer = _cells(units, low, span, parts + step)
        if len(np.union1d(finer[0], best)) <= most:
            kept, parts = finer, parts + step
            step = parts if growing else step // 2
        else:
            growing, step = False, step // 2
    places, cell = kept
    above = (units - units[places][cell]).max(axis=0)
    return np.union1d(places, best), tuple(int(units_above) for units_above in above.clip(0))


def _cells(
    units: npt.NDArray[Any], low: npt.NDArray[Any], span: npt.NDArray[Any], parts: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The first point of each cell of a grid, and for each point which of them is in its cell."""
    width = np.maximum(1, -(-span // parts))
    cells = ((units - low) // width).astype(np.int64)
    code, most = cells[:, 0], parts
    for column in range(1, cells.shape[1]):
        if most * parts >= 1 << 62:  # number the codes so far anew, so that the next cannot pass 64 bits
            code = np.unique(code, return_inverse=True)[1]
            most = len(code)
        code, most = code * parts + cells[:, column], most * parts
    _, first, cell = np.unique(code, return_index=True, return_inverse=True)
    return first, cell


def short_enough(question: Question, found: Result) -> Result:
    """The answer, cut to as many points as were asked for where a method gave more."""
    if not isinstance(question, Frontier) or not isinstance(found, Points):
        return found
    if question.most is None or len(found.points) <= question.most or not found.complete:
        return found
    ordered = sorted(found.points)
    wide = any(max(map(abs, units)) >= FITS for _, units in ordered)
    vectors = np.array([units for _, units in ordered], object if wide else np.int64)
    places, within = standing_for_all(vectors, question.most)
    return Points(tuple(ordered[place] for place in places), False, len(ordered), within)
