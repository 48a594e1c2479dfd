"""Answers read off a complete frontier: every formula's pick, the highest scores, and how high a walk-away may rise.

Every formula's value never falls when a gain rises, and its ties go to the better sorted gains: so its pick is always
on the frontier, and with the first package in file order for each point it is the pick itself.

Read next: ``merging/issue_merge.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from .arrays import Packages
from .pairs import Pairs
from .problem import Problem
from .questions import Best, Chosen, Exists, Found, Frontier, Heights, Highest, Points, Question, Raised, Result, Room
from .tables import Units
from .thinning import standing_for_all

NEAR = 1e-9
"""Floating point leaves out what is worse than the best by more than this share; whole numbers decide the rest. The
rounding of a sum of 100 logarithms, or of a share, is below 1e-13 of it."""


def readable(problem: Problem, question: Question) -> bool:
    """Whether the answer can be read off a complete frontier over all sides, of a zone of full agreement or of all.

    A walk-away may rise to the highest score of its side in the zone, where there is a zone and every yes is needed.
    """
    everyone = tuple(range(len(problem.sides)))
    match question:
        case Exists() | Highest() | Best():
            return True
        case Room():
            return problem.needs_all and problem.needs > 0
        case Frontier(over=over):
            return over == everyone
        case _:
            return False


def read(problem: Problem, packages: Packages, units: Units, question: Question) -> Result:
    """The answer to a `readable` question.

    ``packages``: (points, issues), for each distinct undominated score vector of the zone the first package in file
    order; ``units``: (points, sides), their scores. `Room` needs at least one point.
    Cost: the points, times sides or issues.

    >>> from goodoffices.exact.problem import Side
    >>> fence = Problem((2,), (Side(((0, 7),)), Side(((4, 2),))))
    >>> read(fence, np.array([[0], [1]]), np.array([[0, 4], [7, 2]]), Highest())
    Heights(heights=(7, 4), proved=True)
    """
    match question:
        case Exists():
            return Found(tuple(packages[0].tolist()) if len(packages) else None, proved=True)
        case Highest():
            return Heights(tuple(units.max(axis=0).tolist()) if len(units) else None, proved=True)
        case Room(side):
            return Raised(int(units[:, side].max()), unbounded=False, proved=True)
        case Frontier(most=most):
            return listed(packages, units, most)
        case Best():
            return Chosen(_pick(problem, packages, units, question), proved=True)
        case _:
            raise TypeError(f"{question} cannot be read off a frontier")


def listed(packages: Packages, units: Units, most: int | None) -> Points:
    """All points of a complete frontier, or a part of at most ``most`` that stands for them."""
    size, within = None, None
    if most is not None and len(units) > most:
        order = np.lexsort(packages.T[::-1])
        places, within = standing_for_all(units[order], most)
        size, packages, units = len(units), packages[order][places], units[order][places]
    return Points(Pairs(packages, units), size is None, size, within)


def room_without_a_zone(
    problem: Problem, side: int, points_of: Callable[[Problem], tuple[Packages, Units] | None]
) -> Raised:
    """Where there is no zone, a walk-away may stand where the others' requirements leave the most for its side.

    ``points_of``: the complete frontier of another problem, None where it cannot be had.
    """
    known = points_of(without_floor(problem, side))
    if known is None:
        return Raised(None, unbounded=False, proved=False)
    return Raised(int(known[1][:, side].max()) if len(known[1]) else None, unbounded=False, proved=True)


def without_floor(problem: Problem, side: int) -> Problem:
    """The same problem, but that one side's walk-away is gone."""
    sides = tuple(replace(one, floor=None) if k == side else one for k, one in enumerate(problem.sides))
    return replace(problem, sides=sides)


def _pick(problem: Problem, packages: Packages, units: Units, question: Best) -> tuple[int, ...] | None:
    """The package of the highest value; ties go to the better sorted gains, then to the first in file order."""
    gains = units - np.array([side.zero for side in problem.sides], np.int64)
    places = np.arange(len(gains))
    if question.objective.nonnegative:
        places = places[(gains >= 0).all(axis=1)]
    if not len(places):
        return None
    places = places[_highest_valued(gains[places], question)]
    ordered = np.sort(gains[places], axis=1)
    for level in range(ordered.shape[1]):
        best = ordered[:, level] == ordered[:, level].max()
        places, ordered = places[best], ordered[best]
    first = np.lexsort(packages[places].T[::-1])[0]
    return tuple(packages[places[first]].tolist())


def _highest_valued(gains: Units, question: Best) -> npt.NDArray[np.intp]:
    """The places of the highest value. Whole numbers decide wherever floating point comes near."""
    near = _near_the_best(gains, question)
    if near is None:
        return np.arange(len(gains))
    values = [question.objective.value(tuple(row), question.best) for row in gains[near].tolist()]
    best = max(values)
    return near[[value == best for value in values]]


def _near_the_best(gains: Units, question: Best) -> npt.NDArray[np.intp] | None:
    """The places that may have the highest value; None where all are known to have it.

    The sorted gains themselves break the ties of ``least`` and decide ``sorted``, so there is nothing to leave out.
    """
    rough: npt.NDArray[Any]
    match question.objective.shape:
        case "sum":
            rough = gains.sum(axis=1)
            return np.flatnonzero(rough == rough.max())
        case "least" | "sorted":
            return None
        case "product" if question.objective.nonnegative:
            with np.errstate(divide="ignore"):  # the logarithm of a gain of 0 is minus infinity, as it should be
                rough = np.log(gains.astype(np.float64)).sum(axis=1)
            if rough.max() == -inf:  # gains are whole and none is negative: every product is 0 exactly
                return None
        case "share":
            counted = [side for side, top in enumerate(question.best) if top > 0]
            if not counted:
                return None
            best = np.array(question.best, np.float64)[counted]
            rough = (gains[:, counted] / best).min(axis=1)
        case _:
            return np.arange(len(gains))
    return np.flatnonzero(rough >= rough.max() - NEAR * max(1.0, abs(float(rough.max()))))
