"""Proofs by weights against every package: what is claimed holds, and where weights could show it they are found."""

from __future__ import annotations

import random
from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exact.test_conflicts import draw_problem, draw_tree, packages

from goodoffices.exact.conflicts import certificate as proofs
from goodoffices.exact.conflicts.certificate import Certificate, certificate, exact_mixture
from goodoffices.exact.conflicts.conflicts import hit
from goodoffices.exact.problem import Problem, Side, broken, holds, in_zone, requirements, score
from goodoffices.exact.questions import Minimal
from goodoffices.exact.trees import Literal
from goodoffices.exact.watch import QUIET, Watch

SEEDS = range(400)


def assert_proves(problem: Problem, found: Certificate) -> None:
    """The weighted scores of every package within the red lines named reach at most so much, and that is too little."""
    named = requirements(problem)
    lines = [problem.sides[named[k].side].lines[named[k].line or 0] for k in found.lines]
    assert all(named[k].line is not None for k in found.lines)
    within = [one for one in packages(problem) if all(holds(line, one) for line in lines)]
    sums = [sum(w * score(side, one) for w, side in zip(found.weights, problem.sides, strict=True)) for one in within]
    assert max(sums, default=found.reached) == found.reached
    assert found.asked == sum(w * side.zero for w, side in zip(found.weights, problem.sides, strict=True))
    assert found.reached < found.asked
    assert len(found.weights) == len(problem.sides)
    assert all(w >= 0 for w in found.weights)
    assert not any(w for w, side in zip(found.weights, problem.sides, strict=True) if side.floor is None)
    assert gcd(*found.weights) == 1
    assert not any(in_zone(problem, one) for one in packages(problem))


def gains_of(problem: Problem) -> list[list[int]]:
    """The gains of the sides with a walk-away, for every package that meets the links and the red lines."""
    floored = [side for side in problem.sides if side.floor is not None]
    named = requirements(problem)
    lines = sum(1 << k for k, need in enumerate(named) if need.line is not None)
    kept = [one for one in packages(problem) if not broken(problem, one) & lines]
    return [[score(side, one) - side.zero for side in floored] for one in kept]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_proof_is_found_just_where_there_is_one(seed: int) -> None:
    problem = draw_problem(seed)
    found, none = certificate(problem)
    gains = gains_of(problem)
    assert found is None or not none
    if found is not None:
        assert_proves(problem, found)
    if gains and gains[0]:
        weights, least = exact_mixture(gains)
        assert max(sum(w * g for w, g in zip(weights, row, strict=True)) for row in gains) == least * sum(weights)
        assert (found is not None) == (least < 0)
        is_zone = any(min(row) >= 0 for row in gains)
        assert none or found is not None or is_zone
    else:
        assert found is None


@pytest.mark.parametrize("seed", range(0, 400, 4))
def test_a_proof_of_a_conflict_rests_on_all_of_it(seed: int) -> None:
    """A conflict is minimal, so no proof can do without one of its requirements, nor take another."""
    problem = draw_problem(seed)
    named = requirements(problem)
    for conflict in hit(problem, [Minimal()], QUIET)[Minimal()].conflicts[:5]:  # type: ignore[union-attr]
        found, _ = certificate(problem, conflict)
        if found is not None:
            assert_proves(problem, found)
            floors = {k for k, need in enumerate(named) if need.line is None and found.weights[need.side]}
            assert {*found.lines, *floors} == set(conflict)


