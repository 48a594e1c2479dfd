"""The one gate: what a person sees is computed from `view(talks, who)`, never from the talks themselves.

A view is talks again, with less in them. Whatever is computed from it cannot depend on what was left out, so that every
analysis, page and export of a view keeps the promise by construction.

The file cannot tell whether a range is what the party said or what the mediator is unsure of, nor whose words an id is
made of. So neither is in the view of a party: a number stands there as the middle of its range, and red lines and
answers are called by their places, ``line-1`` and ``answer-1``. Statements are called ``statement-1`` and so on.

Read next: ``report/page.py``, which prints a view as readily as the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from ..talks import Answer, IssueScores, Position, RedLine, Release, Stance, Statement, Talks

EVERYONE = "all"
"""In a release: everybody who takes part."""


def view(talks: Talks, who: str) -> Talks:
    """The talks as ``who`` (a party's id) may see them.

    A mediator sees everything. Anybody else sees what is common to all (parties, issues and their wording, links, the
    agreement rule), their own position, and of other positions what was released to them or to all. Nobody but a
    mediator sees what is the mediator's own: red lines that are only assumed; the notes on a line or an answer, why it
    is held, on what evidence, how surely, and what it is called; how far a number may be off. Red lines of others that
    were stated in public are not shown unless released either: that they stand in this record is a note too. Lines and
    answers are counted among those shown, so that a place says nothing of the rest. A view of a view is the same view.

    Of statements, what was said in public is shown to all, and what was confided to the party that confided it, each
    with who said what, when and through whom. How sure the mediator is of it and what it supersedes are notes. A
    condition read out of it is shown to the party whose condition it is alone, as a red line would be; what then says
    nothing more is left out. Raises `BadQuestion` where there is no such party.
    """
    if talks.party(who).role == "mediator":
        return talks
    seen = (_own(position) if position.party == who else _released(position, who) for position in talks.positions)
    positions = tuple(position for position in seen if position.is_recorded or position.answers)
    return replace(talks, positions=positions, statements=_heard(talks.statements, who))


def _heard(statements: Iterable[Statement], who: str) -> tuple[Statement, ...]:
    """What one party heard of what was said: without the mediator's notes, called by their places."""
    bare = (
        replace(
            one,
            claim=None if isinstance(one.claim, Stance) and one.claim.party != who else one.claim,
            confidence=None,
            supersedes=(),
        )
        for one in statements
        if one.is_public or one.confided == who
    )
    told = (one for one in bare if one.words or one.claim is not None)
    return tuple(replace(one, id=f"statement-{place}") for place, one in enumerate(told, 1))


def _own(position: Position) -> Position:
    """A party's position as it gave it, without what the mediator added."""
    lines, called = _bare([line for line in position.red_lines if line.status != "assumed"])
    releases = (replace(one, what=_shown(one.what, called)) for one in position.releases)
    return replace(
        position,
        scores=_middles(position.scores),
        bonuses=tuple(replace(bonus, within=Fraction(0)) for bonus in position.bonuses),
        red_lines=lines,
        walk_away_within=Fraction(0),
        answers=tuple(Answer(f"answer-{place}", one.said) for place, one in enumerate(position.answers, 1)),
        releases=tuple(release for release in releases if release.what),
    )


def _released(position: Position, who: str) -> Position:
    """What of a position was released to ``who``, as if to nobody else: what to whom else is not part of it."""
    given = tuple(part for release in position.releases if {who, EVERYONE} & set(release.to) for part in release.what)
    told = (line for line in position.red_lines if line.status != "assumed")
    lines, called = _bare([line for line in told if "red_lines" in given or f"red_line:{line.id}" in given])
    what = tuple(dict.fromkeys(_shown(given, called)))
    return Position(
        position.party,
        scores=_middles(s for s in position.scores if "scores" in given or f"scores:{s.issue}" in given),
        bonuses=tuple(replace(bonus, within=Fraction(0)) for bonus in position.bonuses if "bonuses" in given),
        red_lines=lines,
        walk_away=position.walk_away if "walk_away" in given else None,
        releases=(Release(what, (who,)),) if what else (),
        partial=not {"scores", "bonuses"} <= set(given),  # said of every position, so that it says nothing of this one
    )


def _shown(what: Iterable[str], called: Mapping[str, str]) -> tuple[str, ...]:
    """The parts that a release may name in a view: a line under its name there, and none that is not shown."""
    return tuple(called.get(part, part) for part in what if part in called or not part.startswith("red_line:"))


def _middles(scores: Iterable[IssueScores]) -> tuple[IssueScores, ...]:
    """The points without how far they may be off."""
    return tuple(IssueScores(entry.issue, entry.points) for entry in scores)


def _bare(lines: list[RedLine]) -> tuple[tuple[RedLine, ...], dict[str, str]]:
    """Red lines without the mediator's notes on them, called by their places; and how a release calls each of them."""
    bare = tuple(RedLine(f"line-{place}", line.holds, line.status) for place, line in enumerate(lines, 1))
    return bare, {f"red_line:{old.id}": f"red_line:{new.id}" for old, new in zip(lines, bare, strict=True)}
