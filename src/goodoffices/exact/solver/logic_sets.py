"""The method *logic* for lists: the frontier, repairs and conflicts, coalitions.

Each list is found one element after another, each time leaving out what is already covered, until the solver proves
that nothing is left.

Read next: ``analysis/formulas.py``.
"""

from __future__ import annotations

from ..minimal import drops, file_order, members, transversals
from ..problem import Choices, Problem, broken, of_sides, requirements, scores, without
from ..questions import Conflict, MinimalSets, Opening, Points, Sets
from ..watch import OutOfTime, Watch
from .model import Model

MOST_REPAIRS = 200
"""Repairs listed at most; more are said to be left out."""


def frontier(problem: Problem, over: tuple[int, ...], watch: Watch) -> Points:
    """The frontier over the scores of the sides in ``over``, point by point, in units.

    The package of the greatest sum among those that no known point covers is undominated: whatever dominated it would
    have a greater sum and would not be covered either. Where sums are rounded, a second search climbs to the frontier.
    Ties: one package for each score vector, not always the first in file order. Points come as they are found.
    Cost: a run of the solver for each point and one to prove the end, a few more for each where sums are rounded.
    Source: Sylva & Crema 2004, European Journal of Operational Research 158(1), 46-55.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> frontier(Problem((3,), (Side(((0, 7, 7),)), Side(((4, 2, 1),)))), over=(0, 1), watch=QUIET)
    Points(points=(((1,), (7, 2)), ((0,), (0, 4))), complete=True, size=None, within=None, gaining=None)
    """
    points: list[tuple[Choices, tuple[int, ...]]] = []
    model = Model(problem, watch)
    model.require_zone()
    try:
        while (package := model.find(sum(model.steering(side) for side in over))) is not None:
            if not model.exact:
                package = _climb(problem, over, package, watch)
            units = tuple(scores(problem, package)[side] for side in over)
            points.append((package, units))
            watch.step(-1, f"{len(points)} points of the frontier proved")
            model.require_any(model.reaches(side, value + 1) for side, value in zip(over, units, strict=True))
    except OutOfTime:
        return Points(tuple(points), complete=False)
    return Points(tuple(points), complete=True)


def _climb(problem: Problem, over: tuple[int, ...], package: Choices, watch: Watch) -> Choices:
    """From a package to one that dominates it and that none dominates."""
    model = Model(problem, watch)
    model.require_zone()
    found: Choices | None = package
    while found is not None:
        package = found
        units = [(side, scores(problem, package)[side]) for side in over]
        model.require(*(model.reaches(side, value) for side, value in units))
        model.require_any(model.reaches(side, value + 1) for side, value in units)
        found = model.find()
    return package


def minimal(problem: Problem, watch: Watch) -> MinimalSets:
    """The repairs, each with its undominated falls, and the conflicts that follow from them.

    Falls are in units. Sets come by their number of requirements, then file order. Conflicts are read off the complete
    list of repairs; where that is not complete, one is found by dropping one requirement after another.
    Cost: a run of the solver for each repair up to `MOST_REPAIRS`, and a small frontier for each.
    Source: Liffiton & Sakallah 2008, Journal of Automated Reasoning 40(1), 1-33, for repairs first and conflicts from
    them; Chinneck & Dravnieks 1991, ORSA Journal on Computing 3(2), 157-168, for the one conflict (deletion filter).

    Side 0 wants 5 and side 1 wants 3; requirement 0 falls by 5 to open the first package, 1 by 1 the second:

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> found = minimal(Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=3)), needs=2), QUIET)
    >>> [(opening.requirements, opening.falls, opening.package) for opening in found.repairs]
    [((0,), ((5,),), (0,)), ((1,), ((1,),), (1,))]
    >>> found.conflicts, found.conflicts_complete
    (((0, 1),), True)
    """
    sets, complete = _repairs(problem, watch)
    if sets == [0]:
        return MinimalSets((), True, (), True)
    openings = [opening for repair in sets if (opening := _opening(problem, repair, watch)) is not None]
    if complete:
        conflicts, all_found = transversals(sets)
    else:
        conflicts, all_found = _one_conflict(problem, watch), False
    return MinimalSets(
        repairs=tuple(openings),
        repairs_complete=complete and len(openings) == len(sets),
        conflicts=tuple(members(bits) for bits in conflicts),
        conflicts_complete=all_found,
    )


