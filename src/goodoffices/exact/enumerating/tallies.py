"""Tallies: what is kept of each block of packages to answer one question. A tally sees every block once per pass.

Each tally is a small accumulator with three verbs: ``see`` a block, say ``again`` whether it needs another pass, and
give its ``answer`` (``done``: whether every block was seen). Formulas have theirs in ``best_tally.py``, conflicts and
repairs in ``minimal_tally.py``. Packages come in file order, so the first package is the first seen. Scores are units;
a package is kept by its number.

Most tallies need not see every block: they say what they ask of a glance at many blocks (``asked``), and from what it
saw they tell the next block they want to see (``glance``).

>>> from goodoffices.exact.enumerating.blocks import blocks
>>> from goodoffices.exact.problem import Side
>>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=2)), needs=2)
>>> tallies = (FirstFound(fence), Sizes(fence), HighestSoFar(fence), RoomSoFar(fence, side=0), OpenSoFar(fence, side=1))
>>> for block in blocks(fence):
...     for tally in tallies:
...         tally.see(block)
>>> for tally in tallies:
...     print(tally.answer(done=True))
Found(package=(1,), proved=True)
Counted(count=1, exact=True, accepted_by=(0, 1, 1), low=None, high=None)
Heights(heights=(7, 2), proved=True)
Raised(to=7, unbounded=False, proved=True)
Opened(options=((True, True),), complete=True)

Read next: ``best_tally.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..dominance import covered, undominated
from ..minimal import file_order, members
from ..problem import Choices, Problem, Requirement, requirements
from ..questions import Counted, Excluding, Found, Heights, Opened, Points, Raised, Result, Sets
from .blocks import Block
from .estimates import below_reached, just_below, score_of
from .glancing import Glanced
from .heads import Asked, Rule


class Tally(Protocol):
    """What the walk over the blocks asks of a tally."""

    def see(self, block: Block) -> None: ...

    def again(self) -> bool: ...

    def answer(self, done: bool) -> Result: ...


class OnePass:
    """A tally that needs no second pass, and may need no more than a glance at most blocks.

    ``asked``: what it asks of a glance; None where it has to see every block. This one wants to see the blocks that
    have packages of the zone, and where it asks for estimates, only those with a higher one than `above`. ``welcome``:
    whether every package that counts would do for an answer.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.asked: Asked | None = Asked(Rule(problem.needs, problem.including))
        self.welcome = True

    def again(self) -> bool:
        return False

    def enough(self) -> bool:
        """Whether no further block can change the answer."""
        return False

    def above(self) -> Sequence[float]:
        """The numbers that the estimates asked for have to pass, as things stand. They never fall."""
        return ()

    def glance(self, seen: Glanced, start: int) -> int:
        """The next block to see, by its place among those glanced at, from ``start`` on; their number where none is.

        It is asked once from the first place, and again after each block that it wanted and saw.
        """
        wanted = seen.zone[start:] > 0
        if self.asked and self.asked.estimates:
            bars = self.above()
            if self.welcome:  # the best of these blocks is known beforehand
                reached = map(below_reached, self.asked.estimates, seen.highest.max(axis=0).tolist())
                bars = list(map(max, bars, reached))
            wanted &= (seen.highest[start:] > np.array(bars, np.float32)).any(axis=1)
        return start + int(wanted.argmax()) if wanted.any() else len(seen.zone)


class FirstFound(OnePass):
    """The first package of the zone in file order. Cost: nothing once it is found."""

    found: Choices | None = None

    def enough(self) -> bool:
        return self.found is not None

    def see(self, block: Block) -> None:
        if self.found is None and len(block.zone):
            self.found = block.package(int(block.zone[0]))

    def answer(self, done: bool) -> Found:
        return Found(self.found, proved=done or self.found is not None)


class Sizes(OnePass):
    """How many packages are in the zone, and how many are accepted by how many sides.

    ``accepted_by``: (sides + 1,), packages that meet the links. Cost: one addition for each package.
    """

    count = 0

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.accepted_by = np.zeros(len(problem.sides) + 1, np.int64)
        self.asked = Asked(Rule(problem.needs, problem.including), counted=True)

    def glance(self, seen: Glanced, start: int) -> int:
        self.count += int(seen.zone.sum())
        self.accepted_by += seen.accepted_by.sum(axis=0)
        return len(seen.zone)

    def see(self, block: Block) -> None:
        self.count += len(block.zone)
        self.accepted_by += np.bincount(block.accepted_by[block.meets], minlength=len(self.accepted_by))

    def answer(self, done: bool) -> Counted:
        return Counted(self.count, exact=done, accepted_by=tuple(map(int, self.accepted_by)) if done else None)


