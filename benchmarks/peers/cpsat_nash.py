"""The Nash product by OR-Tools CP-SAT, in the project's own environment, with two workers.

Its best formulation that we know: a Boolean an option; over a pair of issues a Boolean a cell, with the equalities of
the local marginal polytope; a whole gain a side; its logarithm, in millionths, below chords (``pairs.py``). The
presolve step that OR-Tools 9.15 goes wrong in is off, as `goodoffices.exact.solver.model` has it. Measured: everything
but reading the case.
"""

from __future__ import annotations

import math
import time
from typing import Any

import stopwatch
from ortools.sat.python import cp_model
from pairs import Tables, chords

UNIT = 10**6
"""Logarithms are whole numbers of 1/UNIT."""


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    given = Tables(case["space"])
    return lambda: solve(given, case["limit"]), lambda found: tell(given, *found)


def tell(given: Tables, package: list[int] | None, proved: bool) -> dict[str, Any]:
    return {"nash": given.product(package), "proved": proved, "why": "" if proved else "not proved in time"}


def solve(given: Tables, limit: float) -> tuple[list[int] | None, bool]:
    """The best package found, and whether its product is proved the highest (to a millionth of the logarithm)."""
    begun = time.perf_counter()
    model = cp_model.CpModel()
    options = [[model.new_bool_var("") for _ in table] for table in given.single]
    for chosen in options:
        model.add_exactly_one(chosen)
    cells = {pair: marginals(model, options[pair[0]], options[pair[1]]) for pair in given.pairs}
    logs = []
    for side, highest in zip(given.sides, given.highest(), strict=True):
        points = [
            int(units) * var
            for table, chosen in zip(given.single, options, strict=True)
            for units, var in zip(table[:, side], chosen, strict=True)
            if units
        ]
        points += [
            int(units) * var
            for pair, table in given.pairs.items()
            for units, var in zip(table[..., side].ravel(), cells[pair], strict=True)
            if units
        ]
        gain = model.new_int_var(1, int(highest), "")
        model.add(sum(points) - int(given.floors[side]) == gain)
        log = model.new_int_var(0, round(UNIT * math.log(int(highest))), "")
        for slope, height in chords(int(highest), UNIT):
            model.add(log <= int(slope) * gain + int(height))
        logs.append(log)
    model.maximize(sum(logs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.presolve_inclusion_work_limit = 0
    solver.parameters.max_time_in_seconds = max(0.01, limit - (time.perf_counter() - begun))
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, status == cp_model.INFEASIBLE
    package = [next(k for k, var in enumerate(chosen) if solver.value(var)) for chosen in options]
    return package, status == cp_model.OPTIMAL


def marginals(model: Any, rows: list[Any], columns: list[Any]) -> list[Any]:
    """A Boolean for every cell of a pair, row by row; each row and column adds up to its option's Boolean."""
    cells = [[model.new_bool_var("") for _ in columns] for _ in rows]
    for row, option in zip(cells, rows, strict=True):
        model.add(sum(row) == option)
    for column, option in zip(zip(*cells, strict=True), columns, strict=True):
        model.add(sum(column) == option)
    return [cell for row in cells for cell in row]


if __name__ == "__main__":
    stopwatch.run(prepare)
