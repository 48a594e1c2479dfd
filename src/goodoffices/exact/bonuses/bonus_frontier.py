"""The frontier by search among bonuses: each point proved when it is found, its package the first in file order.

Two sides: between two points of the frontier lies one corner. The search first looks for a point above the line from
one to the other, weighing the sides by that line; where there is none, it finds all points of the triangle that is left
in one go (two phases: Ulungu & Teghem 1995, Foundations of Computing and Decision Sciences 20(2), 149-165). One side:
the best there is. Three sides and more: the corners that no point covers are searched one after another (Klamroth,
Lacour & Vanderpooten 2015, European Journal of Operational Research 245(3), 767-778), which takes one search for each
point and one for each corner beyond which there is none.

Read next: ``bonus_search.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .bonus_regions import Point, Regions, weigh
from .bonus_stack import Corners


def frontier(regions: Regions) -> Iterator[Point]:
    """The points of the frontier over the sides asked about, each proved; when it ends, they are all.

    Raises `OutOfTime` where the watch stops it. Cost: one search for each point and corner (with two sides those of a
    triangle are one), and some short ones for each point.
    """
    match regions.terms.over:
        case 1:
            return _of_one(regions)
        case 2:
            return _of_two(regions)
        case _:
            return _of_many(regions)


def _of_one(regions: Regions) -> Iterator[Point]:
    weights = regions.alone(0)
    if (best := regions.best(weights, regions.floors)) is not None:
        yield regions.first(weights, best)


def _of_two(regions: Regions) -> Iterator[Point]:
    """From the best for the first side to the best for the second."""
    ends = []
    for one, other in ((0, 1), (1, 0)):
        top = regions.best(regions.alone(one), regions.floors)
        if top is None:
            return
        weights = regions.weights([(1, regions.totals[k] + 1)[k == other] for k in (0, 1)])
        corner = _raised(regions.floors, one, top.units[one])
        end = regions.first(weights, regions.best(weights, corner, weigh(weights, top.units)) or top)
        ends.append(end)
        if one == 0 or end.units[:2] != ends[0].units[:2]:
            yield end
    todo = [] if ends[0].units[:2] == ends[1].units[:2] else [(ends[1], ends[0])]
    while todo:
        lower, upper = todo.pop()
        corner = (lower.units[0] + 1, upper.units[1] + 1, *regions.floors[2:])
        weights = regions.weights((upper.units[0] - lower.units[0], lower.units[1] - upper.units[1]))
        line = max(weigh(weights, lower.units), weigh(weights, upper.units))
        if (above := regions.best(weights, corner, line + 1)) is not None:
            between = regions.first(weights, above)
            yield between
            todo += [(lower, between), (between, upper)]
        else:
            yield from _all_beyond(regions, weights, corner)


def _all_beyond(regions: Regions, weights: tuple[int, ...], corner: Sequence[int]) -> Iterator[Point]:
    """All points beyond a corner, in one search: what was found leaves smaller corners to look beyond.

    What the search has behind it reaches no corner, so whatever dominates what it finds is still before it.
    """
    stack, corners = regions.everything(weights), np.array([corner], np.int64)
    while (found := regions.look(stack, corners.tolist())) is not None:
        asked = (*found.units[: regions.terms.over], *regions.floors[regions.terms.over :])
        better = regions.best_left(stack.copy(), asked, weigh(weights, found.units) + 1)
        point = regions.first(weights, better or found, stack.copy())
        yield point
        corners = uncovered(corners, point.units, regions.terms.over)


def _of_many(regions: Regions) -> Iterator[Point]:
    """Corner by corner, the best for the first side first, weighed by how far each side's best is from the corner."""
    over, most = regions.terms.over, []
    for column in range(over):
        if (best := regions.best(regions.alone(column), regions.floors)) is None:
            return
        most.append(best.units[column])
    corners = np.array([regions.floors], np.int64)
    while len(corners):
        place = np.lexsort(corners.T[::-1])[-1]
        corner = corners[place].tolist()
        weights = regions.weights([top - low + 1 for top, low in zip(most, corner, strict=False)])
        found = regions.best(weights, corner) if all(a <= b for a, b in zip(corner, most, strict=False)) else None
        if found is None:
            corners = np.delete(corners, place, axis=0)
        else:
            point = regions.first(weights, found)
            yield point
            corners = uncovered(corners, point.units, over)


def uncovered(corners: Corners, units: Sequence[int], over: int) -> Corners:
    """Corners that a point does not reach, so that together they are reached by what no point so far covers.

    Of the corners the point reaches, each is replaced by some that ask one of the sides asked about for one unit more
    than the point has. Cost: new corners times corners.

    >>> uncovered(np.array([[0, 0]]), (3, 5), over=2).tolist()
    [[0, 6], [4, 0]]
    """
    reached = (corners <= np.array(units, np.int64)).all(axis=1)
    left, fresh = corners[~reached], []
    for column in range(over):
        raised = corners[reached].copy()
        raised[:, column] = units[column] + 1
        fresh.append(raised)
    new = np.unique(np.concatenate(fresh), axis=0)
    rivals = np.concatenate((left, new))
    needed = [k for k, corner in enumerate(new) if (rivals <= corner).all(axis=1).sum() == 1]
    return np.concatenate((left, new[needed]))


def _raised(corner: Sequence[int], column: int, units: int) -> tuple[int, ...]:
    return (*corner[:column], units, *corner[column + 1 :])
