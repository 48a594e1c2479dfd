"""Points of the frontier, region by region: the best there is beyond a corner, and the first package with its scores.

A *region* is all score vectors that reach a corner (for every side at least so much). The point of the greatest
weighted sum in a region, all weights positive, is undominated: whatever dominated it would be in the region too, with a
greater sum. So each point is proved when it is found, and a region where the search finds none is proved empty.

Read next: ``bonus_frontier.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np

from ..problem import Choices
from ..watch import OutOfTime, Watch
from .bit_sets import Bits, Truths
from .bonus_stack import Stack, Weighed, weighed
from .bonus_terms import Terms
from .bonuses import FOUND, NO_GOAL, PAUSED, better_by_issues, search

MANY = 50
"""Sets of terms with the same scores that are looked at one by one."""

WORK_A_CALL = 1 << 21
"""Pairs of terms looked at, roughly, between two looks at the watch."""

HEAVIEST = 1 << 61
"""No weighted sum is larger than this."""


@dataclass(frozen=True)
class Point:
    """A package and its scores beyond the base, column by column of the terms."""

    package: Choices
    units: tuple[int, ...]


class Regions:
    """Looks for packages beyond corners as long as the watch allows; where it does not, methods raise `OutOfTime`."""

    def __init__(self, terms: Terms, watch: Watch) -> None:
        self.terms, self.watch = terms, watch
        self.floors: tuple[int, ...] = tuple(terms.floors.tolist())
        self.totals: list[int] = terms.units.sum(axis=0).tolist()
        self.nodes = max(1, WORK_A_CALL * 64 // len(terms.units) ** 2)
        self.by_issues = better_by_issues(terms, self.weights(self.totals[: terms.over]))
        self.weighed = lru_cache(maxsize=16)(lambda weights: weighed(terms, weights, by_issues=self.by_issues))

    def weights(self, extents: Sequence[int]) -> tuple[int, ...]:
        """Whole weights for the sides asked about, by which each side's extent weighs about the same.

        For two sides they are the normal of the line between two points so far apart. Any positive weights are right;
        these make the search short.
        """
        whole = [max(1, extent) for extent in extents]
        weights = [prod(whole) // extent for extent in whole]
        while sum(weight * total for weight, total in zip(weights, self.totals, strict=False)) >= HEAVIEST:
            weights = [max(1, weight >> 1) for weight in weights]
        return (*weights, *[0] * (len(self.totals) - len(weights)))

    def alone(self, column: int) -> tuple[int, ...]:
        """All the weight on one side."""
        return tuple(int(k == column) for k in range(len(self.totals)))

    def everything(self, weights: tuple[int, ...]) -> Stack:
        """A search among all terms, by these weights."""
        among = self.weighed(weights)
        return Stack(among, np.ones(len(among.units), np.bool_), self.terms.options.all)

    def look(self, stack: Stack, corners: Sequence[Sequence[int]], goal: int = NO_GOAL) -> Point | None:
        """Go on until a package is found beyond one of the corners whose weighted sum is ``goal`` or more.

        None: there is none. Its own scores may be more than what was asked for. Cost: see `bonuses.search`.
        Raises `OutOfTime`; before anything is looked at too, since most looks are too short to come to a pause.
        """
        if self.watch.left() <= 0:
            raise OutOfTime
        within_reach = [c for c in corners if all(a <= b for a, b in zip(c, self.totals, strict=True))]
        if not within_reach:
            return None
        beyond = stack.among.corners(np.array(within_reach, np.int64))
        while (state := search(stack, beyond, goal, self.nodes)) == PAUSED:
            self.watch.step(-1, "searching among bonuses")
            if self.watch.left() <= 0:
                raise OutOfTime
        if state != FOUND:
            return None
        package, bits = self.terms.options.first(stack.open)
        return Point(package, self.terms.score(bits))

    def best(self, weights: tuple[int, ...], corner: Sequence[int], goal: int = NO_GOAL) -> Point | None:
        """The point of the greatest weighted sum beyond a corner, if that is ``goal`` or more.

        Cost: one search; whatever it finds on the way cuts off the more of what is left.
        """
        return self.best_left(self.everything(weights), corner, goal)

    def best_left(self, stack: Stack, corner: Sequence[int], goal: int = NO_GOAL) -> Point | None:
        """The same in what a search has left to look at, by its weights."""
        best = None
        while (found := self.look(stack, [corner], goal)) is not None:
            best, goal = found, weigh(stack.among.weights, found.units) + 1
        return best

    def first(self, weights: tuple[int, ...], point: Point, stack: Stack | None = None) -> Point:
        """The first package in file order with the scores of an undominated point.

        ``stack``: a search by these weights that has all packages with these scores before it, where there is one.
        Every set of terms that has them is a box of packages, and the first of each box is looked at. Where there are
        many such sets, it is asked issue by issue whether an option before the one known so far would do as well.
        Cost: one search, which is short, as only what reaches the point counts; seldom one or more for each issue.
        """
        asked = [(*point.units[: self.terms.over], *self.floors[self.terms.over :])]
        stack, known = stack or self.everything(weights), [point]
        while (found := self.look(stack, asked)) is not None:
            known.append(found)
            if len(known) > MANY:
                return self._first_by_issues(weights, min(known, key=lambda one: one.package))
            stack.skip()
        return min(known, key=lambda one: one.package)

    def _first_by_issues(self, weights: tuple[int, ...], point: Point) -> Point:
        """The same, from a package with these scores."""
        among, options = self.weighed(weights), self.terms.options
        asked = [(*point.units[: self.terms.over], *self.floors[self.terms.over :])]
        open_options, possible = options.all, np.ones(len(among.units), np.bool_)
        for number, issue in enumerate(options.matter):
            place = options.reps[issue].index(point.package[issue])
            while place:
                earlier = options.only(open_options, number, 0, place)
                stack = Stack(among, possible & _meeting(among, earlier, number), earlier)
                if (found := self.look(stack, asked)) is None:
                    break
                point, place = found, options.reps[issue].index(found.package[issue])
            open_options = options.only(open_options, number, place, place + 1)
            possible &= _meeting(among, open_options, number)
        return point


def weigh(weights: Sequence[int], units: Sequence[int]) -> int:
    """The weighted sum."""
    return sum(weight * value for weight, value in zip(weights, units, strict=True))


def _meeting(among: Weighed, open_options: Bits, number: int) -> Truths:
    """Which terms have an option of the issue ``matter[number]`` that is open."""
    start, words, mask = among.terms.options.spans[number].tolist()
    here = open_options[start : start + words].copy()
    here[-1] &= np.uint64(mask)
    return np.asarray((among.boxes[:, start : start + words] & here).any(axis=1))
