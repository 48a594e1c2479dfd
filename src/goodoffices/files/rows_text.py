"""Rows of a simulation as CSV: one line a run, its columns the fields of `Row` and the fingerprint of the plan.

What cannot be said is an empty cell; truths are ``true`` and ``false``; a float has the fewest digits that lead back to
it, so that rows read are the rows that were written.

Read next: ``rows_parquet.py``.
"""

from __future__ import annotations

import csv
import io
import types
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any, get_args, get_type_hints

from ..errors import BadFile, Flaw
from ..simulate.run import Row

PLAN = "plan"
"""The column that says of which plan a row is."""
COLUMNS = (*(field.name for field in fields(Row)), PLAN)
TRUTHS = {"true": True, "false": False}


def dump(rows: Iterable[Row], plan: str, *, header: bool = True) -> str:
    """Rows as CSV, with or without the line of column names."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    writer.writerows([*map(_cell, asdict(row).values()), plan] for row in rows)
    return written.getvalue()


def parse(text: str, name: str) -> tuple[list[Row], frozenset[str]]:
    """The rows of a CSV and the plans they are of. A last line that was broken off is left out.

    Raises `BadFile`, naming the line, for what is no rows of a simulation.
    """
    whole = text[: text.rfind("\n") + 1]
    lines = list(csv.reader(io.StringIO(whole)))
    if not lines or tuple(lines[0]) != COLUMNS:
        raise BadFile([Flaw("these are no rows of a simulation, or of another version of this program", file=name)])
    found, plans, flaws = list[Row](), set[str](), list[Flaw]()
    for line, cells in enumerate(lines[1:], 2):
        try:
            row = dict(zip(COLUMNS, cells, strict=True))
            plans.add(row.pop(PLAN))
            found.append(as_row({column: _value(column, cell) for column, cell in row.items()}))
        except (ValueError, KeyError) as error:
            flaws.append(Flaw(f"this is no row of a simulation: {error}", line=line, file=name))
    if flaws:
        raise BadFile(flaws)
    return found, frozenset(plans)


def as_row(values: dict[str, Any]) -> Row:
    """A row from its values by column. Raises `ValueError` where one has the wrong type."""
    for column, value in values.items():
        types_of = KINDS[column]
        if type(value) not in types_of:
            raise ValueError(f"'{column}' is {value!r}")
    return Row(**values)


def _kinds() -> dict[str, tuple[type, ...]]:
    """For each column the types its values may have."""
    hints = get_type_hints(Row)
    return {name: get_args(hint) if isinstance(hint, types.UnionType) else (hint,) for name, hint in hints.items()}


KINDS = _kinds()


def _cell(value: str | int | float | bool | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value)
        case _:
            return str(value)


def _value(column: str, cell: str) -> Any:
    kind = KINDS[column]
    if not cell and type(None) in kind:
        return None
    match kind[0]():
        case bool():
            return TRUTHS[cell]
        case int():
            return int(cell)
        case float():
            return float(cell)
        case _:
            return cell
