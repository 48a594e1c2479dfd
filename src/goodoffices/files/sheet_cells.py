"""Cells of CSV and XLSX files as text, and back.

CSV: UTF-8 with or without its mark; commas, semicolons or tabs, whichever gives the headings Issue and Option. XLSX:
the sheet called Talks, else the first; numbers as the shortest decimal that is that number; for a formula, the result
that the spreadsheet program saved with it.

A text that a spreadsheet program would take for a formula (it starts with = + - or @), or make a number or a date of
(007, 1/3, 3 May), is written so that it stays text: in CSV with an apostrophe in front, which reading takes off again;
in XLSX as a text cell marked as one.

Read next: ``sheet_form.py``, which says what the cells mean.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..errors import BadFile, BadQuestion, Flaw
from .numbers_text import text_of
from .opening import refuse_giant
from .plain import refuse_office
from .sheet_form import Cell, Row, Unreadable, headings_at, tidy
from .xml_text import writable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LARGEST_UNPACKED = 32 * 1024 * 1024
_MOST_CELLS = 500_000
_MOST_ROWS = 1_048_576  # what XLSX allows
_LONGEST_TEXT = 32_767
"""What a cell of XLSX holds at most."""
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_ACTS = re.compile(
    rf"""'*(?:
        [=+\-@＝＋－＠\t]  # the start of a formula
        | (?!(?:0|[1-9][0-9]{{0,14}})\Z)  # a whole number stays what it is; 007, 1/3, 12:30, $5 and 3 May do not
          (?!e) (?=\D*\d) (?:[\d\s.,/:%()$€£¥e+-]+(?:[ap]m)? | [\d\s.,/-]*(?:{_MONTHS})[\d\s.,/-]*)\Z
        | (?:true|false)\Z
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""A text that a spreadsheet program might act upon, or make a number or a date of; behind any apostrophes that already
guard it."""


# CSV.


def csv_rows(data: bytes, file: str) -> list[Row]:
    """The rows of a CSV file that are not blank. Raises `BadFile` where the bytes are not such a file."""
    refuse_giant(data, file, "scoring sheet")
    refuse_office(data, file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile([Flaw("not UTF-8 text; save the sheet as CSV UTF-8, or as XLSX", line=line, file=file)]) from None
    told = re.match(r"sep=(.)\r?\n", text)  # a line some spreadsheet programs put first
    found = [_split(text, separator, file) for separator in (told[1] if told else ",;\t")]
    if told:
        found = [[row for row in found[0] if row[0] > 1]]
    return next((rows for rows in found if headings_at(rows) is not None), found[0])


def csv_text(rows: Iterable[Sequence[str | Fraction | None]]) -> str:
    """The rows as CSV: commas, a line feed after each row."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet program would act upon it or change it.

    >>> guarded("=1+1"), guarded("1/3"), guarded("Aid"), unguarded("'=1+1"), unguarded("'s Hertogenbosch")
    ("'=1+1", "'1/3", 'Aid', '=1+1', "'s Hertogenbosch")
    """
    return f"'{text}" if _ACTS.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put there."""
    return text[1:] if text.startswith("'") and _ACTS.match(text) else text


def _split(text: str, separator: str, file: str) -> list[Row]:
    rows: list[Row] = []
    cells = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            cells += len(row)
            _check_cells(cells, file)
            if any(cell.strip() for cell in row):
                rows.append((number, [_clean(unguarded(tidy(cell))) for cell in row]))
    except csv.Error as error:
        raise BadFile([Flaw(f"not readable as CSV ({error}); save it again, or as XLSX", file=file)]) from None
    return rows


def _csv_cell(cell: str | Fraction | None) -> str:
    if isinstance(cell, Fraction):
        text = text_of(cell)
        return f"'{text}" if "/" in text else text  # or a spreadsheet program makes a date of 1/3
    return guarded(cell or "")


# XLSX.


