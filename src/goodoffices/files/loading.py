"""Talks from a file: bytes, to text, to plain data, to talks.

Read next: ``reading.py``, which does the last of these steps.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal, TypeAlias

from ..errors import BadFile, Flaw
from ..talks import Talks
from . import json_text, yaml_text
from .findings import shown
from .opening import bytes_of, refuse_giant
from .plain import UNPRINTABLE, Plain, refuse_office
from .reading import What, read_talks

Kind: TypeAlias = Literal["yaml", "json"]

_READERS: dict[str, Callable[[str, str], Plain]] = {"yaml": yaml_text.read, "json": json_text.read}
_SUFFIXES: dict[What, tuple[str, ...]] = {
    "position": (".yaml", ".yml", ".json"),
    "statements": (".yaml", ".yml", ".json", ".csv"),
}
_HOLDS: dict[What, str] = {
    "position": "needs a position, or the path of a .yaml or .json file that holds it",
    "statements": "needs a list of statements, or the path of a .yaml, .json or .csv file that holds it",
}
_WITHIN: dict[What, str] = {"position": "positions/arda.yaml", "statements": "statements.csv"}


def load(path: str | os.PathLike[str], *, allow_paths: bool = True) -> Talks:
    """The talks in a file: JSON where its name ends in ``.json``, else YAML.

    A position, or the list of statements, may be the path of a file of its own, inside the folder of the talks file;
    ``allow_paths=False`` refuses that. Raises `BadFile` with every flaw at once, also where there is no such file or it
    cannot be read.
    """
    name = os.fspath(path)
    return read_talks(_plain(bytes_of(name), name, _kind(name)), _Folder(name).fetch if allow_paths else _refused)


def parse(text: str | bytes, name: str, *, kind: Kind = "yaml") -> Talks:
    """The talks in a text; ``name`` stands in messages where a file's name would. Positions must be written in it.

    >>> text = "{goodoffices: 1, title: A fence, parties: {ann: {}}, issues: {height: {options: {low: Low, high: Hi}}}}"
    >>> parse(text, "fence.yaml").packages
    2

    Raises `BadFile` with every flaw at once.
    """
    return read_talks(_plain(text, name, kind), _refused)


def _kind(name: str) -> Kind:
    return "json" if name.lower().endswith(".json") else "yaml"


def _plain(text: str | bytes, file: str, kind: Kind) -> Plain:
    return _READERS[kind](_text(text, file), file)


def _text(raw: str | bytes, file: str) -> str:
    """Text that both readers can take. Raises `BadFile` where it is too large, or no text in UTF-8."""
    refuse_giant(raw, file, "talks file")
    if isinstance(raw, bytes):
        refuse_office(raw, file)
        raw = _decoded(raw, file)
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if (found := UNPRINTABLE.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        said = "here is a character that is no text; this may be no talks file, else take it out"
        raise BadFile([Flaw(said, line=line, file=file)])
    return text


def _decoded(raw: bytes, file: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile([Flaw("the file is written in UTF-16; save it as UTF-8", line=1, file=file)])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadFile([Flaw("this is not UTF-8 text; save the file as UTF-8", line=line, file=file)]) from None


def _refused(_: str, what: What) -> Plain:
    few = "a position in a file of its own is" if what == "position" else "statements in a file of their own are"
    raise ValueError(f"{few} not read here; write the {what} out")


class _Folder:
    """The folder of a talks file, out of which positions and statements may be read, and nothing beside it."""

    def __init__(self, talks_file: str) -> None:
        self._folder = os.path.dirname(talks_file)

    def fetch(self, written: str, what: What) -> Plain:
        """What is in a file. Raises ``ValueError`` where the path leaves the folder or ends otherwise."""
        file = os.path.join(self._folder, *self._steps(written, what))
        try:
            folder, real = Path(self._folder).resolve(), Path(file).resolve()
            regular = real.is_file() or not real.exists()
        except (OSError, ValueError, RuntimeError):
            raise ValueError(f"'{shown(written)}' cannot be read as a path; name a file in this folder") from None
        if not real.is_relative_to(folder):
            raise ValueError(f"'{shown(written)}' leads out of the folder of this file; move the {what} into it")
        if not regular:
            raise ValueError(f"'{shown(written)}' is no file; name a file in this folder")
        # What was checked is what is opened, not what the name might lead to by now.
        try:
            raw = bytes_of(real)
        except BadFile as error:
            raise ValueError(f"'{shown(written)}': {error.flaws[0].message}") from None
        if not file.lower().endswith(".csv"):
            return _plain(raw, file, _kind(file))
        from .statements_csv import read_rows  # only where there is a sheet, for it brings the readers of sheets

        return read_rows(raw, file)

    @staticmethod
    def _steps(written: str, what: What) -> tuple[str, ...]:
        """The parts of a path that goes down from the folder and nowhere else."""
        path = PurePosixPath(written)
        if path.is_absolute() or PureWindowsPath(written).drive or "\\" in written or ".." in path.parts:
            said = f"leads out of the folder of this file; write a path inside it, such as {_WITHIN[what]}"
            raise ValueError(f"'{shown(written)}' {said}")
        if not written.lower().endswith(_SUFFIXES[what]):
            raise ValueError(_HOLDS[what])
        return path.parts
