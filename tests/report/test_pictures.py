"""Pictures: valid specs with data of their own, parties told apart by more than colour, everything drawn that is so."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from tests.report.samples import DEAL, NO_DEAL, NOTHING, TWO, looks_like_the_guide

from goodoffices.analysis import Analysis, analyse
from goodoffices.analysis.answers import Headroom
from goodoffices.report import frontier_points
from goodoffices.report.gains_picture import headroom_picture
from goodoffices.report.gap_map import drawn_conflicts, gap_map
from goodoffices.report.gap_table import gap_table
from goodoffices.report.marks import COLOURS, SHAPES, party_marks
from goodoffices.report.pictures import PICTURES, pictures
from goodoffices.talks import Choice, Issue, IssueScores, Option, Party, Position, Talks


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
    chart = gap_map(analysis)
    assert chart is not None
    texts = [row.get("text") for row in rows(chart.to_dict())]
    assert "1" in texts
    assert drawn_conflicts(analyse(DEAL)) == []


@pytest.mark.parametrize(("names", "all_shown"), [
    ([f"Option {number}" for number in range(8)], True),
    ([f"A commission of {number} members and a chair from abroad" for number in range(8)], False),
    (["Full withdrawal within six months", "Partial withdrawal", "Joint patrols for good", "Internationalisation",
      "No withdrawal at all", "Reconsideration"], True),
    (list("abcdefghijklmnop"), False),
    (["Yes", "No"], True),
    (["Yes"], True),
])  # fmt: skip
def test_no_label_of_the_gap_map_runs_into_another(names: list[str], all_shown: bool) -> None:
    issue = Issue("road", "The road", tuple(Option(f"o{number}", name) for number, name in enumerate(names)))
    found = spec(Talks("A road", (Party("ann", "Ann"), Party("bo", "Bo")), (issue,)), "gap_map")
    plane, letter, lines = 640 - 30 - 60, 6.0, dict[float, list[tuple[float, float]]]()
    seen = set()
    for layer in found["layer"]:
        for row in layer["data"]["values"] if layer["mark"].get("fontSize") == 12 and "align" in layer["mark"] else ():
            if "x" in row and row["text"] != "nothing recorded":
                wide, at = len(row["text"]) * letter, row["x"] * plane
                left = at - {"left": 0, "center": wide / 2, "right": wide}[layer["mark"]["align"]]
                lines.setdefault(row["y"], []).append((left, left + wide))
                seen.add(row["x"])
    assert len(seen) == len(names) if all_shown else 2 <= len(seen) < len(names)
    for spans in map(sorted, lines.values()):
        assert all(before[1] < after[0] for before, after in pairwise(spans)), spans


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


def test_without_its_question_there_is_no_gap_map() -> None:
    assert gap_map(analyse(DEAL, only=["zone", "formulas"])) is None
    assert "gap_map" not in pictures(analyse(DEAL, only=["zone", "formulas"]))


def long_range(points: Callable[[int], int], line: Choice | None = None, most: int = 9_999) -> Analysis:
    """Talks on one range of numbers, scored by two parties; nothing is computed but what one party can sign."""
    steps = range(most + 1)
    price = Issue("price", "Price", tuple(Option(str(n), str(n), value=Fraction(n)) for n in steps), unit="crowns")
    arda = Position("arda", (IssueScores("price", tuple(Fraction(points(n)) for n in steps)),))
    talks = Talks("A price", DEAL.parties[:2], (price,), positions=(arda,))
    is_open = tuple(line is None or str(n) in line.options for n in steps)
    return Analysis(talks, open_options={"arda": {"price": is_open}})


def test_on_a_long_range_marks_and_stretches_are_thinned_out_and_its_ends_stay() -> None:
    odd = Choice("price", tuple(str(n) for n in range(1, 10_000, 2)))
    chart = gap_map(long_range(lambda n: n % 2, odd))
    assert chart is not None
    found = rows(chart.to_dict())
    best = [row["best"] for row in found if "best" in row]
    assert len(best) < 60
    assert (best[0], best[-1]) == ("1 crowns", "9,999 crowns")
    stretches = [row for row in found if "sign" in row]
    assert len(stretches) == 1
    assert len(stretches[0]["sign"]) < 200
    assert len(found) < 120


def test_one_closed_number_between_open_ones_is_seen_as_long_as_it_can_be() -> None:
    for most in (30, 60, 100):
        but_one = Choice("price", tuple(str(n) for n in range(most + 1) if n != most // 2))
        chart = gap_map(long_range(lambda n: n, but_one, most))
        assert chart is not None
        first, second = (row for row in rows(chart.to_dict()) if "sign" in row)
        assert second["x"] - first["x2"] > 0.5 / most


def test_the_largest_points_of_a_long_range_are_sought_once() -> None:
    class Counted(Fraction):
        compared = 0

        def __gt__(self, other: object) -> bool:
            Counted.compared += 1
            return super().__gt__(other)  # type: ignore[operator]

    analysis = long_range(lambda n: n, most=500)
    (position,) = analysis.talks.positions
    counted = IssueScores("price", tuple(Counted(points) for points in position.scores[0].points))
    talks = replace(analysis.talks, positions=(replace(position, scores=(counted,)),))
    again = replace(analysis, talks=talks)
    gap_map(again)
    gap_table(again)
    assert Counted.compared <= 2 * 501


@pytest.mark.parametrize("points", [Fraction(5), Fraction(10**18)])
def test_bars_leave_room_for_their_numbers(points: Fraction) -> None:
    room = Headroom({"arda": "unbounded", "belen": points, "dara": Fraction(1)}, True, "enumerate")
    chart = headroom_picture(Analysis(DEAL, headroom=room))
    assert chart is not None
    domain = chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain[0] == 0
    assert domain[1] > float(points) * 1.15