class FrontierSoFar(OnePass):
    """The undominated score vectors of the packages seen, each with its first package in file order.

    ``vectors``: (points, sides in ``over``), units; ``numbers``: those of their packages.
    Cost: packages of the zone times points in the worst case; a few strong points settle most packages. Memory: the
    points alone. Source: Börzsönyi, Kossmann & Stocker 2001, The skyline operator, ICDE, 421-430 (block by block).

    >>> from goodoffices.exact.enumerating.blocks import blocks
    >>> from goodoffices.exact.problem import Side
    >>> fence = Problem((4,), (Side(((0, 7, 7, 7),)), Side(((4, 1, 2, 2),))))
    >>> tally = FrontierSoFar(fence, over=(0, 1))
    >>> for block in blocks(fence):
    ...     tally.see(block)
    >>> tally.answer(done=True).points
    (((0,), (0, 4)), ((2,), (7, 2)))
    """

    def __init__(self, problem: Problem, over: tuple[int, ...]) -> None:
        super().__init__(problem)
        self.over = list(over)
        self.vectors: npt.NDArray[Any] | None = None
        self.numbers: list[int] = []

    def see(self, block: Block) -> None:
        if not len(block.zone):
            return
        vectors = block.zone_scores[:, self.over]
        places = block.zone
        if self.vectors is None:
            self.vectors = vectors[:0]
        strongest = self.vectors[np.argsort(-self.vectors.sum(axis=1), kind="stable")[:16]]
        alive = np.flatnonzero(~covered(vectors, strongest))
        alive = alive[undominated(vectors[alive])]
        alive = alive[~covered(vectors[alive], self.vectors)]
        if not len(alive):
            return
        kept = np.flatnonzero(~covered(self.vectors, vectors[alive]))
        self.vectors = np.concatenate((self.vectors[kept], vectors[alive]))
        self.numbers = [self.numbers[k] for k in kept] + [block.first + int(places[k]) for k in alive]

    def answer(self, done: bool) -> Points:
        vectors = [] if self.vectors is None else self.vectors.tolist()
        points = [
            (self.problem.package(number), tuple(vector))
            for number, vector in sorted(zip(self.numbers, vectors, strict=True))
        ]
        return Points(tuple(points), complete=done)


class HighestSoFar(OnePass):
    """The highest score of each side over the zone, in units. Cost: sides for each package of the zone."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.heights: list[int] | None = None
        self.estimates = tuple(score_of(problem, number) for number in range(len(problem.sides)))
        self.asked = Asked(Rule(problem.needs, problem.including), self.estimates)

    def above(self) -> Sequence[float]:
        if self.heights is None:
            return [-inf] * len(self.estimates)
        higher = [height + 1 - side.zero for height, side in zip(self.heights, self.problem.sides, strict=True)]
        return [just_below(estimate, higher) for estimate in self.estimates]

    def see(self, block: Block) -> None:
        if len(block.zone):
            here = [int(height) for height in block.zone_scores.max(axis=0)]
            self.heights = here if self.heights is None else list(map(max, self.heights, here))

    def answer(self, done: bool) -> Heights:
        return Heights(None if self.heights is None else tuple(self.heights), proved=done)


class RoomSoFar(OnePass):
    """The highest score of one side over the packages that only its walk-away could still keep out of the zone.

    ``outlived``: some package is in the zone without this side's yes, so its walk-away may rise for ever.
    Cost: sides for each package.
    """

    def __init__(self, problem: Problem, side: int) -> None:
        super().__init__(problem)
        self.side, self.outlived = side, False
        self.to: int | None = None
        self.score = score_of(problem, side)
        rule = Rule(problem.needs, problem.including, whatever=side)
        # where the zone may outlive the side's no, a glance by one rule does not tell
        self.asked = Asked(rule, (self.score,)) if needed(problem, side) else None

    def enough(self) -> bool:
        return self.outlived

    def above(self) -> Sequence[float]:
        if self.to is None:
            return [-inf]
        higher = self.to + 1 - self.problem.sides[self.side].zero
        return [just_below(self.score, [higher] * len(self.problem.sides))]

    def see(self, block: Block) -> None:
        if self.outlived:
            return
        others = np.zeros(block.size, np.int64) + block.accepted_by - block.accepts[self.side]
        others_agree = block.meets.copy()
        for number in self.problem.including - {self.side}:
            others_agree &= block.accepts[number]
        enough = others_agree & (others >= self.problem.needs)
        self.outlived = self.side not in self.problem.including and bool(enough.any())
        one_more = others_agree & (others >= self.problem.needs - 1) & block.lines(self.side)
        places = np.flatnonzero(one_more)
        if len(places):
            highest = int(block.scores(places)[:, self.side].max())
            self.to = highest if self.to is None else max(self.to, highest)

    def answer(self, done: bool) -> Raised:
        return Raised(self.to, self.outlived, proved=done or self.outlived)


def needed(problem: Problem, side: int) -> bool:
    """Whether no package is in the zone without this side's yes."""
    return side in problem.including or problem.needs_all