def smallest(problem: Problem, watch: Watch) -> Conflict:
    """A conflict of the fewest requirements, read off the repairs; where these are not complete, any one, not proved.

    Of several it is the first in file order. Cost: a run of the solver for each repair up to `MOST_REPAIRS`.
    """
    sets, complete = _repairs(problem, watch)
    if sets == [0] or (complete and not sets):
        return Conflict(None, proved=True)
    conflicts, all_found = transversals(sets) if complete else (_one_conflict(problem, watch), False)
    return Conflict(members(conflicts[0]) if conflicts else None, proved=all_found)


def _repairs(problem: Problem, watch: Watch) -> tuple[list[int], bool]:
    """The minimal sets to drop, as bits in file order, and whether these are all; ``[0]`` where there is a zone."""
    model = Model(problem, watch)
    model.require_links()
    dropped, accepted = [], {}
    for side in range(len(problem.sides)):
        needed = model.requirements(side)
        drop = [model.model.new_bool_var("") for _ in needed]
        accepted[side] = model.all_of([model.any_of(pair) for pair in zip(needed, drop, strict=True)])
        dropped += drop  # in the order of `requirements`
    model.require_yes(accepted, problem.needs)
    found: list[int] = []
    try:
        while len(found) < MOST_REPAIRS and (package := model.find(-sum(dropped))) is not None:
            candidates = drops(broken(problem, package), of_sides(problem), problem.needs, problem.including)
            fresh = [bits for bits in candidates if not any(bits & known == known for known in found)]
            repair = min(fresh, key=file_order)
            found.append(repair)
            if not repair:
                return [0], True
            watch.step(-1, f"{len(found)} repairs found")
            model.model.add(sum(dropped[k] for k in members(repair)) <= repair.bit_count() - 1)
    except OutOfTime:
        return sorted(found, key=file_order), False
    return sorted(found, key=file_order), len(found) < MOST_REPAIRS


def _opening(problem: Problem, repair: int, watch: Watch) -> Opening | None:
    """A repair with its falls: the frontier, over the sides whose walk-aways are in it, of what dropping it opens."""
    listed = requirements(problem)
    opened = without(problem, [listed[k] for k in members(repair)])
    sides = tuple(listed[k].side for k in members(repair) if listed[k].line is None)
    if not sides:
        model = Model(opened, watch)
        model.require_zone()
        try:
            package = model.find()
        except OutOfTime:
            package = None
        return None if package is None else Opening(members(repair), ((),), package)
    points = frontier(opened, sides, watch)
    falls = sorted(
        (tuple(problem.sides[side].zero - value for side, value in zip(sides, units, strict=True)), package)
        for package, units in points.points
    )
    if not falls:
        return None
    return Opening(members(repair), tuple(fall for fall, _ in falls), falls[0][1], points.complete)


def _one_conflict(problem: Problem, watch: Watch) -> list[int]:
    """One conflict: requirements are dropped as long as the rest leaves no zone."""
    listed = requirements(problem)
    gone: list[int] = []
    try:
        for number in range(len(listed)):
            if not _opens(without(problem, [listed[k] for k in [*gone, number]]), watch):
                gone.append(number)
    except OutOfTime:
        return []
    return [sum(1 << number for number in range(len(listed)) if number not in gone)]


def _opens(problem: Problem, watch: Watch) -> bool:
    model = Model(problem, watch)
    model.require_zone()
    return model.find() is not None


def coalitions(problem: Problem, watch: Watch) -> Sets:
    """The largest sets of sides that suffice for agreement and accept some package together.

    Larger sets come first, then file order. Cost: a run of the solver for each set and one to prove the end.
    """
    model = Model(problem, watch)
    model.require_zone()
    accepted = [model.accepts(side) for side in range(len(problem.sides))]
    found: list[int] = []
    complete = True
    try:
        while (package := model.find(sum(accepted))) is not None:
            left = broken(problem, package)
            together = sum(1 << side for side, mine in enumerate(of_sides(problem)) if not left & mine)
            found.append(together)
            model.require_any(truth for side, truth in enumerate(accepted) if not together >> side & 1)
    except OutOfTime:
        complete = False
    ordered = sorted(found, key=lambda bits: (-bits.bit_count(), file_order(bits)))
    return Sets(tuple(members(bits) for bits in ordered), complete)
