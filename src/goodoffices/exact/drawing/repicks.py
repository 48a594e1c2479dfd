"""What formulas pick in each draw.

Where packages times draws are few enough, every package is weighed in every draw, many draws at a time: an estimate in
floating point throws out what is clearly worse, whole numbers decide among what is left, and ties are broken as
everywhere, by the better sorted gains and then by file order. Elsewhere single draws are put to the planner, each as a
problem of its own; they are fewer, and the answer says how many.

Read next: ``analysis/robustness.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from ..enumerating.best_tally import MARGIN
from ..enumerating.blocks import split
from ..planner import answer, plan
from ..problem import Choices, Problem, gains, scores
from ..questions import Best, Chosen, Heights, Highest, Objective, Question
from ..watch import Unheard, Watch
from .draw_blocks import CELLS, MOST_DRAWS, drawn_blocks
from .draws import Draws, Units

PAIRS = 2 * 10**7
"""The most packages times draws that are weighed one by one; each costs up to a tenth of a microsecond a formula."""
FEWEST = 200
"""Draws below which the planner is asked instead."""
SLOWER = 20
"""By so much fewer are weighed where units need Python integers."""
ASKED = 20.0
"""Seconds, as methods guess their own cost, for asking the planner draw by draw."""
LEAST_ASKED = 20
"""Draws that are put to the planner however long it takes, but for a limit of time."""

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Wanted:
    """A formula: what it maximises, and whether that looks at the best gains of the zone."""

    objective: Objective
    needs_best: bool = False


@dataclass(frozen=True)
class Picked:
    """What was picked in one draw after another, from the first.

    ``packages``: for each formula its package in each draw, None where it picks none. ``gains``: the gains of that
    package, in units (None alike). ``best``: in each draw each side's best gain in the zone, None where there is none.
    """

    packages: Mapping[str, Sequence[Choices | None]]
    gains: Mapping[str, Sequence[tuple[int, ...] | None]]
    best: Sequence[tuple[int, ...] | None]

    @property
    def draws(self) -> int:
        """How many draws were answered."""
        return len(self.best)


def repicked(draws: Draws, wanted: Mapping[str, Wanted], watch: Watch) -> Picked:
    """What each formula picks in the first draws, as many as can be answered in seconds. Every pick is proved.

    The problem must need all sides, each with scores. Ties: the better sorted gains, then the first in file order.
    Cost: at the top of this file.

    Ann likes the high fence by 3 to 8 points and asks for 2, Bo the low one:

    >>> from goodoffices.exact.drawing.draws import Spans
    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> ann, bo = Side(((0, 6),), floor=2), Side(((7, 4),), floor=0)
    >>> spans = (Spans((0, 3, 2), (0, 8, 2)), Spans((7, 4, 0), (7, 4, 0)))
    >>> nash = Wanted(Objective("nash", lambda gains, best: gains[0] * gains[1], "product", nonnegative=True))
    >>> picked = repicked(Draws(Problem((2,), (ann, bo), needs=2), spans, count=3), {"nash": nash}, QUIET)
    >>> picked.packages, picked.gains
    ({'nash': [(1,), (1,), (1,)]}, {'nash': [(2, 4), (6, 4), (3, 4)]})
    """
    most = PAIRS // (SLOWER if draws.wide else 1) // max(1, draws.problem.packages)
    if min(draws.count, most) >= min(FEWEST, draws.count):
        return _weigh_all(draws, wanted, min(draws.count, most), watch)
    return _ask_each(draws, wanted, watch)


class _Table:
    """The picks as they come in."""

    def __init__(self, wanted: Mapping[str, Wanted]) -> None:
        self.packages: dict[str, list[Choices | None]] = {name: [] for name in wanted}
        self.gains: dict[str, list[tuple[int, ...] | None]] = {name: [] for name in wanted}
        self.best: list[tuple[int, ...] | None] = []

    def add(self, name: str, package: Choices | None, units: tuple[int, ...] | None) -> None:
        self.packages[name].append(package)
        self.gains[name].append(units)

    def done(self) -> Picked:
        return Picked(self.packages, self.gains, self.best)


def _weigh_all(draws: Draws, wanted: Mapping[str, Wanted], count: int, watch: Watch) -> Picked:
    found = _Table(wanted)
    sizes = draws.problem.sizes
    # the packages of all blocks are weighed together, so fewer draws are taken at once than for counting
    step = max(1, min(MOST_DRAWS, CELLS // max(draws.problem.packages, prod(sizes[split(sizes) :]))))
    for first in range(0, count, step):
        if first and watch.left() <= 0:
            break
        last = min(count, first + step)
        pairs = _Pairs(draws, first, last)
        found.best += pairs.best
        for name, formula in wanted.items():
            for row in pairs.picks(formula):
                found.add(name, *((None, None) if row is None else (pairs.package(row), pairs.vector(row))))
        watch.step(last / count, "what formulas pick in every draw")
    return found.done()


class _Pairs:
    """Packages that all sides accept, each with a draw in which they do, draw by draw and in file order.

    ``draw``: (pairs,), ascending. ``number``: (pairs,), the package's. ``gains``: (pairs, sides), units.
    """

    def __init__(self, draws: Draws, first: int, last: int) -> None:
        self.problem, self.count = draws.problem, last - first
        numbers, places, vectors = [], [], []
        for drawn in drawn_blocks(draws, first, last):
            if (yes := drawn.yes()) is None:
                continue
            draw, package = np.nonzero(yes.T)
            numbers.append(drawn.block.first + package)
            places.append(draw)
            sides = range(len(self.problem.sides))
            vectors.append(np.stack([drawn.gains(side, package, draw) for side in sides], axis=1))
        empty = np.zeros(0, np.intp)
        self.draw: Places = np.concatenate([empty, *places])
        self.number: Places = np.concatenate([empty, *numbers])
        self.gains: Units = np.concatenate(vectors) if vectors else np.zeros((0, len(self.problem.sides)), np.int64)
        if len(places) > 1:  # each block of packages began again with the first draw
            order = np.argsort(self.draw, kind="stable")
            self.draw, self.number, self.gains = self.draw[order], self.number[order], self.gains[order]
        held, firsts = np.unique(self.draw, return_index=True)
        self.tops = np.maximum.reduceat(self.gains, firsts, axis=0) if len(held) else self.gains
        self.best: list[tuple[int, ...] | None] = [None] * self.count
        for draw, top in zip(held.tolist(), self.tops.tolist(), strict=True):
            self.best[draw] = tuple(top)
        self.place = np.searchsorted(held, self.draw)  # the row of tops that belongs to each pair

    def package(self, row: int) -> Choices:
        return self.problem.package(int(self.number[row]))

    def vector(self, row: int) -> tuple[int, ...]:
        return tuple(self.gains[row].tolist())

    def picks(self, wanted: Wanted) -> list[int | None]:
        """For each draw the pair that the formula picks, None where it picks none."""
        rows: Places = np.arange(len(self.draw))
        if wanted.objective.nonnegative:
            rows = rows[(self.gains >= 0).all(axis=1)]
        if wanted.needs_best:  # shares of a best gain below zero mean nothing
            rows = rows[(self.tops[self.place[rows]] >= 0).all(axis=1)]
        if (estimate := self._estimate(wanted.objective, rows)) is not None:
            rows = rows[self._near(rows, estimate)]
        rows = self._greatest(rows, partial(self._values, wanted))
        for column in range(self.gains.shape[1]):
            rows = self._greatest(rows, partial(self._sorted, column))
        rows = rows[np.unique(self.draw[rows], return_index=True)[1]]  # the first in file order
        picked: list[int | None] = [None] * self.count
        for draw, row in zip(self.draw[rows].tolist(), rows.tolist(), strict=True):
            picked[draw] = row
        return picked

    def _estimate(self, objective: Objective, rows: Places) -> npt.NDArray[np.float64] | None:
        """The values in floating point, a little off; None where whole numbers are as quick, or nothing is known."""
        gains = self.gains[rows].astype(np.float64)
        if objective.shape == "product":
            with np.errstate(divide="ignore"):  # the logarithm of a gain of 0 is minus infinity, as it should be
                return np.asarray(np.log(gains).sum(axis=1))
        if objective.shape == "share":
            tops = self.tops[self.place[rows]].astype(np.float64)
            return np.asarray(np.where(tops == 0, 1.0, gains / np.maximum(tops, 1)).min(axis=1))
        return None

    def _near(self, rows: Places, estimate: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Where an estimate may be that of the greatest value of its draw."""
        tops = self._tops(rows, estimate)
        return np.asarray(estimate >= tops - MARGIN * np.maximum(1.0, np.abs(tops)))

    def _greatest(self, rows: Places, values: Callable[[Places], Units]) -> Places:
        """The rows with the greatest value of their draw; values are worked out only where there are several rows."""
        _, place, counts = np.unique(self.draw[rows], return_inverse=True, return_counts=True)
        several = counts[place] > 1
        contested = rows[several]
        if not len(contested):
            return rows
        found = values(contested)
        kept = np.ones(len(rows), np.bool_)
        kept[several] = found == self._tops(contested, found)
        return rows[kept]

    def _tops(self, rows: Places, values: Any) -> Any:
        """For each row the greatest value of its draw."""
        if not len(rows):
            return values
        _, firsts, place = np.unique(self.draw[rows], return_index=True, return_inverse=True)
        return np.maximum.reduceat(values, firsts)[place]

    def _sorted(self, column: int, rows: Places) -> Units:
        """One of the gains sorted from the least up."""
        return np.asarray(np.sort(self.gains[rows], axis=1)[:, column])

    def _values(self, wanted: Wanted, rows: Places) -> Units:
        """The formula's own values, exact."""
        gains = self.gains[rows]
        match wanted.objective.shape:
            case "sum":
                return np.asarray(gains.sum(axis=1))
            case "least" | "sorted":
                return np.asarray(gains.min(axis=1))
        tops = self.tops[self.place[rows]] if wanted.needs_best else gains[:, :0]
        values = np.empty(len(rows), object)
        for row, (vector, top) in enumerate(zip(gains.tolist(), tops.tolist(), strict=True)):
            values[row] = wanted.objective.value(tuple(vector), tuple(top))
        return values


