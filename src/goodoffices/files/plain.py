"""Plain data as a file holds it, with the place where everything stands.

Both readers of text (``yaml_text.py``, ``json_text.py``) give the same `Plain`: mappings with text keys, lists, text,
numbers as written, true, false and null; and beside it a tree of `Place`, from which a message takes its line. They
share the `Builder` below, and with it the same refusals: a key that stands twice, nesting too deep, too many entries.

Read next: ``findings.py``, which collects what is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ..errors import BadFile, Flaw

DEEPEST = 60
"""The most mappings and lists that may stand inside one another."""
MOST = 500_000
"""The most entries (values and list items) a file may have."""
_SHOWN = 8

UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no text of a file may hold: control characters, half characters, what marks a binary file."""


_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def refuse_office(raw: bytes, file: str) -> None:
    """Raises `BadFile` where bytes that should be text begin as the files of office programs do, old and new."""
    if raw.startswith(_OFFICE):
        said = "this is a spreadsheet or a word-processor file; save it as .xlsx or .csv and name it so"
        raise BadFile([Flaw(said, file=file)])


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written; ``numbers_text.number`` gives its exact value."""

    text: str


Data: TypeAlias = "bool | str | Number | list[Data] | dict[str, Data] | None"
Path: TypeAlias = tuple[str | int, ...]
"""The way to a part of the data: keys and list indices from the top."""


@dataclass(slots=True)
class Place:
    """Where something stands: its line (from 1), and the places of what is inside it."""

    line: int
    keys: dict[str, Place] = field(default_factory=dict)
    items: list[Place] = field(default_factory=list)

    def at(self, path: Path) -> Place:
        """The place at the end of a path, or of the last part of the path that is there."""
        place = self
        for step in path:
            if isinstance(step, str) and step in place.keys:
                place = place.keys[step]
            elif isinstance(step, int) and 0 <= step < len(place.items):
                place = place.items[step]
            else:
                break
        return place


class Plain(NamedTuple):
    """What a text holds: its data, where each part stands, the file, and the keys that stand twice in it."""

    data: Data
    places: Place
    file: str
    flaws: tuple[Flaw, ...] = ()


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet; ``key`` is the key whose value comes next."""

    data: dict[str, Data] | list[Data]
    place: Place
    key: str | None = None
    key_line: int = 0
    step: str | int = 0


class Builder:
    """Builds data and places from what a parser meets, in order and without recursion.

    Raises `BadFile` at once where the text is too deep or too long. A repeated key is a flaw of what `finish` gives, so
    that everything else can be found wrong at the same time.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.flaws: list[Flaw] = []
        self._open: list[_Open] = []
        self._root: tuple[Data, Place] | None = None
        self._count = 0

    @property
    def wants_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].data, dict) and self._open[-1].key is None

    @property
    def in_mapping(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].data, dict)

    @property
    def path(self) -> str:
        return self._path(None)

    def _path(self, depth: int | None) -> str:
        steps = [str(frame.step)[:60] for frame in self._open[1:depth]]
        return ".".join(steps if len(steps) <= _SHOWN else [*steps[:_SHOWN], "..."])

    def refuse(self, message: str, line: int, depth: int | None = None) -> BadFile:
        """The error that ends the reading here, with what was found before; inside so many of what is open, or all."""
        return BadFile([*self.flaws, Flaw(message, self._path(depth), line, self.file)])

    def flaw(self, message: str, key: str, line: int) -> None:
        """Something wrong at a key of the mapping that is open, after which the reading goes on."""
        path = ".".join(part for part in (self.path, key[:60]) if part)
        self.flaws.append(Flaw(message, path, line, self.file))

    def drop_key(self) -> None:
        """Forgets the key whose value would come next."""
        self._open[-1].key = None

    def key(self, text: str, line: int) -> None:
        frame = self._open[-1]
        self._check_text(text, line)
        if not text.strip():
            raise self.refuse("a key is missing before ':'; every entry of a mapping needs one", line)
        if text in frame.data:
            first = frame.place.keys[text].line
            message = f"'{text[:60]}' stands twice, first on line {first}; keep one of them"
            self.flaws.append(Flaw(message, self.path, line, self.file))
        frame.key, frame.key_line = text, line

    def scalar(self, value: bool | str | Number | None, line: int) -> None:
        if isinstance(value, str):
            self._check_text(value, line)
        self._put(value, Place(line))

    def open(self, data: dict[str, Data] | list[Data], line: int) -> None:
        if len(self._open) >= DEEPEST:
            raise self.refuse(f"brackets or indentation are nested more than {DEEPEST} deep; no talks need that", line)
        place = Place(line)
        step = self._put(data, place)
        self._open.append(_Open(data, place, step=step))

    def close(self) -> None:
        self._open.pop()

    def finish(self) -> Plain:
        """Everything that was read."""
        data, places = self._root if self._root is not None else (None, Place(1))
        return Plain(data, places, self.file, tuple(self.flaws))

    def _put(self, value: Data, place: Place) -> str | int:
        """Puts a value where it belongs, and says under which key or index that is."""
        self._count += 1
        if self._count > MOST:
            raise self.refuse(f"the file has more than {MOST:,} entries; no talks need that", place.line)
        if not self._open:
            self._root = (value, place)
            return 0
        frame = self._open[-1]
        if isinstance(frame.data, list):
            frame.data.append(value)
            frame.place.items.append(place)
            return len(frame.data) - 1
        key = frame.key or ""
        place.line = frame.key_line
        frame.data[key] = value
        frame.place.keys[key] = place
        frame.key = None
        return key

    def _check_text(self, text: str, line: int) -> None:
        if UNPRINTABLE.search(text):
            raise self.refuse("a text holds a character that cannot be printed; take it out", line)
