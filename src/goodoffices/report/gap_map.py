"""The gap map: issues down, an issue's options across as a line, each party's mark on what it wants best.

The stretch a party can still sign is drawn solid: some package with that option meets the links and everything this
party asks. What its own requirements exclude is left blank. Where there is no deal, thin numbered lines at the right
join, issue by issue, the lanes of the requirements that cannot hold together.

Read next: ``frontier_picture.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from ..analysis.answers import Analysis
from ..talks import Issue, Package, Talks, issues_of
from .gap_table import open_words, runs
from .lanes import HEADING, LANE, LETTER, Lane, down, heading_layer, margin, name_layers, text_layer, wrapped
from .marks import INK, PALE, PAPER, RULE, WIDTH, PartyMark, party_marks, plot, raw, symbol, themed
from .position_words import red_line
from .words import label, points_of, points_words

if TYPE_CHECKING:
    import altair as alt

_Opens: TypeAlias = Mapping[str, Mapping[str, tuple[bool, ...]]]
"""By party, then issue: which options the party can still sign."""

LINE = 14
EDGES = 30
"""Pixels that the picture's own edges take across."""
MOST_LABELS = 6
"""Of more options than this only some have a label,"""
MOST_WRAPPED = 10
"""but those of no more options than this, where all labels have room."""
LEAST_LETTERS = 6
AT_END, BETWEEN = 0.6, 0.8
"""How much of the way to the next label a label takes at most: from an end of the line, and around its option."""
MORE = "…"
MOST_LINES = 4
GAP = 16
MARK_ROOM = 0.02
"""Between two marks of one party, in shares of the line's length: closer, they would be one blot."""
LEAST_BLANK = 0.002
"""The least stretch that can be seen to be blank, in shares of the line's length."""


@dataclass(frozen=True)
class _Strip:
    """One issue's part of the map: where its heading, labels and lanes stand, in pixels from the top."""

    issue: Issue
    y: float
    labels: tuple[tuple[float, list[str]], ...]
    lanes: tuple[Lane, ...]

    @property
    def top(self) -> float:
        return self.lanes[0].y - LANE / 2 if self.lanes else self.y

    @property
    def bottom(self) -> float:
        return self.lanes[-1].y + LANE / 2 if self.lanes else self.y


def gap_map(
    analysis: Analysis, draft: Package | None = None, *, nothing: str = "nothing recorded"
) -> alt.LayerChart | None:
    """The gap map as a chart, with a pale band through the options of a ``draft``; None where it was not asked for.

    ``nothing`` are the words for a party of whom nothing is recorded.
    """
    import altair as alt

    talks, opens = analysis.talks, analysis.open_options
    if opens is None:
        return None
    marks = [mark for id, mark in party_marks(talks).items() if id in talks.signatories]
    left = margin(marks)
    strips = list(_strips(talks, marks, WIDTH - EDGES - left))
    height = strips[-1].bottom + 6
    across = alt.X("x:Q", scale=alt.Scale(domain=[-0.03, 1.03], nice=False, zero=False), axis=None)
    lanes = [lane for strip in strips for lane in strip.lanes]
    headings = [{"y": strip.y, "text": strip.issue.name} for strip in strips]
    layers = [
        *_draft_layer(strips, height, across, draft),
        _tick_layer(strips, height, across),
        heading_layer(headings, height, left),
        *_label_layers(strips, height, across),
        *name_layers(lanes, height, left),
        *_stretch_layers(talks, strips, opens, height, across, nothing),
        *_best_layer(talks, strips, height, across),
        *_conflict_layers(analysis, strips, height),
    ]
    chart = alt.LayerChart(layer=layers).properties(
        height=height, description="Gap map: issues down, options across, what each party wants best and can still sign"
    )
    return themed(chart)


def place(issue: Issue, index: int) -> float:
    """Where an option stands on its issue's line, from 0 to 1: ranges by their number, others evenly."""
    if len(issue.options) == 1:
        return 0.5
    first, last, value = issue.options[0].value, issue.options[-1].value, issue.options[index].value
    if first is None or last is None or value is None or first == last:
        return index / (len(issue.options) - 1)
    return float((value - first) / (last - first))


def _told_apart(issue: Issue, indices: Sequence[int]) -> list[int]:
    """The places of marks: of those that would hide one another only the first, and the last of all."""
    kept: list[int] = []
    for index in indices:
        if not kept or place(issue, index) - place(issue, kept[-1]) >= MARK_ROOM:
            kept.append(index)
    if kept and kept[-1] != indices[-1]:
        kept[-1:] = [indices[-1]] if len(kept) > 1 else [kept[-1], indices[-1]]
    return kept


