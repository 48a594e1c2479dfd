"""What each procedure reached, as a chart: the mean share of the best product of gains, with its interval.

Procedures stand as headings, behaviours as lanes under them, on one scale throughout; behaviours are told apart by
their names, and by colour and mark as parties are elsewhere.

Read next: ``simulation_page.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..simulate.summary import Entry
from .lanes import HEADING, LANE, Lane, down, heading_layer, margin, name_layers, text_layer
from .marks import COLOURS, INK, PAPER, SHAPES, PartyMark, plot, raw, symbol, themed

if TYPE_CHECKING:
    import altair as alt

GAP = 10
TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1]
TITLE = "share of the best product of gains, 0 without a deal"


def simulation_picture(entries: Sequence[Entry]) -> alt.LayerChart | None:
    """One lane for each procedure and behaviour; None where no share of the best product is known."""
    shown = [entry for entry in entries if entry.means["nash_share"] is not None]
    if not shown:
        return None
    several = len({entry.talks for entry in shown}) > 1
    marks = _marks(shown)
    headings, lanes, rows, y = list[dict[str, Any]](), list[Lane](), list[dict[str, Any]](), 0.0
    for talks, name in dict.fromkeys((entry.talks, entry.procedure) for entry in shown):
        headings.append({"y": y + HEADING / 2, "text": f"{name}, {talks}" if several else name})
        y += HEADING
        for entry in shown:
            if (entry.talks, entry.procedure) == (talks, name):
                lanes.append(Lane(marks[entry.behaviour], y + LANE / 2))
                rows.append(_mark(entry, lanes[-1]))
                y += LANE
        y += GAP
    return _layers(rows, headings, lanes, y - GAP, list(marks.values()))


def _marks(entries: Sequence[Entry]) -> dict[str, PartyMark]:
    hows = list(dict.fromkeys(entry.behaviour for entry in entries))
    return {
        how: PartyMark(how, how, COLOURS[k % len(COLOURS)], SHAPES[k % len(SHAPES)],
                       COLOURS[k % len(COLOURS)] if k < len(COLOURS) else PAPER)
        for k, how in enumerate(hows)
    }  # fmt: skip


def _mark(entry: Entry, lane: Lane) -> dict[str, Any]:
    mean = entry.means["nash_share"]
    assert mean is not None
    half = mean.half or 0.0
    return {
        "y": lane.y, "x": mean.value, "low": max(0.0, mean.value - half), "high": min(1.0, mean.value + half),
        "text": str(mean), "procedure": entry.procedure, "behaviour": entry.behaviour,
        "colour": lane.mark.colour, "fill": lane.mark.fill, "shape": lane.mark.shape,
    }  # fmt: skip


def _layers(
    rows: list[dict[str, Any]], headings: list[dict[str, Any]], lanes: list[Lane], height: float, marks: list[PartyMark]
) -> alt.LayerChart:
    import altair as alt

    left = margin(marks)
    across = alt.X("x:Q", title=TITLE, scale=alt.Scale(domain=[0, 1.12], nice=False),
                   axis=alt.Axis(values=TICKS, domain=False, ticks=False, titlePadding=8))  # fmt: skip
    tooltip = [alt.Tooltip(f"{name}:N", title=title) for name, title in
               (("procedure", "Procedure"), ("behaviour", "Behaviour"), ("text", "Mean"))]  # fmt: skip
    spans = [row | {"x": row["low"]} for row in rows]
    ends = [{"y": row["y"], "x": row["high"], "text": row["text"]} for row in rows]
    layers = [
        plot(spans).mark_rule(strokeWidth=2)
        .encode(x=across, x2="high:Q", y=down(height), color=raw("Color", "colour")),
        plot(rows).mark_point(size=60, opacity=1, strokeWidth=1.5)
        .encode(x=across, y=down(height), tooltip=tooltip, **symbol()),
        text_layer(ends, height, across, align="left", dx=10, color=INK),
        heading_layer(headings, height, left),
        *name_layers(lanes, height, left),
    ]  # fmt: skip
    said = "Share of the best product of gains that each procedure reached, by behaviour"
    return themed(alt.LayerChart(layer=layers).properties(height=height, description=said))
