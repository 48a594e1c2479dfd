"""The leaves of conditions: one issue, and the options that settle it as the condition asks.

A choice keeps its options in the issue's own order, however it was written. Each issue is indexed once, so that a
condition costs as much as it names.

Read next: ``issues_text.py``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from ..talks import WORDS, Choice, Issue
from .findings import Findings, listed, shown
from .numbers_text import NotANumber, number, text_of
from .plain import Data, Number, Path


@dataclass(frozen=True)
class Indexed:
    """An issue, and where to find its options by id and by number."""

    issue: Issue

    @cached_property
    def by_id(self) -> dict[str, int]:
        return {id: index for index, id in enumerate(self.issue.option_ids)}

    @cached_property
    def values(self) -> list[Fraction]:
        """The numbers of a range, from low to high."""
        return [option.value for option in self.issue.options if option.value is not None]

    @cached_property
    def by_number(self) -> dict[Fraction, int | None]:
        """Options by the number they are; None where two options are the same number, otherwise written."""
        found: dict[Fraction, int | None] = {}
        for id, index in self.by_id.items():
            try:
                value = number(id)
            except NotANumber:
                continue
            found[value] = None if value in found else index
        return found


Issues: TypeAlias = Mapping[str, Indexed | None]
"""The issues of the file by id; None for one that is itself flawed, of whose options nothing is said then."""


def read_choice(id: str, value: Data, path: Path, issues: Issues, findings: Findings) -> Choice | None:
    """What a condition asks of one issue: an option, one of several, or bounds. None where that is flawed."""
    if id not in issues:
        findings.unknown(f"there is no issue '{shown(id)}'", id, issues, path, also=sorted(WORDS))
        return None
    indexed = issues[id]
    if indexed is None:
        return None
    if isinstance(value, dict):
        return _between(indexed, value, path, findings)
    if isinstance(value, list) and not value:
        findings.add("names no option; name one or more", path)
        return None
    items = value if isinstance(value, list) else [value]
    found = {option_index(indexed, item, path, findings) for item in items}
    indices = sorted(index for index in found if index is not None)
    if len(indices) < len(found):
        return None
    findings.take(len(indices), path)
    return Choice(id, tuple(indexed.issue.options[index].id for index in indices))


def option_index(indexed: Indexed, value: Data, path: Path, findings: Findings) -> int | None:
    """Which option a value names. A number or a boolean names the option that is written so, or is that number."""
    issue = indexed.issue
    if isinstance(value, bool):
        value = "true" if value else "false"
    text = value.text if isinstance(value, Number) else value
    if not isinstance(text, str):
        findings.add(f"needs an option of '{shown(issue.id)}'; there are: {listed(indexed.by_id)}", path)
        return None
    if text in indexed.by_id:
        return indexed.by_id[text]
    try:
        if (same := indexed.by_number.get(number(text))) is not None:
            return same
    except NotANumber:
        pass
    message = f"issue '{shown(issue.id)}' has no option '{shown(text)}'"
    if issue.is_range:
        findings.add(f"{message}; {_neighbours(indexed.values, text)}", path)
    else:
        findings.unknown(message, text, indexed.by_id, path)
    return None


def _between(indexed: Indexed, bounds: dict[str, Data], path: Path, findings: Findings) -> Choice | None:
    """The options from one bound to another, both included: by number for ranges, else in the listed order."""
    if not bounds or not bounds.keys() <= {"at_least", "at_most"}:
        findings.add("needs at_least or at_most, such as {at_least: 2, at_most: 5}", path)
        return None
    low: int | None = 0
    high: int | None = len(indexed.issue.options) - 1
    if "at_least" in bounds:
        low = _bound(indexed, bounds["at_least"], (*path, "at_least"), findings, upper=False)
    if "at_most" in bounds:
        high = _bound(indexed, bounds["at_most"], (*path, "at_most"), findings, upper=True)
    if low is None or high is None:
        return None
    if low > high:
        findings.add("no option lies between these bounds", path)
        return None
    findings.take(high - low + 1, path)
    return Choice(indexed.issue.id, tuple(option.id for option in indexed.issue.options[low : high + 1]))


def _bound(indexed: Indexed, value: Data, path: Path, findings: Findings, *, upper: bool) -> int | None:
    """The first option from a lower bound on, or the last up to an upper one. It may lie past either end."""
    if not indexed.issue.is_range:
        return option_index(indexed, value, path, findings)
    try:
        wanted = number(value)
    except NotANumber as error:
        findings.add(str(error), path)
        return None
    index = bisect_left(indexed.values, wanted)
    on_grid = index < len(indexed.values) and indexed.values[index] == wanted
    return index - 1 if upper and not on_grid else index


def _neighbours(values: list[Fraction], text: str) -> str:
    """How a message about a number off the grid ends: with the values on either side of it."""
    ends = f"from {text_of(values[0])} to {text_of(values[-1])}"
    try:
        index = bisect_left(values, number(text))
    except NotANumber:
        return f"write a number {ends}"
    if index in {0, len(values)}:
        return f"the range goes {ends}"
    return f"the nearest are {text_of(values[index - 1])} and {text_of(values[index])}"
