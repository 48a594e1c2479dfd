"""The gap map as a table: issues down, parties across, what each wants best and what it can still sign.

Read next: ``gap_map.py``, which draws it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from ..analysis.answers import Analysis
from ..talks import Talks
from .tables import Table
from .words import option_words, points_words, say_list, signatories

Opens: TypeAlias = Mapping[str, Mapping[str, tuple[bool, ...]]]
"""By party, then issue: which options the party can still sign."""


def gap_table(analysis: Analysis, opens: Opens, *, nothing: str = "nothing recorded") -> Table:
    """Issues down, parties across: what each wants best, and what it can still sign (by party, then issue)."""
    talks = analysis.talks
    people = signatories(talks)
    rows = tuple(
        (issue.name, *(_stand(talks, party.id, issue.id, opens.get(party.id)) or nothing for party in people))
        for issue in talks.issues
    )
    return Table("Where each party stands", ("Issue", *(party.name for party in people)), rows)


def _stand(talks: Talks, party: str, issue_id: str, opens: Mapping[str, tuple[bool, ...]] | None) -> str:
    issue, position = talks.issue(issue_id), talks.position(party)
    if not position.is_recorded:
        return ""
    parts = []
    if (points := position.points(issue_id)) is not None and len(set(points)) > 1:
        best = [option_words(issue, o.id) for o, p in zip(issue.options, points, strict=True) if p == max(points)]
        parts.append(f"best: {say_list(best, 'or')}")
    if opens is not None:
        parts.append(f"can sign: {open_words(talks, issue_id, opens[issue_id])}")
    return "; ".join(parts)


def open_words(talks: Talks, issue_id: str, is_open: tuple[bool, ...]) -> str:
    """The options of an issue a party can still sign: ``any``, ``none``, or a list; a range by its runs."""
    issue = talks.issue(issue_id)
    if all(is_open):
        return "any"
    if not any(is_open):
        return "none"
    if not issue.is_range:
        return say_list([o.label for o, yes in zip(issue.options, is_open, strict=True) if yes], "or")
    words = []
    for first, last in runs(is_open):
        low, high = option_words(issue, issue.options[first].id), option_words(issue, issue.options[last].id)
        words.append(low if first == last else f"{points_words(issue.options[first].value or 0)} to {high}")
    return say_list(words, "or")


def runs(is_open: tuple[bool, ...]) -> list[tuple[int, int]]:
    """The unbroken runs of open options, as first and last place.

    >>> runs((True, True, False, True))
    [(0, 1), (3, 3)]
    """
    found: list[tuple[int, int]] = []
    for place, yes in enumerate(is_open):
        if yes and found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        elif yes:
            found.append((place, place))
    return found
