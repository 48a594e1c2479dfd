"""The frontier of whole points by a table, in plain numpy: the second opinion where no program can list the packages.

The table is over the losses (points below a side's own best) of all sides but one; a cell holds the least loss of the
last side at exactly these losses. Adding an issue takes, cell by cell, the best over its options. A cell is on the
frontier where its entry is below that of every cell with smaller losses. Measured: everything but reading the case;
memory and time are the product of the other sides' greatest losses, whatever the number of packages.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import stopwatch

NONE = 255
"""A cell that no package reaches."""


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    tables = [np.array(rows, np.int64).T for rows in zip(*case["space"]["scores"], strict=True)]
    best = sum(table.max(0) for table in tables)
    losses = [table.max(0) - table for table in tables]
    floors = [floor or 0 for floor in case["space"]["floors"]]
    most = [int(min(top - floor, sum(loss[:, side].max() for loss in losses)))
            for side, (top, floor) in enumerate(zip(best, floors, strict=True))]  # fmt: skip
    if max(most) >= NONE:
        raise SystemExit("the table holds losses below 255 points")
    return lambda: fill(losses, most), lambda found: stopwatch.frontier(best - found)


def fill(losses: list[Any], most: list[int]) -> Any:
    """Undominated loss vectors, one a row."""
    shape = tuple(loss + 1 for loss in most[:-1])
    table = np.full(shape, NONE, np.uint8)
    table[(0,) * len(shape)] = 0
    reached = np.zeros(len(shape), np.int64)
    for loss in sorted(losses, key=lambda loss: int(loss.max())):
        grown = np.full(shape, NONE, np.uint8)
        for row in undominated(loss):
            into, out = window(row[:-1], reached, shape)
            moved = table[out]
            room = most[-1] - int(row[-1])
            if room >= 0 and moved.size:
                moved = np.where(moved <= room, moved + np.uint8(row[-1]), np.uint8(NONE))
                np.minimum(grown[into], moved, out=grown[into])
        reached = np.minimum(reached + loss[:, :-1].max(0), np.array(shape) - 1)
        table = grown
    return read(table)


def window(moved: Any, reached: Any, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Where the cells reached so far go, and where they come from."""
    ends = [min(int(reach) + 1, size - int(step)) for reach, step, size in zip(reached, moved, shape, strict=True)]
    into = tuple(slice(int(step), int(step) + max(0, end)) for step, end in zip(moved, ends, strict=True))
    return into, tuple(slice(0, max(0, end)) for end in ends)


def undominated(rows: Any) -> Any:
    """The rows that no other equals first, or is nowhere above and somewhere below."""
    rows = np.unique(rows, axis=0)
    return np.array([row for row in rows if not ((rows <= row).all(1) & (rows < row).any(1)).any()])


def read(table: Any) -> Any:
    """The cells whose entry is below that of every cell with smaller losses."""
    least = table.copy()
    for axis in range(table.ndim):
        np.minimum.accumulate(least, axis=axis, out=least)
    kept = table < NONE
    for axis in range(table.ndim):
        later = tuple(slice(1, None) if other == axis else slice(None) for other in range(table.ndim))
        sooner = tuple(slice(0, -1) if other == axis else slice(None) for other in range(table.ndim))
        kept[later] &= table[later] < least[sooner]
    return np.column_stack([np.argwhere(kept), table[kept]]).astype(np.int64)


if __name__ == "__main__":
    stopwatch.run(prepare)
