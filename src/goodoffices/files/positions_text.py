"""What one party wants, as the file writes it: scores, bonuses, red lines, a walk-away, answers, releases.

Read next: ``reading.py``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from ..talks import STATUSES, AllOf, Bonus, Position, RedLine, Release, Status
from .answers_text import AnswerReader
from .choices_text import Issues
from .conditions_text import must_or_never, read_condition
from .findings import Findings, shown
from .pieces import default_ids, keys_of, piece
from .plain import Data, Path
from .scores_text import is_issue, read_scores
from .shape import BonusShape, PositionShape, RedLineShape, ReleaseShape
from .statements_text import check_evidence

_PARTS = ("walk_away", "scores", "bonuses", "red_lines")


@dataclass(frozen=True)
class PositionReader:
    """Reads positions against the issues, parties and ids of statements there are; ``findings`` are those of the
    position's file."""

    issues: Issues
    parties: Collection[str]
    findings: Findings
    statements: Collection[str] = ()

    def read(self, party: str, data: Data, path: Path) -> Position:
        """The position, as far as it is not flawed; ``findings`` says what is."""
        shape = piece(PositionShape, data, path, self.findings)
        if shape is None:
            return Position(party)
        scores, weights = read_scores(shape, path, self.issues, self.findings)
        bonuses = self._bonuses(shape, (*path, "bonuses"))
        answers = AnswerReader(self.issues, self.findings, self.statements).read(
            shape.answers or [], (*path, "answers")
        )
        lines = self._red_lines(shape.red_lines or [], (*path, "red_lines"))
        releases = self._releases(shape.releases or [], (*path, "releases"), [line.id for line in lines])
        walk_away, off = shape.walk_away or (None, None)
        return Position(
            party,
            scores,
            bonuses,
            lines,
            walk_away,
            weights,
            releases,
            walk_away_within=off or Fraction(0),
            answers=answers,
        )

    def _bonuses(self, position: PositionShape, path: Path) -> tuple[Bonus, ...]:
        bonuses = []
        for index, item in enumerate(position.bonuses or []):
            shape = piece(BonusShape, item, (*path, index), self.findings)
            if shape is None or shape.when is None:
                continue
            when = read_condition(shape.when, (*path, index, "when"), self.issues, self.findings)
            if when is not None and shape.points is not None:
                points, off = shape.points
                off = position.within or Fraction(0) if off is None else off
                bonuses.append(Bonus(when, points, max(off, Fraction(0))))  # below 0 it is flawed, and was reported
        return tuple(bonuses)

    def _red_lines(self, data: list[Data], path: Path) -> tuple[RedLine, ...]:
        lines: dict[str, RedLine] = {}
        made = default_ids("line", data)
        for index, item in enumerate(data):
            here = (*path, index)
            shape = piece(RedLineShape, item, here, self.findings)
            if shape is None:
                continue
            id = made[index] if shape.id is None else shape.id
            if not id.strip():
                self.findings.add("is empty; give the red line a name", (*here, "id"))
            elif id in lines:
                self.findings.add(f"'{shown(id)}' names an earlier red line too; give each its own id", (*here, "id"))
            holds = None
            # An unknown key may be a misspelt 'must', which is then not called missing as well.
            misspelt = isinstance(item, dict) and not item.keys() <= set(keys_of(RedLineShape))
            if shape.must is not None or shape.never is not None or not misspelt:
                holds = must_or_never(shape.must, shape.never, here, self.issues, self.findings)
            status: Status = next((status for status in STATUSES if status == shape.status), "assumed")
            # A line whose condition is flawed stays, with one that says nothing, so that a release still finds it.
            sure = shape.confidence
            if sure is not None and not 0 < sure <= 1:
                self.findings.add("must lie above 0 and be at most 1, such as 0.8", (*here, "confidence"))
                sure = None
            check_evidence(shape.evidence or (), (*here, "evidence"), self.statements, self.findings)
            lines[id] = RedLine(id, holds or AllOf(()), status, shape.because, shape.evidence or (), sure)
        return tuple(lines.values())

    def _releases(self, data: list[Data], path: Path, lines: list[str]) -> tuple[Release, ...]:
        releases = []
        for index, item in enumerate(data):
            shape = piece(ReleaseShape, item, (*path, index), self.findings)
            if shape is None:
                continue
            for name in shape.what or ():
                self._released(name, (*path, index, "what"), lines)
            self._receivers(shape.to or (), (*path, index, "to"))
            for key, names in (("what", shape.what), ("to", shape.to)):
                if names == ():
                    self.findings.add("names nothing; name one or more", (*path, index, key))
            releases.append(Release(shape.what or (), shape.to or ()))
        return tuple(releases)

    def _released(self, name: str, path: Path, lines: list[str]) -> None:
        kind, colon, id = name.partition(":")
        if kind == "scores" and colon:
            is_issue(id, path, self.issues, self.findings)
        elif kind == "red_line" and colon:
            if id not in lines:
                self.findings.unknown(f"there is no red line '{shown(id)}'", id, lines, path)
        elif name not in _PARTS:
            known = (*_PARTS, "scores:ISSUE", "red_line:ID")
            self.findings.unknown(f"'{shown(name)}' is no part of a position", name, known, path)

    def _receivers(self, names: tuple[str, ...], path: Path) -> None:
        for name in names:
            if name == "all" and len(names) > 1:
                self.findings.add("all stands alone; take out the others, or all", path)
            elif name not in self.parties and name != "all":
                self.findings.unknown(f"there is no party '{shown(name)}'", name, self.parties, path)
