"""``goodoffices next``: what to ask next, and of whom, or which draft to table next.

Read next: ``terminal.py``.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import click

from .analyse import Listed
from .names import check_names
from .program import plain, program
from .source import Profiles, WalkAways, read, with_choices
from .watch import OnScreen

if TYPE_CHECKING:
    from ..beliefs.advice import Advice
    from ..talks import Talks


@program.command()
@click.argument("file", type=click.Path())
@click.option(
    "--seed", type=click.IntRange(0, 2**64 - 1), default=0, metavar="N", help="Another seed draws other positions."
)
@click.option(
    "--coalition", type=Listed(), metavar="PARTY,...", help="Advice for these parties, where not all have to sign."
)
@click.option("--json", "as_json", is_flag=True, help="Print the advice as JSON.")
@with_choices
def next(
    file: str,
    seed: int,
    coalition: tuple[str, ...] | None,
    as_json: bool,
    profiles: Profiles,
    walk_aways: WalkAways,
) -> None:
    """Say what to ask next, and of whom, or which draft to table next.

    FILE is a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a GENIUS folder. What a party answered stands
    in the talks file, under answers.
    """
    talks = read(file, profiles, walk_aways)
    check_names(coalition or (), [p.id for p in talks.parties], "party", {p.name: p.id for p in talks.parties})

    from ..beliefs.advice import advice

    begun = time.perf_counter()
    with OnScreen(None, at_once=True) as watch:
        found = advice(talks, seed=seed, coalition=coalition, watch=watch)
    seconds = time.perf_counter() - begun
    if as_json:
        from ..report.advice_json import as_json as in_json

        click.echo(json.dumps(in_json(talks, found, seconds), indent=2, ensure_ascii=False))
    else:
        click.echo(plain(_in_terminal(talks, found)))


def _in_terminal(talks: Talks, found: Advice) -> str:
    """The advice as text: its sentences, and how the draft stands with each party."""
    from rich.console import RenderableType
    from rich.text import Text

    from ..report.advice_words import advice_lines, draft_table
    from ..report.words import FOR_THE_MEDIATOR
    from .columns import drawn, title
    from .terminal import _console

    console = _console()
    parts: list[RenderableType] = [title(talks.title), Text("\n".join(map(plain, advice_lines(talks, found))))]
    if found.draft is not None:
        parts.append(drawn(draft_table(talks, found.draft), console.width))
    parts.append(Text(FOR_THE_MEDIATOR, style="dim"))
    with console.capture() as captured:
        for part in parts:
            console.print(part)
            console.print()
    return "\n".join(line.rstrip() for line in captured.get().rstrip().splitlines())
