"""Rows of a simulation as Parquet, the form that data frames read quickly; pyarrow is an extra.

Read next: ``rows_file.py``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ..errors import BadFile, BadQuestion, Flaw
from ..simulate.run import Row
from .rows_text import COLUMNS, KINDS, PLAN, as_row

WITHOUT = "Parquet needs pyarrow: pip install 'goodoffices[parquet]', or write the rows to a .csv"


def check_installed() -> None:
    """Raise `BadQuestion` where pyarrow is not there."""
    _pyarrow()


def dump(rows: Iterable[Row], plan: str) -> bytes:
    """Rows as Parquet. Raises `BadQuestion` where pyarrow is not there."""
    arrow, parquet = _pyarrow()
    of = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    given = [arrow.field(column, of[KINDS[column][0]]) for column in COLUMNS if column != PLAN]
    schema = arrow.schema([*given, arrow.field(PLAN, arrow.string())])
    written = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist([asdict(row) | {PLAN: plan} for row in rows], schema=schema), written)
    return written.getvalue()


def parse(content: bytes, name: str) -> tuple[list[Row], frozenset[str]]:
    """The rows of a Parquet file and the plans they are of. Raises `BadFile` for what is no rows of a simulation."""
    arrow, parquet = _pyarrow()
    try:
        table = parquet.read_table(io.BytesIO(content)).to_pylist()
        plans = frozenset(row.pop(PLAN) for row in table)
        return [as_row(row) for row in table], plans
    except (arrow.ArrowInvalid, ValueError, KeyError, TypeError):
        raise BadFile(
            [Flaw("these are no rows of a simulation, or of another version of this program", file=name)]
        ) from None


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise BadQuestion(WITHOUT) from None
    return pyarrow, pyarrow.parquet
