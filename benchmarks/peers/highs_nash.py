"""The Nash product by HiGHS, through `scipy.optimize.milp`, in an environment of its own.

Its best formulation that we know: a binary an option; over a pair of issues the local marginal polytope (a share of
every cell, adding up to the options' binaries), which is far tighter than products of binaries; a gain a side; its
logarithm below chords (``pairs.py``). HiGHS is asked for no gap beyond its own 1e-6, which counts as proved. Measured:
everything but reading the case.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import stopwatch
from pairs import Tables, chords
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    given = Tables(case["space"])
    return lambda: solve(given, case["limit"]), lambda found: tell(given, *found)


def tell(given: Tables, package: list[int] | None, proved: bool) -> dict[str, Any]:
    return {"nash": given.product(package), "proved": proved, "why": "" if proved else "not proved in time"}


class Rows:
    """Sparse rows as they are written down."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, int, float]] = []
        self.right: list[float] = []

    def add(self, terms: Any, right: float) -> None:
        self.entries += [(len(self.right), column, value) for column, value in terms]
        self.right.append(right)

    def matrix(self, columns: int) -> Any:
        rows, places, values = zip(*self.entries, strict=True)
        return csr_array(coo_array((values, (rows, places)), shape=(len(self.right), columns)))


def solve(given: Tables, limit: float) -> tuple[list[int] | None, bool]:
    """The best package found, and whether it is proved."""
    starts = np.cumsum([0] + [len(table) for table in given.single])
    cells = np.cumsum([starts[-1]] + [table[..., 0].size for table in given.pairs.values()])
    gain, log = int(cells[-1]), int(cells[-1]) + len(given.floors)
    columns = log + len(given.floors)
    highest = given.highest()
    equal, below = equalities(given, starts, cells, gain), logarithms(highest, gain, log)
    whole = np.zeros(columns)
    whole[: starts[-1]] = 1
    goal = np.zeros(columns)
    goal[log:] = -1
    sides = np.ones(len(given.floors))
    found = milp(
        goal,
        integrality=whole,
        bounds=Bounds(
            np.concatenate([np.zeros(gain), sides, 0 * sides]),
            np.concatenate([np.ones(gain), highest, np.log(highest)]),
        ),
        constraints=[
            LinearConstraint(equal.matrix(columns), equal.right, equal.right),
            LinearConstraint(below.matrix(columns), -np.inf, below.right),
        ],
        options={"time_limit": limit, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None, found.status == 2
    return [int(found.x[a:b].argmax()) for a, b in pairwise(starts)], found.status == 0


def equalities(given: Tables, starts: Any, cells: Any, gain: int) -> Rows:
    """One option an issue; the marginals of every pair; every side's gain."""
    rows = Rows()
    for issue, table in enumerate(given.single):
        rows.add([(starts[issue] + k, 1.0) for k in range(len(table))], 1.0)
    for number, ((first, second), table) in enumerate(given.pairs.items()):
        place = cells[number] + np.arange(table[..., 0].size).reshape(table.shape[:2])
        for k in range(table.shape[0]):
            rows.add([(cell, 1.0) for cell in place[k]] + [(starts[first] + k, -1.0)], 0.0)
        for k in range(table.shape[1]):
            rows.add([(cell, 1.0) for cell in place[:, k]] + [(starts[second] + k, -1.0)], 0.0)
    for side in given.sides:
        terms = [(gain + side, -1.0)]
        for issue, table in enumerate(given.single):
            terms += [(starts[issue] + k, float(points)) for k, points in enumerate(table[:, side]) if points]
        for number, table in enumerate(given.pairs.values()):
            flat = table[..., side].ravel()
            terms += [(cells[number] + k, float(points)) for k, points in enumerate(flat) if points]
        rows.add(terms, float(given.floors[side]))
    return rows


def logarithms(highest: Any, gain: int, log: int) -> Rows:
    """The logarithm of every side's gain lies below each chord."""
    rows = Rows()
    for side, top in enumerate(highest):
        for slope, height in chords(int(top)):
            rows.add([(log + side, 1.0), (gain + side, -slope)], height)
    return rows


if __name__ == "__main__":
    stopwatch.run(prepare)
