"""What is wrong in a file, collected as it is found, with the nearest right name where one was misspelt.

Read next: ``numbers_text.py``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice

from ..errors import BadFile, Flaw
from .plain import Path, Place

_LISTED = 8
_SEARCHED = 400
_SUGGESTED = 100
MOST_VALUES = 500_000
"""The most options, points and options named in conditions that a file may make."""


_UNSPACED = re.compile(r"([^\s:'\"#{}\[\],]+):(?!//)([^ \t\n])")


@dataclass
class Room:
    """How many more values a file may make: a short text with many ranges in it could otherwise fill the memory."""

    left: int = field(default_factory=lambda: MOST_VALUES)


@dataclass
class Findings:
    """The flaws of one file so far. ``places`` gives each its line; files read together share their ``room``."""

    file: str
    places: Place
    flaws: list[Flaw] = field(default_factory=list)
    room: Room = field(default_factory=Room)

    def add(self, message: str, path: Path) -> None:
        text = ".".join(shown(str(step)) for step in path)
        self.flaws.append(Flaw(message, text, self.places.at(path).line, self.file))

    def unknown(
        self,
        message: str,
        name: str,
        names: Collection[str],
        path: Path,
        *,
        there_are: str = "there are",
        also: Collection[str] = (),
    ) -> None:
        """Adds a message about an unknown name, which ends with the nearest right one, else with those there are.

        ``also`` has names that may be meant but are not listed. The nearest is only looked for in the first flaws, so
        that a file made of errors is not slow to refuse.
        """
        meant = nearest(name, (*islice(names, _SEARCHED), *also)) if len(self.flaws) < _SUGGESTED else None
        if meant is not None:
            message += f"; did you mean '{shown(meant)}'?"
        elif names:
            message += f"; {there_are}: {listed(names)}"
        self.add(message, path)

    def take(self, values: int, path: Path) -> None:
        """Counts values that were made. Raises `BadFile` where a file makes too many."""
        self.room.left -= values
        if self.room.left < 0:
            self.add(f"the ranges make more than {MOST_VALUES:,} values in all; take larger steps", path)
            raise BadFile(self.flaws)


def shown(name: str) -> str:
    """A name as a message can show it: one line, not too long."""
    name = " ".join(name.split())
    return name if len(name) <= 60 else name[:57] + "..."


def unspaced(text: str) -> str | None:
    """What to say of a text that begins as a key and its value without a space between them; None of any other.

    It never repeats the value.

    >>> unspaced("walk_away:55"), unspaced("walk_away: 55")
    ("put a space after the ':' of 'walk_away'", None)
    """
    found = _UNSPACED.match(text)
    if found is None:
        return None
    other = "; a non-breaking space stands there" if found[2].isspace() else ""
    return f"put a space after the ':' of '{shown(found[1])}'{other}"


def listed(names: Collection[str]) -> str:
    """Names for a message: all of them where they are few, else the first ones and how many more."""
    first = [shown(name) for name in islice(names, _LISTED)]
    return ", ".join(first) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")


def nearest(name: str, names: Collection[str]) -> str | None:
    """The one of the names that was probably meant, or None. Ties go to the first.

    Case, hyphens, blanks and underscores are looked past. Long names are not compared.

    >>> nearest("walkaway", ["scores", "walk_away"]), nearest("Six weeks", ["six_weeks"]), nearest("x", ["y"])
    ('walk_away', 'six_weeks', None)
    """
    plain = {_plain(other): other for other in reversed(list(names))}
    if _plain(name) in plain:
        return plain[_plain(name)]
    if len(name) > 60:
        return None
    found = difflib.get_close_matches(_plain(name), [text for text in plain if len(text) <= 60], n=1, cutoff=0.6)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "").replace(" ", "")
