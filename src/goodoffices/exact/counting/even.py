"""Even draws from a zone beyond counting: packages drawn by the tilt, most of them thrown away again.

A draw of the urns that is in the zone stands for so many packages, and none can stand for more than a bound. It is
kept with a chance of the one over the other; so all packages of the zone have the same chance to be kept. Whether a
draw is kept is decided by a number of 128 bits: by floating point where that is clear, by whole numbers where it is
close. Of the packages that a draw stands for, one is taken by its number.

Source: von Neumann 1951, National Bureau of Standards Applied Mathematics Series 12, 36-38.

Read next: ``sampling.py``.
"""

from __future__ import annotations

from fractions import Fraction
from math import exp, floor, inf, log, prod

import numpy as np
import numpy.typing as npt

from ..chance import below, mixed, start_of, words
from ..kernels import load
from ..watch import Watch
from .counting_table import choose
from .estimate import weights
from .grouped import Grouped
from .tilt import tilted
from .urns import BITS, TICKETS, Numbers, Urns, rows_drawn, states_drawn, urns_of

AT_ONCE = 1 << 17
"""So many draws are made at a time."""
MOST_DRAWS = 1 << 27
"""Where it would take more draws than this to have as many packages as are asked for, there are none."""
CLOSE = 1e-6
"""Logarithms that are closer than this are compared in whole numbers."""


def even(zone: Grouped, count: int, seed: int, watch: Watch) -> npt.NDArray[np.intp] | None:
    """So many packages of a zone by chance, as rows of the joined tables: (count, tables).

    None where they are too rare; none of them where there is no zone, and that is seen.
    Each is drawn anew; the chances of any two packages differ by less than one part in 2**100. Fewer packages of the
    same seed are the first of more. Cost: for each package as many draws as the bound is larger than the zone.
    """
    tilt = tilted(zone)
    if tilt.proves_empty:
        return np.empty((0, len(zone.losses)), np.intp)
    urns, start = urns_of(zone, tilt), start_of(seed, "even")
    keep, kept, draws = start_of(seed, "keep"), list[int](), 0
    while len(kept) < count:
        if draws >= MOST_DRAWS // 16 and len(kept) * MOST_DRAWS < count * draws:
            return None
        found = weights(urns, start, draws, AT_ONCE, watch)
        if found is None:
            return None
        kept += _kept(urns, start, keep, draws, found)
        draws += AT_ONCE
    return rows_of_draws(zone, urns, start, np.array(kept[:count], np.int64))


def _kept(urns: Urns, start: int, keep: int, first: int, found: npt.NDArray[np.float64]) -> list[int]:
    """The numbers of the draws that are kept."""
    hits = np.flatnonzero(found > -inf)
    two = words(keep, (2 * (first + hits)[:, None] + np.arange(2)).astype(np.uint64))
    chances = np.log((two[:, 0] >> np.uint64(11)) * 2.0**-53 + 2.0**-54)
    over = chances - (found[hits] - urns.log_top - CLOSE)
    sure = over < -CLOSE
    for place in np.flatnonzero((np.abs(over) <= CLOSE) | (chances < -20)).tolist():
        high, low = two[place].tolist()
        sure[place] = _is_kept(urns, start, int(first + hits[place]), (high << 64) + low)
    return [first + hit for hit in hits[sure].tolist()]


def _is_kept(urns: Urns, start: int, draw: int, chance: int) -> bool:
    """Whether a chance of 128 bits is below what a draw stands for over the bound, in whole numbers."""
    rows = rows_drawn(urns, start, np.array([draw]))
    ways = int(urns.ways[states_drawn(urns, rows)[0]]) * prod(urns.times[rows[0]].tolist())
    stands_for = Fraction(ways * TICKETS ** rows.shape[1], prod(urns.tickets[rows[0]].tolist()))
    return chance * bound_of(urns) < stands_for * 2**128


def bound_of(urns: Urns) -> Fraction:
    """More packages than any draw stands for, by what rounding could make of it."""
    twos = floor(urns.log_top / log(2))
    return Fraction(exp(urns.log_top + CLOSE - twos * log(2))) * Fraction(2) ** twos


def rows_of_draws(zone: Grouped, urns: Urns, start: int, draws: Numbers) -> npt.NDArray[np.intp]:
    """For each draw one of the packages it stands for, as rows of the joined tables: (draws, tables).

    A number below how many these are has in it which of the equal rows is taken of each urn, and then which of the ways
    to settle the narrow tables.
    """
    taken = rows_drawn(urns, start, draws)
    states = states_drawn(urns, taken)
    many = [prod(times) for times in urns.times[taken].tolist()]
    numbers = [
        below(mixed(start + draw), ways * times, 1)[0]
        for draw, ways, times in zip(draws.tolist(), urns.ways[states].tolist(), many, strict=True)
    ]
    found, before = np.empty((len(draws), len(zone.losses)), np.intp), 0
    for urn, table in enumerate(urns.tables):
        times, group = zone.times[table], taken[:, urn] - before
        before += len(times)
        copies = np.zeros(len(draws), np.int64)
        if int(times.max()) > 1:
            both = [divmod(number, size) for number, size in zip(numbers, times[group].tolist(), strict=True)]
            numbers, copies = [number for number, _ in both], np.array([copy for _, copy in both], np.int64)
        found[:, table] = zone.members[table][(np.cumsum(times) - times)[group] + copies]
    left = np.array(numbers, np.uint64).reshape(-1, 1)
    to_spare = np.array(np.unravel_index(states, tuple(urns.shape)), np.int64).T[:, : len(zone.caps)].copy()
    kernel = load("counting")
    step_down = choose if kernel is None else kernel.choose
    places = np.empty(len(draws), np.int64)
    for (shape, ways), table in zip(urns.layers[-2::-1], urns.narrow[::-1], strict=True):
        copies_of = zone.times[table].astype(np.uint64)
        step_down(ways, shape, -zone.losses[table], copies_of, to_spare, left, places, 1, BITS)
        found[:, table] = zone.members[table][places]
    return found
