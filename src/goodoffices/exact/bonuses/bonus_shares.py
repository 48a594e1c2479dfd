"""Units of terms shared out among the issues of their boxes, so that a bound formed issue by issue is low.

However the units are shared out, on each issue one option is taken, which brings the shares of the terms that have it
in their boxes: so no package earns more than the best options of all issues bring. The lowest such bound is that of a
linear programme (its dual). It is approached by going from term to term and sharing out its units anew.

Source: Globerson & Jaakkola 2007, Fixing max-product, Advances in Neural Information Processing Systems 20, 553-560.

Read next: ``bonus_stack.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..kernels import load
from .bit_sets import Bits, integer, members

Column: TypeAlias = npt.NDArray[np.int64]
"""One number each: (terms,), (slots,)."""

Units: TypeAlias = npt.NDArray[np.int64]
"""Units: (terms, columns), the last column weighted."""


def share(units: Units, boxes: Bits, spans: Bits, slots: Column, issue: Column, sweeps: int) -> Column:
    """The weighted units of terms shared out among the issues of their boxes: (slots,), at least 0.

    The shares of a term add up to its units. They start equal; then, one term after another, forwards and backwards,
    each term's are set anew so that, where options out of its box bring more than those in it, this room is filled as
    evenly as can be. For the arrays see `Weighed` and `Options`. Cost: sweeps, times slots, times options.
    """
    counts = np.diff(slots)
    each, left = np.divmod(units[:, -1], np.maximum(counts, 1))
    places = np.arange(slots[-1]) - np.repeat(slots[:-1], counts)
    shares = np.repeat(each, counts) + (places < np.repeat(left, counts))
    if (kernel := load("bonuses")) is None:
        return share_in_python(units, boxes, spans, slots, issue, shares, sweeps)
    kernel.share(*units.shape, boxes.shape[1], units, boxes, spans, slots, issue, shares, sweeps)
    return shares


def share_in_python(
    units: Units, boxes: Bits, spans: Bits, slots: Column, issue: Column, shares: Column, sweeps: int
) -> Column:
    """What the kernel does to equal shares."""
    within, rows, given = issue_masks(spans), [integer(box) for box in boxes], shares.tolist()
    brought = [0] * (64 * boxes.shape[1])
    inside = [  # for each slot the options of its issue in the box, and those out of it
        (tuple(members(rows[term] & within[at])), tuple(members(~rows[term] & within[at])))
        for term in range(len(units))
        for at in issue[slots[term] : slots[term + 1]].tolist()
    ]

    def bring(slot: int, sign: int) -> None:
        for option in inside[slot][0]:
            brought[option] += sign * given[slot]

    for slot in range(len(given)):
        bring(slot, 1)
    for turn in range(sweeps):
        for term in range(len(units))[:: 1 - 2 * (turn % 2)]:
            mine = range(slots[term], slots[term + 1])
            if len(mine) < 2:
                continue
            for slot in mine:
                bring(slot, -1)
            room = [
                max((brought[k] for k in out), default=0) - max((brought[k] for k in ones), default=0)
                for ones, out in inside[mine.start : mine.stop]
            ]
            given[mine.start : mine.stop] = _level(int(units[term, -1]), room)
            for slot in mine:
                bring(slot, 1)
    return np.array(given, np.int64)


def _level(units: int, room: Sequence[int]) -> list[int]:
    """So many units shared out: to each place what its room is over or under one level, and none below 0.

    >>> _level(5, [4, 1, -9]), _level(6, [4, 1, -9])
    ([4, 1, 0], [5, 1, 0])
    """
    highest = sorted(room, reverse=True)
    for count in range(1, len(room) + 1):
        level = (units - sum(highest[:count])) // count
        if count == len(room) or highest[count] + level <= 0:
            break
    shares = [max(0, one + level) for one in room]
    for place, one in enumerate(room):
        if one + level >= 0 and sum(shares) < units:
            shares[place] += 1
    return shares


def brought_at_most(units: Units, boxes: Bits, spans: Bits, slots: Column, issue: Column, shares: Column) -> int:
    """The bound by issues: the sum, over all issues, of what the best option brings. Cost: slots times options."""
    rows, bound = [integer(box) for box in boxes], int(units[np.diff(slots) == 0, -1].sum())  # boxes of all packages
    brought = [dict.fromkeys(members(mask), 0) for mask in issue_masks(spans)]
    for term in range(len(units)):
        for slot in range(slots[term], slots[term + 1]):
            here, share = brought[issue[slot]], int(shares[slot])
            for option in here:
                if rows[term] >> option & 1:
                    here[option] += share
    return bound + sum(max(here.values()) for here in brought)


def issue_masks(spans: Bits) -> list[int]:
    """The bits of each issue's options as an integer."""
    return [
        ((mask << 64 * (words - 1)) | ((1 << 64 * (words - 1)) - 1)) << 64 * first
        for first, words, mask in spans.tolist()
    ]
