"""Numbers known only as ranges or samples, drawn again and again: each draw is a problem in whole units like any other.

A number of draw d is a function of the seed, of d and of what is drawn, and of nothing else: it is made of a word of
``../chance.py``, in a sequence of its own. So draws may be worked out in blocks of any size, in any order and again,
and are the same everywhere.
The numbers lie on the grid of whole units, and sums and comparisons of them are as exact as those of any problem.

Read next: ``draw_blocks.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..arrays import FITS
from ..chance import Words, mixed, words
from ..problem import Problem, Side

Units: TypeAlias = npt.NDArray[Any]
"""Whole units: int64, or Python integers (dtype object) where they would not fit."""

HALF = np.uint64(32)
LOW = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A number that lies on the straight line between two others: ``step`` of ``steps`` from ``left`` to ``right``."""

    place: int
    left: int
    right: int
    step: int
    steps: int


@dataclass(frozen=True)
class Spans:
    """A side's numbers as ranges, ``low`` to ``high`` in units, both included.

    The numbers stand in the order of `numbers_of`. Each is drawn by itself, every whole unit of its range as likely as
    another; but those in ``lines`` follow from two others, rounded down to whole units.
    """

    low: tuple[int, ...]
    high: tuple[int, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Samples:
    """A side's numbers as samples: in each draw one of ``rows``, each as likely as another."""

    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Draws:
    """``count`` draws of a problem's numbers. ``sides`` says what is drawn of each side; the rest is the problem's.

    Cost of a table: some ten operations on an array for each number that is drawn. Arrays are of Python integers, slow
    but right, where a sum over all sides could pass 2**62.

    >>> side = Side(scores=((0, 7),), floor=5)
    >>> draws = Draws(Problem((2,), (side,), needs=1), (Spans(low=(0, 4, 5), high=(0, 8, 5)),), count=6, seed=1)
    >>> draws.table(0, 0, 6).tolist()
    [[0, 0, 0, 0, 0, 0], [5, 5, 6, 7, 7, 5], [5, 5, 5, 5, 5, 5]]
    >>> draws.table(0, 2, 4).tolist(), draws.drawn(2).sides[0].scores
    ([[0, 0], [6, 7], [5, 5]], ((0, 6),))
    """

    problem: Problem
    sides: tuple[Spans | Samples, ...]
    count: int
    seed: int = 0

    @cached_property
    def wide(self) -> bool:
        """Whether 64-bit integers might not do."""
        most = 0
        for side in self.sides:
            rows = (side.low, side.high) if isinstance(side, Spans) else side.rows
            steps = max((line.steps for line in side.lines), default=1) if isinstance(side, Spans) else 1
            # a line is worked out as a difference of two numbers times a step
            most += 2 * steps * sum(max(map(abs, column)) for column in zip(*rows, strict=True))
        return most >= FITS

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the options of each issue begin among the numbers of a side."""
        sizes = self.problem.sizes
        return tuple(sum(sizes[:issue]) for issue in range(len(sizes)))

    @property
    def options(self) -> int:
        """How many options all issues have together: the bonuses stand behind them, and then the floor."""
        return sum(self.problem.sizes)

    def table(self, side: int, first: int, last: int) -> Units:
        """A side's numbers in the draws from ``first`` up to ``last``, it not included: (numbers, draws), units."""
        spread = self.sides[side]
        dtype: npt.DTypeLike = object if self.wide else np.int64
        if isinstance(spread, Samples):
            chosen = below(self._bits(side, 0, first, last), len(spread.rows)).astype(np.intp)
            return np.array(spread.rows, dtype)[chosen].T
        table = np.empty((len(spread.low), last - first), dtype)
        follows = {line.place for line in spread.lines}
        for place, (low, high) in enumerate(zip(spread.low, spread.high, strict=True)):
            if low == high or place in follows:
                table[place] = low
            else:
                steps = below(self._bits(side, place, first, last), high - low + 1)
                table[place] = low + steps.astype(dtype)
        for line in spread.lines:
            left, right = table[line.left], table[line.right]
            table[line.place] = left + (right - left) * line.step // line.steps
        return table

    def drawn(self, draw: int) -> Problem:
        """One draw as a problem of its own."""
        sides = (
            with_numbers(side, self.problem.sizes, self.table(number, draw, draw + 1)[:, 0].tolist())
            for number, side in enumerate(self.problem.sides)
        )
        return replace(self.problem, sides=tuple(sides))

    def _bits(self, side: int, place: int, first: int, last: int) -> Words:
        """64 random bits for each draw, in the sequence of one number."""
        start = mixed(mixed(self.seed) + (side << 40) + place + 1)
        return words(start, np.arange(first, last, dtype=np.uint64))


def numbers_of(side: Side) -> tuple[int, ...]:
    """All numbers of a side: every option issue by issue, then the bonuses, then the floor (0 where there is none)."""
    bonuses = (units for _, units in side.bonuses)
    return tuple(chain(chain.from_iterable(side.scores), bonuses, [side.zero]))


def with_numbers(side: Side, sizes: Sequence[int], numbers: Sequence[int]) -> Side:
    """The side with other numbers, in the order of `numbers_of`.

    >>> with_numbers(Side(scores=((0, 7),), floor=5), (2,), (1, 8, 6))
    Side(scores=((1, 8),), bonuses=(), lines=(), floor=6, scored=True)
    """
    left = iter(numbers)
    scores = tuple(tuple(next(left) for _ in range(size)) for size in sizes)
    bonuses = tuple((tree, next(left)) for tree, _ in side.bonuses)
    return replace(side, scores=scores, bonuses=bonuses, floor=None if side.floor is None else next(left))


def below(bits: Words, limit: int) -> Units:
    """For each word a whole number from 0 up to ``limit``, it not included: the high half of word times limit.

    A number is more likely than another by a factor of at most 1 + limit / 2**64.

    >>> below(np.array([0, 1 << 63, (1 << 64) - 1], np.uint64), 10).tolist()
    [0, 5, 9]
    """
    if limit >= FITS:
        return np.array([word * limit >> 64 for word in bits.tolist()], dtype=object)
    high, low = bits >> HALF, bits & LOW
    top, bottom = np.uint64(limit >> 32), np.uint64(limit & 0xFFFFFFFF)
    # four products of halves, none of which with its carry passes 64 bits
    carry = high * bottom + (low * bottom >> HALF)
    rest = low * top + (carry & LOW)
    return np.asarray(high * top + (carry >> HALF) + (rest >> HALF)).astype(np.int64)
