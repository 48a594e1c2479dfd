"""The matrix without compiled kernels, on a sample of cases: where no compiler was found, answers are the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.judge import test_matrix as matrix

from goodoffices.exact import kernels
from goodoffices.exact.planner import methods

CASES = range(3, matrix.CASES, 29)


@pytest.fixture(autouse=True)
def no_kernels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if none of them had been built."""
    monkeypatch.setattr(kernels, "find_spec", lambda name: None)
    kernels.load.cache_clear()
    assert kernels.missing() == kernels.NAMES
    yield
    kernels.load.cache_clear()


@pytest.mark.parametrize("seed", CASES)
@pytest.mark.parametrize("method", [name for name in methods() if name not in {*matrix.SLOW, matrix.COMPLETE}])
def test_the_twins_say_the_same(method: str, seed: int) -> None:
    matrix.test_zone(method, seed)
    matrix.test_frontier(method, seed)
    matrix.test_formulas(method, seed)
    matrix.test_headroom(method, seed)
    matrix.test_conflicts(method, seed)
    matrix.test_repairs(method, seed)
