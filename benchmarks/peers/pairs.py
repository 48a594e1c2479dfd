"""A space as solvers take it: one table an issue, one a pair of issues that bonuses speak of together, floors.

The logarithm of a whole gain lies below the chords between neighbouring whole numbers, and on one of them: so a concave
objective becomes linear rows without an error. (Tangents, and a table by an element condition, were tried: both solvers
are two to five times slower with them.)

Read next: ``highs_nash.py``, ``cpsat_nash.py``.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np


class Tables:
    """``single[issue]``: (options, sides); ``pairs[one, other]``: (options, options, sides); ``floors``: (sides,)."""

    def __init__(self, space: dict[str, Any]) -> None:
        self.single = [np.array(rows, np.int64).T for rows in zip(*space["scores"], strict=True)]
        self.floors = np.array([floor or 0 for floor in space["floors"]])
        self.pairs: dict[tuple[int, int], Any] = {}
        for bonus in space["bonuses"]:
            (first, options), (second, others) = bonus["when"]  # two issues: what these solvers are measured on
            shape = (len(self.single[first]), len(self.single[second]), len(self.floors))
            table = self.pairs.setdefault((first, second), np.zeros(shape, np.int64))
            table[np.ix_(options, others, [bonus["side"]])] += bonus["points"]

    @property
    def sides(self) -> range:
        return range(len(self.floors))

    def highest(self) -> Any:
        """A gain that no side can pass."""
        best = sum(table.max(0) for table in self.single) - self.floors
        return best + sum(table.max((0, 1)) for table in self.pairs.values())

    def gains(self, package: list[int]) -> list[int]:
        """What each side gains from a package."""
        total = sum(table[option] for table, option in zip(self.single, package, strict=True)) - self.floors
        total = total + sum(table[package[first], package[second]] for (first, second), table in self.pairs.items())
        return [int(gain) for gain in total]

    def product(self, package: list[int] | None) -> str | None:
        """The product of the gains."""
        return None if package is None else str(math.prod(self.gains(package)))


def chords(highest: int, unit: int | None = None) -> list[tuple[float, float]]:
    """Lines (slope, height at 0) that hold the logarithm of every whole gain from 1 to ``highest`` down.

    With ``unit``, of the logarithm times ``unit`` rounded to whole numbers: exact too while 1 / highest^2 > 2 / unit.
    """
    logs = [math.log(gain) for gain in range(1, highest + 1)]
    if unit is not None:
        assert unit > 2 * highest**2, "rounded logarithms of gains so large are not concave"
        logs = [round(unit * log) for log in logs]
    return [(after - log, log - (after - log) * gain) for gain, (log, after) in enumerate(pairwise(logs), 1)]
