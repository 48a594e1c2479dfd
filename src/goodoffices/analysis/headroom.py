"""Headroom: how far one party's walk-away could rise, all else fixed, before the zone is empty.

Read next: ``minimal.py``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from ..exact.problem import Problem
from ..exact.questions import Question, Raised, Room
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Headroom
from .asking import Answers, ask, by, found
from .numbers import Numbers, numbers


def headroom(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Headroom:
    """The headroom of every signatory with a walk-away, in points; ``unbounded`` where the zone outlives its no."""
    whole = numbers(talks)
    return read(whole, ask(whole.problem, asked(whole.problem), method, watch))


def asked(problem: Problem) -> list[Question]:
    """What headroom asks of a problem: room for each side with a walk-away."""
    return [Room(number) for number, side in enumerate(problem.sides) if side.floor is not None]


def read(whole: Numbers, answers: Answers) -> Headroom:
    """The headroom out of the answers; None where a party's walk-away as it stands already leaves no zone."""
    questions = asked(whole.problem)
    by_party: dict[str, Fraction | Literal["unbounded"]] = {}
    proved = True
    for question in questions:
        assert isinstance(question, Room)
        raised: Raised = found(answers, question)
        proved = proved and raised.proved
        floor = whole.problem.sides[question.side].zero
        if raised.unbounded:
            by_party[whole.sides[question.side]] = "unbounded"
        elif raised.to is None or raised.to < floor:
            return Headroom(None, raised.proved, by(answers, *questions))
        else:
            by_party[whole.sides[question.side]] = whole.unit * (raised.to - floor)
    return Headroom(by_party, proved, by(answers, *questions))
