"""Branch and bound against a look at every package, and its parts against what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import log, prod
from typing import Any

import numpy as np
import pytest
from tests.exact.spaces import space

from goodoffices.analysis.formulas import FORMULAS
from goodoffices.exact.branching import branch, descent, factors, reduced, wanted, weights
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


@pytest.mark.parametrize("target", [1, 6, 24, 274, 10**6, 10**30])
def test_the_least_weighted_sum_of_a_product(target: int) -> None:
    """No whole numbers with at least this product weigh less, and some hardly weigh more than what is said."""
    draws = np.random.default_rng(5)
    rows = draws.integers(1, 50, (20, 3)).astype(np.float64)
    least = wanted._spread(rows, log(target)) * wanted.DOWN
    small = [numbers for numbers in product(range(1, 25), repeat=3) if prod(numbers) >= target]
    for row, said in zip(rows, least, strict=True):
        assert said >= 3 * (row.prod() * target) ** (1 / 3) * (1 - 1e-9)  # never less than if any number would do
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


def _wanted_at(aim: wanted.Aim, stage: int, reached: tuple[int, ...]) -> bool:
    """Whether the stage of a search is after such a package: a better value, and for sorted gains from where."""
    if aim.best is None:
        return True
    value = aim.value(reached)
    if isinstance(aim, wanted.Sorted):
        by = [value[0] > aim.best[0][0], value[0] == aim.best[0][0] and value > aim.best[0], value == aim.best[0]]
        return bool(by[stage])
    return bool(value > aim.best[0]) and (not isinstance(aim, wanted.Product) or value[0] > aim.best[0][0])


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
