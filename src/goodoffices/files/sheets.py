"""Scoring sheets in and out, the form in which negotiation exercises are usually kept: CSV and XLSX.

>>> talks = parse_csv(b"Issue,Option,Arda,Belen\\nPause,None,0,10\\n,Long,40,0\\nWalk-away,,5,4\\n", "pause.csv")
>>> talks.title, talks.position("arda").points("pause"), talks.position("belen").walk_away
('pause', (Fraction(0, 1), Fraction(40, 1)), Fraction(4, 1))
>>> print(dump_csv(talks), end="")
pause
Issue,Option,Arda,Belen
Pause,None,0,10
,Long,40,0
Walk-away,,5,4

A sheet has names and no ids: these are made out of the names (``slugs.py``).

Read next: ``sheet_form.py``; the form is described for people in ``docs/formats.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ..talks import Talks
from .opening import bytes_of
from .sheet_cells import csv_rows, csv_text, xlsx_bytes, xlsx_rows
from .sheet_form import read_form
from .sheet_write import leaves_out, write_form

__all__ = ["dump_csv", "dump_xlsx", "leaves_out", "load_csv", "load_xlsx", "parse_csv", "parse_xlsx", "template"]


def load_csv(path: str | Path) -> Talks:
    """The talks in a CSV file. Raises `BadFile` with every flaw, each with its row."""
    return parse_csv(bytes_of(path), str(path))


def load_xlsx(path: str | Path) -> Talks:
    """The talks in an XLSX file: in its sheet called Talks, else its first. Raises `BadFile` with every flaw."""
    return parse_xlsx(bytes_of(path), str(path))


def parse_csv(data: bytes, name: str) -> Talks:
    """The talks in the bytes of a CSV file of that name."""
    return read_form(csv_rows(data, name), name, Path(name).stem)


def parse_xlsx(data: bytes, name: str) -> Talks:
    """The talks in the bytes of an XLSX file of that name."""
    return read_form(xlsx_rows(data, name), name, Path(name).stem)


def dump_csv(talks: Talks) -> str:
    """The talks as CSV; write it as ``utf-8-sig`` where Excel is to open it.

    Read again it gives the same names, points and walk-aways; ids are made anew, and ranges become lists of options.
    Raises `BadQuestion` naming everything a sheet cannot hold; `leaves_out` says what goes missing without harm.
    """
    return csv_text(write_form(talks))


def dump_xlsx(talks: Talks) -> bytes:
    """The talks as an XLSX file; what holds for `dump_csv` holds here."""
    return xlsx_bytes(write_form(talks))


def template(kind: Literal["csv", "xlsx"]) -> bytes:
    """A filled-in example to write over: three fictional parties and a mediator.

    >>> parse_xlsx(template("xlsx"), "sheet.xlsx") == parse_csv(template("csv"), "sheet.csv")
    True
    """
    text = (Path(__file__).parent / "templates" / "scoring_sheet.csv").read_bytes()
    return text if kind == "csv" else dump_xlsx(parse_csv(text, "scoring_sheet.csv"))
