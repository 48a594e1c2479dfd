"""Which score vectors are undominated: none is at least as good in every column and better in one.

Read next: ``enumerating/enumeration.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

CHUNK = 512
"""Rows compared with one another at a time: few enough for a processor's cache."""


def undominated(points: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """The places of the undominated rows, ascending; of equal rows the first.

    ``points``: (rows, columns), units, more is better; 64-bit integers, or Python integers of any length. Without
    columns all rows are equal. Cost: a sort for one column or two; for more a sort, and rows times undominated rows in
    the worst case.
    Source: Kung, Luccio & Preparata 1975, Journal of the ACM 22(4), 469-476, for two columns; for more the sorted scan
    of Chomicki, Godfrey, Gryz & Liang 2003, Skyline with presorting, ICDE, 717-719.

    >>> undominated(np.array([[1, 2], [2, 1], [1, 1], [2, 1]]))
    array([0, 1])
    """
    rows, columns = points.shape
    if rows == 0 or columns == 0:
        return np.arange(min(rows, 1))
    if points.dtype == object:
        points = _ranks(points)
    if columns > 2 and rows > 4 * CHUNK:
        candidates = _beyond_the_strongest(points)
        return candidates[undominated(points[candidates])] if len(candidates) < rows else _scan(points)
    return _scan(points)


def _scan(points: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Sort the rows so that whatever dominates comes first, then keep what nothing kept dominates.

    The order is that of a dictionary, best first, equal rows in their own order.
    """
    order = np.lexsort((np.arange(len(points)), *(-points[:, column] for column in range(points.shape[1] - 1, -1, -1))))
    ordered = points[order]
    distinct = np.ones(len(ordered), np.bool_)
    distinct[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    order, ordered = order[distinct], ordered[distinct]
    if points.shape[1] == 1:
        return order[:1]
    if points.shape[1] == 2:
        best_before = np.maximum.accumulate(ordered[:, 1])[:-1]
        return np.sort(order[np.concatenate(([True], ordered[1:, 1] > best_before))])
    kept = ordered[:0]
    places = []
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        alive = np.flatnonzero(~covered(chunk, kept))
        alive = alive[~_covered_by_earlier(chunk[alive])]
        kept = np.concatenate((kept, chunk[alive]))
        places.append(order[start + alive])
    return np.sort(np.concatenate(places))


def covered(points: npt.NDArray[Any], by: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """For each row of ``points``, whether some row of ``by`` is at least as good in every column: (rows,).

    An equal row covers too. Cost: rows of ``points`` times rows of ``by`` times columns, in chunks of `CHUNK`.

    >>> covered(np.array([[1, 1], [2, 1], [0, 3]]), by=np.array([[2, 1], [1, 2]]))
    array([ True,  True, False])
    """
    truth = np.zeros(len(points), np.bool_)
    for start in range(0, len(by), CHUNK):
        rivals = by[start : start + CHUNK]
        open_rows = np.flatnonzero(~truth)
        if not len(open_rows):
            break
        better = np.ones((len(open_rows), len(rivals)), np.bool_)
        for column in range(points.shape[1]):
            better &= rivals[:, column] >= points[open_rows, column, None]
        truth[open_rows] = better.any(axis=1)
    return truth


def _covered_by_earlier(points: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """For each of some distinct rows, whether a row before it is at least as good in every column."""
    better = np.tri(len(points), k=-1, dtype=np.bool_)
    for column in range(points.shape[1]):
        better &= points[None, :, column] >= points[:, None, column]
    return np.asarray(better.any(axis=1))


def _beyond_the_strongest(points: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """The places of rows that are not strictly worse than one of a few strong rows: most of a large set falls here."""
    strong = points[np.argsort(-points.sum(axis=1), kind="stable")[:16]]
    alive = np.arange(len(points))
    for row in strong:
        here = points[alive]
        alive = alive[~((row >= here).all(axis=1) & (row > here).any(axis=1))]
    return alive


def _ranks(points: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Each column's numbers replaced by their ranks: the same order, in small integers."""
    columns = [np.unique(points[:, column], return_inverse=True)[1] for column in range(points.shape[1])]
    return np.stack(columns, axis=1).astype(np.int64)
