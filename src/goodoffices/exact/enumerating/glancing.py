"""A glance over every package of many blocks: how many sides accept it, whether it counts, the highest estimates.

All blocks share the packages of one tail; a head adds to each side's points, and that is all they differ in. The tail
is laid out in pieces of packages that lie near one another, so that a bound often settles a whole piece. `glance` is
compiled where that was possible; `glance_in_arrays` is its readable twin.

Source: k-d trees, Bentley 1975, Communications of the ACM 18(9), 509-517, for packages that lie near one another;
bounds over pieces as in Moerkotte 1998, Small materialized aggregates, VLDB, 476-487.

Read next: ``heads.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..kernels import load
from .estimates import Estimate

Ranks: TypeAlias = npt.NDArray[np.int16]
Single: TypeAlias = npt.NDArray[np.float32]

PIECE = 256
"""Packages in a piece, but for the last: their numbers for a few sides stay in a processor's nearest cache."""

MOST_PACKAGES = 1 << 15
"""The most packages of a tail: their ranks fit 16 bits."""

MOST_SIDES = 16

NEVER = (1 << 15) - 1
"""No rank is higher."""

CODES = {"product": 0, "least": 1, "share": 1, "sum": 2}
"""What the kernel calls the shapes: a share is the least of gains times scales."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """The packages of a tail, laid out in pieces, in an order of their own.

    ``ranks``: (sides, packages), the place of a package's points among the points the side gives to any of them; -1
    where a red line is broken. ``points``: (sides, packages), in grains. ``low``, ``high``: (sides, pieces), the lowest
    and highest rank of each piece; ``tops``: (sides, pieces), the most points.
    """

    ranks: Ranks
    points: Single
    low: Ranks
    high: Ranks
    tops: Single


@dataclass(frozen=True, eq=False)
class Glanced:
    """What a glance saw of each head's packages.

    ``zone``: (heads,), how many count. ``accepted_by``: (heads, sides + 1), how many of all exactly k sides accept;
    without rows where nobody asked. ``highest``: (heads, estimates), the highest estimate among those that count, or
    the number it had to pass.
    """

    zone: npt.NDArray[np.int64]
    accepted_by: npt.NDArray[np.int64]
    highest: Single


def pieces(ranks: Ranks, points: Single) -> Pieces:
    """Ranks and points, (sides, packages) each, laid out in pieces.

    Packages are halved again and again on the side where a sample of them is furthest apart, down to one piece.
    Cost: packages times sides times the logarithm of the pieces.

    >>> laid = pieces(np.arange(512, dtype=np.int16)[None, ::-1], np.zeros((1, 512), np.float32))
    >>> laid.low.tolist(), laid.high.tolist()
    ([[0, 256]], [[255, 511]])
    """
    order = np.arange(ranks.shape[1])
    spread = np.maximum(1, _spread(ranks))
    waiting = [(0, len(order))]
    while waiting:
        first, last = waiting.pop()
        if last - first <= PIECE:
            continue
        some = order[first : last : max(1, (last - first) // PIECE)]
        side = int((_spread(ranks[:, some]) / spread).argmax())
        half = -(-(last - first) // PIECE) // 2 * PIECE
        here = order[first:last]
        order[first:last] = here[np.argpartition(ranks[side][here], half)]
        waiting += [(first, first + half), (first + half, last)]
    ranks, points = np.take(ranks, order, axis=1), np.take(points, order, axis=1)
    starts = np.arange(0, len(order), PIECE)
    low, high = np.minimum.reduceat(ranks, starts, axis=1), np.maximum.reduceat(ranks, starts, axis=1)
    return Pieces(ranks, points, low, high, np.maximum.reduceat(points, starts, axis=1))


def _spread(ranks: Ranks) -> npt.NDArray[np.int32]:
    """How far apart packages are on each side: (sides,)."""
    return np.asarray(ranks.max(axis=1).astype(np.int32) - ranks.min(axis=1))


def glance(
    laid: Pieces,
    after: Ranks,
    added: Single,
    estimates: Sequence[Estimate],
    above: Sequence[float],
    needs: int,
    including: int,
    counted: bool,
) -> Glanced:
    """Look at every package of every head.

    ``after``: (heads, sides), a side accepts the packages with a higher rank. ``added``: (heads, sides), grains that
    the head adds to the points of a gain. A package counts where ``needs`` sides accept it, those whose bits are set in
    ``including`` among them. Only estimates higher than ``above`` are of interest. ``counted``: whether to count how
    many sides accept.
    Cost: heads times packages times sides, some 10^9 to 10^10 packages a second; where the pieces settle much, more.
    Raises `ValueError` where the arrays do not belong together.

    Both sides of two packages accept ranks above 0; the head adds a grain for side 1:

    >>> ranks = np.array([[1, 1], [0, 1]], np.int16)
    >>> laid = pieces(ranks, ranks.astype(np.float32))
    >>> after, added = np.array([[0, 0]], np.int16), np.array([[0, 1]], np.float32)
    >>> seen = glance(laid, after, added, [Estimate("sum", (1.0, 1.0))], [-inf], needs=2, including=0, counted=True)
    >>> seen.zone.tolist(), seen.accepted_by.tolist(), seen.highest.tolist()
    ([1], [[0, 1, 1]], [[3.0]])
    """
    kernel = load("glancing")
    if kernel is None:
        return glance_in_arrays(laid, after, added, estimates, above, needs, including, counted)
    heads, sides = after.shape
    shapes = np.array([CODES[estimate.shape] for estimate in estimates], np.uint8)
    scales = np.array([estimate.scales for estimate in estimates], np.float32).reshape(len(estimates), sides)
    seen = Glanced(
        np.empty(heads, np.int64),
        np.empty((heads if counted else 0, sides + 1), np.int64),
        np.empty((heads, len(estimates)), np.float32),
    )
    kernel.glance(
        *(laid.ranks, laid.low, laid.high, laid.points, laid.tops, after, added, shapes, scales),
        *(np.array(above, np.float32), needs, including, seen.accepted_by, seen.zone, seen.highest),
    )
    return seen


def glance_in_arrays(
    laid: Pieces,
    after: Ranks,
    added: Single,
    estimates: Sequence[Estimate],
    above: Sequence[float],
    needs: int,
    including: int,
    counted: bool,
) -> Glanced:
    """What `glance` does, in arrays: the same operations on the same numbers, so that the estimates are the same bits.

    >>> laid = pieces(np.array([[0, 1]], np.int16), np.array([[5, 7]], np.float32))
    >>> after, added = np.array([[-1], [0]], np.int16), np.zeros((2, 1), np.float32)
    >>> glance_in_arrays(laid, after, added, [], [], needs=1, including=0, counted=True).accepted_by.tolist()
    [[0, 2], [1, 1]]
    """
    heads, sides = after.shape
    zone = np.zeros(heads, np.int64)
    accepted_by = np.zeros((heads if counted else 0, sides + 1), np.int64)
    highest = np.tile(np.array(above, np.float32), (heads, 1))
    named = [side for side in range(sides) if including >> side & 1]
    for head in range(heads):
        accepts = laid.ranks > after[head][:, None]
        yes = accepts.sum(axis=0)
        count = (yes >= needs) & accepts[named].all(axis=0)
        zone[head] = count.sum()
        if counted:
            accepted_by[head] = np.bincount(yes, minlength=sides + 1)
        gains = laid.points[:, count] + added[head][:, None]
        for place, estimate in enumerate(estimates):
            values = estimated(gains, estimate)
            highest[head, place] = max(highest[head, place], values.max(initial=-inf))
    return Glanced(zone, accepted_by, highest)


def estimated(gains: Single, estimate: Estimate) -> Single:
    """The estimate of each package: (packages,). ``gains``: (sides, packages), in grains."""
    values = np.full(gains.shape[1], {"product": 1, "sum": 0}.get(estimate.shape, 3e38), np.float32)
    for gain, scale in zip(gains, np.array(estimate.scales, np.float32), strict=True):
        if scale <= 0:
            continue
        if estimate.shape == "product":
            values *= np.maximum(gain, 0) * scale
        elif estimate.shape == "sum":
            values += gain * scale
        else:
            values = np.minimum(values, gain * scale)
    return values
