"""Drawing packages by the tilt, with known chances: each wide table is an urn of 2**32 tickets for its rows.

A draw takes one ticket of each urn; its chance is a product of whole numbers of tickets, known exactly. The narrow
tables are not drawn: how many ways there are to settle them, with what the draw leaves to spare, is counted beforehand.
So one draw stands for all of these at once, and differs less from another. The tickets of a draw are words of a
sequence (``../chance.py``) at places of its own, so draws can be made in any order and again.

Source: Walker 1977, ACM Transactions on Mathematical Software 3(3), 253-256; Vose 1991, IEEE Transactions on Software
Engineering 17(9), 972-975 (the alias method).

Read next: ``estimate.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..chance import Words, words
from ..kernels import load
from .counting_table import layer
from .grouped import Grouped
from .tilt import Floats, Tilt

TICKETS = 1 << 32

MOST_CELLS = 1 << 17
"""So many states are counted beforehand at most."""
BITS = 42
"""The narrow tables have fewer packages than 2**42, so that each count is one limb of so many bits."""

Numbers: TypeAlias = npt.NDArray[np.int64]


Layer: TypeAlias = tuple[Numbers, Words]
"""The shape of a box, and for each of its states how many ways there are: (states, 1)."""


@dataclass(frozen=True, eq=False)
class Urns:
    """An urn for each wide table: 2**k columns of 2**(32 - k) tickets, the first ``keep`` of them for the first of two
    rows, the others for the second.

    ``tables``: which; ``narrow``: the other tables. ``starts``: (urns + 1,), where the columns of each begin;
    ``shifts``: (urns,), 32 - k; ``keep``: (columns,); ``rows``: (columns, 2), with the rows of all urns numbered on.
    ``losses``: (rows, axes or a few more); ``caps``, ``shape``: the same; ``times``, ``tickets``: (rows,); ``logs``:
    (rows,), the logarithm of times over chance. ``shape``, ``ways``: for every state of a box the ways to settle the
    narrow tables, and to spare more than its end is as good as its end; ``layers``: the same for none of them, the
    first, the first two and so on. ``log_top``: no draw stands for more packages than this in all.
    """

    tables: tuple[int, ...]
    narrow: tuple[int, ...]
    starts: Numbers
    shifts: Numbers
    keep: npt.NDArray[np.uint32]
    rows: npt.NDArray[np.int32]
    losses: Numbers
    caps: Numbers
    times: Numbers
    tickets: Numbers
    logs: Floats
    shape: Numbers
    layers: tuple[Layer, ...]
    log_top: float

    @property
    def ways(self) -> Words:
        return self.layers[-1][1][:, 0]


def urns_of(zone: Grouped, tilt: Tilt) -> Urns:
    """The urns of a tilt; every row has a ticket. Cost: a few operations for each row, and one box of counts."""
    ranked = np.argsort((zone.widest / np.maximum(zone.caps, 1)).sum(axis=1), kind="stable").tolist()
    narrow = _narrow(zone, ranked)
    layers = _layers(zone, narrow)
    log_top = float(tilt.weights @ zone.caps) + _highest(tilt, *layers[-1])
    tables = tuple(ranked[: len(narrow) - 1 if narrow else None : -1])
    starts, keep, rows, before = [0], [], [], 0
    held, logs = [np.zeros(0, np.int64)], [np.zeros(0)]
    for table in tables:
        losses, times = zone.losses[table], zone.times[table]
        lost = losses @ tilt.weights
        held.append(_tickets(np.log(times) - lost))
        logs.append(np.log(times) - np.log(held[-1] / TICKETS))
        log_top += float((logs[-1] - lost).max())
        columns = _columns(held[-1])
        keep.append(columns[0])
        rows.append(columns[1] + before)
        starts.append(starts[-1] + len(columns[0]))
        before += len(losses)
    axes = len(zone.caps)
    more = max(0, (4 if axes <= 4 else 8) - axes)  # sums over 4 or 8 axes stay in registers
    losses = np.concatenate([np.zeros((0, axes), np.int64), *(zone.losses[table] for table in tables)])
    return Urns(
        tables,
        narrow,
        np.array(starts, np.int64),
        33 - np.array([int(size).bit_length() for size in np.diff(starts)], np.int64),
        np.concatenate([np.zeros(0, np.uint32), *keep]).astype(np.uint32),
        np.concatenate([np.zeros((0, 2), np.int32), *rows]).astype(np.int32),
        np.pad(losses, ((0, 0), (0, more))),
        np.pad(zone.caps, (0, more)),
        np.concatenate([np.zeros(0, np.int64), *(zone.times[table] for table in tables)]),
        np.concatenate(held),
        np.concatenate(logs),
        np.pad(layers[-1][0], (0, more), constant_values=1),
        tuple(layers),
        log_top,
    )


def _narrow(zone: Grouped, ranked: Sequence[int]) -> tuple[int, ...]:
    """The tables that are counted beforehand: narrow ones first, as many as have a box of `MOST_CELLS` states."""
    reach, ways = np.zeros(len(zone.caps), np.int64), 1
    for place, table in enumerate(ranked):
        reach = np.minimum(reach + zone.losses[table].max(axis=0), zone.caps)
        ways *= len(zone.members[table])
        if prod((reach + 1).tolist()) > MOST_CELLS or ways >> BITS:
            return tuple(ranked[:place])
    return tuple(ranked)


def _layers(zone: Grouped, tables: Sequence[int]) -> list[Layer]:
    """The ways to settle none of these tables, the first of them, the first two, and so on."""
    kernel = load("counting")
    fill = layer if kernel is None else kernel.layer
    layers = [(np.ones(len(zone.caps), np.int64), np.ones((1, 1), np.uint64))]
    for table in tables:
        shape, ways = layers[-1]
        wider = np.minimum(shape + zone.losses[table].max(axis=0), zone.caps + 1)
        above = np.empty((prod(wider.tolist()), 1), np.uint64)
        times = zone.times[table].astype(np.uint64)
        fill(ways, above, shape, wider, -zone.losses[table], times, 1, BITS, 0, len(above) // int(wider[-1]))
        layers.append((wider, above))
    return layers


def _highest(tilt: Tilt, shape: Numbers, ways: Words) -> float:
    """The highest logarithm of a number of ways, less what the tilt makes of the state; -inf where there are none."""
    to_spare: Floats = np.indices(tuple(shape)).reshape(len(shape), -1).T @ tilt.weights
    some = ways[:, 0] > 0
    return float((np.log(ways[some, 0]) - to_spare[some]).max(initial=-inf))


def _tickets(logs: Floats) -> Numbers:
    """Tickets in proportion to exp(logs), each rounded up, 2**32 in all: the few that are left are the largest's.

    >>> (_tickets(np.log(np.array([1.0, 3.0, 1e-30]))) / TICKETS).round(9).tolist()
    [0.25, 0.75, 0.0]
    """
    share: Floats = np.exp(logs - logs.max())
    tickets: Numbers = np.floor(share / share.sum() * (TICKETS - len(logs))).astype(np.int64) + 1
    tickets[tickets.argmax()] += TICKETS - tickets.sum()
    return tickets


def _columns(tickets: Numbers) -> tuple[Numbers, Numbers]:
    """The tickets of one urn in columns, ``keep`` and ``rows``. Cost: the rows.

    >>> [part.tolist() for part in _columns(np.array([TICKETS // 4, TICKETS * 3 // 4]))]
    [[1073741824, 0], [[0, 1], [1, 1]]]
    """
    size = 1 << (len(tickets) - 1).bit_length()
    room = TICKETS // size
    left = [*tickets.tolist(), *[0] * (size - len(tickets))]
    keep, rows = [0] * size, [(0, 0)] * size
    small = [row for row in range(size) if left[row] < room]
    large = [row for row in range(size) if left[row] >= room]
    for column in range(size):
        row = large[-1]
        first = small.pop() if small else row
        if first != row:
            keep[column] = left[first]
        rows[column] = (first if keep[column] else row, row)
        left[row] -= room - keep[column]
        if left[row] < room:
            small.append(large.pop())
    return np.array(keep, np.int64), np.array(rows, np.int64)


def rows_drawn(urns: Urns, start: int, draws: Numbers) -> Numbers:
    """The rows that draws take, numbered through all urns: (draws, urns)."""
    count = len(urns.shifts)
    each = (count + 1) // 2
    found = np.empty((len(draws), count), np.int64)
    places = (draws[:, None] * each + np.arange(each)).astype(np.uint64)
    taken = words(start, places)
    for urn, shift in enumerate(urns.shifts.tolist()):
        word = taken[:, urn // 2]
        ticket = (word & np.uint64(TICKETS - 1)) if urn % 2 else word >> np.uint64(32)
        column = int(urns.starts[urn]) + (ticket >> np.uint64(shift)).astype(np.int64)
        within = ticket & np.uint64((1 << shift) - 1)
        found[:, urn] = urns.rows[column, (within >= urns.keep[column]).astype(np.intp)]
    return found


def states_drawn(urns: Urns, rows: Numbers) -> Numbers:
    """The state of the box that each draw leaves, by its rows: (draws,), -1 where a side has nothing left to spare."""
    lost = np.zeros((len(rows), len(urns.caps)), np.int64)
    for urn in range(rows.shape[1]):
        lost += urns.losses[rows[:, urn]]
    left = np.minimum(urns.caps - lost, urns.shape - 1)
    held = (left >= 0).all(axis=1)
    places = np.ravel_multi_index(tuple(np.maximum(left, 0).T), tuple(urns.shape))
    return np.where(held, places, -1)
