"""Search for a package among rows, led by weights: what the weights rule out is never looked at.

For every vector of weights a package is short of the highest weighted score by the sum of what its rows are short of
the best in their tables. A package that reaches the walk-aways can be short by so much and no more; each row taken uses
up some of that room, and rows for which there is no room left are not taken. The walk-aways themselves are among the
weights, so what comes out at the end reaches them. All in whole numbers.

Source: Everett 1963, Operations Research 11(3), 399-417, for the bounds; several of them at once as in Dyer 1980,
Mathematical Programming 19(1), 32-46, for two constraints.

Read next: ``reaching.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..kernels import load
from ..tables import Units
from ..watch import Watch
from .marked_tables import Narrowed, Rows
from .mixtures import Floats, Weights, finest, rounded

LOOKS = 1 << 18
"""Rows looked at in one call of the kernel, some milliseconds."""

MOST_LOOKS = 1 << 26
"""Rows looked at in one search."""

MOST_NUMBERS = 1 << 23
"""Rows times weights; beyond this the search declines."""

MOST_WEIGHTS = 24
"""Vectors of weights that lead a search, the walk-aways themselves beside them."""


@dataclass
class Searched:
    """The rows of a package that reaches the walk-aways (with the highest score of the side asked about), or None.

    ``finished``: whether it is proved that there is none, or none with a higher score; else the search was given up.
    """

    rows: Rows | None
    finished: bool
    declined: bool = False


@dataclass(frozen=True, eq=False)
class _Open:
    """Rows for which there is room at all. ``short``: (rows, weights), what each is short of the best in its table."""

    rows: Rows
    short: npt.NDArray[np.int64]
    starts: Rows
    room: npt.NDArray[np.int64]


def search(
    rows: Narrowed,
    floors: Units,
    wanted: Rows,
    tried: Sequence[Floats],
    watch: Watch,
    aim: int | None = None,
) -> Searched:
    """Search for a package that reaches the walk-aways in ``wanted``; with ``aim``, for the highest score of that side.

    ``tried``: weights, the best last. Cost: rows times weights, and a look at a table for each row taken, `MOST_LOOKS`
    at most; the better the weights, the fewer.
    """
    weights = _leading(rows, wanted, tried)
    if len(rows.rows) * len(weights) > MOST_NUMBERS:
        return Searched(None, finished=False, declined=True)
    left = _open_rows(rows, floors, weights)
    if left is None:
        return Searched(None, finished=True)
    return _descend(_ordered(left), rows, floors, weights, aim, watch)


def first_in_order(rows: Narrowed, floors: Units, wanted: Rows, watch: Watch) -> Rows | None:
    """The first package that reaches the walk-aways in ``wanted``, tables by their first issue and rows in file order.

    None where none does, or where it would take long to find. Cost: as `search`, with few weights.
    """
    if not len(wanted):
        return rows.rows[rows.starts]
    weights = _leading(rows, wanted, [])
    if len(rows.rows) * len(weights) > MOST_NUMBERS:
        return None
    left = _open_rows(rows, floors, weights)
    if left is None:
        return None
    starts = np.append(left.starts, len(left.rows)).astype(np.int64)
    return _descend(_Tree(left.rows, left.short, starts, left.room), rows, floors, weights, None, watch).rows


def _open_rows(rows: Narrowed, floors: Units, weights: Weights) -> _Open | None:
    """The rows for which there is room, once and again until all left have it; None where none are left in a table."""
    values = rows.units @ weights.T
    table_of = np.repeat(np.arange(len(rows.starts)), np.diff(rows.starts, append=len(rows.rows)))
    left = np.arange(len(rows.rows))
    while True:
        starts = np.searchsorted(table_of[left], np.arange(len(rows.starts)))
        if (np.diff(starts, append=len(left)) == 0).any():
            return None
        most = np.maximum.reduceat(values[left], starts)
        room = most.sum(axis=0) - weights @ floors
        if (room < 0).any():
            return None
        short = most[table_of[left]] - values[left]
        has_room = (short <= room).all(axis=1)
        if has_room.all():
            return _Open(left, short, starts, room)
        left = left[has_room]


def _leading(rows: Narrowed, wanted: Rows, tried: Sequence[Floats]) -> Weights:
    """Whole weights to search by: the walk-aways alone, then some around the best, and the best last."""
    most, count = finest(rows.spans), len(rows.spans)
    alone = np.eye(count, dtype=np.int64)[wanted]
    led = [rounded(weights, most) for weights in tried[-MOST_WEIGHTS:]]
    return np.concatenate([alone, np.array(led, np.int64).reshape(len(led), count)])


@dataclass(frozen=True, eq=False)
class _Tree:
    """Tables in the order of the search, and their rows in the order in which they are tried."""

    rows: Rows
    short: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    room: npt.NDArray[np.int64]


def _ordered(left: _Open) -> _Tree:
    """Tables by what their second-best row is short of under the last weights, the most first; rows the least first."""
    led = left.short[:, -1]
    tables = []
    for start, end in zip(left.starts.tolist(), [*left.starts[1:].tolist(), len(left.rows)], strict=True):
        order = start + np.argsort(led[start:end], kind="stable")
        tables.append((len(order) > 1 and -int(led[order[1]]), order))
    tables.sort(key=lambda table: (len(table[1]) > 1, table[0]))
    order = np.concatenate([own for _, own in tables])
    starts = np.cumsum([0, *(len(own) for _, own in tables)], dtype=np.int64)
    return _Tree(left.rows[order], np.ascontiguousarray(left.short[order]), starts, left.room)


def _descend(tree: _Tree, rows: Narrowed, floors: Units, weights: Weights, aim: int | None, watch: Watch) -> Searched:
    """The first package for which there is room; with ``aim`` one after another, with less room each time."""
    step = getattr(load("conflicts"), "advance", advance)
    tables = len(tree.starts) - 1
    left = np.zeros((tables + 1, len(tree.room)), np.int64)
    left[0] = tree.room
    taken, state = np.full(tables, -1, np.int64), np.zeros(2, np.int64)
    best, looks, floor = None, 0, 0 if aim is None else int(floors[aim])
    while True:
        state[1] = LOOKS
        found = step(tree.short, tree.starts, left, taken, state)
        looks += LOOKS - int(state[1])
        if found:
            chosen = np.sort(tree.rows[taken])
            best = rows.rows[chosen]
            if aim is None:
                return Searched(best, finished=True)
            raised = int(rows.units[chosen, aim].sum()) + 1
            left -= weights[:, aim] * (raised - floor)
            floor = raised
        elif state[0] < 0:
            return Searched(best, finished=True)
        if looks > MOST_LOOKS or watch.left() <= 0:
            return Searched(best, finished=False)


def advance(
    short: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    left: npt.NDArray[np.int64],
    taken: npt.NDArray[np.int64],
    state: npt.NDArray[np.int64],
) -> bool:
    """Go on, depth first, to the next choice of one row a table for which there is room: True where there is one.

    ``short``: (rows, weights), what each row needs; ``starts``: (tables + 1,); ``left``: (tables + 1, weights), the
    room left before each table and at the end; ``taken``: (tables,), the row taken of each table; ``state``: the table
    whose row is to be changed next, and how many looks are left. At the end the table is -1. All are 64-bit, below
    2**61 in size; ``left``, ``taken`` and ``state`` are written. The twin of ``advance`` in ``conflicts.c``.

    >>> left, taken = np.array([[5], [0], [0]]), np.array([-1, 0])
    >>> state = np.array([0, 100])
    >>> advance(np.array([[0], [4], [3]]), np.array([0, 2, 3]), left, taken, state), taken.tolist(), state.tolist()
    (True, [0, 2], [1, 98])
    >>> advance(np.array([[0], [4], [3]]), np.array([0, 2, 3]), left, taken, state), state.tolist()
    (False, [-1, 96])
    """
    table, looks = state.tolist()
    found = False
    while table >= 0 and looks > 0:
        row, end = int(taken[table]) + 1, int(starts[table + 1])
        fits = np.flatnonzero((short[row:end] <= left[table]).all(axis=1))
        passed = min(int(fits[0]) if len(fits) else end - row, looks)
        row, looks = row + passed, looks - passed
        if row == end:
            table -= 1
            continue
        if looks == 0:
            taken[table] = row - 1
            break
        looks -= 1
        taken[table] = row
        np.subtract(left[table], short[row], out=left[table + 1])
        if table + 1 == len(taken):
            found = True
            break
        table += 1
        taken[table] = starts[table] - 1
    state[:] = table, looks
    return found
