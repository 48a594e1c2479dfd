"""A problem as a sum of tables: issues that hang together form one table, and tables add up.

Issues hang together where a link, a red line or a bonus speaks of several of them. A row of a table settles its issues
in a way that meets every link and every red line among them; a package takes one row of every table, and its scores are
the sums of their units. What is left to ask of the sums is whether they reach the floors. The methods *issue merge*,
*dense table*, *branch and bound* and *counting* all work on this form.

Rows carry packed option numbers (`Keys`), so that the package of a sum is the union of its rows' keys, and comparing
keys as words compares packages in file order.

Read next: ``merging/merging.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import prod
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .arrays import FITS, Packages, by_option, truths
from .narrowing import must_hold
from .problem import Problem
from .trees import Tree, issues_of

Units: TypeAlias = npt.NDArray[np.int64]
"""Whole units, one row a way to settle some issues, one column a side."""

Keys: TypeAlias = npt.NDArray[np.uint64]
"""Packed packages: (rows, words). The first issue has the highest bits of the first word."""

MOST_ROWS, MOST_IN_ALL = 1 << 16, 1 << 17
"""A table of more rows than this (before links and red lines) is not formed, nor are tables that have more together:
they are written out before a method that knows of time and memory is chosen."""

NO_FLOOR = -FITS
"""The floor of a side that accepts any score."""


@dataclass(frozen=True, eq=False)
class Tables:
    """A problem as a sum of tables. Table k has the rows ``starts[k]`` to ``starts[k + 1]`` of ``units`` and ``keys``.

    ``issues``: for each table its issues, ascending. ``units``: (rows, sides), whole, no sum passes `FITS` in size.
    ``keys``: (rows, words). ``floors``: (sides,), units, `NO_FLOOR` where any score will do. Rows are in file order of
    their own issues. A table without rows says that no package meets the links and the red lines.
    """

    problem: Problem
    issues: tuple[tuple[int, ...], ...]
    starts: npt.NDArray[np.int64]
    units: Units
    keys: Keys
    floors: Units

    def __len__(self) -> int:
        return len(self.issues)

    def rows(self, table: int) -> slice:
        """Where the rows of a table are."""
        return slice(int(self.starts[table]), int(self.starts[table + 1]))

    @property
    def empty(self) -> bool:
        """Whether some table has no row left, so that no package meets the links and the red lines."""
        return bool((self.starts[1:] == self.starts[:-1]).any())

    def packages(self, keys: Keys) -> Packages:
        """The packages behind keys: (keys, issues)."""
        word, shift, bits = np.array(layout(self.problem.sizes), np.intp).reshape(-1, 3).T
        found = keys[:, word] >> shift.astype(np.uint64)
        found &= np.array([(1 << width) - 1 for width in bits.tolist()], np.uint64)
        return found.astype(np.intp)


@lru_cache(maxsize=8)
def tables(problem: Problem) -> Tables | None:
    """The problem as a sum of tables; None where it has no such form, and then other methods have to do.

    That is so under a rule that needs some sides but not all, where the units pass 64 bits, and where more than
    `MOST_ROWS` ways to settle issues hang together, or `MOST_IN_ALL` in all. Where no side is needed, floors and red
    lines do not count.
    Cost: the rows, times issues and nodes of the trees that join them.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.trees import Literal, some
    >>> either = some([Literal(0, frozenset({1})), Literal(1, frozenset({0}))])
    >>> joined = tables(Problem((2, 2, 3), (Side(((0, 7), (1, 2), (0, 0, 5)), lines=(either,), floor=3),), needs=1))
    >>> joined.issues, joined.starts.tolist(), joined.units[:, 0].tolist()
    (((0, 1), (2,)), [0, 3, 6], [1, 8, 9, 0, 0, 5])
    """
    if (groups := hanging_together(problem)) is None:
        return None
    trees = must_hold(problem)
    if trees or any(side.bonuses for side in problem.sides):
        parts = list(_parts(problem, groups, trees))
    else:
        parts = [_options(problem)]
    counts = problem.sizes if len(parts) < len(groups) else [len(units) for units, _ in parts]
    floors = [NO_FLOOR if side.floor is None or not problem.needs else side.floor for side in problem.sides]
    return Tables(
        problem,
        groups,
        np.cumsum((0, *counts)),
        np.concatenate([units for units, _ in parts]),
        np.concatenate([keys for _, keys in parts]),
        np.array(floors, np.int64),
    )


@lru_cache(maxsize=16)
def hanging_together(problem: Problem) -> tuple[tuple[int, ...], ...] | None:
    """The issues of each table, by the first of them; None where the problem is no sum of `tables`.

    Cost: the literals of all trees, times issues. Nothing is written out.
    """
    if (problem.needs and not problem.needs_all) or problem.largest >= FITS:
        return None
    bonuses = [tree for side in problem.sides for tree, _ in side.bonuses]
    spoken_of = [issues_of(tree) for tree in (*must_hold(problem), *bonuses)]
    groups = _together(spoken_of, len(problem.sizes))
    rows = [prod(problem.sizes[k] for k in group) for group in groups]
    joined = sum(many for many, group in zip(rows, groups, strict=True) if len(group) > 1)
    return groups if max(rows, default=0) <= MOST_ROWS and joined <= MOST_IN_ALL else None


@lru_cache(maxsize=32)
def layout(sizes: tuple[int, ...]) -> tuple[tuple[int, int, int], ...]:
    """Where each issue's option number stands in a key: word, shift from the right, and bits.

    >>> layout((2, 10)), layout((2**32, 2**32, 2**32))[1:]
    (((0, 63, 1), (0, 59, 4)), ((0, 0, 32), (1, 32, 32)))
    """
    places, word, used = [], 0, 0
    for size in sizes:
        bits = max(1, (size - 1).bit_length())
        if used + bits > 64:
            word, used = word + 1, 0
        used += bits
        places.append((word, 64 - used, bits))
    return tuple(places)


def _together(spoken_of: Sequence[frozenset[int]], issues: int) -> tuple[tuple[int, ...], ...]:
    """The issues in groups: those that a tree speaks of together are in one, by their first issue."""
    group = list(range(issues))
    for one in spoken_of:
        joined = {group[issue] for issue in one}
        group = [min(joined) if at in joined else at for at in group]
    members: dict[int, list[int]] = {}
    for issue, at in enumerate(group):
        members.setdefault(at, []).append(issue)
    return tuple(tuple(found) for found in members.values())


def _options(problem: Problem) -> tuple[Units, Keys]:
    """Units and keys of all options at once, where every issue stands alone and nothing is said of any."""
    places, units = layout(problem.sizes), np.ascontiguousarray(by_option(problem))
    numbered = (range(0, n << shift, 1 << shift) for n, (_, shift, _) in zip(problem.sizes, places, strict=True))
    packed = np.fromiter(chain.from_iterable(numbered), np.uint64, len(units))
    keys = np.zeros((len(units), places[-1][0] + 1), np.uint64)
    keys[np.arange(len(units)), np.repeat([word for word, _, _ in places], problem.sizes)] = packed
    return units, keys


def _parts(problem: Problem, groups: Sequence[tuple[int, ...]], trees: Sequence[Tree]) -> Iterator[tuple[Units, Keys]]:
    """For each group the units and keys of its rows."""
    places = layout(problem.sizes)
    for group in groups:
        options = _combinations(problem, group)
        held = np.ones(len(options), np.bool_)
        for tree in trees:
            if issues_of(tree) <= set(group) and (issues_of(tree) or group[0] == 0):  # a tree of no issue counts once
                held &= truths(tree, options)
        if not held.all():
            options = _of_group(problem, group, [options[held, issue] for issue in group])
        units = np.zeros((len(options), len(problem.sides)), np.int64)
        keys = np.zeros((len(options), places[-1][0] + 1), np.uint64)
        for issue in group:
            word, shift, _ = places[issue]
            keys[:, word] |= options[:, issue].astype(np.uint64) << np.uint64(shift)
            for number, side in enumerate(problem.sides):
                units[:, number] += np.array(side.scores[issue], np.int64)[options[:, issue]]
        for number, side in enumerate(problem.sides):
            for tree, bonus in side.bonuses:
                if issues_of(tree) <= set(group) and (issues_of(tree) or group[0] == 0):
                    units[truths(tree, options), number] += bonus
        yield units, keys


def _combinations(problem: Problem, group: tuple[int, ...]) -> Packages:
    """Every way to settle the issues of a group, in file order, as packages with the other issues at 0."""
    sizes = [problem.sizes[issue] for issue in group]
    return _of_group(problem, group, np.indices(sizes).reshape(len(sizes), -1))


def _of_group(problem: Problem, group: tuple[int, ...], columns: Sequence[Any] | npt.NDArray[Any]) -> Packages:
    """Packages from the columns of a group's issues; the columns of the others are 0 and take no memory until read."""
    options = np.zeros((len(columns[0]), len(problem.sizes)), np.intp, order="F")
    for issue, column in zip(group, columns, strict=True):
        options[:, issue] = column
    return options
