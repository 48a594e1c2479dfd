"""What every answer is held against, whatever method gave it: the plain definition of the zone and of a score.

Read next: ``enumerating/enumeration.py``, the plainest method.
"""

from __future__ import annotations

import numpy as np

from . import arrays
from .problem import Problem, in_zone, requirements, without
from .questions import Answer, Chosen, Found, Frontier, MinimalSets, Points, Question

MOST_CHECKED = 2_000
"""Packages of one answer that are looked at."""


def check(problem: Problem, question: Question, found: Answer) -> None:
    """Every package reported is in the zone (or in the one a repair opens), and has the scores reported.

    Of a long frontier `MOST_CHECKED` points are looked at, evenly spread. Cost: the packages looked at, times issues
    and sides. Raises `AssertionError` where a method is wrong.
    """
    match found:
        case Found(package=tuple(package)) | Chosen(package=tuple(package)):
            right = in_zone(problem, package)
        case Points(points=points) if points and isinstance(question, Frontier):
            some = points[:: -(-len(points) // MOST_CHECKED)]
            packages = np.array([package for package, _ in some], np.intp)
            given = np.array([units for _, units in some], object if problem.largest >= arrays.FITS else np.int64)
            scored = arrays.units(problem, packages)
            right = bool(
                (arrays.in_zone(problem, packages, scored) & (scored[:, question.over] == given).all(axis=1)).all()
            )
        case MinimalSets(repairs=repairs):
            named = requirements(problem)
            opened = [(without(problem, [named[k] for k in repair.requirements]), repair.package) for repair in repairs]
            right = all(in_zone(mended, package) for mended, package in opened)
        case _:
            right = True
    if not right:
        raise AssertionError("a method reported a package outside the zone; this is a bug: please report it")
