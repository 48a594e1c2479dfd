"""The tally of a formula: the package of the highest value among those seen.

An estimate in arrays throws out what is clearly worse; the formula's own exact value decides among the few distinct
gain vectors that remain, and ties go to the better sorted gains, then to the first package in file order.

Read next: ``minimal_tally.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from ..problem import Problem
from ..questions import Best, Chosen
from .blocks import Block
from .estimates import just_below, of_formula
from .heads import Asked, Rule
from .tallies import OnePass

MARGIN = 2.0**-40
"""Relative error allowed for an estimate in floating point; the true error of these short sums is below 2**-48."""


class BestSoFar(OnePass):
    """The best package seen, and how many have its value.

    Ties go to the better sorted gains, then to the first package in file order.
    Cost: a few operations for each package of the zone, and the formula's own value for each distinct gain vector that
    the estimate cannot tell from the best; for a formula of the shape ``other``, for every distinct gain vector.

    >>> from goodoffices.exact.enumerating.blocks import blocks
    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.questions import Objective
    >>> fence = Problem((3,), (Side(((0, 2, 7),)), Side(((4, 3, 1),))))
    >>> tally = BestSoFar(fence, Best(Objective("nash", lambda gains, best: gains[0] * gains[1], "product")))
    >>> for block in blocks(fence):
    ...     tally.see(block)
    >>> tally.answer(done=True)
    Chosen(package=(2,), proved=True, ties=1, bound=None)
    """

    def __init__(self, problem: Problem, question: Best) -> None:
        super().__init__(problem)
        self.objective, self.best = question.objective, question.best
        self.top: Any = None  # the highest estimate so far
        self.key: tuple[Any, tuple[int, ...], int] | None = None  # value, sorted gains, minus package number
        self.gains: tuple[int, ...] | None = None  # of a package with the best value
        self.ties = 0
        self.estimate = of_formula(problem, question)
        if self.estimate is not None:
            self.asked = Asked(Rule(problem.needs, problem.including), (self.estimate,))
        self.welcome = not self.objective.nonnegative or self.objective.shape == "product"

    def above(self) -> Sequence[float]:
        """What every package estimates above that may reach the best value; so ties are all seen, and counted."""
        if self.estimate is None:
            return ()
        return [-inf if self.gains is None else just_below(self.estimate, self.gains)]

    def see(self, block: Block) -> None:
        if not len(block.zone):
            return
        zeros = np.array([side.zero for side in self.problem.sides], dtype=block.zone_scores.dtype)
        gains = block.zone_scores - zeros
        places = block.zone
        if self.objective.nonnegative:
            welcome = np.flatnonzero((gains >= 0).all(axis=1))
            gains, places = gains[welcome], places[welcome]
        alive = self._promising(gains) if len(places) else places
        for vector, count, row in _distinct(gains[alive]):
            self._weigh(vector, count, block.first + int(places[alive[row]]))

    def answer(self, done: bool) -> Chosen:
        bound = None if done else tuple(side.highest - side.zero for side in self.problem.sides)
        if self.key is None:
            return Chosen(None, proved=done, bound=bound)
        return Chosen(self.problem.package(-self.key[2]), done, self.ties if done else None, bound)

    def _weigh(self, vector: tuple[int, ...], count: int, number: int) -> None:
        value = self.objective.value(vector, self.best)
        key = (value, tuple(sorted(vector)), -number)
        if self.key is None or value > self.key[0]:
            self.key, self.gains, self.ties = key, vector, count
        elif value == self.key[0]:
            self.key, self.ties = max(self.key, key), self.ties + count

    def _promising(self, gains: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
        """The rows that may reach the best value seen so far, this block included."""
        match self.objective.shape:
            case "sum":
                return self._at_top(gains.sum(axis=1), margin=0)
            case "least" | "sorted":
                rows = self._at_top(gains.min(axis=1), margin=0)
                return rows if self.objective.shape == "least" else rows[_best_sorted(gains[rows])]
            case "share":
                best = np.array([max(1, height) for height in self.best], dtype=np.float64)
                shares = np.where(np.array(self.best) == 0, 1.0, gains.astype(np.float64) / best)
                return self._at_top(shares.min(axis=1), margin=MARGIN)
            case "product":
                with np.errstate(divide="ignore"):  # the logarithm of a gain of 0 is minus infinity, as it should be
                    return self._at_top(np.log(gains.astype(np.float64)).sum(axis=1), margin=MARGIN)
            case _:
                return np.arange(len(gains))

    def _at_top(self, estimates: npt.NDArray[Any], margin: float) -> npt.NDArray[np.intp]:
        highest = estimates.max()
        self.top = highest if self.top is None else max(self.top, highest)
        cut = self.top - margin * max(1.0, abs(self.top)) if margin and np.isfinite(self.top) else self.top
        return np.flatnonzero(estimates >= cut)


def _best_sorted(gains: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """The rows whose gains, sorted from the least up, come last in dictionary order."""
    ordered = np.sort(gains, axis=1)
    rows = np.arange(len(gains))
    for column in range(gains.shape[1]):
        if len(rows):
            rows = rows[ordered[rows, column] == ordered[rows, column].max()]
    return rows


def _distinct(gains: npt.NDArray[Any]) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """Each distinct row, how often it stands there, and its first place."""
    if gains.dtype == object:
        seen: dict[tuple[int, ...], list[int]] = {}
        for place, vector in enumerate(map(tuple, gains.tolist())):
            seen.setdefault(vector, []).append(place)
        yield from ((vector, len(places), places[0]) for vector, places in seen.items())
    elif len(gains):
        vectors, first, counts = np.unique(gains, axis=0, return_index=True, return_counts=True)
        yield from zip(map(tuple, vectors.tolist()), counts.tolist(), first.tolist(), strict=True)
