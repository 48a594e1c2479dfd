"""The proof by weights that there is no zone, in small whole numbers that a reader can check.

Whatever the package, the weighted scores come to so much at most; the walk-aways, weighed alike, ask for more. Points
of different sides are weighed here for this proof alone: nothing is said about what they are worth to one another.

Read next: ``analysis/zone.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from ..minimal import members
from ..problem import Problem
from ..tables import Units
from ..watch import QUIET, Watch
from .keeping import rested_on
from .marked_tables import MarkedTables, Narrowed, Rows, marked_tables
from .mixtures import Weighed, finest, weigh

READABLE = (*range(1, 101), 1_000, 10_000, 100_000)
"""The largest weight of a proof is tried to be one of these, the first that will do."""

FEW_ROWS = 1 << 14
"""Of more rows than this a proof on few walk-aways is looked for in one order only."""

PARTS = 1 << 30
"""A mixture's shares are rounded to so many parts to check it in whole numbers."""

MOST_ROUNDS = 1_000
"""Packages that come into a mixture of exact fractions before it is given up."""


@dataclass(frozen=True)
class Certificate:
    """A proof that no package is in a zone of full agreement: points of different sides weighed for this alone.

    Whatever the package that meets the links and the red lines ``lines`` (numbers of requirements), the sides' scores
    times ``weights`` (whole, one a side, 0 where the side does not matter) add up to ``reached`` units at most; the
    walk-aways times these weights ask for ``asked``, which is more.
    """

    weights: tuple[int, ...]
    lines: tuple[int, ...]
    asked: int
    reached: int


def certificate(
    problem: Problem, kept: Sequence[int] | None = None, watch: Watch = QUIET
) -> tuple[Certificate | None, bool]:
    """A proof by weights that a problem has no zone; without one, whether it is proved that no weights show it.

    ``kept``: the numbers of the requirements it may rest on (None: all). Neither is given where red lines and links
    alone leave no package, and where the problem has no `marked_tables`. Where time runs out the proof may rest on more
    than it needs to, or there is none. Cost: some hundred looks at all rows.

    Side 0 wants 5 and side 1 wants 3; a fence gives them 0 and 4 if low, 7 and 2 if high. Side 0's points once and
    side 1's three times come to 13 at most, where 14 would be needed:

    >>> from goodoffices.exact.problem import Side
    >>> certificate(Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=3)), needs=2))
    (Certificate(weights=(1, 3), lines=(), asked=14, reached=13), False)
    """
    marked = marked_tables(problem)
    if marked is None:
        return None, False
    everything = marked.lines | marked.walk_aways
    return _certificate(marked, everything if kept is None else sum(1 << number for number in kept), watch)


def _certificate(marked: MarkedTables, kept: int, watch: Watch) -> tuple[Certificate | None, bool]:
    """The proof that rests on the fewest requirements, of those tried; of these the one with the smallest weights."""
    rows = marked.narrowed(kept)
    wanted = np.flatnonzero([bool(bit & kept) for bit in marked.floor_bits])
    if rows.empty is not None or not len(wanted):
        return None, False
    whole = found = _thoroughly(marked, rows, wanted, watch)
    if found.rows is not None:
        return None, False
    if found.weights is None:
        exact, proved = _exactly(rows, marked.floors, wanted, found, watch)
        return (None, proved) if exact is None else (_stated(marked, exact, kept), False)
    tried = []
    for lines in (0, kept):  # perhaps the walk-aways alone ask for more than there is
        rows = marked.narrowed(lines)
        if rows.empty is not None:
            continue
        found = whole if lines else _thoroughly(marked, rows, wanted, watch)
        if found.weights is None:
            continue
        worth = whole.tried[-1] * rows.spans
        orders = wanted[np.argsort(worth[wanted], kind="stable")], wanted[::-1], wanted
        for order in orders if len(rows.rows) <= FEW_ROWS and watch.left() > 0 else orders[:1]:
            tried.append(_stated(marked, _of_few(marked, rows, order, found, watch), kept & lines))
    return min(tried, key=lambda one: (len(one.lines) + sum(map(bool, one.weights)), max(one.weights))), False


def _of_few(marked: MarkedTables, rows: Narrowed, order: Rows, found: Weighed, watch: Watch) -> list[int]:
    """Small weights on as few walk-aways as will do: one after another, in this order, is left out if it can be.

    ``found``: what weighs all of them.
    """
    wanted = np.sort(order)
    for place in order.tolist():
        fewer = wanted[wanted != place]
        less = _thoroughly(marked, rows, fewer, watch) if len(fewer) and watch.left() > 0 else None
        if less is not None and less.weights is not None:
            wanted, found = fewer, less
    return _small(rows, marked.floors, found, finest(rows.spans))


def _thoroughly(marked: MarkedTables, rows: Narrowed, wanted: Rows, watch: Watch) -> Weighed:
    none = np.zeros((0, len(marked.floors)), np.int64)
    return weigh(rows, marked.floors, wanted, none, thoroughly=True, watch=watch)


