"""Which method answers which question: the cheapest of those that can prove the answer.

Each method declares what it accepts and what that would cost; the planner chooses by that.

Read next: ``enumeration.py``, the plainest method; then ``analysis/formulas.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import BadQuestion, NoMethod
from .methods import METHODS, Method
from .problem import Problem, in_zone, requirements, without
from .questions import Answer, Chosen, Found, MinimalSets, Points, Question
from .watch import QUIET, Watch


def methods() -> Mapping[str, Method]:
    """Every registered method by name. Methods are loaded (and numpy with them) when one is first needed."""
    from . import enumeration, logic  # noqa: F401  (importing a method registers it)

    return METHODS


def plan(problem: Problem, question: Question, name: str | None = None) -> Method:
    """The method that will answer the question: the one named, or the cheapest of those that accept it.

    Raises `BadQuestion` for a name that is not registered, `NoMethod` where none accepts.
    """
    known = methods()
    if name is not None and name not in known:
        raise BadQuestion(f"there is no method '{name}'; there are: {', '.join(known)}")
    named = [known[name]] if name is not None else list(known.values())
    able = [method for method in named if method.accepts(problem, question)]
    if not able:
        asked = type(question).__name__.lower()
        who = f"the method '{name}'" if name else "any method"
        raise NoMethod(
            f"the question '{asked}' over {problem.packages} packages is beyond {who}; "
            "try another method, fewer issues, or fewer options"
        )
    return min(able, key=lambda method: method.cost(problem, question))


def answer(
    problem: Problem, questions: Sequence[Question], *, method: str | None = None, watch: Watch = QUIET
) -> dict[Question, tuple[Answer, str]]:
    """Answer every question, each with the name of the method that answered it.

    Questions that go to one method are answered together, so that one pass over the packages serves them all.
    Raises what `plan` raises.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.questions import Exists
    >>> answer(Problem((2,), (Side(((0, 7),), floor=5),), needs=1), [Exists()])
    {Exists(): (Found(package=(1,), proved=True), 'enumerate')}
    """
    plans: dict[str, list[Question]] = {}
    for question, chosen in _plans(problem, list(dict.fromkeys(questions)), method).items():
        plans.setdefault(chosen.name, []).append(question)
    answers: dict[Question, tuple[Answer, str]] = {}
    for name, asked in plans.items():
        for question, found in methods()[name].solve(problem, asked, watch).items():
            _guard(problem, found)
            answers[question] = (found, name)
    return answers


def _plans(problem: Problem, questions: Sequence[Question], name: str | None) -> dict[Question, Method]:
    """The method of each question. Where one that answers all together is at work anyway, it takes the others along."""
    plans = {question: plan(problem, question, name) for question in questions}
    for shared in {method.name: method for method in plans.values() if method.together}.values():
        plans |= {question: shared for question in questions if shared.accepts(problem, question)}
    return plans


def _guard(problem: Problem, found: Answer) -> None:
    """Whatever method found it: no package is reported that is not in the zone, by the plain definition."""
    match found:
        case Found(package=package) | Chosen(package=package):
            packages = [] if package is None else [package]
        case Points(points=points):
            packages = [package for package, _ in points]
        case _:
            packages = []
    for package in packages:
        if not in_zone(problem, package):
            raise AssertionError("a method reported a package outside the zone; this is a bug: please report it")
    if isinstance(found, MinimalSets):
        named = requirements(problem)
        for opening in found.repairs:
            _guard(without(problem, [named[k] for k in opening.requirements]), Found(opening.package, proved=True))
