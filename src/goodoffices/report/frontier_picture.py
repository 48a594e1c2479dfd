"""The frontier: two parties as a plane, more as parallel lines. Pointing at a package shows it.

Read next: ``frontier_points.py``, what both share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..analysis.answers import Analysis
from .frontier_lines import parallel_lines
from .frontier_plane import plane

if TYPE_CHECKING:
    import altair as alt


def frontier_picture(analysis: Analysis) -> alt.LayerChart | None:
    """The frontier as a chart; None where there is nothing to compare or only one party to compare it for."""
    frontier = analysis.frontier
    if frontier is None or not frontier.points or len(frontier.over) < 2:
        return None
    return plane(analysis) if len(frontier.over) == 2 else parallel_lines(analysis)
