"""The door through which a method enters: a name, what it accepts, what that costs, and a function that answers.

A method is a function from a problem and several questions to their answers, registered where it is defined:

    @method("enumerate", source="...", accepts=..., cost=...)
    def enumerate_packages(problem, questions, watch): ...

Read next: ``planner.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .problem import Problem
from .questions import Question, Result
from .watch import Asking, Watch

Solve: TypeAlias = Callable[[Problem, Sequence[Question], Watch], Mapping[Question, Result]]


@dataclass(frozen=True)
class Method:
    """A way to answer questions.

    ``cost`` is a rough guess in seconds, used only to choose between methods; ``together`` says that several questions
    cost hardly more than one; ``rough``, above 0, that it says how near it comes and does not prove the answer itself:
    it is preferred where every proof is guessed to take longer than so many seconds.
    """

    name: str
    source: str
    accepts: Callable[[Problem, Question], bool]
    cost: Callable[[Problem, Question], float]
    solve: Solve
    together: bool = False
    rough: float = 0.0


METHODS: dict[str, Method] = {}
"""Every registered method by name, in the order of registration."""


def method(
    name: str,
    *,
    source: str,
    accepts: Callable[[Problem, Question], bool],
    cost: Callable[[Problem, Question], float],
    together: bool = False,
    rough: float = 0.0,
) -> Callable[[Solve], Solve]:
    """Register a method under a name. ``source`` says where the algorithm comes from."""

    def register(solve: Solve) -> Solve:
        def told(problem: Problem, questions: Sequence[Question], watch: Watch) -> Mapping[Question, Result]:
            return solve(problem, questions, Asking(watch, in_words(questions)))

        METHODS[name] = Method(name, source, accepts, cost, told, together, rough)
        return solve

    return register


def in_words(questions: Sequence[Question]) -> str:
    """Several questions in a few words.

    >>> from goodoffices.exact.questions import Exists, Highest, Room
    >>> in_words([Room(0), Room(1)]), in_words([Exists(), Highest(), Room(0), Room(1)])
    ('headroom', 'zone and 2 more')
    """
    first, *others = dict.fromkeys(question.words for question in questions)
    return f"{first} and {len(others)} more" if others else first
