"""``goodoffices robust``: how firmly do the answers stand, where numbers are known only as ranges?

Read next: ``terminal.py``, which prints the answers themselves.
"""

from __future__ import annotations

import json
import time
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from .analyse import Seconds, end_where_stopped
from .program import plain, program
from .source import Profiles, WalkAways, read, with_choices
from .watch import OnScreen

if TYPE_CHECKING:
    from ..analysis.robustness import Robustness


class Points(click.ParamType[Fraction]):
    """A number of points above 0."""

    name = "points"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        try:
            points = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            points = Fraction(0)
        if points <= 0:
            self.fail(f"'{value}' is no number of points above 0, such as 5 or 2.5.", param, ctx)
        return points


@program.command()
@click.argument("file", type=click.Path())
@click.option(
    "--draws", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True, metavar="N", help="How many draws."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**64 - 1), default=0, metavar="N", help="Another seed gives other draws."
)
@click.option(
    "--within",
    type=Points(),
    metavar="POINTS",
    help="Take every score that is a number as off by up to so many points.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--limit", type=Seconds(), metavar="SECONDS", help="As many draws as can be answered by then.")
@with_choices
def robust(
    file: str,
    draws: int,
    seed: int,
    within: Fraction | None,
    as_json: bool,
    limit: float | None,
    profiles: Profiles,
    walk_aways: WalkAways,
) -> None:
    """Say how firmly the answers stand where numbers are ranges.

    FILE is a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a GENIUS folder. Where it has no ranges, give
    --within.
    """
    talks = read(file, profiles, walk_aways)

    from ..analysis import robustness

    begun = time.perf_counter()
    with OnScreen(limit) as watch:
        answer = robustness(talks, draws=draws, seed=seed, within=within, watch=watch)
    seconds = time.perf_counter() - begun
    if as_json:
        from ..report.robustness_json import as_json as in_json

        click.echo(json.dumps(in_json(answer, seconds), indent=2, ensure_ascii=False))
    else:
        click.echo(plain(_in_terminal(answer)))
    end_where_stopped(watch)


def _in_terminal(answer: Robustness) -> str:
    """The answer as text: its sentences, its tables, notes on the talks."""
    from rich.console import RenderableType
    from rich.text import Text

    from ..report.notes import joined
    from ..report.robustness_words import robustness_lines, robustness_tables
    from ..report.words import FOR_THE_MEDIATOR
    from .columns import drawn, title
    from .terminal import _console

    console = _console()
    parts: list[RenderableType] = [title(answer.talks.title), Text("\n".join(map(plain, robustness_lines(answer))))]
    parts += [drawn(table, console.width) for table in robustness_tables(answer)]
    if answer.warnings:
        parts.append(Text("\n".join(plain(f"Note: {warning}") for warning in joined(answer.warnings))))
    parts.append(Text(FOR_THE_MEDIATOR, style="dim"))
    with console.capture() as captured:
        for part in parts:
            console.print(part)
            console.print()
    return "\n".join(line.rstrip() for line in captured.get().rstrip().splitlines())
