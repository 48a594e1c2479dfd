"""A problem as terms: boxes of packages, and what each side earns in them.

A term is a box (for some issues some of their options) with units, none of them negative, that every package of the
box earns. A bonus that is welcome is a term for each way to meet its condition; one that is not is a loss that every
package has, and a term for each way to avoid it; an issue's points are its least points, and a term for the options
with more. Terms are *rivals* when no package may count both: their boxes do not meet, or they are ways to one bonus. So
a package's score is the greatest sum of terms without rivals among those it lies in, and looking for good packages is
looking for good sets of terms. Links and red lines are terms that earn nothing, of which one in each set must be there.

Options of an issue that lie in the same boxes are interchangeable; the first in file order stands for them all.

Read next: ``bonus_shares.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from ..narrowing import must_hold, narrowed, worth_taking
from ..problem import Choices, Problem
from ..trees import FALSE, TRUE, issues_of, negate, reduce
from .bit_sets import Bits, Truths
from .ways import EVERYWHERE, Box, how_many, ways

MOST_WAYS = 400
"""A condition that takes more boxes than this to write out is beyond this form."""

MOST_TERMS = 1500
"""A problem of more terms than this is beyond this form."""

MOST_OPTIONS = 2048
"""A problem with more options than this, on issues that matter, is beyond this form."""

MOST_SIDES = 8
"""Sides whose units are looked at together."""

LARGEST = 1 << 50
"""Scores are smaller than this, so that they can still be weighed in 64 bits."""


@dataclass(frozen=True, eq=False)
class Options:
    """The options of the issues that matter as bits, those interchangeable taken together.

    ``reps``: for each issue the options that stand for themselves and those like them, ascending; of an issue that does
    not matter one. ``matter``: the issues that do. ``spans``: (issues that matter, 3): the first word of an issue's
    bits, how many words, and the mask of the last one. ``all``: (words,), everything open.
    """

    reps: tuple[tuple[int, ...], ...]
    matter: tuple[int, ...]
    spans: Bits
    all: Bits

    def first(self, open_options: Bits) -> tuple[Choices, Bits]:
        """The first package in file order among those whose options are open, and its bits.

        Of issue 1, options 2 and 3 are in the same boxes; its bits are 1 for option 0 and 2 for option 2:

        >>> reps, inside = _alike([((1, frozenset({2, 3})),)], [frozenset({0}), frozenset({0, 2, 3})])
        >>> options, boxes = _coded(reps, inside, 1)
        >>> options.reps, options.first(options.all)[0], options.first(boxes[0])[0]
        (((0,), (0, 2)), (0, 0), (0, 2))
        """
        package, bits = [options[0] for options in self.reps], np.zeros_like(open_options)
        for (start, words, mask), issue in zip(self.spans.tolist(), self.matter, strict=True):
            shift, here = _shift(words, mask), 0
            for k in range(words):
                here |= (int(open_options[start + k]) & (mask if k == words - 1 else FULL)) << (64 * k)
            place = (here & -here).bit_length() - 1
            bits[start + place // 64] |= np.uint64(1 << place % 64)
            package[issue] = self.reps[issue][place - shift]
        return tuple(package), bits

    def only(self, open_options: Bits, number: int, first: int, last: int) -> Bits:
        """The same but for the issue ``matter[number]``, of which options from ``first`` to before ``last`` stay."""
        start, words, mask = self.spans[number].tolist()
        bits = ((1 << last) - (1 << first)) << _shift(words, mask)
        narrowed = open_options.copy()
        for k in range(words):
            other = ~(mask if k == words - 1 else FULL) & FULL
            narrowed[start + k] &= np.uint64((bits >> 64 * k) & FULL | other)
        return narrowed


FULL = (1 << 64) - 1


def _shift(words: int, mask: int) -> int:
    """Where in its first word an issue's bits begin: only one that fits one word may share it."""
    return (mask & -mask).bit_length() - 1 if words == 1 else 0


