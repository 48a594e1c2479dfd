"""What a mediator should know about talks that are not wrong, before an answer is read.

Nothing here repeats a number of a position. A warning that rests on what one party confided begins with that party's
name and a colon, and no other does: by that, ``report/eyes.py`` keeps it from the others.

Read next: ``analysis/zone.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from .conditions import Condition, choices
from .positions import Position
from .talks import Talks

MIDDLES = "some of its numbers are ranges; every answer but robustness takes the middle of each."


def warnings(talks: Talks) -> tuple[str, ...]:
    """Everything worth a warning: about what everybody sees, then party by party in file order.

    >>> from goodoffices.talks import Issue, Option, Party
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> warnings(Talks("A fence", (Party("ann", "Ann"),), (height,)))
    ('Ann: nothing is recorded of what it wants; every package counts as one it can sign.',)
    """
    found = [*_names(talks), *_links(talks)]
    if not talks.signatories:
        found.append("No party is a signatory: nobody's yes is needed, and every package counts as agreed.")
    for party in talks.parties:
        position = talks.position(party.id)
        if party.id in talks.signatories:
            found += [f"{party.name}: {text}" for text in _signatory(talks, position)]
        elif position.is_recorded:
            found.append(f"{party.name}: a position is recorded, but it is no signatory; no answer rests on it.")
    return tuple(found)


def _names(talks: Talks) -> Iterator[str]:
    """Things that people could not tell apart."""
    for ids in _alike((issue.id, issue.name) for issue in talks.issues):
        yield f"Issues {ids} have the same name; give each a name of its own."
    for issue in talks.issues:
        for ids in _alike((option.id, option.label) for option in issue.options):
            yield f"Options {ids} of issue '{issue.id}' have the same label; give each a label of its own."


def _alike(named: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The ids that share a name, as far as blanks and capitals go; the first ones where they are many."""
    by_name: dict[str, list[str]] = {}
    for id, name in named:
        by_name.setdefault(" ".join(name.casefold().split()), []).append(f"'{id}'")
    for ids in by_name.values():
        if len(ids) > 1:
            yield f"{', '.join(ids[:-1])} and {ids[-1]}" if len(ids) < 5 else f"{', '.join(ids[:3])} and others"


def _links(talks: Talks) -> Iterator[str]:
    for number, link in enumerate(talks.links, 1):
        for issue in _unbounded(talks, link.condition):
            yield f"Link {number} names every option of issue '{issue}'; check its bounds."


def _unbounded(talks: Talks, condition: Condition) -> Iterator[str]:
    """Issues that a condition speaks of without leaving anything out, as where a bound lies outside a range."""
    sizes = {issue.id: len(issue.options) for issue in talks.issues}
    found = (c.issue for c in choices(condition) if len(set(c.options)) == sizes[c.issue] > 1)
    yield from dict.fromkeys(found)


def _signatory(talks: Talks, position: Position) -> Iterator[str]:
    if not position.is_recorded:
        yield "nothing is recorded of what it wants; every package counts as one it can sign."
        return
    if position.weights is not None and sum(weight for _, weight in position.weights) not in {1, 100}:
        yield "its weights add up to neither 1 nor 100; to make that 1, divide them by their sum."
    if position.scores:
        for issue in talks.issues:
            if position.points(issue.id) is None:
                yield f"it gives no scores on '{issue.id}'; every option there counts 0 for it."
    if position.has_scores and position.walk_away is None:
        yield "it has scores but no walk-away; its gains are measured from 0, an arbitrary zero."
    if position.walk_away is not None and not (position.scores or position.bonuses):
        yield "it has a walk-away and no scores: it cannot be compared with anything, and is left aside."
    if position.has_ranges:
        yield MIDDLES
    if position.floor is not None and position.floor > _most(position):
        yield "no package can reach its walk-away; check its scores."
    for line in position.red_lines:
        for name in _unbounded(talks, line.holds):
            yield f"its red line '{line.id}' names every option of issue '{name}'; check its bounds."


def _most(position: Position) -> Fraction:
    """Points that no package passes: the best option of every issue, and every bonus that adds. It may be too high."""
    by_issue = sum((max(entry.points) for entry in position.scores), Fraction(0))
    return by_issue + sum((bonus.points for bonus in position.bonuses if bonus.points > 0), Fraction(0))
