"""Lanes: one row a party under a heading, the layout that the gap map, the gains and the headroom share.

Rows are placed by hand, in pixels from the top, so that headings, wrapped labels and lanes stand where a reader expects
them whatever the plot's width; the party's name and mark stand left of the plane.

Read next: ``gap_map.py``.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from .marks import INK, MUTED, PartyMark, plot, symbol

LANE = 18
HEADING = 22
LETTER = 6.4
"""Pixels a letter takes, near enough to set margins by."""


@dataclass(frozen=True)
class Lane:
    """One party's row: ``y`` in pixels from the top."""

    mark: PartyMark
    y: float


def margin(marks: list[PartyMark]) -> int:
    """Pixels that the party names need at the left."""
    longest = max((len(mark.name) for mark in marks), default=0)
    return int(min(200, longest * LETTER + 40))


def down(height: float) -> Any:
    """The y channel: pixels from the top, with no axis."""
    import altair as alt

    return alt.Y("y:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False), axis=None)


def name_layers(lanes: list[Lane], height: float, left: int) -> list[Any]:
    """Each lane's party name and mark, left of the plane."""
    import altair as alt

    rows = [{"y": lane.y, "name": lane.mark.name, "colour": lane.mark.colour, "shape": lane.mark.shape,
             "fill": lane.mark.fill} for lane in lanes]  # fmt: skip
    base = plot(rows).encode(y=down(height), x=alt.value(0))
    names = base.mark_text(align="right", baseline="middle", dx=-30, fontSize=13, color=INK, limit=left - 36)
    marks = base.mark_point(xOffset=-18, size=60, opacity=1, strokeWidth=1.5)
    return [
        names.encode(text="name:N"),
        marks.encode(**symbol()),
    ]


def heading_layer(headings: list[dict[str, Any]], height: float, left: int) -> Any:
    """Headings over groups of lanes, flush with the left edge: rows of ``y`` and ``text``."""
    import altair as alt

    return (
        plot(headings)
        .mark_text(align="left", baseline="middle", fontSize=14, fontWeight=600, color=INK, xOffset=-left + 6)
        .encode(y=down(height), x=alt.value(0), text="text:N")
    )


def text_layer(rows: list[dict[str, Any]], height: float, x: Any, **marking: Any) -> Any:
    """Small grey words at a place: rows of ``y``, ``x`` and ``text``."""
    marking = {"fontSize": 12, "color": MUTED, "baseline": "middle"} | marking
    return plot(rows).mark_text(**marking).encode(y=down(height), x=x, text="text:N")


def wrapped(label: str, letters: int, lines: int = 3) -> list[str]:
    """A label on a few short lines; what does not fit ends in an ellipsis.

    >>> wrapped("A permanent end of hostilities", 12)
    ['A permanent', 'end of', 'hostilities']
    """
    return textwrap.wrap(label, max(letters, 6), max_lines=lines, placeholder=" …", break_long_words=False) or [""]