class ExcludesSoFar(OnePass):
    """The red lines that exclude some package that meets the links. Cost: those still open, for each package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.open: dict[int, Requirement] = {
            k: need for k, need in enumerate(requirements(problem)) if need.line is not None
        }
        self.asked = None
        self.excluding: set[int] = set()

    def enough(self) -> bool:
        return not self.open

    def see(self, block: Block) -> None:
        for number, need in list(self.open.items()):
            assert need.line is not None  # the walk-aways were left out above
            if (block.meets & ~np.asarray(block.truth(self.problem.sides[need.side].lines[need.line]))).any():
                self.excluding.add(number)
                del self.open[number]

    def answer(self, done: bool) -> Excluding:
        return Excluding(tuple(sorted(self.excluding)), complete=done or not self.open)


class CoalitionsSoFar(OnePass):
    """The sets of sides that accept some package together, among the sets that suffice for agreement.

    Sets are bits of whole numbers; the answer has those that lie in no other, larger ones first, then file order.
    Cost: a sort of the zone's packages in each block; for the answer, the distinct sets squared.

    >>> from goodoffices.exact.enumerating.blocks import blocks
    >>> from goodoffices.exact.problem import Side
    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=3)), needs=1)
    >>> tally = CoalitionsSoFar(fence)
    >>> for block in blocks(fence):
    ...     tally.see(block)
    >>> tally.answer(done=True)
    Sets(sets=((0,), (1,)), complete=True)
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.sets: set[int] = set()

    def see(self, block: Block) -> None:
        if not len(block.zone):
            return
        accepts = np.stack([truth[block.zone] for truth in block.accepts], axis=1)
        for row in np.unique(accepts, axis=0).tolist():
            self.sets.add(sum(1 << number for number, accepted in enumerate(row) if accepted))

    def answer(self, done: bool) -> Sets:
        largest = [s for s in self.sets if not any(s != other and s & other == s for other in self.sets)]
        ordered = sorted(largest, key=lambda bits: (-bits.bit_count(), file_order(bits)))
        return Sets(tuple(members(bits) for bits in ordered), complete=done)


class OpenSoFar(OnePass):
    """The options with which some package meets the links and one side's requirements.

    ``open``: for each issue (options,), truths. Cost: issues for each package, until all options are open.
    """

    def __init__(self, problem: Problem, side: int) -> None:
        super().__init__(problem)
        self.side = side
        self.open = [np.zeros(size, np.bool_) for size in problem.sizes]
        self.asked = None

    def enough(self) -> bool:
        return all(options.all() for options in self.open)

    def see(self, block: Block) -> None:
        places = np.flatnonzero(block.meets & block.accepts[self.side])
        if not len(places):
            return
        for issue, option in enumerate(block.head):
            self.open[issue][option] = True
        for issue, digits in enumerate(block.tail.digits, start=len(block.head)):
            if not self.open[issue].all():
                self.open[issue][digits[places]] = True

    def answer(self, done: bool) -> Opened:
        return Opened(tuple(tuple(map(bool, options)) for options in self.open), complete=done)
