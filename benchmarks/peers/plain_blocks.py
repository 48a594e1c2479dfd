"""Looking at every package in numpy, block by block, as fast as numpy goes on one core: zone size and Nash product.

The packages are split into those of the first issues and those of the last; for each of the first, the gains of a whole
block are one addition a side into arrays that stay in the cache. Whole numbers of 32 bits where the product of gains
fits, doubles otherwise. Measured: everything but reading the case. Runs in the project's own environment.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import stopwatch

BLOCK = 1 << 14
"""The most packages in a block."""


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    space = case["space"]
    tables = [np.array(rows, np.int64).T for rows in zip(*space["scores"], strict=True)]
    floors = np.array([floor or 0 for floor in space["floors"]])
    return lambda: look(tables, floors), lambda found: {"count": str(found[0]), "nash": str(round(found[1]))}


def sums(tables: list[Any], sides: int) -> Any:
    """The scores of every package of these issues: (packages, sides)."""
    scores = np.zeros((1, sides), np.int64)
    for table in tables:
        scores = (scores[:, None] + table[None]).reshape(-1, sides)
    return scores


def look(tables: list[Any], floors: Any) -> tuple[int, float]:
    """The zone's size, and the highest product of gains in it."""
    split = next(k for k in range(len(tables) + 1) if math.prod(len(table) for table in tables[k:]) <= BLOCK)
    highest = sum(table.max(0) for table in tables) - floors
    kind = np.int32 if math.prod(int(gain) for gain in highest) < 2**31 else np.float64
    heads = (sums(tables[:split], len(floors)) - floors).astype(kind)
    tails = np.ascontiguousarray(sums(tables[split:], len(floors)).T.astype(kind))
    gain, least, product = (np.empty(tails.shape[1], kind) for _ in range(3))
    inside = np.empty(tails.shape[1], bool)
    count: int = 0
    best = -1.0
    for head in heads:
        np.add(tails[0], head[0], out=least)
        product[:] = least
        for side in range(1, len(floors)):
            np.add(tails[side], head[side], out=gain)
            np.minimum(least, gain, out=least)
            np.multiply(product, gain, out=product)
        np.greater_equal(least, 0, out=inside)
        met = int(np.count_nonzero(inside))
        if met:
            count += met
            np.multiply(product, inside, out=product)
            best = max(best, float(product.max()))
    return count, best


if __name__ == "__main__":
    stopwatch.run(prepare)
