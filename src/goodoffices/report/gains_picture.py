"""The gains: one row a formula, one bar a party from its walk-away, the same scale throughout; and the headroom.

Points of different parties stand on one scale so that a row can be read, and are never added up.

Read next: ``page.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..analysis.answers import Analysis, Pick
from .lanes import HEADING, LANE, LETTER, Lane, down, heading_layer, margin, name_layers, text_layer
from .marks import INK, PartyMark, party_marks, plot, raw, themed
from .pick_words import formula_name
from .tables import picks
from .words import package_words, points_words, reach_words, say_list

if TYPE_CHECKING:
    import altair as alt

GAP = 10
NARROWEST = 480
"""Pixels across, below which a picture of bars scrolls by itself: there is room for the numbers down to here."""


def gains_picture(analysis: Analysis) -> alt.LayerChart | None:
    """Gains under each formula, formulas that leave everybody the same drawn once; None where none picks."""
    groups = _same_gains(analysis)
    if not groups:
        return None
    marks = [mark for id, mark in party_marks(analysis.talks).items() if any(id in pick.gains for _, pick in groups)]
    headings: list[dict[str, Any]] = []
    bars: list[tuple[Lane, Fraction, str]] = []
    y = 0.0
    for names, pick in groups:
        headings.append({"y": y + HEADING / 2, "text": say_list([formula_name(name) for name in names])})
        y += HEADING
        for mark in marks:
            if mark.party in pick.gains:
                package = package_words(pick.package or {}, analysis.talks)
                bars.append((Lane(mark, y + LANE / 2), pick.gains[mark.party], package))
                y += LANE
        y += GAP
    title = "points above the walk-away"
    if any(pick.zero_is_arbitrary for _, pick in groups):
        title += ", or above 0 where none is recorded"
    return _bars(bars, headings, y - GAP, marks, title, "Gains: points above the walk-away, by formula and party")


def headroom_picture(analysis: Analysis) -> alt.LayerChart | None:
    """How far each walk-away could rise; None where there is no headroom to speak of."""
    room = analysis.headroom.by_party if analysis.headroom else None
    if not room or (analysis.headroom is not None and not analysis.headroom.proved and not any(room.values())):
        return None  # bars of 0 would show what is not known yet as if there were none
    marks = [mark for id, mark in party_marks(analysis.talks).items() if id in room]
    most = max((points for points in room.values() if points != "unbounded"), default=Fraction(1))
    bars = []
    for number, mark in enumerate(marks):
        points = room[mark.party]
        lane = Lane(mark, LANE * (number + 0.5))
        bars.append((lane, most if points == "unbounded" else points, "unbounded" if points == "unbounded" else ""))
    title = "points the walk-away could rise"
    if analysis.headroom is not None and not analysis.headroom.proved:
        title += ", at least"
    return _bars(bars, [], LANE * len(marks), marks, title, "Headroom: how far each walk-away could rise", reach_words)


def _same_gains(analysis: Analysis) -> list[tuple[list[str], Pick]]:
    """Formulas grouped by what they leave each party, in order."""
    groups: list[tuple[list[str], Pick]] = []
    for name, pick in picks(analysis).items():
        for names, other in groups:
            if dict(other.gains) == dict(pick.gains):
                names.append(name)
                break
        else:
            groups.append(([name], pick))
    return groups


def _bars(
    bars: list[tuple[Lane, Fraction, str]], headings: list[dict[str, Any]], height: float, marks: list[PartyMark],
    title: str, description: str, said: Callable[[Fraction], str] = points_words,
) -> alt.LayerChart:  # fmt: skip
    """Bars from a common zero with their numbers, as ``said``, at the end; a bar without bound has the word instead."""
    import altair as alt

    left = margin(marks)
    low, high = min([0.0, *(float(v) for _, v, _ in bars)]), max([0.0, *(float(v) for _, v, _ in bars)])
    longest = max(len(text if text == "unbounded" else said(value)) for value, text in
                  ((value, text) for _, value, text in bars))  # fmt: skip
    share = min(max(0.12, (longest * LETTER + 14) / (NARROWEST - left)), 0.4)
    room = max(high - low, 1e-9) * share / (1 - 2 * share)
    across = alt.X(
        "x:Q", title=title, scale=alt.Scale(domain=[low - (room if low < 0 else 0), high + room], nice=False),
        axis=alt.Axis(tickCount=6, domain=False, ticks=False, titlePadding=8),
    )  # fmt: skip
    rows = [
        {"zero": 0, "x": float(value), "y": lane.y, "colour": lane.mark.colour, "party": lane.mark.name,
         "points": "unbounded" if text == "unbounded" else said(value), "package": text}
        for lane, value, text in bars
    ]  # fmt: skip
    tooltip = [alt.Tooltip("party:N", title="Party"), alt.Tooltip("points:N", title="Points")]
    if headings:
        tooltip.append(alt.Tooltip("package:N", title="Package"))
    ends: list[dict[str, Any]] = [({"y": row["y"], "x": row["x"], "text": row["points"]}) for row in rows]
    layers = [
        plot(rows).mark_rule(strokeWidth=9)
        .encode(x=across, x2="zero:Q", y=down(height), color=raw("Color", "colour"), tooltip=tooltip),
        plot([{"x": 0, "y": lane.y - LANE / 2, "y2": lane.y + LANE / 2} for lane, _, _ in bars])
        .mark_rule(color=INK, strokeWidth=1).encode(x=across, y=down(height), y2="y2:Q"),
        *(text_layer(found, height, across, align=align, dx=6 if align == "left" else -6, color=INK)
          for align, found in (("left", [e for e in ends if e["x"] >= 0]), ("right", [e for e in ends if e["x"] < 0]))
          if found),
        *([heading_layer(headings, height, left)] if headings else []),
        *name_layers([lane for lane, _, _ in bars], height, left),
    ]  # fmt: skip
    return themed(alt.LayerChart(layer=layers).properties(height=height, description=description))
