"""Headroom: how far one party's walk-away could rise, all else fixed, before the zone is empty.

Read next: ``minimal.py``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from ..exact.problem import Problem, scores
from ..exact.questions import Exists, Found, Question, Raised, Room
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Headroom
from .asking import Answers, ask, by, found
from .numbered import Numbered, numbered


def headroom(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Headroom:
    """How far each signatory's walk-away could rise, all else fixed, before the zone is empty.

    In points, for the signatories that have a walk-away; ``unbounded`` where the zone outlives the party's no. Headroom
    is 0 where no package of the zone gives the party more than its walk-away.

    Cost: a pass over the packages with the method *enumerate*; a few runs of the solver for each walk-away with
    *logic*.
    Raises `BadQuestion` for a method that does not exist, `NoMethod` where the one named does not accept the question.

    The one package of the zone gives Ann 7, two above her 5, and Bo just his 2:

    >>> from fractions import Fraction
    >>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),), walk_away=Fraction(5))
    >>> bo = Position("bo", (IssueScores("height", (Fraction(4), Fraction(2))),), walk_away=Fraction(2))
    >>> talks = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (height,), positions=(ann, bo))
    >>> print(headroom(talks))
    headroom: ann 2, bo 0 (proved, by enumerate)
    """
    whole = numbered(talks)
    return read(whole, ask(whole.problem, asked(whole.problem), method, watch))


def asked(problem: Problem) -> list[Question]:
    """What headroom asks of a problem: room for each side with a walk-away."""
    return [Exists(), *(Room(number) for number, side in enumerate(problem.sides) if side.floor is not None)]


def read(whole: Numbered, answers: Answers) -> Headroom:
    """The headroom out of the answers; None where there is no zone."""
    existence, *questions = asked(whole.problem)
    zone: Found = found(answers, existence)
    if zone.package is None:
        return Headroom(None, zone.proved, by(answers, existence))
    by_party: dict[str, Fraction | Literal["unbounded"]] = {}
    proved = True
    for question in questions:
        assert isinstance(question, Room)
        raised: Raised = found(answers, question)
        proved = proved and raised.proved
        floor = whole.problem.sides[question.side].zero
        if raised.unbounded:
            by_party[whole.sides[question.side]] = "unbounded"
        else:  # there is a zone, so a walk-away may at least stand as it is, or where a package of the zone puts it
            least = floor if raised.proved else max(floor, scores(whole.problem, zone.package)[question.side])
            to = least if raised.to is None else max(least, raised.to)
            by_party[whole.sides[question.side]] = whole.unit * (to - floor)
    return Headroom(by_party, proved, by(answers, *(questions or [existence])))