@pytest.mark.parametrize("seed", range(0, 400, 9))
def test_without_floating_point_the_same_is_found(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no proof holds after rounding, exact fractions decide."""
    problem = draw_problem(seed)
    expected, none = certificate(problem)
    weigh = proofs.weigh

    def unsure(*arguments, **options):  # type: ignore[no-untyped-def]
        found = weigh(*arguments, **options)
        found.weights = found.mixture = None
        return found

    monkeypatch.setattr(proofs, "weigh", unsure)
    found, none_exactly = certificate(problem)
    assert (found is None, none_exactly) == (expected is None, none)
    if found is not None:
        assert_proves(problem, found)


@pytest.mark.parametrize("looks", [0, 1, 2, 3, 5, 8, 13, 30])
def test_where_time_runs_out_what_is_given_is_a_proof(looks: int) -> None:
    """A watch that is over after so many looks at it."""

    class Looks(Watch):
        count = looks

        def left(self) -> float:
            self.count -= 1
            return 1.0 if self.count >= 0 else 0.0

    given = 0
    for seed in SEEDS[:: max(1, len(SEEDS) // 60)]:
        problem = draw_problem(seed)
        found, none = certificate(problem, watch=Looks())
        whole, none_at_all = certificate(problem)
        assert (whole is not None) >= (found is not None)
        assert none_at_all >= none
        given += found is not None
        if found is not None:
            assert_proves(problem, found)
    assert given or looks < 2


def test_the_proofs_are_of_every_kind() -> None:
    """With and without red lines, of one side and of several; and zones that are empty though no weights show it."""
    found = [certificate(draw_problem(seed)) for seed in SEEDS]
    proofs_found = [one for one, _ in found if one is not None]
    assert sum(bool(one.lines) for one in proofs_found) > 5
    assert sum(sum(map(bool, one.weights)) > 1 for one in proofs_found) > 30
    assert sum(sum(map(bool, one.weights)) == 1 for one in proofs_found) > 30
    assert sum(none for _, none in found) > 3


def test_few_sides_and_small_numbers() -> None:
    """Three sides of which two alone ask for too much; their points count alike."""
    sides = (Side(((9, 0, 5),), floor=6), Side(((0, 9, 5),), floor=6), Side(((1, 1, 1),), floor=1))
    found, _ = certificate(Problem((3,), sides, needs=3))
    assert found == Certificate(weights=(1, 1, 0), lines=(), asked=12, reached=10)


def test_red_lines_it_rests_on_and_no_others() -> None:
    """Without the middle option two sides cannot both have 5; the other red line excludes it too, or nothing of use."""
    sides = (
        Side(((9, 0, 5), (0, 0)), (), (Literal(0, frozenset({0, 1})), Literal(1, frozenset({0}))), floor=5),
        Side(((0, 9, 5), (0, 0)), floor=5),
    )
    found, _ = certificate(Problem((3, 2), sides, needs=2))
    assert found == Certificate(weights=(1, 1), lines=(0,), asked=10, reached=9)


@pytest.mark.parametrize("points", [8, 9])
@pytest.mark.parametrize("has_fractions", [False, True])
def test_an_empty_zone_that_no_weights_show(points: int, has_fractions: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the one package and half of the other would do for both, with 8 points just so; neither does."""
    if has_fractions:
        monkeypatch.setattr(proofs, "PARTS", 1)
    sides = (Side(((points, 0),), floor=4), Side(((0, points),), floor=4))
    assert certificate(Problem((2,), sides, needs=2)) == (None, True)


def test_red_lines_alone_are_no_matter_of_weights() -> None:
    low, high = Literal(0, frozenset({0})), Literal(0, frozenset({1}))
    sides = (Side(((0, 1),), (), (low,), floor=0), Side(((0, 1),), (), (high,), floor=0))
    assert certificate(Problem((2,), sides, needs=2)) == (None, False)
    assert certificate(Problem((2,), (Side(((0, 1),), (), (low,)),), needs=1)) == (None, False)
    assert certificate(Problem((2,), (Side(((0, 1),), floor=1),) * 3, needs=2)) == (None, False)


@pytest.mark.parametrize("scale", [1, 10**6, 10**12, 10**17])
def test_points_of_any_size(scale: int) -> None:
    """Units of one side a million times those of the other, and sums near the end of 64 bits."""
    one = Side(tuple((3 * scale, 0, scale) for _ in range(4)), floor=7 * scale)
    other = Side(((0, 3, 2),) * 4, floor=8)
    problem = Problem((3,) * 4, (one, other), needs=2)
    found, none = certificate(problem)
    assert not none
    assert found is not None
    assert_proves(problem, found)


def test_weights_so_far_apart_that_rounding_misses_them() -> None:
    """A proof needs the first side's points some 2**40 times: no rounding to small numbers would do."""
    large = 2**40
    sides = (Side(((1, 0, 0),), floor=1), Side(((0, large, large - 1),), floor=1))
    problem = Problem((3,), sides, needs=2)
    found, none = certificate(problem)
    assert (found is None) == (exact_mixture(gains_of(problem))[1] >= 0)
    assert none == (found is None)


@given(st.integers(0, 2**32))
def test_the_best_weights_against_given_packages(seed: int) -> None:
    """No weights hold the best package lower, of many tried; and it is the same whichever side comes first."""
    rng = random.Random(seed)
    sides, count = rng.randint(1, 4), rng.randint(1, 6)
    gains = [[rng.randint(-4, 4) for _ in range(sides)] for _ in range(count)]
    weights, least = exact_mixture(gains)
    assert min(weights) >= 0
    assert Fraction(max(sum(w * g for w, g in zip(weights, row, strict=True)) for row in gains), sum(weights)) == least
    for _ in range(30):
        tried = [rng.randint(0, 9) for _ in range(sides)]
        if sum(tried):
            held = Fraction(max(sum(w * g for w, g in zip(tried, row, strict=True)) for row in gains), sum(tried))
            assert held >= least
    assert exact_mixture([row[::-1] for row in gains])[1] == least


@pytest.mark.parametrize("seed", range(40))
def test_tables_of_several_issues(seed: int) -> None:
    """Links that join issues, so that a row settles several of them."""
    rng = random.Random(seed)
    sizes = (2, 3, 2, 3)
    sides = tuple(
        Side(tuple(tuple(rng.randint(0, 9) for _ in range(size)) for size in sizes), floor=rng.randint(18, 28))
        for _ in range(3)
    )
    problem = Problem(sizes, sides, (draw_tree(rng, sizes), draw_tree(rng, sizes)), needs=3)
    found, _ = certificate(problem)
    if found is not None:
        assert_proves(problem, found)
