"""Colours, marks and the theme every picture shares.

Six colours that survive colour-blindness and grey print, in file order, each with a mark of its own; from the seventh
party on the same come again, hollow. A picture never tells parties apart by colour alone.

Read next: ``lanes.py``, the layout of three of the four pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..talks import Talks

if TYPE_CHECKING:
    import altair as alt

PAPER, INK, MUTED, RULE, ACCENT, PALE = "#FBFAF7", "#1C1F23", "#5A5F66", "#D9D5CC", "#1F5C63", "#E3EAE8"
SANS = "'Source Sans 3', 'Noto Sans Arabic', 'Noto Sans Hebrew', system-ui, sans-serif"

COLOURS = ("#1F5C63", "#B5541C", "#5B4B9A", "#8A6D1D", "#2E6FB7", "#7A2E4D")
STAR = "M0,-1.1L0.29,-0.4L1.05,-0.34L0.47,0.15L0.65,0.89L0,0.49L-0.65,0.89L-0.47,0.15L-1.05,-0.34L-0.29,-0.4Z"
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", STAR)

WIDTH = 640


@dataclass(frozen=True)
class PartyMark:
    """How one party is drawn; ``fill`` is the paper's colour where the mark is hollow."""

    party: str
    name: str
    colour: str
    shape: str
    fill: str


def party_marks(talks: Talks) -> dict[str, PartyMark]:
    """The mark of each signatory and of each other side, by party id, in file order.

    >>> from goodoffices.talks import Issue, Option, Party
    >>> talks = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (Issue("h", "H", (Option("low", "Low"),)),))
    >>> [(mark.name, mark.shape) for mark in party_marks(talks).values()]
    [('Ann', 'circle'), ('Bo', 'square')]
    """
    sides = [party for party in talks.parties if party.id in talks.signatories or party.role == "party"]
    return {
        party.id: PartyMark(party.id, party.name, colour := COLOURS[place % len(COLOURS)], SHAPES[place % len(SHAPES)],
                            colour if place < len(COLOURS) else PAPER)
        for place, party in enumerate(sides)
    }  # fmt: skip


def themed(chart: alt.LayerChart) -> alt.LayerChart:
    """The chart on the page's paper, in its letters; the room for names beside the plane is found by the renderer."""
    import altair as alt

    done: alt.LayerChart = (
        chart.properties(
            width=WIDTH, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"), background="transparent",
            padding={"left": 10, "right": 16, "top": 4, "bottom": 4},
        )
        .configure(font=SANS)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=MUTED, titleColor=MUTED, labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
            gridColor=RULE, domainColor=RULE, tickColor=RULE, gridOpacity=0.6, labelFlush=False,
        )
    )  # fmt: skip
    return done


def plot(rows: list[dict[str, Any]]) -> Any:
    """A chart over rows of its own: nothing is loaded from anywhere. (Altair's own types say less than they cost.)"""
    import altair as alt

    data: Any = alt.Data
    return alt.Chart(data(values=rows))


def raw(channel: str, field: str) -> Any:
    """A channel whose field holds a colour or a shape as it is, without a scale or a legend."""
    import altair as alt

    return getattr(alt, channel)(field=field, type="nominal", scale=None, legend=None)


def symbol() -> dict[str, Any]:
    """The channels that draw a party's mark from a row's ``shape``, ``fill`` and ``colour``."""
    return {"shape": raw("Shape", "shape"), "fill": raw("Fill", "fill"), "stroke": raw("Stroke", "colour")}