def xlsx_rows(data: bytes, file: str) -> list[Row]:
    """The rows of an XLSX file's sheet that are not blank. Raises `BadFile` where the bytes are not such a file."""
    import struct
    import zipfile
    import zlib

    from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException

    refuse_giant(data, file, "scoring sheet")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED:
                raise BadFile([Flaw("the sheet unpacks to more than 32 MiB; no scoring sheet does", file=file)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which do not matter here
            return list(_xlsx_rows(data, file))
    except (
        # What a damaged or foreign file makes openpyxl and the modules under it raise.
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        CellCoordinatesException,
        InvalidFileException,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        ArithmeticError,
        AssertionError,
        OSError,
        EOFError,
        RuntimeError,
    ):
        message = "not a readable XLSX file; save it as .xlsx without a password"
        raise BadFile([Flaw(message, file=file)]) from None


def xlsx_bytes(rows: Iterable[Sequence[str | Fraction | None]]) -> bytes:
    """The rows as an XLSX file with one sheet, called Talks."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Talks"
    bold = True
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                _put(sheet, number, column, value)
                sheet.cell(number, column).font = Font(bold=bold)
                sheet.cell(number, column).alignment = Alignment(wrap_text=column > 1, vertical="top")
        if bold and row[0] == "Issue" and len(row) > 1:
            sheet.freeze_panes = f"C{number + 1}"
            bold = False
    for letter, width in (("A", 26), ("B", 34)):
        sheet.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_rows(data: bytes, file: str) -> Iterator[Row]:
    from openpyxl import load_workbook

    # Once for the results of formulas, once to know which cells are formulas. Read-only, so that a sheet that claims a
    # million columns costs nothing; the size it claims is not believed.
    books = [load_workbook(io.BytesIO(data), read_only=True, data_only=results) for results in (True, False)]
    sheets = [next((s for s in book.worksheets if s.title.casefold() == "talks"), book.worksheets[0]) for book in books]
    for sheet in sheets:
        sheet.reset_dimensions()
    cells = 0
    for number, (results, written) in enumerate(zip(*(sheet.iter_rows() for sheet in sheets), strict=False), 1):
        cells += len(results)
        _check_cells(cells if number <= _MOST_ROWS else _MOST_CELLS + 1, file)
        row = [_xlsx_cell(one, other) for one, other in zip(results, written, strict=False)]
        if any(row):
            yield number, row


def _xlsx_cell(result: Any, written: Any) -> Cell:
    """A cell's text, out of its result and of what was typed."""
    value = result.value
    if value is None:
        if written.data_type == "f":
            return Unreadable("a formula whose result is not saved; open and save the file in a spreadsheet program")
        return ""
    if isinstance(value, bool):
        return Unreadable("TRUE or FALSE stands here; write a number or a name")
    if result.data_type == "e":
        return Unreadable("a formula that failed; mend it, or write the number itself")
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    return _clean(unguarded(tidy(str(value))))


def _put(sheet: Worksheet, row: int, column: int, value: str | Fraction) -> None:
    cell: Any = sheet.cell(row, column)
    if isinstance(value, Fraction):
        short = float(f"{float(value):.16g}") if abs(value) < 10**15 else 0.0  # as openpyxl will write it
        if Fraction(repr(short)) == value:
            cell.value = int(value) if value.denominator == 1 else short
            return
        value = text_of(value)
    elif len(value) > _LONGEST_TEXT:
        raise BadQuestion(f"an XLSX sheet cannot hold a text of more than {_LONGEST_TEXT:,} characters; write CSV")
    # A text that is already guarded gets one apostrophe more, since reading takes one off.
    cell.value = guarded(value) if value.startswith("'") else value
    cell.data_type = "s"
    cell.quotePrefix = bool(_ACTS.match(value))


def _check_cells(cells: int, file: str) -> None:
    if cells > _MOST_CELLS:
        raise BadFile([Flaw(f"the sheet has more than {_MOST_CELLS:,} cells; no scoring sheet has", file=file)])


def _clean(text: str) -> Cell:
    return text if writable(text) else Unreadable("control characters stand here; type the text anew")
