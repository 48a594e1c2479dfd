"""Which sets of requirements leave a package? What is known, and how more is found out.

A set of requirements is kept; the answer is a package that meets them all, or a part of the set that no package meets.
What was learnt from one set is used for the next: packages and contradictions are remembered. Where the rows are too
many for a search, and for all the requirements together, the planner's other methods are asked in the end.

Read next: ``marked_tables.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..minimal import members
from ..problem import Choices, Problem, broken, requirements, without
from ..watch import Watch
from .marked_tables import MarkedTables, Rows
from .mixtures import Weights
from .reaching import Ground, Undecided, reach

MOST_PACKAGES = 2_000
"""Packages remembered for mixtures."""


class GaveUp(Exception):
    """The clock ran out, or as many sets were looked into as should be."""


class Unsure(GaveUp):
    """Whether some package meets the requirements kept would take too long to decide."""


Elsewhere = Callable[[Problem, Watch], tuple[Choices | None, bool]]
"""Another way to find a package of a problem's zone: the package, or None, and whether that is proved."""


@dataclass(frozen=True)
class Kept:
    """What came of a set of requirements: a package and all it meets, or a part of the set that no package meets."""

    package: Choices | None
    met: int = 0
    clash: int = 0


class Keeping:
    """A problem's sets of requirements, as bits of whole numbers, and what is known of them.

    ``everything``: all the requirements; ``asks``: how many more sets may be looked into.

    Side 0 wants 5 and side 1 wants 3, and only one of them can have it:

    >>> from goodoffices.exact.conflicts.marked_tables import marked_tables
    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=3)), needs=2)
    >>> keeping = Keeping(marked_tables(fence), QUIET, elsewhere=lambda problem, watch: (None, False))
    >>> keeping.asks = 10
    >>> keeping.ask(0b01), keeping.ask(0b11)
    (Kept(package=(1,), met=1, clash=0), Kept(package=None, met=0, clash=3))
    """

    def __init__(self, marked: MarkedTables, watch: Watch, elsewhere: Elsewhere) -> None:
        self.marked, self.watch, self.elsewhere = marked, watch, elsewhere
        self.everything = marked.lines | marked.walk_aways
        self.asks = 0
        self._clashes: list[int] = []
        self._packages: dict[int, Choices | Rows] = {}  # found so far, by the requirements they break
        self._gains = np.zeros((0, len(marked.floors)), np.int64)
        self._breaks: dict[int, int] = {}  # the sets of red lines that remembered packages break, numbered
        self._break_of: list[int] = []
        self._seen: set[tuple[int, bytes]] = set()

    def ask(self, kept: int) -> Kept:
        """A package that meets all the requirements in ``kept``, or a part of them that no package meets.

        Cost: from nothing, where it is known, to a question for other methods. Raises `GaveUp`, and `Unsure`, after
        which others may be asked.
        """
        known = self._known(kept)
        if known is not None:
            return known
        self.asks -= 1
        if self.asks < 0 or self.watch.left() <= 0:
            raise GaveUp
        ground = self.ground(kept)
        if ground.rows.empty is not None:
            return self._clash(bare_table(self.marked, ground.rows.empty, kept))
        try:
            reached = reach(ground)
        except Undecided as undecided:
            if undecided.unsearched or kept == self.everything:
                return self._ask_elsewhere(kept)
            raise Unsure from undecided
        finally:
            self.remember(ground)
        if reached.rows is not None:
            scores = self.marked.units[reached.rows].sum(axis=0)
            lost = self.marked.breaks(reached.rows) | self.marked.misses(scores - self.marked.floors)
            return self._note(lost, reached.rows)
        return self._clash(kept if reached.weights is None else rested_on(self.marked, reached.weights, kept))

    def ground(self, kept: int) -> Ground:
        """The rows and walk-aways of a set of requirements, with the packages remembered that break no line in it."""
        marked = self.marked
        wanted = np.flatnonzero([bool(bit & kept) for bit in marked.floor_bits])
        allowed = np.array([not one & kept for one in self._breaks], np.bool_)
        known = self._gains[allowed[self._break_of]] if len(allowed) else self._gains
        return Ground(marked.narrowed(kept), marked.floors, wanted, known, self.watch)

    def remember(self, ground: Ground) -> None:
        """Keep the packages met with on some ground for mixtures to come."""
        fresh = []
        for rows, scores in ground.seen:
            key = (self.marked.breaks(rows), scores.tobytes())
            if key not in self._seen and len(self._seen) < MOST_PACKAGES:
                self._seen.add(key)
                self._break_of.append(self._breaks.setdefault(key[0], len(self._breaks)))
                fresh.append(scores - self.marked.floors)
        if fresh:
            self._gains = np.concatenate([self._gains, fresh])

    def _known(self, kept: int) -> Kept | None:
        for clash in self._clashes:
            if clash & kept == clash:
                return Kept(None, clash=clash)
        for lost in self._packages:
            if not lost & kept:
                return self._met(lost)
        return None

    def _met(self, lost: int) -> Kept:
        found = self._packages[lost]
        package = found if isinstance(found, tuple) else self.marked.package(found)
        return Kept(package, met=self.everything & ~lost)

    def _ask_elsewhere(self, kept: int) -> Kept:
        problem = self.marked.problem
        gone = [need for number, need in enumerate(requirements(problem)) if not kept >> number & 1]
        package, proved = self.elsewhere(without(problem, gone), self.watch)
        if package is not None:
            return self._note(broken(problem, package), package)
        if not proved:
            raise GaveUp
        return self._clash(kept)

    def _note(self, lost: int, package: Choices | Rows) -> Kept:
        self._packages.setdefault(lost, package)
        return self._met(lost)

    def _clash(self, clash: int) -> Kept:
        self._clashes = [one for one in self._clashes if one & clash != clash]
        self._clashes.append(clash)
        return Kept(None, clash=clash)


def rested_on(marked: MarkedTables, weights: Weights, kept: int) -> int:
    """The requirements in ``kept`` on which a proof by weights rests: walk-aways of some weight, red lines it needs.

    Red lines are given up, the last first, as long as the highest weighted score stays below what is asked for.
    Cost: a look at all rows, then a few for each red line.
    """
    tables = marked.best_by_mark(weights)
    lines = kept & marked.lines
    reached = {table: _most(found, lines) for table, found in tables.items()}
    spare = int(weights @ marked.floors) - sum(reached.values())
    for number in reversed(members(lines)):
        less = lines & ~(1 << number)
        raised = {table: _most(tables[table], less) for table in marked.stands_in[number]}
        more = sum(value - reached[table] for table, value in raised.items())
        if more < spare:
            lines, spare = less, spare - more
            reached |= raised
    floors = sum(bit for bit, weight in zip(marked.floor_bits, weights.tolist(), strict=True) if weight)
    return lines | floors


def _most(found: list[tuple[int, int]], lines: int) -> int:
    return max(value for mark, value in found if not mark & lines)


def bare_table(marked: MarkedTables, table: int, kept: int) -> int:
    """Some red lines in ``kept``, none for nothing, that leave a table no row (none: the links alone leave it none)."""
    rows = marked.table_of == table
    marks = [marked.marks[k] for k in np.unique(marked.mark_of[rows])]
    lines = kept & marked.lines
    for number in reversed(members(lines)):
        if all(mark & lines & ~(1 << number) for mark in marks):
            lines &= ~(1 << number)
    return lines
