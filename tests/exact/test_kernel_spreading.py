"""The kernel of spreading against its numpy twin: the same worth, cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exact.spaces import space

from goodoffices.exact.branching import factors, spreading
from goodoffices.exact.kernels import load

KERNEL = load("spreading")
needs_kernel = pytest.mark.skipif(KERNEL is None, reason="the kernel was not built here")


def _arrays(seed: int) -> list[Any] | None:
    """A space's rows and pairs with worth by chance; None where it has no pairs."""
    whole = factors.factors(space(seed, conditions=True))
    if whole is None or whole.empty or not whole.pairs:
        return None
    draws = np.random.default_rng(seed)
    starts, beside = spreading._beside(whole)
    cells = sum(pair.barred.size for pair in whole.pairs)
    worth = [draws.integers(-(2**40), 2**40, (count, 5)) for count in (int(whole.starts[-1]), cells)]
    worth[1][draws.random(cells) < 0.1] = spreading.BARRED
    return [whole.starts, starts, beside, *worth, np.zeros(5, np.int64)]


@needs_kernel
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 400), st.sampled_from([0, 1, 2, 5]))
def test_kernel_and_twin_agree(seed: int, sweeps: int) -> None:
    assert KERNEL is not None
    if (arrays := _arrays(seed)) is None:
        return
    *others, _ = [array.copy() for array in arrays]
    KERNEL.sweep(*arrays, sweeps)
    starts, beside_starts, beside, worth, cells = others
    spreading.sweep(starts, beside_starts, beside, worth, cells, sweeps)
    for one, other in zip(arrays, others, strict=False):
        assert one.tolist() == other.tolist()


def _some() -> list[Any]:
    return next(arrays for seed in range(50) if (arrays := _arrays(seed)))


@needs_kernel
@pytest.mark.parametrize("number", range(6))
def test_an_array_that_does_not_fit_is_refused(number: int) -> None:
    assert KERNEL is not None
    arrays = _some()
    arrays[number] = np.concatenate((arrays[number].reshape(-1), arrays[number].reshape(-1)[:1]))
    with pytest.raises(ValueError, match="fit"):
        KERNEL.sweep(*arrays, 1)


@needs_kernel
@pytest.mark.parametrize(
    ("number", "place", "value"),
    [(0, 0, 1), (0, 1, 10**9), (0, 1, -1), (1, 0, -1), (1, 1, 10**9), (2, 0, -1), (2, 0, 10**9), (2, 1, 10**9),
     (2, 2, 0), (2, 2, 10**9), (2, 3, -1), (2, 3, 10**9)],
)  # fmt: skip
def test_a_place_outside_its_array_is_refused(number: int, place: int, value: int) -> None:
    assert KERNEL is not None
    arrays = _some()
    arrays[number].reshape(-1)[place] = value
    with pytest.raises(ValueError, match="fit"):
        KERNEL.sweep(*arrays, 1)


@needs_kernel
def test_too_few_arguments_are_refused() -> None:
    assert KERNEL is not None
    with pytest.raises(ValueError, match="arguments"):
        KERNEL.sweep(1, 2)
