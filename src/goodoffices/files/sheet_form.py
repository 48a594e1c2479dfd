"""The form of a scoring sheet: issues and options down, parties across, walk-aways at the foot.

    A fence                                          the title, if any
    Issue       Option     Wording    Arda    Belen  the headings; Wording may be left out
    Role                              party   party  may be left out
    Height      Low        ...        0       10     an issue's name stands on its first row
                High       ...        7       0
    Walk-away                         3       4      at the foot; an empty cell: none is recorded

Cells come as text (``sheet_cells.py`` makes them so out of CSV and XLSX); rows are counted from 1 and blank ones are
left out. A flaw has the row as its line and names row and column in its path.

Read next: ``sheets.py``, the way in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias, cast

from ..errors import BadFile, BadTalks, Flaw
from ..talks import ROLES, WORDS, Issue, IssueScores, Option, Party, Position, Role, Talks
from .figures import read_number
from .findings import nearest, shown
from .slugs import ids


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds something else than text or a number; ``why`` says what, and what to do."""

    why: str


Cell: TypeAlias = str | Unreadable
"""The text of a cell, without outer blanks; "" where it is empty."""
Row: TypeAlias = tuple[int, Sequence[Cell]]
"""A row that is not blank, with its number from 1."""

WORDING = re.compile(r"wording(?: \(([\w-]+)\))?")
_FOOT = {"walkaway", "walkaways"}
_NOT_A_NUMBER = (
    "points must be a plain number such as 12, 0.5 or 1/3; leave out signs that group thousands, and write a point, "
    "not a comma, before decimals"
)


@dataclass
class _Headings:
    """Where things stand: column numbers from 0."""

    issue: int
    option: int
    wordings: list[tuple[int, str]] = field(default_factory=list)
    parties: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _OptionRow:
    """An option: its row, its wordings by language, and points by the column of a party."""

    row: int
    wordings: tuple[tuple[str, str], ...]
    points: dict[int, Fraction | None]


@dataclass
class _IssueRows:
    """An issue: its first row and its options by label."""

    row: int
    options: dict[str, _OptionRow] = field(default_factory=dict)


@dataclass
class _Sheet:
    """What has been read of a sheet so far; issues by name."""

    file: str
    at: _Headings
    flaws: list[Flaw] = field(default_factory=list)
    issues: dict[str, _IssueRows] = field(default_factory=dict)
    last: str | None = None
    walk_aways: dict[int, Fraction | None] | None = None
    roles: dict[int, Role] | None = None

    def wrong(self, row: int, message: str, column: str = "") -> None:
        self.flaws.append(Flaw(message, f"row {row}" + (f", {shown(column)}" if column else ""), row, self.file))


def headings_at(rows: Iterable[Row]) -> int | None:
    """The number of the row that has the headings Issue and Option; None where no row does."""
    for number, cells in rows:
        names = [key(cell) for cell in cells]
        if any(name in ("issue", "issues") for name in names) and any(name in ("option", "options") for name in names):
            return number
    return None


def read_form(rows: Sequence[Row], file: str, title: str) -> Talks:
    """The talks a sheet describes; ``title`` stands in where the sheet has none. Raises `BadFile` with every flaw."""
    at = headings_at(rows)
    if at is None:
        message = "no row has the headings Issue and Option; put them above the issues, the parties' names beside them"
        raise BadFile([Flaw(message, file=file)])
    cells = next(cells for number, cells in rows if number == at)
    sheet = _Sheet(file, _Headings(0, 0))
    _headings(sheet, at, cells)
    for number, cells in rows:
        if number > at:
            _row(sheet, number, cells)
    if sheet.flaws:
        raise BadFile(sheet.flaws)
    first = next((cell for number, cells in rows if number < at for cell in cells if cell), "")
    return _talks(sheet, first if isinstance(first, str) and first else title)


def _headings(sheet: _Sheet, number: int, cells: Sequence[Cell]) -> None:
    seen: dict[str, int] = {}
    for column, cell in enumerate(cells):
        if isinstance(cell, Unreadable):
            sheet.wrong(number, cell.why)
        elif cell:
            wording = WORDING.fullmatch(cell.casefold())
            kind = {"issues": "issue", "options": "option"}.get(key(cell), key(cell))
            name = kind if kind in ("issue", "option") or wording else cell
            if name in seen:
                sheet.wrong(number, "this heading stands twice; every column needs its own", cell)
            seen[name] = column
            if wording:
                sheet.at.wordings.append((column, wording[1] or ""))
            elif kind not in ("issue", "option"):
                sheet.at.parties.append((column, cell))
    sheet.at.issue, sheet.at.option = seen["issue"], seen["option"]
    if not sheet.at.parties:
        sheet.wrong(number, "there is no party; put each party's name above a column of its own")


def _row(sheet: _Sheet, number: int, cells: Sequence[Cell]) -> None:
    """One row under the headings: an option, the walk-aways, the roles, or an issue's name alone."""
    known = {sheet.at.issue, sheet.at.option, *(c for c, _ in sheet.at.wordings), *(c for c, _ in sheet.at.parties)}
    if any(cell for column, cell in enumerate(cells) if column not in known):
        sheet.wrong(number, "a cell stands under no heading; give its column one, or empty it")
    name, option = _text(sheet, number, cells, sheet.at.issue), _text(sheet, number, cells, sheet.at.option)
    given = any(_at(cells, column) for column, _ in sheet.at.parties)
    if option:
        _option(sheet, number, cells, name, option)
    elif key(name).replace(" ", "") in _FOOT:
        if sheet.walk_aways is not None:
            sheet.wrong(number, "the walk-aways stand twice; keep one row of them")
        sheet.last = None
        sheet.walk_aways = {c: _points(sheet, number, cells, c, party) for c, party in sheet.at.parties}
    elif key(name) in ("role", "roles"):
        if sheet.roles is not None:
            sheet.wrong(number, "the roles stand twice; keep one row of them")
        sheet.roles = {c: _role(sheet, number, cells, c, party) for c, party in sheet.at.parties}
    elif given:
        sheet.wrong(number, "points without an option; only the rows Role and Walk-away stand without one")
    elif name:
        _begin(sheet, number, name)


