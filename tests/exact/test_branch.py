"""Branch and bound against a look at every package, and its parts against what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import log, prod
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.exact.spaces import space

from goodoffices.analysis.formulas import FORMULAS
from goodoffices.exact.branching import branch, descent, factors, reduced, wanted, weights
from goodoffices.exact.branching.stepping import _reaches
from goodoffices.exact.enumerating.enumeration import enumerate_packages
from goodoffices.exact.problem import Problem, Side, gains, in_zone, scores
from goodoffices.exact.questions import Best, Chosen, Exists, Found, Highest, Objective, Question, Room
from goodoffices.exact.trees import Count, Literal, holds
from goodoffices.exact.watch import QUIET, Watch

OBJECTIVES = {name: formula.objective for name, formula in FORMULAS.items() if formula.objective}


@pytest.fixture(params=[1, 8], ids=["pairs", "joined"])
def few_rows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With variables left apart wherever they can be, and with small ones joined."""
    monkeypatch.setattr(factors, "FEW_ROWS", request.param)
    factors.factors.cache_clear()
    yield
    factors.factors.cache_clear()


def _questions(problem: Problem) -> list[Question]:
    """What the method accepts of all questions, shares of the best gains included."""
    heights: Any = enumerate_packages(problem, [Highest()], QUIET)[Highest()]
    best = gains(problem, heights.heights) if heights.heights else ()
    asked: list[Question] = [Exists(), Highest(), *(Room(side) for side in range(len(problem.sides)))]
    asked += [Best(one, best if name == "kalai_smorodinsky" else ()) for name, one in OBJECTIVES.items()]
    return [question for question in asked if branch._accepts(problem, question)]


def _check(problem: Problem) -> None:
    asked = _questions(problem)
    expected, found = enumerate_packages(problem, asked, QUIET), branch.branch_and_bound(problem, asked, QUIET)
    for question in asked:
        right, answer = expected[question], found[question]
        if isinstance(answer, Found) and isinstance(right, Found):
            assert answer.proved
            assert (answer.package is None) == (right.package is None)
            assert answer.package is None or in_zone(problem, answer.package)
        elif isinstance(answer, Chosen) and isinstance(right, Chosen):
            assert (answer.package, answer.proved) == (right.package, True), question
        else:
            assert answer == right


@pytest.mark.parametrize("seed", range(40))
def test_without_conditions(seed: int) -> None:
    _check(space(seed, conditions=False))


def _alike(seed: int) -> Problem:
    """Issues of two kinds only, with small scores: many packages give all the same."""
    draws = np.random.default_rng(seed)
    sides, issues = int(draws.integers(2, 5)), int(draws.integers(4, 7))
    kinds = draws.integers(0, 4, (2, sides, 3))
    tables = kinds[draws.integers(0, 2, issues)]
    floors = draws.integers(-1, 3, sides).tolist()
    given = (Side(tuple(map(tuple, tables[:, side].tolist())), floor=floors[side]) for side in range(sides))
    return Problem((3,) * issues, tuple(given), needs=sides)


