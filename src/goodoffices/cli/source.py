"""The file a command reads, with the choices that a GENIUS folder leaves open, and the notes on its reading.

Read next: ``check.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

import click

from ..errors import BadFile, Flaw
from ..talks import Talks
from .program import tell

Command = TypeVar("Command", bound=Callable[..., Any])
TALKS = frozenset({".yaml", ".yml", ".json", ".csv", ".xlsx"})
"""Endings of files that talks may stand in."""
Profiles: TypeAlias = tuple[str, ...] | int | None
WalkAways: TypeAlias = Fraction | Literal["file"] | None


class _Profiles(click.ParamType[tuple[str, ...] | int]):
    """Names with commas between them, or how many to take from the first."""

    name = "profiles"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...] | int:
        text = str(value)
        return int(text) if text.isdecimal() else tuple(name.strip() for name in text.split(","))


class _WalkAways(click.ParamType[WalkAways]):
    """A number from 0 to 1, or none."""

    name = "walk-aways"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> WalkAways:
        text = str(value)
        if text == "file":
            return "file"
        if text == "none":
            return None
        try:
            share = Fraction(text)
        except (ValueError, ZeroDivisionError):
            share = Fraction(-1)
        if not 0 <= share <= 1:
            self.fail(f"'{text}' is neither 'none' nor a number from 0 to 1.", param, ctx)
        return share


def with_choices(command: Command) -> Command:
    """Give a command the two options of GENIUS folders."""
    for option in (
        click.option(
            "--walk-aways", type=_WalkAways(), default="file", metavar="POINTS",
            help="From a GENIUS folder: this walk-away (0 to 1) for all, or none.",
        ),
        click.option(
            "--profiles", type=_Profiles(), metavar="NAME,...",
            help="From a GENIUS folder: these profiles, or the first so many.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def read(file: str, profiles: Profiles, walk_aways: WalkAways) -> Talks:
    """The talks in a file; notes on the reading are told to the person at the terminal."""
    from ..files import forms

    if (folder := Path(file)).is_dir() and not any(entry.suffix.lower() == ".xml" for entry in folder.iterdir()):
        files = sorted(entry.name for entry in folder.iterdir() if entry.suffix.lower() in TALKS)
        such = f", such as {folder / files[0]}" if files else ""
        raise BadFile([Flaw(f"this is a folder; name the talks file in it{such}", file=file)])
    loaded = forms.read(file, profiles=profiles, walk_aways=walk_aways)
    for note in loaded.notes:
        tell(f"Note: {note}")
    return loaded.talks
