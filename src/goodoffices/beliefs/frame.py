"""What a walk through the positions of one party keeps by construction: orders, points, what weighs together.

A block is what grows and shrinks together: an issue of its own, or all issues that are scored in points. Within a
block a handle moves one option (or several that are as good as each other) between its neighbours in the order, or
within the range of its points. The mass of a block is its swing; masses are taken without a fixed total, and samples
are shares of it. The walk-away and joint terms, where no points fix them, are shares of the whole.

A prior says which positions were held as likely as which before anything was answered. Where nothing is recorded of
the order of an issue's options, every order is as likely as another.

Read next: ``walking.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..errors import BadQuestion
from .worth import Reals, Worth

Whole: TypeAlias = npt.NDArray[np.int64]
Range: TypeAlias = tuple[Fraction, Fraction]
Groups: TypeAlias = tuple[tuple[int, ...], ...]
"""The options of an issue by number, from the best to the worst; those in one group are as good as each other."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Which positions were as likely as which before anything was answered.

    ``by_step``: whether an issue weighs as much as it has steps from its worst option to its best, on average, or all
    issues the same. ``joint``: how large a joint term is on average, up or down, as a share of all issues together;
    the larger, the less likely, as e^(-size / ``joint``).
    """

    name: str
    meaning: str
    by_step: bool
    joint: Fraction = Fraction(1, 20)


PRIORS: Mapping[str, Prior] = {
    prior.name: prior
    for prior in (
        Prior("even weights", "every way to weigh the issues is as likely as another", by_step=False),
        Prior("even steps", "every way to cut the scale into the issues' steps is as likely as another", by_step=True),
    )
}
"""The priors by name; the first one is what is taken where nobody says."""

DEFAULT = next(iter(PRIORS))

WITHIN, INNER, NEAR = range(3)
"""Kinds of handles: those that may go anywhere within their limits, options of an issue without an order, of which the
worst and the best only change places, and joint terms, the likelier the nearer to 0."""


@dataclass(frozen=True)
class Points:
    """What is recorded in points: ranges from least to most. Issues and bonuses that are not scored are left out."""

    issues: Mapping[int, tuple[Range, ...]] = field(default_factory=dict)
    bonuses: tuple[Range, ...] = ()
    walk_away: Range | None = None

    def picked(self, issue: int) -> tuple[Fraction, ...]:
        """Points of each option within its range that differ where they can: the middles, if these do.

        Else one option has the most that its range allows, so that an issue is taken for worthless only where it is.

        >>> from fractions import Fraction as F
        >>> [str(points) for points in Points({0: ((F(-3), F(5)), (F(1), F(1)))}).picked(0)]
        ['5', '1']
        """
        row = self.issues[issue]
        found = [(low + high) / 2 for low, high in row]
        if len(set(found)) == 1:
            most = [high for _, high in row]
            found[most.index(max(most))] = max(most)
        return tuple(found)

    def ends(self, issue: int) -> list[tuple[int, int]]:
        """The options that may be the best and the worst of an issue, in pairs; one pair where points are exact.

        >>> from fractions import Fraction as F
        >>> Points({0: ((F(0), F(4)), (F(1), F(1)), (F(9), F(9)))}).ends(0)
        [(2, 0), (2, 1)]
        """
        row, picked = self.issues[issue], self.picked(issue)
        if all(low == high for low, high in row):
            return [(picked.index(max(picked)), picked.index(min(picked)))]
        most, least = max(low for low, _ in row), min(high for _, high in row)
        bests = [option for option, (_, high) in enumerate(row) if high >= most]
        worsts = [option for option, (low, _) in enumerate(row) if low <= least]
        return [(best, worst) for best in bests for worst in worsts if best != worst]

    def swing(self, issue: int) -> Fraction:
        """Between the best and the worst option of an issue, by the points picked."""
        return max(self.picked(issue)) - min(self.picked(issue))

    @property
    def total(self) -> Fraction:
        """All swings together, by the points picked: 0 only where the ranges let no two options differ."""
        return sum((self.swing(issue) for issue in self.issues), Fraction(0))


@dataclass(frozen=True, eq=False)
class Frame:
    """A worth with its blocks and handles; the arrays in the order in which the kernel takes them.

    ``block_of`` (coordinates,): -1 where a coordinate is always 0, ``len(shape)`` where it is a share of the whole.
    ``shape`` (blocks,): how many steps of the prior a block's mass is. ``starts``, ``at``, ``by``: the coordinates that
    each handle moves, and which way. ``around`` (handles, 4): its block, the coordinates that bound it below and above
    (-1 where ``limits``, in shares of the block, do), and its kind; a joint term's upper limit is its average size.
    ``rough``: the issues scored in points, where some of these are known only as ranges: then the swings of a sample
    are worked out anew from its options. ``loose`` (issues, 2): first coordinate and number of options of issues
    without an order. ``state``: where a walk starts that has not been anywhere; ``mass`` (blocks + 1,): what the blocks
    weigh there, and all together.
    """

    worth: Worth
    block_of: Whole
    shape: Whole
    starts: Whole
    at: Whole
    by: Reals
    around: Whole
    limits: Reals
    loose: Whole
    state: Reals
    mass: Reals
    rough: tuple[int, ...] = ()

    @property
    def handles(self) -> int:
        return len(self.starts) - 1


@dataclass
class _Building:
    """A frame half built."""

    worth: Worth
    block_of: list[int]
    state: list[float]
    shape: list[int] = field(default_factory=list)
    handles: list[tuple[list[tuple[int, float]], tuple[int, int, int, int], tuple[float, float]]] = field(
        default_factory=list
    )
    loose: list[tuple[int, int]] = field(default_factory=list)
    rough: tuple[int, ...] = ()

    def put(self, coordinate: int, block: int, value: float) -> None:
        self.block_of[coordinate], self.state[coordinate] = block, value


def frame(
    worth: Worth,
    orders: Mapping[int, Groups] | None = None,
    points: Points | None = None,
    walk_away: Fraction | None = None,
    prior: str = DEFAULT,
    joint: Fraction | None = None,
) -> Frame:
    """The frame of a worth under what is kept by construction.

    ``orders``: of issues that are not scored in points. ``walk_away``: as a share of the scale, where it is known so;
    else it is taken from ``points``, or unknown: from the worst package to the best, bonuses
    and all, every number as likely as another. ``joint``: how large
    joint terms are on average, where it is not as the prior has it.
    Raises `BadQuestion` for a prior there is not.
    """
    if prior not in PRIORS:
        raise BadQuestion(f"there is no prior '{prior}'; there are: {', '.join(PRIORS)}")
    points, belief = points or Points(), PRIORS[prior]
    made = _Building(worth, [-1] * worth.coordinates, [0.0] * worth.coordinates)
    for issue, size in enumerate(worth.sizes):
        if issue in points.issues or size == 1:
            continue
        groups = (orders or {}).get(issue)
        if groups is None:
            _loose(made, issue, belief)
        elif len(groups) > 1:
            _ordered(made, issue, groups, belief)
    if points.issues and points.total:
        _scored(made, points, belief)
    whole = len(made.shape)
    if points.walk_away is None or not points.total:
        made.put(worth.walk_away, whole, 0.5 if walk_away is None else float(walk_away))
        if walk_away is None:
            made.handles.append(([(worth.walk_away, 1.0)], (whole, -1, -1, WITHIN), _reach(points)))
    mean = float(belief.joint if joint is None else joint)
    for coordinate in range(worth.tables[0], worth.tables[-1]):
        made.put(coordinate, whole, 0.0)
        made.handles.append(([(coordinate, 1.0)], (whole, -1, -1, NEAR), (0.0, mean)))
    return _built(made)


def _reach(points: Points) -> tuple[float, float]:
    """Between which shares of the scale packages score, as bonuses have it."""
    total = points.total or Fraction(1)
    low = sum((min(low, Fraction(0)) for low, _ in points.bonuses), Fraction(0))
    high = sum((max(high, Fraction(0)) for _, high in points.bonuses), Fraction(0))
    return float(low / total), float(1 + high / total)


def _loose(made: _Building, issue: int, prior: Prior) -> None:
    """An issue of whose order nothing is known: its options start in the order of the file."""
    worth, block, size = made.worth, len(made.shape), made.worth.sizes[issue]
    made.shape.append(size - 1 if prior.by_step else 1)
    made.put(worth.swing(issue), block, 1.0)
    made.loose.append((worth.first[issue], size))
    for option in range(size):
        made.put(worth.option(issue, option), block, option / (size - 1))
        if size > 2:
            edges = (block, -1, worth.swing(issue), INNER)
            made.handles.append(([(worth.option(issue, option), 1.0)], edges, (0.0, 1.0)))


def _ordered(made: _Building, issue: int, groups: Groups, prior: Prior) -> None:
    """An issue whose order is known: every group but the best and the worst has a handle."""
    worth, block, steps = made.worth, len(made.shape), len(groups) - 1
    made.shape.append(steps if prior.by_step else 1)
    made.put(worth.swing(issue), block, 1.0)
    for place, group in enumerate(groups):
        for option in group:
            made.put(worth.option(issue, option), block, (steps - place) / steps)
        if 0 < place < steps:
            held = [(worth.option(issue, option), 1.0) for option in group]
            above, below = (worth.option(issue, groups[place + by][0]) for by in (-1, 1))
            made.handles.append((held, (block, below, above, WITHIN), (0.0, 0.0)))


def _scored(made: _Building, points: Points, prior: Prior) -> None:
    """All that is scored in points is one block; what is known as a range has a handle.

    The worst option by the points picked is where points are counted from, and which options are best and worst in the
    swing of an issue is decided by these too.
    """
    worth, block, total = made.worth, len(made.shape), points.total
    made.shape.append(sum(len(row) - 1 if prior.by_step else 1 for row in points.issues.values()))
    lost = Fraction(0)
    for issue, row in points.issues.items():
        picked = points.picked(issue)
        base, best, worst = min(picked), picked.index(max(picked)), picked.index(min(picked))
        lost += base
        made.put(worth.swing(issue), block, float((max(picked) - base) / total))
        for option, limits in enumerate(row):
            also = [(worth.swing(issue), float((option == best) - (option == worst)))] if best != worst else []
            _ranged(made, worth.option(issue, option), block, limits, base, total, [pair for pair in also if pair[1]])
            made.state[worth.option(issue, option)] = float((picked[option] - base) / total)
        if any(low < high for low, high in row):
            made.rough = tuple(points.issues)
    for number, limits in enumerate(points.bonuses):
        _ranged(made, worth.bonus(number), block, limits, Fraction(0), total, [])
    if points.walk_away is not None:
        _ranged(made, worth.walk_away, block, points.walk_away, lost, total, [])


def _ranged(
    made: _Building,
    coordinate: int,
    block: int,
    limits: Range,
    base: Fraction,
    total: Fraction,
    also: list[tuple[int, float]],
) -> None:
    """A number in points, less those it is counted from, as a share of the block; a handle where it is a range."""
    low, high = ((points - base) / total for points in limits)
    made.put(coordinate, block, float((low + high) / 2))
    if low < high:
        made.handles.append(([(coordinate, 1.0), *also], (block, -1, -1, WITHIN), (float(low), float(high))))


def _built(made: _Building) -> Frame:
    """The arrays, with every block as heavy as it is on average."""
    shape = np.array(made.shape or [1], np.int64)  # a walk needs one block, also where every issue has one option
    mass = np.append(shape.astype(float), float(shape.sum()))
    block_of = np.array(made.block_of, np.int64)
    if not made.shape:
        block_of[block_of == 0] = 1
    handles = [(held, (block if made.shape else 1, *rest), limits) for held, (block, *rest), limits in made.handles]
    pairs = [pair for held, _, _ in handles for pair in held]
    return Frame(
        worth=made.worth,
        block_of=block_of,
        shape=shape,
        starts=np.cumsum([0, *(len(held) for held, _, _ in handles)], dtype=np.int64),
        at=np.array([coordinate for coordinate, _ in pairs], np.int64),
        by=np.array([way for _, way in pairs], np.float64),
        around=np.array([around for _, around, _ in handles], np.int64).reshape(len(handles), 4),
        limits=np.array([limits for _, _, limits in handles], np.float64).reshape(len(handles), 2),
        loose=np.array(made.loose, np.int64).reshape(len(made.loose), 2),
        state=np.array(made.state) * np.where(block_of < 0, 0.0, mass[block_of]),
        mass=mass,
        rough=made.rough,
    )


def orders_of(rows: Sequence[Sequence[float]]) -> dict[int, Groups]:
    """The orders of options that rows of points imply: for each issue from the best to the worst, equals together.

    >>> orders_of([[0, 7, 7], [2, 1]])
    {0: ((1, 2), (0,)), 1: ((0,), (1,))}
    """
    return {
        issue: tuple(
            tuple(option for option, points in enumerate(row) if points == level)
            for level in sorted(set(row), reverse=True)
        )
        for issue, row in enumerate(rows)
    }
