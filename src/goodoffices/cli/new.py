"""``goodoffices new``: a commented talks file to start from (``starter.yaml`` beside this file)."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from .program import program, tell


@program.command()
@click.argument("path", default="talks.yaml", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def new(path: Path, force: bool) -> None:
    """Write a talks file to start from.

    It is full of remarks, and stands at PATH: talks.yaml unless named.
    """
    from ..files import atomic

    refuse_to_overwrite(path, force)
    atomic.write(path, starter())
    tell(f"Written: {path}. Change it, then: goodoffices check {path}")


def starter() -> str:
    """The text of the starter file."""
    return files("goodoffices.cli").joinpath("starter.yaml").read_text(encoding="utf-8")


def refuse_to_overwrite(path: Path, force: bool) -> None:
    """Stop where something is at the path already, unless the person said otherwise; an empty folder is nothing."""
    is_empty = path.is_dir() and not any(path.iterdir())
    if path.exists() and not is_empty and not force:
        raise click.ClickException(f"{path} is there already. Name another file, or write over it with --force.")
