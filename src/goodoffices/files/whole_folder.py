"""Writing a folder whole or not at all.

The files are written in a new folder beside, which then takes the old one's place. Between the two there is a moment
with no folder of that name; whatever breaks in then, Ctrl-C too, puts the old one back.

Read next: ``atomic.py``, which writes one file so.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from ..errors import BadQuestion
from . import atomic
from .opening import entries_of

MOST_NAMED = 3
OURS = re.compile(r"domain\.xml|[0-9]+-.+\.xml")
"""The names that ``genius_write.py`` gives the files of a folder."""


def write(folder: str | os.PathLike[str], files: Mapping[str, str]) -> None:
    """Write a folder that holds these files, texts by name, and nothing else.

    A folder that is there is replaced, and its files are gone, if all of them are named as GENIUS folders written here
    have them; if one is not, nothing is touched. Raises `BadQuestion` for such a folder, and where a file is in the
    way; `BadFile` or ``OSError`` where the system refuses.
    """
    place = Path(os.path.realpath(folder))
    there = place.is_dir()
    if there:
        _refuse_strangers(place)
    elif place.exists():
        raise BadQuestion(f"{folder} is a file; a GENIUS folder needs another name")
    token = secrets.token_hex(6)
    new, old = (place.with_name(f".{place.name[:40]}.{token}.{part}") for part in ("new", "old"))
    try:
        new.mkdir()
        for name, text in files.items():
            atomic.write(new / name, text)
        if there:
            new.chmod(stat.S_IMODE(place.stat().st_mode))
            place.rename(old)
        new.rename(place)
    finally:
        if old.exists() and not place.exists():
            old.rename(place)
        shutil.rmtree(new, ignore_errors=True)
        _clear(old)


def _refuse_strangers(folder: Path) -> None:
    strangers = [entry.name for entry in entries_of(folder) if not _is_ours(entry)]
    if strangers:
        named = ", ".join(strangers[:MOST_NAMED]) + (" and more" if len(strangers) > MOST_NAMED else "")
        raise BadQuestion(
            f"{folder} holds what no GENIUS folder written here holds: {named}. It would be lost, so nothing was "
            "written; name another folder, or move that out of it"
        )


def _is_ours(entry: Path) -> bool:
    return entry.is_file() and not entry.is_symlink() and OURS.fullmatch(entry.name) is not None


def _clear(old: Path) -> None:
    """Take the old folder away, file by file: whatever came into it meanwhile stays, and so does the folder then."""
    if not old.is_dir():
        return
    for entry in entries_of(old):
        if _is_ours(entry):
            entry.unlink()
    if not entries_of(old):
        old.rmdir()
