"""The tally of conflicts and repairs: which requirements each package breaks.

A set of requirements opens a zone when dropping it does, for some package that meets the links; so the minimal repairs
are read off the distinct sets of broken requirements. A second pass finds how far the walk-aways in each repair must
fall.

Read next: ``enumeration.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .blocks import Block
from .dominance import undominated
from .minimal import drops, members, minimal_sets, transversals
from .problem import Problem, asks, of_sides
from .questions import MinimalSets, Opening

IN_A_WORD = 62
"""Requirements that fit one 64-bit integer; more are kept in Python integers."""

MOST_REPAIRS = 500
"""Falls are worked out for this many repairs; more are said to be left out."""


class MinimalSoFar:
    """Sets of broken requirements in the first pass, falls of the walk-aways in the second."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.asks = asks(problem)
        self.dtype: npt.DTypeLike = np.int64 if len(self.asks) <= IN_A_WORD else object
        self.of_side = of_sides(problem)
        self.broken: list[int] = []
        self.all_repairs: list[int] | None = None  # None until the first pass is over
        self.repairs: list[int] = []  # those whose falls are worked out
        self.falls: dict[int, tuple[npt.NDArray[Any], list[int]]] = {}

    def see(self, block: Block) -> None:
        places = np.flatnonzero(block.meets)
        if not len(places):
            return
        bits = self._broken(block, places)
        if self.all_repairs is None:
            for known in self.broken:  # what breaks all that another package breaks adds nothing
                bits = bits[(bits & known) != known]
            self.broken = minimal_sets([*self.broken, *set(bits.tolist())])
        else:
            for repair in self.repairs:
                self._see_falls(block, places, bits, repair)

    def again(self) -> bool:
        """After the first pass: the repairs are known, their falls are not."""
        if self.all_repairs is not None:
            return False
        rule = (self.of_side, self.problem.needs, self.problem.including)
        repairs = minimal_sets(drop for bits in self.broken for drop in drops(bits, *rule))
        self.all_repairs = [] if repairs == [0] else repairs  # dropping nothing opens a zone: there is one
        self.repairs = self.all_repairs[:MOST_REPAIRS]
        return bool(self.repairs)

    def answer(self, done: bool) -> MinimalSets:
        if self.all_repairs is None:
            return MinimalSets((), False, (), False)
        openings = tuple(self._opening(repair, done) for repair in self.repairs if repair in self.falls)
        conflicts, all_found = transversals(self.all_repairs) if self.all_repairs else ([], True)
        return MinimalSets(
            repairs=openings,
            repairs_complete=done and len(openings) == len(self.all_repairs),
            conflicts=tuple(members(bits) for bits in conflicts),
            conflicts_complete=all_found,
        )

    def _opening(self, repair: int, done: bool) -> Opening:
        falls, numbers = self.falls[repair]
        order = sorted(range(len(numbers)), key=lambda k: (tuple(falls[k]), numbers[k]))
        listed = tuple(tuple(int(fall) for fall in falls[k]) for k in order)
        asked = any(self.asks[k].line is None for k in members(repair))
        return Opening(
            members(repair), listed if asked else ((),), self.problem.package(numbers[order[0]]), complete=done
        )

    def _broken(self, block: Block, places: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
        """The requirements each of these packages breaks, as bits: (places,)."""
        bits = np.zeros(len(places), self.dtype)
        for number, ask in enumerate(self.asks):
            side = self.problem.sides[ask.side]
            kept = block.reaches(ask.side) if ask.line is None else block.truth(side.lines[ask.line])
            broken = ~np.broadcast_to(kept, block.size)[places]
            bits = bits + broken.astype(self.dtype) * (1 << number)
        return bits

    def _see_falls(self, block: Block, places: npt.NDArray[np.intp], bits: npt.NDArray[Any], repair: int) -> None:
        left = bits & ~repair
        accepts = [(left & mine) == 0 for mine in self.of_side]
        opened = np.sum(accepts, axis=0) >= self.problem.needs
        for side in self.problem.including:
            opened = opened & accepts[side]
        rows = np.flatnonzero(opened)
        if not len(rows):
            return
        floors = [self.asks[k].side for k in members(repair) if self.asks[k].line is None]
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
