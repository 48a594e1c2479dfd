"""The method *enumerate*: look at every package once (twice for repairs), in blocks of arrays.

It answers every question and proves every answer, over up to some hundred million packages; memory does not grow with
them. It is also the plainest method, and so the judge of the others.

Where blocks are many, a compiled kernel glances at them first, a hundred times as fast: it counts, and tells which
blocks a question has to see package by package. Most questions then need few of them, and reach a hundred thousand
million packages.

Read next: ``../solver/logic.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from math import prod

from ..arrays import FITS
from ..methods import method
from ..problem import Problem
from ..questions import (
    Best,
    Coalitions,
    Excludes,
    Exists,
    Frontier,
    Highest,
    Minimal,
    Open,
    Question,
    Result,
    Room,
    Size,
    SmallestConflict,
)
from ..watch import Watch
from .best_tally import BestSoFar
from .blocks import blocks, even, split
from .conflict_tally import SmallestSoFar
from .estimates import of_formula
from .glancing import Glanced
from .heads import Heads, can_glance
from .minimal_tally import MinimalSoFar
from .tallies import (
    CoalitionsSoFar,
    ExcludesSoFar,
    FirstFound,
    FrontierSoFar,
    HighestSoFar,
    OnePass,
    OpenSoFar,
    RoomSoFar,
    Sizes,
    Tally,
    needed,
)

MOST_PACKAGES = 400_000_000
"""Beyond this many packages the method declines what has to be answered block by block."""

MOST_GLANCED = 100_000_000_000
"""Beyond this many packages it declines everything."""

HEAD = 1000
"""A head costs a glance about as much as so many packages."""

DOING = "looking at every package"


def _accepts(problem: Problem, question: Question) -> bool:
    if not _by_glances(problem, question):
        return problem.packages <= MOST_PACKAGES
    return max(problem.packages, HEAD * _blocks(problem, even(problem))) <= MOST_GLANCED


def _blocks(problem: Problem, most: int | None) -> int:
    return prod(problem.sizes[: split(problem.sizes, most)])


def _by_glances(problem: Problem, question: Question) -> bool:
    """Whether a glance settles the question for most blocks."""
    match question:
        case Exists() | Size() | Highest():
            settled = True
        case Best():
            settled = of_formula(problem, question) is not None
        case Room(side):
            settled = needed(problem, side)
        case _:
            settled = False
    return settled and can_glance(problem, even(problem))


def _cost(problem: Problem, question: Question) -> float:
    if _by_glances(problem, question):
        work = problem.packages + HEAD * _blocks(problem, even(problem))
        return 2e-3 + work * (1 + len(problem.sides)) * 5e-11
    each = 4e-6 if problem.largest >= FITS else 2e-8
    return problem.packages * (1 + len(problem.sides)) * each + 1e-4 * (_blocks(problem, None) - 1)


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
        case SmallestConflict():
            return SmallestSoFar(problem)
        case Coalitions():
            return CoalitionsSoFar(problem)
        case Open(side):
            return OpenSoFar(problem, side)


@method("enumerate", source="exhaustive search", accepts=_accepts, cost=_cost, together=True)
def enumerate_packages(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result the questions by looking at every package in file order.

    Every answer is proved where the watch leaves time for it; otherwise it is what was seen so far, and says so.
    Cost: packages times (sides + red lines), some 10^7 to 10^8 packages a second. Where a glance settles most blocks
    10^9 to 10^10 a second and core; `heads.can_glance` says where. Memory for one block, the frontier, the smallest
    repairs and, in ``heads.py``, `MOST_LAID` numbers.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=2)), needs=2)
    >>> enumerate_packages(fence, [Exists()], QUIET)
    {Exists(): Found(package=(1,), proved=True)}
    """
    quick = [question for question in questions if _by_glances(problem, question)]
    slow = [question for question in questions if question not in quick]
    answers = _answer(problem, quick, even(problem), watch) | _answer(problem, slow, None, watch)
    return {question: answers[question] for question in questions}


def _answer(problem: Problem, questions: Sequence[Question], most: int | None, watch: Watch) -> dict[Question, Result]:
    """Result the questions in as many passes as it takes. ``most``: the most packages in a block, where not usual."""
    going = {question: _tally(problem, question) for question in questions}
    answers: dict[Question, Result] = {}
    while going and _walk(problem, list(going.values()), most, watch):
        finished = [question for question, tally in going.items() if not tally.again()]
        answers |= {question: going.pop(question).answer(done=True) for question in finished}
    return answers | {question: tally.answer(done=False) for question, tally in going.items()}


def _walk(problem: Problem, tallies: Sequence[Tally], most: int | None, watch: Watch) -> bool:
    """Show the tallies the blocks they have to see; False where time ran out first."""
    if any(isinstance(tally, OnePass) and tally.asked for tally in tallies) and can_glance(problem, most):
        with ThreadPoolExecutor(watch.cores) if watch.cores > 1 else nullcontext() as pool:
            return _glance(Heads(problem, most, watch.cores, pool), tallies, watch)
    for block in blocks(problem):
        if block.first and watch.left() <= 0:  # small talks are answered whatever the limit
            return False
        if not (going := [tally for tally in tallies if not _enough(tally)]):
            break
        for tally in going:
            tally.see(block)
        watch.step((block.first + block.size) / problem.packages, DOING)
    return True


def _enough(tally: Tally) -> bool:
    return isinstance(tally, OnePass) and tally.enough()


def _glance(heads: Heads, tallies: Sequence[Tally], watch: Watch) -> bool:
    """Glance at all blocks, many at a time, and show each tally those it wants to see; False where time ran out."""
    for first, last in heads.ranges():
        if first and watch.left() <= 0:
            return False
        if not (going := [tally for tally in tallies if not _enough(tally)]):
            break
        asking = [(tally, ask) for tally in going if isinstance(tally, OnePass) and (ask := tally.asked)]
        seen = heads.glance(first, last, [ask for _, ask in asking], [tally.above() for tally, _ in asking])
        glanced = {id(tally): part for (tally, _), part in zip(asking, seen, strict=True)}
        if not _see(heads, range(first, last), going, glanced, watch):
            return False
        watch.step(last / heads.many, DOING)
    return True


def _see(heads: Heads, numbers: range, tallies: Sequence[Tally], glanced: Mapping[int, Glanced], watch: Watch) -> bool:
    """Show each tally the blocks it wants to see, in file order, by what was glanced; False where time ran out."""

    def following(tally: Tally, start: int) -> int:
        if _enough(tally):
            return len(numbers)
        seen = glanced.get(id(tally))
        return tally.glance(seen, start) if isinstance(tally, OnePass) and seen else start

    wanted = [following(tally, 0) for tally in tallies]
    while (place := min(wanted)) < len(numbers):
        if numbers[place] and watch.left() <= 0:
            return False
        block = heads.block(numbers[place])
        for number, tally in enumerate(tallies):
            if wanted[number] == place:
                tally.see(block)
                wanted[number] = following(tally, place + 1)
        watch.step((numbers[place] + 1) / heads.many, DOING)
    return True
