"""Tables in losses, as narrow as the floors make them and as few as is worthwhile: what a dense table is made from.

A row that loses more than some side can bear beside the least of every other table is dropped, and what every row of a
table loses is taken off; both again until nothing changes. Of the rows left only the undominated count, of equal ones
the first in file order: in a package of the frontier any other could be exchanged for a better or an earlier one.
Tables of few rows are joined, which makes fewer layers.

Read next: ``dense_order.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from ..dominance import undominated
from ..tables import NO_FLOOR, Keys, Tables, Units

A_LAYER = 6
"""What a layer costs beside its rows, in rows: marking, counting, carrying."""

Part: TypeAlias = tuple[Units, Keys]
"""A table: losses (rows, sides) and keys (rows, words)."""


@dataclass(frozen=True, eq=False)
class Narrowed:
    """Tables in losses over the sides ``over``.

    ``parts``: the tables (none: no package reaches the floors); ``best``: (sides,), the units where nothing is lost;
    ``room``: (sides,), how much each side can lose.
    """

    over: tuple[int, ...]
    parts: tuple[Part, ...]
    best: Units
    room: Units


@lru_cache(maxsize=16)
def narrowed(joined: Tables, over: tuple[int, ...]) -> Narrowed:
    """The tables in losses, without what no frontier package over the sides ``over`` needs.

    Sides outside ``over`` must have floors that every package meets, or none.
    Cost: the rows, a few times, and the choice of the undominated ones.

    >>> from goodoffices.exact.problem import Problem, Side
    >>> from goodoffices.exact.tables import tables
    >>> fence = Problem((2, 3), (Side(((0, 70), (10, 20, 0)), floor=20), Side(((4, 2), (0, 2, 0)))), needs=2)
    >>> narrow = narrowed(tables(fence), (0, 1))
    >>> [losses.tolist() for losses, _ in narrow.parts], narrow.best.tolist(), narrow.room.tolist()
    ([[[70, 0], [0, 2]]], [90, 6], [70, 4])
    """
    sides = list(over)
    if joined.empty:
        return Narrowed(over, (), np.zeros(len(sides), np.int64), np.zeros(len(sides), np.int64))
    units = [joined.units[joined.rows(table)] for table in range(len(joined))]
    highest: Units = np.sum([table.max(axis=0) for table in units], axis=0)
    best, floors = highest[sides], joined.floors[sides]
    parts = [
        (table.max(axis=0)[sides] - table[:, sides], joined.keys[joined.rows(number)])
        for number, table in enumerate(units)
    ]
    room: Units = np.where(floors == NO_FLOOR, widest(parts), best - floors)
    found = None if (highest < joined.floors).any() else _narrowed(parts, room)
    if found is None:
        return Narrowed(over, (), best, room)
    return Narrowed(over, tuple(found[0]), best - (room - found[1]), found[1])


def idle(joined: Tables, over: tuple[int, ...]) -> bool:
    """Whether the floors of the sides outside ``over`` decide nothing: every package meets them, or none does."""
    others = np.delete(np.arange(len(joined.floors)), over)
    if not len(others) or joined.empty:
        return True
    units, starts, floors = joined.units[:, others], joined.starts[:-1], joined.floors[others]
    lowest = np.minimum.reduceat(units, starts, axis=0).sum(axis=0)
    highest = np.maximum.reduceat(units, starts, axis=0).sum(axis=0)
    return bool(((floors <= lowest) | (floors > highest)).all())


def widest(parts: Sequence[Part]) -> Units:
    """The sum of the greatest losses of each side."""
    sums: Units = np.sum([losses.max(axis=0) for losses, _ in parts], axis=0)
    return sums


def _narrowed(parts: Sequence[Part], room: Units) -> tuple[list[Part], Units] | None:
    """The tables and the room left for each side; None without a package."""
    bearable = _bearable(parts, room)
    if bearable is None:
        return None
    parts, room = bearable
    return _bearable(_fewer([strongest(*part) for part in parts], room), room)


def _bearable(parts: Sequence[Part], room: Units) -> tuple[list[Part], Units] | None:
    """The rows that every side can bear beside the least of the other tables, less that least; None without a package.

    ``room``: (sides,), how much each side can lose; what is left of it comes back.
    """
    parts = list(parts)
    while True:
        if not all(len(losses) for losses, _ in parts):
            return None
        least = np.array([losses.min(axis=0) for losses, _ in parts])
        room = room - least.sum(axis=0)
        if (room < 0).any():
            return None
        fit = [(losses - low <= room).all(axis=1) for (losses, _), low in zip(parts, least, strict=True)]
        whole = all(truth.all() for truth in fit)
        parts = [(losses[t] - low, keys[t]) for (losses, keys), low, t in zip(parts, least, fit, strict=True)]
        if whole:
            return parts, room


def strongest(losses: Units, keys: Keys) -> Part:
    """The undominated rows of a table whose rows are in file order; of equal rows the first."""
    chosen = undominated(-losses)
    return losses[chosen], keys[chosen]


def _fewer(parts: Sequence[Part], room: Units) -> list[Part]:
    """Tables of few rows joined two by two, the smallest first, while that is less work than two layers."""
    parts = sorted(parts, key=lambda part: len(part[0]))
    while len(parts) > 1 and len(parts[0][0]) * len(parts[1][0]) < sum(len(part[0]) for part in parts[:2]) + A_LAYER:
        parts = sorted([strongest(*sums(parts[0], parts[1], room)), *parts[2:]], key=lambda part: len(part[0]))
    return parts


def sums(one: Part, other: Part, room: Units) -> Part:
    """Two tables as one, without what some side cannot bear, in file order."""
    losses = (one[0][:, None] + other[0]).reshape(len(one[0]) * len(other[0]), len(room))
    keys = (one[1][:, None] | other[1]).reshape(len(losses), one[1].shape[1])
    borne = (losses <= room).all(axis=1)
    losses, keys = losses[borne], keys[borne]
    in_file_order = np.lexsort(keys.T[::-1])
    return losses[in_file_order], keys[in_file_order]
