"""The frontier of three parties and more: parallel lines.

Each party has an upright of its own, from the least to the most it gets on the frontier, or its walk-away, which is the
thick tick. A package is one line across; the formulas are the named lines, each dashed in its own way.

Read next: ``gains_picture.py``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..analysis.answers import Analysis
from .answer_words import chosen
from .frontier_points import LINE_HEIGHT, apart, drawn, tips, tooltip, walk_aways
from .lanes import LETTER, wrapped
from .marks import ACCENT, INK, MUTED, RULE, WIDTH, PartyMark, party_marks, plot, raw, symbol, themed
from .pick_words import formula_name
from .tables import key, named_points
from .words import points_words, say_list

if TYPE_CHECKING:
    import altair as alt

DASHES = ([7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [12, 4])
LABEL_GAP = 0.02
"""Between two formulas' labels, in shares of the picture's height."""


def parallel_lines(analysis: Analysis) -> alt.LayerChart:
    """Three parties and more: an upright for each, a line for each package."""
    import altair as alt

    assert analysis.frontier is not None
    over = analysis.frontier.over
    marks = [party_marks(analysis.talks)[party] for party in over]
    floors = walk_aways(analysis, over)
    points = drawn(analysis)
    scales = [
        (min(found := [p.scores[party] for p in points] + ([] if floor is None else [floor])), max(found))
        for party, floor in zip(over, floors, strict=True)
    ]
    choice = chosen(analysis)
    named = named_points(analysis)
    rows: list[dict[str, Any]] = []
    formulas: list[dict[str, Any]] = []
    for number, point in enumerate(points):
        heights = {f"p{n}": _share(point.scores[party], scales[n]) for n, party in enumerate(over)}
        row: dict[str, Any] = {"line": number} | heights | tips(analysis, point, over)
        names = named.get(key(point.scores, over))
        if names:
            first = choice is not None and formula_name(choice[0]) in names
            formulas.append(row | {"picked": say_list(names), "pen": _pen(len(formulas), first)})
        else:
            rows.append(row)
    last = len(over) - 1
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.25, last + 0.05], nice=False, zero=False))
    up = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.02, 1.02], nice=False, zero=False))
    labels = _line_labels(formulas, last, across, up)
    layers = [
        _uprights(last, across, up),
        *_lines(rows, last, across, up, tooltip(analysis, marks, named=False), named=False),
        *_lines(formulas, last, across, up, tooltip(analysis, marks, named=True), named=True),
        *_walk_away_ticks(floors, scales, marks, across, up),
        *_ends(scales, floors, across, up),
        *_names(marks, across),
        *labels,
    ]
    chart = alt.LayerChart(layer=layers).properties(
        height=340, description="The frontier: an upright a party, a line a package, formulas named"
    )
    return themed(chart)


def _pen(number: int, first: bool) -> dict[str, Any]:
    """How a formula's line is drawn: the draft's full and in the accent, the others dashed each in its own way."""
    if first:
        return {"color": ACCENT, "strokeWidth": 2.6, "opacity": 1}
    return {"color": INK, "strokeWidth": 1.6, "opacity": 1, "strokeDash": DASHES[number % len(DASHES)]}


def _share(score: Fraction, scale: tuple[Fraction, Fraction]) -> float:
    low, high = scale
    return 0.5 if low == high else float((score - low) / (high - low))


def _uprights(last: int, across: Any, up: Any) -> Any:
    rows = [{"x": n, "y": 0, "y2": 1} for n in range(last + 1)]
    return plot(rows).mark_rule(color=RULE, strokeWidth=1.5).encode(x=across, y=up, y2="y2:Q")


def _lines(rows: list[dict[str, Any]], last: int, across: Any, up: Any, tooltip: Any, *, named: bool) -> list[Any]:
    """A line for each package, folded from one row so that its words stand in the page only once."""
    if not rows:
        return []
    layers = []
    for found in [[row] for row in rows] if named else [rows]:
        pen = {"color": MUTED, "strokeWidth": 1.2, "opacity": 0.35 if len(rows) > 30 else 0.55}
        if named:
            pen = found[0].pop("pen")
        layers.append(
            plot(found)
            .transform_fold([f"p{n}" for n in range(last + 1)], as_=["axis", "y"])
            .transform_calculate(x="toNumber(slice(datum.axis, 1))")
            .mark_line(**pen)
            .encode(x=across, y=up, detail="line:N", order="x:Q", tooltip=tooltip)
        )
    return layers


def _walk_away_ticks(
    floors: list[Fraction | None], scales: list[tuple[Fraction, Fraction]], marks: list[PartyMark], across: Any, up: Any
) -> list[Any]:
    import altair as alt

    rows = [
        {"x": n, "y": _share(floor, scales[n]), "colour": marks[n].colour, "text": points_words(floor),
         "party": marks[n].name}
        for n, floor in enumerate(floors) if floor is not None
    ]  # fmt: skip
    if not rows:
        return []
    tips = [alt.Tooltip("party:N", title="Party"), alt.Tooltip("text:N", title="Walk-away")]
    ticks = plot(rows).mark_tick(orient="horizontal", size=26, thickness=3.5, opacity=1)
    layers = [ticks.encode(x=across, y=up, color=raw("Color", "colour"), tooltip=tips)]
    for at_foot, where in ((True, {"dy": 14}), (False, {"align": "right", "dx": -17})):
        if found := [row for row in rows if (row["y"] == 0) == at_foot]:
            words = plot(found).mark_text(fontSize=12, fontWeight=600, **where)
            layers.append(words.encode(x=across, y=up, text="text:N", color=raw("Color", "colour")))
    return layers


def _ends(scales: list[tuple[Fraction, Fraction]], floors: list[Fraction | None], across: Any, up: Any) -> list[Any]:
    """The number at the top of each upright, and at its foot, unless the walk-away's stands there already."""
    layers = []
    for end, y, shift in ((1, 1, -9), (0, 0, 12)):
        rows = [{"x": n, "y": y, "text": points_words(scale[end])} for n, scale in enumerate(scales)
                if end or scale[0] != floors[n]]  # fmt: skip
        layers.append(plot(rows).mark_text(dy=shift, fontSize=12, color=MUTED).encode(x=across, y=up, text="text:N"))
    return layers


