"""The method *issue merge*: the exact frontier by adding one table of issues after another, and all that stands on it.

Any number of packages: what is kept is what is undominated so far. With two sides that is never more than the units one
side can lose; with more sides it grows, and the method is for two to four of them.

Source: dynamic programming with dominance, Villarreal & Karwan 1981, Mathematical Programming 21(1), 204-223.

Read next: ``../dense/dense.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np

from ..arrays import Packages
from ..dominance import undominated
from ..from_frontier import listed, read, readable, room_without_a_zone
from ..methods import method
from ..problem import Problem
from ..questions import Frontier, Points, Question, Result, Room, nothing_known
from ..tables import Keys, Units, tables
from ..watch import Watch
from .merging import Losses, add, in_losses, nothing_settled

MOST_SIDES = 6
"""Sides whose points differ, beyond which the method declines: hardly anything would be dominated."""

MOST_WORDS = 64
"""Words of a key: many thousands of issues."""

LEAST_COST = 1e-4
"""Seconds that a merge takes at least."""

SECONDS_A_SUM = (1e-7, 1e-7, 1e-7, 5e-7, 1e-6, 5e-6)
"""Seconds to look at one sum, by the sides that count."""

FEW = 1 << 10
"""While no more partial packages are kept than this, the work goes on whatever the limit: it is next to nothing."""

AT_ONCE = 1 << 20
"""Spaces of fewer packages are merged in one go, without a look at the watch in between."""


def accepts(problem: Problem, question: Question) -> bool:
    """Whether the question can be answered from the frontier of all sides, and the problem is a sum of tables."""
    if not (readable(problem, question) or isinstance(question, Frontier)) or tables(problem) is None:
        return False
    losses = _losses(problem)
    return losses is None or (len(losses.columns) <= MOST_SIDES and losses.keys.shape[1] <= MOST_WORDS)


def cost(problem: Problem, question: Question) -> float:
    """Seconds, roughly: the sums of all tables, were every frontier as large as such frontiers tend to be.

    Measured on generated spaces of 2 to 6 sides: the points of a frontier are about the product, over all sides but the
    widest, of a quarter of what the side can lose, or half of its cap, and never more than some power of the tables.
    """
    if problem.packages <= AT_ONCE:  # not worth a long guess
        return LEAST_COST + problem.packages * 1e-9
    if (losses := _losses(problem)) is None:
        return LEAST_COST
    spread = np.sort(np.minimum(losses.widest / 4, losses.caps * 0.55))[:-1].clip(1)
    kept, work, counts = 1.0, 0.0, np.diff(losses.starts).tolist()
    for done, rows in enumerate(counts, 1):
        work += kept * rows
        kept = min(kept * rows, 1 + float(np.minimum(spread * done / len(counts), (1.2 * done * done) ** 0.85).prod()))
    return LEAST_COST + work * SECONDS_A_SUM[len(losses.columns) - 1]


@lru_cache(maxsize=8)
def _losses(problem: Problem) -> Losses | None:
    """The tables in losses over the sides that count; None where no side does or no package is left."""
    joined = tables(problem)
    return None if joined is None or joined.empty else in_losses(joined)


@method(
    "issue merge",
    source="Villarreal & Karwan 1981, Mathematical Programming 21(1), 204-223",
    accepts=accepts,
    cost=cost,
    together=True,
)
def merge_issues(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result the questions from the frontier of all sides, merged table by table.

    Every answer is proved where the watch leaves time and memory for it; otherwise nothing is known. ``ties`` are not
    counted. Cost: see `merging.add`; the points of the frontier so far, times the options of an issue, for each issue.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((2, 2), (Side(((0, 7), (1, 2))), Side(((4, 2), (0, 3)))))
    >>> merge_issues(fence, [Frontier((0, 1))], QUIET)[Frontier((0, 1))].points
    (((1, 1), (9, 5)), ((0, 1), (2, 7)))
    """
    merged = merged_points(problem, watch)
    answers: dict[Question, Result] = {}
    for question in questions:
        if merged is None:
            answers[question] = nothing_known(question)
        elif isinstance(question, Room) and not len(merged[0]):
            answers[question] = room_without_a_zone(problem, question.side, partial(merged_points, watch=watch))
        elif isinstance(question, Frontier) and len(question.over) < len(problem.sides):
            answers[question] = _over_some(merged, question)
        else:
            answers[question] = read(problem, *merged, question)
    return answers


def merged_points(problem: Problem, watch: Watch) -> tuple[Packages, Units] | None:
    """For each undominated score vector of the zone the first package in file order, and its units.

    (points, issues), option numbers, and (points, sides). None where time or memory ran out first.
    """
    joined = tables(problem)
    assert joined is not None  # or the problem was not accepted
    none = np.empty((0, len(problem.sides)), np.int64)
    if joined.empty:
        return joined.packages(joined.keys[:0]), none
    best = np.maximum.reduceat(joined.units, joined.starts[:-1], axis=0).sum(axis=0)
    losses = _losses(problem)
    if losses is None:
        keys = np.bitwise_or.reduce(joined.keys[joined.starts[:-1]], axis=0)[None]  # all packages are equal
        return joined.packages(keys), best[None]
    if (losses.caps < 0).any():
        return joined.packages(joined.keys[:0]), none
    partial = _merged(losses, watch, at_once=problem.packages < AT_ONCE)
    if partial is None:
        return None
    units = best[None].repeat(len(partial[0]), axis=0)
    units[:, losses.columns] -= partial[0]
    return joined.packages(partial[1]), units


def _merged(losses: Losses, watch: Watch, *, at_once: bool) -> tuple[Units, Keys] | None:
    """Every table added; None where time or memory ran out."""
    partial: tuple[Units, Keys] | None = nothing_settled(losses)
    last = len(losses.starts) - 1
    most = watch.memory // (8 * 8 * (losses.losses.shape[1] + losses.keys.shape[1]))
    step = last if at_once else 1
    for table in range(0, last, step):
        if partial is None or (len(partial[0]) > FEW and watch.left() <= 0):
            return None
        partial = add(partial, losses, table, table + step, most, lambda: watch.left() > 0)
        watch.step((table + step) / last, "merging issues")
    return partial


def _over_some(merged: tuple[Packages, Units], question: Frontier) -> Points:
    """What is undominated in the scores of some sides stands on the frontier of all of them.

    The package shown is the first of those on the frontier of all: where sides left out have scores of their own, it
    may come after another that has the same scores for the sides asked about.
    """
    packages, units = merged
    kept = undominated(units[:, question.over])
    return listed(packages[kept], units[kept][:, question.over], question.most)
