"""Every package in every draw, a block of packages and a block of draws at a time.

A side accepts a package in a draw where its score reaches the walk-away of that draw: sums of whole units, compared as
they are, so that a score that equals the walk-away reaches it. What depends on the last issues alone is added up once
for a block of draws; each block of packages then costs a comparison for each package, draw and side.

Read next: ``robust.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from ..enumerating.blocks import Block, Tail, Truth, blocks, split
from .draws import Draws, Units

CELLS = 1 << 21
"""About how many packages times draws a block has; one array of so many units takes 16 MiB."""
MOST_DRAWS = 4096
"""The most draws in a block."""


@dataclass(frozen=True)
class Drawn:
    """A block of packages in a block of draws. ``shared``: for each side (packages, draws), units of the last issues.

    ``tables``: for each side its numbers in these draws, as `Draws.table` has them. Example: at `drawn_blocks`.
    """

    draws: Draws
    block: Block
    tables: list[Units]
    shared: list[Units]

    def truth(self, number: int) -> Truth | None:
        """Where a side accepts: (packages, draws). None where its red lines rule out every package of the block."""
        lines = self.block.lines(number)
        if not lines.any():
            return None
        side = self.draws.problem.sides[number]
        if side.floor is None:
            return np.broadcast_to(lines[:, None], self.shared[number].shape)
        fixed, varied = self._added(number)
        scores = self.shared[number] if varied is None else self.shared[number] + varied
        reached: Truth = scores >= self.tables[number][-1] - fixed
        return reached if lines.all() else reached & lines[:, None]

    def yes(self) -> Truth | None:
        """Where the links hold and enough sides accept, by the problem's rule: (packages, draws). None for nowhere."""
        problem = self.draws.problem
        if not self.block.meets.any():
            return None
        truths: list[Truth] = []
        for number in range(len(problem.sides)):
            truth = self.truth(number)
            if truth is None and (problem.needs_all or number in problem.including):
                return None
            truths.append(np.zeros(self.shape, np.bool_) if truth is None else truth)
        if problem.needs_all:
            held = np.logical_and.reduce(truths) if truths else np.ones(self.shape, np.bool_)
        else:
            held = np.sum(truths, axis=0) >= problem.needs
            for number in problem.including:
                held = held & truths[number]
        return held if self.block.meets.all() else held & self.block.meets[:, None]

    @property
    def shape(self) -> tuple[int, int]:
        return self.block.size, self.tables[0].shape[1]

    def gains(self, number: int, packages: npt.NDArray[np.intp], draws: npt.NDArray[np.intp]) -> Units:
        """A side's gains in pairs of a package and a draw, each by its place in the block."""
        fixed, varied = self._added(number)
        if self.draws.problem.sides[number].floor is not None:
            fixed = fixed - self.tables[number][-1]
        units = self.shared[number][packages, draws] + fixed[draws]
        return np.asarray(units if varied is None else units + varied[packages, draws])

    def _added(self, number: int) -> tuple[Units, Units | None]:
        """What comes on top of the last issues: (draws,) for all packages alike, and (packages, draws) or None."""
        side, table = self.draws.problem.sides[number], self.tables[number]
        fixed = np.zeros(table.shape[1], table.dtype)
        for issue, option in enumerate(self.block.head):
            fixed = fixed + table[self.draws.starts[issue] + option]
        varied: Units | None = None
        for place, (tree, _) in enumerate(side.bonuses, self.draws.options):
            truth = self.block.truth(tree)
            if truth is True:
                fixed = fixed + table[place]
            elif truth is not False:
                here = np.where(np.asarray(truth)[:, None], table[place], 0)
                varied = here if varied is None else varied + here
        return fixed, varied


def drawn_blocks(draws: Draws, first: int, last: int) -> Iterator[Drawn]:
    """Every block of packages, in file order, in the draws from ``first`` up to ``last``, it not included.

    Cost: two operations on an array of packages times draws for each side and block; memory for one such array a side.

    A side that wants 5 and gives the second option 4 to 8 points takes it in the draws where that is 5 or more:

    >>> from goodoffices.exact.drawing.draws import Spans
    >>> from goodoffices.exact.problem import Problem, Side
    >>> side = Side(scores=((0, 6),), floor=5)
    >>> draws = Draws(Problem((2,), (side,), needs=1), (Spans(low=(0, 3, 5), high=(0, 8, 5)),), count=6, seed=1)
    >>> (drawn,) = drawn_blocks(draws, 0, 6)
    >>> draws.table(0, 0, 6)[1].tolist()
    [5, 4, 6, 6, 7, 4]
    >>> drawn.yes().tolist()
    [[False, False, False, False, False, False], [True, False, True, True, True, False]]
    """
    tail = Tail(draws.problem)
    tables = [draws.table(number, first, last) for number in range(len(draws.sides))]
    shared = [_sums(draws, table, tail.head) for table in tables]
    for block in blocks(draws.problem):
        yield Drawn(draws, block, tables, shared)


def draws_at_once(draws: Draws) -> int:
    """How many draws a block should have, so that its arrays stay small."""
    sizes = draws.problem.sizes
    return max(1, min(MOST_DRAWS, CELLS // prod(sizes[split(sizes) :])))


def _sums(draws: Draws, table: Units, head: int) -> Units:
    """The units of every combination of the issues from ``head`` on, in file order: (packages, draws)."""
    total = np.zeros((1, table.shape[1]), table.dtype)
    for issue, size in enumerate(draws.problem.sizes[head:], head):
        rows = table[draws.starts[issue] : draws.starts[issue] + size]
        total = (total[:, None, :] + rows[None, :, :]).reshape(-1, table.shape[1])
    return total
