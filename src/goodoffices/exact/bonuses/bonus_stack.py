"""The ground of a search among terms, and the search itself as a stack of frames that can be left and gone on with.

Read next: ``bonuses.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .bit_sets import Bits, Truths, packed
from .bonus_shares import Column, Units, share
from .bonus_terms import Terms

SWEEPS = 20
"""How often units are shared out anew."""

Corners: TypeAlias = npt.NDArray[np.int64]
"""Score vectors beyond the base: (corners, columns)."""


@dataclass(frozen=True, eq=False)
class Weighed:
    """Terms in the order of a search, with their units weighed.

    ``units``: (terms, columns + 1), the last column weighted; ``boxes``: (terms, words of options); ``slots`` and
    ``issue``: the issues of their boxes, see `Terms`, or none where no bound is formed by issues; ``shares``: (slots,),
    of a term's weighted units those of each issue; ``rivals``: (terms, words); ``musts``: (requirements, words).

    The search takes the last candidates first, and covers the first ones first: first come the terms of which little
    depends, the units of its rivals and its own.
    """

    terms: Terms
    weights: tuple[int, ...]
    units: Units
    boxes: Bits
    slots: Column
    issue: Column
    shares: Column
    rivals: Bits
    musts: Bits

    @property
    def frame(self) -> int:
        """Words in a frame of the stack."""
        return int(2 * self.rivals.shape[1] + self.units.shape[1] + self.boxes.shape[1])

    def corners(self, corners: Corners) -> Corners:
        """Corners with their weighted sums in a last column."""
        return np.column_stack((corners, corners @ np.array(self.weights, np.int64)))


def weighed(terms: Terms, weights: Sequence[int], *, by_issues: bool) -> Weighed:
    """The terms weighed; ``weights`` are at least 0 and no sum of weighted units passes 2**61.

    Cost: terms squared; where bounds are to be formed ``by_issues``, see `share`.
    """
    total = terms.units @ np.array(weights, np.int64)
    order = np.argsort(total + terms.rivals @ total, kind="stable")
    units, boxes = np.column_stack((terms.units, total))[order], terms.boxes[order]
    slots, issue = np.zeros(len(order) + 1, np.int64), np.zeros(0, np.int64)
    if by_issues:
        counts = np.diff(terms.slots)[order]
        slots[1:] = np.cumsum(counts)
        issue = terms.issue[np.repeat(terms.slots[:-1][order] - slots[:-1], counts) + np.arange(slots[-1])]
    shares = share(units, boxes, terms.options.spans, slots, issue, SWEEPS)
    rivals = packed(terms.rivals[np.ix_(order, order)])
    return Weighed(terms, tuple(weights), units, boxes, slots, issue, shares, rivals, packed(terms.musts[:, order]))


class Stack:
    """A search under way.

    ``frames``: (terms + 1, words), each with candidates kept aside, candidates to branch on, units earned (columns + 1,
    as signed words) and the options still open. ``at``: frames in use, whether the top one is yet to be looked at,
    nodes looked at.
    """

    def __init__(self, among: Weighed, candidates: Truths, open_options: Bits) -> None:
        """A search that has taken nothing yet. ``candidates``: (terms,), in the order of the search."""
        self.among = among
        self.frames = np.zeros((len(among.units) + 1, among.frame), np.uint64)
        self.frames[0, : among.rivals.shape[1]] = packed(candidates[None])[0]
        self.frames[0, -len(open_options) :] = open_options
        self.at = np.array([1, 1, 0], np.int64)

    def copy(self) -> Stack:
        """Another search that has the same left to look at."""
        other = copy(self)
        other.frames, other.at = self.frames.copy(), self.at.copy()
        return other

    def skip(self) -> None:
        """Leave out what was found and all that takes more terms."""
        self.at[0] -= 1
        self.at[1] = 0

    @property
    def open(self) -> Bits:
        """The options still open at the top."""
        return self.frames[self.at[0] - 1, -self.among.boxes.shape[1] :]
