"""Statements as the file writes them: each one mapping, on one line where it is short.

Read next: ``statements_written.py``; the same as rows of a sheet: ``statements_csv.py``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..talks import TONES, Account, Claim, Count, Measure, Moment, Mood, Stance, Statement, misfits
from .choices_text import Issues
from .conditions_text import must_or_never
from .findings import Findings, shown
from .issues_text import wording
from .moments_text import NotAMoment, moment
from .pieces import default_ids, keys_of, piece
from .plain import Data, Path
from .shape import CountShape, StatementShape

CLAIMS = ("must or never", "meeting", "mood", "count")
"""The keys with which a statement claims something; it has one of them, or none."""
_ONE_NUMBER: tuple[Measure, ...] = ("exactly", "more_than", "at_least", "about", "nearly", "at_most", "less_than")


def ids_of(data: list[Data]) -> list[str]:
    """The id of each statement, written or made of its place."""
    return default_ids("statement", data)


def check_evidence(names: tuple[str, ...], path: Path, statements: Collection[str], findings: Findings) -> None:
    """Reports evidence that names no statement, where the file has any; without any, evidence is notes."""
    for name in names if statements else ():
        if name not in statements:
            findings.unknown(f"there is no statement '{shown(name)}'", name, statements, path)


@dataclass(frozen=True)
class StatementReader:
    """Reads statements against the issues and parties there are."""

    issues: Issues
    parties: Collection[str]
    findings: Findings

    def read(self, data: list[Data], path: Path) -> tuple[Statement, ...]:
        """The statements, as far as they are not flawed; ``findings`` says what is."""
        found: list[tuple[int, Statement]] = []
        made = ids_of(data)
        first: dict[str, int] = {}
        for place, id in enumerate(made):
            first.setdefault(id, place)
        for index, item in enumerate(data):
            here = (*path, index)
            shape = piece(StatementShape, item, here, self.findings)
            if shape is None:
                continue
            one = self._one(made[index], shape, item, here)
            self._names(shape, first, here)
            if first[made[index]] < index:
                self.findings.add(
                    f"'{shown(made[index])}' names an earlier statement too; give each its own id", (*here, "id")
                )
            if one is not None:
                found.append((index, one))
        for place, key, said in misfits([one for _, one in found]):
            index, one = found[place]
            if key != "id":  # reported already, also where the other one is flawed
                self.findings.add(said, (*path, index, _as_written(key, one)))
        return tuple(one for _, one in found)

    def _one(self, id: str, shape: StatementShape, item: Data, path: Path) -> Statement | None:
        """The statement, or None where something in it is flawed that was reported here."""
        before = len(self.findings.flaws)
        refused = _refused(shape, item)
        if not id.strip():
            self.findings.add("is empty; give the statement a name", (*path, "id"))
        at = self._moment(shape.at, (*path, "at"))
        expires = self._moment(shape.expires, (*path, "expires"))
        for one, other, example in (
            ("speaker", "unnamed", "speaker: Mara Tolen, or unnamed: a delegate"),
            ("words", "told", "words for what is quoted, told for what is not"),
        ):
            if getattr(shape, one) is not None and getattr(shape, other) is not None:
                self.findings.add(f"has both '{one}' and '{other}'; write {example}", path)
        if shape.speaker is None and shape.unnamed is None and not refused:
            self.findings.add("needs who spoke; write speaker: Mara Tolen, or unnamed: a delegate", path)
        claim = self._claim(shape, refused, path)
        words = shape.told if shape.words is None else shape.words
        said = wording(words, (*path, "words" if shape.told is None else "told"), self.findings)
        silent = words is None and claim is None
        if silent and not refused and len(self.findings.flaws) == before:
            few = "words: .., told: .., or one of must, never, meeting, mood, count"
            self.findings.add(f"says nothing; write {few}", path)
        speaker = shape.unnamed if shape.speaker is None else shape.speaker
        if len(self.findings.flaws) > before or at is None or speaker is None or silent:
            return None
        return Statement(
            id,
            at,
            speaker,
            shape.speaker is not None,
            shape.for_,
            shape.through or (),
            said,
            shape.words is None and shape.told is not None,
            claim,
            shape.confided,
            shape.confidence,
            expires,
            shape.supersedes or (),
        )

    def _moment(self, text: str | None, path: Path) -> Moment | None:
        try:
            return None if text is None else moment(text)
        except NotAMoment as error:
            self.findings.add(str(error), path)
            return None

    def _names(self, shape: StatementShape, made: Collection[str], path: Path) -> None:
        """Reports parties and statements that there are not."""
        for key, name in (("for", shape.for_), ("about", shape.about), ("confided", shape.confided)):
            if name is not None and name not in self.parties:
                self.findings.unknown(f"there is no party '{shown(name)}'", name, self.parties, (*path, key))
        for name in shape.supersedes or ():
            if name not in made:
                self.findings.unknown(f"there is no statement '{shown(name)}'", name, made, (*path, "supersedes"))

    def _claim(self, shape: StatementShape, refused: set[str], path: Path) -> Claim | None:
        asks = shape.must is not None or shape.never is not None
        given = (asks, shape.meeting is not None, shape.mood is not None, shape.count is not None)
        claims = [name for name, there in zip(CLAIMS, given, strict=True) if there]
        if len(claims) > 1:
            several = ", ".join(claims)
            self.findings.add(f"claims several things ({several}); write a statement for each", path)
            return None
        if shape.tone is not None and shape.meeting is None and "meeting" not in refused:
            self.findings.add("stands alone; write which meeting went so, such as meeting: Cairo", (*path, "tone"))
        about = shape.for_ if shape.about is None else shape.about
        if shape.about is not None and not (asks or shape.mood is not None or refused):
            self.findings.add("says whose condition or mood it is; take it out where there is none", (*path, "about"))
        if asks:
            if about is None and not refused & {"for", "about"}:
                self.findings.add("needs whose condition it is; write for: .. or about: .. with a party's id", path)
            holds = must_or_never(shape.must, shape.never, path, self.issues, self.findings)
            return None if holds is None or about is None else Stance(about, holds)
        if shape.meeting is not None:
            return Account(shape.meeting, next((tone for tone in TONES if tone == shape.tone), None))
        if shape.mood is not None:
            return Mood(shape.mood, shape.about)
        return self._count(shape.count, (*path, "count"))

    def _count(self, data: Data, path: Path) -> Count | None:
        shape = None if data is None else piece(CountShape, data, path, self.findings)
        if shape is None:
            return None
        given = [name for name in _ONE_NUMBER if getattr(shape, name) is not None]
        ends = [end for end in (shape.from_, shape.to) if end is not None]
        if len(given) + bool(ends) != 1 or len(ends) == 1:
            if not _refused(shape, data):
                ways = f"{', '.join(_ONE_NUMBER)}, or from and to"
                self.findings.add(f"needs one number; write one of {ways}", path)
            return None
        if shape.of is None:
            return None
        if ends:
            return Count(shape.of, "from_to", *ends)
        measure = next(one for one in _ONE_NUMBER if one == given[0])
        return Count(shape.of, measure, getattr(shape, measure))


def _refused(shape: StatementShape | CountShape, item: Data) -> set[str]:
    """The keys that stand in the file and were not taken: unknown ones, and those whose value was refused."""
    names = {field.alias or name: name for name, field in type(shape).model_fields.items()}
    given = {key for key, value in item.items() if value is not None} if isinstance(item, dict) else set()
    return {key for key in given if key not in keys_of(type(shape)) or getattr(shape, names[key]) is None}


def _as_written(key: str, one: Statement) -> str:
    """The key of the file under which a statement has what `misfits` speaks of."""
    if key == "speaker" and not one.named:
        return "unnamed"
    return "told" if key == "words" and one.indirect else key
