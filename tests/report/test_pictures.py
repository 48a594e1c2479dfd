"""Pictures: valid specs with data of their own, parties told apart by more than colour, everything drawn that is so."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.report.samples import DEAL, NO_DEAL, NOTHING, TWO, looks_like_the_guide

from goodoffices.analysis import analyse
from goodoffices.report import frontier_points
from goodoffices.report.gap_map import drawn_conflicts, gap_map
from goodoffices.report.marks import COLOURS, SHAPES, party_marks
from goodoffices.report.pictures import PICTURES, open_options, pictures
from goodoffices.talks import Party, Talks


def spec(talks: Talks, name: str) -> dict[str, Any]:
    chart = PICTURES[name](analyse(talks))
    assert chart is not None
    found: dict[str, Any] = chart.to_dict()
    return found


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Every row of data in a spec."""
    sets = list(spec.get("datasets", {}).values())
    sets += [layer["data"]["values"] for layer in spec["layer"] if "values" in layer.get("data", {})]
    return [row for found in sets for row in found]


@pytest.mark.parametrize(("talks", "names"), [
    (DEAL, ["gap_map", "frontier", "gains", "headroom"]),
    (TWO, ["gap_map", "frontier", "gains", "headroom"]),
    (NO_DEAL, ["gap_map"]),
    (NOTHING, ["gap_map"]),
])  # fmt: skip
def test_what_can_be_drawn_is_valid_and_holds_its_own_data(talks: Talks, names: list[str]) -> None:
    charts = pictures(analyse(talks))
    assert list(charts) == names
    for chart in charts.values():
        text = json.dumps(chart.to_dict(validate=True))  # validates against the Vega-Lite schema
        assert '"url"' not in text
        assert text == json.dumps(chart.to_dict())


def test_parties_have_a_mark_each_in_file_order() -> None:
    marks = list(party_marks(DEAL).values())
    assert [mark.name for mark in marks] == ["Arda", "Belen", "Dara"]  # the mediator has none
    assert [mark.colour for mark in marks] == list(COLOURS[:3])
    many = replace(DEAL, parties=(*DEAL.parties, *(Party(f"p{n}", f"P{n}") for n in range(8))))
    told_apart = {(mark.shape, mark.fill) for mark in party_marks(many).values()}
    assert len(told_apart) == 11
    assert len(set(SHAPES)) == 6


def test_the_gap_map_draws_what_a_party_wants_best_and_can_still_sign() -> None:
    found = rows(spec(DEAL, "gap_map"))
    best = {(row["party"], row["best"]) for row in found if "best" in row}
    assert ("Belen", "No pause") in best
    assert ("Dara", "600 trucks a day") in best
    can = {(row["party"], row["issue"]): row for row in found if "sign" in row}
    assert can["Arda", "Length of the pause"]["sign"] == "Six weeks or A permanent pause"
    aid = can["Dara", "Aid"]
    assert (round(aid["x"], 1), round(aid["x2"], 1)) == (0.5, 1.0)


def test_the_gap_map_joins_what_cannot_hold_together() -> None:
    analysis = looks_like_the_guide()
    assert drawn_conflicts(analysis) == [(1, {"pause"})]
    texts = [row.get("text") for row in rows(gap_map(analysis, open_options(analysis)).to_dict())]
    assert "1" in texts
    assert drawn_conflicts(analyse(DEAL)) == []


def test_the_gap_map_says_where_nothing_is_recorded() -> None:
    texts = [row.get("text") for row in rows(spec(NOTHING, "gap_map"))]
    assert texts.count("nothing recorded") == 9


def test_two_parties_are_a_plane_more_are_parallel_lines() -> None:
    plane = rows(spec(TWO, "frontier"))
    assert any("Arda: walk-away 45" in str(row.get("text")) for row in plane)
    assert any("Nash" in str(row.get("picked")) for row in plane)
    analysis = analyse(DEAL)
    assert analysis.frontier is not None
    lines = [row for row in rows(spec(DEAL, "frontier")) if "line" in row]
    assert len(lines) == analysis.frontier.size
    assert all(0 <= row[f"p{n}"] <= 1 for row in lines for n in range(3))
    assert all(row["i0"] in ("Six weeks", "A permanent pause") for row in lines)  # what pointing at a line shows


def test_a_large_frontier_is_sampled_with_every_formula_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontier_points, "MOST_LINES", 3)
    analysis = analyse(DEAL)
    kept = frontier_points.drawn(analysis)
    assert analysis.frontier is not None
    assert len(kept) < analysis.frontier.size
    scores = [dict(point.scores) for point in kept]
    assert all(dict(pick.scores) in scores for pick in (analysis.formulas or {}).values() if pick.package)


def test_gains_are_bars_from_the_walk_away() -> None:
    analysis = analyse(DEAL)
    assert analysis.formulas is not None
    bars = [row for row in rows(spec(DEAL, "gains")) if "zero" in row]
    nash = [float(gain) for gain in analysis.formulas["nash"].gains.values()]
    assert [row["x"] for row in bars[:3]] == nash
    assert [row["party"] for row in bars[:3]] == ["Arda", "Belen", "Dara"]
