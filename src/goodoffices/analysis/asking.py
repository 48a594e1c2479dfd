"""How a question in words becomes questions in numbers: what to ask of a problem, and how to read the answers.

Each question file has two functions, ``asked`` (which exact questions) and ``read`` (their answers as a noun), so that
one pass over the packages can serve several questions at once; `ask` puts the two together.

Read next: ``zone.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from ..exact.planner import answer
from ..exact.problem import Problem
from ..exact.questions import Question, Result
from ..exact.watch import Watch

Answers: TypeAlias = Mapping[Question, tuple[Result, str]]
"""Answers with the names of the methods that found them."""


def ask(problem: Problem, questions: Sequence[Question], method: str | None, watch: Watch) -> Answers:
    """Put the questions to the planner, or to the one method named."""
    return answer(problem, questions, method=method, watch=watch)


def found(answers: Answers, question: Question) -> Any:
    """The answer to a question, without the name of its method."""
    return answers[question][0]


def by(answers: Answers, *questions: Question) -> str:
    """The methods that answered these questions, as one text."""
    return ", ".join(dict.fromkeys(answers[question][1] for question in questions))
