"""The method *grid*: what it lists is in the zone, and its bound holds for every package it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest
from tests.exact.test_dense import draw_problem, plain_frontier, zone

from goodoffices.exact.dense import dense_losses, grid
from goodoffices.exact.dense.dense_losses import narrowed
from goodoffices.exact.dense.dense_order import ordered
from goodoffices.exact.methods import METHODS
from goodoffices.exact.problem import Problem, Side, gains
from goodoffices.exact.questions import Exists, Frontier, Points
from goodoffices.exact.tables import tables
from goodoffices.exact.watch import QUIET, Watch

SEEDS = range(100)


class Looks(Watch):
    """A watch that says so many times that there is time left."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def left(self) -> float:
        self.looks -= 1
        return float(self.looks >= 0)


@pytest.fixture
def unjoined(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every issue a table of its own: otherwise small tables are joined, and less is rounded."""
    monkeypatch.setattr(dense_losses, "_fewer", lambda parts, room: parts)
    monkeypatch.setattr(grid, "MOST_ROWS", 1)
    narrowed.cache_clear()
    yield
    narrowed.cache_clear()


@cache
def draw_wide(seed: int) -> Problem:
    """243 packages, scores up to 300, walk-aways near the middle."""
    draw = Random(seed)

    def side() -> Side:
        points = tuple(tuple(draw.randint(0, 300) for _ in range(3)) for _ in range(5))
        return Side(points, floor=draw.choice((None, 800, 900)))

    sides = tuple(side() for _ in range(draw.randint(2, 4)))
    return Problem((3,) * 5, sides, needs=len(sides))


@cache
def listed_zone(problem: Problem) -> dict[tuple[int, ...], tuple[int, ...]]:
    return dict(zone(problem))


def stand_ins(problem: Problem, most: int | None = None) -> Points | None:
    """The answer; None where the method does not take the problem for another reason than its size."""
    joined, over = tables(problem), tuple(range(len(problem.sides)))
    if joined is None or ordered(joined, over) is None:
        return None
    answer = grid.round_to_grid(problem, [Frontier(over, most)], QUIET)[Frontier(over, most)]
    assert isinstance(answer, Points)
    return answer


@pytest.mark.parametrize("work", [1, 300, 3000])
@pytest.mark.parametrize("most", [None, 12])
def test_the_bound_holds_for_every_package_it_speaks_of(
    work: int, most: int | None, monkeypatch: pytest.MonkeyPatch, unjoined: None
) -> None:
    monkeypatch.setattr(grid, "WORK", work)
    monkeypatch.setattr(grid, "FINE", 3)
    bounded = complete = near = 0
    for problem in [*map(draw_problem, SEEDS), *map(draw_wide, SEEDS)]:
        answer = stand_ins(problem, most)
        if answer is None:
            continue
        inside = listed_zone(problem)
        assert all(inside.get(package) == units for package, units in answer.points)
        if answer.complete:
            complete += 1
            assert sorted(answer.points) == plain_frontier(problem, tuple(range(len(problem.sides))))
        if answer.within is None:
            continue
        assert most is None or len(answer.points) <= max(most, 2 * len(problem.sides))
        bounded += 1
        near += answer.gaining is not None
        for units in inside.values():
            if answer.gaining is None or all(
                gain >= least for gain, least in zip(gains(problem, units), answer.gaining, strict=True)
            ):
                assert any(
                    all(one <= other + short for one, other, short in zip(units, listed, answer.within, strict=True))
                    for _, listed in answer.points
                ), problem
    assert complete > 20
    if work > 1:
        assert bounded > 20
        assert near > 10


def test_a_bound_without_a_caveat_speaks_of_the_whole_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sides want the opposite of each other in 4 issues of 10 options, and no floor leaves anything out."""
    monkeypatch.setattr(grid, "WORK", 1000)
    monkeypatch.setattr(grid, "FINE", 1)
    up = tuple(range(0, 70, 7))
    problem = Problem((10,) * 4, (Side((up,) * 4), Side((up[::-1],) * 4)))
    answer = stand_ins(problem)
    assert answer is not None
    assert answer.gaining is None
    assert answer.within is not None
    assert 0 < max(answer.within) < 100


def test_only_large_frontiers_are_for_the_grid() -> None:
    few = Problem((10,) * 5, (Side((tuple(range(10)),) * 5), Side((tuple(range(10))[::-1],) * 5)))
    many = Problem((10,) * 6, (Side((tuple(range(10)),) * 6), Side((tuple(range(10))[::-1],) * 6)))
    method = METHODS["grid"]
    assert [method.accepts(problem, Frontier((0, 1))) for problem in (few, many)] == [False, True]
    assert not method.accepts(many, Exists())
    assert method.cost(many, Frontier((0, 1))) == grid.COST


def test_without_memory_nothing_is_claimed() -> None:
    problem = Problem((3,) * 4, (Side(((0, 1, 3),) * 4), Side(((4, 2, 0),) * 4)))
    small = Watch()
    small.memory = 0
    assert grid.round_to_grid(problem, [Frontier((0, 1))], small) == {Frontier((0, 1)): Points((), complete=False)}


def test_where_time_runs_out_among_the_packages_found_those_weighed_are_listed(
    monkeypatch: pytest.MonkeyPatch, unjoined: None
) -> None:
    monkeypatch.setattr(grid, "WORK", 3000)
    monkeypatch.setattr(grid, "FINE", 3)
    stopped = 0
    for problem in map(draw_wide, range(20)):
        over = tuple(range(len(problem.sides)))
        monkeypatch.setattr(grid, "AT_ONCE", 1 << 14)
        whole = grid.round_to_grid(problem, [Frontier(over)], QUIET)
        monkeypatch.setattr(grid, "AT_ONCE", 2)
        assert grid.round_to_grid(problem, [Frontier(over)], QUIET) == whole
        for looks in range(0, 60, 3):
            part = grid.round_to_grid(problem, [Frontier(over)], Looks(looks))[Frontier(over)]
            assert isinstance(part, Points)
            if part != whole[Frontier(over)]:
                assert (part.complete, part.within, part.gaining, part.size) == (False, None, None, None)
                assert all(listed_zone(problem)[package] == units for package, units in part.points)
                stopped += len(part.points) > 0
    assert stopped > 10


def test_the_finest_grid_that_is_allowed_is_taken() -> None:
    problem = Problem((10,) * 4, (Side((tuple(range(0, 700, 70)),) * 4), Side((tuple(range(0, 90, 9))[::-1],) * 4)))
    narrow = narrowed(tables(problem), (0, 1))  # type: ignore[arg-type]
    coarse, fine = (grid.finest(narrow, work, 1e9) for work in (500, 1e9))
    assert coarse is not None
    assert fine is not None
    assert coarse.ready.work <= 500 < fine.ready.work
    assert (fine.grains <= coarse.grains).all()
    assert fine.grains.tolist() == [1, 1]
