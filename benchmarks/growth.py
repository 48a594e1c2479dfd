"""How time grows with packages, parties and issues: measured, and drawn as one page that needs no network.

The frontier against NegMAS and against moocore's filter on written-out scores, the Nash formula against CP-SAT and
HiGHS. A program that did not finish in time is not asked for more. The chart libraries are those the report carries.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import altair as alt

from goodoffices.report import assets

from .bench import Bench, Patience
from .generated import Space, space
from .goals import duration
from .reach import tight
from .readings import Case, Reading
from .rows.frontier import LISTED

PATIENCE = 20.0
"""Seconds after which a program is not asked for more."""

MOST = {"NegMAS": 400_000, LISTED: 20_000_000}
"""The most packages a program that lists them is asked to list."""

PANELS = (
    "Frontier, 3 parties, 5 options an issue: packages",
    "Frontier, 5^7 packages: parties",
    "Nash, 5 parties, 10 options an issue, tight walk-aways: issues",
    "Nash, 40 issues of 5 options, tight walk-aways: parties",
)


def spaces(bench: Bench, panel: int) -> Iterator[tuple[float, Space, str, list[str]]]:
    """For every point of a panel: where it stands, the space, the question, whom we are measured against."""
    whole = not bench.quick
    if panel == 0:
        for issues in (3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 40) if whole else (2, 3):
            yield 5.0**issues, space(3, issues, 5, seed=0, share=None), "frontier", ["NegMAS", LISTED]
    elif panel == 1:
        for parties in (2, 3, 4, 5, 6) if whole else (2, 3):
            given = space(parties, 7 if whole else 3, 5, seed=0, share=None)
            yield parties, given, "frontier", ["NegMAS", LISTED]
    else:
        for count in ((10, 20, 30, 40, 50, 60) if panel == 2 else (2, 3, 5, 8, 12, 16, 20)) if whole else (3, 4):
            shape = (5, count, 10) if panel == 2 else (count, 40 if whole else 4, 5 if whole else 3)
            given = tight(space(*shape, seed=0, share=0.25), 3)
            yield count, given, "nash", ["CP-SAT", "HiGHS"]


def measure(bench: Bench) -> Iterator[dict[str, Any]]:
    """One record a reading: panel, place, program, seconds, whether it is proved."""
    for panel, title in enumerate(PANELS):
        tired: set[str] = set()
        for place, given, question, peers in spaces(bench, panel):
            programs = ["ours"] if bench.quick else ["ours", *peers]
            for name in programs:
                if name in tired or given_packages(given) > MOST.get(name, float("inf")):
                    continue
                found = reading(bench, name, question, given)
                if not found.proved:
                    tired.add(name)
                    continue
                yield {"panel": title, "place": place, "program": name, "seconds": found.seconds}


def reading(bench: Bench, name: str, question: str, given: Space) -> Reading:
    if name == "ours":
        return bench.ours(question, given, PATIENCE)
    return bench.peer(name, Case(question, replace(given, title="growth"), Patience(most=PATIENCE).most))


def given_packages(given: Space) -> float:
    packages = 1.0
    for size in given.sizes:
        packages *= size
    return packages


def chart(records: list[dict[str, Any]]) -> dict[str, Any]:
    """The Vega-Lite spec: a panel for each way of growing, seconds on a scale of powers of ten."""
    names = list(dict.fromkeys(record["program"] for record in records))
    panels = [
        alt.Chart(values([record for record in records if record["panel"] == title]))
        .mark_line(point=True)
        .encode(
            x=along(title),
            y=alt.Y("seconds:Q", title="seconds", scale=alt.Scale(type="log")),
            color=alt.Color("program:N", title=None, scale=alt.Scale(domain=names)),
            tooltip=["program:N", "place:Q", "seconds:Q"],
        )
        .properties(width=380, height=240)
        for title in dict.fromkeys(record["panel"] for record in records)
    ]  # fmt: skip
    spec: dict[str, Any] = alt.concat(*panels, columns=2).to_dict()
    return {key: value for key, value in spec.items() if key != "$schema"}


def values(records: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=records)


def along(title: str) -> alt.X:
    """Packages on a scale of powers of ten, parties and issues on a plain one."""
    if title == PANELS[0]:
        return alt.X("place:Q", title=title, scale=alt.Scale(type="log"), axis=alt.Axis(format=".0e", tickCount=6))
    return alt.X("place:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format="d", tickMinStep=1))


def page(bench: Bench, machine: str) -> str:
    """Measure, and draw: charts, then every figure in a table."""
    records = list(measure(bench))
    rows = "".join(
        f"<tr><td>{html.escape(record['panel'])}<td>{record['place']:.3g}<td>{html.escape(record['program'])}"
        f"<td>{duration(record['seconds'])}"
        for record in records
    )
    head = "<tr><th>growing<th>to<th>program<th>time"
    scripts = "".join(f"<script>{assets.script(name)}</script>" for name in assets.SCRIPTS)
    spec = json.dumps(chart(records)).replace("<", "\\u003c")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>How time grows</title>'
        "<style>body{font:16px sans-serif;margin:2em}td,th{padding:0 1em 0 0;text-align:left}</style>"
        f"<h1>How time grows</h1><p>{html.escape(machine)}</p>"
        f'<div id="chart"></div><table>{head}{rows}</table>{scripts}'
        f'<script>vegaEmbed("#chart", {spec}, {{mode: "vega-lite", actions: false}})</script></html>\n'
    )
