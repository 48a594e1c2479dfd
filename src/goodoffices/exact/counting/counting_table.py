"""Counting in a table over what the sides can still spare: exact, for any number of packages.

The tables of losses are settled one after another. How many ways there are to settle those that are left depends only
on what each side can still spare; ``ways[j]`` has that number for every state before table j, and is the sum over the
rows of table j of what stands below it. A side can spare no more than matters: more than all tables that are left can
take is as good as just that. And it has spared no more than the tables so far can take. So the boxes are small at both
ends, and wide tables are put in the middle.

Numbers are limbs of fewer than 64 bits, so that many are added before a carry is due; there is no largest number.
`layer` and `choose` are compiled where that was possible; these here are the readable twins.

Source: dynamic programming over what is left, Bellman 1957, Dynamic Programming; drawing from the counts, Nijenhuis &
Wilf 1978, Combinatorial Algorithms, chapter 13.

Read next: ``halves.py``, for points of many digits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from math import inf, prod
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from ..arrays import FITS
from ..chance import Words
from ..kernels import load
from ..watch import Watch
from .grouped import Grouped

Numbers: TypeAlias = npt.NDArray[np.int64]
Part = TypeVar("Part")

AT_ONCE = 1 << 26
"""A call of a kernel adds about so many words."""

WORDS_A_SECOND = 1.2e9
"""How many words are added in a second, roughly; each line and row costs as much as `LINE` words besides."""
LINE = 16


@dataclass(frozen=True, eq=False)
class Plan:
    """In which order the tables are settled, and the box of states before each of them and after the last.

    ``low``, ``shape``: (tables + 1, axes), the least that a side can spare there, and how many numbers from there on.
    ``limbs``: (tables + 1,); each of ``bits`` bits.
    """

    zone: Grouped
    order: tuple[int, ...]
    low: Numbers
    shape: Numbers
    limbs: tuple[int, ...]
    bits: int

    @cached_property
    def cells(self) -> list[int]:
        """The states of each box."""
        return [prod(shape) for shape in self.shape.tolist()]

    @cached_property
    def words(self) -> list[int]:
        """The words of each box."""
        return [cells * limbs for cells, limbs in zip(self.cells, self.limbs, strict=True)]

    @cached_property
    def work(self) -> float:
        """Seconds, roughly, to fill all boxes."""
        if max(self.words) > FITS:
            return inf
        words = 0.0
        for step, table in enumerate(self.order):
            lines = self.cells[step] / int(self.shape[step, -1])
            words += len(self.zone.times[table]) * (self.words[step] + lines * LINE)
        return words / WORDS_A_SECOND

    @property
    def bytes_at_once(self) -> int:
        """Bytes of the boxes at work at the same time: two, and a copy where numbers grow by a limb."""
        return 24 * max(self.words)

    @property
    def bytes_of_all(self) -> int:
        """Bytes of all boxes."""
        return 8 * sum(self.words)


def planned(zone: Grouped) -> Plan:
    """The order, boxes and limbs of a zone that is not empty. Cost: the tables, a few times.

    Narrow tables come first and last, the widest in the middle.
    """
    widest = zone.widest
    share = (widest / np.maximum(zone.caps, 1)).sum(axis=1)
    ranked = np.argsort(share, kind="stable").tolist()
    order = tuple(ranked[::2] + ranked[1::2][::-1])
    taken = np.concatenate((np.zeros((1, len(zone.caps)), np.int64), widest[list(order)].cumsum(axis=0)))
    low = np.maximum(zone.caps - taken, 0)
    high = np.minimum(zone.caps, taken[-1] - taken)
    most = max(int(times.sum()) for times in zone.times)
    bits = 62 - most.bit_length()
    sizes = [1]
    for table in reversed(order):
        sizes.append(sizes[-1] * int(zone.times[table].sum()))
    limbs = tuple((size.bit_length() + bits - 1) // bits for size in reversed(sizes))
    return Plan(zone, order, low, high - low + 1, limbs, bits)


def count(plan: Plan, watch: Watch) -> int | None:
    """How many packages are in the zone; None where time ran out.

    Cost: for each table the states of its box, times its distinct rows, times the limbs of the numbers.

    >>> from goodoffices.exact.counting.grouped import grouped
    >>> from goodoffices.exact.problem import Problem, Side
    >>> from goodoffices.exact.watch import QUIET
    >>> three_of_sixty = Problem((2,) * 60, (Side(((0, 1),) * 60, floor=57),), needs=1)
    >>> count(planned(grouped(three_of_sixty)), QUIET)  # none, one, two or three of sixty are missing
    36051
    """
    rooms = [np.empty(max(plan.words[parity::2]), np.uint64) for parity in (0, 1)] if len(plan.order) else []
    ways = np.ones((1, 1), np.uint64)
    for step in reversed(range(len(plan.order))):
        room = rooms[step % 2][: plan.words[step]].reshape(-1, plan.limbs[step])
        found = layer_of(plan, step, ways, room, watch)
        if found is None:
            return None
        ways = found
    return number_of(ways[0], plan.bits)


def all_layers(plan: Plan, watch: Watch) -> list[Words] | None:
    """Every layer, the one before the first table first: (states, limbs) each. None where time ran out."""
    ways = [np.ones((1, 1), np.uint64)]
    for step in reversed(range(len(plan.order))):
        found = layer_of(plan, step, ways[-1], np.empty((plan.cells[step], plan.limbs[step]), np.uint64), watch)
        if found is None:
            return None
        ways.append(found)
    return ways[::-1]


def layer_of(plan: Plan, step: int, below: Words, above: Words, watch: Watch) -> Words | None:
    """Fill ``above``, the box before a table, from the box after it; None where time ran out."""
    if below.shape[1] < plan.limbs[step]:
        below = np.pad(below, ((0, 0), (0, plan.limbs[step] - below.shape[1])))
    table, shape = plan.order[step], plan.shape[step]
    shifts = plan.low[step] - plan.low[step + 1] - plan.zone.losses[table]
    times = plan.zone.times[table].astype(np.uint64)
    kernel = load("counting")
    fill = layer if kernel is None else kernel.layer

    def work(part: tuple[int, int]) -> None:
        fill(below, above, plan.shape[step + 1], shape, shifts, times, plan.limbs[step], plan.bits, *part)

    lines = plan.cells[step] // int(shape[-1])
    at_once = max(1, AT_ONCE // (len(times) * (int(shape[-1]) * plan.limbs[step] + LINE)))
    done = in_parts(work, [(first, min(first + at_once, lines)) for first in range(0, lines, at_once)], watch)
    watch.step(1 - step / len(plan.order), "counting the zone")
    return above if done else None


def in_parts(work: Callable[[Part], None], parts: Sequence[Part], watch: Watch) -> bool:
    """Do every part of some work, in as many threads as the watch allows; False where time ran out first."""

    def one(part: Part) -> bool:
        if watch.left() <= 0:
            return False
        work(part)
        return True

    if len(parts) == 1 or watch.cores == 1:
        return all(one(part) for part in parts)
    with ThreadPoolExecutor(watch.cores) as threads:
        return all(threads.map(one, parts))


def layer(
    below: Words,
    above: Words,
    below_shape: Numbers,
    above_shape: Numbers,
    shifts: Numbers,
    times: Words,
    limbs: int,
    bits: int,
    first: int,
    last: int,
) -> None:
    """Fill the lines from ``first`` to ``last`` of a box with sums over the box below it.

    A line is the cells along the last axis. Each row adds, to every cell, ``times`` the cell below that lies ``shifts``
    further on: nothing where that is before the first of an axis, the last of the axis where it is beyond it.

    ``below``: (cells, limbs), limbs of fewer than ``bits`` + 1 bits; ``above``: the same, written; ``shifts``: (rows,
    axes); ``times``: (rows,), together below 2**(63 - bits). Raises `ValueError` where the arrays do not fit, or a sum
    does not fit its limbs.

    >>> below, above = np.array([[1], [3], [4]], np.uint64), np.zeros((4, 1), np.uint64)
    >>> shape = np.array([3]), np.array([4])
    >>> layer(below, above, *shape, np.array([[0], [-2]]), np.array([1, 2], np.uint64), 1, 60, 0, 1)
    >>> above[:, 0].tolist()  # once 1, 3, 4 and again 4; twice 0, 0, 1, 3
    [1, 3, 6, 10]
    """
    if int(times.sum()) >> (63 - bits) or len(below) != prod(below_shape.tolist()):
        raise ValueError("the arrays do not belong together, or sums might pass 64 bits")
    source = below.reshape(-1, int(below_shape[-1]), limbs)
    lines = above.reshape(-1, int(above_shape[-1]), limbs)[first:last]
    lines[:] = 0
    outer = np.array(np.unravel_index(np.arange(first, last), (*above_shape[:-1], 1)))[:-1]
    for shift, count in zip(shifts, times, strict=True):
        at = outer + shift[:-1, None]
        held = np.flatnonzero((at >= 0).all(axis=0))
        at = np.minimum(at[:, held], below_shape[:-1, None] - 1)
        line = np.ravel_multi_index((*at, np.zeros(len(held), np.intp)), (*below_shape[:-1], 1))
        inner = np.arange(lines.shape[1]) + shift[-1]
        cells = np.flatnonzero(inner >= 0)
        if len(held) and len(cells):
            found = source[np.ix_(line, np.minimum(inner[cells], below_shape[-1] - 1))]
            lines[np.ix_(held, cells)] += found * count
    if _carry(lines, bits):
        raise ValueError("a sum does not fit its limbs")


def _carry(numbers: Words, bits: int) -> bool:
    """Bring every limb below 2**bits, in place; whether a highest limb had more."""
    carry = np.zeros(numbers.shape[:-1], np.uint64)
    for limb in range(numbers.shape[-1]):
        word = numbers[..., limb] + carry
        numbers[..., limb] = word & np.uint64((1 << bits) - 1)
        carry = word >> np.uint64(bits)
    return bool(carry.any())


def choose(
    below: Words,
    below_shape: Numbers,
    shifts: Numbers,
    times: Words,
    states: Numbers,
    left: Words,
    places: Numbers,
    limbs: int,
    bits: int,
) -> None:
    """For each draw the row that its number ``left`` leads to, in ``places``; equal rows are counted apart.

    Row by row the number goes past the cells that `layer` would have added, and the row is the one whose cells have
    it. ``states``: (draws, axes), from cells of the box above to cells of the box below; ``left``: (draws, limbs of
    the box above), becomes the number within the cell below; ``places``: (draws,), written.
    Raises `ValueError` where a number is not below the sum of the cells.
    """
    numbers, before = numbers_of(left, bits), 0
    searching = np.ones(len(places), np.bool_)
    for shift, count in zip(shifts, times.tolist(), strict=True):
        at = np.minimum(states + shift, below_shape - 1)
        place = np.flatnonzero(searching & (at >= 0).all(axis=1))
        cells = numbers_of(below[np.ravel_multi_index(tuple(at[place].T), tuple(below_shape))], bits)
        here = numbers[place] < cells * count
        found, cells_found = place[here], cells[here]
        places[found] = before + numbers[found] // cells_found
        numbers[place] -= cells * count * ~here
        numbers[found] %= cells_found
        states[found], searching[found] = at[found], False
        before += count
    if searching.any():
        raise ValueError("there are not so many packages")
    left[:] = limbs_of(numbers.tolist(), left.shape[1], bits)


def numbers_of(limbs: Words, bits: int) -> npt.NDArray[np.object_]:
    """The whole numbers behind rows of limbs, as Python has them: (rows,)."""
    return np.array([number_of(row, bits) for row in limbs] or [0], object)[: len(limbs)]


def number_of(limbs: Words, bits: int) -> int:
    """The whole number behind limbs, the lowest first."""
    return sum(limb << (bits * place) for place, limb in enumerate(limbs.tolist()))


def limbs_of(numbers: Sequence[int], limbs: int, bits: int) -> Words:
    """Whole numbers as limbs, the lowest first: (numbers, limbs).

    >>> limbs_of([5, (3 << 60) + 1], 2, 60).tolist()
    [[5, 0], [1, 3]]
    """
    size = (limbs * bits + 63) // 64 + 1
    packed = b"".join(number.to_bytes(8 * size, "little") for number in numbers)
    words = np.frombuffer(packed, "<u8").astype(np.uint64).reshape(len(numbers), size)
    found = np.empty((len(numbers), limbs), np.uint64)
    for limb in range(limbs):
        word, shift = divmod(limb * bits, 64)
        low = words[:, word] >> np.uint64(shift)
        high = words[:, word + 1] << np.uint64(64 - shift) if shift else np.uint64(0)
        found[:, limb] = (low | high) & np.uint64((1 << bits) - 1)
    return found


def rows_of(plan: Plan, ways: Sequence[Words], numbers: Sequence[int]) -> Numbers:
    """The packages of the zone with these numbers, as rows of the joined tables: (numbers, tables).

    The zone is numbered from 0, by rows in the order in which the plan settles the tables. ``ways`` has every layer,
    the one before the first table first. Cost: numbers times rows of all tables.
    """
    kernel = load("counting")
    step_down = choose if kernel is None else kernel.choose
    left = limbs_of(numbers, plan.limbs[0], plan.bits)
    states = np.zeros((len(numbers), len(plan.zone.caps)), np.int64)
    places = np.empty(len(numbers), np.int64)
    found = np.empty((len(numbers), len(plan.order)), np.int64)
    for step, table in enumerate(plan.order):
        shifts = plan.low[step] - plan.low[step + 1] - plan.zone.losses[table]
        times = plan.zone.times[table].astype(np.uint64)
        below, limbs = ways[step + 1], plan.limbs[step + 1]
        step_down(below, plan.shape[step + 1], shifts, times, states, left, places, limbs, plan.bits)
        found[:, table] = plan.zone.members[table][places]
    return found
