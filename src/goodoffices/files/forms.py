"""Every form talks come in, told by the path alone: a talks file, a scoring sheet, a GENIUS folder.

`load` and `save` are what a person means by reading and writing talks; the forms themselves know nothing of each other,
and are loaded only when a path asks for them.

Read next: ``loading.py``, then ``sheets.py`` and ``genius.py``.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import BadQuestion
from ..talks import Talks
from . import atomic, loading, writing

FORMS = "a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a GENIUS folder"


def load(path: str | os.PathLike[str]) -> Talks:
    """The talks at a path: in a talks file, a scoring sheet, or a GENIUS folder or its domain file.

    Raises `BadFile` with every flaw at once.
    """
    place = Path(path)
    kind = place.suffix.lower()
    if kind in {".csv", ".xlsx"}:
        from . import sheets

        return sheets.load_csv(place) if kind == ".csv" else sheets.load_xlsx(place)
    if kind == ".xml" or place.is_dir():
        from . import genius

        return genius.load(place)
    return loading.load(path)


def save(talks: Talks, path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Write talks in the form that the path asks for, whole or not at all; say what that form cannot hold.

    A name without a suffix is a GENIUS folder. What is there already is written over. Raises `BadQuestion` where the
    form cannot hold something that counts, or where the name says no form; `BadFile` where the system refuses.
    """
    written, left_out = _written(talks, Path(path))
    if isinstance(written, Mapping):
        _save_folder(written, Path(path))
    else:
        atomic.write(path, written)
    return left_out


def _written(talks: Talks, path: Path) -> tuple[str | bytes | Mapping[str, str], tuple[str, ...]]:
    """The content of the file, or of each file in the folder; and what it leaves out."""
    kind = path.suffix.lower()
    if path.is_dir() or not kind:
        from . import genius

        return genius.dump(talks), genius.leaves_out(talks)
    if kind in {".csv", ".xlsx"}:
        from . import sheets

        content = sheets.dump_csv(talks).encode("utf-8-sig") if kind == ".csv" else sheets.dump_xlsx(talks)
        return content, sheets.leaves_out(talks)
    if kind in {".yaml", ".yml", ".json"}:
        return writing.dump(talks, "json" if kind == ".json" else "yaml"), ()
    raise BadQuestion(f"a name that ends in '{kind}' says no form that can be written; write {FORMS}")


def _save_folder(files: Mapping[str, str], folder: Path) -> None:
    """A new folder appears whole; in one that is there, each file is replaced whole."""
    if folder.is_dir():
        for name, text in files.items():
            atomic.write(folder / name, text)
        return
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-", ignore_cleanup_errors=True) as made:
        new = Path(made) / "new"
        new.mkdir()
        for name, text in files.items():
            atomic.write(new / name, text)
        new.rename(folder)
