"""Which method answers which question: the cheapest of those that can prove the answer.

Each method declares what it accepts and what that would cost; the planner chooses by that. Where a proof would take too
long, a method that says how near it comes is asked instead; and where a method comes back with nothing, the others.

Read next: ``enumerating/enumeration.py``, the plainest method; then ``analysis/formulas.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from math import inf

from ..errors import BadQuestion, NoMethod
from .methods import METHODS, Method
from .problem import Problem, gains, scores
from .questions import (
    Best,
    Chosen,
    Conflict,
    Counted,
    Exists,
    Found,
    Minimal,
    MinimalSets,
    Question,
    Result,
    Size,
    SmallestConflict,
    nothing_known,
)
from .watch import QUIET, Part, Watch

ALONGSIDE = 0.05
"""What a further question costs a method that answers questions together, as a share of its cost."""


LEAST_LEFT = 1.0
"""A proof that is guessed to take no longer than so many seconds is tried however little time is left."""

PLAIN = ("enumerate", "issue merge", "branch and bound")
"""Methods that are asked before the others: what they cost is known at once, and little in most talks."""

WORTH_A_CHOICE = 0.008
"""Seconds of work that are worth asking the other methods, which takes about as long. All questions share them."""

WORTH_A_LOOK = 0.05
"""Seconds of a question that are worth asking first whether it arises."""


def methods() -> Mapping[str, Method]:
    """Every registered method by name, in the order of the names: which was loaded first makes no difference.

    Methods are loaded (and numpy with them) when one is first needed.
    """
    _load()
    return dict(sorted(METHODS.items()))


@cache
def _load() -> None:
    from . import table_by_table, weighted_sums  # noqa: F401  (importing a method registers it)
    from .bonuses import bonus_search  # noqa: F401
    from .branching import branch  # noqa: F401
    from .conflicts import conflicts  # noqa: F401
    from .counting import counting, estimate  # noqa: F401
    from .dense import dense, grid  # noqa: F401
    from .elimination import bucket_elimination  # noqa: F401
    from .enumerating import enumeration  # noqa: F401
    from .merging import issue_merge  # noqa: F401
    from .solver import logic  # noqa: F401


def plan(problem: Problem, question: Question, name: str | None = None) -> Method:
    """The method that will answer the question alone: the one named, or the cheapest of those that accept it.

    Raises `BadQuestion` for a name that is not registered, `NoMethod` where none accepts.
    """
    return _cheapest(problem, question, _first_asked(problem, question, name))


def _cheapest(problem: Problem, question: Question, of: Sequence[Method]) -> Method:
    return of[0] if len(of) == 1 else min(of, key=lambda method: method.cost(problem, question))


def _first_asked(
    problem: Problem, question: Question, name: str | None, left: float = inf, beside: int = 1
) -> list[Method]:
    """The plain method that will have answered before the others were asked; otherwise those to choose from.

    ``left``: seconds; ``beside``: how many questions there are.
    """
    known = methods() if name is None else {}
    plain = [known[plain] for plain in PLAIN if plain in known]
    costs = [(method.cost(problem, question), method) for method in plain if method.accepts(problem, question)]
    cost, quickest = min(costs, key=lambda pair: pair[0], default=(inf, None))
    if quickest is not None and cost <= WORTH_A_CHOICE / beside:
        return [quickest]
    return _preferred(problem, question, _able(problem, question, name), left)


def _able(problem: Problem, question: Question, name: str | None) -> list[Method]:
    """The methods that accept the question, or the one named."""
    known = methods()
    if name is not None and name not in known:
        raise BadQuestion(f"there is no method '{name}'; there are: {', '.join(known)}")
    named = list(known.values()) if name is None else [known[name]]
    if able := [method for method in named if method.accepts(problem, question)]:
        return able
    asked = f"the question '{question.words}' over {problem.packages:,} packages is beyond"
    if name is None:
        raise NoMethod(f"{asked} any method; try fewer issues, or fewer options")
    others = [method.name for method in known.values() if method.accepts(problem, question)]
    raise NoMethod(f"{asked} the method '{name}'; try {', '.join(others) or 'fewer issues, or fewer options'}")


def _preferred(problem: Problem, question: Question, of: Sequence[Method], left: float) -> list[Method]:
    """Of several methods those to choose from: such as prove the answer, unless only rough ones are quick enough.

    ``left``: seconds. A proof is quick enough if it is guessed to be done by then, and before a rough method is
    preferred; or no later than the rough method.
    """
    proving, rough = [one for one in of if not one.rough], [one for one in of if one.rough]
    if not proving or not rough:
        return list(of)
    patience = min(max(left, LEAST_LEFT), max(one.rough for one in rough))
    patience = max(patience, min(one.cost(problem, question) for one in rough))
    return proving if min(one.cost(problem, question) for one in proving) <= patience else rough


def answer(
    problem: Problem, questions: Sequence[Question], *, method: str | None = None, watch: Watch = QUIET
) -> dict[Question, tuple[Result, str]]:
    """Result every question, each with the name of the method that answered it.

    Questions that go to one method are answered together. Where a method comes back with nothing although there is time
    left (it met the ceiling of memory), the others are asked: what is preferred among them for the time left, and in
    the end each of them. Raises what `plan` raises.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.questions import Exists
    >>> answer(Problem((2,), (Side(((0, 7),), floor=5),), needs=1), [Exists()])
    {Exists(): (Found(package=(1,), proved=True), 'enumerate')}
    """
    from .checking import check
    from .thinning import short_enough

    answers: dict[Question, tuple[Result, str]] = {}
    tried: set[tuple[Question, str]] = set()
    able = {question: _first_asked(problem, question, method, watch.left(), len(questions)) for question in questions}
    if method is None and Exists() not in able and any(_is_hard(problem, *pair) for pair in able.items()):
        able = {
            Exists(): _first_asked(problem, Exists(), None),
            **able,
        }  # where there is a zone, there is nothing to look for
    while able:
        plans: dict[str, list[Question]] = {}
        for question, chosen in _plans(problem, able).items():
            plans.setdefault(chosen.name, []).append(question)
        ordered = sorted(plans.items(), key=lambda plan: Exists() not in plan[1])
        for place, (name, asked) in enumerate(ordered):
            left = [question for question in asked if not _follows(answers, question)]
            part = Part(watch, len(ordered) - place)  # a method whose cost was guessed wrong starves no other
            for question, found in methods()[name].solve(problem, left, part).items() if left else ():
                check(problem, question, found)
                answers[question] = (short_enough(question, found), name)
                tried.add((question, name))
        able = {
            question: _preferred(problem, question, others, watch.left())
            for question in able
            if answers[question][0] == nothing_known(question) and watch.left() > 0
            if (others := [one for one in _able(problem, question, method) if (question, one.name) not in tried])
        }
    return {question: _at_least(problem, answers, question) for question in dict.fromkeys(questions)}


def _is_hard(problem: Problem, question: Question, of: Sequence[Method]) -> bool:
    """Whether the question is about an empty zone, and costly enough to ask first whether it is empty."""
    conflicts = isinstance(question, Minimal | SmallestConflict)
    return conflicts and min(method.cost(problem, question) for method in of) > WORTH_A_LOOK


def _follows(answers: dict[Question, tuple[Result, str]], question: Question) -> bool:
    """Result a question that follows from whether there is a zone, where that is known; whether it did."""
    known, name = answers.get(Exists(), (None, ""))
    if not isinstance(known, Found):
        return False
    if known.package is not None and isinstance(question, Minimal):
        answers[question] = (MinimalSets((), True, (), True), name)
    elif known.package is not None and isinstance(question, SmallestConflict):
        answers[question] = (Conflict(None, True), name)
    elif known.package is None and known.proved and isinstance(question, Size):
        answers[question] = (Counted(0, exact=True), name)
    return question in answers


def _at_least(
    problem: Problem, answers: Mapping[Question, tuple[Result, str]], question: Question
) -> tuple[Result, str]:
    """The answer, or what a package known to be in the zone says where the answer says nothing."""
    (found, name), (known, _) = answers[question], answers.get(Exists(), (None, ""))
    if not isinstance(known, Found) or known.package is None:
        return found, name
    match found:
        case Counted(0, exact=False, low=None):
            return Counted(1, exact=False), name
        case Chosen(None, proved=False):
            gained = gains(problem, scores(problem, known.package))
            if isinstance(question, Best) and not (question.objective.nonnegative and min(gained, default=0) < 0):
                bound = tuple(side.highest - side.zero for side in problem.sides)
                return Chosen(known.package, proved=False, bound=bound), name
    return found, name


def _plans(problem: Problem, able: Mapping[Question, Sequence[Method]]) -> dict[Question, Method]:
    """The method of each question, so that the guessed costs of all together are least.

    A method that answers questions together costs its most costly question once, and `ALONGSIDE` of each of them.
    """
    if len(able) == 1:
        return {question: _cheapest(problem, question, of) for question, of in able.items()}
    costs = {
        question: {method.name: (method.cost(problem, question), method) for method in of}
        for question, of in able.items()
    }
    together = sorted({method.name for of in able.values() for method in of if method.together})
    best: tuple[float, dict[Question, Method]] | None = None
    for size in range(len(together) + 1):
        for joined in combinations(together, size):
            total, chosen, base = 0.0, {}, dict.fromkeys(joined, 0.0)
            for question, of in costs.items():
                open_to = [
                    (cost * ALONGSIDE if method.together else cost, cost, name)
                    for name, (cost, method) in of.items()
                    if name in joined or not method.together
                ]
                if not open_to:
                    break
                share, cost, name = min(open_to)
                total += share
                chosen[question] = of[name][1]
                if name in base:
                    base[name] = max(base[name], cost)
            total += sum(base.values())
            if len(chosen) == len(able) and (best is None or total < best[0]):
                best = (total, chosen)
    assert best is not None  # with every joined method allowed, each question has a method
    return best[1]
