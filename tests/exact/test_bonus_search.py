"""The method *bonus search* against brute force, on generated spaces, and stopped on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from math import prod
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exact.bonus_spaces import a_tree, as_found, boxes, plainly, small

from goodoffices.exact.bonuses import bonus_regions, bonuses
from goodoffices.exact.bonuses.bonus_frontier import uncovered
from goodoffices.exact.bonuses.bonus_search import search_bonuses
from goodoffices.exact.bonuses.bonus_terms import MOST_OPTIONS, MOST_WAYS, formable, terms
from goodoffices.exact.bonuses.ways import how_many, ways
from goodoffices.exact.narrowing import narrowed
from goodoffices.exact.planner import plan
from goodoffices.exact.problem import Problem, Side, in_zone, scores
from goodoffices.exact.questions import (
    Best,
    Chosen,
    Exists,
    Found,
    Frontier,
    Heights,
    Highest,
    Objective,
    Points,
    Raised,
    Room,
)
from goodoffices.exact.solver.logic_sets import frontier as by_logic
from goodoffices.exact.trees import Count, Literal, every, holds, issues_of, negate
from goodoffices.exact.watch import QUIET, Watch


def searched(problem: Problem, over: Sequence[int], watch: Watch = QUIET) -> Points:
    question = Frontier(tuple(over))
    found = search_bonuses(problem, [question], watch)[question]
    assert isinstance(found, Points)
    return found


# --- against brute force ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(400))
def test_the_frontier_is_that_of_every_package(seed: int) -> None:
    problem = small(seed)
    rng = Random(seed)
    everyone = range(len(problem.sides))
    for over in (everyone, sorted(rng.sample(everyone, rng.randint(1, len(everyone))))):
        assert formable(problem, tuple(over)) is not None
        found = searched(problem, over)
        assert found.complete
        assert as_found(found) == plainly(problem, over)


@pytest.mark.parametrize("seed", range(200))
def test_quick_answers_are_those_of_every_package(seed: int) -> None:
    problem = small(seed + 10_000)
    everyone = range(len(problem.sides))
    zone = [package for package in product(*map(range, problem.sizes)) if in_zone(problem, package)]
    total = Objective("utilitarian", lambda gains, best: sum(gains), "sum")
    rooms = [Room(side) for side in everyone] if problem.needs else []
    answers = search_bonuses(problem, [Best(total), Exists(), Highest(), *rooms], QUIET)
    found = answers[Exists()]
    assert isinstance(found, Found)
    assert found.package in zone if zone else found == Found(None, proved=True)
    heights = tuple(max(scores(problem, package)[side] for package in zone) for side in everyone) if zone else None
    assert answers[Highest()] == Heights(heights, proved=True)
    chosen = answers[Best(total)]
    assert isinstance(chosen, Chosen)
    assert chosen.proved
    assert (chosen.package is None) == (not zone)
    if chosen.package is not None:
        assert sum(scores(problem, chosen.package)) == max(sum(scores(problem, package)) for package in zone)
    for room in rooms:
        side = problem.sides[room.side]
        freed = Side(side.scores, side.bonuses, side.lines, None, side.scored)
        others = Problem(problem.sizes, tuple(freed if s is side else s for s in problem.sides), problem.links,
                         problem.needs)  # fmt: skip
        left = [p for p in product(*map(range, problem.sizes)) if in_zone(others, p)]
        to = max((scores(problem, package)[room.side] for package in left), default=None)
        assert answers[room] == Raised(to, unbounded=False, proved=True)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("many", [0, 1, 2])
def test_the_first_package_is_found_issue_by_issue_too(seed: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bonus_regions, "MANY", many)
    problem = small(seed + 20_000)
    over = range(len(problem.sides))
    assert as_found(searched(problem, over)) == plainly(problem, over)


@pytest.mark.parametrize("seed", range(40))
def test_without_the_kernel_and_with_pauses_it_is_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = small(seed + 30_000)
    over = range(len(problem.sides))
    expected = searched(problem, over)
    monkeypatch.setattr(bonuses, "load", lambda name: None)
    monkeypatch.setattr(bonus_regions, "WORK_A_CALL", 1)
    assert searched(problem, over) == expected == searched(problem, over)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("options", [70, 130])
def test_an_issue_may_have_more_options_than_a_word_has_bits(seed: int, options: int) -> None:
    problem = boxes(seed, issues=2, options=options, count=3, over=2, scored=9)
    problem = Problem((*problem.sizes, 3), tuple(Side((*s.scores, (0, 1, 2)), s.bonuses) for s in problem.sides))
    assert as_found(searched(problem, (0, 1))) == plainly(problem, (0, 1))


@pytest.mark.parametrize("seed", range(6))
def test_ranges_over_six_issues(seed: int) -> None:
    problem = boxes(seed, issues=6, options=4, count=12, over=3, scored=seed % 3, sides=2 + seed % 2)
    over = range(len(problem.sides))
    assert as_found(searched(problem, over)) == plainly(problem, over)


@pytest.mark.parametrize("scale", [1, 10**6, 10**12])
def test_large_numbers_change_nothing(scale: int) -> None:
    problem = boxes(5, issues=5, options=4, count=8, over=2, scored=3)
    sides = tuple(
        Side(
            tuple(tuple(p * scale for p in row) for row in side.scores),
            tuple((tree, units * scale) for tree, units in side.bonuses),
        )
        for side in problem.sides
    )
    expected = {(a * scale, b * scale): package for (a, b), package in plainly(problem, (0, 1)).items()}
    assert as_found(searched(Problem(problem.sizes, sides, needs=2), (0, 1))) == expected


def test_a_floor_of_a_side_not_asked_about_does_not_cost_the_first_package() -> None:
    """Option 0 is worse for side 1, but good enough, and as good for side 0; option 2 is not good enough."""
    problem = Problem((4,), (Side(((6, 6, 9, 5),)), Side(((3, 5, 1, 2),), floor=2)), needs=2)
    assert as_found(searched(problem, (0,))) == {(6,): (0,)}
    assert as_found(searched(problem, (0, 1))) == {(6, 5): (1,)}


# --- large spaces ----------------------------------------------------------------------------------------------------


def test_ten_to_the_thirty_packages() -> None:
    """What is found is undominated, has the scores it says, and is what was found in other ways (CP-SAT, in 69 s)."""
    problem = boxes(0)
    assert problem.packages == 10**30
    found = searched(problem, (0, 1))
    assert found.complete
    assert len(found.points) == LARGE_POINTS
    listed = sorted(units for _, units in found.points)
    assert all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(listed))
    assert all(scores(problem, package) == units for package, units in found.points)
    assert (listed[0], listed[-1]) == LARGE_ENDS


LARGE_POINTS = 42
LARGE_ENDS = ((324, 1428), (1175, 503))


@pytest.mark.parametrize("seed", range(2))
def test_the_solver_finds_the_same_points(seed: int) -> None:
    problem = boxes(seed, issues=8, options=6, count=10, over=3, scored=2)
    assert {units for _, units in by_logic(problem, (0, 1), QUIET).points} == set(as_found(searched(problem, (0, 1))))


# --- stopped on the way ----------------------------------------------------------------------------------------------


class Stops(Watch):
    """A watch that says so many times that there is time left."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def left(self) -> float:
        self.looks -= 1
        return float(self.looks)


