"""A simulation as one self-contained page: the chart, its tables, and nothing from any network.

It is made of the same parts as the report, and keeps the same policy.

Read next: ``page.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..simulate.summary import Entry
from . import assets
from .page import MADE_BY, _json, _letters, _policy, _scripts, _source, _style
from .simulation_picture import simulation_picture
from .simulation_words import simulation_lines, simulation_tables
from .words import FOR_THE_MEDIATOR

if TYPE_CHECKING:
    import jinja2

TITLE = "Procedures compared"


def simulation_page(entries: Sequence[Entry], asked: int, title: str = TITLE, *, private: bool) -> str:
    """The whole page as HTML; the same entries give the same bytes. ``asked``: how many runs the plan has; ``private``:
    whether talks were given, which the page then says at its top.
    """
    chart = simulation_picture(entries)
    drawn = {} if chart is None else {"reached": chart.to_dict()}
    scripts = _scripts() if drawn else []
    said = {
        "made_by": MADE_BY, "title": title, "lines": simulation_lines(entries, asked), "scripts": scripts,
        "tables": simulation_tables(entries), "specs": _json(drawn) if drawn else "",
        "eyes": FOR_THE_MEDIATOR if private else "",
        "licences": [assets.asset(name).decode() for name in assets.LICENCES if drawn or "fonts" in name],
    }  # fmt: skip
    template = _template()
    letters = template.render(said | {"style": "", "policy": "", "scripts": [], "licences": []})
    style = _style(title, letters + " ".join(_letters(drawn)))
    return template.render(said | {"style": style, "policy": _policy(style, scripts)}).strip() + "\n"


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    return environment.from_string(_source("simulation.html"))
