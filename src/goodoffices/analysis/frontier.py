"""The frontier: the packages that none betters for one party without loss to another (the Pareto set).

Read next: ``formulas.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from ..exact.problem import Problem, scores
from ..exact.questions import Frontier as FrontierAsked
from ..exact.questions import Points, Question
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Frontier, Point
from .asking import Answers, ask, by, found
from .numbers import Numbers, numbers


def frontier(
    talks: Talks,
    *,
    over: Literal["zone", "all"] = "zone",
    method: str | None = None,
    watch: Watch = QUIET,
) -> Frontier:
    """The frontier over the zone, or over all packages that meet the links: one package for each distinct score vector.

    Scores are those of the signatories that have any. With the method *enumerate* each package is the first of its
    score vector in file order, and points come in that order; cost: packages, times the frontier in the worst case.
    """
    whole = domain(numbers(talks), over)
    return read(whole, ask(whole.problem, asked(whole.problem), method, watch))


def domain(whole: Numbers, over: Literal["zone", "all"]) -> Numbers:
    """The problem whose zone is what a frontier or formula looks at."""
    if over == "zone":
        return whole
    return replace(whole, problem=replace(whole.problem, needs=0, including=frozenset()))


def asked(problem: Problem) -> list[Question]:
    """What the frontier asks of a problem: nothing where nobody has scores."""
    scored = tuple(number for number, side in enumerate(problem.sides) if side.scored)
    return [FrontierAsked(scored)] if scored else []


def read(whole: Numbers, answers: Answers) -> Frontier:
    """The frontier out of the answers."""
    questions = asked(whole.problem)
    if not questions:
        return Frontier((), False, (), "", why="No signatory has scores, so there is nothing to compare packages by.")
    points: Points = found(answers, questions[0])
    scored = {party for party, side in zip(whole.sides, whole.problem.sides, strict=True) if side.scored}
    listed = tuple(
        Point(
            whole.package(package),
            {party: value for party, value in whole.points(scores(whole.problem, package)).items() if party in scored},
        )
        for package, _ in sorted(points.points)
    )
    over = tuple(party for party in whole.sides if party in scored)
    return Frontier(listed, points.complete, over, by(answers, questions[0]))
