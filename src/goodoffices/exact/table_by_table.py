"""The method *table by table*: what can be read off the tables one at a time, whatever the number of packages.

A red line excludes something where the issues it hangs together with can be settled against it. An option is open to a
side where the best rows of all tables, one of them with that option, reach the side's floor.

Read next: ``merging/merging.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from .methods import method
from .problem import Problem, requirements
from .questions import Excludes, Excluding, Open, Opened, Question, Result
from .tables import hanging_together, tables
from .trees import negate
from .watch import Watch


def _accepts(problem: Problem, question: Question) -> bool:
    match question:
        case Open(side):
            return hanging_together(_alone(problem, side)) is not None
        case Excludes():
            return all(hanging_together(broken) is not None for _, broken in _breaking(problem))
        case _:
            return False


def _cost(problem: Problem, question: Question) -> float:
    lines = 1 if isinstance(question, Open) else sum(len(side.lines) for side in problem.sides)
    return 1e-4 + 3e-5 * lines * len(problem.sizes)


@method("table by table", source="definition", accepts=_accepts, cost=_cost)
def look_table_by_table(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result which options are open to a side, and which red lines exclude something. Both are proved and complete.

    Cost: for each side or red line the rows of the tables it leads to.

    Ann needs 6, which only the second option of issue 0 leaves within reach:

    >>> from goodoffices.exact.watch import QUIET
    >>> from goodoffices.exact.problem import Side
    >>> ann = Problem((2, 2), (Side(((0, 7), (1, 2)), floor=6),), needs=1)
    >>> look_table_by_table(ann, [Open(0)], QUIET)
    {Open(side=0): Opened(options=((False, True), (True, True)), complete=True)}
    """
    return {
        question: open_options(problem, question.side) if isinstance(question, Open) else excluding(problem)
        for question in questions
    }


def open_options(problem: Problem, side: int) -> Opened:
    """For each option whether some package with it meets the links and this side's own requirements."""
    joined = tables(_alone(problem, side))
    assert joined is not None  # or the question was not accepted
    options = [np.zeros(size, np.bool_) for size in problem.sizes]
    if not joined.empty:
        units = joined.units[:, 0]
        best = np.maximum.reduceat(units, joined.starts[:-1])
        for table, issues in enumerate(joined.issues):
            rows = joined.rows(table)
            reached = units[rows] + (best.sum() - best[table]) >= joined.floors[0]
            packages = joined.packages(joined.keys[rows][reached])
            for issue in issues:
                options[issue][packages[:, issue]] = True
    return Opened(tuple(tuple(truths.tolist()) for truths in options), complete=True)


def excluding(problem: Problem) -> Excluding:
    """The red lines that some package meeting the links does not meet."""
    found = []
    for number, broken in _breaking(problem):
        joined = tables(broken)
        assert joined is not None  # or the question was not accepted
        if not joined.empty:
            found.append(number)
    return Excluding(tuple(found), complete=True)


def _alone(problem: Problem, side: int) -> Problem:
    """The packages that meet the links and that this side accepts."""
    return replace(problem, sides=(problem.sides[side],), needs=1, including=frozenset())


def _breaking(problem: Problem) -> Iterator[tuple[int, Problem]]:
    """For each red line its number among the requirements, and the packages that meet the links but not the line."""
    for number, need in enumerate(requirements(problem)):
        if need.line is not None:
            against = negate(problem.sides[need.side].lines[need.line], problem.sizes)
            yield number, Problem(problem.sizes, (), (*problem.links, against))