def _ask_each(draws: Draws, wanted: Mapping[str, Wanted], watch: Watch) -> Picked:
    found = _Table(wanted)
    first = draws.drawn(0)
    questions = [Best(formula.objective) for formula in wanted.values() if not formula.needs_best]
    count = min(draws.count, max(LEAST_ASKED, int(ASKED / _cost(first, [*questions, Highest()]))))
    for number in range(count):
        if number and watch.left() <= 0:
            break
        problem = draws.drawn(number)
        if (picks := _ask(problem, wanted, Unheard(watch))) is None:
            break
        best, packages = picks
        found.best.append(best)
        for name, package in packages.items():
            vector = None if package is None else gains(problem, scores(problem, package))
            found.add(name, package, vector)
        watch.step((number + 1) / count, "what formulas pick, draw by draw")
    return found.done()


def _cost(problem: Problem, questions: Sequence[Question]) -> float:
    """What the planner's methods guess that all questions cost; those of a method that answers together cost one."""
    costs: dict[str, float] = {}
    for question in questions:
        method = plan(problem, question)
        before, more = costs.get(method.name, 0.0), method.cost(problem, question)
        costs[method.name] = max(before, more) if method.together else before + more
    return max(1e-6, sum(costs.values()))


def _ask(
    problem: Problem, wanted: Mapping[str, Wanted], watch: Watch
) -> tuple[tuple[int, ...] | None, dict[str, Choices | None]] | None:
    """The best gains and the picks of one draw; None where time ran out before all of it was proved."""
    asked = {name: Best(formula.objective) for name, formula in wanted.items() if not formula.needs_best}
    answers = answer(problem, [*asked.values(), Highest()], watch=watch)
    heights = answers[Highest()][0]
    if not isinstance(heights, Heights) or not heights.proved:
        return None
    if heights.heights is None:
        return None, dict.fromkeys(wanted)
    best = gains(problem, heights.heights)
    late = {name: Best(formula.objective, best) for name, formula in wanted.items() if formula.needs_best}
    if min(best) >= 0:
        asked |= late
        answers |= answer(problem, list(late.values()), watch=watch)
    picks: dict[str, Choices | None] = {}
    for name in wanted:
        chosen = answers[asked[name]][0] if name in asked else Chosen(None, proved=True)
        if not isinstance(chosen, Chosen) or not chosen.proved:
            return None
        picks[name] = chosen.package
    return best, picks
