"""The method *dense table* against all packages written out, with the kernel and with its twin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from math import inf
from random import Random
from typing import Any

import pytest

from goodoffices.exact.dense import dense_losses, dense_table
from goodoffices.exact.dense.dense_losses import narrowed
from goodoffices.exact.dense.dense_order import ordered
from goodoffices.exact.planner import methods
from goodoffices.exact.problem import Problem, Side, in_zone, scores
from goodoffices.exact.questions import Exists, Found, Frontier, Heights, Highest, Points, Raised, Room
from goodoffices.exact.tables import tables
from goodoffices.exact.trees import Count, Literal, Tree
from goodoffices.exact.watch import QUIET, Watch

METHOD = methods()["dense table"]
SEEDS = range(300)


class Two(Watch):
    """Two cores."""

    cores = 2


class Stopped(Watch):
    """Time runs out after so many looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def left(self) -> float:
        self.looks -= 1
        return inf if self.looks >= 0 else 0.0


@pytest.fixture
def many_layers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every table a layer of its own: otherwise small ones are joined."""
    monkeypatch.setattr(dense_losses, "_fewer", lambda parts, room: parts)
    narrowed.cache_clear()
    ordered.cache_clear()
    yield
    narrowed.cache_clear()
    ordered.cache_clear()


@pytest.fixture(params=["kernel", "twin"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both engines; where nothing is compiled, the twin twice."""
    if request.param == "twin":
        monkeypatch.setattr(dense_table, "load", lambda name: None)
    return str(request.param)


# --- small problems, made up from a seed -----------------------------------------------------------------------------


def draw_tree(draw: Random, sizes: tuple[int, ...], depth: int = 2) -> Tree:
    if depth == 0 or draw.random() < 0.4:
        issue = draw.randrange(len(sizes))
        options = draw.sample(range(sizes[issue]), draw.randint(1, sizes[issue]))
        return Literal(issue, frozenset(options))
    parts = tuple(draw_tree(draw, sizes, depth - 1) for _ in range(draw.randint(1, 3)))
    return Count(draw.randint(1, len(parts)), parts)


@cache
def draw_problem(seed: int) -> Problem:
    draw = Random(seed)
    sizes = tuple(draw.randint(1, 4) for _ in range(draw.randint(1, 5)))
    if seed % 5 == 0:  # keys of two words and more
        sizes = sizes[:1] + (1,) * 70 + sizes[1:]
    sides = draw.randint(1, 6)
    most, factor = draw.choice((1, 3, 12, 40, 300)), draw.choice((1, 1, 10, 7_000_000))

    def points() -> tuple[tuple[int, ...], ...]:
        low = draw.choice((0, 0, -most))
        return tuple(tuple(draw.randint(low, most) * factor for _ in range(size)) for size in sizes)

    def side() -> Side:
        scored = draw.random() < 0.9
        scores = points() if scored else tuple((0,) * size for size in sizes)
        bonuses = tuple((draw_tree(draw, sizes), draw.randint(-most, most)) for _ in range(draw.choice((0, 0, 1))))
        lines = tuple(draw_tree(draw, sizes) for _ in range(draw.choice((0, 0, 0, 1))))
        bare = Side(scores, bonuses if scored else (), lines, None, scored)
        share = draw.choice((None, 0.0, 0.4, 0.6, 0.8, 1.0))
        floor = None if share is None or not scored else round(bare.lowest + share * (bare.highest - bare.lowest))
        return Side(scores, bare.bonuses, lines, floor, scored)

    links = tuple(draw_tree(draw, sizes) for _ in range(draw.choice((0, 0, 1, 2))))
    return Problem(sizes, tuple(side() for _ in range(sides)), links, draw.choice((0, sides, sides)))


