"""What every answer is held against, whatever method gave it: the plain definition of the zone and of a score.

Read next: ``enumerating/enumeration.py``, the plainest method.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import arrays
from .arrays import Packages
from .pairs import Pair, Pairs
from .problem import Problem, in_zone, requirements, without
from .questions import Chosen, Found, Frontier, MinimalSets, Points, Question, Result

MOST_CHECKED = 2_000
"""Packages of one answer that are looked at."""


def check(problem: Problem, question: Question, found: Result) -> None:
    """Every package reported is in the zone (or in the one a repair opens), and has the scores reported.

    Of a long frontier `MOST_CHECKED` points are looked at, evenly spread. Cost: the packages looked at, times issues
    and sides. Raises `AssertionError` where a method is wrong.
    """
    match found:
        case Found(package=tuple(package)) | Chosen(package=tuple(package)):
            right = in_zone(problem, package)
        case Points(points=points) if points and isinstance(question, Frontier):
            packages, given = _in_arrays(points[:: -(-len(points) // MOST_CHECKED)], problem.largest >= arrays.FITS)
            scored = arrays.units(problem, packages)
            right = bool(arrays.in_zone(problem, packages, scored).all() and (scored[:, question.over] == given).all())
        case MinimalSets(repairs=repairs):
            named = requirements(problem)
            opened = [(without(problem, [named[k] for k in repair.requirements]), repair.package) for repair in repairs]
            right = all(in_zone(mended, package) for mended, package in opened)
        case _:
            right = True
    if not right:
        raise AssertionError("a method reported a package outside the zone; this is a bug: please report it")


def _in_arrays(points: Sequence[Pair], long: bool) -> tuple[Packages, npt.NDArray[Any]]:
    if isinstance(points, Pairs):
        return points.packages, points.units
    packages, units = zip(*points, strict=True)
    return np.array(packages, np.intp), np.array(units, object if long else np.int64)
