"""NegMAS's frontier and bargaining points, in an environment of its own.

Measured: `pareto_frontier` on the list of packages, which is made beforehand (NegMAS would make it itself, in some more
milliseconds), each side's scores as a linear additive function with a table an issue; for ``bargaining`` also the
points NegMAS then finds on the frontier.
"""

from __future__ import annotations

from typing import Any

import stopwatch
from negmas.outcomes import enumerate_issues, make_issue
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.ops import kalai_points, max_welfare_points, nash_points, pareto_frontier
from negmas.preferences.value_fun import TableFun


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    """The packages as a list, the scores as NegMAS's own functions."""
    space = case["space"]
    issues = [make_issue([f"o{k}" for k in range(size)], f"i{number}") for number, size in enumerate(space["sizes"])]
    sides = [
        LinearAdditiveUtilityFunction(
            values=[TableFun({f"o{k}": float(points) for k, points in enumerate(options)}) for options in table],
            weights=[1.0] * len(issues),
            issues=issues,
            reserved_value=0.0 if floor is None else float(floor),
        )
        for table, floor in zip(space["scores"], space["floors"], strict=True)
    ]
    packages = list(enumerate_issues(issues))

    def call() -> tuple[Any, ...]:
        points, _ = pareto_frontier(sides, outcomes=packages)
        if case["question"] == "frontier":
            return (points,)
        return points, *(find(sides, points, issues=issues) for find in (nash_points, kalai_points, max_welfare_points))

    return call, lambda found: tell(found, [floor or 0 for floor in space["floors"]])


def tell(found: tuple[Any, ...], floors: list[int]) -> dict[str, Any]:
    """Scores are whole points, so they are rounded to these."""
    said = stopwatch.frontier([[round(float(points)) for points in point] for point in found[0]])
    for name, chosen in zip(("nash", "maximin", "utilitarian"), found[1:], strict=False):
        scores = [round(float(points)) for points in chosen[0][0]]
        gains = [points - floor for points, floor in zip(scores, floors, strict=True)]
        product = 1
        for gain in gains:
            product *= gain
        said[name] = str({"nash": product, "maximin": min(gains), "utilitarian": sum(gains)}[name])
    return said


if __name__ == "__main__":
    stopwatch.run(prepare)
