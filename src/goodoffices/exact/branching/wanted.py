"""What a search is looking for: packages better than the best so far, as the least that weighted gains must come to.

A search asks its aim one thing: whatever the weights (none negative), what is the least that the weighted gains of a
package still wanted can sum to? Where a set of partial packages cannot reach that, it holds nothing wanted. Each aim
has a closed form for it, because what is wanted is a simple set: gains above given ones, a sum, a product, sorted
gains.

The least may be given too low, never too high; all are whole numbers held in doubles.

Read next: ``weights.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, exp, floor, inf, log, prod
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Reals: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]
Gains: TypeAlias = tuple[int, ...]
Key: TypeAlias = tuple[int, ...]

DOWN = 1 - 2.0**-40
"""Factor that takes a sum worked out through logarithms below its true value: its relative error is below 2**-44."""


@dataclass(frozen=True, eq=False)
class Merit:
    """How good gains look: the least of them weighed by ``weigh`` (where that is not 0), and their sum by ``slope``.

    With ``product`` the product of the weighed gains instead. Both (sides,).
    """

    weigh: Reals
    slope: Reals
    product: bool = False


HALVINGS = 6
"""How often the range of a price is halved."""


class Aim:
    """Any package with gains of at least ``low`` for each side (sides,). The other aims narrow this one.

    ``best``: the exact value, the gains and the key of the best package so far.
    ``hope``: nothing below this is wanted for now, in the measure of `ceiling`; a search that finds nothing lowers it.
    ``cap``: nothing comes to this, in that measure.
    ``base`` and ``sums`` say where good weights lie (`weights.centre`): they are ``base`` + y with no y negative and,
    where ``sums`` is given, sums . y = 1.
    """

    grain = 1.0
    """The least difference between two values of the measure of `ceiling`, where there is one."""

    def __init__(self, low: Whole) -> None:
        self.low = low.astype(np.float64)
        self.best: tuple[Any, Gains, Key] | None = None
        self.hope, self.cap = -inf, inf
        self.base: Reals = np.zeros(len(low))
        self.sums: Reals | None = np.ones(len(low))

    def done(self) -> bool:
        """Whether nothing better can be wanted."""
        return self.best is not None

    def value(self, gains: Gains) -> Any:
        """What counts, exact and comparable."""
        return 0

    def need(self, weights: Reals) -> Reals:
        """For each row of ``weights`` (rows, sides) the least weighted sum of gains of any package wanted: (rows,)."""
        return weights @ self.marks()

    def goal(self) -> Reals:
        """What the product of the gains of a package wanted comes to, as `stepping.Search` takes it; 0: not counted."""
        return np.zeros(2)

    def marks(self) -> Reals:
        """Gains that every package wanted has at least: (sides,)."""
        return self.low + max(0, ceil(self.hope)) if self.hope > -inf else self.low

    def ceiling(self, weights: Reals, root: Reals) -> float:
        """How much a package can come to at most where its weighted gains come to ``root`` (rows,) at most."""
        return float(((root - weights @ self.low) * self.scale(weights))[self.scale(weights) > 0].min())

    def scale(self, weights: Reals) -> Reals:
        """What makes bounds of different weights comparable, 0 for those that say nothing of the value: (rows,)."""
        return _inverse(weights @ self.sums if self.sums is not None else weights.sum(axis=1))

    def measure(self, gains: Gains) -> float | Fraction:
        """What `ceiling` measures, of one package."""
        return float(min(gain - least for gain, least in zip(gains, self.low.tolist(), strict=True)))

    def merit(self, reach: Reals) -> Merit:
        """A rough idea of how good gains are, of which no side has more than ``reach``: to find good packages fast."""
        return Merit(np.ones(len(reach)), np.full(len(reach), 1e-3))

    def see(self, gains: Gains, key: Key) -> None:
        """Take note of a package, if its gains are at least ``low``."""
        if any(gain < least for gain, least in zip(gains, self.low.tolist(), strict=True)):
            return
        value = self.value(gains)
        if self.best is None or value > self.best[0] or (value == self.best[0] and key < self.best[2]):
            self.best = (value, gains, key)


class Most(Aim):
    """The greatest sum of the gains of some sides: ``counted`` (sides,) is 1 for those, else 0."""

    def __init__(self, low: Whole, counted: Whole) -> None:
        super().__init__(low)
        self.counted = counted.astype(np.float64)
        self.base, self.sums = self.counted, None

    def done(self) -> bool:
        return self.best is not None and self.best[0] + 1 >= self.cap

    def measure(self, gains: Gains) -> float:
        return float(self.value(gains))

    def merit(self, reach: Reals) -> Merit:
        return Merit(np.zeros(len(reach)), self.counted)

    def value(self, gains: Gains) -> int:
        return sum(gain for gain, counts in zip(gains, self.counted, strict=True) if counts)

    def need(self, weights: Reals) -> Reals:
        goal = max(-inf if self.best is None else self.best[0] + 1, ceil(self.hope) if self.hope > -inf else -inf)
        missing = max(0.0, goal - self.counted @ self.low)  # comes on top where it weighs least
        return np.asarray(weights @ self.low + missing * self._least(weights))

    def ceiling(self, weights: Reals, root: Reals) -> float:
        return super().ceiling(weights, root) + float(self.counted @ self.low)

    def scale(self, weights: Reals) -> Reals:
        return _inverse(self._least(weights))

    def _least(self, weights: Reals) -> Reals:
        return np.asarray(weights[:, self.counted > 0].min(axis=1))


class Product(Aim):
    """The greatest product of gains, all of them positive; then the best sorted gains; then the first in file order.

    Of gains with a given product the weighted sum is least where its terms are equal (the inequality of the means).
    Packages of the same product are wanted too, so one search finds the first of equals.
    """

    grain = 0.0

    def __init__(self, low: Whole) -> None:
        super().__init__(np.maximum(low, 1))
        self.sums = None
        self._prices: Prices | None = None

    def done(self) -> bool:
        return False

    def measure(self, gains: Gains) -> float:
        return len(gains) * exp(log(prod(gains)) / len(gains))

    def merit(self, reach: Reals) -> Merit:
        return Merit(1 / np.maximum(reach, 1.0), np.zeros(len(reach)), product=True)

    def value(self, gains: Gains) -> tuple[int, list[int]]:
        return prod(gains), sorted(gains)

    def need(self, weights: Reals) -> Reals:
        sides = weights.shape[1]
        least = weights @ self.low
        goal = sides * log(self.hope / sides) if self.hope > 0 else 0.0
        if self.best is not None:
            goal = max(goal, log(self.best[0][0]))
        if self._prices is None or self._prices.weights is not weights:
            self._prices = Prices(weights, goal)
        positive = self._prices.positive
        least[positive] = np.maximum(least[positive], np.floor(self._prices.spread(goal) * DOWN))
        return least

    def goal(self) -> Reals:
        """Hardly less than the best product: sixty rounded factors are out by less than 2**-40."""
        if self.best is None:
            return np.zeros(2)
        times = (self.best[0][0].bit_length() - 1) // 64
        return np.array([self.best[0][0] / 2 ** (64 * times) * DOWN, times])

    def ceiling(self, weights: Reals, root: Reals) -> float:
        """The number of sides times the geometric mean of gains."""
        return float((root * self.scale(weights))[self.scale(weights) > 0].min())

    def scale(self, weights: Reals) -> Reals:
        with np.errstate(divide="ignore"):
            return _inverse(np.exp(np.log(weights).mean(axis=1)))


class Share(Aim):
    """The greatest least share of each side's best gain (``tops``, none negative; of a top of 0 the share is 1)."""

    grain = 2.0**-12

    def __init__(self, low: Whole, tops: Gains) -> None:
        super().__init__(low)
        self.tops = tops
        self.sums = np.array(tops, np.float64) if any(tops) else np.ones(len(tops))

    def done(self) -> bool:
        return self.best is not None and self.best[0] == 1

    def measure(self, gains: Gains) -> float | Fraction:
        return self.value(gains)

    def merit(self, reach: Reals) -> Merit:
        return Merit(_inverse(np.array(self.tops, np.float64)), np.full(len(reach), 1e-6))

    def value(self, gains: Gains) -> Fraction:
        return min(Fraction(gain, top) if top else Fraction(1) for gain, top in zip(gains, self.tops, strict=True))

    def marks(self) -> Reals:
        marks = self.low
        if self.hope > -inf:
            marks = np.maximum(marks, [ceil(Fraction(self.hope) * top) if top else low for top, low in self._pairs()])
        if self.best is not None:
            share = self.best[0]
            marks = np.maximum(marks, [floor(share * top) + 1 if top else low for top, low in self._pairs()])
        return marks

    def ceiling(self, weights: Reals, root: Reals) -> float:
        idle = np.array([0.0 if top else low for top, low in self._pairs()])
        return float(((root - weights @ idle) * self.scale(weights))[self.scale(weights) > 0].min())

    def fair(self) -> Whole:
        """The gains that every package with the best share has at least: (sides,)."""
        assert self.best is not None
        share = self.best[0]
        least = [ceil(share * top) if top else low for top, low in self._pairs()]
        return np.maximum(self.low, least).astype(np.int64)

    def _pairs(self) -> list[tuple[int, float]]:
        return list(zip(self.tops, self.low.tolist(), strict=True))


