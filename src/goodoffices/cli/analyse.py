"""``goodoffices analyse``: is there a deal, or what exactly blocks it?

The file is read, cut down to what one party may see where ``--for`` names one, analysed, and only then printed and
written: a command that is stopped leaves nothing behind. Read next: ``terminal.py``, then ``watch.py``.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ..analysis import FORMULAS, MOST_LISTED, QUESTIONS
from ..exact import kernels
from ..exact.watch import MEMORY
from ..talks import Talks
from .names import check_names
from .program import STOPPED, plain, program, tell
from .source import Profiles, WalkAways, read, with_choices
from .watch import OnScreen

if TYPE_CHECKING:
    from ..analysis.answers import Analysis


NEAR_THE_TOP = 1024
"""How many bytes of a file are read to see whether it is a report."""


@dataclass(frozen=True)
class Asked:
    """What the person asked for, besides the talks."""

    only: tuple[str, ...] | None = None
    over: Literal["zone", "all"] = "zone"
    coalition: tuple[str, ...] | None = None
    limit: float | None = None
    memory: float = MEMORY / 1e9
    method: str | None = None
    party: str | None = None
    as_json: bool = False
    html: Path | None = None
    points: int = 10
    most: int = MOST_LISTED
    force: bool = False


class Listed(click.ParamType[tuple[str, ...]]):
    """Names with commas between them."""

    name = "names"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        names = tuple(name.strip() for name in str(value).split(","))
        if not all(names):
            self.fail("write names with commas between them, such as a,b; with spaces, in quotes: 'a, b'", param, ctx)
        return names


class Seconds(click.ParamType[float]):
    """A time above 0 that comes to an end."""

    name = "seconds"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            seconds = float(str(value))
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < math.inf:  # which nan is not either
            self.fail(f"'{value}' is no time limit: write seconds above 0, such as 60.", param, ctx)
        return seconds


@program.command()
@click.argument("file", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--force", is_flag=True, help="Write the report over a file that is no report.")
@click.option("--for", "party", metavar="PARTY", help="Answer from what this party may see, and nothing else.")
@click.option(
    "--only",
    type=Listed(),
    metavar="QUESTION,...",
    help=f"Ask only these: {', '.join(QUESTIONS)}, or a formula by its name.",
)
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
    type=Seconds(),
    metavar="SECONDS",
    help="The best answer found by then, with its bound.",
)
@click.option(
    "--memory",
    type=click.FloatRange(min=0.1),
    default=MEMORY / 1e9,
    show_default=True,
    metavar="GB",
    help="What the arrays of a method may take; what does not fit is said to be unfinished.",
)
@click.option("--method", metavar="NAME", help="Answer with this method; a name that is none lists them all.")
@click.option(
    "--points",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help="How many frontier packages to print.",
)
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=MOST_LISTED,
    show_default=True,
    metavar="N",
    help="Of a longer frontier, list so many that stand for all; 0 lists every one.",
)
@with_choices
def analyse(file: str, profiles: Profiles, walk_aways: WalkAways, **asked: object) -> None:
    """Answer a mediator's questions about talks.

    FILE is a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a GENIUS folder.
    """
    wish = Asked(**asked)  # type: ignore[arg-type]  # click made the types
    if wish.html is not None:
        refuse(wish.html, wish.force, file)
    answer(read(file, profiles, walk_aways), wish)


def answer(talks: Talks, asked: Asked) -> None:
    """Ask the questions, then print the answer and write the report."""
    from ..analysis import analyse

    check_names(asked.only or (), [*QUESTIONS, *FORMULAS], "question")
    names = {p.name: p.id for p in talks.parties}
    check_names(asked.coalition or (), [p.id for p in talks.parties], "party", names)
    talks, party = _seen(talks, asked.party)
    begun = time.perf_counter()
    say_what_is_missing()
    with OnScreen(asked.limit, memory=int(asked.memory * 1e9)) as watch:
        analysis = analyse(
            talks,
            only=asked.only,
            over=asked.over,
            coalition=asked.coalition,
            most=asked.most or None,
            method=asked.method,
            watch=watch,
        )
    _print(analysis, asked, party, time.perf_counter() - begun)
    if asked.html is not None:
        _write(analysis, asked.html, party)
    end_where_stopped(watch)


def end_where_stopped(watch: OnScreen) -> None:
    """After Ctrl-C, say that the answer is only what was known by then, and leave with the status of a stop."""
    if watch.stopped:
        tell("Stopped: the answer is what was known by then.")
        click.get_current_context().exit(STOPPED)


def say_what_is_missing() -> None:
    """Say once that something is slower here than it could be."""
    if kernels.missing():
        tell("The compiled parts are not here (no compiler was found): answers are the same, but take longer.")


def _seen(talks: Talks, party: str | None) -> tuple[Talks, str | None]:
    """The talks as a party may see them, and that party; a mediator sees everything, as does nobody in particular."""
    if party is None:
        return talks, None
    check_names([party], [p.id for p in talks.parties], "party", {p.name: p.id for p in talks.parties})
    if talks.party(party).role == "mediator":
        return talks, None
    from ..confidence import view

    return view(talks, party), party


def _print(analysis: Analysis, asked: Asked, party: str | None, seconds: float) -> None:
    if asked.as_json:
        from ..report.contract import as_json

        click.echo(json.dumps(as_json(analysis, seconds, for_party=party), indent=2, ensure_ascii=False))
    else:
        from .terminal import in_terminal

        click.echo(plain(in_terminal(analysis, points=asked.points, party=party)))


def _write(analysis: Analysis, path: Path, party: str | None) -> None:
    from ..files import atomic
    from ..report.page import page

    atomic.write(path, page(analysis, for_party=party))
    tell(f"The report is in {path}.")


def refuse(html: Path, force: bool, file: str | None = None) -> None:
    """Say what cannot be written before a long computation, not after it: only a report is written over unasked."""
    if file is not None and html.exists() and Path(file).exists() and html.samefile(file):
        raise click.ClickException(f"{html} is the file of the talks. Name another file for the report.")
    if html.is_file() and not force and not _is_report(html):
        raise click.ClickException(
            f"{html} exists and is no report of this program. Name another file for the report, or write over it "
            "with --force."
        )
    if not html.parent.is_dir():
        raise click.ClickException(f"{html.parent}: there is no such folder. Make it first, or name another.")


def _is_report(path: Path) -> bool:
    """Whether a file says near its top that this program made it."""
    from ..report.page import MADE_BY

    with path.open("rb") as file:
        return MADE_BY.encode() in file.read(NEAR_THE_TOP)
