"""``goodoffices demo``: the example that comes with the package, answered."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import click

from .analyse import Asked, answer
from .program import program

EXAMPLE = "arda_and_belen/talks.yaml"
"""The demo's file, in the folder of examples."""


@program.command()
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def demo(html: Path | None) -> None:
    """Answer the example that comes with this.

    The talks are invented: three parties and a mediator.
    """
    from ..files.forms import load

    with as_file(files("goodoffices").joinpath("examples", EXAMPLE)) as path:
        talks = load(path)
    answer(talks, Asked(html=html))