def zone(problem: Problem) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every package of the zone in file order, with its scores."""
    for package in product(*map(range, problem.sizes)):
        if in_zone(problem, package):
            yield package, scores(problem, package)


@cache
def plain_frontier(problem: Problem, over: tuple[int, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    first: dict[tuple[int, ...], tuple[int, ...]] = {}
    for package, units in zone(problem):
        first.setdefault(tuple(units[side] for side in over), package)

    def beaten(units: tuple[int, ...]) -> bool:
        return any(all(a >= b for a, b in zip(other, units, strict=True)) and other != units for other in first)

    return sorted((package, units) for units, package in first.items() if not beaten(units))


def accepted(problem: Problem, question: Any) -> bool:
    """Whether the method accepts the question; some problems that it accepts are too large for a quick test."""
    return METHOD.accepts(problem, question) and METHOD.cost(problem, question) < 0.002


def ask(problem: Problem, question: Any, watch: Watch = QUIET) -> Any:
    return METHOD.solve(problem, [question], watch)[question]


# --- the frontier ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(4))
def test_the_frontier_is_that_of_all_packages(part: int, engine: str, many_layers: None) -> None:
    compare_frontiers(SEEDS[part::4])


@pytest.mark.parametrize("part", range(2))
def test_the_frontier_of_joined_tables_is_that_of_all_packages(part: int) -> None:
    compare_frontiers(SEEDS[part::2])


def compare_frontiers(seeds: Sequence[int]) -> None:
    asked = 0
    for seed in seeds:
        problem = draw_problem(seed)
        everyone = tuple(range(len(problem.sides)))
        scored = tuple(number for number in everyone if problem.sides[number].scored)
        for over in dict.fromkeys((everyone, scored, everyone[:-1])):
            question = Frontier(over)
            if not accepted(problem, question):
                continue
            asked += 1
            answer = ask(problem, question)
            assert answer.complete
            assert sorted(answer.points) == plain_frontier(problem, over), seed
            assert METHOD.cost(problem, question) > 0
    assert asked > len(seeds)


def test_all_that_is_small_is_accepted() -> None:
    for seed in SEEDS:
        problem = draw_problem(seed)
        everyone = Frontier(tuple(range(len(problem.sides))))
        ready = ordered(tables(problem), everyone.over)  # type: ignore[arg-type]
        assert METHOD.accepts(problem, everyone) == (ready is not None and ready.work <= 1e8)


def test_any_number_of_cores_gives_the_same(monkeypatch: pytest.MonkeyPatch, many_layers: None) -> None:
    monkeypatch.setattr(dense_table, "ALONE", 0)
    for at_once in (1, 200, 1 << 20):
        monkeypatch.setattr(dense_table, "AT_ONCE", at_once)
        for seed in range(0, 300, 20):
            problem = draw_problem(seed)
            question = Frontier(tuple(range(len(problem.sides))))
            if accepted(problem, question):
                assert ask(problem, question, Two()) == ask(problem, question)


def test_wide_losses_of_the_measured_side_are_exact(engine: str) -> None:
    """Losses of 254 and less fit cells of one byte, more need two."""
    for top in (126, 127, 128, 253, 254, 255, 40_000, 65_534):
        problem = Problem((3, 2), (Side(((0, top // 2, top - 1), (0, 1))), Side(((7, 3, 0), (1, 0)))))
        assert ordered(tables(problem), (0, 1)).most == top  # type: ignore[arg-type, union-attr]
        assert sorted(ask(problem, Frontier((0, 1))).points) == plain_frontier(problem, (0, 1))


def test_numbers_beyond_the_cells_are_declined() -> None:
    wide = (Side(((0, 70_000, 70_001),)), Side(((80_000, 1, 0),)))
    assert not METHOD.accepts(Problem((3,), wide), Frontier((0, 1)))
    seven = tuple(Side(tuple((0, 1 + (k == j)) if (k + j) % 2 else (2, 0) for j in range(7))) for k in range(7))
    assert not METHOD.accepts(Problem((2,) * 7, seven), Exists())
    assert METHOD.accepts(Problem((2,) * 7, seven[1:]), Exists())


def test_a_quorum_is_declined() -> None:
    fence = Problem((2,), (Side(((0, 1),), floor=1), Side(((1, 0),), floor=1)), needs=1)
    assert not METHOD.accepts(fence, Frontier((0, 1)))


def test_a_floor_of_a_side_left_out_is_declined_where_it_decides() -> None:
    def fence(floor: int) -> Problem:
        return Problem((2,), (Side(((0, 1),)), Side(((1, 0),), floor=floor)), needs=2)

    assert [METHOD.accepts(fence(floor), Frontier((0,))) for floor in (0, 1, 2)] == [True, False, True]
    assert ask(fence(0), Frontier((0,))).points == (((1,), (1,)),)
    assert ask(fence(2), Frontier((0,))).points == ()


def test_a_package_of_many_issues_is_given_back(engine: str) -> None:
    """30 issues of 4 options take keys of one word, 40 of 10 three; each issue is worth the option's number or less."""
    for issues, options in ((30, 4), (40, 10)):
        up, down = tuple(range(options)), tuple(reversed(range(options)))
        problem = Problem((options,) * issues, (Side((up,) + ((0,) * options,) * (issues - 1)), Side((down,) * issues)))
        answer = ask(problem, Frontier((0, 1)))
        expected = [((k,) + (0,) * (issues - 1), (k, issues * (options - 1) - k)) for k in range(options)]
        assert sorted(answer.points) == expected


