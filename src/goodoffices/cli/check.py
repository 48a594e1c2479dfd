"""``goodoffices check``: is a talks file well written? Nothing heavy is loaded for it.

Read next: ``analyse.py``.
"""

from __future__ import annotations

import click

from ..errors import GoodOfficesError
from ..talks import Talks
from .program import BAD, in_words, plain, program, tell
from .source import Profiles, WalkAways, read, with_choices


@program.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@with_choices
@click.pass_context
def check(context: click.Context, files: tuple[str, ...], profiles: Profiles, walk_aways: WalkAways) -> None:
    """Name everything that is wrong with talks files.

    A FILE is a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a GENIUS folder.
    """
    answers = [_check(file, profiles, walk_aways) for file in files]
    if not all(answers):
        context.exit(BAD)


def _check(file: str, profiles: Profiles, walk_aways: WalkAways) -> bool:
    from ..analysis.links import check_links
    from ..report.notes import joined
    from ..talks.warnings import warnings

    try:
        talks = read(file, profiles, walk_aways)
        check_links(talks)
    except GoodOfficesError as error:
        tell(str(error))
    except OSError as error:
        tell(in_words(error))
    else:
        click.echo(plain(f"ok: {summary(talks)}"))
        for warning in joined(warnings(talks)):
            click.echo(plain(f"note: {warning}"))
        return True
    return False


def summary(talks: Talks) -> str:
    """The talks in one line."""
    counts = (
        counted(len(talks.issues), "issue"),
        "1 party" if len(talks.parties) == 1 else f"{len(talks.parties)} parties",
        counted(talks.packages, "package"),
    )
    return f"{talks.title}: {', '.join(counts)}"


def counted(number: int, thing: str) -> str:
    """A number with its thing.

    >>> counted(1, "issue"), counted(1944000, "package")
    ('1 issue', '1,944,000 packages')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
