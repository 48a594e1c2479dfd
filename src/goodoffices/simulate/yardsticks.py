"""What could have been reached in given talks, by the exact engine: what a run is measured against.

Everything here is proved or None. A measure that no method proves within the time the watch leaves is None, never an
estimate; so rows are the same on every machine as long as the time suffices.

Source: the product of gains, Nash 1950, The Bargaining Problem, Econometrica 18(2), 155-162; the greatest gain in equal
shares, Kalai & Smorodinsky 1975, Other Solutions to Nash's Bargaining Problem, Econometrica 43(3), 513-518.

Read next: ``own.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..analysis.formulas import FORMULAS
from ..errors import NoMethod
from ..exact.planner import answer
from ..exact.problem import Choices, Problem, Side, gains, scores
from ..exact.questions import Best, Chosen, Exists, Found, Heights, Highest, Objective
from ..exact.watch import QUIET, Watch


@dataclass(frozen=True)
class Yardsticks:
    """The measures of one problem. ``scales``: for each side the least and the greatest score of any package that
    meets the links; ``zone``: whether there is one; ``product``: the greatest product of all sides' gains, where a
    package gives nobody less than nothing; ``best``: for each side its greatest gain in the zone. None: not proved,
    or (the last two) nothing to measure, where there is no zone.
    """

    scales: tuple[tuple[int, int], ...]
    zone: bool | None
    product: int | None
    best: tuple[int, ...] | None


def measured(problem: Problem, watch: Watch = QUIET) -> Yardsticks:
    """The yardsticks of a problem. Raises `NoMethod` where the time does not suffice for the scales.

    >>> fence = Problem((2, 2), (Side(((0, 7), (1, 2)), floor=2), Side(((4, 0), (0, 2)), floor=1)), needs=2)
    >>> measured(fence)
    Yardsticks(scales=((1, 9), (0, 6)), zone=True, product=7, best=(7, 5))
    """
    scales = tuple(scale(problem, number, watch) for number in range(len(problem.sides)))
    return Yardsticks(scales, *_reached(problem, watch))


def scale(problem: Problem, number: int, watch: Watch = QUIET) -> tuple[int, int]:
    """The least and the greatest score that a side gives any package that meets the links, in units.

    Raises `NoMethod` where they are not proved in time: without a scale nothing can be said as a share of it.
    """
    side = problem.sides[number]
    if not side.bonuses and not problem.links:
        return side.lowest, side.highest
    return -_highest(problem, _turned(side), watch), _highest(problem, side, watch)


def still_to_win(
    problem: Problem, scales: Sequence[tuple[int, int]], scored: Sequence[int], watch: Watch = QUIET
) -> Fraction | None:
    """The largest share of its scale that every side could gain at once over these scores; 0 where there is none.

    Over packages that meet the links and everybody's red lines, whatever the walk-aways. A side whose packages are all
    worth the same cannot gain, and is left out of account. None where it is not proved in time.

    >>> fence = Problem((2, 2), (Side(((0, 8), (0, 2))), Side(((6, 0), (0, 6)))))
    >>> still_to_win(fence, [(0, 10), (0, 12)], (0, 0))
    Fraction(1, 2)
    """
    wide = [high - low for low, high in scales]
    moving = [number for number, width in enumerate(wide) if width]
    if not moving:
        return Fraction(0)
    sides = tuple(replace(side, floor=scored[number]) for number, side in enumerate(problem.sides))
    lines = tuple(line for side in problem.sides for line in side.lines)
    given = Problem(problem.sizes, tuple(replace(sides[k], lines=()) for k in moving), (*problem.links, *lines))
    given = replace(given, needs=len(moving))
    question = Best(_LEAST_SHARE, best=tuple(wide[k] for k in moving))
    chosen = answer(given, [question], watch=watch)[question][0]
    assert isinstance(chosen, Chosen)
    if not chosen.proved:
        return None
    if chosen.package is None:
        return Fraction(0)
    return max(Fraction(0), _least_share(gains(given, scores(given, chosen.package)), question.best))


def _reached(problem: Problem, watch: Watch) -> tuple[bool | None, int | None, tuple[int, ...] | None]:
    """Whether there is a zone, the greatest product of gains, the best gains."""
    nash = FORMULAS["nash"].objective
    assert nash is not None
    asked = (Exists(), Highest(), product := Best(nash))
    if problem.needs_all:
        found = answer(problem, asked, watch=watch)
    else:
        of_all = replace(problem, needs=len(problem.sides))
        found = answer(problem, asked[:2], watch=watch) | answer(of_all, asked[2:], watch=watch)
    zone, heights, chosen = found[asked[0]][0], found[asked[1]][0], found[product][0]
    assert isinstance(zone, Found)
    assert isinstance(heights, Heights)
    assert isinstance(chosen, Chosen)
    there_is = True if zone.package is not None else False if zone.proved else None
    best = gains(problem, heights.heights) if heights.proved and heights.heights is not None else None
    gained = product_of(problem, chosen.package) if chosen.proved and chosen.package is not None else None
    return there_is, gained, best


def product_of(problem: Problem, package: Choices) -> int:
    """The product of all sides' gains from a package; 0 where one of them is below 0."""
    gained = gains(problem, scores(problem, package))
    return math.prod(gained) if min(gained, default=0) >= 0 else 0


def _least_share(gained: Sequence[int], wide: Sequence[int]) -> Fraction:
    return min(Fraction(gain, width) for gain, width in zip(gained, wide, strict=True))


_LEAST_SHARE = Objective("least share of the scale", _least_share, "share")


def _turned(side: Side) -> Side:
    """The side with everything it likes as what it dislikes."""
    rows = tuple(tuple(-units for units in row) for row in side.scores)
    return replace(side, scores=rows, bonuses=tuple((tree, -units) for tree, units in side.bonuses))


def _highest(problem: Problem, side: Side, watch: Watch) -> int:
    """The greatest score of one side over the packages that meet the links."""
    alone = Problem(problem.sizes, (replace(side, floor=None, lines=()),), problem.links)
    found = answer(alone, [Highest()], watch=watch)[Highest()][0]
    assert isinstance(found, Heights)
    if not found.proved or found.heights is None:
        raise NoMethod("a party's best and worst package were not found in the time given; give more, or fewer bonuses")
    return found.heights[0]
