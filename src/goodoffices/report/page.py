"""The report: one self-contained page that a mediator would print.

No network is touched: letters, chart libraries and data stand inside the page, and its content security policy lets
nothing else run (scripts and styles by their hash, no ``eval``: the charts' expressions are interpreted). Without a
script the tables stand where the pictures would be.

The page is the mediator's unless ``for_party`` names a party. What a party may see is decided before, by
``confidence.view``: the analysis handed in is then one of talks already pruned, or it is refused (``eyes.py``).

Read next: ``sections.py``, what stands in the page and in which order; ``templates/report.html``, how.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..analysis.answers import Analysis
from . import assets
from .answer_words import answer_lines
from .draft import direction, language_name
from .eyes import for_eyes, reader
from .marks import ACCENT, COLOURS, INK, MUTED, PALE, PAPER, RULE, party_marks
from .notes import joined
from .sections import sections
from .words import who, whose

if TYPE_CHECKING:
    import jinja2

MADE_BY = '<meta name="generator" content="Good Offices">'
"""By what a report is known again, near its top."""

DARK = {
    INK: "var(--ink)", MUTED: "var(--muted)", RULE: "var(--rule)", PAPER: "var(--paper)", PALE: "var(--pale)",
    ACCENT: "var(--accent)",
} | dict(zip(COLOURS, ("#63B7BF", "#E08E5B", "#A99BE3", "#CDAA4B", "#77AEE8", "#D884A6"), strict=True))  # fmt: skip
"""What each colour of a picture becomes on dark paper, said in the style sheet, so that paper stays white in print."""

PATHS = {
    "circle": "M0,-5.5A5.5,5.5 0 1 1 0,5.5A5.5,5.5 0 1 1 0,-5.5Z",
    "square": "M-5,-5H5V5H-5Z",
    "triangle-up": "M0,-5.5L6,5H-6Z",
    "diamond": "M0,-7L5,0L0,7L-5,0Z",
    "cross": "M-2,-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
}
STAR_PATH = "M0,-7L1.9,-2.5L6.7,-2.2L3,1L4.1,5.7L0,3.1L-4.1,5.7L-3,1L-6.7,-2.2L-1.9,-2.5Z"


@dataclass(frozen=True)
class _Eyes:
    """Whose eyes the page is for, in a word or two and in a sentence."""

    short: str
    long: str


def page(analysis: Analysis, *, for_party: str | None = None) -> str:
    """The whole report as one HTML page.

    The same analysis gives the same bytes. Raises `BadQuestion` where ``for_party`` names no party of these talks, and
    where the analysis is of talks that hold more than that party may see.
    """
    for_party = reader(analysis, for_party)
    analysis = for_eyes(analysis, for_party)
    eyes = _eyes(analysis, for_party)
    found = sections(analysis, for_party=for_party)
    drawn = {p.name: p.spec for section in found for p in section.pictures if p.spec}
    scripts = _scripts() if drawn else []
    answer = answer_lines(analysis, for_party=for_party)
    said = {
        "made_by": MADE_BY, "title": analysis.talks.title, "eyes": eyes, "for_party": for_party,
        "answer": answer, "sections": found,
        "warnings": joined(analysis.warnings), "parties": _parties(analysis), "direction": direction,
        "language_name": language_name, "specs": _json(drawn) if drawn else "", "scripts": scripts,
        "licences": [assets.asset(name).decode() for name in assets.LICENCES if drawn or "fonts" in name],
    }  # fmt: skip
    template = _template()
    letters = template.render(said | {"style": "", "policy": "", "scripts": [], "licences": []})
    style = _style(eyes.short, letters + " ".join(_letters(drawn)))
    return template.render(said | {"style": style, "policy": _policy(style, scripts)}).strip() + "\n"


def _eyes(analysis: Analysis, for_party: str | None) -> _Eyes:
    if for_party is None:
        return _Eyes("Mediator only", "This page holds what the parties confided. It goes to none of them.")
    name = who(analysis.talks, for_party)
    holds = f"This page holds {whose(name)} own position and what was released to it, nothing else."
    return _Eyes(f"For {name}", holds)


def _parties(analysis: Analysis) -> list[dict[str, str]]:
    """The legend: each side's name with its mark."""
    return [
        {"name": mark.name, "colour": mark.colour, "fill": mark.fill, "path": PATHS.get(mark.shape, STAR_PATH)}
        for mark in party_marks(analysis.talks).values()
    ]


def _json(specs: dict[str, Any]) -> str:
    """The specs as text that no browser can take for markup."""
    text = json.dumps(specs, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _letters(drawn: dict[str, Any]) -> list[str]:
    return [json.dumps(spec, ensure_ascii=False) for spec in drawn.values()]


def _scripts() -> list[str]:
    return [*(assets.script(name) for name in assets.SCRIPTS), _source("report.js")]


def _style(eyes: str, letters: str) -> str:
    """The style sheet with the letters the page needs, its dark pictures, and its mark for every printed page."""
    dark = "\n  ".join(
        f'svg [{what}="{light}" i] {{ {what}: {dark}; }}' for light, dark in DARK.items() for what in ("fill", "stroke")
    )
    sheet = _source("report.css").replace("DARK_CHARTS", dark).replace("EYES", _css_string(eyes))
    return f"{assets.font_faces(letters)}\n{sheet}"


def _kept_apart(text: str) -> Any:
    """Words as markup, in which every name that stands in marks of direction is an element of its own direction."""
    from markupsafe import Markup, escape

    return Markup(re.sub("\u2068([^\u2068\u2069]*)\u2069", r"<bdi>\1</bdi>", str(escape(text))))


def _css_string(text: str) -> str:
    """Any text as a CSS string: whatever is not a plain letter is written by its number."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


def _policy(style: str, scripts: list[str]) -> str:
    """What this page may do: run and show what is inside it, and reach nothing."""
    allowed = " ".join(_hash(text) for text in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _source(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters["apart"] = _kept_apart
    return environment.from_string(_source("report.html"))