def _small(rows: Narrowed, floors: Units, found: Weighed, most: int) -> list[int]:
    """Weights like the best ones, in the smallest whole numbers that still prove it."""
    best = found.tried[-1] / found.tried[-1].max()
    for largest in READABLE:
        for whole in (np.rint, np.floor, np.ceil):
            weights = whole(best * min(largest, most)).astype(np.int64)
            if rows.most(weights) < int(weights @ floors):
                return _reduced(weights.tolist())
    assert found.weights is not None
    return _reduced(found.weights.tolist())


def _reduced(weights: list[int]) -> list[int]:
    return [weight // gcd(*weights) for weight in weights]


def _stated(marked: MarkedTables, weights: list[int], kept: int) -> Certificate:
    """The proof with all it rests on, in Python's whole numbers: nothing here can overflow. It is checked once more."""
    whole = np.array(weights, object)
    lines = rested_on(marked, whole, kept) & marked.lines
    rows = marked.narrowed(lines)
    reached = int(np.maximum.reduceat(rows.units.astype(object) @ whole, rows.starts).sum())
    asked = sum(weight * floor for weight, floor in zip(weights, marked.floors.tolist(), strict=True))
    assert reached < asked
    by_side = dict(zip(marked.floored, weights, strict=True))
    sides = range(len(marked.problem.sides))
    return Certificate(tuple(by_side.get(side, 0) for side in sides), members(lines), asked, reached)


def _exactly(
    rows: Narrowed, floors: Units, wanted: Rows, found: Weighed, watch: Watch
) -> tuple[list[int] | None, bool]:
    """Where rounding leaves it open: weights in whole numbers of any length, or whether there are none.

    There are none exactly where a mixture of packages leaves every side its walk-away. One is at hand mostly; else the
    mixture is made of exact fractions.
    """
    gains = [seen[wanted].tolist() for _, seen in found.seen]
    shares = {} if found.mixture is None else found.mixture.shares()
    parts = [(round(share * PARTS), gains[number]) for number, share in shares.items()]
    if parts and all(sum(part * gain[side] for part, gain in parts) >= 0 for side in range(len(wanted))):
        return None, True
    units = rows.units[:, wanted].astype(object)
    for _ in range(MOST_ROUNDS):
        if watch.left() <= 0:
            break
        weights, least = exact_mixture(gains)
        if least >= 0:
            return None, True
        weighted = units @ np.array(weights, object)
        chosen = [
            start + int(np.argmax(weighted[start:end]))
            for start, end in zip(rows.starts, [*rows.starts[1:], len(weighted)], strict=True)
        ]
        gain = (units[chosen].sum(axis=0) - floors[wanted].astype(object)).tolist()
        if sum(weight * value for weight, value in zip(weights, gain, strict=True)) < 0:
            whole = [0] * len(floors)
            for place, weight in zip(wanted.tolist(), weights, strict=True):
                whole[place] = weight
            return whole, False
        gains.append(gain)
    return None, False


def exact_mixture(gains: list[list[int]]) -> tuple[list[int], Fraction]:
    """Whole weights, the best against these packages, and the least gain of the best mixture of them.

    ``gains``: for each package the gain of each side. The simplex method in exact fractions, with Bland's rule (1977,
    Mathematics of Operations Research 2(2), 103-107), which cannot go in circles.

    >>> exact_mixture([[-5, 1], [2, -1]])
    ([2, 7], Fraction(-1, 3))
    """
    sides = len(gains[0])
    lowest = gains[0].index(min(gains[0]))
    basis = [-1, *(side for side in range(sides) if side != lowest), sides]  # the least gain, gains above it, packages
    table = [_unit(sides, lowest, -1, gains[0][lowest])]
    for side in basis[1:-1]:
        row = _unit(sides, lowest, 1, gains[0][side] - gains[0][lowest])
        row[side] -= 1
        table.append(row)
    table.append(_unit(sides, sides, 1, 0))
    while True:
        entering = next((side for side in range(sides) if table[0][side] > 0), None)
        if entering is not None:
            along = [-row[entering] for row in table]
        else:
            favoured = (k for k, gain in enumerate(gains) if _along(table[0], gain) < 0)
            number = next(favoured, None)
            if number is None:
                break
            entering, along = sides + number, [_along(row, gains[number]) for row in table]
        able = [row for row in range(1, sides + 1) if along[row] > 0]
        leaving = min(able, key=lambda row: (table[row][-1] / along[row], basis[row]))
        basis[leaving] = entering
        pivot = [value / along[leaving] for value in table[leaving]]
        table = [
            [a - step * b for a, b in zip(row, pivot, strict=True)] for row, step in zip(table, along, strict=True)
        ]
        table[leaving] = pivot
    weights = [-value for value in table[0][:-1]]
    common = lcm(*(weight.denominator for weight in weights))
    return _reduced([int(weight * common) for weight in weights]), table[0][-1]


def _unit(sides: int, place: int, value: int, last: int) -> list[Fraction]:
    row = [Fraction(0)] * (sides + 1)
    row[-1] += last
    row[place] += value
    return row


def _along(row: list[Fraction], gain: list[int]) -> Fraction:
    return sum((a * b for a, b in zip(row, gain, strict=False)), row[-1])
