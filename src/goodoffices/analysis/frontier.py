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
from .numbered import Numbered, numbered


def frontier(
    talks: Talks,
    *,
    over: Literal["zone", "all"] = "zone",
    method: str | None = None,
    watch: Watch = QUIET,
) -> Frontier:
    """The packages of the zone that none betters for one party without loss to another.

    With ``over`` as ``all`` they are taken from every package that meets the links. Scores are points, of the
    signatories that have any. Ties: one package stands for each distinct score vector, with the method *enumerate* the
    first in file order. Points come in the file order of their packages.

    Cost: with *enumerate* the packages, times the frontier in the worst case; with *logic* a run of the solver for each
    point and one for the proof that there are no more.
    Raises `BadQuestion` for a method that does not exist, `NoMethod` where the one named does not accept the question.

    >>> from fractions import Fraction
    >>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),), walk_away=Fraction(5))
    >>> bo = Position("bo", (IssueScores("height", (Fraction(4), Fraction(2))),), walk_away=Fraction(2))
    >>> talks = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (height,), positions=(ann, bo))
    >>> print(frontier(talks, over="all"))
    frontier: 2 points, complete, by enumerate
      ann 0, bo 4: height: low
      ann 7, bo 2: height: high
    """
    whole = domain(numbered(talks), over)
    return read(whole, ask(whole.problem, asked(whole.problem), method, watch))


def domain(whole: Numbered, over: Literal["zone", "all"]) -> Numbered:
    """The problem whose zone is what a frontier or formula looks at."""
    if over == "zone":
        return whole
    return replace(whole, problem=replace(whole.problem, needs=0, including=frozenset()))


def asked(problem: Problem) -> list[Question]:
    """What the frontier asks of a problem: nothing where nobody has scores."""
    scored = tuple(number for number, side in enumerate(problem.sides) if side.scored)
    return [FrontierAsked(scored)] if scored else []


def read(whole: Numbered, answers: Answers) -> Frontier:
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
