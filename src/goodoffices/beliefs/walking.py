"""A walk through all positions that are compatible with what is recorded of one party, in numpy.

The twin of `kernels/polytope.c`, step by step the same: both come to the same points to the last bit. One direction
after another is taken; along each the next point is drawn evenly from a slice (Neal 2003, Slice sampling, Annals of
Statistics 31, 705-767). An answer that may be mistaken counts ``1 - r`` where it holds and ``r`` where it fails, so the
slice is where no more answers fail than its level allows, and what the prior leaves of the line. No logarithm is taken.

Read next: ``samples.py``, which walks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..exact.chance import ALL, GOLDEN, mixed
from .frame import INNER, NEAR, Frame, Whole
from .worth import Reals

ROUNDING = -1e-12
"""A hard row that falls below 0 by less than this only shows rounding."""

LEAST = 1e-9
"""No block weighs less."""

AFRESH = 8
"""The sums are worked out anew after so many sweeps."""

TRIES = 60
"""After so many points outside the slice a step stays where it is; the line has then shrunk to nothing."""


@dataclass
class Walk:
    """A walk under way. ``columns`` (coordinates, rows): what each row takes of each coordinate; hard rows come first.

    ``moved`` (handles, rows): what each row takes of each handle. ``chance``: where the sequence of words starts, and
    its next place. ``sums`` (rows,): the rows at the walk's state; ``parts`` (blocks + 1, rows): the same, by block.
    """

    frame: Frame
    columns: Reals
    moved: Reals
    hard: int
    odds: float
    state: Reals
    mass: Reals
    chance: Whole
    sums: Reals
    parts: Reals

    def uniform(self) -> float:
        """The next word of the sequence, as a number from 0 up to 1."""
        start, place = int(self.chance[0]) & ALL, int(self.chance[1])
        self.chance[1] = place + 1
        return (mixed(start + (place + 1) * GOLDEN) >> 11) * 2.0**-53


def walk(
    frame: Frame, columns: Reals, moved: Reals, hard: int, odds: float, state: Reals, mass: Reals, chance: Whole,
    out: Reals, thin: int, moves: int,
) -> None:  # fmt: skip
    """Draw positions: fill ``out`` (kept, coordinates), one after every ``thin`` sweeps, as shares of the whole.

    A sweep takes every block ``moves`` times, then every handle and every loose option. ``state``, ``mass`` and
    ``chance`` are changed in place, so that the next walk goes on. Cost: sweeps times handles times rows.
    """
    rows = columns.shape[1]
    way = Walk(frame, columns, moved, hard, odds, state, mass, chance,
               np.zeros(rows), np.zeros((len(frame.shape) + 1, rows)))  # fmt: skip
    for sweep in range(len(out) * thin):
        if sweep % AFRESH == 0:
            _refresh(way)
        for _ in range(moves):
            for block in range(len(frame.shape)):
                _scale(way, block)
        for handle in range(frame.handles):
            _move_handle(way, handle)
        for first, count in frame.loose.tolist():
            for _ in range(count):
                _change_places(way, first, count)
        if (sweep + 1) % thin == 0:
            out[sweep // thin] = way.state / way.mass[-1]


def exponential(way: Walk) -> float:
    """An exponential number by comparisons alone (von Neumann 1951, Applied Mathematics Series 12, 36-38)."""
    whole = 0.0
    while True:
        first = last = way.uniform()
        run = 1
        while (following := way.uniform()) < last:
            last = following
            run += 1
        if run % 2:
            return whole + first
        whole += 1


def _refresh(way: Walk) -> None:
    """Sums anew, so that rounding does not pile up."""
    way.parts[:], way.sums[:] = 0, 0
    for coordinate, block in enumerate(way.frame.block_of.tolist()):
        if block >= 0:
            way.parts[block] += way.state[coordinate] * way.columns[coordinate]
    for part in way.parts:
        way.sums += part
    total = 0.0
    for mass in way.mass[:-1].tolist():
        total += mass
    way.mass[-1] = total


def _failed(way: Walk, slope: Reals) -> int:
    """How many of the soft rows that change along the slope fail as it is."""
    return int(np.count_nonzero((way.sums[way.hard :] < 0) & (slope[way.hard :] != 0)))


def _level(way: Walk, slope: Reals) -> int:
    """How many of these may fail in the slice: those that do, and a few by chance."""
    most = _failed(way, slope)
    height, likely = way.uniform(), way.odds
    while height < likely:
        most, likely = most + 1, likely * way.odds
    return most


def _inside(way: Walk, slope: Reals, t: float, most: int) -> bool:
    """Whether a point along the slope lies in the slice: of the rows that change every hard one holds, and no more soft
    ones fail."""
    there, changes = way.sums + t * slope, slope != 0
    if (there < ROUNDING)[: way.hard][changes[: way.hard]].any():
        return False
    return int(np.count_nonzero((there[way.hard :] < 0) & changes[way.hard :])) <= most


def _step(way: Walk, slope: Reals, low: float, high: float) -> float:
    """Go along the slope to a point of the slice between low and high, which enclose 0; how far that is."""
    most = _level(way, slope)
    for _ in range(TRIES):
        t = low + (high - low) * way.uniform()
        if _inside(way, slope, t, most):
            way.sums += t * slope
            return t
        if t < 0:
            low = t
        else:
            high = t
    return 0.0


def _move_handle(way: Walk, handle: int) -> None:
    """Move what one handle holds, as far as its neighbours or limits let it."""
    frame = way.frame
    block, below, above, kind = frame.around[handle].tolist()
    held = slice(*(int(end) for end in frame.starts[handle : handle + 2]))
    first, now = int(frame.at[held.start]), float(way.state[frame.at[held.start]])
    low, high = (frame.limits[handle] * way.mass[block]).tolist()
    low = float(way.state[below]) if below >= 0 else low
    high = float(way.state[above]) if above >= 0 else high
    if kind == INNER and (now <= low or now >= high):
        return
    if kind == NEAR:  # what is left of e^(-size / scale) above a uniform height
        high = (-now if now < 0 else now) + high * exponential(way)
        low = -high
    if not low < high:
        return
    slope = way.moved[handle]
    t = _step(way, slope, low - now, high - now)
    way.state[frame.at[held]] += t * frame.by[held]
    way.state[first] = min(max(float(way.state[first]), low), high)
    if below >= 0:
        equals = frame.at[held][frame.by[held] == 1]
        way.state[equals] = way.state[first]
    way.parts[block] += t * slope


def _scale(way: Walk, block: int) -> None:
    """Let a block weigh more or less, all else in it in proportion.

    Masses are exponential, or sums of ``shape`` exponentials: what is left of such a density above a uniform height is
    cut off above by one exponential number and below by the largest of ``shape - 1`` uniform ones.
    """
    frame = way.frame
    mass, whole = float(way.mass[block]), float(way.mass[-1])
    slope = way.parts[block] / mass + way.parts[-1] / whole
    largest = max([0.0, *(way.uniform() for _ in range(int(frame.shape[block]) - 1))])
    low, high = mass * (largest - 1), exponential(way)
    t = _step(way, slope, max(low, LEAST - mass), high)
    by, rest = (mass + t) / mass, (whole + t) / whole
    way.state[frame.block_of == block] *= by
    way.state[frame.block_of == len(frame.shape)] *= rest
    way.parts[block] *= by
    way.parts[-1] *= rest
    way.mass[block], way.mass[-1] = mass + t, whole + t


def _change_places(way: Walk, first: int, count: int) -> None:
    """Two options of an issue without an order change places, if the slice lets them."""
    one, other = (first + int(way.uniform() * count) for _ in range(2))
    apart = float(way.state[one] - way.state[other])
    slope = way.columns[other] - way.columns[one]
    if not _inside(way, slope, apart, _level(way, slope)):
        return
    way.sums += apart * slope
    way.parts[way.frame.block_of[one]] += apart * slope
    way.state[[one, other]] = way.state[[other, one]]
