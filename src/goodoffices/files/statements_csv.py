"""Statements as CSV, in and out: one row a statement, one column a key of the talks file.

>>> from goodoffices import files
>>> fence = "{goodoffices: 1, title: A fence, parties: {ann: {}}, issues: {height: {options: {low: Low, high: High}}}}"
>>> talks = files.parse(fence, "fence.yaml")
>>> said = b"id,at,speaker,for,words\\ns1,2024-02-14 18:30 UTC,Ann,ann,We are patient.\\n"
>>> (one,) = parse_csv(said, "said.csv", talks)
>>> one.speaker, one.at.start.hour, one.words
('Ann', 18, (('', 'We are patient.'),))

Words in several languages have a column each: ``words (en)``, ``words (ar)``. Several names in a cell are parted by
``;``. A condition or a count stands in its cell as in the talks file: ``{pause: long}``. Columns may come in any order,
and those that no row needs may be missing. A cell that a spreadsheet program would act upon has an apostrophe in front.

Read next: ``statements_text.py``, which reads a row as it reads a mapping of the talks file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..errors import BadFile, BadQuestion, BadTalks, Flaw
from ..talks import Statement, Talks
from . import yaml_text
from .choices_text import Indexed
from .findings import Findings, shown
from .layout import yaml_flow
from .moments_text import NotAMoment
from .opening import bytes_of, refuse_giant
from .pieces import keys_of
from .plain import UNPRINTABLE, Data, Number, Place, Plain, refuse_office
from .shape import StatementShape
from .sheet_cells import guarded, unguarded
from .statements_text import StatementReader
from .statements_written import write_statement
from .unwritable import data_flaws

_LISTS = ("through", "supersedes")
_TEXTS = ("words", "told")
_GRAMMAR = ("must", "never", "count")
_TAGGED = re.compile(r"(words|told) \(([\w-]+)\)")
_MOST_CELLS = 500_000


def load_csv(path: str | Path, talks: Talks) -> tuple[Statement, ...]:
    """The statements in a CSV file, read against these talks. Raises `BadFile` with every flaw, each with its row."""
    return parse_csv(bytes_of(path), str(path), talks)


def parse_csv(data: bytes, name: str, talks: Talks) -> tuple[Statement, ...]:
    """The statements in the bytes of a CSV file of that name. Raises `BadFile` with every flaw, each with its row."""
    plain = read_rows(data, name)
    findings = Findings(name, plain.places, [*plain.flaws])
    issues = {issue.id: Indexed(issue) for issue in talks.issues}
    items = plain.data if isinstance(plain.data, list) else []
    found = StatementReader(issues, [party.id for party in talks.parties], findings).read(items, ())
    if findings.flaws:
        raise BadFile(findings.flaws)
    return found


def dump_csv(talks: Talks) -> str:
    """The statements of talks as CSV; write it as ``utf-8-sig`` where Excel is to open it.

    Read again it gives the same statements, the languages of their words in the order of the columns. Raises
    `BadQuestion` where a statement holds what a cell cannot: a name with a ``;`` or with blanks around it, a language
    tag that is not made of letters, digits and hyphens.
    """
    issues = {issue.id: issue for issue in talks.issues}
    try:
        items = [write_statement(one, issues) for one in talks.statements]
        if flaws := [flaw for item in items for flaw in data_flaws(item)]:
            raise BadTalks(flaws)
    except (NotAMoment, BadTalks) as error:
        raise BadQuestion(f"statements cannot be written as CSV: {error}") from None
    cells = [dict(_cells(item)) for item in items]
    known = [key for key in keys_of(StatementShape) if key not in _TEXTS]
    used = {name for row in cells for name in row}
    wordings = [name for name in dict.fromkeys(name for row in cells for name in row) if name not in known]
    columns = [name for name in ("id", "at", "speaker", "unnamed", "for", "through") if name in used or not cells]
    columns += [*wordings, *(name for name in known if name in used and name not in columns)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[guarded(row.get(name, "")) for name in columns] for row in cells])
    _check_same(out.getvalue(), talks)
    return out.getvalue()


def read_rows(data: bytes, file: str) -> Plain:
    """The rows as what a talks file would hold under ``statements``, each with its line; flawed cells are left out."""
    rows = _rows(data, file)
    line, heads = next(rows, (1, []))
    columns = [_column(head) for head in heads]
    flaws = [
        Flaw(f"the column '{shown(head)}' is not known here; the columns are {', '.join(keys_of(StatementShape))}",
             line=line, file=file)
        for head, column in zip(heads, columns, strict=True) if column is None and head.strip()
    ]  # fmt: skip
    if "at" not in heads:
        said = "needs a row of headings first, such as id,at,speaker,for,words"
        raise BadFile([Flaw(said, line=line, file=file)])
    items: list[Data] = []
    places: list[Place] = []
    for row_line, row in rows:
        item: dict[str, Data] = {}
        if len(row) > len(columns):
            flaws.append(Flaw("has more cells than there are headings", line=row_line, file=file))
        for column, cell in zip(columns, row, strict=False):
            if column is not None and cell.strip():
                flaws += _put(item, column, cell, row_line, file)
        items.append(item)
        places.append(Place(row_line))
    return Plain(items, Place(line, items=places), file, tuple(flaws))


def _column(head: str) -> tuple[str, str] | None:
    """The key a heading names, and the language behind it; None where there is no such key."""
    head = head.strip()
    if tagged := _TAGGED.fullmatch(head):
        return tagged[1], tagged[2]
    return (head, "") if head in keys_of(StatementShape) else None


def _put(item: dict[str, Data], column: tuple[str, str], cell: str, line: int, file: str) -> Iterator[Flaw]:
    """Puts what a cell holds under its key."""
    key, tag = column
    if UNPRINTABLE.search(cell):
        yield Flaw("a cell holds a character that is no text; take it out", key, line, file)
    elif key in _TEXTS:
        texts = item.setdefault(key, {tag: cell} if tag else cell)
        if isinstance(texts, dict):
            if tag:
                texts[tag] = cell
            else:
                yield Flaw(f"stands beside '{key} (..)'; give every wording its language", key, line, file)
        elif texts is not cell:
            yield Flaw(f"stands beside '{key} ({tag})'; give every wording its language", key, line, file)
    elif key in _LISTS:
        item[key] = [name.strip() for name in cell.split(";")]
    elif key in _GRAMMAR:
        try:
            item[key] = yaml_text.read(cell, file).data
        except BadFile as error:
            yield from (Flaw(flaw.message, key, line, file) for flaw in error.flaws)
    else:
        item[key] = cell.strip()


def _cells(item: dict[str, Data]) -> Iterator[tuple[str, str]]:
    """The columns and cells of one statement, out of what a talks file would hold."""
    for key, value in item.items():
        if key in _TEXTS and isinstance(value, dict):
            yield from ((f"{key} ({tag})", str(text)) for tag, text in value.items())
        elif key in _GRAMMAR:
            yield key, yaml_flow(value)
        elif isinstance(value, list):
            yield key, "; ".join(map(str, value))
        else:
            yield key, value.text if isinstance(value, Number) else str(value)


def _check_same(text: str, talks: Talks) -> None:
    """Raises `BadQuestion` naming the first statement that would come back as another one."""
    why = ""
    try:
        again = parse_csv(text.encode(), "", talks)
    except BadFile as error:
        again, why = (), f": {error.flaws[0].message}"
    for place, one in enumerate(talks.statements):
        if [_sorted(found) for found in again[place : place + 1]] != [_sorted(one)]:
            raise BadQuestion(f"statement '{shown(one.id)}' cannot be written as CSV{why}; keep it in the talks file")


def _sorted(one: Statement) -> Statement:
    """The same statement, its languages in an order of their own: columns keep none."""
    return replace(one, words=tuple(sorted(one.words)))


def _rows(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line on which it begins; commas, semicolons or tabs between cells."""
    refuse_giant(data, file, "list of statements")
    refuse_office(data, file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile([Flaw("not UTF-8 text; save the sheet as CSV UTF-8", line=line, file=file)]) from None
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    cells, begins = 0, 1
    try:
        for row in reader:
            cells += len(row)
            if cells > _MOST_CELLS:
                raise BadFile([Flaw(f"has more than {_MOST_CELLS:,} cells; no talks need that", file=file)])
            if any(cell.strip() for cell in row):
                yield begins, [unguarded(cell) for cell in row]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadFile([Flaw(f"not readable as CSV ({error}); save it again", line=begins, file=file)]) from None
