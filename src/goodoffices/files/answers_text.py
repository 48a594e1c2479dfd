"""What a party answered, as the file writes it: each answer one mapping, told apart by its key.

Read next: ``positions_text.py``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from ..talks import Alike, Answer, Importance, Joined, NoMoreLines, Order, Rather, Said, Settled, Verdict, Weight
from .choices_text import Indexed, Issues, option_index
from .findings import Findings, shown
from .numbers_text import NotANumber, number_or_range
from .pieces import default_ids, keys_of, mapping, piece
from .plain import Data, Path
from .scores_text import is_issue
from .shape import AnswerShape
from .statements_text import check_evidence

KINDS = ("order", "importance", "weight", "rather", "alike", "draft", "together", "apart", "red_lines")
"""The keys of which an answer has one, and what it says with it."""

_BESIDE = {"rather": "than", "draft": "says"}
_NOTES = ("id", "because", "evidence")
_RISING, _FALLING = "rising", "falling"


@dataclass(frozen=True)
class AnswerReader:
    """Reads the answers of one position against the issues and the ids of statements there are."""

    issues: Issues
    findings: Findings
    statements: Collection[str] = ()

    def read(self, data: list[Data], path: Path) -> tuple[Answer, ...]:
        """The answers, as far as they are not flawed; ``findings`` says what is."""
        answers: dict[str, Answer] = {}
        made = default_ids("answer", data)
        for index, item in enumerate(data):
            here = (*path, index)
            shape = piece(AnswerShape, item, here, self.findings)
            if shape is None:
                continue
            id = made[index] if shape.id is None else shape.id
            if not id.strip():
                self.findings.add("is empty; give the answer a name", (*here, "id"))
            elif id in answers:
                self.findings.add(f"'{shown(id)}' names an earlier answer too; give each its own id", (*here, "id"))
            check_evidence(shape.evidence or (), (*here, "evidence"), self.statements, self.findings)
            said = self._said(shape, here, _flawed(shape, item))
            if said is not None:
                answers[id] = Answer(id, said, shape.because, shape.evidence or ())
        return tuple(answers.values())

    def _said(self, shape: AnswerShape, path: Path, flawed: set[str]) -> Said | None:
        """What an answer says; ``flawed``: its keys that are reported already, of which nothing is said again."""
        kinds = [kind for kind in KINDS if getattr(shape, kind) is not None]
        if len(kinds) != 1:
            if kinds or flawed <= {"says", *_NOTES}:
                few = f"says several things ({', '.join(kinds)})" if kinds else "says nothing"
                self.findings.add(f"{few}; an answer has one of {', '.join(KINDS)}", path)
            return None
        kind = kinds[0]
        for key in ("than", "says"):
            if (getattr(shape, key) is None) == (_BESIDE.get(kind) == key):
                # what was refused, or misspelt, is reported already and not called missing as well
                if flawed - {*KINDS, *_NOTES}:
                    return None
                wants = f"'{kind}' needs '{key}' beside it" if _BESIDE.get(kind) == key else f"'{key}' stands alone"
                self.findings.add(f"{wants}; write {{rather: .., than: ..}} or {{draft: .., says: yes}}", path)
                return None
        match kind:
            case "order":
                return self._order(shape.order, (*path, kind))
            case "importance":
                return self._importance(shape.importance or (), (*path, kind))
            case "weight":
                return self._weight(shape.weight, (*path, kind))
            case "rather":
                return self._rather(shape, path)
            case "alike":
                return self._alike(shape.alike, (*path, kind))
            case "red_lines":
                return NoMoreLines()
            case "draft":
                draft = self._settled(shape.draft, (*path, kind), whole=True)
                return None if draft is None else Verdict(draft, shape.says == "yes")
            case _:
                return self._joined(shape.together or shape.apart or (), kind == "together", (*path, kind))

    def _one_issue(self, data: Data, path: Path, example: str) -> tuple[str, Indexed, Data] | None:
        """The one issue that a mapping names, and what it says of it."""
        found = mapping(data, path, self.findings, example)
        if found is None:
            return None
        if len(found) != 1:
            self.findings.add(f"names {len(found)} issues; one answer speaks of one, such as {example}", path)
            return None
        ((id, value),) = found.items()
        if not is_issue(id, path, self.issues, self.findings) or (indexed := self.issues[id]) is None:
            return None
        return id, indexed, value

    def _order(self, data: Data, path: Path) -> Order | None:
        found = self._one_issue(data, path, "{pause: [long, short, none]}")
        if found is None:
            return None
        id, indexed, value = found
        here = (*path, id)
        options = indexed.issue.option_ids
        if value in (_RISING, _FALLING) and value not in indexed.by_id:
            return Order(id, tuple((option,) for option in (options[::-1] if value == _RISING else options)))
        if not isinstance(value, list):
            self.findings.add(f"needs the options from the best to the worst, or {_RISING} or {_FALLING}", here)
            return None
        groups = [
            [
                option_index(indexed, one, (*here, place), self.findings)
                for one in (item if isinstance(item, list) else [item])
            ]
            for place, item in enumerate(value)
        ]
        flat = [number for group in groups for number in group]
        if None in flat:
            return None
        if missing := [option for number, option in enumerate(options) if number not in flat]:
            self.findings.add(f"leaves out '{shown(missing[0])}'; an order names every option, the best first", here)
            return None
        if len(flat) != len(options):
            self.findings.add("names an option twice; an order names every option once, the best first", here)
            return None
        return Order(id, tuple(tuple(options[number] for number in group if number is not None) for group in groups))

    def _importance(self, names: tuple[str, ...], path: Path) -> Importance | None:
        return Importance(names) if self._several(names, path) else None

    def _joined(self, names: tuple[str, ...], together: bool, path: Path) -> Joined | None:
        return Joined(names, together) if self._several(names, path) else None

    def _several(self, names: tuple[str, ...], path: Path) -> bool:
        known = [is_issue(name, path, self.issues, self.findings) for name in names]
        if len(set(names)) < len(names) or len(names) < 2:
            self.findings.add("needs two issues or more, each once, such as [pause, captives]", path)
            return False
        return all(known)

    def _weight(self, data: Data, path: Path) -> Weight | None:
        found = self._one_issue(data, path, "{pause: [0.4, 0.6]}")
        if found is None:
            return None
        id, _, value = found
        try:
            middle, off = number_or_range(value)
        except NotANumber as error:
            self.findings.add(str(error), (*path, id))
            return None
        low, high = middle - (off or Fraction(0)), middle + (off or Fraction(0))
        if not 0 <= low <= high <= 1:
            self.findings.add("is a share of all issues together: from 0 to 1, such as [0.4, 0.6]", (*path, id))
            return None
        return Weight(id, low, high)

    def _rather(self, shape: AnswerShape, path: Path) -> Rather | None:
        better = self._settled(shape.rather, (*path, "rather"))
        worse = self._settled(shape.than, (*path, "than"))
        if better is None or worse is None:
            return None
        if dict(better).keys() != dict(worse).keys():
            self.findings.add("'rather' and 'than' must settle the same issues", path)
            return None
        if better == worse:
            self.findings.add("'rather' and 'than' are the same", path)
            return None
        return Rather(better, worse)

    def _alike(self, data: Data, path: Path) -> Alike | None:
        if not isinstance(data, list) or len(data) != 2:
            self.findings.add("needs two packages, or parts, such as [{pause: long}, {pause: none}]", path)
            return None
        one, other = (self._settled(item, (*path, place)) for place, item in enumerate(data))
        if one is None or other is None:
            return None
        if dict(one).keys() != dict(other).keys():
            self.findings.add("both must settle the same issues", path)
            return None
        if one == other:
            self.findings.add("both are the same", path)
            return None
        return Alike(one, other)

    def _settled(self, data: Data, path: Path, *, whole: bool = False) -> Settled | None:
        """One option for each issue named, in the order of the issues."""
        found = mapping(data, path, self.findings, "{pause: long, captives: all}")
        if found is None:
            return None
        chosen: dict[str, str] = {}
        for id, value in found.items():
            if is_issue(id, (*path, id), self.issues, self.findings) and (indexed := self.issues[id]) is not None:
                index = option_index(indexed, value, (*path, id), self.findings)
                if index is not None:
                    chosen[id] = indexed.issue.option_ids[index]
        if len(chosen) < len(found) or not chosen:
            if not found:
                self.findings.add("settles no issue; name an option of one or more", path)
            return None
        if whole and (missing := [id for id in self.issues if id not in chosen]):
            self.findings.add(f"leaves out issue '{shown(missing[0])}'; a draft settles every issue", path)
            return None
        return tuple((id, chosen[id]) for id in self.issues if id in chosen)


def _flawed(shape: AnswerShape, item: Data) -> set[str]:
    """The keys that stand in the file and were not taken: unknown ones, and those whose value was refused."""
    given = {key for key, value in item.items() if value is not None} if isinstance(item, dict) else set()
    known = set(keys_of(AnswerShape))
    return {key for key in given if key not in known or getattr(shape, key) is None}
