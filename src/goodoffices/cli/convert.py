"""``goodoffices convert``: talks from one form of file into another.

Read next: ``files/forms.py``.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import click

from ..talks import Talks
from .new import refuse_to_overwrite
from .program import program, tell


@program.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="IN")
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--profiles", metavar="NAME,...", help="From a GENIUS folder: these profiles, or the first so many.")
@click.option("--walk-aways", metavar="POINTS", help="From a GENIUS folder: this walk-away (0 to 1) for all, or none.")
@click.option("--force", is_flag=True, help="Write over what is there already.")
def convert(source: Path, target: Path, profiles: str | None, walk_aways: str | None, force: bool) -> None:
    """Write talks in another form of file.

    The name of OUT says which form. IN and OUT are each a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a
    GENIUS folder (a name without an ending).
    """
    from ..files import forms

    refuse_to_overwrite(target, force)
    talks = forms.load(source) if profiles is walk_aways is None else _choose(source, profiles, walk_aways)
    for what in forms.save(talks, target):
        tell(f"Left out: {what}")
    tell(f"Written: {target}")


def _choose(source: Path, profiles: str | None, walk_aways: str | None) -> Talks:
    """Talks from a GENIUS folder, with the profiles and the walk-aways that the person chose."""
    from ..files import genius

    if not source.is_dir():
        raise click.UsageError(f"--profiles and --walk-aways are for GENIUS folders, and {source} is none.")
    chosen = None if profiles is None else int(profiles) if profiles.isdecimal() else profiles.split(",")
    if walk_aways is None:
        return genius.load(source, profiles=chosen)
    return genius.load(source, profiles=chosen, walk_aways=None if walk_aways == "none" else _share(walk_aways))


def _share(text: str) -> Fraction:
    """A number from 0 to 1."""
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise click.UsageError(f"--walk-aways: '{text}' is neither 'none' nor a number from 0 to 1.")
    return share