def _names(marks: list[PartyMark], across: Any) -> list[Any]:
    """Party names and marks over the uprights."""
    import altair as alt

    size = 13 if len(marks) < 7 else 11
    letters = int(560 / len(marks) / LETTER * 13 / size)
    rows: list[dict[str, Any]] = [
        {"x": n, "name": wrapped(mark.name, letters, 3), "colour": mark.colour, "shape": mark.shape, "fill": mark.fill}
        for n, mark in enumerate(marks)
    ]
    base = plot(rows).encode(x=across, y=alt.value(0))
    lines: list[dict[str, Any]] = [
        {"x": row["x"], "text": line, "up": 38 + 14 * (len(row["name"]) - number - 1)}
        for row in rows for number, line in enumerate(row["name"])
    ]  # fmt: skip
    layers = [
        plot([{"x": line["x"], "text": line["text"]} for line in lines if line["up"] == height])
        .mark_text(dy=-height, fontSize=size, color=INK).encode(x=across, y=alt.value(0), text="text:N")
        for height in sorted({line["up"] for line in lines})
    ]  # fmt: skip
    marked = base.mark_point(yOffset=-25, size=60, opacity=1, strokeWidth=1.5)
    return [*layers, marked.encode(**symbol())]


def _label_lines(row: dict[str, Any]) -> list[str]:
    return wrapped(row["picked"], 20, 3)


def _line_labels(formulas: list[dict[str, Any]], last: int, across: Any, up: Any) -> list[Any]:
    """Formula names at the right, each with a piece of its line, pushed apart where they would stand on one another."""
    if not formulas:
        return []
    wanted = sorted(formulas, key=lambda row: (-row[f"p{last}"], row["line"]))
    heights = [LINE_HEIGHT * len(_label_lines(row)) + LABEL_GAP for row in wanted]
    middles = apart([row[f"p{last}"] for row in wanted], heights)
    pixel = (last + 0.3) / WIDTH
    layers: list[Any] = []
    words: list[dict[str, Any]] = []
    for row, middle in zip(wanted, middles, strict=True):
        piece = [{"x": last + 22 * pixel, "x2": last + 50 * pixel, "y": middle}]
        layers.append(plot(piece).mark_rule(**row["pen"]).encode(x=across, x2="x2:Q", y=up))
        lines = _label_lines(row)
        words += [
            {"x": last + 58 * pixel, "y": middle + LINE_HEIGHT * ((len(lines) - 1) / 2 - n), "text": line}
            for n, line in enumerate(lines)
        ]
    marking = {"align": "left", "baseline": "middle", "fontSize": 12, "color": INK}
    return [*layers, plot(words).mark_text(**marking).encode(x=across, y=up, text="text:N")]
