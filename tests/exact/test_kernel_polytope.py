"""The kernel of walks against its numpy twin: the same samples and the same state, to the last bit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.beliefs import PRIORS, Rows, Samples, Worth, compared, drawn, frame, judged, samples
from goodoffices.beliefs.frame import Frame, Groups, Points
from goodoffices.exact.kernels import load
from goodoffices.exact.trees import Literal

KERNEL = load("polytope")
needs_kernel = pytest.mark.skipif(KERNEL is None, reason="the kernel was not built here")


def _case(seed: int) -> tuple[Frame, Rows, Fraction]:
    """Some worth, some of it known, some answers."""
    draws = np.random.default_rng(seed)
    sizes = tuple(int(size) for size in draws.integers(1, 5, draws.integers(1, 5)))
    pairs = tuple((j, j + 1) for j in range(len(sizes) - 1) if draws.random() < 0.3)
    scored = [j for j in range(len(sizes)) if draws.random() < 0.3]
    occasions = (Literal(0, frozenset({0})),) if scored else ()
    worth = Worth(sizes, pairs, occasions)
    orders = {j: _groups(draws, size) for j, size in enumerate(sizes) if j not in scored and draws.random() < 0.7}
    points = Points(
        {j: tuple(_range(draws) for _ in range(sizes[j])) for j in scored}, (_range(draws),) * len(occasions)
    )
    if scored and draws.random() < 0.5:
        points = Points(points.issues, points.bonuses, _range(draws))
    if not points.total:
        points = Points()
    rows = int(draws.integers(0, 12))
    packages = draws.integers(0, sizes, (3, rows, len(sizes)))
    soft = np.concatenate((compared(worth, *packages[:2]), judged(worth, packages[2], draws.integers(0, 2, rows))))
    hard = np.zeros((1, worth.coordinates))
    hard[0, worth.swing(0)] = draws.integers(0, 2)
    return frame(worth, orders, points, prior=list(PRIORS)[seed % 2]), Rows(hard, soft), Fraction(1, 20 - seed % 7)


def _groups(draws: np.random.Generator, size: int) -> Groups:
    found: list[list[int]] = []
    for option in draws.permutation(size).tolist():
        if found and draws.random() < 0.2:
            found[-1].append(option)
        else:
            found.append([option])
    return tuple(tuple(group) for group in found)


def _range(draws: np.random.Generator) -> tuple[Fraction, Fraction]:
    low = Fraction(int(draws.integers(0, 9)))
    return low, low + int(draws.integers(0, 3))


def _both(seed: int, kernel: bool, monkeypatch: pytest.MonkeyPatch) -> Samples:
    framed, rows, mistaken = _case(seed)
    with monkeypatch.context() as here:
        if not kernel:
            here.setattr(samples, "load", lambda name: None)
        first = drawn(framed, rows, seed=seed, mistaken=mistaken, kept=4, thin=2, warm=3)
        return drawn(framed, rows, seed=seed + 1, mistaken=mistaken, after=first, kept=4, thin=1, warm=0)


@needs_kernel
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_kernel_and_twin_agree(seed: int) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        one, other = (_both(seed, kernel, monkeypatch) for kernel in (True, False))
    assert one.values.tolist() == other.values.tolist()
    assert one.state.tolist() == other.state.tolist()
    assert one.mass.tolist() == other.mass.tolist()
    assert np.isfinite(one.values).all()


ARRAYS = ("columns", "moved", "first_row", "touched", "block_of", "shape", "starts", "at", "by", "around", "limits",
          "places", "odds", "state", "mass", "chance", "out", "scratch")  # fmt: skip


def _arguments() -> dict[str, Any]:
    """What the kernel takes, for a worth with orders, one issue without, and a joint table."""
    worth = Worth((3, 3), joined=((0, 1),))
    made = frame(worth, {0: ((0,), (1,), (2,))})
    rows = compared(worth, np.array([[0, 0]]), np.array([[1, 1]]))
    columns = np.ascontiguousarray(rows.T)
    moved = np.array([columns[made.at[first]] for first in made.starts[:-1]])
    d, rows_there = len(made.block_of), 1
    arrays = (columns, moved, *samples.touched_rows(moved), made.block_of, made.shape, made.starts, made.at, made.by,
              made.around, made.limits, made.loose, np.array([0.05]), made.state, made.mass,
              np.zeros(2, np.int64), np.zeros((3, d)), np.zeros((len(made.shape) + 3) * rows_there))  # fmt: skip
    return {name: array.copy() for name, array in zip(ARRAYS, arrays, strict=True)}


def _run(arguments: dict[str, Any], *whole: int) -> None:
    assert KERNEL is not None
    KERNEL.walk(*(arguments[name] for name in ARRAYS), *(whole or (0, 1, 1)))


@needs_kernel
def test_what_fits_is_taken() -> None:
    arguments = _arguments()
    _run(arguments)
    assert arguments["out"].any()


@needs_kernel
@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_that_does_not_fit_is_refused(name: str) -> None:
    arguments = _arguments()
    flat = arguments[name].reshape(-1)
    arguments[name] = np.concatenate((flat, flat[:1]))
    with pytest.raises(ValueError, match=r"fit|items"):
        _run(arguments)


@needs_kernel
@pytest.mark.parametrize(
    ("name", "place", "value"),
    [("first_row", 0, 1), ("first_row", 1, -1), ("first_row", 1, 10**9), ("touched", 0, -1), ("touched", 0, 1),
     ("block_of", 0, -2), ("block_of", 0, 3), ("shape", 0, 0), ("starts", 0, 1), ("starts", 1, 0),
     ("starts", 1, 10**9), ("at", 0, -1), ("at", 0, 10**9), ("around", 0, -1), ("around", 0, 3), ("around", 1, 10**9),
     ("around", 2, -2), ("around", 2, 10**9), ("places", 0, -1), ("places", 0, 10**9), ("places", 1, 0),
     ("places", 1, 10**9), ("mass", 0, 0), ("mass", 0, float("nan")), ("odds", 0, 1), ("odds", 0, -1)],
)  # fmt: skip
def test_a_place_outside_its_array_is_refused(name: str, place: int, value: float) -> None:
    arguments = _arguments()
    arguments[name].reshape(-1)[place] = value
    with pytest.raises(ValueError, match="fit"):
        _run(arguments)


@needs_kernel
@pytest.mark.parametrize("whole", [(-1, 1, 1), (2, 1, 1), (0, 0, 1), (0, 1, 0)])
def test_a_number_that_makes_no_sense_is_refused(whole: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="fit"):
        _run(_arguments(), *whole)


@needs_kernel
def test_too_few_arguments_are_refused() -> None:
    assert KERNEL is not None
    with pytest.raises(ValueError, match="arguments"):
        KERNEL.walk(1, 2)
