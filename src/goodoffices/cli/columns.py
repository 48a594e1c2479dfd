"""One table on a terminal: in columns where they fit without breaking a word; turned, its rows across, where only that
fits; else a line for each cell.

Read next: ``report/tables.py``, which has the tables.
"""

from __future__ import annotations

from dataclasses import replace

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from ..report.tables import Table
from .program import plain

NAME = 20
"""Columns up to which the name of a row is never broken."""
GAP = 3
"""Columns between two columns of a table."""


def drawn(table: Table, width: int) -> RenderableType:
    """A table under its title, in this many columns."""
    rows = tuple(tuple(map(plain, row)) for row in table.rows)
    table = replace(table, headers=tuple(map(plain, table.headers)), rows=rows)
    return Group(title(table.title), *_body(table, width), *([Text(plain(table.note))] if table.note else []))


def _body(table: Table, width: int) -> list[RenderableType]:
    if (widths := shared(table, width)) is not None:
        return [_columns(table, widths)]
    parts = turned(table, width)
    drawn = [_columns(part, shared(part, width, _kept(table)) or []) for part in parts]
    return [line for part in drawn for line in (Text(""), part)][1:] or [_stacked(table)]


def title(words: str) -> Text:
    """A line that stands over something."""
    return Text(plain(words), style="bold")


def turned(table: Table, width: int) -> list[Table]:
    """A table of numbers with its rows across and its columns down, in as many parts as the width asks for.

    None where there are no numbers, or not even two rows fit beside one another.

    >>> table = Table("", ("Formula", "Arda", "Belen"), (("Nash", "12", "8"), ("Maximin", "9", "9")), frozenset({1, 2}))
    >>> [(part.headers, part.rows) for part in turned(table, 25)]
    [(('', 'Nash', 'Maximin'), (('Arda', '12', '9'), ('Belen', '8', '9')))]
    """
    parts, first = list[Table](), 0
    while table.numbers and first < len(table.rows):
        last = len(table.rows)
        while last > first and shared(part := _across(table, first, last), width, _kept(table)) is None:
            last -= 1
        if last < min(first + 2, len(table.rows)):
            return []
        parts.append(part)
        first = last
    return parts


def _kept(table: Table) -> frozenset[str]:
    return frozenset(table.headers[number] for number in table.numbers)


def _across(table: Table, first: int, last: int) -> Table:
    """Some rows of a table as columns, under their names."""
    names, *columns = zip(*table.rows[first:last], strict=True)
    headers = ("", *names)
    rows = tuple((header, *cells) for header, cells in zip(table.headers[1:], columns, strict=True) if any(cells))
    return Table("", headers, rows, frozenset(range(1, len(headers))))


def shared(table: Table, width: int, kept: frozenset[str] | None = None) -> list[int] | None:
    """How wide each column may be: what is to spare goes to those that would wrap. None where they do not fit.

    ``kept``: of a table that is turned, the names of its rows of numbers; elsewhere numbers stand in columns.

    >>> table = Table("", ("Party", "What it said"), (("Arda", "no word of this"),))
    >>> shared(table, 40), shared(table, 20), shared(table, 8)
    ([5, 15], [5, 12], None)
    """
    columns = range(len(table.headers))
    widths = [_least(table, number, kept) for number in columns]
    wanted = [max(cell_len(text) for text in _texts(table, number)) for number in columns]
    spare = width - sum(widths) - GAP * (len(widths) - 1)
    if spare < 0:
        return None
    while spare and (short := [number for number in columns if widths[number] < wanted[number]]):
        for number in short[:spare]:
            widths[number] += 1
        spare -= len(short[:spare])
    return widths


def _texts(table: Table, number: int) -> list[str]:
    return [table.headers[number], *(row[number] for row in table.rows)]


def _least(table: Table, number: int, kept: frozenset[str] | None) -> int:
    """What a column needs: its points whole, the name of its rows whole if short, elsewhere its longest word."""
    word = max((cell_len(word) for text in _texts(table, number) for word in text.split()), default=1)
    longest = max(cell_len(row[number]) for row in table.rows)
    if number and kept is not None:
        return max([word, *(cell_len(row[number]) for row in table.rows if row[0] in kept)])
    return max(longest, word) if number in table.numbers or (number == 0 and longest <= NAME) else word


def _columns(table: Table, widths: list[int]) -> RenderableType:
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="", show_header=any(table.headers))
    for number, header in enumerate(table.headers):
        grid.add_column(Text(header), justify="right" if number in table.numbers else "left", width=widths[number])
    for row in table.rows:
        grid.add_row(*map(Text, row))
    return grid


def _stacked(table: Table) -> RenderableType:
    """Each row as its name and, below it, a line for each other cell that is not empty."""
    lines = []
    for row in table.rows:
        lines.append(row[0])
        said = zip(table.headers[1:], row[1:], strict=True)
        lines += [f"  {header}: {cell}" if header else f"  {cell}" for header, cell in said if cell]
    return Text("\n".join(lines))
