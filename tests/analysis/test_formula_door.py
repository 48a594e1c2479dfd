"""The door for formulas: a new one is registered by a decorator alone, and both methods answer it exactly."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from tests.judge import brute
from tests.judge.generated import talks_case

from goodoffices import analysis
from goodoffices.analysis.formulas import FORMULAS, maximises
from goodoffices.talks import Package


@pytest.fixture
def median() -> Iterator[str]:
    """The greatest middle gain: no sum, no least, no product, so that nothing known can stand in for it."""

    @maximises("median", source="made up for this test")
    def median(gains: Any, best: Any) -> Any:
        """The greatest middle gain."""
        return sorted(gains)[len(gains) // 2]

    yield "median"
    del FORMULAS["median"]


@pytest.mark.parametrize("method", ["enumerate", "logic"])
@pytest.mark.parametrize("seed", range(0, 420, 28))
def test_a_formula_from_outside_is_answered_exactly(median: str, method: str, seed: int) -> None:
    talks = talks_case(seed)
    pick = analysis.formula(talks, median, method=method)
    rows = [row for row in brute.table(talks).rows if not row.broken]
    if any(not talks.position(party).has_scores for party in talks.signatories) or not rows:
        assert pick.package is None
        return
    floors = [talks.position(party).walk_away or Fraction(0) for party in talks.signatories]

    def key(place: int) -> tuple[Fraction, list[Fraction], int]:
        gains = sorted(score - floor for score, floor in zip(rows[place].scores, floors, strict=True))
        return gains[len(gains) // 2], gains, -place

    best: Package = rows[max(range(len(rows)), key=key)].package
    assert pick.proved
    assert pick.package == dict(best)


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    assert FORMULAS[name].source
    assert FORMULAS[name].says.endswith(".")
