"""What is in a file or a folder, as far as anything here reads it, or one sentence on why it cannot be had.

Read next: ``loading.py``.
"""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import BadFile, Flaw

LARGEST = 8 * 1024 * 1024
"""The most bytes a file may have."""


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """What is in a file, up to one byte more than is read of one, so that a giant is not taken into memory.

    Raises `BadFile` where there is no such file or it cannot be read.
    """
    try:
        with open(path, "rb") as stream:
            return stream.read(LARGEST + 1)
    except IsADirectoryError:
        said = "this is a folder; name a file in it"
    except (OSError, ValueError) as error:
        said = _why(error, "file")
    raise BadFile([Flaw(said, file=os.fspath(path))])


def entries_of(folder: str | os.PathLike[str]) -> list[Path]:
    """What lies in a folder, by name. Raises `BadFile` where there is no such folder or it cannot be read."""
    try:
        return sorted(Path(folder).iterdir())
    except NotADirectoryError:
        said = "this is a file; name a folder"
    except (OSError, ValueError) as error:
        said = _why(error, "folder")
    raise BadFile([Flaw(said, file=os.fspath(folder))])


def refuse_giant(data: str | bytes, file: str, what: str) -> None:
    """Raise `BadFile` where that is more than a file may have; ``what`` is what no such file can be."""
    if len(data) > LARGEST:
        raise BadFile([Flaw(f"the file is larger than {LARGEST // 1024**2} MiB; no {what} is", file=file)])


def _why(error: OSError | ValueError, what: str) -> str:
    match error:
        case FileNotFoundError():
            return f"there is no such {what}"
        case PermissionError():
            return f"this {what} may not be read; ask for permission to read it"
        case OSError():
            return f"this {what} cannot be read: {error.strerror or 'the system gives no reason'}"
    return f"no {what} can have this name"
