"""The method *dense table*: the exact frontier for scores in small whole numbers, and all that stands on it.

Its cost does not depend on the number of packages, only on how much each side can lose: two to six sides of a hundred
points each, fewer where walk-aways leave little to lose. Scores of seven digits do not fit; *issue merge* takes these.

Source: see ``dense_table.py``.

Read next: ``dense_losses.py``, then ``dense_order.py``, ``dense_arrays.py`` and ``dense_table.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Packages
from ..from_frontier import listed, read, readable, room_without_a_zone, without_floor
from ..kernels import load
from ..methods import method
from ..problem import Problem
from ..questions import Frontier, Question, Result, Room, nothing_known
from ..tables import Units, tables
from ..watch import MEMORY, Watch
from .dense_losses import idle, narrowed
from .dense_order import Ordered, ordered
from .dense_table import frontier

MOST_WORK = 1e12
"""Comparisons beyond which the method declines: some minutes."""

LITTLE_WORK, MANY_PACKAGES = 1e8, 1e6
"""Beyond so many comparisons the method is not for fewer packages than these: it would be quicker to list them."""

LEAST_COST = 1e-4
"""Seconds that a layer takes at least."""

SECONDS_A_COMPARISON = (2.5e-10, 2e-9)
"""With the kernel and without, on one core."""

SECONDS_A_POINT = 2e-6
"""To list one; there are about as many as cells, were every axis a quarter as long."""


def _over(problem: Problem, question: Question) -> tuple[int, ...]:
    """The sides whose scores the frontier behind a question is over."""
    return question.over if isinstance(question, Frontier) else tuple(range(len(problem.sides)))


def _ready(problem: Problem, question: Question) -> Ordered | None:
    """The tables in order; None where the question cannot be answered from a dense table."""
    joined = tables(problem)
    if joined is None or not (isinstance(question, Frontier) or readable(problem, question)):
        return None
    over = _over(problem, question)
    return ordered(joined, over) if over and idle(joined, over) else None


def _accepts(problem: Problem, question: Question) -> bool:
    if isinstance(question, Room) and not _fits(without_floor(problem, question.side), question):
        return False  # where there is no zone, this is the table that tells
    return _fits(problem, question)


def _fits(problem: Problem, question: Question) -> bool:
    ready = _ready(problem, question)
    most = MOST_WORK if problem.packages >= MANY_PACKAGES else LITTLE_WORK
    return ready is not None and ready.memory <= MEMORY and ready.work <= most


def _cost(problem: Problem, question: Question) -> float:
    ready = _ready(problem, question)
    assert ready is not None  # or the question was not accepted
    points = float((ready.extents[-1] / 4).clip(1).prod())
    filling = ready.work * SECONDS_A_COMPARISON[load("dense") is None]
    return LEAST_COST * (1 + len(ready.steps)) + filling + points * SECONDS_A_POINT


@method(
    "dense table",
    source="Villarreal & Karwan 1981, Mathematical Programming 21(1), 204-223, as tables of losses",
    accepts=_accepts,
    cost=_cost,
    together=True,
)
def fill_tables(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result the questions from the frontier, found by tables of losses.

    Every answer is proved where the watch leaves time and memory for it; otherwise nothing is known. ``ties`` are not
    counted. Cost: see `dense_table.frontier`; the cells, times the options of an issue, for each issue.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((2, 2), (Side(((0, 7), (1, 2))), Side(((4, 2), (0, 3)))))
    >>> fill_tables(fence, [Frontier((0, 1))], QUIET)[Frontier((0, 1))].points
    (((0, 1), (2, 7)), ((1, 1), (9, 5)))
    """
    known: dict[tuple[int, ...], tuple[Packages, Units] | None] = {}
    answers: dict[Question, Result] = {}
    for question in questions:
        over = _over(problem, question)
        if over not in known:
            known[over] = points(problem, over, watch)
        answers[question] = _answered(problem, question, known[over], watch)
    return answers


def points(problem: Problem, over: tuple[int, ...], watch: Watch) -> tuple[Packages, Units] | None:
    """For each undominated score vector of the zone, over some sides, the first package in file order, and its units.

    (points, issues), option numbers, and (points, sides in ``over``). None where time or memory ran out first, or where
    the tables are too large.
    """
    joined = tables(problem)
    ready = None if joined is None else ordered(joined, over)
    if joined is None or ready is None or ready.memory > watch.memory:
        return None
    found = frontier(ready, joined.keys.shape[1], watch)
    if found is None:
        return None
    losses, keys = found
    units = np.repeat(narrowed(joined, over).best[None], len(losses), axis=0)
    for place, side in enumerate((*ready.axes, ready.measured)):
        if side >= 0:
            units[:, side] -= losses[:, place] * ready.grains[side]
    return joined.packages(keys), units


def _answered(problem: Problem, question: Question, known: tuple[Packages, Units] | None, watch: Watch) -> Result:
    """The answer to one question; nothing where the frontier is not known."""
    if known is None:
        return nothing_known(question)
    if isinstance(question, Frontier):
        return listed(*known, question.most)
    everyone = tuple(range(len(problem.sides)))
    if isinstance(question, Room) and not len(known[0]):
        return room_without_a_zone(problem, question.side, lambda freed: points(freed, everyone, watch))
    return read(problem, *known, question)
