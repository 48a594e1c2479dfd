"""How a dense table is laid out: which side is measured, which are axes, in which order the tables are added.

One side is *measured*: its least loss stands in the cells. The others are axes, the longest last, where a row of cells
lies in memory. Each side's losses are divided by what all of them are multiples of, its grain. Tables of small range
come first, so that few layers are large.

Read next: ``dense_arrays.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

import numpy as np
import numpy.typing as npt

from ..tables import Keys, Tables, Units
from .dense_losses import A_LAYER, Narrowed, narrowed, widest

AXES = 5
"""A dense table has so many axes; those that are not needed have one place."""

MOST_MEASURED = (1 << 16) - 2
"""The greatest loss of the measured side that a cell of two bytes can hold beside the mark for *not reached*."""

SLACK = 64
"""Cells after the end of a layer that are read and not used."""


@dataclass(frozen=True, eq=False)
class Ordered:
    """Tables ready for the dense table, in the order of adding.

    ``axes``: the side of each axis (-1: none); ``measured``: the side in the cells (-1: none); ``steps``: for each
    table (rows, axes + 1), losses in grains, those of the measured side last; ``keys``: for each table (rows, words);
    ``extents``: (tables + 1, axes), the places of each layer; ``most``: the greatest loss of the measured side that
    counts; ``grains``: (sides,), the units of one grain. The sides are those asked about, in that order.
    """

    axes: tuple[int, ...]
    measured: int
    steps: tuple[Units, ...]
    keys: tuple[Keys, ...]
    extents: npt.NDArray[np.int64]
    most: int
    grains: Units

    @property
    def cell(self) -> npt.DTypeLike:
        """The type of the cells."""
        return np.uint8 if self.most < 255 else np.uint16

    def leads(self, layer: int) -> tuple[int, int]:
        """How far a row of cells of a layer reaches before its first place, and from there to its end."""
        if layer + 1 >= len(self.extents):
            return 1, int(self.extents[layer, -1])
        return max(1, int(self.steps[layer][:, AXES - 1].max())), int(self.extents[layer + 1, -1])

    def form(self, layer: int) -> npt.NDArray[np.int64]:
        """How a layer lies in memory: its extents, the lead of its rows, and the cells from row to row."""
        lead, end = self.leads(layer)
        return np.array([*self.extents[layer], lead, lead + end], np.int64)

    def cells(self, layer: int) -> float:
        """How many cells a layer has in memory."""
        return float(self.extents[layer, :-1].astype(np.float64).prod()) * sum(self.leads(layer))

    @property
    def memory(self) -> float:
        """About how many bytes the layers take, at most: two at a time, with a bit and the count of bits for each cell.

        Of the last layer only the bits are kept.
        """
        item = np.dtype(self.cell).itemsize
        layers = [self.cells(layer) for layer in range(len(self.extents))]
        whole = [item * cells for cells in layers[:-1]] + [0.0]
        pairs = zip(whole, whole[1:], layers, layers[1:], strict=False)
        return max((a + b + 0.3 * (c + d) for a, b, c, d in pairs), default=0.0)

    @property
    def work(self) -> float:
        """How many cells are compared: those of each layer, times the rows of its table and `A_LAYER`."""
        return sum(self.cells(layer + 1) * (len(table) + A_LAYER) for layer, table in enumerate(self.steps))


@lru_cache(maxsize=16)
def ordered(joined: Tables, over: tuple[int, ...]) -> Ordered | None:
    """The tables ready for a dense table over the sides ``over``; None where more sides than fit can lose something.

    >>> from goodoffices.exact.problem import Problem, Side
    >>> from goodoffices.exact.tables import tables
    >>> fence = Problem((2, 3), (Side(((0, 70), (10, 20, 0)), floor=20), Side(((4, 2), (0, 2, 0)))), needs=2)
    >>> ready = ordered(tables(fence), (0, 1))
    >>> ready.measured, ready.most, ready.grains.tolist(), [table.tolist() for table in ready.steps]
    (0, 1, [70, 2], [[[0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 0]]])
    """
    return arranged(narrowed(joined, over))


def arranged(narrow: Narrowed) -> Ordered | None:
    """The tables in grains, over the axes chosen for them, in the order of adding; None where they do not fit."""
    if not narrow.parts:
        return Ordered((-1,) * AXES, -1, (), (), np.ones((1, AXES), np.int64), 0, np.ones_like(narrow.room))
    grains = np.gcd.reduce(np.concatenate([losses for losses, _ in narrow.parts]), axis=0)
    losing = np.flatnonzero(grains)
    caps = (np.minimum(narrow.room, widest(narrow.parts))[losing]) // grains[losing]
    places = _placed(caps)
    if places is None:
        return None
    steps = [losses[:, losing] // grains[losing] for losses, _ in narrow.parts]
    order = _order(steps, caps)
    spread = [np.zeros((len(table), AXES + 1), np.int64) for table in steps]
    for table, full in zip(steps, spread, strict=True):
        full[:, places] = table
    reach = np.zeros((len(steps) + 1, AXES + 1), np.int64)
    reach[1:] = np.cumsum([spread[table].max(axis=0) for table in order], axis=0)
    reach[:, places] = np.minimum(reach[:, places], caps)
    side_at = dict(zip(places, losing.tolist(), strict=True))
    return Ordered(
        tuple(side_at.get(place, -1) for place in range(AXES)),
        side_at.get(AXES, -1),
        tuple(spread[table] for table in order),
        tuple(narrow.parts[table][1] for table in order),
        reach[:, :AXES] + 1,
        int(reach[-1, AXES]),
        np.maximum(grains, 1),
    )


def _placed(caps: Units) -> list[int] | None:
    """For each side that can lose something its place: an axis, or `AXES` for the measured one; None without room.

    The measured side is the one that leaves the smallest table; the longest axis is the last, the next the first.
    """
    if len(caps) > AXES + 1:
        return None
    sizes = [(1.0 if cap < 255 else 2.0) * float(np.delete(caps + 1.0, k).prod()) for k, cap in enumerate(caps)]
    sizes = [size if cap <= MOST_MEASURED else inf for size, cap in zip(sizes, caps, strict=True)]
    if sizes and min(sizes) == inf:
        return None
    measured = sizes.index(min(sizes)) if sizes else -1
    places = [AXES] * len(caps)
    longest_first = sorted((k for k in range(len(caps)) if k != measured), key=lambda k: -caps[k])
    for column, place in zip(longest_first, (4, 0, 3, 2, 1), strict=False):
        places[column] = place
    return places


def _order(steps: Sequence[Units], caps: Units) -> list[int]:
    """The tables in the order of adding, chosen from the last to the first: few rows and much range come last.

    A layer costs its cells times its rows, so of two neighbours the one with fewer rows, for what the table shrinks
    without it, is better last. Floating point only estimates; any order gives the same answer.
    """
    ranges = np.array([table.max(axis=0, initial=0) for table in steps], np.float64).reshape(len(steps), len(caps))
    counts = np.array([len(table) for table in steps], np.float64)
    left, order = list(range(len(steps))), []
    while left:
        total = ranges[left].sum(axis=0)
        without = (np.minimum(total - ranges[left], caps) + 1.0).prod(axis=1)
        shrunk = (np.minimum(total, caps) + 1.0).prod() - without
        order.append(left.pop(int(np.argmin(counts[left] / np.maximum(shrunk, 1e-9)))))
    return order[::-1]
