"""One conflict by OR-Tools CP-SAT, in the project's own environment.

``by: deletion``, CP-SAT with assumptions: a core of the requirements, then one after another dropped and, where there
is still no package, left out with whatever the new core leaves out. It ends with a minimal conflict, which need not be
among the smallest: an easier question than ours. Assumptions allow one worker only.

``by: smallest``, the same question as ours: the least set of requirements that hits every set known to open a zone when
dropped (Ignatiev, Previti, Liffiton & Marques-Silva 2015, CP, "Smallest MUS extraction with minimal hitting set
dualization"); where a package meets it, the requirements such a package breaks at the fewest are one more set to hit.
Two workers, no assumptions, and an objective, with which CP-SAT is far quicker.

``by: check`` looks whether the requirements in ``conflict`` are a minimal conflict.

Measured: everything but reading the case.
"""

from __future__ import annotations

import time
from typing import Any

import stopwatch
from ortools.sat.python import cp_model


class OutOfTime(Exception):
    """The limit came before the proof."""


class Requirements:
    """The packages of a space as a model, and a truth for each requirement: red lines, then walk-away, side by side.

    A walk-away is written as the points that may be lost from the side's best: said as points to be reached, the same
    condition takes CP-SAT hundreds of times longer under an assumption.
    """

    def __init__(self, space: dict[str, Any], limit: float) -> None:
        self.end = time.perf_counter() + limit
        self.model = cp_model.CpModel()
        self.options = [[self.model.new_bool_var("") for _ in range(size)] for size in space["sizes"]]
        for options in self.options:
            self.model.add_exactly_one(options)
        self.truths: list[Any] = []
        for side, floor in enumerate(space["floors"]):
            for line in space["lines"]:
                if line["side"] == side:
                    kept = [self.options[line["issue"]][option] for option in line["options"]]
                    self.model.add_bool_or([*kept, ~self.truth()])
            if floor is not None:
                rows = space["scores"][side]
                lost = sum(
                    (max(row) - units) * var
                    for vars, row in zip(self.options, rows, strict=True)
                    for var, units in zip(vars, row, strict=True)
                    if units < max(row)
                )
                self.model.add(lost <= sum(map(max, rows)) - floor).only_enforce_if(self.truth())

    def truth(self) -> Any:
        self.truths.append(self.model.new_bool_var(""))
        return self.truths[-1]

    def solve(self, model: Any, workers: int) -> tuple[Any, Any]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.presolve_inclusion_work_limit = 0
        solver.parameters.max_time_in_seconds = max(0.01, self.end - time.perf_counter())
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            raise OutOfTime
        return status, solver


def core(given: Requirements, assumed: list[int]) -> list[int] | None:
    """Requirements among those assumed that no package meets together; None where one does."""
    given.model.clear_assumptions()
    given.model.add_assumptions([given.truths[number] for number in assumed])
    status, solver = given.solve(given.model, workers=1)
    if status != cp_model.INFEASIBLE:
        return None
    numbers = {truth.index: number for number, truth in enumerate(given.truths)}
    return [numbers[index] for index in solver.sufficient_assumptions_for_infeasibility()]


def by_deletion(given: Requirements) -> list[int] | None:
    left = core(given, list(range(len(given.truths))))
    place = 0
    while left is not None and place < len(left):
        fewer = core(given, left[:place] + left[place + 1 :])
        if fewer is None:
            place += 1
        else:
            left = [number for number in left if number in fewer]
    return None if left is None else sorted(left)


def by_hitting(given: Requirements) -> list[int] | None:
    hitting = cp_model.CpModel()
    chosen = [hitting.new_bool_var("") for _ in given.truths]
    hitting.minimize(sum(chosen))
    given.model.maximize(sum(given.truths))
    while True:
        _, solver = given.solve(hitting, workers=2)
        kept = [number for number, var in enumerate(chosen) if solver.value(var)]
        model = given.model.clone()
        model.add_bool_and([given.truths[number] for number in kept])
        status, solver = given.solve(model, workers=2)
        if status == cp_model.INFEASIBLE:
            return kept
        broken = [number for number, truth in enumerate(given.truths) if not solver.value(truth)]
        if not broken:
            return None
        hitting.add_bool_or([chosen[number] for number in broken])


def deletion(given: Requirements, case: dict[str, Any]) -> dict[str, Any]:
    return {"conflict": by_deletion(given)}


def smallest(given: Requirements, case: dict[str, Any]) -> dict[str, Any]:
    found = by_hitting(given)
    return {"conflict": found, "at_least": len(found or ())}


def check(given: Requirements, case: dict[str, Any]) -> dict[str, Any]:
    """Whether no package meets the requirements in ``case["conflict"]``, and one does as soon as any is dropped."""
    named = case["conflict"]
    everything = list(range(len(given.truths)))
    met = []
    for numbers in [everything] if named is None else [named, *([n for n in named if n != left] for left in named)]:
        model = given.model.clone()
        model.add_bool_and([given.truths[number] for number in numbers])
        met.append(given.solve(model, workers=2)[0] != cp_model.INFEASIBLE)
    return {"confirmed": met == ([True] if named is None else [False] + [True] * len(named))}


def prepare(case: dict[str, Any]) -> tuple[stopwatch.Call, stopwatch.Tell]:
    find = {"deletion": deletion, "smallest": smallest, "check": check}[case["by"]]

    def call() -> dict[str, Any]:
        try:
            return find(Requirements(case["space"], case["limit"]), case)
        except OutOfTime:
            return {"conflict": None, "proved": False, "why": "not proved in time"}

    return call, dict


if __name__ == "__main__":
    stopwatch.run(prepare)
