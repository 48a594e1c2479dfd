"""A problem as variables and pairs: the form that *branch and bound* works on.

A variable is an issue, or a few issues joined into one, with a row for each way to settle them. What a condition says
of one variable is in its rows; what a condition says of two is a `Pair`: units for each combination of rows, and which
combinations are barred. Issues that a condition of three variables and more speaks of are joined until it speaks of
two. So is any pair of variables with few rows, which costs little and makes bounds sharper.

Rows carry packed options (`tables.Keys`): comparing packages by the union of their rows' keys compares file order.

Read next: ``wanted.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..arrays import Packages, truths
from ..dominance import undominated
from ..problem import Choices, Problem
from ..tables import Keys, Units, layout
from ..trees import Tree, issues_of

MOST_ROWS = 1 << 12
"""Issues are not joined into a variable of more rows than this (before conditions)."""

MOST_CELLS = 1 << 17
"""No more combinations of rows than this in all pairs together."""

FEW_ROWS = 8
"""Two variables that a condition joins are made one where that has no more rows than this."""

FEW_AT_ONCE = 24
"""Tables of no more rows than this are thinned all at once."""

MOST_UNITS = 1 << 40
"""Scores that may sum to more than this are left to other methods: bounds keep about 8 bits for a weight."""

Group: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Pair:
    """What a combination of rows of two variables adds: ``units`` (rows, rows, sides); ``barred`` (rows, rows)."""

    first: int
    second: int
    units: Units
    barred: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Factors:
    """Variable k has the rows ``starts[k]`` to ``starts[k + 1]`` of ``units`` (rows, sides) and ``keys`` (rows, words).

    ``low`` (sides,): the gain that every package in the zone has at least, by the floors or by what there is.
    ``zeros`` (sides,): what gains are measured from. A variable without rows says that no package is left.
    """

    sizes: tuple[int, ...]
    issues: tuple[Group, ...]
    starts: npt.NDArray[np.int64]
    units: Units
    keys: Keys
    pairs: tuple[Pair, ...]
    zeros: Units
    low: Units

    def __len__(self) -> int:
        return len(self.issues)

    @property
    def empty(self) -> bool:
        return bool((self.starts[1:] == self.starts[:-1]).any())

    def rows(self, variable: int) -> slice:
        return slice(int(self.starts[variable]), int(self.starts[variable + 1]))

    def package(self, key: Sequence[int]) -> Choices:
        """The package behind a key."""
        places = layout(self.sizes)
        return tuple(int(key[word]) >> shift & ((1 << bits) - 1) for word, shift, bits in places)


@lru_cache(maxsize=8)
def factors(problem: Problem) -> Factors | None:
    """The problem as variables and pairs; None where it has no such form of moderate size.

    That is so under a rule that needs some sides but not all, where scores pass `MOST_UNITS`, and where conditions hang
    together in more than `MOST_ROWS` ways. Where no side is needed, floors and red lines do not count.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.trees import Literal, some
    >>> either = some([Literal(0, frozenset({1})), Literal(1, frozenset({0}))])
    >>> one = factors(Problem((2, 2, 3), (Side(((0, 7), (1, 2), (0, 0, 5)), lines=(either,), floor=3),), needs=1))
    >>> one.issues, one.units[:, 0].tolist()
    (((0, 1), (2,)), [9, 5])
    """
    if (problem.needs and not problem.needs_all) or problem.largest >= MOST_UNITS or not problem.sizes:
        return None
    required = list(problem.links)
    if problem.needs:
        required += [line for side in problem.sides for line in side.lines]
    bonuses = [(tree, number, units) for number, side in enumerate(problem.sides) for tree, units in side.bonuses]
    if not required and not bonuses:
        return _trimmed(_plain(problem))
    groups = _groups(problem.sizes, [issues_of(tree) for tree in (*required, *(tree for tree, _, _ in bonuses))])
    if groups is None:
        return None
    whole = _formed(problem, groups, required, bonuses)
    return None if whole is None else _trimmed(whole)


def _groups(sizes: tuple[int, ...], spoken_of: Iterable[frozenset[int]]) -> tuple[Group, ...] | None:
    """The issues of each variable, such that no tree speaks of more than two; None where one would be too large."""
    groups: dict[int, Group] = {issue: (issue,) for issue in range(len(sizes))}  # by issue
    trees = sorted({one for one in spoken_of if len(one) > 1}, key=lambda one: (len(one), sorted(one)))
    changed = True
    while changed:
        changed = False
        for one in trees:
            joined = sorted({groups[issue] for issue in one}, key=lambda group: prod(sizes[issue] for issue in group))
            if len(joined) < 2:
                continue
            smallest = tuple(sorted(joined[0] + joined[1]))
            rows = prod(sizes[issue] for issue in smallest)
            if len(joined) > 2 or rows <= FEW_ROWS:
                if rows > MOST_ROWS:
                    return None
                groups |= dict.fromkeys(smallest, smallest)
                changed = True
    return tuple(dict.fromkeys(groups.values()))


def _plain(problem: Problem) -> Factors:
    """The rows of talks without conditions: an option each."""
    sizes = np.array(problem.sizes)
    starts = np.cumsum([0, *problem.sizes])
    units = np.array([list(chain.from_iterable(side.scores)) for side in problem.sides], np.int64).T
    words, shifts = np.array([place[:2] for place in layout(problem.sizes)]).T
    keys = np.zeros((len(units), words[-1] + 1), np.uint64)
    options = np.arange(len(units)) - np.repeat(starts[:-1], sizes)
    keys[np.arange(len(units)), np.repeat(words, sizes)] = options.astype(np.uint64) << np.repeat(shifts, sizes).astype(
        np.uint64
    )
    groups = tuple((issue,) for issue in range(len(sizes)))
    return Factors(problem.sizes, groups, starts, np.ascontiguousarray(units), keys, (), *_zeros_and_low(problem))


def _zeros_and_low(problem: Problem) -> tuple[Units, Units]:
    """What gains are measured from, and the gain that every package in the zone has at least: (sides,) each."""
    zeros = np.array([side.zero for side in problem.sides], np.int64)
    floors = [side.floor if problem.needs and side.floor is not None else side.lowest - 1 for side in problem.sides]
    return zeros, np.array(floors, np.int64) - zeros


def _formed(
    problem: Problem, groups: Sequence[Group], required: Sequence[Tree], bonuses: Sequence[tuple[Tree, int, int]]
) -> Factors | None:
    """Rows and pairs with what the trees say of them."""
    zeros, low = _zeros_and_low(problem)
    where = {issue: number for number, group in enumerate(groups) for issue in group}
    spans = [tuple(sorted({where[issue] for issue in issues_of(tree)})) or (0,) for tree in required]
    bonus_spans = [tuple(sorted({where[issue] for issue in issues_of(tree)})) or (0,) for tree, _, _ in bonuses]
    options, units = [], []
    for number, group in enumerate(groups):
        rows = _combinations(problem.sizes, group)
        for tree, span in zip(required, spans, strict=True):
            if span == (number,):
                rows = rows[truths(tree, rows)]
        options.append(rows)
        units.append(_units(problem, group, rows))
        for (tree, side, points), span in zip(bonuses, bonus_spans, strict=True):
            if span == (number,):
                units[-1][truths(tree, rows), side] += points
    pairs: dict[tuple[int, ...], Pair] = {}
    cells = 0
    for span in sorted({span for span in (*spans, *bonus_spans) if len(span) == 2}):
        shape = (len(options[span[0]]), len(options[span[1]]))
        cells += prod(shape)
        if cells > MOST_CELLS:
            return None
        pairs[span] = Pair(*span, np.zeros((*shape, len(zeros)), np.int64), np.zeros(shape, np.bool_))
    both = {span: _both(options[span[0]], options[span[1]], groups[span[1]]) for span in pairs}
    for tree, span in zip(required, spans, strict=True):
        if span in pairs:
            pairs[span].barred[:] |= ~truths(tree, both[span]).reshape(pairs[span].barred.shape)
    for (tree, side, points), span in zip(bonuses, bonus_spans, strict=True):
        if span in pairs:
            pairs[span].units[truths(tree, both[span]).reshape(pairs[span].barred.shape), side] += points
    return Factors(
        problem.sizes,
        tuple(groups),
        np.cumsum([0, *map(len, options)]),
        np.concatenate(units),
        np.concatenate([_keys(problem.sizes, group, rows) for group, rows in zip(groups, options, strict=True)]),
        tuple(pairs.values()),
        zeros,
        low,
    )


def _combinations(sizes: Sequence[int], group: Group) -> Packages:
    """Every way to settle the issues of a group, in file order, as packages with the other issues at 0."""
    counts = [sizes[issue] for issue in group]
    options = np.zeros((prod(counts), len(sizes)), np.intp)
    options[:, group] = np.indices(counts).reshape(len(counts), -1).T
    return options


def _both(first: Packages, second: Packages, group: Group) -> Packages:
    """Every row of one variable with every row of another (which settles ``group``)."""
    both = np.repeat(first, len(second), axis=0)
    both[:, group] = np.tile(second[:, group], (len(first), 1))
    return both


def _units(problem: Problem, group: Group, rows: Packages) -> Units:
    units = np.zeros((len(rows), len(problem.sides)), np.int64)
    for issue in group:
        points = np.array([side.scores[issue] for side in problem.sides], np.int64)
        units += points[:, rows[:, issue]].T
    return units


def _keys(sizes: tuple[int, ...], group: Group, rows: Packages) -> Keys:
    places = layout(sizes)
    keys = np.zeros((len(rows), places[-1][0] + 1), np.uint64)
    for issue in group:
        word, shift, _ = places[issue]
        keys[:, word] |= rows[:, issue].astype(np.uint64) << np.uint64(shift)
    return keys


def _trimmed(whole: Factors) -> Factors:
    """Without rows that are barred with every row of another variable, and, where no pair speaks, rows that are beaten.

    A row of a variable without pairs is beaten by one that is at least as good for every side; of equal ones the first
    in file order stays.
    """
    kept = np.ones(len(whole.units), np.bool_)
    keep = [kept[whole.rows(variable)] for variable in range(len(whole))]
    changed = bool(whole.pairs)
    while changed:
        before = int(kept.sum())
        for pair in whole.pairs:
            allowed = ~pair.barred & keep[pair.first][:, None] & keep[pair.second]
            keep[pair.first] &= allowed.any(axis=1)
            keep[pair.second] &= allowed.any(axis=0)
        changed = int(kept.sum()) < before
    paired = {variable for pair in whole.pairs for variable in (pair.first, pair.second)}
    _drop_beaten(whole, sorted(set(range(len(whole))) - paired), keep)
    pairs = tuple(
        Pair(
            p.first,
            p.second,
            np.ascontiguousarray(p.units[keep[p.first]][:, keep[p.second]]),
            p.barred[keep[p.first]][:, keep[p.second]],
        )
        for p in whole.pairs
    )
    starts = np.concatenate(([0], np.cumsum(kept)))[whole.starts]
    return replace(whole, starts=starts, units=whole.units[kept], keys=whole.keys[kept], pairs=pairs)


def _drop_beaten(whole: Factors, alone: Sequence[int], keep: list[npt.NDArray[np.bool_]]) -> None:
    """Mark which rows stay in variables without pairs: all small ones of one size at once, large ones one by one."""
    sizes = np.diff(whole.starts)
    for size in sorted({int(sizes[variable]) for variable in alone}):
        variables = [variable for variable in alone if sizes[variable] == size]
        if size > FEW_AT_ONCE:
            for variable in variables:
                keep[variable][:] = False
                keep[variable][undominated(whole.units[whole.rows(variable)])] = True
            continue
        units = whole.units[whole.starts[variables][:, None] + np.arange(size)]
        covers = (units[:, :, None] >= units[:, None]).all(axis=3)  # (variables, by row, row)
        first = np.tri(size, k=-1, dtype=np.bool_).T
        beaten = (covers & (~covers.swapaxes(1, 2) | first)).any(axis=1)
        for variable, rows in zip(variables, beaten, strict=True):
            keep[variable][:] = ~rows
