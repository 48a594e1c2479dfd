"""The benchmarks run and count what the program counts, on something small enough to look at while testing."""

from __future__ import annotations

from fractions import Fraction

from benchmarks.analyse import measure, table
from benchmarks.generated import talks


def test_a_small_measurement_agrees_with_the_plain_count() -> None:
    case = talks((3, 4, 5), 3, seed=2, points=100, share=Fraction(2, 5))
    row = measure("small", case)
    assert row.packages == 60
    assert 0 < row.zone < 60
    assert len(table([row])) == 2


def test_the_same_seed_gives_the_same_talks() -> None:
    first, second = (talks((3, 3), 2, seed=5, points=100, share=Fraction(1, 2)) for _ in range(2))
    assert first == second
