"""What the planner makes of answers that say nothing, of little time, and of frontiers too long to list."""

from __future__ import annotations

import numpy as np

from goodoffices.exact.planner import answer
from goodoffices.exact.problem import Problem, Side
from goodoffices.exact.questions import Exists, Frontier, Minimal, MinimalSets, Points
from goodoffices.exact.thinning import short_enough, standing_for_all
from goodoffices.exact.watch import Watch


class Spent(Watch):
    """No time is left."""

    def left(self) -> float:
        return 0.0


def line(size: int, unit: int, above: int = 0) -> Problem:
    """One issue on which two sides want the opposite."""
    up = tuple(above + unit * number for number in range(size))
    return Problem((size,), (Side((up,)), Side((up[::-1],))), needs=2)


def test_small_talks_are_answered_whatever_the_limit() -> None:
    found, name = answer(line(12, 1), [Frontier((0, 1))], watch=Spent())[Frontier((0, 1))]
    assert isinstance(found, Points)
    assert (len(found.points), found.complete, name) == (12, True, "enumerate")


def test_a_part_of_a_long_frontier_stands_for_all_of_it_in_numbers_of_any_length() -> None:
    for above in (0, 2**63):
        problem, question = line(2000, 3, above), Frontier((0, 1), most=100)
        found, _ = answer(problem, [question])[question]
        assert isinstance(found, Points)
        assert found.within is not None
        assert (found.complete, found.size, len(found.points) <= 100) == (False, 2000, True)
        kept = [units for _, units in found.points]
        for option in range(2000):
            units = [side.scores[0][option] for side in problem.sides]
            assert any(all(u - k <= w for u, k, w in zip(units, one, found.within, strict=True)) for one in kept)


def test_nothing_is_closer_than_the_distance_said() -> None:
    draw = np.random.default_rng(3)
    for sides in (2, 3, 5):
        units = draw.integers(0, 1000, (400, sides))
        places, within = standing_for_all(units, 40)
        assert sides <= len(places) <= 40
        assert (((units[:, None] - units[places]) <= np.array(within)).all(axis=2)).any(axis=1).all()


def test_a_short_frontier_stays_as_it_is() -> None:
    points = Points((((0,), (1, 2)), ((1,), (2, 1))), complete=True)
    assert short_enough(Frontier((0, 1), 2), points) is points


def test_where_there_is_a_zone_nobody_looks_for_conflicts() -> None:
    joined = Problem((3,) * 40, tuple(Side(((0, 1, 2),) * 40, floor=20) for _ in range(3)), needs=3)
    found = answer(joined, [Minimal(), Exists()])
    assert found[Minimal()][0] == MinimalSets((), True, (), True)
