"""``goodoffices convert``: talks from one form of file into another.

Read next: ``files/forms.py``.
"""

from __future__ import annotations

from pathlib import Path

import click

from .check import counted
from .new import refuse_to_overwrite
from .program import program, tell
from .source import Profiles, WalkAways, read, with_choices


@program.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="IN")
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT")
@with_choices
@click.option("--force", is_flag=True, help="Write over what is there already.")
def convert(source: Path, target: Path, profiles: Profiles, walk_aways: WalkAways, force: bool) -> None:
    """Write talks in another form of file.

    The name of OUT says which form. IN and OUT are each a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a
    GENIUS folder (a name without an ending). A folder is replaced as a whole, if it holds no other files.
    """
    from ..files import forms

    refuse_to_overwrite(target, force)
    talks = read(str(source), profiles, walk_aways)
    there = list(target.iterdir()) if target.is_dir() else []
    for what in forms.save(talks, target):
        tell(f"Left out: {what}")
    tell(f"Written: {target}" + (f", in place of the {counted(len(there), 'file')} that stood in it" if there else ""))
