"""Packages of the zone by chance, each as likely as another.

Where the zone can be counted, its packages can be numbered from 0 without being listed, and a package found by its
number. A number is drawn from as many words of chance as it has bits, and one that is too large is drawn again; so
nothing is rounded, however large the zone. The numbering is in no order that would mean anything. A zone beyond
counting is drawn from by ``even.py``, where not too many draws are lost.

Source: Nijenhuis & Wilf 1978, Combinatorial Algorithms, 2nd ed., chapter 13.

Read next: ``../drawing/robust.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

from ..arrays import Packages
from ..chance import below, start_of
from ..enumerating.blocks import blocks
from ..enumerating.enumeration import MOST_PACKAGES
from ..problem import Problem
from ..watch import Watch
from . import halves
from .counting_table import all_layers, number_of, planned, rows_of
from .even import even
from .grouped import Grouped, grouped

LONGEST = 10.0
"""What would take longer than so many seconds to number is not numbered."""


@dataclass(frozen=True)
class Numbering:
    """The packages of a zone by number: ``size`` of them; ``packages`` gives those with numbers from 0 to ``size``."""

    size: int
    packages: Callable[[Sequence[int]], Packages]


def numbering(problem: Problem, watch: Watch) -> Numbering | None:
    """The packages of the zone by number; None where they cannot be numbered with the time and memory there is.

    Cost: that of counting the zone, and all layers kept in memory; where there is no other way, a look at every
    package. For each package found by its number, a look at the rows of every table.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> two_of_three = numbering(Problem((2, 2, 2), (Side(((0, 1), (0, 1), (0, 1)), floor=2),), needs=1), QUIET)
    >>> two_of_three.size, sorted(two_of_three.packages(range(4)).tolist())
    (4, [[0, 1, 1], [1, 0, 1], [1, 1, 0], [1, 1, 1]])
    """
    zone = grouped(problem)
    if zone is None:
        return _listed(problem, watch) if problem.packages <= MOST_PACKAGES else None
    if zone.empty:
        return Numbering(0, lambda numbers: np.empty((len(numbers), len(problem.sizes)), np.intp))
    plan = planned(zone)
    in_table = plan.work if plan.bytes_of_all <= watch.memory else inf
    in_halves = halves.cost(zone)
    if min(in_table, in_halves) > LONGEST:
        return None
    if in_halves < in_table:
        halved = halves.halves(zone, watch)
        return None if halved is None else Numbering(halved.size, lambda n: packages_of(zone, halved.rows_of(n)))
    ways = all_layers(plan, watch)
    if ways is None:
        return None
    return Numbering(number_of(ways[0][0], plan.bits), lambda n: packages_of(zone, rows_of(plan, ways, n)))


def samples(problem: Problem, count: int, seed: int, watch: Watch) -> Packages | None:
    """So many packages of the zone by chance, each as likely as another, and each drawn anew from the whole zone.

    (count, issues), option numbers; none where the zone is empty. None where they cannot be drawn with the time and
    memory there is. The same seed gives the same packages, and fewer of them are the first of more.
    Cost: `numbering`, or `even.even` where that cannot be done; where bonuses join too many issues, as many draws of a
    wider zone as it is larger.
    """
    from .wider import samples_within, wider  # which draws with what is here

    numbered = numbering(problem, watch)
    if numbered is not None:
        return numbered.packages(below(start_of(seed, "samples"), numbered.size, count) if numbered.size else [])
    zone = grouped(problem)
    if zone is None:
        wide = wider(problem)
        return None if wide is None else samples_within(problem, wide, count, seed, watch)
    rows = even(zone, count, seed, watch)
    return None if rows is None else packages_of(zone, rows)


def packages_of(zone: Grouped, rows: npt.NDArray[np.intp]) -> Packages:
    """The packages that take these rows of the joined tables."""
    keys = np.zeros((len(rows), zone.joined.keys.shape[1]), np.uint64)
    for table in range(rows.shape[1]):
        keys |= zone.joined.keys[rows[:, table]]
    return zone.joined.packages(keys)


def _listed(problem: Problem, watch: Watch) -> Numbering | None:
    """The packages of the zone by going through all packages: in file order."""
    found, size = [np.zeros(0, np.intp)], 0
    for block in blocks(problem):
        size += len(block.zone)
        if watch.left() <= 0 or 16 * size > watch.memory:
            return None
        found.append(block.first + block.zone)
        watch.step((block.first + block.size) / problem.packages, "looking at every package")
    places = np.concatenate(found)
    shape = np.array(problem.sizes)

    def packages(numbers: Sequence[int]) -> Packages:
        return np.array(np.unravel_index(places[list(numbers)], shape), np.intp).T.reshape(len(numbers), len(shape))

    return Numbering(len(places), packages)