class Sorted(Aim):
    """The best sorted gains among packages whose gains sum to at least ``total``; then the first in file order.

    Better sorted gains agree up to some place, are greater there, and then nowhere less than what they are there. The
    weighted sum of gains is least where the least gains meet the greatest weights. ``stage``: what is wanted now is a
    greater least gain (0), a greater gain at a later place (1), or a package with the same sorted gains that comes
    earlier in file order (2).
    """

    def __init__(self, low: Whole, total: int | None = None) -> None:
        super().__init__(low)
        self.total, self.stage = total, 0

    def done(self) -> bool:
        return self.stage == 0 and self.best is not None and self.best[0][0] + 1 >= self.cap

    def value(self, gains: Gains) -> list[int]:
        return sorted(gains)

    def measure(self, gains: Gains) -> float:
        return float(min(gains))

    def see(self, gains: Gains, key: Key) -> None:
        if self.total is None or sum(gains) >= self.total:
            super().see(gains, key)

    def need(self, weights: Reals) -> Reals:
        marks = self.marks()
        least = self._topped(weights @ marks, marks.sum(), weights)
        if self.best is None:
            return least
        falling = -np.sort(-weights, axis=1)
        sums = [self._topped(falling @ target, target.sum(), weights) for target in self._targets()]
        return np.asarray(np.maximum(least, np.stack(sums).min(axis=0)))

    def marks(self) -> Reals:
        marks = self.low if self.hope == -inf else np.maximum(self.low, ceil(self.hope))
        return np.asarray(marks if self.best is None else np.maximum(marks, self._targets()[:, 0].min()))

    def ceiling(self, weights: Reals, root: Reals) -> float:
        """The least gain."""
        return float((root * self.scale(weights))[self.scale(weights) > 0].min())

    def _topped(self, least: Reals, total: float, weights: Reals) -> Reals:
        """With what is missing to the total, where it weighs least."""
        if self.total is None or total >= self.total:
            return least
        return np.asarray(least + (self.total - total) * weights.min(axis=1))

    def _targets(self) -> Reals:
        """Sorted gains, one of which a wanted package's sorted gains reach: (targets, sides)."""
        assert self.best is not None
        gains = np.array(self.best[0], np.float64)
        if self.stage == 2 or (self.stage == 1 and len(gains) == 1):
            return gains[None]
        later = np.triu(np.ones((len(gains), len(gains)))) > 0
        better = np.where(later, gains[:, None] + 1, gains)
        return np.asarray(better[:1] if self.stage == 0 else better[1:])


