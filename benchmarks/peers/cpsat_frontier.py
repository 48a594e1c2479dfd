"""The frontier of two sides by OR-Tools CP-SAT, one point after another, in the project's own environment.

A Boolean an option and one a bonus, true exactly where all its issues take one of its options. From the best point of
the second side upwards: the highest score of the second side, then of the first, with the first at least one point
above the last point found. Two workers; scores stay below 30 bits and the presolve step that OR-Tools 9.15 goes wrong
in is off. Measured: everything but reading the case.
"""

from __future__ import annotations

import time
from typing import Any

import stopwatch
from ortools.sat.python import cp_model


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    return lambda: points(case["space"], case["limit"]), lambda found: tell(*found)


def tell(found: list[tuple[int, int]], proved: bool) -> dict[str, Any]:
    said: dict[str, Any] = stopwatch.frontier(found)
    return said | {"proved": proved, "why": "" if proved else f"{len(found)} points in time"}


def points(space: dict[str, Any], limit: float) -> tuple[list[tuple[int, int]], bool]:
    """The points found, and whether they are all."""
    end = time.perf_counter() + limit
    model, (first, second), span = build(space)
    model.maximize(second * (span + 1) + first)
    found: list[tuple[int, int]] = []
    while True:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.presolve_inclusion_work_limit = 0
        solver.parameters.max_time_in_seconds = max(0.01, end - time.perf_counter())
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return found, True
        if status != cp_model.OPTIMAL:
            return found, False
        found.append((solver.value(first), solver.value(second)))
        model.add(first >= found[-1][0] + 1)


def build(space: dict[str, Any]) -> tuple[Any, list[Any], int]:
    """The model, both sides' scores, and the largest difference between two scores of the first."""
    model = cp_model.CpModel()
    options = [[model.new_bool_var("") for _ in range(size)] for size in space["sizes"]]
    for chosen in options:
        model.add_exactly_one(chosen)
    terms: list[list[tuple[Any, int]]] = [
        [(var, units) for row, vars in zip(table, options, strict=True) for var, units in zip(vars, row, strict=True)]
        for table in space["scores"]
    ]
    within: dict[tuple[int, tuple[int, ...]], Any] = {}
    for bonus in space["bonuses"]:
        met = [within_run(model, within, options, issue, tuple(run)) for issue, run in bonus["when"]]
        truth = model.new_bool_var("")
        for part in met:
            model.add_implication(truth, part)
        model.add_bool_or([truth, *(~part for part in met)])
        terms[bonus["side"]].append((truth, bonus["points"]))
    scores, spans = [], []
    for entries, floor in zip(terms, space["floors"], strict=True):
        low = sum(min(0, units) for _, units in entries)
        high = sum(max(0, units) for _, units in entries)
        score = model.new_int_var(low if floor is None else floor, high, "")
        model.add(score == sum(units * var for var, units in entries if units))
        scores.append(score)
        spans.append(high - low)
    return model, scores, spans[0]


def within_run(model: Any, known: dict[Any, Any], options: Any, issue: int, run: tuple[int, ...]) -> Any:
    """A Boolean that is true exactly where the issue takes one of these options."""
    if (issue, run) not in known:
        truth = model.new_bool_var("")
        model.add(sum(options[issue][option] for option in run) == truth)
        known[issue, run] = truth
    return known[issue, run]


if __name__ == "__main__":
    stopwatch.run(prepare)
