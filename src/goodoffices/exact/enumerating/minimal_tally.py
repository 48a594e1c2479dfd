"""The tally of conflicts and repairs: which requirements each package breaks.

A set of requirements opens a zone when dropping it does, for some package that meets the links; so the minimal repairs
are read off the distinct sets of broken requirements in a first pass. A second finds how far the walk-aways in each
repair must fall. Conflicts are the minimal sets that meet every repair.

Where there are too many repairs to keep, one conflict is found: a set that meets those kept is guessed, and mended by
the packages that show it wrong, until a pass over all packages finds none that does.

Read next: ``enumeration.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..dominance import undominated
from ..minimal import drops, file_order, members, one_transversal, transversals
from ..problem import Problem, of_sides, requirements
from ..questions import MinimalSets, Opening
from .blocks import Block

IN_A_WORD = 62
"""Requirements that fit one 64-bit integer; more are kept in Python integers."""

MOST_REPAIRS = 500
"""Repairs kept at most: the smallest, and then the answer says that there are more."""


class MinimalSoFar:
    """Repairs in the first pass, falls of their walk-aways in the second, further passes to prove a conflict.

    Sets of requirements are bits of whole numbers, in file order; ``falls`` has for each repair the undominated falls,
    (falls, walk-aways in the repair), units, and the number of the first package with each.
    Cost: for each package of a block, its requirements in the first pass and the repairs (`MOST_REPAIRS` at most) in
    the second; where some repairs are left out, as many passes more as it takes to prove one conflict.

    Side 0 wants 5 and side 1 wants 3, and only one of them can have it:

    >>> from goodoffices.exact.enumerating.blocks import blocks
    >>> from goodoffices.exact.problem import Side
    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=3)), needs=2)
    >>> tally, more = MinimalSoFar(fence), True
    >>> while more:
    ...     for block in blocks(fence):
    ...         tally.see(block)
    ...     more = tally.again()
    >>> found = tally.answer(done=True)
    >>> [(opening.requirements, opening.falls) for opening in found.repairs], found.conflicts
    ([((0,), ((5,),)), ((1,), ((1,),))], ((0, 1),))
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.requirements = requirements(problem)
        self.of_side = of_sides(problem)
        self.dtype: npt.DTypeLike = np.int64 if len(self.requirements) <= IN_A_WORD else object
        self.collecting = True
        self.repairs: list[int] = []  # the minimal sets that open a zone, in file order
        self.largest: int | None = None  # repairs of this size were left out, and all larger ones; None: none was
        self.falls: dict[int, tuple[npt.NDArray[Any], list[int]]] = {}
        self.falls_found = False
        self.guess: int | None = None  # a set that meets every repair known, to be proved a conflict
        self.met: list[int] = []  # sets that the guess meets
        self.against: list[int] = []  # sets that it should meet and does not
        self.conflict: int | None = None

    def see(self, block: Block) -> None:
        places = np.flatnonzero(block.meets)
        if not len(places):
            return
        bits = self._broken(block, places)
        if self.collecting:
            self._collect(bits)
            return
        if not self.falls_found:
            for repair in self.repairs:
                self._see_falls(block, places, bits, repair)
        if self.guess is not None and len(self.against) < MOST_REPAIRS:
            unproved = set(bits[self._opens(bits & self.guess)].tolist())
            self.against += [drop for one in unproved for drop in self._drops(one) if not drop & self.guess]

    def again(self) -> bool:
        """What the next pass is for: falls once the repairs are known, and a guess until it is proved."""
        if self.collecting:
            self.collecting = False
            if self.repairs in ([], [0]):  # no package meets the links, or dropping nothing opens a zone
                self.repairs = []
                return False
            self.met = list(self.repairs)
            self.guess = None if self.largest is None else one_transversal(self.met)
            return True
        self.falls_found = True
        if self.guess is None:
            return False
        if not self.against:
            self.conflict, self.guess = self.guess, None
            return False
        self.met += self.against
        self.against = []
        self.guess = one_transversal(self.met)
        return True

    def answer(self, done: bool) -> MinimalSets:
        if self.collecting:
            return MinimalSets((), False, (), False)
        if not self.repairs:
            return MinimalSets((), True, (), True)
        if self.largest is None:
            conflicts, all_found = transversals(self.repairs)
        else:
            conflicts, all_found = [] if self.conflict is None else [self.conflict], False
        openings = tuple(self._opening(repair) for repair in self.repairs if repair in self.falls)
        return MinimalSets(
            repairs=openings,
            repairs_complete=self.falls_found and self.largest is None,
            conflicts=tuple(members(one) for one in conflicts),
            conflicts_complete=all_found,
        )

    def _broken(self, block: Block, places: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
        """The requirements each of these packages breaks, as bits: (places,)."""
        bits = np.zeros(len(places), self.dtype)
        for number, need in enumerate(self.requirements):
            side = self.problem.sides[need.side]
            kept = block.reaches(need.side) if need.line is None else block.truth(side.lines[need.line])
            broken = ~np.broadcast_to(kept, block.size)[places]
            bits = bits + broken.astype(self.dtype) * (1 << number)
        return bits

    def _drops(self, broken: int) -> list[int]:
        return drops(broken, self.of_side, self.problem.needs, self.problem.including)

    def _collect(self, bits: npt.NDArray[Any]) -> None:
        if self.problem.needs_all:
            for known in self.repairs:  # what breaks all that another package breaks adds nothing
                bits = bits[(bits & known) != known]
        new = {drop for one in set(bits.tolist()) for drop in self._drops(one)}
        if self.largest is not None:
            new = {one for one in new if one.bit_count() <= self.largest}
        if new:
            self._keep_smallest({*self.repairs, *new})

    def _keep_smallest(self, sets: set[int]) -> None:
        """The minimal ones of some sets, the smallest first, `MOST_REPAIRS` at most.

        Leaving out sets of one size and more cannot make a smaller set, or one of that size, look minimal that is not.
        """
        left = np.array(sorted(sets, key=file_order), self.dtype)
        self.repairs = []
        while len(left) and len(self.repairs) < MOST_REPAIRS:
            smallest = int(left[0])
            self.repairs.append(smallest)
            left = left[(left & smallest) != smallest]
        if len(left):
            size = int(left[0]).bit_count()
            self.largest = size if self.largest is None else min(self.largest, size)
            self.repairs = [one for one in self.repairs if one.bit_count() <= self.largest]

    def _opens(self, left: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Where enough sides accept, if only the requirements in ``left`` are broken."""
        if self.problem.needs_all:
            return np.asarray(left == 0)
        accepts = [(left & mine) == 0 for mine in self.of_side]
        opened = np.sum(accepts, axis=0) >= self.problem.needs
        for side in self.problem.including:
            opened = opened & accepts[side]
        return np.asarray(opened)

    def _see_falls(self, block: Block, places: npt.NDArray[np.intp], bits: npt.NDArray[Any], repair: int) -> None:
        rows = np.flatnonzero(self._opens(bits & ~repair))
        if not len(rows):
            return
        floors = [self.requirements[k].side for k in members(repair) if self.requirements[k].line is None]
        scores = block.scores(places[rows])
        falls = np.stack(
            [np.array(self.problem.sides[side].zero, scores.dtype) - scores[:, side] for side in floors]
            or [np.zeros(len(rows), np.int64)],
            axis=1,
        )
        numbers = [block.first + int(place) for place in places[rows]]
        if repair in self.falls:
            known, before = self.falls[repair]
            falls, numbers = np.concatenate((known, falls)), before + numbers
        kept = undominated(-falls)
        self.falls[repair] = (falls[kept], [numbers[k] for k in kept])

    def _opening(self, repair: int) -> Opening:
        falls, numbers = self.falls[repair]
        order = sorted(range(len(numbers)), key=lambda k: (tuple(falls[k]), numbers[k]))
        listed = tuple(tuple(int(fall) for fall in falls[k]) for k in order)
        has_floor = any(self.requirements[k].line is None for k in members(repair))
        package = self.problem.package(numbers[order[0]])
        return Opening(members(repair), listed if has_floor else ((),), package, complete=self.falls_found)
