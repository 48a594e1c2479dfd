"""What both pictures of a frontier share: which points are drawn, what pointing at one shows, labels kept apart.

Read next: ``frontier_plane.py``, ``frontier_lines.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..analysis.answers import Analysis, Point
from .marks import PartyMark
from .tables import key, named_points
from .words import option_words, package_words, points_words

if TYPE_CHECKING:
    import altair as alt

MOST_PLANE = 400
MOST_LINES = 150
MOST_TIP_ISSUES = 12
LINE_HEIGHT = 0.044
"""Of a label's line, in shares of the picture's height."""


def drawn(analysis: Analysis) -> list[Point]:
    """The points that are drawn: all, or an even sample with every formula's point in it."""
    frontier = analysis.frontier
    if frontier is None:
        return []
    most = MOST_PLANE if len(frontier.over) == 2 else MOST_LINES
    if len(frontier.points) <= most:
        return list(frontier.points)
    named, over = named_points(analysis), frontier.over
    step = len(frontier.points) / most
    kept = {int(number * step) for number in range(most)}
    return [p for number, p in enumerate(frontier.points) if number in kept or key(p.scores, over) in named]


def tips(analysis: Analysis, point: Point, over: Sequence[str]) -> dict[str, str]:
    """What a reader sees when pointing at a package: scores by party, then the option of every issue."""
    talks = analysis.talks
    tips = {f"s{n}": points_words(point.scores[party]) for n, party in enumerate(over)}
    if len(talks.issues) > MOST_TIP_ISSUES:
        return tips | {"package": package_words(point.package, talks)}
    return tips | {f"i{n}": option_words(issue, point.package[issue.id]) for n, issue in enumerate(talks.issues)}


def tooltip(analysis: Analysis, marks: Sequence[PartyMark], named: bool) -> list[alt.Tooltip]:
    """What hovering over a point shows: who picked it (``named``), its scores and its package."""
    import altair as alt

    talks = analysis.talks
    tips = [alt.Tooltip("picked:N", title="Picked by")] if named else []
    tips += [alt.Tooltip(f"s{n}:N", title=f"{mark.name}, score") for n, mark in enumerate(marks)]
    if len(talks.issues) > MOST_TIP_ISSUES:
        return [*tips, alt.Tooltip("package:N", title="Package")]
    return tips + [alt.Tooltip(f"i{n}:N", title=issue.name) for n, issue in enumerate(talks.issues)]


def walk_aways(analysis: Analysis, over: Sequence[str]) -> list[Fraction | None]:
    """The walk-away of each of these parties, None where there is none."""
    return [analysis.talks.position(party).walk_away for party in over]


def apart(wanted: list[float], heights: list[float]) -> list[float]:
    """Middles near the wanted ones, from the top down, none over 1 and none on its neighbour; lifted off the foot.

    >>> apart([1.0, 1.0, 0.2], [0.1, 0.1, 0.1])
    [1.0, 0.9, 0.2]
    """
    middles: list[float] = []
    for number, middle in enumerate(wanted):
        ceiling = middles[-1] - (heights[number - 1] + heights[number]) / 2 if middles else 1.0
        middles.append(min(middle, ceiling))
    floor = 0.0
    for number in reversed(range(len(middles))):
        middles[number] = max(middles[number], floor)
        if number:
            floor = middles[number] + (heights[number - 1] + heights[number]) / 2
    return middles