def test_what_is_found_when_time_runs_out_is_part_of_the_frontier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bonus_regions, "WORK_A_CALL", 1 << 10)
    problem = boxes(3, issues=12, options=6, count=25, over=3, scored=1)
    whole, seen = searched(problem, (0, 1)), set()
    for looks in range(1, 200, 7):
        part = searched(problem, (0, 1), Stops(looks))
        assert set(part.points) <= set(whole.points)
        assert not part.complete or part.points == whole.points
        seen.add(len(part.points))
    assert len(seen) > 3


def test_it_looks_at_the_clock_before_each_search_however_short(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, searches = small(3), [0]

    def counted(*given: Any) -> int:
        searches[0] += 1
        return bonuses.search(*given)

    monkeypatch.setattr(bonus_regions, "search", counted)
    for looks in (0, 1, 5):
        searches[0] = 0
        searched(problem, range(len(problem.sides)), Stops(looks))
        assert searches[0] <= looks
    searched(problem, range(len(problem.sides)))
    assert searches[0] > 5


def test_what_was_not_proved_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bonus_regions, "WORK_A_CALL", 1)
    problem = boxes(3, issues=12, options=6, count=25, over=3, scored=1)
    floored = changed(problem, sides=tuple(Side(s.scores, s.bonuses, floor=s.highest // 3) for s in problem.sides))
    total = Best(Objective("utilitarian", lambda gains, best: sum(gains), "sum"))
    questions = [Exists(), Highest(), Room(0), total]
    assert search_bonuses(floored, questions, Stops(0)) == {
        Exists(): Found(None, proved=False),
        Highest(): Heights(None, proved=False),
        Room(0): Raised(None, unbounded=False, proved=False),
        total: Chosen(None, proved=False),
    }
    chosen = search_bonuses(problem, [total], Stops(1000))[total]
    assert isinstance(chosen, Chosen)
    assert chosen.package is not None
    assert not chosen.proved


# --- what is accepted ------------------------------------------------------------------------------------------------


def changed(problem: Problem, **how: object) -> Problem:
    return Problem(**{**{name: getattr(problem, name) for name in ("sizes", "sides", "links", "needs")}, **how})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda p: changed(p, needs=1),
        lambda p: changed(p, sides=tuple(Side(s.scores, ((Literal(0, frozenset({1})), 1 << 50),)) for s in p.sides)),
        lambda p: changed(p, links=(Count(6, tuple(Literal(k, frozenset({0})) for k in range(12))),)),
        lambda p: changed(p, sides=p.sides * 5),
        lambda p: changed(p, sizes=(MOST_OPTIONS, *p.sizes[1:])),
    ],
    ids=["a quorum", "large scores", "a condition of many ways", "many sides", "many options"],
)
def test_what_has_no_such_form_is_declined(spoilt: Callable[[Problem], Problem]) -> None:
    problem = boxes(0, issues=12)
    assert formable(problem, (0, 1)) == 120
    assert formable(problem, ()) is None
    assert formable(spoilt(problem), (0, 1)) is None


def test_the_planner_takes_it_where_everything_hangs_together() -> None:
    assert plan(boxes(0), Frontier((0, 1))).name == "bonus search"
    assert plan(small(0), Frontier(tuple(range(len(small(0).sides))))).name != "bonus search"


# --- the parts -------------------------------------------------------------------------------------------------------

SIZES = (2, 3, 2)


@given(st.integers(0, 2**32), st.tuples(*(st.frozensets(st.integers(0, size - 1), min_size=1) for size in SIZES)))
def test_the_ways_are_where_a_tree_holds(seed: int, open_options: tuple[frozenset[int], ...]) -> None:
    tree = a_tree(Random(seed), SIZES, depth=3)
    for one, denied in ((tree, False), (negate(tree, SIZES), True)):
        found = ways(one, open_options)
        assert len(found) <= how_many(tree, denied=denied)
        for package in product(*open_options):
            inside = [all(package[issue] in taken for issue, taken in box) for box in found]
            assert any(inside) == holds(one, package)
        for box in found:
            assert all(taken and taken < open_options[issue] for issue, taken in box)
            assert sum(all(i in dict(box) and dict(box)[i] <= t for i, t in other) for other in found) == 1


def test_all_of_many_is_one_way() -> None:
    tree = every([Literal(k, frozenset({0})) for k in range(30)])
    assert how_many(tree) == len(ways(tree, [frozenset({0, 1})] * 30)) == 1
    assert how_many(tree, denied=True) == 30 <= MOST_WAYS


@given(st.integers(0, 2**32))
def test_what_must_hold_is_narrowed_to_the_same_packages(seed: int) -> None:
    rng = Random(seed)
    trees = [a_tree(rng, SIZES) for _ in range(3)]
    open_options, left = narrowed(trees, SIZES)
    assert all(len(open_options[issue]) > 1 for tree in left for issue in issues_of(tree))
    for package in product(*map(range, SIZES)):
        stays = all(option in options for option, options in zip(package, open_options, strict=True))
        assert (stays and all(holds(tree, package) for tree in left)) == all(holds(tree, package) for tree in trees)


@settings(max_examples=50)
@given(st.integers(0, 2**32))
def test_terms_score_like_the_problem(seed: int) -> None:
    problem = small(seed)
    over = tuple(range(len(problem.sides)))
    if (formed := terms(problem, over)) is None:
        return
    options = formed.options
    for _ in range(20):
        rng = Random(seed)
        package, narrower = [rng.choice(reps) for reps in options.reps], options.all
        for number, issue in enumerate(options.matter):
            place = options.reps[issue].index(package[issue])
            narrower = options.only(narrower, number, place, place + 1)
        first, bits = options.first(narrower)
        assert first == tuple(package)
        beyond = formed.score(bits)
        assert tuple(a + b for a, b in zip(beyond, formed.base.tolist(), strict=True)) == scores(problem, first)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8))
def test_uncovered_corners_are_reached_by_what_no_point_covers(points: list[tuple[int, int, int]]) -> None:
    corners = np.zeros((1, 3), np.int64)
    for point in points:
        corners = uncovered(corners, point, over=3)
    for vector in product(range(6), repeat=3):
        reached = (corners <= np.array(vector)).all(axis=1).any()
        assert reached == (not any(all(map(int.__le__, vector, point)) for point in points))
    assert not any((corners <= c).all(axis=1).sum() > 1 for c in corners)


def test_a_space_is_as_large_as_it_says() -> None:
    assert prod(boxes(1).sizes) == 10**30
