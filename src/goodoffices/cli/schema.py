"""``goodoffices schema``: the JSON Schema of talks files, for editors that complete and check."""

from __future__ import annotations

import click

from .program import program


@program.command()
def schema() -> None:
    """Print the JSON Schema of talks files.

    Editors use it to complete and check what one writes.
    """
    import json

    from ..files import schema as of_talks_files

    click.echo(json.dumps(of_talks_files(), indent=2, ensure_ascii=False))