def _joined(issue: Issue, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches, those as one between which too little is closed to be seen."""
    joined: list[tuple[int, int]] = []
    for first, last in stretches:
        if joined and place(issue, first) - place(issue, joined[-1][1]) < LEAST_BLANK:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _strips(talks: Talks, marks: Sequence[PartyMark], width: float) -> Iterator[_Strip]:
    y = 0.0
    for issue in talks.issues:
        labels = tuple(_labels(issue, width))
        top = y + HEADING + LINE * max(len(lines) for _, lines in labels) + 4
        lanes = tuple(Lane(mark, top + LANE * (number + 0.5)) for number, mark in enumerate(marks))
        yield _Strip(issue, y + HEADING / 2, labels, lanes)
        y = top + LANE * len(marks) + GAP


def _labels(issue: Issue, width: float) -> list[tuple[float, list[str]]]:
    """The labels of an issue's line, none of which runs into the next; of many options only some, the ends always."""
    found = list[tuple[float, list[str]]]()
    for shown in _choices(issue):
        ways = [place(issue, index) for index in shown]
        room = width * min((right - left for left, right in pairwise(ways)), default=1.0) / LETTER
        letters = [max(LEAST_LETTERS, int(room * (AT_END if way in (0, 1) else BETWEEN))) for way in ways]
        said = [wrapped(_label(issue, index), most) for index, most in zip(shown, letters, strict=True)]
        found = [(way, [_cut(line, most) for line in lines])
                 for way, lines, most in zip(ways, said, letters, strict=True)]  # fmt: skip
        if found == list(zip(ways, said, strict=True)) and not any(lines[-1].endswith(MORE) for lines in said):
            break  # nothing had to be cut
    return found


def _choices(issue: Issue) -> Iterator[list[int]]:
    """Which options might have their label, the most first: all of a few, fewer and fewer of many."""
    last = len(issue.options) - 1
    if last < MOST_LABELS or (last < MOST_WRAPPED and not issue.is_range):
        yield list(range(last + 1))
    if last >= MOST_LABELS:
        for parts in range(MOST_LABELS - 2, 0, -1):
            yield [round(last * k / parts) for k in range(parts + 1)]


def _label(issue: Issue, index: int) -> str:
    value = issue.options[index].value
    if value is not None and index not in (0, len(issue.options) - 1):
        return points_words(value)  # the unit stands at the ends
    return label(issue, index)


def _cut(word: str, letters: int) -> str:
    return word if len(word) <= letters else word[: letters - 1] + MORE


def _tick_layer(strips: list[_Strip], height: float, across: Any) -> Any:
    rows = [{"x": x, "y": strip.top, "y2": strip.bottom} for strip in strips for x, _ in strip.labels]
    return plot(rows).mark_rule(color=RULE, strokeWidth=1).encode(x=across, y=down(height), y2="y2:Q")


def _draft_layer(strips: list[_Strip], height: float, across: Any, package: Package | None) -> list[Any]:
    """A pale band behind the options of the draft."""
    if package is None:
        return []
    rows = [
        {"x": place(strip.issue, strip.issue.option_ids.index(package[strip.issue.id])), "y": strip.top - 3,
         "y2": strip.bottom + 3}
        for strip in strips
    ]  # fmt: skip
    return [plot(rows).mark_rule(color=PALE, strokeWidth=18).encode(x=across, y=down(height), y2="y2:Q")]


def _label_layers(strips: list[_Strip], height: float, across: Any) -> list[Any]:
    """Option labels: the first flush left, the last flush right, those between centred."""
    rows: dict[str, list[dict[str, Any]]] = {"left": [], "center": [], "right": []}
    for strip in strips:
        for x, lines in strip.labels:
            align = "center" if len(strip.labels) == 1 or 0 < x < 1 else "left" if x == 0 else "right"
            rows[align] += [
                {"x": x, "y": strip.top - 4 - LINE * (len(lines) - number - 0.5), "text": line}
                for number, line in enumerate(lines)
            ]
    shift = {"left": -5, "center": 0, "right": 5}
    return [text_layer(found, height, across, align=align, dx=shift[align]) for align, found in rows.items() if found]


def _stretch_layers(
    talks: Talks, strips: list[_Strip], opens: _Opens, height: float, across: Any, nothing: str
) -> list[Any]:
    """What each party can still sign, solid; a word in the lane where there is nothing to draw."""
    import altair as alt

    rows, words = [], []
    for strip in strips:
        end = max(LEAST_BLANK, min(0.018, 0.35 / len(strip.issue.options)))  # how far a stretch passes its options
        for lane in strip.lanes:
            party = lane.mark.party
            if not talks.position(party).is_recorded:
                words.append({"x": 0, "y": lane.y, "text": nothing})
                continue
            is_open = opens[party][strip.issue.id]
            if not any(is_open):
                words.append({"x": 0, "y": lane.y, "text": "no option left"})
            said = open_words(talks, strip.issue.id, is_open)
            rows += [
                {"x": place(strip.issue, first) - end, "x2": place(strip.issue, last) + end, "y": lane.y,
                 "colour": lane.mark.colour, "party": lane.mark.name, "issue": strip.issue.name, "sign": said}
                for first, last in _joined(strip.issue, runs(is_open))
            ]  # fmt: skip
    layers = []
    if rows:
        layers.append(
            plot(rows).mark_rule(strokeWidth=4, strokeCap="butt", opacity=0.55)
            .encode(x=across, x2="x2:Q", y=down(height), color=raw("Color", "colour"),
                    tooltip=[alt.Tooltip("party:N", title="Party"), alt.Tooltip("issue:N", title="Issue"),
                             alt.Tooltip("sign:N", title="Can sign")])
        )  # fmt: skip
    if words:
        layers.append(text_layer(words, height, across, align="left", dx=-5, fontStyle="italic"))
    return layers


def _best_layer(talks: Talks, strips: list[_Strip], height: float, across: Any) -> list[Any]:
    """Each party's mark on the option it gives most points; no mark where it gives all the same."""
    import altair as alt

    rows = []
    for strip in strips:
        for lane in strip.lanes:
            points = talks.position(lane.mark.party).points(strip.issue.id)
            if points is None or len(set(points)) == 1:
                continue
            most = max(points)
            best = [index for index, given in enumerate(points) if given == most]
            rows += [
                {"x": place(strip.issue, index), "y": lane.y, "colour": lane.mark.colour, "shape": lane.mark.shape,
                 "fill": lane.mark.fill, "party": lane.mark.name, "points": points_of(most),
                 "best": label(strip.issue, index)}
                for index in _told_apart(strip.issue, best)
            ]  # fmt: skip
    if not rows:
        return []
    tooltip = [alt.Tooltip("party:N", title="Party"), alt.Tooltip("best:N", title="Wants best"),
               alt.Tooltip("points:N", title="Gives it")]  # fmt: skip
    return [
        plot(rows).mark_point(size=110, opacity=1, strokeWidth=1.5)
        .encode(x=across, y=down(height), **symbol(), tooltip=tooltip)
    ]  # fmt: skip


def drawn_conflicts(analysis: Analysis) -> list[tuple[int, set[str]]]:
    """The conflicts a line can show, by number: those with a red line, and the issues these speak of."""
    found = []
    for number, conflict in enumerate(analysis.conflicts.sets if analysis.conflicts else (), 1):
        lines = [line for r in conflict if (line := red_line(analysis.talks, r)) is not None]
        if lines:
            found.append((number, {issue for line in lines for issue in issues_of(line.holds)}))
    return found


def _conflict_layers(analysis: Analysis, strips: list[_Strip], height: float) -> list[Any]:
    """At the right, one thin line a conflict: a full dot for a red line, an open one for a walk-away."""
    import altair as alt

    layers = []
    sets = analysis.conflicts.sets if analysis.conflicts else ()
    for column, (number, issues) in enumerate(drawn_conflicts(analysis)[:MOST_LINES]):
        lines, dots, words = [], [], []
        for strip in strips:
            if strip.issue.id not in issues:
                continue
            lanes = {lane.mark.party: lane.y for lane in strip.lanes}
            here = [(lanes[r.party], fill) for r in sets[number - 1]
                    if r.party in lanes and (fill := _dot(analysis.talks, r, strip.issue.id))]  # fmt: skip
            ys = [y for y, _ in here]
            lines.append({"y": min(ys), "y2": max(ys)})
            dots += [{"y": y, "fill": fill} for y, fill in sorted(here)]
            words.append({"y": min(ys) - 12, "text": str(number)})
        shift = 8 + 16 * column
        at = alt.value("width")
        layers += [
            plot(lines).mark_rule(color=INK, strokeWidth=1, xOffset=shift)
            .encode(x=at, y=down(height), y2="y2:Q"),
            plot(dots).mark_point(shape="circle", stroke=INK, size=36, xOffset=shift, opacity=1)
            .encode(x=at, y=down(height), fill=raw("Fill", "fill")),
            text_layer(words, height, at, xOffset=shift, color=INK, fontSize=11),
        ]  # fmt: skip
    return layers


def _dot(talks: Talks, requirement: Any, issue: str) -> str:
    """The fill of a requirement's dot at an issue; "" where it has nothing to do with that issue."""
    line = red_line(talks, requirement)
    if line is not None:
        return INK if issue in issues_of(line.holds) else ""
    points = talks.position(requirement.party).points(issue)
    return PAPER if points is not None and len(set(points)) > 1 else ""
