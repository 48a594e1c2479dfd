"""The exact frontier by dense tables: layer after layer, the first package of every undominated cell carried along.

Layer k is over the first k tables. Each cell of it is found from the layer before by one addition and one comparison a
row of the table, whatever the number of packages. A cell is undominated where it is less than its neighbours further
down; only there a package is known that loses exactly so much, and only such cells are on the way to the frontier. So
for these, some in a thousand, the loss of the measured side and the least key are carried from layer to layer, and the
last layer's marked cells are the frontier with its packages. (The other way, keeping every layer and walking back from
the last, needs the memory of all layers and a second pass to find which package comes first.)

Source: the Nemhauser-Ullmann recursion as a table, Bellman 1957, Dynamic Programming, ch. 1; its use for several
objectives, Villarreal & Karwan 1981, Mathematical Programming 21(1), 204-223.

Read next: ``dense.py``, the method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..kernels import load
from ..tables import Keys, Units
from ..watch import Watch
from . import dense_arrays
from .dense_arrays import Bits, Cells, Numbers
from .dense_order import AXES, SLACK, Ordered

AT_ONCE = 1 << 27
"""Comparisons in one call of the compiled kernel: some hundredths of a second."""

ALONE = 1 << 22
"""Less work than this is not shared out."""

Run = Callable[[Iterable[tuple[int, int]], Callable[[int, int], None]], bool]
"""Does the work for each range of numbers, in any order; False where time ran out first."""


@dataclass(frozen=True, eq=False)
class Marked:
    """The undominated cells of a layer, ascending: their numbers, losses of the measured side, and keys.

    ``bits`` and ``before`` find a cell's place among them: see `dense_arrays.count`.
    """

    form: Numbers
    bits: Bits
    before: Numbers
    cells: Numbers
    losses: npt.NDArray[np.uint16]
    keys: Keys


def frontier(ready: Ordered, words: int, watch: Watch) -> tuple[Units, Keys] | None:
    """The losses in grains and the least keys of all undominated packages, in ascending order of the axes' losses.

    Losses: (points, axes + 1), the measured side last; keys: (points, ``words``). None where time or memory ran out.
    Cost: `Ordered.work`, some 10^10 a second and core where the kernel is compiled; memory: `Ordered.memory`, and the
    points.
    """
    if not ready.steps:
        return np.zeros((0, AXES + 1), np.int64), np.zeros((0, words), np.uint64)
    cells, marked, done = *_nothing_settled(ready, words), 0.0
    with _runner(watch) as run:
        for layer in range(1, len(ready.extents)):
            target, bits = _filled(ready, layer, cells, run, watch)
            if bits is None:
                return None
            following = _carried(ready, layer, bits, marked, run, watch)
            if following is None:
                return None
            cells, marked = target, following
            done += ready.cells(layer) * len(ready.steps[layer - 1])
            watch.step(done / ready.work, "filling the dense table")
    at = np.stack(np.unravel_index(marked.cells, tuple(marked.form[:AXES])), axis=1)
    return np.column_stack((at, marked.losses)).astype(np.int64), marked.keys


def _nothing_settled(ready: Ordered, words: int) -> tuple[Cells, Marked]:
    """The layer before the first table: one cell, where nothing is lost."""
    form = ready.form(0)
    cells = np.zeros(int(form[6]) + SLACK, ready.cell)
    cells[: form[5]] = ready.most + 1
    none = np.zeros(1, np.int64)
    return cells, Marked(
        form, np.ones(1, np.uint64), none, none, np.zeros(1, np.uint16), np.zeros((1, words), np.uint64)
    )


def _filled(ready: Ordered, layer: int, cells: Cells, run: Run, watch: Watch) -> tuple[Cells, Bits | None]:
    """A layer and its marked cells as bits; None for these where time ran out. Of the last layer only the bits."""
    engine = _engine()
    old, new, steps, unreached = ready.form(layer - 1), ready.form(layer), ready.steps[layer - 1], ready.most + 1
    planes, rows = int(new[0]), int(new[1:4].prod())
    bits: Bits = np.empty((planes, rows * -(-int(new[4]) // 64)), np.uint64)
    slabs = list(_slabs(planes, rows * int(new[6]) * len(steps), watch.cores))

    def fill(first: int, last: int) -> None:
        engine.add(cells, old, target[first * rows * new[6] :], new, steps, unreached, first, last)

    def mark(first: int, last: int) -> None:
        engine.undominated(target, new, 0, first, last, bits[first:last].reshape(-1))

    def fill_and_mark(first: int, last: int) -> None:
        origin = max(first - 1, 0)
        slab = np.empty((last - origin) * rows * int(new[6]) + SLACK, cells.dtype)
        engine.add(cells, old, slab, new, steps, unreached, origin, last)
        engine.undominated(slab, new, origin, first, last, bits[first:last].reshape(-1))

    if layer == len(ready.steps):
        target, done = cells, run(slabs, fill_and_mark)
    else:
        target = np.empty(planes * rows * int(new[6]) + SLACK, cells.dtype)
        done = run(slabs, fill) and run(slabs, mark)
    return target, bits.reshape(-1) if done else None


def _carried(ready: Ordered, layer: int, bits: Bits, known: Marked, run: Run, watch: Watch) -> Marked | None:
    """What is known of a layer's marked cells, from those of the layer before; None where time or memory ran out."""
    engine, form, words = _engine(), ready.form(layer), known.keys.shape[1]
    before = np.empty(len(bits), np.int64)
    size = engine.count(bits, before)
    if size * (16.0 + 8 * words) > watch.memory:
        return None
    found = np.empty(size, np.int64)
    engine.places(bits, int(form[4]), 0, found)
    losses, keys = np.empty(size, np.uint16), np.empty((size, words), np.uint64)
    steps, step_keys = ready.steps[layer - 1], ready.keys[layer - 1]

    def carry(first: int, last: int) -> None:
        here = slice(first, last)
        engine.carry(
            *(found[here], form, known.bits, known.before, known.losses, known.keys, known.form),
            *(steps, step_keys, losses[here], keys[here]),
        )

    if not run(_slabs(size, 64 * len(steps), watch.cores), carry):
        return None
    return Marked(form, bits, before, found, losses, keys)


def _slabs(many: int, work_of_one: int, cores: int) -> Iterator[tuple[int, int]]:
    """Ranges of numbers below ``many``, each of bounded work, and enough of them for every core."""
    at_once = max(1, AT_ONCE // max(1, work_of_one))
    if many * work_of_one > ALONE:
        at_once = min(at_once, -(-many // (2 * cores)))
    for first in range(0, many, at_once):
        yield first, min(first + at_once, many)


@contextmanager
def _runner(watch: Watch) -> Iterator[Run]:
    """What shares work out over the cores: threads, since the kernel lets others run meanwhile."""

    def one_by_one(ranges: Iterable[tuple[int, int]], work: Callable[[int, int], None]) -> bool:
        for first, last in ranges:
            if watch.left() <= 0:
                return False
            work(first, last)
        return True

    if watch.cores <= 1:
        yield one_by_one
        return
    with ThreadPoolExecutor(watch.cores) as pool:

        def shared(ranges: Iterable[tuple[int, int]], work: Callable[[int, int], None]) -> bool:
            all_ranges = list(ranges)
            if len(all_ranges) <= 1:
                return one_by_one(all_ranges, work)
            going = [pool.submit(one_by_one, [each], work) for each in all_ranges]
            done = [each.result() for each in going]
            return all(done)

        yield shared


def _engine() -> Any:
    """The compiled kernel, or its twin."""
    return load("dense") or dense_arrays
