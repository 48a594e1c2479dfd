"""The file that the rows of a simulation go to: added to as they are made, put in order at the end.

While runs go on, finished rows stand in a CSV, each part written through to the disk; so whatever ends the program, or
the machine, they are kept. A Parquet file cannot be added to: its rows stand in a CSV beside it
(``rows.parquet.part.csv``) until they are all put into it. The file knows by its column ``plan`` which plan it is of,
and takes rows of no other. For given talks that holds a salt, which `kept_salt` reads back to go on with them.

Read next: ``atomic.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from ..errors import BadFile, BadQuestion, Flaw
from ..simulate.plan import salt_of
from ..simulate.run import Row
from . import atomic, rows_parquet, rows_text

ENDINGS = (".csv", ".parquet")


class RowsFile:
    """Rows by their numbers, in memory and in a file. Use as a context manager: on leaving, the file is put in order.

    ``resume``: go on with what the file holds already. Raises `BadQuestion` for a name that says no form; `BadFile`
    where a file is there that is not to be gone on with, or that holds something else.
    """

    def __init__(self, path: str | os.PathLike[str], plan: str, *, resume: bool = False, force: bool = False) -> None:
        self.path, self.plan = Path(path), plan
        check_ending(self.path)
        self.is_parquet = self.path.suffix.lower() == ".parquet"
        self._adding_to = _adding_to(self.path)
        if not resume and not force:
            self._refuse_to_overwrite()
        self.rows = {row.number: row for row in self._held()} if resume else {}
        self._stream: TextIO | None = None

    def __enter__(self) -> RowsFile:
        atomic.write(self._adding_to, rows_text.dump(self.rows.values(), self.plan))
        self._stream = open(self._adding_to, "a", encoding="utf-8", newline="")
        return self

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows, those that are there already left out, and bring them to the disk."""
        assert self._stream is not None
        new = [row for row in rows if row.number not in self.rows]
        self.rows |= {row.number: row for row in new}
        self._stream.write(rows_text.dump(new, self.plan, header=False))
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._stream is not None
        self._stream.close()
        ordered = [self.rows[number] for number in sorted(self.rows)]
        if self.is_parquet:
            atomic.write(self.path, rows_parquet.dump(ordered, self.plan))
            self._adding_to.unlink()
        else:
            atomic.write(self.path, rows_text.dump(ordered, self.plan))

    def _refuse_to_overwrite(self) -> None:
        for path in dict.fromkeys((self.path, self._adding_to)):
            if path.exists():
                said = (
                    "it is there already. Go on with it by --resume, name another file, or write over it with --force"
                )
                raise BadFile([Flaw(said, file=str(path))])

    def _held(self) -> list[Row]:
        """The rows that are there already: those that were being added, and those of a whole file.

        Rows of the plan that were being added beside a whole file of another are what ``force`` left when it was cut
        short: they are gone on with, and that file is written over as was asked for.
        """
        found = list[Row]()
        for path in dict.fromkeys((self._adding_to, self.path)):
            if not path.exists():
                continue
            try:
                found += self._of_this_plan(path)
            except BadFile:
                if not found:
                    raise
        return found

    def _of_this_plan(self, path: Path) -> list[Row]:
        rows, plans = _read(path)
        if plans - {self.plan}:
            said = (
                "its rows are of another plan. Give the talks, procedures, behaviours, seeds and all else as they "
                "were, and the same version of this program; or name another file"
            )
            raise BadFile([Flaw(said, file=str(path))])
        return rows


def load(path: str | os.PathLike[str]) -> list[Row]:
    """The rows of a file. Raises `BadFile` for what holds none, `BadQuestion` for a name that says no form."""
    check_ending(Path(path))
    return _read(Path(path))[0]


def kept_salt(path: str | os.PathLike[str]) -> str:
    """The salt of the rows of given talks that stand in a file, or beside it; "" where there are none.

    Raises as `load` does.
    """
    check_ending(Path(path))
    for one in dict.fromkeys((_adding_to(Path(path)), Path(path))):
        _, plans = _read(one) if one.exists() else ([], frozenset[str]())
        if plans:
            return salt_of(min(plans))
    return ""


def _adding_to(path: Path) -> Path:
    """Where rows stand while runs go on."""
    return path.with_name(f"{path.name}.part.csv") if path.suffix.lower() == ".parquet" else path


def check_ending(path: Path) -> None:
    """Raise `BadQuestion` where a name does not say in which form rows are to be written, or that form cannot be."""
    if path.suffix.lower() not in ENDINGS:
        raise BadQuestion(f"{path}: rows are written to a file whose name ends in {' or '.join(ENDINGS)}")
    if path.suffix.lower() == ".parquet":
        rows_parquet.check_installed()


def _read(path: Path) -> tuple[list[Row], frozenset[str]]:
    try:
        content = path.read_bytes()
        if path.suffix.lower() == ".parquet":
            return rows_parquet.parse(content, str(path))
        return rows_text.parse(content.decode("utf-8"), str(path))
    except OSError as error:
        raise BadFile([Flaw(f"this file cannot be read: {error.strerror}", file=str(path))]) from None
    except UnicodeDecodeError:
        raise BadFile([Flaw("these are no rows of a simulation", file=str(path))]) from None
