"""The frontier by numpy and moocore's filter, in an environment of its own.

``by: list`` writes out the score of every package and filters once. ``by: merge`` adds one issue at a time, the issue
of the smallest range first, and filters after each: what somebody who knows the trick would write in ten lines, and
here the second opinion where no program can list the packages. Measured: everything but reading the case.
"""

from __future__ import annotations

from typing import Any

import moocore
import numpy as np
import stopwatch


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    """Scores as one array of (options, sides) an issue; a whole number of up to 53 bits is exact as a double."""
    space = case["space"]
    tables = [np.array(rows, np.float64).T for rows in zip(*space["scores"], strict=True)]
    floors = np.array([-np.inf if floor is None else floor for floor in space["floors"]])
    find = by_merging if case.get("by") == "merge" else by_listing
    return lambda: find(tables, floors), lambda found: stopwatch.frontier(np.rint(found))


def undominated(scores: Any) -> Any:
    """The undominated rows, each once."""
    kept = moocore.is_nondominated(scores, maximise=True, keep_weakly=False)
    return scores[kept]


def by_listing(tables: list[Any], floors: Any) -> Any:
    scores = np.zeros((1, len(floors)))
    for table in tables:
        scores = (scores[:, None] + table[None]).reshape(-1, len(floors))
    return undominated(scores[(scores >= floors).all(1)])


def by_merging(tables: list[Any], floors: Any) -> Any:
    scores = np.zeros((1, len(floors)))
    highest = sum(table.max(0) for table in tables)
    for table in sorted((undominated(table) for table in tables), key=lambda table: np.ptp(table, axis=0).max()):
        highest = highest - table.max(0)
        scores = (scores[:, None] + table[None]).reshape(-1, len(floors))
        scores = undominated(scores[(scores + highest >= floors).all(1)])
    return scores


if __name__ == "__main__":
    stopwatch.run(prepare)
