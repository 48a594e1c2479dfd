"""Talks as the rows of a scoring sheet, and what such a sheet cannot hold.

Read next: ``sheet_cells.py``, which writes rows as CSV and XLSX.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..errors import BadQuestion
from ..talks import Talks
from .findings import shown
from .sheet_form import is_heading, tidy
from .xml_text import writable


def write_form(talks: Talks) -> list[list[str | Fraction | None]]:
    """Talks as the rows of a sheet: texts, numbers, empty cells. Raises `BadQuestion` for what it cannot hold."""
    if lacking := list(_beyond(talks)):
        raise BadQuestion("a scoring sheet cannot hold " + "; ".join(lacking))
    languages = list(dict.fromkeys(tag for i in talks.issues for option in i.options for tag, _ in option.text))
    wordings = [f"Wording ({tag})" if tag else "Wording" for tag in languages]
    blank: list[str | Fraction | None] = [None] * (1 + len(languages))
    rows: list[list[str | Fraction | None]] = [[tidy(talks.title)]] if tidy(talks.title) else []
    rows.append(["Issue", "Option", *wordings, *(tidy(party.name) for party in talks.parties)])
    if any(party.role != "party" for party in talks.parties):
        rows.append(["Role", *blank, *(party.role for party in talks.parties)])
    points = [[talks.position(party.id).points(issue.id) for party in talks.parties] for issue in talks.issues]
    for issue, columns in zip(talks.issues, points, strict=True):
        for place, option in enumerate(issue.options):
            texts = dict(option.text)
            rows.append(
                [
                    None if place else tidy(issue.name),
                    tidy(option.label),
                    *(tidy(texts.get(tag, "")) or None for tag in languages),
                    *(None if column is None else column[place] for column in columns),
                ]
            )
    walk_aways = [talks.position(party.id).walk_away for party in talks.parties]
    if any(walk_away is not None for walk_away in walk_aways):
        rows.append(["Walk-away", *blank, *walk_aways])
    return rows


def leaves_out(talks: Talks) -> tuple[str, ...]:
    """What a sheet leaves out without changing any score or acceptance, in words."""
    found = {
        "units, and that an issue is a range (its grid is written)": any(i.is_range or i.unit for i in talks.issues),
        "which issues are divisible": any(issue.divisible for issue in talks.issues),
        "weights (the points are written)": any(position.weights for position in talks.positions),
        "releases": any(position.releases for position in talks.positions),
        "answers": any(position.answers for position in talks.positions),
        "statements": bool(talks.statements),
        "ranges of numbers (their middles are written)": any(p.has_ranges for p in talks.positions),
    }
    return tuple(what for what, applies in found.items() if applies)


def _beyond(talks: Talks) -> Iterator[str]:
    """What a sheet has no place for."""
    if talks.links:
        yield "links between issues"
    if not talks.needs_all or talks.signatories != tuple(p.id for p in talks.parties if p.role == "party"):
        yield "an agreement rule other than the yes of every party"
    for position in talks.positions:
        if position.red_lines:
            yield f"red lines (of '{position.party}')"
        if position.bonuses:
            yield f"bonuses (of '{position.party}')"
    yield from _unclear("a party's name", [party.name for party in talks.parties])
    for party in talks.parties:
        if is_heading(party.name):
            yield f"a party called '{shown(party.name)}', like a heading of its own"
    yield from _unclear("an issue's name", [issue.name for issue in talks.issues])
    for issue in talks.issues:
        yield from _unclear(f"a label in issue '{issue.id}'", [option.label for option in issue.options])
        if any(not re.fullmatch(r"[\w-]*", tag) for option in issue.options for tag, _ in option.text):
            yield f"a language tag in issue '{issue.id}' that is not made of letters, digits and hyphens"
    texts = [text for issue in talks.issues for option in issue.options for _, text in option.text]
    if not all(map(writable, [talks.title, *texts])):
        yield "control characters in the title or a wording"


def _unclear(what: str, names: Sequence[str]) -> Iterator[str]:
    for name, times in Counter(map(tidy, names)).items():
        if not name:
            yield f"{what} that is blank"
        elif times > 1:
            yield f"{what} that stands twice ('{shown(name)}')"
        elif not writable(name):
            yield f"{what} with control characters"
