"""The method *logic*: put each question to a solver of logical models (CP-SAT). Any number of packages, any condition.

Every "no" is a proof of the solver that nothing better exists. Where time runs out, what was proved so far is given and
said to be unfinished.

Read next: ``logic_best.py`` (formulas) and ``logic_sets.py`` (frontier, conflicts, repairs, coalitions).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..methods import method
from ..problem import Choices, Problem, Requirement, requirements, score, without
from ..questions import (
    Best,
    Coalitions,
    Counted,
    Excludes,
    Excluding,
    Exists,
    Found,
    Frontier,
    Heights,
    Highest,
    Minimal,
    Open,
    Opened,
    Question,
    Raised,
    Result,
    Room,
    Size,
    SmallestConflict,
)
from ..trees import issues_of, negate
from ..watch import OutOfTime, Part, Watch
from .logic_best import choose, highest
from .logic_sets import coalitions, frontier, minimal, smallest
from .model import Model

MOST_COUNTED = 20_000
"""Packages are counted one by one up to this many; then the size is only "at least"."""


def _accepts(problem: Problem, question: Question) -> bool:
    return True


def _cost(problem: Problem, question: Question) -> float:
    """A rough guess: the solver's start, and how many runs the question takes."""
    runs = {Exists: 1.0, Highest: 5.0, Room: 2.0, Best: 10.0, Excludes: 3.0}.get(type(question), 60.0)
    if isinstance(question, Frontier):  # a run for each point, and points grow fast with the sides
        runs *= 5 ** max(0, len(problem.sides) - 2)
    return 1.0 + runs * len(problem.sizes) / 10


@method("logic", source="OR-Tools CP-SAT, Perron & Furnon", accepts=_accepts, cost=_cost)
def ask_the_solver(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result each question by runs of the solver. Cost: exponential in the worst case, seldom so in practice."""
    answers: dict[Question, Result] = {}
    start: Choices | None = None
    if Exists() in questions:  # it may take all the time: without a package the other answers are little use
        answers[Exists()] = found = exists(problem, watch)
        start = found.package
    rest = [question for question in questions if question not in answers]
    for place, question in enumerate(rest):
        answers[question] = _answer(problem, question, Part(watch, len(rest) - place), start)
    return {question: answers[question] for question in questions}


def _answer(problem: Problem, question: Question, watch: Watch, start: Choices | None) -> Result:
    """``start``: a package of the zone, where one is known already."""
    match question:
        case Exists():
            return exists(problem, watch)
        case Size():
            return size(problem, watch)
        case Frontier(over):
            return frontier(problem, over, watch)
        case Best():
            return choose(problem, question, watch, start)
        case Highest():
            return heights(problem, watch, start)
        case Room(side):
            return room(problem, side, watch)
        case Excludes():
            return excludes(problem, watch)
        case Minimal():
            return minimal(problem, watch)
        case SmallestConflict():
            return smallest(problem, watch)
        case Coalitions():
            return coalitions(problem, watch)
        case Open(side):
            return open_options(problem, side, watch)


def exists(problem: Problem, watch: Watch) -> Found:
    """A package of the zone, or the proof that there is none. Cost: one run of the solver."""
    model = Model(problem, watch)
    model.require_zone()
    try:
        package = model.find()
    except OutOfTime:
        return Found(None, proved=False)
    return Found(package, proved=True)


def size(problem: Problem, watch: Watch) -> Counted:
    """The number of packages in the zone: exact up to `MOST_COUNTED`, beyond that at least so many.

    Packages are found one by one over the issues that matter; the options of the others are multiplied in.
    Cost: one run of the solver, which grows with the packages found.
    """
    free = [issue for issue in range(len(problem.sizes)) if issue not in _matter(problem)]
    model = Model(problem, watch)
    model.require_zone()
    model.require(*(model.options[issue][0] for issue in free))
    packages, all_found = model.find_all(MOST_COUNTED)
    return Counted(len(packages) * math.prod(problem.sizes[issue] for issue in free), exact=all_found)


def _matter(problem: Problem) -> set[int]:
    """The issues on which it depends whether a package is in the zone."""
    trees = list(problem.links)
    matter: set[int] = set()
    for side in problem.sides if problem.needs else ():
        trees += side.lines
        if side.floor is not None:
            trees += [tree for tree, _ in side.bonuses]
            matter |= {issue for issue, points in enumerate(side.scores) if len(set(points)) > 1}
    return matter.union(*(issues_of(tree) for tree in trees))


def heights(problem: Problem, watch: Watch, start: Choices | None) -> Heights:
    """The highest score of each side over the zone; where time runs out, at least that of the package known already.

    In units. Cost: a run of the solver for each side, more where scores are too large to be steered by exactly.
    """
    best, all_proved = [], True
    for number, side in enumerate(problem.sides):
        model = Model(problem, watch)
        model.require_zone()
        package, proved = highest(problem, number, model)
        all_proved = all_proved and proved
        package = package or start
        if package is None:
            return Heights(None, proved)
        best.append(score(side, package))
    return Heights(tuple(best), all_proved)


def room(problem: Problem, side: int, watch: Watch) -> Raised:
    """How high one walk-away may be: the side's highest score where its yes is counted and its walk-away is not.

    In units. Cost: a run of the solver and one more under a quorum rule; more where scores are too large to be steered
    by exactly.
    """
    others = [number for number in range(len(problem.sides)) if number != side]
    if side not in problem.including and not problem.needs_all:
        outlived = Model(problem, watch)
        outlived.require_links()
        outlived.require_yes({number: outlived.accepts(number) for number in others}, problem.needs)
        try:
            if outlived.find() is not None:
                return Raised(None, unbounded=True, proved=True)
        except OutOfTime:
            return Raised(None, unbounded=False, proved=False)
    free = without(problem, [Requirement(side, None)])
    model = Model(free, watch)
    model.require_links()
    model.require(model.accepts(side))
    model.require_yes({number: model.accepts(number) for number in others}, problem.needs - 1)
    package, proved = highest(free, side, model)
    return Raised(None if package is None else score(problem.sides[side], package), unbounded=False, proved=proved)


def excludes(problem: Problem, watch: Watch) -> Excluding:
    """The red lines that some package breaks which meets the links: one run of the solver for each."""
    excluding = []
    for number, need in enumerate(requirements(problem)):
        if need.line is None:
            continue
        model = Model(problem, watch)
        model.require_links()
        model.require(model.truth(negate(problem.sides[need.side].lines[need.line], problem.sizes)))
        try:
            if model.find() is not None:
                excluding.append(number)
        except OutOfTime:
            return Excluding(tuple(excluding), complete=False)
    return Excluding(tuple(excluding), complete=True)


def open_options(problem: Problem, side: int, watch: Watch) -> Opened:
    """The options one side can still sign.

    Packages are asked for that have an option not seen yet, until there are none. Cost: a run of the solver for each
    package asked for, at most one more than there are options.
    """
    model = Model(problem, watch)
    model.require_links()
    model.require(model.accepts(side))
    seen = [[False] * size for size in problem.sizes]
    complete = True
    try:
        while (package := model.find()) is not None:
            for issue, option in enumerate(package):
                seen[issue][option] = True
            rows = zip(model.options, seen, strict=True)
            model.require_any(
                [var for options, known in rows for var, is_known in zip(options, known, strict=True) if not is_known]
            )
    except OutOfTime:
        complete = False
    return Opened(tuple(tuple(known) for known in seen), complete)
