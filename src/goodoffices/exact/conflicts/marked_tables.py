"""Tables whose rows are marked with the red lines they break, so that any set of requirements is a choice of rows.

Conflicts and repairs ask about many sets of requirements of one problem. Its tables are formed once, with the links in
them and the red lines beside them: keeping some red lines leaves out the rows that break one of these. A red line that
is several conditions at once may stand in several tables, each marking the rows that break a part of it there.

Read next: ``mixtures.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..arrays import truths
from ..dominance import undominated
from ..kernels import load
from ..minimal import members
from ..problem import Choices, Problem, requirements
from ..tables import Tables, Units, hanging_together, tables
from ..trees import Count, Tree, issues_of

FEW, MOST_COMPARED = 16, 4096
"""Rows with the same mark are compared with one another where they are more than the one, not more than the other."""

MOST_REMEMBERED = 1 << 21
"""Rows in the choices of rows that are remembered, all together."""

Rows: TypeAlias = npt.NDArray[np.intp]


class Narrowed:
    """The rows left where some red lines are kept.

    ``rows``: their places in the tables, ascending; ``units``: (rows, floors), of the sides with a walk-away;
    ``starts`` and ``counts``: where each table begins and how many rows it has; ``empty``: the first table without
    rows, or None. ``spans``: (floors,), what no score of a side and its walk-away together pass in size.
    """

    def __init__(self, rows: Rows, units: Units, starts: Rows, spans: Units) -> None:
        self.rows, self.units, self.starts, self.spans = rows, units, starts, spans
        self.counts = np.diff(starts, append=len(rows))
        bare = np.flatnonzero(self.counts == 0)
        self.empty = int(bare[0]) if len(bare) else None
        self._columns = np.ascontiguousarray(units.T, np.float64)

    def best(self, weights: npt.NDArray[np.float64]) -> tuple[float, Rows]:
        """The highest weighted score, up to rounding, and the first row of each table that gives it.

        Rows are places in ``rows``. No table may be empty, and some side has a walk-away.
        """
        chosen = np.empty(len(self.starts), np.int64)
        step = getattr(load("conflicts"), "best", best)
        return step(self._columns, weights, self.starts, chosen), chosen

    def most(self, weights: npt.NDArray[np.int64]) -> int:
        """The highest weighted score, in whole numbers. No sum may pass 64 bits, no table be empty."""
        return int(np.maximum.reduceat(self.units @ weights, self.starts).sum())


class MarkedTables:
    """A problem's tables, each row marked with the red lines it breaks.

    Requirements are numbered as in `problem.requirements`, and sets of them are bits of whole numbers. ``lines`` and
    ``walk_aways`` are all of either kind; ``floored``: the sides with a walk-away, ``floors`` these in units, and
    ``floor_bits`` their requirements, alike in order. ``marks``: every set of red lines that some row breaks, and
    ``mark_of`` the place there of each row's; ``stands_in``: for each red line the tables with rows that break it. Rows
    that another with the same mark replaces at no loss are left out.
    """

    def __init__(self, problem: Problem, formed: Tables) -> None:
        self.problem, self.formed = problem, formed
        named = requirements(problem)
        self.lines = sum(1 << k for k, need in enumerate(named) if need.line is not None)
        self.walk_aways = sum(1 << k for k, need in enumerate(named) if need.line is None)
        self.floored = [need.side for need in named if need.line is None]
        self.floor_bits = [1 << k for k, need in enumerate(named) if need.line is None]
        self.floors = np.array([problem.sides[side].floor for side in self.floored], np.int64)
        self.marks, mark_of = _marks(problem, formed)
        self.rows = _worth_keeping(formed, mark_of, self.floored)
        self.mark_of = mark_of[self.rows]
        self.table_of = np.searchsorted(formed.starts, self.rows, side="right") - 1
        self.units: Units = formed.units[self.rows][:, self.floored]
        self.starts = np.searchsorted(self.rows, formed.starts[:-1])
        bare = formed.empty or not self.floored
        most = 0 if bare else np.maximum.reduceat(np.abs(self.units), self.starts).sum(axis=0)
        self._spans: Units = np.maximum(1, most + np.abs(self.floors))
        self._by_mark = np.lexsort((self.mark_of, self.table_of))
        changed = np.diff(self.table_of[self._by_mark] * len(self.marks) + self.mark_of[self._by_mark], prepend=-1) != 0
        self._runs = np.flatnonzero(changed)
        self.stands_in: dict[int, list[int]] = {number: [] for number in members(self.lines)}
        for row in self._by_mark[self._runs].tolist():
            table = int(self.table_of[row])
            for number in members(self.marks[self.mark_of[row]]):
                if table not in self.stands_in[number]:
                    self.stands_in[number].append(table)
        self._narrowed: dict[int, Narrowed] = {}
        self._remembered = 0

    def narrowed(self, kept: int) -> Narrowed:
        """The rows left where the red lines in ``kept`` are (walk-aways there do not matter)."""
        kept &= self.lines
        if kept not in self._narrowed:
            if self._remembered > MOST_REMEMBERED:
                self._narrowed, self._remembered = {}, 0
            self._narrowed[kept] = self._narrow(kept)
            self._remembered += len(self._narrowed[kept].rows)
        return self._narrowed[kept]

    def _narrow(self, kept: int) -> Narrowed:
        meets = np.array([not mark & kept for mark in self.marks], np.bool_)
        rows = np.flatnonzero(meets[self.mark_of])
        return Narrowed(rows, self.units[rows], np.searchsorted(rows, self.starts), self._spans)

    def best_by_mark(self, weights: npt.NDArray[np.int64]) -> dict[int, list[tuple[int, int]]]:
        """For each table the marks of its rows, each with the highest weighted score of a row that has it."""
        weighted = self.units @ weights
        most = np.maximum.reduceat(weighted[self._by_mark], self._runs).tolist()
        found: dict[int, list[tuple[int, int]]] = {}
        for row, value in zip(self._by_mark[self._runs].tolist(), most, strict=True):
            found.setdefault(int(self.table_of[row]), []).append((self.marks[self.mark_of[row]], value))
        return found

    def package(self, rows: Rows) -> Choices:
        """The package that takes these rows, one a table."""
        keys = np.bitwise_or.reduce(self.formed.keys[self.rows[rows]], axis=0)
        return tuple(self.formed.packages(keys[None])[0].tolist())

    def breaks(self, rows: Rows) -> int:
        """The red lines that the package of these rows breaks."""
        bits = 0
        for mark in set(self.mark_of[rows].tolist()):
            bits |= self.marks[mark]
        return bits

    def misses(self, gains: npt.NDArray[np.int64]) -> int:
        """The walk-aways that are not reached, of the gains of the sides that have one."""
        return sum(bit for bit, gain in zip(self.floor_bits, gains.tolist(), strict=True) if gain < 0)


@lru_cache(maxsize=2)
def marked_tables(problem: Problem) -> MarkedTables | None:
    """The problem's tables with the rows marked; None where the problem has no such form (see `tables.tables`).

    Cost: that of the tables, and a visit to each red line for each row of the tables it stands in.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.trees import Literal
    >>> low = Literal(0, frozenset({0}))
    >>> fence = marked_tables(Problem((2, 3), (Side(((0, 7), (1, 2, 2)), lines=(low,), floor=3),), needs=1))
    >>> fence.units[:, 0].tolist(), fence.marks, fence.mark_of.tolist()
    ([0, 7, 1, 2, 2], (0, 1), [0, 1, 0, 0, 0])
    >>> fence.narrowed(0b01).rows.tolist()
    [0, 2, 3, 4]
    """
    formed = tables(_beside(problem)) if is_markable(problem) else None
    return None if formed is None else MarkedTables(problem, formed)


def is_markable(problem: Problem) -> bool:
    """Whether the problem has `marked_tables`: every side is needed, and it is a sum of tables. None is formed yet."""
    return problem.needs_all and hanging_together(_beside(problem)) is not None


@lru_cache(maxsize=4)
def _beside(problem: Problem) -> Problem:
    """The problem with its red lines beside it: as bonuses of no units, which keep together what they speak of."""
    sides = tuple(
        replace(side, lines=(), bonuses=(*side.bonuses, *((part, 0) for line in side.lines for part in _parts(line))))
        for side in problem.sides
    )
    return replace(problem, sides=sides, links=tuple(chain.from_iterable(_parts(link) for link in problem.links)))


def _parts(tree: Tree) -> Iterator[Tree]:
    """The conditions that a tree asks for all at once: they need not stand in one table."""
    if isinstance(tree, Count) and tree.needs == len(tree.parts) and tree.parts:
        for part in tree.parts:
            yield from _parts(part)
    else:
        yield tree


def best(
    columns: npt.NDArray[np.float64], weights: npt.NDArray[np.float64], starts: Rows, chosen: npt.NDArray[np.int64]
) -> float:
    """The highest weighted score; the first row of each table that gives it is written to ``chosen``.

    ``columns``: (sides, rows). Sums are taken term by term: the twin of ``best`` in ``conflicts.c`` to the last bit.
    """
    weighted = np.zeros(columns.shape[1])
    for column, weight in zip(columns, weights.tolist(), strict=True):
        weighted += column * weight
    for table, (start, end) in enumerate(zip(starts.tolist(), [*starts[1:].tolist(), len(weighted)], strict=True)):
        chosen[table] = start + int(weighted[start:end].argmax())
    return float(np.add.accumulate(weighted[chosen])[-1])


def _marks(problem: Problem, formed: Tables) -> tuple[tuple[int, ...], Rows]:
    """The sets of red lines that rows break, as bits, nothing broken first; and for each row the place of its set."""
    parts = [
        (1 << number, part)
        for number, need in enumerate(requirements(problem))
        if need.line is not None
        for part in _parts(problem.sides[need.side].lines[need.line])
    ]
    places, mark_of = {0: 0}, np.zeros(len(formed.units), np.intp)
    for table, issues in enumerate(formed.issues):
        here = [(bit, part) for bit, part in parts if (issues_of(part) or {0}) <= set(issues)]
        if not here:
            continue
        packages = formed.packages(formed.keys[formed.rows(table)])
        broken = np.stack([~truths(part, packages) for _, part in here], axis=1)
        width, whole = len(here), broken.tobytes()
        kinds = [whole[row : row + width] for row in range(0, len(whole), width)]
        own = {}
        for kind in dict.fromkeys(kinds):
            mark = 0
            for (bit, _), is_broken in zip(here, kind, strict=True):
                mark |= bit * is_broken
            own[kind] = places.setdefault(mark, len(places))
        mark_of[formed.rows(table)] = [own[kind] for kind in kinds]
    return tuple(places), mark_of


def _worth_keeping(formed: Tables, mark_of: Rows, floored: list[int]) -> Rows:
    """The rows that no other of the same table and mark replaces at no loss to any side with a walk-away."""
    kept = []
    for table in range(len(formed)):
        rows = np.arange(formed.starts[table], formed.starts[table + 1])
        for mark in np.unique(mark_of[rows]):
            alike = rows[mark_of[rows] == mark]
            if FEW < len(alike) <= MOST_COMPARED:
                alike = alike[undominated(formed.units[alike][:, floored])]
            kept.append(alike)
    return np.sort(np.concatenate(kept)) if kept else np.zeros(0, np.intp)
