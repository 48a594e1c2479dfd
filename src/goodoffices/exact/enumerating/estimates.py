"""Estimates of gains and formulas in single precision that are never too low, so that what they leave out is worse.

A gain is cut into the points of the tail and those of the head, each in grains of ``2**grain`` units, rounded down;
two grains more make up for that, so that their sum is never below the gain. Where no side has scores of more than 2**23
units, and few do, a grain is a unit and nothing is rounded: these are whole numbers below 2**24, exact in single
precision. What is rounded is the product of gains, a gain times its scale, and sums beyond 2**24.

Read next: ``glancing.py``, which works the estimates out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, prod
from typing import Literal, TypeAlias

import numpy as np

from ..problem import Problem
from ..questions import Best

Shape: TypeAlias = Literal["product", "least", "sum", "share"]

FINE = 1 << 23
"""No side's scores, and its zero, pass this many grains in size: with two grains more they stay below 2**24."""

SLACK = 2.0**-18
"""Relative error allowed for; a product of sixteen gains and their scales is off by less than 2**-19."""

TINY = 2.0**-100
"""Products below this are not told from 0: single precision ends at some 2**-126, and none of the factors passes 1."""


@dataclass(frozen=True)
class Estimate:
    """How the gains of a package, in grains, make one number.

    ``product`` and ``sum`` over all sides, ``least`` of them, ``share`` the least of gains times scales. ``scales``:
    one a side, 0 where the side is left out. In a product negative gains count as 0. ``grain``: the power of two of a
    grain, in units. ``off``: how far rounding may take the estimate either way, where that is not a share of it.
    """

    shape: Shape
    scales: tuple[float, ...]
    grain: int = 0
    off: float = 0.0


@lru_cache(maxsize=16)
def grain(problem: Problem) -> int:
    """The power of two of a grain, in units.

    >>> from goodoffices.exact.problem import Side
    >>> grain(Problem((2,), (Side(((0, 7),)),))), grain(Problem((2,), (Side(((0, 2**30),)),)))
    (0, 8)
    """
    largest = max((replace(problem, sides=(side,)).largest for side in problem.sides), default=0)
    return max(0, largest.bit_length() - FINE.bit_length() + 1)


def score_of(problem: Problem, side: int) -> Estimate:
    """The gain of one side alone."""
    return Estimate("sum", tuple(float(number == side) for number in range(len(problem.sides))), grain(problem))


def of_formula(problem: Problem, question: Best) -> Estimate | None:
    """The estimate of a formula's value, or of what its value rises with first; None where there is none.

    None for formulas of another shape, for products of negative gains, and for shares of best gains that are negative
    or all 0.
    """
    ones, bits = (1.0,) * len(problem.sides), grain(problem)
    match question.objective.shape:
        case "sum":
            whole = problem.largest >> bits  # sums of fewer than 2**24 grains are exact, each addition to others rounds
            return Estimate("sum", ones, bits, 0.0 if whole < FINE else whole * len(ones) * 2.0**-23)
        case "least" | "sorted":
            return Estimate("least", ones, bits)
        case "product" if question.objective.nonnegative:
            tops = [max(0, side.highest - side.zero) >> bits for side in problem.sides]
            return Estimate("product", tuple(2.0 ** -(top + 2).bit_length() for top in tops), bits)
        case "share" if min(question.best, default=0) >= 0 and any(question.best):
            scales = (float(np.float32(2.0**bits / top)) if top else 0.0 for top in question.best)
            return Estimate("share", tuple(scales), bits)
        case _:
            return None


def just_below(estimate: Estimate, gains: Sequence[int]) -> float:
    """A number in single precision below the estimate of every package at least as good as one with these gains.

    Whole grains that are no fewer than the units of a sum, or of a least gain, are no fewer than these rounded up.

    >>> 5.99999 < just_below(Estimate("sum", (1.0, 1.0)), (2, 4)) < 6
    True
    """
    used = [(gain, scale) for gain, scale in zip(gains, estimate.scales, strict=True) if scale]
    match estimate.shape:
        case "sum":
            return _below(-(-sum(gain for gain, _ in used) >> estimate.grain) - estimate.off)
        case "least":
            return _below(-(-min(gain for gain, _ in used) >> estimate.grain))
        case "share":
            share = min(gain / 2**estimate.grain * scale for gain, scale in used)
            if 0 in estimate.scales:  # a side left out has share 1
                share = min(share, 1.0)
            return _below(share - abs(share) * SLACK)
        case "product":
            value = prod(max(0, gain) / 2**estimate.grain * scale for gain, scale in used) * (1 - SLACK)
            return _below(value) if value >= TINY else -1.0


def below_reached(estimate: Estimate, highest: float) -> float:
    """A number below the estimate of every package at least as good as the best of those with estimate ``highest``.

    Minus infinity where they may all be less good than the estimate says. Negative gains must not matter to a product.
    """
    if estimate.grain or (estimate.shape == "product" and highest < TINY):
        return -inf
    if estimate.shape in ("sum", "least"):
        return _below(highest - 2 * estimate.off)
    if estimate.shape == "share" and 0 in estimate.scales:
        highest = min(highest, 1.0)
    return _below(highest - abs(highest) * 2 * SLACK)


def _below(number: float) -> float:
    return float(np.nextafter(np.float32(number), np.float32(-inf)))
