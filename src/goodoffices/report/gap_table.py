"""The gap map as a table: issues down, parties across, what each wants best and what it can still sign.

Read next: ``gap_map.py``, which draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..analysis.answers import Analysis
from ..talks import Issue, Talks
from .tables import Table
from .words import apart, label, points_words, say_some, signatories


def gap_table(analysis: Analysis, *, nothing: str = "nothing recorded") -> Table | None:
    """Issues down, parties across: what each wants best and can still sign; None where that was not asked."""
    talks, opens = analysis.talks, analysis.open_options
    if opens is None:
        return None
    people = signatories(talks)
    rows = tuple(
        (apart(issue.name), *(_stand(talks, party.id, issue.id, opens.get(party.id)) or nothing for party in people))
        for issue in talks.issues
    )
    return Table("Where each party stands", ("Issue", *(party.name for party in people)), rows)


def _stand(talks: Talks, party: str, issue_id: str, opens: Mapping[str, tuple[bool, ...]] | None) -> str:
    issue, position = talks.issue(issue_id), talks.position(party)
    if not position.is_recorded:
        return ""
    parts = []
    if (points := position.points(issue_id)) is not None and len(set(points)) > 1:
        most = max(points)
        parts.append(f"best: {_those(issue, [given == most for given in points])}")
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
    return _those(issue, is_open)


def _those(issue: Issue, those: Sequence[bool]) -> str:
    """Some of an issue's options; those of a range by their runs."""
    if not issue.is_range:
        return say_some([label(issue, place) for place, yes in enumerate(those) if yes], "or")
    words = []
    for first, last in runs(those):
        low, high = label(issue, first), label(issue, last)
        words.append(low if first == last else f"{points_words(issue.options[first].value or 0)} to {high}")
    return say_some(words, "or")


def runs(is_open: Sequence[bool]) -> list[tuple[int, int]]:
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