@pytest.mark.parametrize("turned", [1, -1])
def test_of_equal_packages_the_first_is_given_back_where_keys_have_two_words(turned: int) -> None:
    ones = ((0,),) * 70
    up, down = ((0, 1), *ones, (0, 1)), ((1, 0), *ones, (1, 0))
    problem = Problem((2, *(1,) * 70, 2), (Side(up), Side(down))[::turned])
    points = {units: package for package, units in ask(problem, Frontier((0, 1))).points}
    assert points[1, 1] == (0,) * 71 + (1,)


# --- what is read off it ---------------------------------------------------------------------------------------------


def test_the_other_questions_agree_with_all_packages() -> None:
    for seed in SEEDS[::2]:
        problem = draw_problem(seed)
        if not accepted(problem, Highest()):
            continue
        inside = [units for _, units in zone(problem)]
        found, heights = ask(problem, Exists()), ask(problem, Highest())
        assert found.proved
        assert (found.package is None) == (not inside)
        assert found.package is None or in_zone(problem, found.package)
        expected = tuple(map(max, zip(*inside, strict=True))) if inside else None
        assert heights == Heights(expected, proved=True)


def test_room_is_the_highest_score_that_the_others_leave() -> None:
    asked = 0
    for seed in SEEDS[::2]:
        problem = draw_problem(seed)
        for number, side in enumerate(problem.sides):
            if side.floor is None or not accepted(problem, Room(number)):
                continue
            asked += 1
            free = [
                Side(one.scores, one.bonuses, one.lines, None if k == number else one.floor, one.scored)
                for k, one in enumerate(problem.sides)
            ]
            heights = [
                units[number] for _, units in zone(Problem(problem.sizes, tuple(free), problem.links, problem.needs))
            ]
            to = max(heights) if heights else None
            assert ask(problem, Room(number)) == Raised(to, unbounded=False, proved=True)
    assert asked > 100


# --- limits ----------------------------------------------------------------------------------------------------------


CROSSED = Problem((3,) * 6, (Side(((0, 1, 3),) * 6), Side(((4, 2, 0),) * 6), Side(((0, 2, 0),) * 6)))


def test_without_time_or_memory_nothing_is_claimed(many_layers: None) -> None:
    unknown = {
        Exists(): Found(None, proved=False),
        Highest(): Heights(None, proved=False),
        Room(0): Raised(None, unbounded=False, proved=False),
        Frontier((0, 1, 2)): Points((), complete=False),
    }
    small = Watch()
    small.memory = 100
    for watch in (Stopped(0), Stopped(3), small):
        assert METHOD.solve(CROSSED, list(unknown), watch) == unknown


def test_time_that_runs_out_is_seen_at_every_look(many_layers: None) -> None:
    whole, looks = ask(CROSSED, Frontier((0, 1, 2))), 0
    while (answer := ask(CROSSED, Frontier((0, 1, 2)), Stopped(looks))) == Points((), complete=False):
        looks += 1
    assert answer == whole
    assert looks > 6
