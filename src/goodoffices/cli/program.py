"""The group of commands, and how every command ends: 0 for an answer, 2 for a bad file or question, 130 when stopped,
with or without a part of the answer.

An error that this package raises on purpose, or that the system raises about a file, is told in a sentence and never
as a traceback. Read next: ``check.py``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from .. import __version__
from ..errors import GoodOfficesError

BAD = 2
"""Exit status for a bad file or question."""
STOPPED = 130
"""Exit status after Ctrl-C."""
NOBODY_READS = 1
"""Exit status where the reader of the output went away, as click has it too."""

COMMANDS = ("new", "check", "analyse", "next", "robust", "simulate", "convert", "schema", "demo")
"""The modules of this folder that define a command each, in the order the help lists them."""


class _InOrder(click.Group):
    """A group that lists its commands in the order in which they are needed, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if name in self.commands]


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="goodoffices %(version)s")
def program() -> None:
    """The mediator's workbench for indirect talks.

    Write down what is on the table and what each side will not cross; ask whether there is a deal, or what exactly
    blocks it.
    """


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave the process with its exit status."""
    for name in COMMANDS:
        import_module(f".{name}", __package__)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a narrow terminal encoding is no error
    sys.exit(_status(arguments))


def _status(arguments: Sequence[str] | None) -> int:
    try:
        status = program.main(arguments, prog_name="goodoffices", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return BAD
    except (click.Abort, KeyboardInterrupt):
        tell("Stopped. Nothing was written.")
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at exit would complain
        return NOBODY_READS
    except GoodOfficesError as error:
        tell(str(error))
        return BAD
    except OSError as error:
        tell(in_words(error))
        return BAD
    except MemoryError:
        tell("The memory of this machine does not suffice for this question. --method logic needs the least.")
        return BAD
    return status if isinstance(status, int) else 0  # a command that left through its context gives its status


def tell(message: str) -> None:
    """Say something about the work to the person at the terminal, apart from the answer."""
    click.echo(plain(message), err=True)


def plain(text: str) -> str:
    r"""The text without the characters by which a name in a file could steer the terminal or turn its words round.

    >>> plain("A\x1b[2J title"), plain("\u202eeltit")
    ('A[2J title', 'eltit')
    """
    return text.translate(_STEERING)


_STEERING = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)} - {ord("\n"), ord("\t")}
)
"""Control characters, line separators, and the marks that change the direction of what follows."""


def in_words(error: OSError) -> str:
    """What the system says about a file, for people.

    >>> in_words(FileNotFoundError(2, "No such file or directory", "talks.yaml"))
    'talks.yaml: there is no such file or folder'
    """
    reasons = {
        FileNotFoundError: "there is no such file or folder",
        FileExistsError: "it exists already",
        IsADirectoryError: "this is a folder, not a file",
        NotADirectoryError: "this is a file, not a folder",
        PermissionError: "this account may not read or write it",
    }
    reason = reasons.get(type(error), (error.strerror or str(error)).lower())
    return f"{error.filename}: {reason}" if error.filename else reason
