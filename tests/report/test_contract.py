"""The JSON: numbers of any size, and null for what is not known."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.report.samples import ARDA, BELEN, DEAL, NO_DEAL, TWO

from goodoffices.analysis import Analysis, analyse
from goodoffices.analysis.answers import Pick, Size, Without, Zone
from goodoffices.report.answer_words import answer_lines
from goodoffices.report.contract import as_json
from goodoffices.talks import IssueScores, Talks

LINE = "arda:no-short-pause"
NONE = Zone(
    "none", Size(0, "exact"), None, (), {"stated": (LINE,), "confided": (), "assumed": ()}, "logic",
    without={"stated": Without(True, Size(12, "exact"))},
)  # fmt: skip


def times(talks: Talks, factor: Fraction) -> Talks:
    """The talks with every number of every position multiplied."""
    return replace(
        talks,
        positions=tuple(
            replace(
                position,
                scores=tuple(IssueScores(s.issue, tuple(p * factor for p in s.points)) for s in position.scores),
                walk_away=None if position.walk_away is None else position.walk_away * factor,
            )
            for position in talks.positions
        ),
    )


def test_numbers_that_no_decimal_holds_are_null_with_the_fraction_beside_them() -> None:
    factor = Fraction(10**160, 1009)
    small, large = as_json(analyse(TWO)), as_json(analyse(times(TWO, factor)))
    nash = large["formulas"]["nash"]
    assert nash["value"] is None
    assert Fraction(nash["exact"]["value"]) == small["formulas"]["nash"]["value"] * factor**2
    assert nash["package"] == small["formulas"]["nash"]["package"]
    assert json.loads(json.dumps(large, allow_nan=False))["formulas"]["nash"]["value"] is None


def test_packages_have_numbers_on_ranges_and_ids_elsewhere() -> None:
    package = {"pause": "six_weeks", "captives": "all", "trucks": "300"}
    pick = Pick("nash", package, {}, {}, Fraction(1), True)
    printed: Any = as_json(Analysis(DEAL, formulas={"nash": pick}))
    assert printed["formulas"]["nash"]["package"] == {"pause": "six_weeks", "captives": "all", "trucks": 300}


@pytest.mark.parametrize(("complete", "assumed"), [(True, False), (False, None)])
def test_a_status_that_was_not_asked_about_is_null_unless_its_lines_are_known_to_exclude_nothing(
    complete: bool, assumed: bool | None
) -> None:
    found = as_json(Analysis(NO_DEAL, zone=replace(NONE, rests_on_complete=complete)))["zone"]
    assert found["rests_on_complete"] is complete
    assert found["without_stated"] is True
    assert found["without_assumed"] is assumed


def test_what_would_change_is_null_where_it_is_not_known_and_nothing_is_said_of_it() -> None:
    talks = replace(DEAL, positions=(ARDA, BELEN))
    size = Size(12, "exact")
    unknown = replace(NONE, status="proved", size=size, without={"stated": Without(True, size, None)})
    known = replace(unknown, without={"stated": Without(True, size, ())})
    assert as_json(Analysis(talks, zone=unknown))["zone"]["without"]["stated"]["changed"] is None
    assert as_json(Analysis(talks, zone=known))["zone"]["without"]["stated"]["changed"] == []
    said = "Without the lines that were only stated in public"
    assert f"{said}, there would be 12 packages." in answer_lines(Analysis(talks, zone=unknown))
    assert f"{said} the answer would be the same." in answer_lines(Analysis(talks, zone=known))


def test_two_counts_that_are_not_finished_are_not_called_the_same() -> None:
    size = Size(20_000, "at_least")
    found = replace(NONE, status="proved", size=size, without={"stated": Without(True, size, ())})
    lines = answer_lines(Analysis(NO_DEAL, zone=found))
    assert "Without the lines that were only stated in public, there would be at least 20,000 packages." in lines
