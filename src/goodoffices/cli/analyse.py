"""``goodoffices analyse``: is there a deal, or what exactly blocks it?

The file is read, cut down to what one party may see where ``--for`` names one, analysed, and only then printed and
written: a command that is stopped leaves nothing behind. Read next: ``terminal.py``, then ``watch.py``.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ..talks import Talks
from .program import plain, program, tell
from .watch import OnScreen

if TYPE_CHECKING:
    from ..analysis.answers import Analysis


QUESTIONS = "zone, frontier, formulas (or one by its name), headroom, conflicts, repairs"


@dataclass(frozen=True)
class Asked:
    """What the person asked for, besides the talks."""

    only: tuple[str, ...] | None = None
    over: Literal["zone", "all"] = "zone"
    coalition: tuple[str, ...] | None = None
    limit: float | None = None
    method: str | None = None
    party: str | None = None
    as_json: bool = False
    html: Path | None = None
    points: int = 10


class Listed(click.ParamType[tuple[str, ...]]):
    """Names with commas between them."""

    name = "names"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        names = tuple(name.strip() for name in str(value).split(","))
        if not all(names):
            self.fail("write names with commas between them, such as a,b", param, ctx)
        return names


@program.command()
@click.argument("file", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--for", "party", metavar="PARTY", help="Answer from what this party may see, and nothing else.")
@click.option("--only", type=Listed(), metavar="QUESTION,...", help=f"Ask only these: {QUESTIONS}.")
@click.option(
    "--over",
    type=click.Choice(["zone", "all"]),
    default="zone",
    help="Frontier and formulas over the zone, or over every package.",
)
@click.option(
    "--coalition", type=Listed(), metavar="PARTY,...", help="Formulas for these parties, where not all have to sign."
)
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="The best answer found by then, with its bound.",
)
@click.option("--method", type=click.Choice(["enumerate", "logic"]), help="Force one method.")
@click.option(
    "--points",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help="How many frontier packages to print.",
)
def analyse(file: str, **asked: object) -> None:
    """Answer a mediator's questions about talks.

    FILE is a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a GENIUS folder.
    """
    from ..files.forms import load

    wish = Asked(**asked)  # type: ignore[arg-type]  # click made the types
    if wish.html is not None:
        _refuse(wish.html, file)
    answer(load(file), wish)


def answer(talks: Talks, asked: Asked) -> None:
    """Ask the questions, then print the answer and write the report."""
    from ..analysis import analyse

    talks, party = _seen(talks, asked.party)
    begun = time.perf_counter()
    with OnScreen(asked.limit) as watch:
        analysis = analyse(
            talks, only=asked.only, over=asked.over, coalition=asked.coalition, method=asked.method, watch=watch
        )
    _print(analysis, asked, party, time.perf_counter() - begun)
    if asked.html is not None:
        _write(analysis, asked.html, party)


def _seen(talks: Talks, party: str | None) -> tuple[Talks, str | None]:
    """The talks as a party may see them, and that party; a mediator sees everything, as does nobody in particular."""
    if party is None or talks.party(party).role == "mediator":
        return talks, None
    from ..confidence import view

    return view(talks, party), party


def _print(analysis: Analysis, asked: Asked, party: str | None, seconds: float) -> None:
    if asked.as_json:
        from ..report.contract import as_json

        click.echo(json.dumps(as_json(analysis, seconds), indent=2, ensure_ascii=False))
    else:
        from .terminal import in_terminal

        click.echo(plain(in_terminal(analysis, points=asked.points, party=party)))


def _write(analysis: Analysis, path: Path, party: str | None) -> None:
    from ..files import atomic
    from ..report.page import page

    atomic.write(path, page(analysis, for_party=party))
    tell(f"The report is in {path}.")


def _refuse(html: Path, file: str) -> None:
    """Say what cannot be written before a long computation, not after it."""
    if html.exists() and html.samefile(file):
        raise click.ClickException(f"{html} is the file of the talks. Name another file for the report.")
    if not html.parent.is_dir():
        raise click.ClickException(f"{html.parent}: there is no such folder. Make it first, or name another.")