@dataclass(frozen=True, eq=False)
class Terms:
    """A problem as terms. ``columns``: the sides whose units count, the ``over`` asked about first, then others with a
    floor.

    ``units``: (terms, columns), at least 0; ``base``: (columns,), units that every package has; ``floors``: (columns,),
    units beyond the base that the zone asks for, at least 0. ``boxes``: (terms, words), the options in the box;
    ``slots`` and ``issue``: the issues that the box of term k narrows, as places in ``options.matter``, are those from
    ``slots[k]`` to before ``slots[k + 1]`` of ``issue``. ``rivals``: (terms, terms); ``musts``: (requirements, terms):
    of each row one term must be there. ``groups``: where the terms of each bonus start, and where those of
    requirements do, which come last.
    """

    problem: Problem
    columns: tuple[int, ...]
    over: int
    base: npt.NDArray[np.int64]
    floors: npt.NDArray[np.int64]
    units: npt.NDArray[np.int64]
    boxes: Bits
    slots: npt.NDArray[np.int64]
    issue: npt.NDArray[np.int64]
    rivals: Truths
    musts: Truths
    groups: npt.NDArray[np.intp]
    options: Options

    def score(self, package_bits: Bits) -> tuple[int, ...]:
        """The units beyond the base, column by column, of a package by its bits. Cost: terms, times words."""
        lies_in = ((self.boxes[: self.groups[-1]] & package_bits) == package_bits).all(axis=1)
        earned = np.logical_or.reduceat(lies_in, self.groups[:-1])
        return tuple((self.units[self.groups[:-1]] * earned[:, None]).sum(axis=0).tolist())


def formable(problem: Problem, over: tuple[int, ...]) -> int | None:
    """How many terms the problem takes at most; None where it has no such form of a reasonable size.

    That is so under a rule that needs some sides but not all, for scores of `LARGEST` and more, and beyond
    `MOST_SIDES`, `MOST_WAYS`, `MOST_OPTIONS` and `MOST_TERMS`. Cost: a visit to each option and node.
    """
    if (problem.needs and not problem.needs_all) or problem.largest >= LARGEST or not over:
        return None
    if len(problem.sides) > MOST_SIDES:
        return None
    bonuses = list(chain.from_iterable(side.bonuses for side in problem.sides))
    trees = [*must_hold(problem), *(tree for tree, _ in bonuses)]
    counts = [how_many(tree) for tree in must_hold(problem)]
    counts += [how_many(tree, denied=units < 0) for tree, units in bonuses]
    if max(counts, default=0) > MOST_WAYS:
        return None
    scored = [any(len(set(side.scores[k])) > 1 for side in problem.sides) for k in range(len(problem.sizes))]
    spoken = frozenset[int]().union(*map(issues_of, trees))
    if sum(size for k, size in enumerate(problem.sizes) if scored[k] or k in spoken) > MOST_OPTIONS:
        return None
    total = sum(counts) + sum(size for size, differs in zip(problem.sizes, scored, strict=True) if differs)
    return total if total <= MOST_TERMS else None


@lru_cache(maxsize=8)
def terms(problem: Problem, over: tuple[int, ...]) -> Terms | None:
    """The terms of a `formable` problem; None where no package meets the links and the red lines, for a simple reason.

    Cost: terms squared, times issues that matter.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.trees import Count, Literal
    >>> both = Count(2, (Literal(0, frozenset({1})), Literal(1, frozenset({1, 2}))))
    >>> found = terms(Problem((2, 3), (Side(((0, 0), (4, 4, 9)), ((both, 7),)),)), (0,))
    >>> found.units.tolist(), found.base.tolist(), found.rivals.tolist(), found.options.reps
    ([[7], [5]], [4], [[False, False], [False, False]], ((0, 1), (0, 2)))
    """
    open_options, trees = narrowed(must_hold(problem), problem.sizes)
    if FALSE in trees:
        return None
    floored = [k for k, side in enumerate(problem.sides) if problem.needs and side.floor is not None and k not in over]
    columns = (*over, *floored)
    open_options = worth_taking(problem, columns, len(over), open_options)
    base, earned = _earned(problem, columns, open_options)
    required = [ways(tree, open_options) for tree in trees]
    if not earned:  # a search wants something to earn
        earned = {(EVERYWHERE,): [0] * len(columns)}
    groups = [*earned, *required]
    group = np.repeat(np.arange(len(groups)), [len(boxes) for boxes in groups])
    boxes = list(chain.from_iterable(groups))
    reps, inside = _alike(boxes, open_options)
    rivals = group[:, None] == group[None, :]
    for table in inside.values():
        rivals |= (table.astype(np.float32) @ table.T.astype(np.float32)) == 0
    np.fill_diagonal(rivals, False)
    narrows = np.array([~table.all(axis=1) for table in inside.values()], np.bool_).reshape(-1, len(boxes)).T
    options, coded = _coded(reps, inside, len(boxes))
    vectors = [*earned.values(), *([0] * len(columns) for _ in required)]
    floors = [problem.sides[side].floor if problem.needs else None for side in columns]
    return Terms(
        problem,
        columns,
        len(over),
        np.array(base, np.int64),
        np.array([0 if f is None else max(0, f - b) for f, b in zip(floors, base, strict=True)], np.int64),
        np.array(vectors, np.int64).reshape(-1, len(columns))[group],
        coded,
        np.cumsum((0, *narrows.sum(axis=1))),
        np.nonzero(narrows)[1],
        rivals,
        np.arange(len(earned), len(groups))[:, None] == group[None, :],
        np.searchsorted(group, np.arange(len(earned) + 1)),
        options,
    )


