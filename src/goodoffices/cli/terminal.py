"""An analysis as text for a terminal of any width: the answer in sentences, its tables, the packages these speak of,
and whose eyes it is for.

A package is long and stands in several tables. Here each has a letter, and stands once, below.

Read next: ``columns.py``, which draws a table; ``report/answer_words.py`` and ``report/tables.py`` have the words.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, product
from string import ascii_uppercase
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.text import Text

from ..report.answer_words import answer_lines, looks_at
from ..report.certificate_words import certificate_words
from ..report.eyes import for_eyes, reader
from ..report.notes import joined
from ..report.tables import (
    BY_FORMULA,
    Table,
    accepted_table,
    conflicts_table,
    formulas_table,
    frontier_table,
    headroom_table,
    methods_table,
    picks,
    repairs_table,
    unused_table,
)
from ..report.words import FOR_THE_MEDIATOR, package_words, who
from .columns import drawn, title
from .program import plain

if TYPE_CHECKING:
    from ..analysis.answers import Analysis

WIDEST = 120
"""Columns past which lines are hard to follow."""
UNKNOWN = 100
"""Columns where nobody says how wide the terminal is."""
MOST_CONFLICTS, MOST_REPAIRS = 10, 5
"""How many are listed."""
OF_PACKAGES = frozenset({"Package", "Opens, for one"})
"""The headers of columns that hold packages."""
SETTLED = frozenset({"proved", "exact", "complete", "all found"})
"""The proofs of which nothing more needs to be said."""


def in_terminal(analysis: Analysis, *, points: int, party: str | None = None) -> str:
    """The whole answer as text, coloured only where a terminal shows it; ``points`` of the frontier at most."""
    party = reader(analysis, party)
    analysis = for_eyes(analysis, party)
    console, packages = _console(), _Packages(analysis, points)
    parts: list[RenderableType] = [title(analysis.talks.title)]
    parts.append(_lines([plain(line) for line in answer_lines(analysis, for_party=party)]))
    for table in _tables(analysis, points):
        if table.title == BY_FORMULA and (analysis.over == "all" or not analysis.talks.needs_all):
            parts.append(Text(plain(f"Each formula picks one package {looks_at(analysis)}.")))
        parts.append(drawn(packages.short(table), console.width))
    if packages.seen:
        listed = Table("Packages", ("", ""), tuple((letter, words) for words, letter in packages.seen.items()))
        parts.append(drawn(listed, console.width))
    parts.append(_methods(analysis, console.width))
    proof = analysis.zone.certificate if analysis.zone is not None else None
    if proof is not None and len(proof.weights) > 1:
        parts.append(Text(plain(f"A proof by weights: {certificate_words(proof, analysis.talks)}")))
    if analysis.warnings:
        parts.append(_lines([plain(f"Note: {warning}") for warning in joined(analysis.warnings)]))
    parts.append(Text(_for_whom(analysis, party), style="dim"))
    with console.capture() as captured:
        for part in parts:
            console.print(part)
            console.print()
    return "\n".join(line.rstrip() for line in captured.get().rstrip().splitlines())


def in_lines(words: str) -> str:
    """Words in lines of the width that an answer has."""
    console = _console()
    with console.capture() as captured:
        console.print(Text(words))
    return "\n".join(line.rstrip() for line in captured.get().rstrip().splitlines())


def _console() -> Console:
    wide = Console(file=sys.stdout)
    width = min(wide.width, WIDEST) if wide.is_terminal else UNKNOWN
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


class _Packages:
    """A letter for each package that is printed, in the order in which the tables come to it."""

    def __init__(self, analysis: Analysis, points: int) -> None:
        found = [pick.package for pick in picks(analysis).values()]
        found += [point.package for point in analysis.frontier.points[:points]] if analysis.frontier else []
        found += [repair.opens for repair in analysis.repairs.sets[:MOST_REPAIRS]] if analysis.repairs else []
        known = {package_words(package, analysis.talks) for package in found if package is not None}
        self._known = sorted(known, key=len, reverse=True)  # the longest first, where one begins with another
        self._letters = ("".join(letters) for length in count(1) for letters in product(ascii_uppercase, repeat=length))
        self.seen: dict[str, str] = {}

    def short(self, table: Table) -> Table:
        """The table with letters in place of packages; what was said about a package becomes a note."""
        rows, notes = [], [table.note] if table.note else []
        for row in table.rows:
            cells = []
            for header, cell in zip(table.headers, row, strict=True):
                letter, rest = self._split(cell) if header in OF_PACKAGES else ("", "")
                cells.append(letter or cell)
                if letter and rest:
                    notes.append(f"{row[0]}: {rest}.")
            rows.append(tuple(cells))
        return replace(table, rows=tuple(rows), note="\n".join(notes))

    def _split(self, cell: str) -> tuple[str, str]:
        """The letter of the package that a cell begins with, and what the cell says after it."""
        words = next((words for words in self._known if cell.startswith(words)), None)
        if words is None:
            return "", ""
        if words not in self.seen:
            self.seen[words] = next(self._letters)
        return self.seen[words], cell.removeprefix(words).strip(" .()")


def _tables(analysis: Analysis, points: int) -> Iterator[Table]:
    """What is worth reading after the answer; a question that was not asked has no table."""
    has_zone = analysis.zone is None or analysis.zone.exists or analysis.over == "all"
    tables = (
        accepted_table(analysis) if not analysis.talks.needs_all else None,
        conflicts_table(analysis, MOST_CONFLICTS),
        repairs_table(analysis, MOST_REPAIRS),
        _without_proofs(formulas_table(analysis)),
        unused_table(analysis) if has_zone else None,
        frontier_table(analysis, points) if points else None,
        headroom_table(analysis),
    )
    return (table for table in tables if table is not None and table.rows)


def _without_proofs(table: Table | None) -> Table | None:
    """The table without its column of proofs where that would say the same in every row: it is said below."""
    if table is None or "Proof" not in table.headers:
        return table
    place = table.headers.index("Proof")
    if not {row[place] for row in table.rows} <= SETTLED:
        return table
    rows = tuple(row[:place] + row[place + 1 :] for row in table.rows)
    numbers = frozenset(number - (number > place) for number in table.numbers)
    return replace(table, headers=table.headers[:place] + table.headers[place + 1 :], rows=rows, numbers=numbers)


def _methods(analysis: Analysis, width: int) -> RenderableType:
    """Which methods answered: in a sentence where everything is proved, else the table of proofs."""
    table = methods_table(analysis)
    if {proof for _, _, proof in table.rows} <= SETTLED:
        methods = dict.fromkeys(name for _, method, _ in table.rows for name in method.split(", "))
        if not methods:
            return Text("")
        return Text(plain(f"Everything above is proved. Method: {', '.join(methods)}."))
    return drawn(table, width)


def _lines(lines: list[str]) -> Text:
    return Text("\n".join(lines))


def _for_whom(analysis: Analysis, party: str | None) -> str:
    if party is not None:
        name = plain(who(analysis.talks, party))
        return f"For {name}: from its own position and what was released to it."
    return FOR_THE_MEDIATOR
