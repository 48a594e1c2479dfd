"""Partial packages, one table after another: what is undominated among all sums. The heart of the *issue merge*.

A partial package settles the issues of some tables; it is a vector of losses (for each side what it has given up so far
against the best row of each table, in units, so less is better) and a key. Adding a table adds each of its rows to each
partial package; what another sum beats, or what loses more than a side can bear, can be part of no frontier package and
is dropped at once. `add` is compiled where that was possible; `add_in_arrays` is its readable twin.

Read next: ``issue_merge.py``, the method.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..dominance import undominated
from ..kernels import load
from ..tables import NO_FLOOR, Keys, Tables, Units

IN_ARRAYS = 1 << 19
"""The twin looks at so many sums at a time."""

BEFORE_A_LOOK = 1 << 16
"""Fewer sums than this are worked out whatever the limit, here as in the kernel."""


@dataclass(frozen=True, eq=False)
class Losses:
    """Tables in losses, over the columns that differ: what the issue merge works on.

    ``losses``: (rows, columns), at least 0, with the tables in the order of merging; ``keys``: (rows, words);
    ``starts``: (tables + 1,); ``widest``: (columns,), the greatest sums; ``caps``: (columns,), the greatest losses that
    reach the floors (negative: no package does). ``columns``: the side of each column.
    """

    losses: Units
    keys: Keys
    starts: npt.NDArray[np.int64]
    widest: Units
    caps: Units
    columns: tuple[int, ...]


def in_losses(joined: Tables) -> Losses | None:
    """The tables in losses, for the sides that count, narrow tables first; None where no side counts.

    A side counts where its units differ between the rows of some table, or where not every package reaches its floor.
    A table is the narrower, the less its sides can lose on it together. Cost: the rows, a few times. Every table needs
    a row.
    """
    starts, first = joined.starts, joined.starts[:-1]
    counts = starts[1:] - first
    best, least = (extreme.reduceat(joined.units, first, axis=0) for extreme in (np.maximum, np.minimum))
    worst, floors = best - least, joined.floors
    columns = np.flatnonzero(worst.any(axis=0) | (least.sum(axis=0) < floors))
    if not len(columns):
        return None
    losses = best.repeat(counts, axis=0) - joined.units
    if len(columns) < len(floors):
        best, worst, losses, floors = best[:, columns], worst[:, columns], losses[:, columns], floors[columns]
    widest = worst.sum(axis=0)
    caps = np.where(floors == NO_FLOOR, widest, np.minimum(best.sum(axis=0) - floors, widest))
    order = worst.sum(axis=1).argsort(kind="stable")
    moved = np.zeros(len(starts), np.int64)
    counts[order].cumsum(out=moved[1:])
    places = np.arange(len(losses)) + (first[order] - moved[:-1]).repeat(counts[order])
    return Losses(losses[places], joined.keys[places], moved, widest, caps, tuple(columns.tolist()))


def nothing_settled(tables: Losses) -> tuple[Units, Keys]:
    """The one partial package that settles no issue."""
    return np.zeros((1, tables.losses.shape[1]), np.int64), np.zeros((1, tables.keys.shape[1]), np.uint64)


def add(
    partial: tuple[Units, Keys], tables: Losses, first: int, last: int, most: int, go_on: Callable[[], bool]
) -> tuple[Units, Keys] | None:
    """The undominated sums of partial packages and the tables from ``first`` to before ``last``, in ascending order.

    ``partial``: losses (packages, columns) and keys (packages, words), in ascending order. Of equal sums the one with
    the least key stays: the first package in file order. None where more than ``most`` partial packages were left on
    the way, or where ``go_on``, asked now and then, says no.
    Cost: for each table the number of sums, times a logarithm for up to three columns; for four and more it grows with
    a power of the sums below 2.
    """
    if (kernel := load("merging")) is None:
        return add_in_arrays(partial, tables, first, last, most, go_on)
    columns, words = tables.losses.shape[1], tables.keys.shape[1]
    starts = tables.starts[first : last + 1]
    answer = kernel.add(
        columns, words, *partial, tables.losses, tables.keys, starts, tables.widest, tables.caps, most, go_on
    )
    if answer is None:
        return None
    losses, keys = answer
    return np.frombuffer(losses, np.int64).reshape(-1, columns), np.frombuffer(keys, np.uint64).reshape(-1, words)


def add_in_arrays(
    partial: tuple[Units, Keys], tables: Losses, first: int, last: int, most: int, go_on: Callable[[], bool]
) -> tuple[Units, Keys] | None:
    """What `add` does, in arrays: a table's sums are written out a part at a time, and each part is thinned.

    Adding the options 0 + 3 and 3 + 0 to the losses 1 + 1:

    >>> two = Losses(np.array([[0, 3], [3, 0], [3, 3]]), np.zeros((3, 1), np.uint64), np.array([0, 3]),
    ...              np.array([4, 4]), np.array([4, 4]), (0, 1))
    >>> losses, keys = add_in_arrays((np.array([[1, 1]]), np.zeros((1, 1), np.uint64)), two, 0, 1, 10, lambda: True)
    >>> losses.tolist()
    [[1, 4], [4, 1]]
    """
    for table in range(first, last):
        rows = slice(int(tables.starts[table]), int(tables.starts[table + 1]))
        losses, keys = tables.losses[rows], tables.keys[rows]
        at_once = max(1, IN_ARRAYS // max(1, len(losses)))
        parts = [(np.empty((0, losses.shape[1]), np.int64), np.empty((0, keys.shape[1]), np.uint64))]
        for start in range(0, len(partial[0]), at_once):
            if len(partial[0]) * len(losses) > BEFORE_A_LOOK and not go_on():
                return None
            here = slice(start, start + at_once)
            sums = (partial[0][here, None, :] + losses).reshape(-1, losses.shape[1])
            unions = (partial[1][here, None, :] | keys).reshape(-1, keys.shape[1])
            parts.append(_thinned(sums, unions, tables.caps))
            if sum(len(kept) for kept, _ in parts) > most:  # parts beat one another: what they keep apart may be much
                parts = [_joined(parts, tables.caps)]
        partial = _joined(parts, tables.caps)
        if len(partial[0]) > most:
            return None
    return partial


def _joined(parts: list[tuple[Units, Keys]], caps: Units) -> tuple[Units, Keys]:
    return _thinned(np.concatenate([losses for losses, _ in parts]), np.concatenate([keys for _, keys in parts]), caps)


def _thinned(losses: Units, keys: Keys, caps: Units) -> tuple[Units, Keys]:
    """What the caps allow and nothing beats, in ascending order; of equal vectors the one with the least key."""
    allowed = (losses <= caps).all(axis=1)
    losses, keys = losses[allowed], keys[allowed]
    order = np.lexsort((*keys.T[::-1], *losses.T[::-1]))
    losses, keys = losses[order], keys[order]
    kept = undominated(-losses)  # of equal rows the first, in the order given
    return losses[kept], keys[kept]
