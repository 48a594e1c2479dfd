"""Many packages at once: what `problem` says of one package, over an array of them.

Read next: ``narrowing.py``, then ``tables.py``.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .problem import Problem
from .trees import Literal, Tree

Packages: TypeAlias = npt.NDArray[np.intp]
"""Packages by numbers: (packages, issues), the option taken on each issue."""

AT_ONCE = 1 << 20
"""So many numbers are written out at a time."""

FITS = 1 << 62
"""Sums below this are exact in 64-bit integers with room for one more addition."""


def truths(tree: Tree, packages: Packages) -> npt.NDArray[np.bool_]:
    """For each package whether the tree holds: (packages,). Cost: nodes of the tree times packages.

    >>> truths(Literal(1, frozenset({0, 2})), np.array([[0, 0], [0, 1], [5, 2]])).tolist()
    [True, False, True]
    """
    if isinstance(tree, Literal):
        options = packages[:, tree.issue]
        held = np.zeros(len(packages), np.bool_)
        for option in tree.options:
            held |= options == option
        return held
    count = np.zeros(len(packages), np.intp)
    for part in tree.parts:
        count += truths(part, packages)
    return count >= tree.needs


def by_option(problem: Problem) -> npt.NDArray[Any]:
    """The units of every option of every issue, one issue after another: (options, sides), without bonuses."""
    dtype: npt.DTypeLike = object if problem.largest >= FITS else np.int64
    rows = [list(chain.from_iterable(side.scores)) for side in problem.sides]
    return np.array(rows, dtype).reshape(len(problem.sides), sum(problem.sizes)).T


def units(problem: Problem, packages: Packages) -> npt.NDArray[Any]:
    """The units each side gives each package: (packages, sides), whole.

    64-bit integers, or Python integers where those would not do. Cost: packages times issues times sides.

    >>> from goodoffices.exact.problem import Side
    >>> fence = Problem((2, 2), (Side(((0, 7), (1, 2))), Side(((4, 2), (0, 0)))))
    >>> units(fence, np.array([[1, 0], [0, 1]])).tolist()
    [[8, 2], [2, 4]]
    """
    table = by_option(problem)
    cells = packages + np.cumsum((0, *problem.sizes[:-1]))
    total = np.zeros((len(packages), len(problem.sides)), table.dtype)
    at_once = max(1, AT_ONCE // max(1, table.shape[1] * len(problem.sizes)))
    for first in range(0, len(packages), at_once):
        here = slice(first, first + at_once)
        total[here] = table[cells[here].T].sum(axis=0)
    for number, side in enumerate(problem.sides):
        for tree, bonus in side.bonuses:
            total[truths(tree, packages), number] += bonus
    return total


def in_zone(problem: Problem, packages: Packages, scored: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """For each package whether it meets the links and enough sides accept it: (packages,).

    ``scored``: the packages' `units`. The plain definition of `problem.in_zone`, over arrays. Cost: packages times
    sides and nodes of trees.
    """
    meets = np.ones(len(packages), np.bool_)
    for link in problem.links:
        meets &= truths(link, packages)
    yes = np.zeros(len(packages), np.intp)
    for number, side in enumerate(problem.sides):
        accepted = np.ones(len(packages), np.bool_) if side.floor is None else scored[:, number] >= side.floor
        for line in side.lines:
            accepted &= truths(line, packages)
        yes += accepted
        if number in problem.including:
            meets &= accepted
    return meets & (yes >= problem.needs)
