"""The search for a package that is acceptable in many draws, where there are too many packages to look at each.

From a package, one issue after another is settled in the way that is acceptable in the most draws; of ways that are
equal there, in the one that falls short by less where it is not acceptable. That ends at a package that no change of a
single issue betters. It finds and proves nothing: what is found is counted by `robust`, and bounded by it.

Read next: ``repicks.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..chance import mixed
from ..problem import Choices
from ..trees import Literal, Tree, holds, issues_of
from ..watch import Watch
from .draws import Draws, Units

Worth: TypeAlias = tuple[int, float]
"""In how many draws a package is acceptable, and how far it falls short in the others (below 0)."""

GUIDED = 1_000
"""The draws that lead the search; all of them are counted afterwards."""
RESTARTS = 16
"""How many packages at random the search begins from, besides those it is given."""
RULED_OUT: Worth = (-1, 0.0)
"""The worth of a package that crosses a link."""


def climbed(draws: Draws, starts: Sequence[Choices], watch: Watch) -> Iterator[Choices]:
    """Packages that no change of one issue betters, from each start and from `RESTARTS` packages at random.

    Cost: for each round over the issues, options times sides times `GUIDED` draws.

    >>> from goodoffices.exact.drawing.draws import Spans
    >>> from goodoffices.exact.problem import Problem, Side
    >>> from goodoffices.exact.watch import QUIET
    >>> side = Side(scores=((0, 6, 9),), floor=5)
    >>> draws = Draws(Problem((3,), (side,), needs=1), (Spans((0, 3, 5, 5), (0, 8, 9, 5)),), count=50)
    >>> set(climbed(draws, [(0,)], QUIET))
    {(2,)}
    """
    numbers = 8 * len(draws.sides) * (draws.options + 1)  # bytes of one draw
    guide = _Guide(draws, max(1, min(GUIDED, draws.count, watch.memory // (4 * numbers))))
    begun = list(_starts(draws, starts))
    for number, start in enumerate(begun):
        if number and watch.left() <= 0:
            return
        yield guide.climb(start)
        watch.step((number + 1) / len(begun), "the package acceptable in the most draws")


def _starts(draws: Draws, given: Iterable[Choices]) -> Iterator[Choices]:
    yield from dict.fromkeys(given)
    for number in range(RESTARTS):
        words = (mixed(mixed(draws.seed) + (number << 20) + issue) for issue in range(len(draws.problem.sizes)))
        yield tuple(word % size for word, size in zip(words, draws.problem.sizes, strict=True))


class _Guide:
    """Some draws held in memory, in which packages are weighed one change at a time."""

    def __init__(self, draws: Draws, count: int) -> None:
        self.draws, self.problem, self.count = draws, draws.problem, count
        self.tables = [draws.table(number, 0, count) for number in range(len(draws.sides))]
        self.scales = [float(max(1, side.highest - side.lowest)) for side in self.problem.sides]

    def climb(self, package: Choices) -> Choices:
        """The package at which the search ends. Every move is to a greater worth, so it ends."""
        worth = self.worth(package)
        moved = True
        while moved:
            moved = False
            for issue in range(len(package)):
                found = self._settled(package, issue)
                option = max(range(len(found)), key=found.__getitem__)
                if found[option] > worth:
                    package, worth, moved = (*package[:issue], option, *package[issue + 1 :]), found[option], True
        return package

    def worth(self, package: Choices) -> Worth:
        """What one package is worth."""
        return self._settled(package, 0)[package[0]]

    def _settled(self, package: Choices, issue: int) -> list[Worth]:
        """What the package is worth with each option of one issue."""
        size = self.problem.sizes[issue]
        yes = np.zeros((size, self.count), np.intp)
        needed = np.ones((size, self.count), np.bool_)
        short = np.zeros(size)
        for number, side in enumerate(self.problem.sides):
            held = self._all_hold(side.lines, package, issue)[:, None]
            accepted = np.broadcast_to(held, yes.shape)
            if side.floor is not None:
                left = self._scores(number, package, issue) - self.tables[number][-1]
                accepted = accepted & (left >= 0)
                short += np.minimum(left.astype(np.float64), 0).sum(axis=1) / self.scales[number]
            short -= ~held[:, 0] * float(self.count)
            yes += accepted
            if number in self.problem.including:
                needed &= accepted
        counts = np.count_nonzero(needed & (yes >= self.problem.needs), axis=1).tolist()
        meets = self._all_hold(self.problem.links, package, issue).tolist()
        weighed = zip(meets, counts, short.tolist(), strict=True)
        return [(count, less) if met else RULED_OUT for met, count, less in weighed]

    def _scores(self, number: int, package: Choices, issue: int) -> Units:
        """A side's scores with each option of one issue: (options, draws)."""
        table, starts = self.tables[number], self.draws.starts
        others = [start + option for k, (start, option) in enumerate(zip(starts, package, strict=True)) if k != issue]
        total: Any = table[starts[issue] : starts[issue] + self.problem.sizes[issue]] + table[others].sum(axis=0)
        for place, (tree, _) in enumerate(self.problem.sides[number].bonuses, self.draws.options):
            total = total + np.where(self._holds(tree, package, issue)[:, None], table[place], 0)
        return np.asarray(total)

    def _all_hold(self, trees: Sequence[Tree], package: Choices, issue: int) -> npt.NDArray[np.bool_]:
        """For each option of one issue whether all trees hold: (options,)."""
        held = np.ones(self.problem.sizes[issue], np.bool_)
        for tree in trees:
            held &= self._holds(tree, package, issue)
        return held

    def _holds(self, tree: Tree, package: Choices, issue: int) -> npt.NDArray[np.bool_]:
        """For each option of one issue whether a tree holds: (options,)."""
        size = self.problem.sizes[issue]
        if isinstance(tree, Literal) and tree.issue == issue:
            return np.isin(np.arange(size), list(tree.options))
        if issue not in issues_of(tree):
            return np.full(size, holds(tree, package))
        changed = ((*package[:issue], option, *package[issue + 1 :]) for option in range(size))
        return np.array([holds(tree, one) for one in changed])
