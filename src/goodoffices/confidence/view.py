"""The one gate: what a person sees is computed from `view(talks, who)`, never from the talks themselves.

A view is talks again, with less in them. Whatever is computed from it cannot depend on what was left out, so that every
analysis, page and export of a view keeps the promise by construction.

Read next: ``report/page.py``, which prints a view as readily as the whole.
"""

from __future__ import annotations

from dataclasses import replace

from ..talks import Position, RedLine, Talks

EVERYONE = "all"
"""In a release: everybody who takes part."""


def view(talks: Talks, who: str) -> Talks:
    """The talks as ``who`` (a party's id) may see them.

    A mediator sees everything. Anybody else sees what is common to all (parties, issues and their wording, links, the
    agreement rule), their own position, and of other positions what was released to them or to all. Red lines stated in
    public are not shown unless released: that they stand in this record is the mediator's own note.
    Raises `BadQuestion` where there is no such party.
    """
    if talks.party(who).role == "mediator":
        return talks
    seen = (position if position.party == who else _released(position, who) for position in talks.positions)
    return replace(talks, positions=tuple(position for position in seen if position.is_recorded))


def _released(position: Position, who: str) -> Position:
    """What of a position was released to ``who``. What to whom else is not part of it."""
    given = {part for release in position.releases if {who, EVERYONE} & set(release.to) for part in release.what}
    return Position(
        position.party,
        scores=tuple(s for s in position.scores if "scores" in given or f"scores:{s.issue}" in given),
        bonuses=position.bonuses if "bonuses" in given else (),
        red_lines=tuple(_bare(r) for r in position.red_lines if "red_lines" in given or f"red_line:{r.id}" in given),
        walk_away=position.walk_away if "walk_away" in given else None,
    )


def _bare(line: RedLine) -> RedLine:
    """A released red line without the mediator's notes on it: whoever released it told the mediator, at least."""
    return RedLine(line.id, line.holds, "stated" if line.status == "stated" else "confided")
