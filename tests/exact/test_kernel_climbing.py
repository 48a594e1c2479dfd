"""The kernel of climbing against its numpy twin: the same packages and gains; and gains are what packages come to."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exact.spaces import space

from goodoffices.exact.branching import climbing, factors
from goodoffices.exact.branching.climbing import Slope, climb, climb_once, heights
from goodoffices.exact.branching.reduced import Reduced, reduced
from goodoffices.exact.branching.wanted import Merit
from goodoffices.exact.kernels import load
from goodoffices.exact.problem import gains as gains_of
from goodoffices.exact.problem import scores

KERNEL = load("climbing")
needs_kernel = pytest.mark.skipif(KERNEL is None, reason="the kernel was not built here")


def _tree(seed: int) -> tuple[factors.Factors, Reduced] | None:
    """A space under a few weights; None where it has no such form."""
    problem = space(seed, conditions=True)
    whole = factors.factors(problem)
    if whole is None or whole.empty:
        return None
    sides = len(problem.sides)
    draws = np.random.default_rng(seed)
    pool = np.concatenate((draws.integers(0, 9, (16 - sides, sides)), np.eye(sides, dtype=np.int64))).astype(float)
    return whole, reduced(whole, pool)


def _merit(seed: int, sides: int, product: bool) -> Merit:
    draws = np.random.default_rng(seed)
    weigh = draws.random(sides) * (draws.random(sides) < 0.8)
    return Merit(1 / draws.integers(1, 50, sides) if product else weigh, draws.random(sides), product)


def _way(seed: int, product: bool) -> tuple[Slope, Any] | None:
    found = _tree(seed)
    if found is None:
        return None
    (whole, tree), draws = found, np.random.default_rng(seed)
    merit = _merit(seed, len(whole.low), product)
    low = whole.low + draws.integers(0, 4, len(whole.low))
    beside = climbing._beside(tree)
    way = Slope(tree.starts, tree.units, whole.zeros, low, *beside, merit.weigh, merit.slope, merit.product)
    rows = tree.starts[:-1] + (draws.random((7, len(whole))) * np.diff(tree.starts)).astype(np.int64)
    return way, rows


def _by_kernel(way: Slope, rows: Any, passes: int) -> Any:
    assert KERNEL is not None
    *arrays, product = (getattr(way, field.name) for field in fields(Slope))
    gains = np.zeros((len(rows), len(way.zeros)), np.int64)
    KERNEL.climb_once(*arrays, rows, gains, np.zeros(2 * len(way.zeros), np.int64), int(product), passes)
    return gains


@needs_kernel
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 400), st.booleans(), st.sampled_from([0, 1, 2, 6]))
def test_kernel_and_twin_agree(seed: int, product: bool, passes: int) -> None:
    if (found := _way(seed, product)) is None:
        return
    way, rows = found
    others, gains = rows.copy(), np.zeros((len(rows), len(way.zeros)), np.int64)
    climb_once(way, others, gains, passes)
    reached = _by_kernel(way, rows, passes)
    assert rows.tolist() == others.tolist()
    assert reached.tolist() == gains.tolist()


@pytest.mark.parametrize("kernel", [True, False])
@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_gains_are_those_of_the_packages(seed: int, kernel: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no change of one variable betters a package that climbed long enough."""
    if (found := _tree(seed)) is None:
        return
    whole, tree = found
    if not kernel:
        monkeypatch.setattr(climbing, "load", lambda name: None)
    problem, merit = space(seed, conditions=True), _merit(seed, len(whole.low), product=False)
    rows, gains = climb(tree, whole.zeros, whole.low, merit)
    way = Slope(tree.starts, tree.units, whole.zeros, whole.low, *climbing._beside(tree), *_parts(merit))
    assert (np.diff(heights(way, gains)) <= 0).all()
    for row, gained in zip(rows, gains, strict=True):
        if (gained > -(2**41)).all():
            package = whole.package(np.bitwise_or.reduce(tree.keys[row], axis=0).tolist())
            assert tuple(gained.tolist()) == gains_of(problem, scores(problem, package))
    again, same = rows.copy(), np.zeros_like(gains)
    climb_once(way, again, same, 1)
    assert again.tolist() == rows.tolist()


def _parts(merit: Merit) -> tuple[Any, Any, bool]:
    return merit.weigh, merit.slope, merit.product


@needs_kernel
@pytest.mark.parametrize("name", [field.name for field in fields(Slope) if field.name != "product"])
def test_an_array_that_does_not_fit_is_refused(name: str) -> None:
    way, rows = _paired()
    longer: Any = np.concatenate((getattr(way, name).reshape(-1), getattr(way, name).reshape(-1)[:1]))
    with pytest.raises(ValueError, match=r"fit|items"):
        _by_kernel(replace(way, **dict[str, Any]({name: longer})), rows, 1)


def _paired() -> tuple[Slope, Any]:
    return next(found for seed in range(50) if (found := _way(seed, True)) and len(found[0].beside))


@needs_kernel
@pytest.mark.parametrize(
    ("name", "place", "value"),
    [("starts", 0, 1), ("starts", 1, 10**9), ("starts", 1, -1), ("beside_starts", 1, 10**9), ("beside_starts", 0, -1),
     ("beside", 0, -1), ("beside", 0, 10**9), ("beside", 1, -1), ("beside", 1, 10**9), ("beside", 2, -1),
     ("beside", 2, 10**15), ("beside", 3, 10**15), ("rows", 0, -1), ("rows", 0, 10**9)],
)  # fmt: skip
def test_a_place_outside_its_array_is_refused(name: str, place: int, value: int) -> None:
    way, rows = _paired()
    (rows if name == "rows" else getattr(way, name)).reshape(-1)[place] = value
    with pytest.raises(ValueError, match="fit"):
        _by_kernel(way, rows, 1)


@needs_kernel
def test_too_few_arguments_are_refused() -> None:
    assert KERNEL is not None
    with pytest.raises(ValueError, match="arguments"):
        KERNEL.climb_once(1, 2)