def _earned(
    problem: Problem, columns: tuple[int, ...], open_options: Sequence[frozenset[int]]
) -> tuple[list[int], dict[tuple[Box, ...], list[int]]]:
    """The units that every package has, and what there is to earn: the ways to it, with the units of each column."""
    base = [0] * len(columns)
    earned: dict[tuple[Box, ...], list[int]] = {}
    for column, side in enumerate(columns):
        for tree, units in problem.sides[side].bonuses:
            base[column] += min(0, units)
            wanted = reduce(tree if units > 0 else negate(tree, problem.sizes), open_options)
            found = ways(wanted, open_options) if units and wanted != TRUE else ()
            if wanted == TRUE:
                base[column] += abs(units)
            elif found:
                earned.setdefault(found, [0] * len(columns))[column] += abs(units)
    for issue, options in enumerate(open_options):
        vectors: dict[tuple[int, ...], set[int]] = {}
        for option in sorted(options):
            vectors.setdefault(tuple(problem.sides[side].scores[issue][option] for side in columns), set()).add(option)
        least = [min(column) for column in zip(*vectors, strict=True)]
        base = [whole + part for whole, part in zip(base, least, strict=True)]
        for vector, alike in vectors.items():
            if any(more := [units - part for units, part in zip(vector, least, strict=True)]):
                one = earned.setdefault((((issue, frozenset(alike)),),), [0] * len(columns))
                one[:] = [units + extra for units, extra in zip(one, more, strict=True)]
    return base, earned


def _alike(
    boxes: Sequence[Box], open_options: Sequence[frozenset[int]]
) -> tuple[tuple[tuple[int, ...], ...], dict[int, Truths]]:
    """For each issue the options that stand for themselves and those that are in the same boxes, ascending; and of each
    issue that matters, which of these are in each box: (boxes, options)."""
    spoken: dict[int, dict[frozenset[int], list[int]]] = {}
    for number, box in enumerate(boxes):
        for issue, taken in box:
            spoken.setdefault(issue, {}).setdefault(taken, []).append(number)
    reps, inside = [], {}
    for issue, options in enumerate(open_options):
        sets = spoken.get(issue, {})
        first: dict[tuple[bool, ...], int] = {}
        for option in sorted(options):
            first.setdefault(tuple(option in taken for taken in sets), option)
        reps.append(tuple(first.values()))
        if len(first) > 1:
            inside[issue] = np.ones((len(boxes), len(first)), np.bool_)
            for row, numbers in zip(np.array(list(first)).T, sets.values(), strict=True):
                inside[issue][numbers] = row
    return tuple(reps), inside


def _coded(reps: tuple[tuple[int, ...], ...], inside: Mapping[int, Truths], boxes: int) -> tuple[Options, Bits]:
    """The options as bits, and the options of every box: (boxes, words).

    An issue's bits are in one word, or where there are more than 64 from a new word on.
    """
    starts, used = [], 0
    for table in inside.values():
        if used % 64 + table.shape[1] > 64:
            used = -(-used // 64) * 64
        starts.append(used)
        used += table.shape[1]
    bits = np.zeros((boxes + 1, max(64, -(-used // 64) * 64)), np.bool_)  # the last row: everything open
    spans = []
    for start, table in zip(starts, inside.values(), strict=True):
        count = table.shape[1]
        bits[:-1, start : start + count] = table
        bits[-1, start : start + count] = True
        spans.append((start // 64, -(-count // 64), ((1 << ((count - 1) % 64 + 1)) - 1) << start % 64))
    coded = np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64, copy=False)
    return Options(reps, tuple(inside), np.array(spans, np.uint64).reshape(-1, 3), coded[-1]), coded[:-1]
