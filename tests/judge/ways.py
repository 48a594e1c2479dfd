"""The ways to an answer that are judged: every registered method, and what only large talks bring out of some of them.

A method is a way by being registered. Some leave small talks to others, or look at them differently; for these
``LOWERED`` names thresholds that are set lower while they are judged, so that they do on small talks what they do on
large ones. *Enumerate* is judged twice: once as it is, once where glances at whole blocks settle the question.

Read next: ``test_matrix.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from tests.judge.generated import CROWDS

from goodoffices.exact import weighted_sums
from goodoffices.exact.counting import estimate
from goodoffices.exact.dense import grid
from goodoffices.exact.enumerating import blocks, enumeration, heads
from goodoffices.exact.methods import Method
from goodoffices.exact.planner import methods
from goodoffices.exact.problem import Problem
from goodoffices.exact.questions import Question

GLANCES = "enumerate by glances"

LOWERED: dict[str, list[tuple[ModuleType, str, Any]]] = {
    GLANCES: [(heads, "FEWEST", 2), (heads, "FEWEST_EACH", 1), (heads, "MOST_HEADS", 7), (blocks, "TAIL", 24)],
    "estimate": [(estimate, "FEWEST", 1), (estimate, "FIRST_LOOK", 1 << 11), (estimate, "NARROW", 0.15)],
    "grid": [(grid, "MANY_PACKAGES", 1), (grid, "WORK", 1000), (grid, "FINE", 1), (grid, "AT_ONCE", 5)],
    "weighted sums": [(weighted_sums, "MOST_WEIGHTS", 8)],
}
"""Thresholds by way. A coarse grid has to round; fewer draws and weights than usual save time. No promise changes."""

WAYS = (*methods(), GLANCES)
COMPLETE = "enumerate"
"""The method that answers every question, and tells more than others: how many packages tie, how many sides accept."""

SLOW = {"logic"}
SAMPLED = {*SLOW, GLANCES, "bonus search", "branch and bound", "weighted sums"}
"""Methods that take long: of a case they are asked one question of each kind; `SLOW` ones in some cases only."""

SEEDS = range(CROWDS.stop)


def method(way: str) -> Method:
    return methods()[COMPLETE if way == GLANCES else way]


def takes(way: str, problem: Problem, question: Question) -> bool:
    """Whether the question is answered this way, thresholds lowered."""
    if way == GLANCES and not enumeration._by_glances(problem, question):
        return False
    return method(way).accepts(problem, question)


@contextmanager
def lowered(way: str) -> Iterator[Callable[..., None]]:
    """Thresholds lowered for one way."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in LOWERED.get(way, ()):
            patch.setattr(module, name, value)
        yield patch.setattr
