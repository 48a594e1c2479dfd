"""Conditions as a file writes them, so that reading them again gives the same, in the same form where there is one.

Read next: ``layout.py``.
"""

from __future__ import annotations

from ..talks import AllOf, AnyOf, AtLeast, Choice, Condition, IfThen, Issue, Not
from .numbers_text import written
from .plain import Data, Number

_LISTED = 3
"""The most options of an issue that are listed where they follow on one another; more are written as bounds."""


def write_condition(condition: Condition, issues: dict[str, Issue]) -> dict[str, Data]:
    """The condition as plain data.

    What the file has no words for is written as what means the same: a choice of no option as ``{any: []}``, which
    never holds; a count that is always or never reached as ``{all: []}`` or ``{any: []}``.
    """
    match condition:
        case Choice(_, options) if not options:
            return {"any": []}
        case Choice(issue, options):
            return {issue: _options(issues[issue], options)}
        case AllOf(parts) if _side_by_side(parts):
            return {key: value for part in parts for key, value in write_condition(part, issues).items()}
        case AllOf(parts):
            return {"all": [write_condition(part, issues) for part in parts]}
        case AnyOf(parts):
            return {"any": [write_condition(part, issues) for part in parts]}
        case Not(part):
            return {"not": write_condition(part, issues)}
        case AtLeast(count, parts) if not 1 <= count <= len(parts):
            return {"all" if count < 1 else "any": []}
        case AtLeast(count, parts):
            return {"at_least": Number(str(count)), "of": [write_condition(part, issues) for part in parts]}
        case IfThen(when, then):
            return {"if": write_condition(when, issues), "then": write_condition(then, issues)}


def _side_by_side(parts: tuple[Condition, ...]) -> bool:
    """Whether the parts can stand in one mapping: choices of several issues, each named once."""
    named = [part.issue for part in parts if isinstance(part, Choice) and part.options]
    return len(parts) > 1 and len(named) == len(parts) == len(set(named))


def _options(issue: Issue, chosen: tuple[str, ...]) -> Data:
    """One option, a list of them, or bounds where they follow on one another."""
    ids = issue.option_ids
    indices = sorted({ids.index(id) for id in chosen})
    named = [_option(issue, index) for index in indices]
    first, last = indices[0], indices[-1]
    if len(indices) == 1:
        return named[0]
    if last - first + 1 > len(indices) or (len(indices) <= _LISTED and not issue.is_range):
        return named
    bounds: dict[str, Data] = {}
    if first > 0 or last == len(ids) - 1:
        bounds["at_least"] = named[0]
    if last < len(ids) - 1:
        bounds["at_most"] = named[-1]
    return bounds


def _option(issue: Issue, index: int) -> Data:
    option = issue.options[index]
    return option.id if option.value is None else written(option.value)
