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
from .questions import Answer, Question
from .watch import Watch

Solve: TypeAlias = Callable[[Problem, Sequence[Question], Watch], Mapping[Question, Answer]]


@dataclass(frozen=True)
class Method:
    """A way to answer questions.

    ``cost`` is a rough guess in seconds, used only to choose between methods; ``together`` says that several questions
    cost hardly more than one; ``rough``, that it proves how near it comes and not the answer itself, and is for where
    nothing else will do.
    """

    name: str
    source: str
    accepts: Callable[[Problem, Question], bool]
    cost: Callable[[Problem, Question], float]
    solve: Solve
    together: bool = False
    rough: bool = False


METHODS: dict[str, Method] = {}
"""Every registered method by name, in the order of registration."""


def method(
    name: str,
    *,
    source: str,
    accepts: Callable[[Problem, Question], bool],
    cost: Callable[[Problem, Question], float],
    together: bool = False,
    rough: bool = False,
) -> Callable[[Solve], Solve]:
    """Register a method under a name. ``source`` says where the algorithm comes from."""

    def register(solve: Solve) -> Solve:
        METHODS[name] = Method(name, source, accepts, cost, solve, together, rough)
        return solve

    return register
