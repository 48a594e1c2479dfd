"""The method *counting*: how large the zone is, exactly, whatever the number of packages.

A zone that all sides must accept is counted in a table over what they can still spare (``counting_table.py``), or in
two halves where points have many digits (``halves.py``), whichever is cheaper. Under a rule that needs some sides, the
packages that all of a set of sides accept are counted for every such set; inclusion and exclusion makes of these how
many are accepted by exactly the sides of each set. Where there are few sides that is done in any case, and says how
many packages are accepted by how many.

Source: inclusion and exclusion over sets, Stanley 2012, Enumerative Combinatorics 1, 2nd ed., section 2.1.

Read next: ``tilt.py``, for what is too large.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import combinations
from math import inf

from ..arrays import FITS
from ..methods import method
from ..problem import Problem
from ..questions import Counted, Question, Result, Size
from ..watch import MEMORY, Watch
from . import halves
from .counting_table import Plan, count, planned
from .grouped import coalition, grouped

FEW_SIDES = 4
"""With no more sides than this, packages are counted by how many sides accept them."""
MOST_SIDES = 8
"""With more sides than this, a rule that needs some of them is declined: there are too many sets."""
LONGEST = 600.0
"""What would take longer than so many seconds is declined."""
SMALL = 1 << 16
"""So few packages are not worth a plan."""
AT_LEAST = 1e-3
"""Seconds that the count for one set of sides takes in any case, roughly."""


def _accepts(problem: Problem, question: Question) -> bool:
    return isinstance(question, Size) and _seconds(problem) <= LONGEST


def _cost(problem: Problem, question: Question) -> float:
    return _seconds(problem)


@method(
    "counting",
    source="Bellman 1957, Dynamic Programming; Horowitz & Sahni 1974, Journal of the ACM 21(2), 277-292",
    accepts=_accepts,
    cost=_cost,
)
def count_the_zone(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result the size of the zone: exactly, unless the watch leaves no time or memory for it, and then at least 0.

    Cost: that of `counting_table.count` or `halves.halves`, for one set of sides, or for each that suffices.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> half = (Side(((0, 1),) * 100, floor=50), Side(((1, 0),) * 100, floor=50))
    >>> count_the_zone(Problem((2,) * 100, half, needs=2), [Size()], QUIET)[Size()].count  # 100 over 50
    100891344545564193334812497256
    """
    return dict.fromkeys(questions, _counted(problem, watch))


def _counted(problem: Problem, watch: Watch) -> Counted:
    if watch.left() < _seconds(problem):
        return Counted(0, exact=False)
    needed, sets = _needed(problem), _sets(problem)
    accepting: dict[frozenset[int], int] = {}
    for sides in [*needed, *(one for one in sets if one not in needed)]:
        found = _count_one(coalition(problem, sorted(sides)), watch)
        if found is None:
            break
        accepting[sides] = found
    if len(accepting) < len(needed):
        return Counted(0, exact=False)
    if len(needed) == 1:
        size = accepting[needed[0]]
    else:
        size = sum(_exactly({sides: accepting[sides] for sides in needed}).values())
    return Counted(size, exact=True, accepted_by=_by_number(problem, accepting))


def _needed(problem: Problem) -> list[frozenset[int]]:
    """The sets of sides that suffice for agreement; where no side is needed, the set of none."""
    sides = range(len(problem.sides))
    sizes = range(problem.needs, len(sides) + 1) if problem.needs else [0]
    sets = [frozenset(found) for size in sizes for found in combinations(sides, size)]
    return [found for found in sets if found >= problem.including or not problem.needs]


@lru_cache(maxsize=8)
def _sets(problem: Problem) -> list[frozenset[int]]:
    """The sets of sides that are counted: those needed, or all of them where there are few sides."""
    sides = range(len(problem.sides))
    if len(sides) > FEW_SIDES:
        return _needed(problem)
    sets = [frozenset(found) for size in range(len(sides) + 1) for found in combinations(sides, size)]
    return sets if _is_small(problem) or _set_seconds(problem, sets) < inf else _needed(problem)


def _is_small(problem: Problem) -> bool:
    """Whether there are so few packages, of scores in 64 bits, that halves do if nothing else does."""
    return problem.packages <= SMALL and problem.largest < FITS


def _by_number(problem: Problem, accepting: dict[frozenset[int], int]) -> tuple[int, ...] | None:
    """How many packages are accepted by 0, 1, ... sides; None where some set was not counted."""
    if len(accepting) < 2 ** len(problem.sides):
        return None
    by_number = [0] * (len(problem.sides) + 1)
    for sides, packages in _exactly(accepting).items():
        by_number[len(sides)] += packages
    return tuple(by_number)


def _exactly(accepting: dict[frozenset[int], int]) -> dict[frozenset[int], int]:
    """How many packages exactly the sides of a set accept, from how many at least they accept.

    With every set all larger ones must be there.

    >>> both, ann = frozenset({0, 1}), frozenset({0})
    >>> _exactly({both: 3, ann: 5}) == {both: 3, ann: 2}
    True
    """
    exactly = dict(accepting)
    for side in frozenset[int]().union(*accepting):
        for one in accepting:
            if side not in one:
                exactly[one] -= exactly[one | {side}]
    return exactly


def _count_one(problem: Problem, watch: Watch) -> int | None:
    """How many packages all sides accept; None where time or memory ran out."""
    zone = grouped(problem)
    assert zone is not None  # or it was not accepted
    if zone.empty:
        return 0
    plan = planned(zone)
    if halves.cost(zone) < _table_seconds(plan, watch.memory):
        halved = halves.halves(zone, watch)
        return None if halved is None else halved.size
    return count(plan, watch) if plan.bytes_at_once <= watch.memory else None


def _table_seconds(plan: Plan, memory: int) -> float:
    return plan.work if plan.bytes_at_once <= memory else inf


@lru_cache(maxsize=64)
def _zone_seconds(problem: Problem) -> float:
    """Seconds, roughly, to count the packages that all sides accept; infinity where that cannot be done."""
    zone = grouped(problem)
    if zone is None:
        return inf
    if zone.empty:
        return AT_LEAST
    return AT_LEAST + min(_table_seconds(planned(zone), MEMORY), halves.cost(zone))


def _set_seconds(problem: Problem, sets: Collection[frozenset[int]]) -> float:
    return sum(_zone_seconds(coalition(problem, sorted(sides))) for sides in sets)


@lru_cache(maxsize=8)
def _seconds(problem: Problem) -> float:
    """Seconds, roughly, for everything; infinity where it cannot be done."""
    if not problem.needs_all and problem.needs and len(problem.sides) > MOST_SIDES:
        return inf
    sets = _sets(problem)
    return AT_LEAST * len(sets) if _is_small(problem) else _set_seconds(problem, sets)
