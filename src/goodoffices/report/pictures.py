"""The pictures of an answer, by name: the same charts for the page, a notebook and a still picture.

Each is an Altair chart, so a notebook shows it as it stands and ``.to_dict()`` gives the Vega-Lite spec. A picture
that these talks have nothing for is left out.

>>> from goodoffices.report.pictures import PICTURES
>>> tuple(PICTURES)
('gap_map', 'frontier', 'gains', 'headroom')

Read next: ``gap_map.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..analysis.answers import Analysis
from . import frontier_picture, gains_picture
from . import gap_map as gap_map_file
from .answer_words import chosen

if TYPE_CHECKING:
    import altair as alt


def gap_map(analysis: Analysis) -> alt.LayerChart | None:
    """Where each party stands: issues down, options across, what each wants best and can still sign."""
    choice = chosen(analysis)
    return gap_map_file.gap_map(analysis, choice[1] if choice else None)


def frontier(analysis: Analysis) -> alt.LayerChart | None:
    """The frontier: two parties as a plane, more as parallel lines."""
    return frontier_picture.frontier_picture(analysis)


def gains(analysis: Analysis) -> alt.LayerChart | None:
    """What each party gains under each formula."""
    return gains_picture.gains_picture(analysis)


def headroom(analysis: Analysis) -> alt.LayerChart | None:
    """How far each walk-away could rise."""
    return gains_picture.headroom_picture(analysis)


PICTURES: Mapping[str, Callable[[Analysis], alt.LayerChart | None]] = {
    "gap_map": gap_map, "frontier": frontier, "gains": gains, "headroom": headroom,
}  # fmt: skip


def pictures(analysis: Analysis) -> dict[str, alt.LayerChart]:
    """Every picture there is something to draw for, by name."""
    return {name: chart for name, draw in PICTURES.items() if (chart := draw(analysis)) is not None}