@pytest.mark.parametrize("looks", [0, 4])
@pytest.mark.parametrize("seen", [1, 1 << 14])
@pytest.mark.parametrize("seed", range(25))
def test_of_many_equal_packages_the_first(seed: int, seen: int, looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether good packages are known beforehand or not, and whether nodes met before are remembered or forgotten."""
    monkeypatch.setattr(descent, "SEEN", seen)
    monkeypatch.setattr(descent, "LOOKS", looks)
    _check(_alike(seed))


@pytest.mark.parametrize("seed", range(24))
def test_beginning_again_with_more_weights(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"LOOKS": 0, "FIRST": 1, "TRY": 1, "BUDGET": 2, "WIDTH": 2, "PATIENCE": (1, 4, 16)}.items():
        monkeypatch.setattr(descent, name, value)
    _check(_alike(seed) if seed % 2 else space(seed, conditions=True))


def test_more_weights_stand_after_the_best() -> None:
    """Whole and never negative, in rows of eight, with those of one side alone at the end, however often it is done."""
    whole = factors.factors(space(3, conditions=False))
    assert whole is not None
    aim = wanted.Product(np.maximum(whole.low, 0))
    centres = weights.centre(whole, weights.averaged(whole), aim)
    found = weights.pool(whole, aim, centres)
    for count in (1, 3, 8):
        tree = reduced.reduced(whole, found)
        settled, gained = np.arange(count) % len(whole), np.tile(-whole.zeros, (count, 1))
        more = weights.centres_of(tree, settled, gained, aim, centres[-1])
        before, found = found, weights.widened(whole, found, more)
        assert len(found) % 8 == 0
        assert len(found) >= len(before) + count
        assert (found[0] == before[0]).all()
        assert (found[-len(whole.low) :] == np.eye(len(whole.low))).all()
        assert (found == np.floor(found)).all()
        assert (found >= 0).all()


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize("seed", range(40))
def test_with_conditions(seed: int) -> None:
    _check(space(seed, conditions=True))


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_without_the_kernel(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descent, "load", lambda name: None)
    _check(space(seed, conditions=True))


def test_ties_go_to_sorted_gains_and_then_to_file_order() -> None:
    """Both products are 12; 3 and 4 are better sorted than 2 and 6, and package 1 stands before package 3."""
    problem = Problem((4,), (Side(((2, 4, 0, 3),), floor=0), Side(((6, 3, 9, 4),), floor=0)), needs=2)
    nash = Best(OBJECTIVES["nash"])
    assert branch.branch_and_bound(problem, [nash], QUIET) == {nash: Chosen((1,), True)}


@pytest.mark.parametrize("sides", [1, 2, 7])
@pytest.mark.parametrize("gain", [1, 2, 3, 2**16, 2**32 - 1, 2**40])
def test_no_package_as_good_misses_the_goal(gain: int, sides: int) -> None:
    """Whatever the order of its gains, a package with the best product reaches the goal; one far below it does not."""
    aim = wanted.Product(np.zeros(sides, np.int64))
    reached = tuple(gain + k for k in range(sides))
    aim.see(reached, (0,))
    goal: Any = SimpleNamespace(goal=aim.goal())
    assert _reaches(goal, np.array([reached, reached[::-1]])).all()
    assert not _reaches(goal, np.array([(*reached[:-1], reached[-1] - max(1, gain // 1000))])).any()
    assert not _reaches(goal, np.array([(-1,) * sides, (0,) * sides])).any()


def test_gains_of_nothing_leave_only_the_sorted_gains() -> None:
    problem = Problem((2, 2), (Side(((0, 0), (0, 0)), floor=0), Side(((1, 0), (0, 2)), floor=0)), needs=2)
    nash = Best(OBJECTIVES["nash"])
    assert branch.branch_and_bound(problem, [nash], QUIET) == {nash: Chosen((0, 1), True)}


def test_what_it_declines() -> None:
    side = Side(((0, 1), (0, 1)))
    rule = Problem((2, 2), (side, side, side), needs=2)
    large = Problem((2,), (Side(((0, 2**41),)),))
    tangled = Problem((40,) * 4, (Side(((0,) * 40,) * 4, ((Count(4, _each(4)), 1),)),))
    other = Best(Objective("odd", lambda gains, best: 0))
    assert not any(branch._accepts(problem, Exists()) for problem in (rule, large, tangled))
    assert not branch._accepts(Problem((2, 2), (side,)), other)


def _each(issues: int) -> tuple[Literal, ...]:
    return tuple(Literal(issue, frozenset({0})) for issue in range(issues))


class _Over(Watch):
    """Time is over from the start."""

    def left(self) -> float:
        return 0.0


@pytest.mark.parametrize("seed", range(12))
def test_without_time_the_bound_is_above_every_package(seed: int) -> None:
    problem = space(seed, conditions=True)
    asked = [question for question in _questions(problem) if isinstance(question, Best)]
    for answer in branch.branch_and_bound(problem, asked, _Over()).values():
        assert isinstance(answer, Chosen)
        assert answer.package is None or in_zone(problem, answer.package)
        if answer.bound is not None:
            for package in product(*map(range, problem.sizes)):
                if all(holds(link, package) for link in problem.links) and in_zone(problem, package):
                    reached = gains(problem, scores(problem, package))
                    assert all(gain <= most for gain, most in zip(reached, answer.bound, strict=True))


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_costs_add_up_to_the_weighted_gains(seed: int) -> None:
    """For every package the root bound less all costs is exactly what its gains weigh."""
    problem = space(seed, conditions=True)
    whole = factors.factors(problem)
    if whole is None or whole.empty:
        return
    pool = np.concatenate((np.eye(len(problem.sides)), np.arange(8.0 * len(problem.sides)).reshape(8, -1)))
    tree = reduced.reduced(whole, pool)
    for rows in product(*(range(a, b) for a, b in zip(tree.starts, tree.starts[1:], strict=False))):
        bounds, units, barred = tree.root.copy(), np.zeros(len(problem.sides), np.int64), False
        for later, row in enumerate(rows):
            bounds, units = bounds - tree.costs[row], units + tree.units[row]
            for pair in range(tree.pair_starts[later], tree.pair_starts[later + 1]):
                other = tree.pair_with[pair]
                size = tree.starts[later + 1] - tree.starts[later]
                cell = tree.pair_at[pair] + (rows[other] - tree.starts[other]) * size + row - tree.starts[later]
                bounds, units = bounds - tree.pair_costs[cell], units + tree.pair_units[cell]
                barred |= bool(tree.pair_costs[cell, 0] >= reduced.NEVER)
        package = whole.package(np.bitwise_or.reduce(tree.keys[list(rows)], axis=0).tolist())
        assert tuple((units).tolist()) == scores(problem, package)
        assert barred or (bounds == pool @ (units - whole.zeros)).all()
        assert not barred or not all(holds(tree, package) for tree in _required(problem))


def _required(problem: Problem) -> list[Any]:
    return [*problem.links, *(line for side in problem.sides for line in side.lines if problem.needs)]


@pytest.mark.parametrize("near", [1, 24, 10**5, 10**30])
@pytest.mark.parametrize("target", [1, 6, 24, 274, 10**6, 10**30])
def test_the_least_weighted_sum_of_a_product(target: int, near: int) -> None:
    """No whole numbers with at least this product weigh less, and some hardly weigh more than what is said."""
    draws = np.random.default_rng(5)
    rows = draws.integers(1, 50, (20, 3)).astype(np.float64)
    least = wanted.Prices(rows, log(near)).spread(log(target)) * wanted.DOWN
    small = [numbers for numbers in product(range(1, 25), repeat=3) if prod(numbers) >= target]
    for row, said in zip(rows, least, strict=True):
        if near == target:  # never less than if any number would do
            assert said >= 3 * (row.prod() * target) ** (1 / 3) * (1 - 1e-9)
        assert target > 24 or said <= min(row @ np.array(numbers) for numbers in small)


@pytest.mark.parametrize("seed", range(30))
def test_nothing_wanted_weighs_less_than_needed(seed: int) -> None:
    """Whatever the aim, its best and the weights: a package that would be better never falls below the need."""
    draws = np.random.default_rng(seed)
    sides = int(draws.integers(1, 5))
    low, tops = draws.integers(0, 3, sides), tuple(draws.integers(1, 9, sides).tolist())
    aims: list[wanted.Aim] = [wanted.Most(low, np.eye(sides, dtype=np.int64)[0]), wanted.Product(low)]
    aims += [wanted.Share(low, tops), wanted.Sorted(low), wanted.Sorted(low, int(low.sum()) + 2)]
    rows = np.concatenate((draws.integers(0, 20, (12, sides)), np.eye(sides, dtype=np.int64))).astype(np.float64)
    for aim in aims:
        for first in draws.integers(0, 9, (4, sides)):
            aim.see(tuple(first.tolist()), (9,))
        for stage in (0, 1, 2):
            aim.stage = stage  # type: ignore[attr-defined]
            for other in draws.integers(0, 9, (60, sides)):
                before, reached = aim.best, tuple(other.tolist())
                aim.see(reached, (0,))
                better, aim.best = aim.best is not before, before
                if better and _wanted_at(aim, stage, reached):
                    assert (rows @ other >= aim.need(rows)).all()
                    assert (rows[3:] @ other >= aim.need(rows[3:])).all()


def _wanted_at(aim: wanted.Aim, stage: int, reached: tuple[int, ...]) -> bool:
    """Whether the stage of a search is after such a package: a better value, and for sorted gains from where."""
    if aim.best is None:
        return True
    value = aim.value(reached)
    if isinstance(aim, wanted.Sorted):
        by = [value[0] > aim.best[0][0], value[0] == aim.best[0][0] and value > aim.best[0], value == aim.best[0]]
        return bool(by[stage])
    return bool(value > aim.best[0])


def test_weights_find_the_bound_of_the_middle() -> None:
    """Two sides share 60 issues of one point each: neither least gain nor product can pass the even split."""
    sides = (Side(((0, 1),) * 60, floor=0), Side(((1, 0),) * 60, floor=0))
    whole = factors.factors(Problem((2,) * 60, sides, needs=2))
    assert whole is not None
    aim = wanted.Sorted(whole.low)
    pool = weights.pool(whole, aim, weights.centre(whole, weights.averaged(whole), aim))
    assert aim.ceiling(pool, reduced.reduced(whole, pool).root) == pytest.approx(30)


def test_a_share_is_exact() -> None:
    aim = wanted.Share(np.array([0, 0]), (3, 7))
    aim.see((1, 2), (0,))
    assert aim.best is not None
    assert aim.best[0] == Fraction(2, 7)
    assert aim.marks().tolist() == [1, 3]
    assert aim.fair().tolist() == [1, 2]
