"""The frontier of two parties: a plane, one score across, the other up.

Walk-aways are dashed, the zone lies where both are reached and is tinted; formulas are the named points.

Read next: ``frontier_lines.py``, for more parties.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..analysis.answers import Analysis, Point
from .frontier_points import LINE_HEIGHT, apart, drawn, tips, tooltip, walk_aways
from .marks import ACCENT, INK, PALE, PAPER, PartyMark, party_marks, plot, themed
from .tables import key, named_points, picks
from .words import points_words, say_list

if TYPE_CHECKING:
    import altair as alt


def plane(analysis: Analysis) -> alt.LayerChart:
    """Two parties: scores across and up."""
    import altair as alt

    assert analysis.frontier is not None
    over = analysis.frontier.over
    marks = [party_marks(analysis.talks)[party] for party in over]
    floors = walk_aways(analysis, over)
    points, named = drawn(analysis), _named_rows(analysis)
    domains = [
        _domain([p.scores[party] for p in points] + [row["scores"][party] for row in named], floor)
        for party, floor in zip(over, floors, strict=True)
    ]
    axes = [
        channel(field, title=f"{mark.name}, score", scale=alt.Scale(domain=domain, nice=False, zero=False),
                axis=alt.Axis(tickCount=6, titlePadding=10, grid=True))
        for channel, field, mark, domain in zip((alt.X, alt.Y), ("x:Q", "y:Q"), marks, domains, strict=True)
    ]  # fmt: skip
    rows = [{"x": float(p.scores[over[0]]), "y": float(p.scores[over[1]])} | tips(analysis, p, over) for p in points]
    rows.sort(key=lambda row: row["x"])
    names = [{name: value for name, value in row.items() if name != "scores"} for row in named]
    layers = [
        *_zone_layer(floors, domains, axes),
        *_dashed(floors, marks, domains, axes),
        plot(rows).mark_line(color=ACCENT, strokeWidth=1, opacity=0.5, interpolate="linear")
        .encode(x=axes[0], y=axes[1]),
        plot(rows).mark_point(shape="circle", size=34, filled=True, color=ACCENT, opacity=1)
        .encode(x=axes[0], y=axes[1], tooltip=tooltip(analysis, marks, named=False)),
    ]  # fmt: skip
    if names:
        base = plot(names).encode(x=axes[0], y=axes[1])
        layers.append(base.mark_point(shape="diamond", size=130, fill=INK, stroke=PAPER, opacity=1)
                      .encode(tooltip=tooltip(analysis, marks, named=True)))  # fmt: skip
        layers += _point_labels(names, domains, axes)
    chart = alt.LayerChart(layer=layers).properties(
        height=400, description=f"The frontier: scores of {marks[0].name} across, of {marks[1].name} up"
    )
    return themed(chart)


def _point_labels(names: list[dict[str, Any]], domains: list[list[float]], axes: list[Any]) -> list[Any]:
    """Formula names beside their points: above at the left half of the plane, below at the right, none on another."""
    layers = []
    middle, (low, high) = sum(domains[0]) / 2, domains[1]
    for align, shift, down in (("left", 10, -10), ("right", -10, 14)):
        found = sorted((row for row in names if (row["x"] <= middle) == (align == "left")), key=lambda row: -row["y"])
        heights = apart([(row["y"] - low) / (high - low) for row in found], [LINE_HEIGHT] * len(found))
        words = [
            {"x": row["x"], "y": low + height * (high - low), "picked": row["picked"]}
            for row, height in zip(found, heights, strict=True)
        ]
        if words:
            text = plot(words).mark_text(align=align, dx=shift, dy=down, fontSize=13, color=INK)
            layers.append(text.encode(x=axes[0], y=axes[1], text="picked:N"))
    return layers


def _named_rows(analysis: Analysis) -> list[dict[str, Any]]:
    """One row for each place that formulas pick, with their names; `scores` stays exact for the domains."""
    assert analysis.frontier is not None
    over = analysis.frontier.over
    names, rows = named_points(analysis), []
    for pick in picks(analysis).values():
        place = key(pick.scores, over)
        if pick.split is None and place in names and set(over) <= set(pick.scores):
            point = Point(pick.package or {}, pick.scores)
            rows.append({"picked": say_list(names.pop(place)), "scores": pick.scores,
                         "x": float(pick.scores[over[0]]), "y": float(pick.scores[over[1]])}
                        | tips(analysis, point, over))  # fmt: skip
    return rows


def _domain(scores: list[Fraction], floor: Fraction | None) -> list[float]:
    """The scores with the walk-away and a little room around them."""
    numbers = [float(score) for score in scores] + ([] if floor is None else [float(floor)])
    room = (max(numbers) - min(numbers)) * 0.08 or 1.0
    return [min(numbers) - room, max(numbers) + room]


def _zone_layer(floors: list[Fraction | None], domains: list[list[float]], axes: list[Any]) -> list[Any]:
    """The tinted ground where both scores reach their walk-aways."""
    if floors[0] is None and floors[1] is None:
        return []
    x, y = (float(floor) if floor is not None else domain[0] for floor, domain in zip(floors, domains, strict=True))
    tint = plot([{"x": x, "x2": domains[0][1], "y": y, "y2": domains[1][1]}]).mark_rect(color=PALE, opacity=0.7)
    return [tint.encode(x=axes[0], x2="x2:Q", y=axes[1], y2="y2:Q")]


def _dashed(
    floors: list[Fraction | None], marks: list[PartyMark], domains: list[list[float]], axes: list[Any]
) -> list[Any]:
    """Each walk-away as a dashed line in its party's colour, with its name."""
    layers = []
    for number, (floor, mark) in enumerate(zip(floors, marks, strict=True)):
        if floor is None:
            continue
        text = f"{mark.name}: walk-away {points_words(floor)}"
        other = domains[1 - number]
        row = {"x": float(floor), "y": other[1]} if number == 0 else {"x": other[1], "y": float(floor)}
        base = plot([row | {"text": text}])
        here = {"x": axes[0]} if number == 0 else {"y": axes[1]}
        layers.append(base.mark_rule(color=mark.colour, strokeDash=[6, 4], strokeWidth=1.5).encode(**here))
        turn: Any = {"angle": 270, "dy": -8} if number == 0 else {"dy": 12}
        layers.append(
            base.mark_text(fontSize=12, color=mark.colour, align="right", dx=-6, **turn).encode(
                x=axes[0], y=axes[1], text="text:N"
            )
        )
    return layers
