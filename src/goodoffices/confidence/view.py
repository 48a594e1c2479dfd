"""The one gate: what a person sees is computed from `view(talks, who)`, never from the talks themselves.

A view is talks again, with less in them. Whatever is computed from it cannot depend on what was left out, so that every
analysis, page and export of a view keeps the promise by construction.

Read next: ``report/page.py``, which prints a view as readily as the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..talks import Position, RedLine, Release, Talks

EVERYONE = "all"
"""In a release: everybody who takes part."""


def view(talks: Talks, who: str) -> Talks:
    """The talks as ``who`` (a party's id) may see them.

    A mediator sees everything. Anybody else sees what is common to all (parties, issues and their wording, links, the
    agreement rule), their own position, and of other positions what was released to them or to all. Nobody but a
    mediator sees what is the mediator's own: red lines that are only assumed, and the notes on a line, why it is held
    and on what evidence. Red lines of others that were stated in public are not shown unless released either: that
    they stand in this record is a note too. A view of a view is the same view.
    Raises `BadQuestion` where there is no such party.
    """
    if talks.party(who).role == "mediator":
        return talks
    seen = (_own(position) if position.party == who else _released(position, who) for position in talks.positions)
    return replace(talks, positions=tuple(position for position in seen if position.is_recorded or position.answers))


def _own(position: Position) -> Position:
    """A party's position as it gave it, without what the mediator added."""
    lines = tuple(_bare(line) for line in position.red_lines if line.status != "assumed")
    answers = tuple(replace(answer, because=None, evidence=()) for answer in position.answers)
    kept = replace(position, red_lines=lines, answers=answers)
    releases = (replace(one, what=tuple(_shown(kept, one.what))) for one in position.releases)
    return replace(kept, releases=tuple(release for release in releases if release.what))


def _released(position: Position, who: str) -> Position:
    """What of a position was released to ``who``, as if to nobody else: what to whom else is not part of it."""
    given = tuple(part for release in position.releases if {who, EVERYONE} & set(release.to) for part in release.what)
    lines = (line for line in position.red_lines if line.status != "assumed")
    seen = Position(
        position.party,
        scores=tuple(s for s in position.scores if "scores" in given or f"scores:{s.issue}" in given),
        bonuses=position.bonuses if "bonuses" in given else (),
        red_lines=tuple(_bare(r) for r in lines if "red_lines" in given or f"red_line:{r.id}" in given),
        walk_away=position.walk_away if "walk_away" in given else None,
        walk_away_within=position.walk_away_within if "walk_away" in given else Fraction(0),
        partial=not {"scores", "bonuses"} <= set(given),  # said of every position, so that it says nothing of this one
    )
    what = tuple(dict.fromkeys(_shown(seen, given)))
    return replace(seen, releases=(Release(what, (who,)),) if what else ())


def _shown(position: Position, what: tuple[str, ...]) -> Iterator[str]:
    """The parts that a release may name in a view: a line that is not shown is not named either."""
    lines = {f"red_line:{line.id}" for line in position.red_lines}
    yield from (part for part in what if part in lines or not part.startswith("red_line:"))


def _bare(line: RedLine) -> RedLine:
    """A red line without the mediator's notes on it."""
    return RedLine(line.id, line.holds, line.status)
