"""Any question by listing every package in plain numpy: the judge of small cases.

Runs in the project's own environment. Measured: everything but reading the case. Spaces of up to some million packages.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import stopwatch


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    space, question = case["space"], case["question"]
    answers = {"frontier": frontier, "bargaining": bargaining, "nash": nash, "size": size, "conflict": conflict}
    answers["enumeration"] = lambda space: size(space) | nash(space)
    return lambda: answers[question](space), dict


def listing(space: dict[str, Any]) -> tuple[Any, Any]:
    """Every package's options (packages, issues) and scores (packages, sides)."""
    packages = np.indices(space["sizes"]).reshape(len(space["sizes"]), -1).T
    columns = []
    for side, table in enumerate(space["scores"]):
        total = np.zeros(len(packages), np.int64)
        for issue, options in enumerate(table):
            total += np.array(options)[packages[:, issue]]
        for bonus in space["bonuses"]:
            if bonus["side"] == side:
                total += bonus["points"] * meets(packages, bonus["when"])
        columns.append(total)
    return packages, np.stack(columns, axis=1)


def meets(packages: Any, when: Any) -> Any:
    return np.all([np.isin(packages[:, issue], options) for issue, options in when], axis=0)


def gains(space: dict[str, Any]) -> Any:
    """The gains of the zone's packages."""
    packages, scores = listing(space)
    found = scores - np.array([floor or 0 for floor in space["floors"]])
    kept = np.ones(len(packages), bool)
    for line in space["lines"]:
        kept &= np.isin(packages[:, line["issue"]], line["options"])
    for side, floor in enumerate(space["floors"]):
        kept &= (found[:, side] >= 0) if floor is not None else True
    return found[kept]


def undominated(rows: Any) -> Any:
    """The undominated rows, by comparing each with those that are left."""
    rows = np.unique(rows, axis=0)
    rows = rows[np.argsort(-rows.sum(1), kind="stable")]
    place = 0
    while place < len(rows):
        kept = (rows > rows[place]).any(1)
        kept[place] = True
        place = int(kept[: place + 1].sum())
        rows = rows[kept]
    return rows


def frontier(space: dict[str, Any]) -> dict[str, Any]:
    return stopwatch.frontier(undominated(gains(space)) + np.array([floor or 0 for floor in space["floors"]]))


def nash(space: dict[str, Any]) -> dict[str, Any]:
    rows = gains(space)
    rows = rows[(rows >= 0).all(1)]
    return {"nash": str(max((int(np.prod(row.astype(object))) for row in rows), default=None))}


def bargaining(space: dict[str, Any]) -> dict[str, Any]:
    rows = gains(space)
    found = {"maximin": str(rows.min(1).max()), "utilitarian": str(rows.sum(1).max())}
    return frontier(space) | nash(space) | found


def size(space: dict[str, Any]) -> dict[str, Any]:
    return {"count": str(len(gains(space)))}


def conflict(space: dict[str, Any]) -> dict[str, Any]:
    """One of the smallest sets of requirements that no package meets: the requirements each package breaks, as bits."""
    packages, scores = listing(space)
    needs = []
    for side, floor in enumerate(space["floors"]):
        needs += [
            meets(packages, [(line["issue"], line["options"])]) for line in space["lines"] if line["side"] == side
        ]
        needs += [scores[:, side] >= floor] if floor is not None else []
    for count in range(len(needs) + 1):
        for chosen in combinations(range(len(needs)), count):
            if not np.all([needs[number] for number in chosen], axis=0).any():
                return {"conflict": list(chosen)}
    return {"conflict": None}


if __name__ == "__main__":
    stopwatch.run(prepare)
