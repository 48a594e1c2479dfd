"""The zone's size by a table of Python's whole numbers, in plain numpy: the second opinion on counts of any length.

The table is over the losses of all sides up to what their walk-aways allow; a cell holds how many packages lose exactly
that. Measured: everything but reading the case.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import stopwatch


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    tables = [np.array(rows, np.int64).T for rows in zip(*case["space"]["scores"], strict=True)]
    room = sum(table.max(0) for table in tables) - np.array(case["space"]["floors"])
    losses = [table.max(0) - table for table in tables]
    return lambda: count(losses, tuple(int(r) + 1 for r in room)), lambda found: {"count": str(found)}


def count(losses: list[Any], shape: tuple[int, ...]) -> int:
    ways = np.zeros(shape, object)
    ways[(0,) * len(shape)] = 1
    for rows in losses:
        grown = np.zeros(shape, object)
        for row, often in zip(*np.unique(rows, axis=0, return_counts=True), strict=True):
            if all(step < size for step, size in zip(row, shape, strict=True)):
                into = tuple(slice(int(step), None) for step in row)
                out = tuple(slice(0, size - int(step)) for step, size in zip(row, shape, strict=True))
                grown[into] += int(often) * ways[out]
        ways = grown
    return int(ways.sum())


if __name__ == "__main__":
    stopwatch.run(prepare)