class Prices:
    """For rows of positive weights, hardly less than the least weighted sum of whole numbers of a given product.

    The sum's Lagrangian: with a price on the logarithm of the product, each number is the least for which the next one
    would cost more than it brings. Any price gives a true bound. A good one is found once, by halving, as a multiple of
    what would be right for real numbers; for another product nearby the same multiple is as good.
    """

    def __init__(self, weights: Reals, target: float) -> None:
        self.weights = weights
        self.positive = np.flatnonzero((weights > 0).all(axis=1))
        self._rows = weights[self.positive]
        self._mean = np.exp(np.log(self._rows).mean(axis=1))
        self._times = np.ones(len(self._rows))
        low, high = self._times * 0.5, self._times * 2.0
        best = np.full(len(self._rows), -inf)
        times = self._times
        for _ in range(HALVINGS):
            found, missing = self._sums(target, times)
            self._times = np.where(found > best, times, self._times)
            best = np.maximum(best, found)
            low, high = np.where(missing > 0, times, low), np.where(missing > 0, high, times)
            times = (low + high) / 2

    def spread(self, target: float) -> Reals:
        """The bound for each row whose weights are ``positive``; ``target`` is the logarithm of the product."""
        return self._sums(target, self._times)[0]

    def _sums(self, target: float, times: Reals) -> tuple[Reals, Reals]:
        """The bound under prices, and by how much the logarithm of the numbers' product falls short."""
        price = times * self._mean * exp(target / self._rows.shape[1])
        with np.errstate(over="ignore"):  # a number for which even the first step costs too much is 1
            numbers = np.floor(1 / np.expm1(self._rows / price[:, None])) + 1
        missing = target - np.log(numbers).sum(axis=1)
        return (self._rows * numbers).sum(axis=1) + price * missing, missing


def _inverse(numbers: Reals) -> Reals:
    return np.divide(1.0, numbers, out=np.zeros_like(numbers), where=numbers > 0)
