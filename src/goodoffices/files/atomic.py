"""Writing a file whole or not at all.

Read next: nothing; this is the end of the floor.
"""

from __future__ import annotations

import os
import secrets
import stat

from ..errors import BadFile, Flaw


def write(path: str | os.PathLike[str], data: str | bytes) -> None:
    """Writes a file so that there is at every moment either what was there before or all of the new.

    The data is written beside the file, brought to the disk and then renamed into place; where that is broken off, by
    Ctrl-C too, what was written so far is taken away. A file that was there keeps its permissions; a symbolic link
    keeps pointing where it did. What is no regular file (such as ``/dev/stdout``) is written to directly. Text is
    written as UTF-8. Raises `BadFile` where the system refuses.
    """
    name = os.fspath(path)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    try:
        target = os.path.realpath(name)
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            with open(target, "wb") as stream:
                stream.write(raw)
            return
        _replace(target, raw, mode)
    except IsADirectoryError:
        raise BadFile([Flaw("this is a folder; name a file in it", file=name)]) from None
    except OSError as error:
        said = f"this file cannot be written: {error.strerror or 'the system gives no reason'}"
        raise BadFile([Flaw(said, file=name)]) from None
    except ValueError:
        raise BadFile([Flaw("no file can have this name", file=name)]) from None


def _mode(target: str) -> int | None:
    try:
        return os.stat(target).st_mode
    except FileNotFoundError:
        return None


def _replace(target: str, raw: bytes, mode: int | None) -> None:
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name[:40]}.{secrets.token_hex(6)}.part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with open(descriptor, "wb") as stream:
            if mode is not None:
                os.chmod(beside, stat.S_IMODE(mode))
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, target)
    except BaseException:
        # Whatever broke in, Ctrl-C included: nothing half-written stays, and the reason goes on its way.
        if os.path.lexists(beside):
            os.unlink(beside)
        raise
