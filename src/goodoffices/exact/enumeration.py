"""The method *enumerate*: look at every package once (twice for repairs), in blocks of arrays.

It answers every question and proves every answer, over up to some hundred million packages; memory does not grow with
them. It is also the plainest method, and so the judge of the others.

Read next: ``logic.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from .best_tally import BestSoFar
from .blocks import FITS, blocks
from .methods import method
from .minimal_tally import MinimalSoFar
from .problem import Problem
from .questions import (
    Answer,
    Best,
    Coalitions,
    Excludes,
    Exists,
    Frontier,
    Highest,
    Minimal,
    Open,
    Question,
    Room,
    Size,
)
from .tallies import (
    CoalitionsSoFar,
    ExcludesSoFar,
    FirstFound,
    FrontierSoFar,
    HighestSoFar,
    OpenSoFar,
    RoomSoFar,
    Sizes,
    Tally,
)
from .watch import Watch

MOST_PACKAGES = 400_000_000
"""Beyond this many packages the method declines."""


def _accepts(problem: Problem, question: Question) -> bool:
    return problem.packages <= MOST_PACKAGES


def _cost(problem: Problem, question: Question) -> float:
    each = 4e-6 if problem.largest >= FITS else 2e-8
    return problem.packages * (1 + len(problem.sides)) * each


def _tally(problem: Problem, question: Question) -> Tally:
    """The tally that answers a question."""
    match question:
        case Exists():
            return FirstFound(problem)
        case Size():
            return Sizes(problem)
        case Frontier(over):
            return FrontierSoFar(problem, over)
        case Best():
            return BestSoFar(problem, question)
        case Highest():
            return HighestSoFar(problem)
        case Room(side):
            return RoomSoFar(problem, side)
        case Excludes():
            return ExcludesSoFar(problem)
        case Minimal():
            return MinimalSoFar(problem)
        case Coalitions():
            return CoalitionsSoFar(problem)
        case Open(side):
            return OpenSoFar(problem, side)


@method("enumerate", source="exhaustive search", accepts=_accepts, cost=_cost, together=True)
def enumerate_packages(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Answer]:
    """Answer the questions by looking at every package in file order.

    Every answer is proved where the watch leaves time for it; otherwise it is what was seen so far, and says so.
    Cost: packages times (sides + red lines), some 10^7 to 10^8 packages a second; memory for one block, the frontier
    and the smallest repairs.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=2)), needs=2)
    >>> enumerate_packages(fence, [Exists()], QUIET)
    {Exists(): Found(package=(1,), proved=True)}
    """
    going = {question: _tally(problem, question) for question in questions}
    answers: dict[Question, Answer] = {}
    while going and _walk(problem, list(going.values()), watch):
        finished = [question for question, tally in going.items() if not tally.again()]
        answers |= {question: going.pop(question).answer(done=True) for question in finished}
    answers |= {question: tally.answer(done=False) for question, tally in going.items()}
    return {question: answers[question] for question in questions}


def _walk(problem: Problem, tallies: Sequence[Tally], watch: Watch) -> bool:
    """Show every block to every tally; False where time ran out first."""
    for block in blocks(problem):
        if block.first and watch.left() <= 0:  # small talks are answered whatever the limit
            return False
        for tally in tallies:
            tally.see(block)
        watch.step((block.first + block.size) / problem.packages, "looking at every package")
    return True
