"""Every form talks come in, told by the path alone: a talks file, a scoring sheet, a GENIUS folder.

`load` (or `read`, with notes) and `save` are what a person means by reading and writing talks. The forms themselves
know nothing of each other, and are loaded only when a path asks for them.

Read next: ``loading.py``, then ``sheets.py`` and ``genius.py``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from ..errors import BadQuestion, Flaw
from ..talks import Talks
from . import atomic, loading, whole_folder, writing

FORMS = "a talks file (.yaml, .json), a scoring sheet (.csv, .xlsx) or a GENIUS folder"


@dataclass(frozen=True)
class Loaded:
    """Talks, and notes on what was left aside or settled by rule in reading them."""

    talks: Talks
    notes: tuple[Flaw, ...] = ()


def load(path: str | os.PathLike[str]) -> Talks:
    """The talks at a path: in a talks file, a scoring sheet, or a GENIUS folder or its domain file.

    Raises `BadFile` with every flaw at once.
    """
    return read(path).talks


def read(
    path: str | os.PathLike[str],
    *,
    profiles: Sequence[str] | int | None = None,
    walk_aways: Fraction | Literal["file"] | None = "file",
) -> Loaded:
    """Like `load`, with notes. ``profiles`` and ``walk_aways`` are for GENIUS folders: see ``genius.load``.

    Raises `BadFile` with every flaw, and `BadQuestion` where a choice is made that the form does not have.
    """
    place = Path(path)
    kind = place.suffix.lower()
    if kind == ".xml" or place.is_dir():
        from . import genius

        found = genius.read(place, profiles=profiles, walk_aways=walk_aways)
        return Loaded(found.talks, found.notes + (_alternatives(found.talks, path) if profiles is None else ()))
    if profiles is not None or walk_aways != "file":
        raise BadQuestion(f"profiles and walk-aways are chosen from GENIUS folders, and {path} is none")
    if kind in {".csv", ".xlsx"}:
        from . import sheets

        return Loaded(sheets.load_csv(place) if kind == ".csv" else sheets.load_xlsx(place))
    return Loaded(loading.load(path))


def _alternatives(talks: Talks, path: str | os.PathLike[str]) -> tuple[Flaw, ...]:
    """A note where there are more profiles than two: GENIUS folders often hold several for one party."""
    if len(talks.parties) <= 2:
        return ()
    said = f"each of the {len(talks.parties)} profiles is taken for a party of its own; where they are alternatives, "
    return (
        Flaw(
            f"{said}choose among them with --profiles NAME,NAME (or --profiles 2, the first two)", file=os.fspath(path)
        ),
    )


def save(talks: Talks, path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Write talks in the form that the path asks for, whole or not at all; say what that form cannot hold.

    A name without a suffix is a GENIUS folder. What is there already is written over, but no folder that holds other
    files. Raises `BadQuestion` where the
    form cannot hold something that counts, or where the name says no form; `BadFile` where the system refuses.
    """
    written, left_out = _written(talks, Path(path))
    if isinstance(written, Mapping):
        whole_folder.write(path, written)
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
