"""What a part of the benchmark has to say: a table, notes under it, and the same as plain values.

Read next: ``contesting.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Section:
    """A table with its head, notes, and what was to be reached: in words, and whether it was (None: not asked)."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    verdicts: Sequence[tuple[str, bool | None]] = ()
    values: Any = None
    failed: bool = field(default=False)
    """Whether something was found that must never be."""


def text(section: Section) -> list[str]:
    """A section for the terminal."""
    cells = [list(section.head), *map(list, section.rows)]
    wide = [max(len(row[column]) for row in cells) for column in range(len(section.head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in cells]
    return ["", section.title, *lines, *section.notes, *map(_said, section.verdicts)]


def markdown(section: Section) -> list[str]:
    """A section for a page."""
    lines = [f"| {' | '.join(row)} |" for row in (section.head, ["---"] * len(section.head), *section.rows)]
    after = [*section.notes, *map(_said, section.verdicts)]
    return ["", f"### {section.title}", "", *lines, "", *(f"- {note}" for note in after)]


def plain(section: Section) -> dict[str, Any]:
    """A section as JSON would have it."""
    return asdict(section)


def _said(verdict: tuple[str, bool | None]) -> str:
    words, reached = verdict
    return words + ("" if reached is None else ": reached" if reached else ": NOT REACHED")
