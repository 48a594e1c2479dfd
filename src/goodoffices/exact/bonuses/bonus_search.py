"""The method *bonus search*: any number of packages, bonuses over any number of issues, point by point with proofs.

It is made for talks whose issues all hang together through bonuses (the hyper-rectangles of the ANAC 2014 competition),
where no table of the issues can be written out. What it found when it has to stop is part of the frontier.

Read next: ``../solver/logic.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..from_frontier import listed, read, readable
from ..methods import method
from ..problem import Problem
from ..questions import (
    Best,
    Chosen,
    Exists,
    Found,
    Frontier,
    Heights,
    Highest,
    Points,
    Question,
    Raised,
    Result,
    Room,
    nothing_known,
)
from ..watch import OutOfTime, Watch
from .bonus_frontier import frontier
from .bonus_regions import Point, Regions
from .bonus_terms import formable, terms

MOST_OVER = 4
"""Sides over which it finds frontiers."""

SECONDS = {1: 0.3e-7, 2: 2e-7, 3: 2e-6, 4: 1e-5}
"""Seconds by the cube of the terms, for a frontier over so many sides."""


def _over(problem: Problem, question: Question) -> tuple[int, ...]:
    """The sides whose scores the answer looks at."""
    everyone = tuple(range(len(problem.sides)))
    return question.over if isinstance(question, Frontier) else everyone


def _accepts(problem: Problem, question: Question) -> bool:
    if not (readable(problem, question) or isinstance(question, Frontier)):
        return False
    over = _over(problem, question)
    listing = isinstance(question, Best | Frontier)
    return (not listing or len(over) <= MOST_OVER) and formable(problem, over) is not None


def _cost(problem: Problem, question: Question) -> float:
    """Seconds, roughly, as measured on generated spaces; the spread is wide."""
    over = _over(problem, question)
    listed = len(over) if isinstance(question, Best | Frontier) else 1
    held = sum(side.floor is not None for side in problem.sides) if isinstance(question, Highest | Room) else 0
    harder = 10.0 ** max(0, held - 2)  # one side's best among packages that several others must accept is far to seek
    return 0.005 + harder * (formable(problem, over) or 0) ** 3 * SECONDS[listed]


@method(
    "bonus search",
    source="Ulungu & Teghem 1995, Foundations of Computing and Decision Sciences 20(2), 149-165",
    accepts=_accepts,
    cost=_cost,
    together=True,
)
def search_bonuses(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result the questions by searches among bonuses.

    Every answer is proved where the watch leaves time for it; else a frontier is the part that was proved, and other
    answers say that they are not. ``ties`` are not counted. Cost: exponential in the worst case; on generated spaces of
    120 bonuses over 4 of 30 issues a fraction of a second.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.trees import Count, Literal
    >>> from goodoffices.exact.watch import QUIET
    >>> both = Count(2, (Literal(0, frozenset({1})), Literal(1, frozenset({1}))))
    >>> fence = Problem((2, 2), (Side(((0, 1), (0, 0)), ((both, 7),)), Side(((4, 2), (0, 3)))))
    >>> search_bonuses(fence, [Frontier((0, 1))], QUIET)[Frontier((0, 1))].points
    (((1, 1), (8, 5)), ((0, 1), (0, 7)))
    """
    order = sorted(questions, key=lambda question: isinstance(question, Best | Frontier))  # the quick ones first
    known: dict[tuple[int, ...], tuple[list[Point], bool]] = {}
    answers: dict[Question, Result] = {}
    for question in order:
        if isinstance(question, Best | Frontier):
            over = _over(problem, question)
            if over not in known:
                known[over] = _points(problem, over, watch)
            answers[question] = _from_points(problem, over, *known[over], question)
        else:
            answers[question] = _directly(problem, question, watch)
    return {question: answers[question] for question in questions}


def _points(problem: Problem, over: tuple[int, ...], watch: Watch) -> tuple[list[Point], bool]:
    """The points of the frontier over some sides, and whether they are all."""
    found: list[Point] = []
    formed = terms(problem, over)
    if formed is None:
        return found, True
    try:
        for point in frontier(Regions(formed, watch)):
            found.append(point)
            watch.step(-1, f"{len(found)} points of the frontier proved")
    except OutOfTime:
        return found, False
    return found, True


def _from_points(
    problem: Problem, over: tuple[int, ...], found: Sequence[Point], complete: bool, question: Best | Frontier
) -> Result:
    """What the points say: all of it where they are complete, else the part that they are."""
    formed = terms(problem, over)
    base = [] if formed is None else formed.base.tolist()
    packages = np.array([point.package for point in found], np.intp).reshape(-1, len(problem.sizes))
    rows = [[a + b for a, b in zip(point.units[: len(over)], base, strict=False)] for point in found]
    units = np.array(rows, np.int64).reshape(-1, len(over))
    if isinstance(question, Frontier):
        points = listed(packages, units, question.most if complete else None)
        return points if complete else Points(points.points, complete=False)
    if complete:
        return read(problem, packages, units, question)
    chosen = read(problem, packages, units, question) if found else Chosen(None, proved=False)
    assert isinstance(chosen, Chosen)
    return replace(chosen, proved=False)


def _directly(problem: Problem, question: Question, watch: Watch) -> Result:
    """Answers that take a search or one for each side, not the frontier."""
    try:
        match question:
            case Exists():
                return _exists(problem, watch)
            case Highest():
                heights = [_highest(problem, side, watch) for side in range(len(problem.sides))]
                return Heights(None if None in heights else tuple(h for h in heights if h is not None), proved=True)
            case Room(side):
                freed = replace(problem.sides[side], floor=None)
                sides = (*problem.sides[:side], freed, *problem.sides[side + 1 :])
                to = _highest(replace(problem, sides=sides), side, watch)
                return Raised(to, unbounded=False, proved=True)
            case _:
                raise TypeError(f"{question} is not answered by a search")
    except OutOfTime:
        return nothing_known(question)


def _exists(problem: Problem, watch: Watch) -> Found:
    formed = terms(problem, tuple(range(len(problem.sides))))
    if formed is None:
        return Found(None, proved=True)
    regions = Regions(formed, watch)
    found = regions.look(regions.everything(regions.weights([1] * formed.over)), [regions.floors])
    return Found(None if found is None else found.package, proved=True)


def _highest(problem: Problem, side: int, watch: Watch) -> int | None:
    """The highest score of a side in the zone, in units; None where there is no zone."""
    formed = terms(problem, (side,))
    if formed is None:
        return None
    regions = Regions(formed, watch)
    best = regions.best(regions.alone(0), regions.floors)
    return None if best is None else best.units[0] + int(formed.base[0])
