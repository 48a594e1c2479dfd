"""Conditions as the file writes them, read into the nouns of ``talks/conditions.py``.

    {pause: long}   {pause: [short, long]}   {trucks: {at_least: 300, at_most: 500}}   {pause: long, captives: all}
    {all: [..]}   {any: [..]}   {not: ..}   {at_least: 2, of: [..]}   {if: .., then: ..}

Several issues in one mapping mean *and*. The leaves, which speak of one issue, are read in ``choices_text.py``.

Read next: ``choices_text.py``.
"""

from __future__ import annotations

from ..talks import WORDS, AllOf, AnyOf, AtLeast, Condition, IfThen, Not
from .choices_text import Issues, read_choice
from .findings import Findings, shown
from .plain import Data, Number, Path

_FORMS = (
    frozenset({"all"}),
    frozenset({"any"}),
    frozenset({"not"}),
    frozenset({"at_least", "of"}),
    frozenset({"if", "then"}),
)
_GRAMMAR = "{all: [..]}, {any: [..]}, {not: ..}, {at_least: 2, of: [..]} or {if: .., then: ..}"


def read_condition(data: Data, path: Path, issues: Issues, findings: Findings) -> Condition | None:
    """The condition, or None where something in it is flawed. Cost: one visit to each node."""
    if not isinstance(data, dict):
        findings.add("needs a condition, such as {issue: option}", path)
        return None
    words = frozenset(data) & WORDS
    if not words:
        return _choices(data, path, issues, findings)
    if words not in _FORMS:
        findings.add(f"{' and '.join(sorted(words))} alone is no condition; write {_GRAMMAR}", path)
        return None
    if beside := [key for key in data if key not in words]:
        word = min(words)
        findings.add(f"'{shown(beside[0])}' cannot stand beside '{word}'; write {{all: [{{..}}, {{..}}]}}", path)
        return None
    return _joined(data, path, issues, findings)


def must_or_never(must: Data, never: Data, path: Path, issues: Issues, findings: Findings) -> Condition | None:
    """The condition that holds where ``must`` holds, or where ``never`` does not; just one of them is given."""
    if (must is None) == (never is None):
        said = "has both 'must' and 'never'; write one of them" if must is not None else "needs 'must' or 'never'"
        findings.add(f"{said}, such as must: {{issue: option}}", path)
        return None
    if must is not None:
        return read_condition(must, (*path, "must"), issues, findings)
    holds = read_condition(never, (*path, "never"), issues, findings)
    return None if holds is None else Not(holds)


def _choices(data: dict[str, Data], path: Path, issues: Issues, findings: Findings) -> Condition | None:
    """Issues and how they are settled; several of them mean *and*."""
    if not data:
        findings.add("names nothing; write a condition, such as {issue: option}", path)
    read = [read_choice(issue, value, (*path, issue), issues, findings) for issue, value in data.items()]
    parts = tuple(part for part in read if part is not None)
    if len(parts) < len(read) or not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _joined(data: dict[str, Data], path: Path, issues: Issues, findings: Findings) -> Condition | None:
    """A mapping of the grammar's own words, which together are one of the forms."""
    if "not" in data:
        part = read_condition(data["not"], (*path, "not"), issues, findings)
        return None if part is None else Not(part)
    if "if" in data:
        when = read_condition(data["if"], (*path, "if"), issues, findings)
        then = read_condition(data["then"], (*path, "then"), issues, findings)
        return None if when is None or then is None else IfThen(when, then)
    word = next(word for word in ("all", "any", "of") if word in data)
    parts = _parts(data[word], (*path, word), issues, findings)
    if word == "of":
        return _at_least(data["at_least"], parts, (*path, "at_least"), findings)
    if parts is None:
        return None
    return AllOf(parts) if word == "all" else AnyOf(parts)


def _parts(data: Data, path: Path, issues: Issues, findings: Findings) -> tuple[Condition, ...] | None:
    if not isinstance(data, list):
        findings.add("needs a list of conditions, such as [{issue: option}, {issue: option}]", path)
        return None
    read = [read_condition(item, (*path, index), issues, findings) for index, item in enumerate(data)]
    parts = tuple(part for part in read if part is not None)
    return parts if len(parts) == len(read) else None


def _at_least(count: Data, parts: tuple[Condition, ...] | None, path: Path, findings: Findings) -> Condition | None:
    wanted = int(count.text) if isinstance(count, Number) and count.text.isdigit() and len(count.text) < 9 else 0
    if wanted < 1:
        findings.add("needs a whole number from 1 on", path)
    elif parts is not None and wanted > len(parts):
        findings.add(f"asks for more conditions than are listed ({len(parts)})", path)
    elif parts is not None:
        return AtLeast(wanted, parts)
    return None
