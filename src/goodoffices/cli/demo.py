"""``goodoffices demo``: the example that comes with the package, answered."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import click

from ..talks import Talks
from .analyse import Asked, answer, refuse
from .program import program

EXAMPLE = "arda_and_belen/talks.yaml"
"""The demo's file, in the folder of examples."""

PARTY, LINE = "arda", "no-short-pause"
SECOND_DAY = (
    "The second day. Arda's capital lets the line “Length of the pause is a permanent end” go, which was only stated "
    "in public. The same talks without it:"
)


@program.command()
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--force", is_flag=True, help="Write the report over a file that is no report.")
def demo(html: Path | None, force: bool) -> None:
    """Answer the example that comes with this.

    The talks are invented: three parties and a mediator.
    """
    from ..files.forms import load
    from .terminal import in_lines

    if html is not None:
        refuse(html, force)
    with as_file(files("goodoffices").joinpath("examples", EXAMPLE)) as path:
        talks = load(path)
    answer(talks, Asked(html=html))
    click.echo(f"\n\n{in_lines(SECOND_DAY)}\n")
    answer(second_day(talks), Asked())


def second_day(talks: Talks) -> Talks:
    """The talks once the line that Arda stated in public is set aside."""
    position = talks.position(PARTY)
    return talks.with_position(replace(position, red_lines=tuple(x for x in position.red_lines if x.id != LINE)))
