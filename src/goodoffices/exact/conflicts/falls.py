"""How far the walk-aways in a repair would have to fall: every undominated trade-off, one after another, each proved.

What is open is kept as boxes: in each, every score has to pass a corner of its own. A box is searched for a package of
the highest score of the first side, then, with that kept, of the second, and so on; what comes out is undominated, and
the boxes that hold it shrink to where one of its scores is passed.

Source: Klamroth, Lacour & Vanderpooten 2015, European Journal of Operational Research 245(3), 767-778.

Read next: ``certificate.py``.
"""

from __future__ import annotations

import numpy as np

from ..minimal import members
from ..problem import Choices, requirements, score, without
from ..questions import Frontier, Opening, Points
from ..tables import Units
from .keeping import Keeping
from .marked_tables import Rows
from .reaching import Ground, Undecided, first_package, highest, reach

MOST_FALLS = 1_000
"""Trade-offs listed for one repair; more are said to be left out."""

Corner = tuple[int, ...]


def opening(keeping: Keeping, repair: int) -> Opening:
    """A repair with its undominated falls, in units, and a package that the first of them opens.

    Falls are listed by the first walk-away's, the least first, then the second's. Where time runs out they are those
    found so far, or that of a package at hand.
    Cost: for one walk-away a few searches; for more, some for each trade-off.
    """
    marked = keeping.marked
    places = [place for place, bit in enumerate(marked.floor_bits) if bit & repair]
    kept = keeping.everything & ~repair
    at_hand = keeping.ask(kept).package
    assert at_hand is not None
    ground = keeping.ground(kept)
    if not places:
        rows = first_package(ground)
        return Opening(members(repair), ((),), at_hand if rows is None else marked.package(rows))
    found: dict[Corner, Rows] = {}
    try:
        complete = _trade_offs(ground, places, found)
    except Undecided:
        return _asked_elsewhere(keeping, repair, places, found, at_hand)
    finally:
        keeping.remember(ground)
    best = max(found)
    floors = marked.floors.copy()
    floors[places] = best
    rows = first_package(ground.raised(floors, np.union1d(ground.wanted, places).astype(np.intp)))
    package = marked.package(found[best] if rows is None else rows)
    return _opening(keeping, repair, places, list(found), package, complete)


def _opening(
    keeping: Keeping, repair: int, places: list[int], units: list[Corner], package: Choices, complete: bool
) -> Opening:
    floors = keeping.marked.floors[places].tolist()
    falls = sorted(tuple(floor - value for floor, value in zip(floors, one, strict=True)) for one in units)
    return Opening(members(repair), tuple(falls), package, complete)


def _asked_elsewhere(
    keeping: Keeping, repair: int, places: list[int], found: dict[Corner, Rows], at_hand: Choices
) -> Opening:
    """The falls by another method of the planner's; else those found so far."""
    from ..planner import answer  # the planner knows the method this belongs to, so not before it is needed

    marked = keeping.marked
    problem, sides = marked.problem, tuple(marked.floored[place] for place in places)
    named = requirements(problem)
    opened = without(problem, [named[number] for number in members(repair)])
    question = Frontier(sides)
    if keeping.watch.left() > 0:
        points, _ = answer(opened, [question], watch=keeping.watch)[question]
        assert isinstance(points, Points)
        if points.points and (points.complete or len(points.points) > len(found)):
            units = {one: package for package, one in points.points}
            return _opening(keeping, repair, places, list(units), units[max(units)], points.complete)
    if found:
        return _opening(keeping, repair, places, list(found), marked.package(found[max(found)]), False)
    here = tuple(score(problem.sides[side], at_hand) for side in sides)
    return _opening(keeping, repair, places, [here], at_hand, False)


def _trade_offs(ground: Ground, places: list[int], found: dict[Corner, Rows]) -> bool:
    """Collect every undominated vector of the scores at some places, with a package; whether that is all of them."""
    lowest = np.minimum.reduceat(ground.rows.units[:, places], ground.rows.starts, axis=0).sum(axis=0)
    corners: list[Corner] = [tuple(int(value) - 1 for value in lowest)]
    while corners:
        corner = corners.pop()
        best = _beyond(ground, places, corner)
        if best is not None:
            if len(found) == MOST_FALLS:
                return False
            scores, rows = best
            found[scores] = rows
            corners = _shrunk([*corners, corner], scores)
    return True


def _beyond(ground: Ground, places: list[int], corner: Corner) -> tuple[Corner, Rows] | None:
    """An undominated vector of scores that all pass those of a corner, with a package; None where there is none."""
    floors = ground.floors.copy()
    floors[places] = np.array(corner, np.int64) + 1
    wanted = np.union1d(ground.wanted, places).astype(np.intp)
    rows = reach(ground.raised(floors, wanted)).rows
    if rows is None:
        return None
    for place in places:
        rows = highest(ground.raised(floors, wanted), place, rows)
        floors[place] = _scores(ground, rows)[place]
    return tuple(_scores(ground, rows)[places].tolist()), rows


def _scores(ground: Ground, rows: Rows) -> Units:
    found: Units = ground.rows.units[np.searchsorted(ground.rows.rows, rows)].sum(axis=0)
    return found


def _shrunk(corners: list[Corner], point: Corner) -> list[Corner]:
    """The boxes left once a point is known: those beyond it in some score. A box within another goes.

    >>> _shrunk([(0, 0)], (3, 5))
    [(3, 0), (0, 5)]
    """
    kept = [corner for corner in corners if not all(a < b for a, b in zip(corner, point, strict=True))]
    fresh = [
        (*corner[:place], point[place], *corner[place + 1 :])
        for corner in corners
        if all(a < b for a, b in zip(corner, point, strict=True))
        for place in range(len(point))
    ]
    for one in dict.fromkeys(fresh):
        others = [*kept, *(other for other in fresh if other != one)]
        if not any(all(a >= b for a, b in zip(one, other, strict=True)) for other in others):
            kept.append(one)
    return kept