def _option(sheet: _Sheet, number: int, cells: Sequence[Cell], name: str, option: str) -> None:
    if name and name != sheet.last:
        _begin(sheet, number, name)
    if sheet.last is None:
        sheet.wrong(number, "an option without an issue; write the issue's name on the first row of its options")
        return
    options = sheet.issues[sheet.last].options
    if option in options:
        sheet.wrong(number, f"option '{shown(option)}' stands twice under this issue")
    wordings = ((language, _text(sheet, number, cells, column)) for column, language in sheet.at.wordings)
    points = {column: _points(sheet, number, cells, column, party) for column, party in sheet.at.parties}
    options[option] = _OptionRow(number, tuple((language, text) for language, text in wordings if text), points)


def _begin(sheet: _Sheet, number: int, name: str) -> None:
    if name in sheet.issues:
        sheet.wrong(number, f"issue '{shown(name)}' comes again; keep its options together")
    sheet.issues.setdefault(name, _IssueRows(number))
    sheet.last = name


def _points(sheet: _Sheet, number: int, cells: Sequence[Cell], column: int, party: str) -> Fraction | None:
    cell = _at(cells, column)
    if isinstance(cell, Unreadable):
        sheet.wrong(number, cell.why, party)
        return None
    # An apostrophe in front is how a spreadsheet is told to leave a text such as 1/3 alone.
    points = read_number(cell.removeprefix("'"), ratios=True) if cell else None
    if cell and points is None:
        sheet.wrong(number, _NOT_A_NUMBER, party)
    return points


def _role(sheet: _Sheet, number: int, cells: Sequence[Cell], column: int, party: str) -> Role:
    cell = _at(cells, column)
    role = cell.casefold() if isinstance(cell, str) else ""
    if not cell or role in ROLES:
        return cast(Role, role or "party")
    meant = nearest(role, ROLES)
    ending = f"; did you mean '{meant}'?" if meant else f"; write one of {', '.join(ROLES)}"
    sheet.wrong(number, f"is not a role{ending}", party)
    return "party"


def _text(sheet: _Sheet, number: int, cells: Sequence[Cell], column: int) -> str:
    cell = _at(cells, column)
    if isinstance(cell, Unreadable):
        sheet.wrong(number, cell.why)
        return "?"
    return cell


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else ""


def tidy(text: str) -> str:
    """A text as a cell gives it back: no outer blanks, one kind of line end."""
    return re.sub(r"\r\n?", "\n", text).strip()


def key(cell: Cell) -> str:
    """A heading or foot as it is looked up: case, hyphens and repeated blanks do not matter."""
    return re.sub(r"[\s_-]+", " ", cell.casefold()).strip(" :") if isinstance(cell, str) else ""


def is_heading(name: str) -> bool:
    """Whether a column with this name would be read as one of the sheet's own, so that no party may have it.

    >>> is_heading("Options"), is_heading("WORDING (fr)"), is_heading("Arda")
    (True, True, False)
    """
    return key(name) in ("issue", "issues", "option", "options") or bool(WORDING.fullmatch(name.casefold()))


def _talks(sheet: _Sheet, title: str) -> Talks:
    """The nouns, once every cell is read. Raises `BadFile` where points are missing or the parts do not fit."""
    issues = []
    for id, (name, rows) in zip(ids(sheet.issues, fallback="issue", avoid=WORDS), sheet.issues.items(), strict=True):
        if not rows.options:
            sheet.wrong(rows.row, f"issue '{shown(name)}' has no option; write its options in the column of that name")
        labels = ids(rows.options, fallback="option")
        options = zip(labels, rows.options.items(), strict=True)
        issues.append(Issue(id, name, tuple(Option(o, label, row.wordings) for o, (label, row) in options)))
    parties, positions = [], []
    names = [name for _, name in sheet.at.parties]
    for (column, name), id in zip(sheet.at.parties, ids(names, fallback="party", avoid={"all"}), strict=True):
        parties.append(Party(id, name, (sheet.roles or {}).get(column, "party")))
        position = Position(id, _scores(sheet, column, name, issues), walk_away=(sheet.walk_aways or {}).get(column))
        positions += [position] if position.is_recorded else []
    if sheet.flaws:
        raise BadFile(sheet.flaws)
    try:
        return Talks(title, tuple(parties), tuple(issues), positions=tuple(positions))
    except BadTalks as error:
        raise BadFile(Flaw(flaw.message, flaw.path, file=sheet.file) for flaw in error.flaws) from None


def _scores(sheet: _Sheet, column: int, party: str, issues: Iterable[Issue]) -> tuple[IssueScores, ...]:
    """One party's points by issue; an issue with none at all is not scored, one with some is a flaw."""
    scores = []
    for issue, rows in zip(issues, sheet.issues.values(), strict=True):
        points = [row.points[column] for row in rows.options.values()]
        given = tuple(value for value in points if value is not None)
        if given and len(given) == len(points):
            scores.append(IssueScores(issue.id, given))
        elif given:
            for row in rows.options.values():
                if row.points[column] is None:
                    message = "no points; once one option of an issue has points, every option of it needs them"
                    sheet.wrong(row.row, message, party)
    return tuple(scores)
