"""The search itself: a depth-first walk over blocks of partial packages, each block the most promising of its depth.

A partial package (a node) settles the first so many variables and carries, for each of a pool of weights, the most that
its weighted gains can still come to. Nodes that fall short of what is wanted are dropped, and so is a node that another
beats whatever follows: at least as good for every side with the same rows open to pairs; of two equal ones the first in
file order stays.

The kernel `../kernels/branch.c` does the steps; its twin is `stepping.descend`. Between calls the aim sees the packages
found, and wants more from then on.

Read next: ``branch.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from math import floor, inf
from typing import Any

import numpy as np
import numpy.typing as npt

from ..kernels import load
from ..watch import Watch
from .climbing import climb
from .factors import Factors
from .reduced import Reduced, reduced
from .stepping import Search, descend
from .wanted import Aim, Reals
from .weights import averaged, centre, centres_of, pool, widened

WIDTH = 16
"""Nodes that a step settles one more variable of."""

BUDGET = 1 << 16
"""Children made in one call of the kernel: some 50 milliseconds."""

LOOKS = 4
"""Packages shown to the aim before the search begins."""

FIRST = 1 << 16
"""Children made before the first hope."""

TRY = 1 << 17
"""Children made before a hope is given up."""

PATIENCE = (1 << 20, 1 << 23, 1 << 26)
"""Children made before a search begins again with more weights."""

SAMPLE = 32
"""Nodes whose best weights are then taken up."""

SLOTS = 1 << 15
"""Nodes the stack has room for, at least."""

SEEN = 1 << 14
"""Nodes remembered, to be told from new ones."""

BYTES = 1 << 28
"""More slots than take this much memory are not used, but for what a search cannot do without."""


STATIC = tuple(field.name for field in fields(Reduced) if field.name != "root")
"""The arrays of a problem, as the steps take them."""


class Descent:
    """A search for what an aim wants; its arrays are those of `stepping.Search`."""

    def __init__(self, whole: Factors, aim: Aim) -> None:
        self.whole, self.zeros, self.aim = whole, whole.zeros, aim
        centres = centre(whole, averaged(whole), aim)
        self.middle = centres[-1]
        self._lay_out(pool(whole, aim, centres), 0)

    def _lay_out(self, weights: Reals, made: int) -> None:
        """The arrays of a search under a pool of weights; ``made``: children made before."""
        self.weights, self.tree = weights, reduced(self.whole, weights)
        tree, variables, (cuts, sides) = self.tree, len(self.whole), weights.shape
        each = 8 * (cuts + sides) + 4 * variables + 32
        slots = max(int(tree.starts[-1]) + WIDTH, min(SLOTS, BYTES // each))
        self.state = np.array([1, made, BUDGET, WIDTH, 0])
        self.slots, self.scratch = np.arange(slots), np.empty(slots, np.int64)
        self.depth, self.rows = np.zeros(slots, np.int32), np.empty((slots, variables), np.int32)
        self.gains, self.bounds = np.empty((slots, sides), np.int64), np.empty((slots, cuts))
        self.rank = np.zeros(slots)
        self.seen_depth, self.seen_rows = np.zeros(SEEN, np.int32), np.empty((SEEN, variables), np.int32)
        self.seen_gains = np.empty((SEEN, sides), np.int64)

    def best(self, watch: Watch, ties: bool = False) -> bool:
        """Search for the best package, hoping for much at first: whether the aim's best is proved.

        Where next to nothing is wanted, next to nothing has to be looked at. So only packages that come close to what
        is possible at all are wanted at first, then ever more, until there is one; it then is what others have to beat.
        A hope is given up, undecided, after `TRY` children. Where a good package is known beforehand, a short search
        for any better one comes first.
        """
        aim = self.aim
        self._look()
        if aim.best is not None and self.run(watch, ties, FIRST):
            return True
        for hope in _hopes(aim.ceiling(self.weights, self.tree.root), aim.grain):
            if hope == -inf or self._reached(hope):
                break
            aim.hope = hope
            settled = self.run(watch, ties, TRY)
            if settled and (aim.done() or self._reached(hope)):
                aim.hope = -inf
                return True
            if watch.left() <= 0:
                break
            if settled:
                aim.cap = hope
        aim.hope = -inf
        return self.rest(watch, ties)

    def rest(self, watch: Watch, ties: bool) -> bool:
        """Search for anything wanted; every so often begin again with weights that suit what turned out to be hard."""
        for most in PATIENCE:
            if self.run(watch, ties, most):
                return True
            if watch.left() <= 0:
                return False
            self._widen()
        return self.run(watch, ties)

    def _widen(self) -> None:
        """Take up the best weights of some of the nodes on the stack, from bottom to top."""
        stack = self.slots[: int(self.state[0])]
        nodes = stack[np.unique(np.linspace(0, len(stack) - 1, SAMPLE).astype(np.int64))]
        more = centres_of(self.tree, self.depth[nodes].astype(np.int64), self.gains[nodes], self.aim, self.middle)
        self._lay_out(widened(self.whole, self.weights, more), int(self.state[1]))

    def _reached(self, hope: float) -> bool:
        return self.aim.best is not None and self.aim.measure(self.aim.best[1]) >= hope

    def _look(self) -> None:
        """Show the aim a few good packages."""
        low = self.aim.low.astype(np.int64)
        rows, found = climb(self.tree, self.zeros, low, self.aim.merit(self.tree.root[-len(low) :]))
        for k in np.flatnonzero((found[:LOOKS] >= low).all(axis=1) & (found[:LOOKS] > -(2.0**41)).all(axis=1)):
            self.aim.see(tuple(found[k].tolist()), self._key(rows[k]))

    def _key(self, rows: npt.NDArray[np.integer[Any]]) -> tuple[int, ...]:
        return tuple(np.bitwise_or.reduce(self.tree.keys[rows], axis=0).tolist())

    def run(self, watch: Watch, ties: bool = False, most: float = inf) -> bool:
        """Search until nothing wanted is left or the aim is done; False where time or ``most`` children end it."""
        aim, top, until = self.aim, self.slots[0], self.state[1] + most
        self.state[[0, 2, 4]], self.depth[top] = (1, min(BUDGET, most), ties), 0
        self.gains[top], self.bounds[top], self.seen_depth[:] = -self.zeros, self.tree.root, 0
        need, scale = aim.need(self.weights), aim.scale(self.weights)
        if (self.tree.root < need).any():
            return True
        while self.state[0] and not aim.done():
            if watch.left() <= 0 or self.state[1] >= until:
                return False
            self._steps(need, scale)
            before = aim.best
            self._take()
            if aim.best is not before:
                need = aim.need(self.weights)
            watch.step(-1, "searching for the best package")
        return True

    def _steps(self, need: Reals, scale: Reals) -> None:
        kernel, tree = load("branch"), [getattr(self.tree, name) for name in STATIC]
        arrays = (
            self.state, *tree, need, scale, self.aim.goal(), self.slots, self.scratch, self.depth, self.rows,
            self.gains, self.bounds, self.rank, self.seen_depth, self.seen_rows, self.seen_gains, len(self.zeros),
        )  # fmt: skip
        if kernel:
            kernel.descend(*arrays)
        else:
            descend(Search(*arrays))

    def _take(self) -> None:
        """Show the aim the complete packages on top of the stack."""
        count, variables = int(self.state[0]), self.rows.shape[1]
        first = count
        while first and self.depth[self.slots[first - 1]] == variables:
            first -= 1
        found = self.slots[first:count]
        for gains, rows in zip(self.gains[found][::-1].tolist(), self.rows[found][::-1], strict=True):
            self.aim.see(tuple(gains), self._key(rows))
        self.state[0] = first


def _hopes(top: float, grain: float) -> Iterator[float]:
    """What to hope for where nothing better than ``top`` is possible: close to it, then ever less, at last anything.

    Where the measure is whole (``grain`` 1), the first is the greatest whole number there may be.
    """
    step = max(grain, abs(top) * 2.0**-14, 2.0**-14)
    first = floor(top + 2.0**-20) if grain == 1 else top - step
    fall = 0.0
    while fall < max(abs(top), 1.0):
        yield first - fall
        fall = 2 * fall + step
    yield -inf
