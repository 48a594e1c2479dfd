"""Our own side of every measurement: one question through the public seam, `exact.planner.answer`.

What is measured is planning, the method chosen and the check of what it found, on a `Problem` that stands ready;
imports are done before, as they are for every other program. ``more`` may name a method and how many cores to use.

Read next: ``rows/__init__.py``.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from ortools.sat.python import cp_model  # noqa: F401  (imported beforehand, as the other programs' libraries are)

from goodoffices.analysis.formulas import FORMULAS
from goodoffices.engines.clock import Deadline
from goodoffices.exact import questions as q
from goodoffices.exact.planner import answer, methods
from goodoffices.exact.problem import Problem, gains, scores

from .generated import Bonus, Line, Space
from .peers import stopwatch
from .written import problem

SHOWN = 50
"""How many points of a frontier are told one by one."""

Answers = dict[q.Question, tuple[q.Result, str]]


def prepare(case: dict[str, Any]) -> tuple[Callable[[], Answers], stopwatch.Tell]:
    """The call that answers the case's question."""
    given = problem(as_space(case["space"]))
    asked = questions(case["question"], given)
    methods()

    def call() -> Answers:
        watch = Deadline(case["limit"])
        watch.cores = case.get("cores", watch.cores)
        return answer(given, asked, method=case.get("method"), watch=watch)

    return call, lambda found: tell(given, found)


def forget() -> None:
    """Forget what the methods remember of problems: nobody asks the same question twice in a row."""
    for remembered in _remembering(len(sys.modules)):
        remembered.cache_clear()


@functools.lru_cache(maxsize=1)
def _remembering(modules: int) -> list[functools._lru_cache_wrapper[Any]]:
    """The functions that remember what they made of problems, among so many modules loaded."""
    exact = [module for name, module in list(sys.modules.items()) if name.startswith("goodoffices.exact.")]
    wrapped = (
        one for module in exact for one in vars(module).values() if isinstance(one, functools._lru_cache_wrapper)
    )
    return [one for one in wrapped if one.cache_info().maxsize]


def as_space(plain: dict[str, Any]) -> Space:
    """The space behind its JSON."""
    return Space(
        plain["title"],
        tuple(tuple(tuple(options) for options in issues) for issues in plain["scores"]),
        tuple(plain["floors"]),
        tuple(
            Bonus(each["side"], tuple((issue, tuple(options)) for issue, options in each["when"]), each["points"])
            for each in plain["bonuses"]
        ),
        tuple(Line(each["side"], each["issue"], tuple(each["options"])) for each in plain["lines"]),
    )


def questions(name: str, given: Problem) -> list[q.Question]:
    """The exact questions behind a row's question."""
    everything = q.Frontier(tuple(range(len(given.sides))))
    known: dict[str, list[q.Question]] = {
        "frontier": [everything],
        "bargaining": [everything, best("nash"), best("maximin"), best("utilitarian")],
        "nash": [best("nash")],
        "size": [q.Size()],
        "enumeration": [q.Size(), best("nash")],
        "conflict": [q.SmallestConflict()],
    }
    return known[name]


def best(formula: str) -> q.Best:
    """The question behind a formula that looks at no side's best gain."""
    objective = FORMULAS[formula].objective
    assert objective is not None
    return q.Best(objective)


def tell(given: Problem, found: Answers) -> dict[str, Any]:
    """The answers as plain values; proved where all of them are."""
    said: dict[str, Any] = {"proved": True, "methods": sorted({method for _, method in found.values()})}
    for question, (reply, _) in found.items():
        match question, reply:
            case q.Frontier(), q.Points(points, complete):
                said |= stopwatch.frontier([vector for _, vector in points]) | {"wrong": _wrong(given, points)}
                said["vectors"] = [vector for _, vector in points[:SHOWN]]
                said["proved"] &= complete
            case q.Best(objective), q.Chosen(package, proved):
                units = None if package is None else scores(given, package)
                said[objective.name] = None if units is None else str(objective.value(gains(given, units), ()))
                said[f"{objective.name} scores"] = units
                said["proved"] &= proved
            case q.Size(), q.Counted(count, exact):
                said["count"] = str(count)
                said["proved"] &= exact
            case q.SmallestConflict(), q.Conflict(requirements, proved):
                said["conflict"] = requirements
                said["proved"] &= proved
            case _:
                raise AssertionError(f"{type(reply).__name__} is no answer to {question}")
    return said | {"why": "" if said["proved"] else "not proved in time"}


def _wrong(given: Problem, points: Any) -> int:
    """How many points show a package that has not the scores they say."""
    if any(side.bonuses for side in given.sides):
        return sum(scores(given, package) != tuple(vector) for package, vector in points)
    if not points:
        return 0
    packages = np.array([package for package, _ in points])
    columns = [sum(np.array(row)[packages[:, issue]] for issue, row in enumerate(side.scores)) for side in given.sides]
    return int((np.stack(columns, axis=1) != np.array([vector for _, vector in points])).any(1).sum())


if __name__ == "__main__":
    stopwatch.run(prepare, forget)
