"""The dense table in numpy: the readable twins of ``../kernels/dense.c``, with the same names, arguments and results.

A layer has a cell for every combination of losses on the five axes: the least loss of the measured side over all
partial packages in which no side on an axis loses more than that, or the mark ``unreached``. Cells lie in memory plane
by plane along the first axis, and row by row along the last. A row has ``lead`` cells of `unreached` before its first
place, and after its last place that cell again, up to its end; so a table's row is added to a whole row of cells by
reading them from further left. A *form* is seven numbers: the extents of the five axes, the lead, and the cells from
one row to the next. A layer's cells end with `SLACK` more.

Marked cells are bits, each row of cells in words of its own, the first cell in the lowest bit.

Read next: ``dense_table.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..tables import Keys, Units
from .dense_order import AXES

Cells = npt.NDArray[Any]
Numbers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]


def add(
    cells: Cells, old: Numbers, target: Cells, new: Numbers, steps: Units, unreached: int, first: int, last: int
) -> None:
    """Write the planes from ``first`` to before ``last`` of the next layer into ``target``, which begins there.

    A cell is the least, over the rows of ``steps``, of the old cell that much further down on every axis, plus what the
    measured side loses; past the end of an old axis the last place counts. ``steps``: (rows, axes + 1).
    """
    before = cells[: old[:4].prod() * old[6]].reshape(*old[:4], old[6])
    lead, width = int(new[5]), int(new[4])
    after = target[: (last - first) * new[1:4].prod() * new[6]].reshape(last - first, *new[1:4], new[6])
    after[...] = unreached
    sums = after[..., lead : lead + width]
    for step in steps.tolist():
        low = [max(step[0], first), *step[1:4]]
        if any(start >= end for start, end in zip(low, (last, *new[1:4]), strict=True)):
            continue
        back = [
            np.minimum(np.arange(start, end) - loss, held - 1)
            for start, end, loss, held in zip(low, (last, *new[1:4]), step, old[:4], strict=False)
        ]
        left = int(old[5]) - step[4]
        reached = np.minimum(before[np.ix_(*back)][..., left : left + width], unreached - step[5]) + step[5]
        here = sums[low[0] - first :, low[1] :, low[2] :, low[3] :]
        np.minimum(here, reached, out=here, casting="unsafe")
    after[..., lead + width :] = after[..., lead + width - 1 : lead + width]


def undominated(cells: Cells, form: Numbers, origin: int, first: int, last: int, bits: Bits) -> None:
    """Mark the cells of the planes from ``first`` to before ``last`` that are less than each neighbour further down.

    ``cells`` begins with plane ``origin``, the plane before ``first`` or an earlier one; ``bits`` with plane ``first``.
    A cell that is not less than some neighbour has a package beside it that loses no more on any side.
    """
    lead, width = int(form[5]), int(form[4])
    planes = cells[: (last - origin) * form[1:4].prod() * form[6]].reshape(last - origin, *form[1:4], form[6])
    rows = planes[..., lead : lead + width]
    less = rows < planes[..., lead - 1 : lead + width - 1]
    for axis in range(AXES - 1):
        upper = (slice(None),) * axis + (slice(1, None),)
        lower = (slice(None),) * axis + (slice(None, -1),)
        less[upper] &= rows[upper] < rows[lower]
    wanted = less[first - origin :].reshape(-1, width)
    full = np.zeros((len(wanted), -(-width // 64) * 64), np.bool_)
    full[:, :width] = wanted
    bits[:] = np.packbits(full, axis=1, bitorder="little").view("<u8").reshape(-1)


def count(bits: Bits, before: Numbers) -> int:
    """Write into ``before`` how many marked cells come before each word of bits, and return how many there are."""
    ones = np.unpackbits(bits.view(np.uint8)).reshape(-1, 64).sum(axis=1, dtype=np.int64)
    before[:] = np.cumsum(ones) - ones
    return int(ones.sum())


def places(bits: Bits, width: int, row: int, found: Numbers) -> None:
    """Write into ``found`` the numbers of the marked cells, ascending; ``row``: which row the bits begin with.

    Cells are numbered plane by plane and row by row, ``width`` of them in a row.
    """
    rows = np.unpackbits(bits.astype("<u8").view(np.uint8), bitorder="little").reshape(-1, -(-width // 64) * 64)
    at, place = np.nonzero(rows)
    found[:] = (at + row) * width + place


def carry(
    cells: Numbers,
    new: Numbers,
    bits: Bits,
    before: Numbers,
    losses: npt.NDArray[np.uint16],
    keys: Keys,
    old: Numbers,
    steps: Units,
    step_keys: Keys,
    new_losses: npt.NDArray[np.uint16],
    new_keys: Keys,
) -> None:
    """For marked cells of a new layer the loss of the measured side and the least key, from those of the old layer.

    A package that nothing beats is a row of the table and a partial package that nothing beats, so every way to it
    comes from a marked cell: ``bits``, ``before`` (see `count`), ``losses``, ``keys``. Of the ways of least loss the
    least key counts. Raises `ValueError` where no way leads to a cell.
    """
    at = np.stack(np.unravel_index(cells, tuple(new[:AXES])), axis=1)
    words = -(-int(old[4]) // 64)
    best = np.full(len(cells), 1 << 16, np.int64)
    for step, key in zip(steps, step_keys, strict=True):
        back = at - step[:AXES]
        inside = np.flatnonzero(((back >= 0) & (back < old[:AXES])).all(axis=1))
        row = np.ravel_multi_index(tuple(back[inside, :4].T), tuple(old[:4]))
        word, bit = row * words + back[inside, 4] // 64, (back[inside, 4] % 64).astype(np.uint64)
        held = (bits[word] >> bit & np.uint64(1)) == 1
        inside, word, bit = inside[held], word[held], bit[held]
        earlier = bits[word] & ((np.uint64(1) << bit) - np.uint64(1))
        place = before[word] + np.unpackbits(earlier.view(np.uint8)).reshape(-1, 64).sum(axis=1, dtype=np.int64)
        loss, union = losses[place] + step[AXES], keys[place] | key
        better = (loss < best[inside]) | ((loss == best[inside]) & _before(union, new_keys[inside]))
        best[inside[better]], new_keys[inside[better]] = loss[better], union[better]
    if (best >> 16).any():
        raise ValueError("no way leads to a marked cell")
    new_losses[:] = best


def _before(one: Keys, other: Keys) -> npt.NDArray[np.bool_]:
    """For each row whether the one key is less than the other, first words first."""
    less = np.zeros(len(one), np.bool_)
    for word in range(one.shape[1] - 1, -1, -1):
        less = (one[:, word] < other[:, word]) | ((one[:, word] == other[:, word]) & less)
    return less
