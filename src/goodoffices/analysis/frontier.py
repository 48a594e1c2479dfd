"""The frontier: the packages that none betters for one party without loss to another (the Pareto set).

Read next: ``formulas.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from ..exact.problem import Problem
from ..exact.questions import Frontier as FrontierAsked
from ..exact.questions import Points, Question
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Frontier, Pick, Point
from .asking import Answers, ask, by, found
from .numbered import Numbered, numbered

MOST_LISTED = 1000
"""Where an analysis answers every question, it lists no more points of the frontier than this, unless told to."""


def frontier(
    talks: Talks,
    *,
    over: Literal["zone", "all"] = "zone",
    most: int | None = None,
    method: str | None = None,
    watch: Watch = QUIET,
) -> Frontier:
    """The packages of the zone that none betters for one party without loss to another.

    With ``over`` as ``all`` they are taken from every package that meets the links. Scores are points, of the
    signatories that have any. Ties: one package stands for each distinct score vector, in most methods the first in
    file order. Points come in the file order of their packages. Where there are more than ``most``, a part that stands
    for all is given, and how near it comes.

    Cost: with the *issue merge* the points, times options, for each issue; with *enumerate* the packages, times the
    frontier in the worst case; with *logic* a run of the solver for each point and one for the proof that there are no
    more.
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
    questions = asked(whole.problem, most)
    return read(whole, questions, ask(whole.problem, questions, method, watch))


def domain(whole: Numbered, over: Literal["zone", "all"]) -> Numbered:
    """The problem whose zone is what a frontier or formula looks at."""
    if over == "zone":
        return whole
    return replace(whole, problem=replace(whole.problem, needs=0, including=frozenset()))


def asked(problem: Problem, most: int | None = None) -> list[Question]:
    """What the frontier asks of a problem: nothing where nobody has scores."""
    scored = tuple(number for number, side in enumerate(problem.sides) if side.scored)
    return [FrontierAsked(scored, most)] if scored else []


def read(whole: Numbered, questions: Sequence[Question], answers: Answers) -> Frontier:
    """The frontier out of the answers to what was `asked`."""
    if not questions:
        return Frontier((), False, (), "", why="No signatory has scores, so there is nothing to compare packages by.")
    points: Points = found(answers, questions[0])
    over = tuple(party for party, side in zip(whole.sides, whole.problem.sides, strict=True) if side.scored)
    listed = tuple(
        Point(whole.package(package), _in_points(whole, over, units)) for package, units in sorted(points.points)
    )
    within, gaining = (None if u is None else _in_points(whole, over, u) for u in (points.within, points.gaining))
    name = by(answers, questions[0])
    return Frontier(listed, points.complete, over, name, total=points.size, within=within, gaining=gaining)


def with_picks(talks: Talks, frontier: Frontier, picks: Iterable[Pick]) -> Frontier:
    """A frontier that lists only a part of its points, with what the formulas pick among them.

    Over the same packages every formula's pick is on the frontier; a picture that names it should have it.
    """
    if frontier.within is None:
        return frontier
    vectors = {tuple(point.scores[party] for party in frontier.over) for point in frontier.points}
    added = list(frontier.points)
    for pick in picks:
        if pick.package is None or pick.split is not None or not pick.proved:
            continue
        vector = tuple(pick.scores[party] for party in frontier.over)
        if vector not in vectors:
            vectors.add(vector)
            added.append(Point(pick.package, {party: pick.scores[party] for party in frontier.over}))
    places = {issue.id: {option: k for k, option in enumerate(issue.option_ids)} for issue in talks.issues}
    added.sort(key=lambda point: [places[issue][option] for issue, option in point.package.items()])
    return replace(frontier, points=tuple(added))


def _in_points(whole: Numbered, over: Sequence[str], units: Sequence[int]) -> dict[str, Fraction]:
    return {party: whole.unit * value for party, value in zip(over, units, strict=True)}
