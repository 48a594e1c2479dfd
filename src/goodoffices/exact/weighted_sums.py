"""The method *weighted sums*: some points of a frontier that is too large for every other method, each proved.

Whatever the weights above 0, the package with the greatest weighted sum of scores is on the frontier. Weights are drawn
by chance, many times; not every point of a frontier can be found so, and nothing is said of the others.

Read next: ``branching/descent.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .branching.branch import branch_and_bound
from .branching.factors import factors
from .chance import below, start_of
from .methods import method
from .problem import Choices, Problem, Side, scores
from .questions import Best, Chosen, Frontier, Objective, Points, Question, Result
from .watch import Watch

MOST_WEIGHTS = 100
"""Weights drawn at most."""

LARGEST_WEIGHT = 64
"""Weights are whole, from 1 to this."""


def _accepts(problem: Problem, question: Question) -> bool:
    if not isinstance(question, Frontier) or question.over != tuple(range(len(problem.sides))) or not problem.sides:
        return False
    return factors(_weighted(problem, [LARGEST_WEIGHT] * len(problem.sides))) is not None


def _cost(problem: Problem, question: Question) -> float:
    return 10.0


def _sum(gains: tuple[Any, ...], best: tuple[Any, ...]) -> Any:
    return sum(gains)


SUM = Best(Objective("weighted sum", _sum, "sum"))


@method(
    "weighted sums",
    source="Geoffrion 1968, Journal of Mathematical Analysis and Applications 22(3), 618-630, theorem 1",
    accepts=_accepts,
    cost=_cost,
    rough=60.0,
)
def weigh_the_sides(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result with some points of the frontier, none of them twice. Every point is proved; the frontier is not complete.

    Each is the first package in file order of its scores. Cost: a search for each of `MOST_WEIGHTS` weights.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((3,), (Side(((0, 7, 7),)), Side(((4, 2, 1),))))
    >>> weigh_the_sides(fence, [Frontier((0, 1))], QUIET)[Frontier((0, 1))].points
    (((1,), (7, 2)), ((0,), (0, 4)))
    """
    found: dict[tuple[int, ...], Choices] = {}
    most = min(
        MOST_WEIGHTS, *(question.most or MOST_WEIGHTS for question in questions if isinstance(question, Frontier))
    )
    sides = len(problem.sides)
    drawn = below(start_of(0, "weights"), LARGEST_WEIGHT, MOST_WEIGHTS * sides)
    for number in range(MOST_WEIGHTS):
        if (number and watch.left() <= 0) or len(found) >= most:
            break
        weights = [1 + weight for weight in drawn[number * sides : (number + 1) * sides]]
        chosen = branch_and_bound(_weighted(problem, weights), [SUM], watch)[SUM]
        assert isinstance(chosen, Chosen)
        if chosen.proved and chosen.package is None:
            return dict.fromkeys(questions, Points((), complete=True))
        if chosen.proved and chosen.package is not None:
            found.setdefault(scores(problem, chosen.package), chosen.package)
        watch.step((number + 1) / MOST_WEIGHTS, "weighing the sides")
    points = Points(tuple((package, units) for units, package in found.items()), complete=False)
    return dict.fromkeys(questions, points)


def _weighted(problem: Problem, weights: Sequence[int]) -> Problem:
    """The same problem with each side's points so many times as large."""
    return replace(problem, sides=tuple(_times(*pair) for pair in zip(problem.sides, weights, strict=True)))


def _times(side: Side, weight: int) -> Side:
    return replace(
        side,
        scores=tuple(tuple(weight * units for units in row) for row in side.scores),
        bonuses=tuple((tree, weight * units) for tree, units in side.bonuses),
        floor=None if side.floor is None else weight * side.floor,
    )
