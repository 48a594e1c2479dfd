"""Talks whose numbers are known only as ranges or samples, in whole units: what is drawn of each side.

Read next: ``exact/drawing/draws.py`` for what comes out of here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from ..errors import BadQuestion
from ..exact.drawing.draws import Draws, Line, Samples, Spans, numbers_of, with_numbers
from ..exact.problem import Side
from ..talks import Issue, IssueScores, Position, Talks
from .numbered import MOST_BITS, Numbered, numbered

STEPS = 1_000
"""Every range is cut into at least so many steps, at which numbers are drawn; both its ends are among them."""

OfSamples = Mapping[str, Sequence[Position]]
"""By party the positions it may have, each as likely as another."""


@dataclass(frozen=True)
class Drawn:
    """``whole``: the talks in numbers, and the way back; its ``unit`` is that of the draws, its scores are the middles.

    ``draws``: what is drawn of each side.
    """

    whole: Numbered
    draws: Draws


def drawn(talks: Talks, count: int, seed: int, samples: OfSamples) -> Drawn:
    """The draws of talks: of each signatory one of its samples where it has any, else its ranges.

    Numbers that are known are kept as they are, in whole units. A range is drawn at the steps of a grid, of which there
    are at least `STEPS` in it. On an issue that is a range, points are drawn where the line through them bends, and
    between lie on straight lines, rounded down to the grid.
    Raises `BadQuestion` where samples do not fit the talks, where nothing is to be drawn, and where the points share no
    denominator of a reasonable length.
    """
    checked(talks, samples)
    whole = numbered(talks)
    held = {party: list(samples.get(party) or [talks.position(party)]) for party in whole.sides}
    if not samples and not any(position.has_ranges for some in held.values() for position in some):
        raise BadQuestion(
            "no number that an answer rests on is a range; write [10, 20] in place of a number, or 'within: 5' in a "
            "position, or say by how many points every score may be off (within)"
        )
    values = (value for some in held.values() for one in some for value in _values(one))
    parts = math.lcm(whole.unit.denominator, *(value.denominator for value in values))
    parts *= _finer(parts, [width for some in held.values() for one in some for width in _widths(one)])
    if parts.bit_length() > MOST_BITS:
        raise BadQuestion("the ranges of these talks are too narrow for their other points; widen or drop some")
    sides, spreads = [], []
    for party, side in zip(whole.sides, whole.problem.sides, strict=True):
        sides.append(_side(talks, side, held[party], int(parts * whole.unit), parts))
        rows = tuple(_row(talks, position, parts) for position in held[party])
        spreads.append(Samples(rows) if samples.get(party) else _spans(talks, held[party][0], parts))
    problem = replace(whole.problem, sides=tuple(sides))
    finer = replace(whole, unit=Fraction(1, parts), problem=problem)
    return Drawn(finer, Draws(problem, tuple(spreads), count, seed))


def loosened(talks: Talks, within: Fraction) -> Talks:
    """The talks with every score and bonus that is a number taken as a range: so far to either side.

    >>> from goodoffices.talks import Option, Party
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),))
    >>> loose = loosened(Talks("A fence", (Party("ann", "Ann"),), (height,), positions=(ann,)), Fraction(2))
    >>> [(int(low), int(high)) for low, high in loose.position("ann").scores[0].ranges]
    [(-2, 2), (5, 9)]
    """
    if within <= 0:
        raise BadQuestion("'within' is how many points a score may be off: a number above 0")
    positions = (
        replace(
            position,
            scores=tuple(
                replace(entry, within=tuple(by or within for by in entry.within or (Fraction(0),) * len(entry.points)))
                for entry in position.scores
            ),
            bonuses=tuple(replace(bonus, within=bonus.within or within) for bonus in position.bonuses),
        )
        for position in talks.positions
    )
    return replace(talks, positions=tuple(positions))


def checked(talks: Talks, samples: OfSamples) -> None:
    """Raise `BadQuestion` (or `BadTalks`) where samples do not fit the talks."""
    for party, some in samples.items():
        if party not in talks.signatories:
            raise BadQuestion(f"'{party}' is not a signatory; the signatories are {', '.join(talks.signatories)}")
        if not some:
            raise BadQuestion(f"there are no samples of '{party}'; leave it out, or give one or more")
        recorded = talks.position(party)
        for sample in some:
            talks.with_position(replace(sample, party=party))  # which checks it
            if sample.party != party:
                raise BadQuestion(f"a sample of '{party}' is a position of '{sample.party}'")
            if sample.red_lines and sample.red_lines != recorded.red_lines:
                raise BadQuestion(f"a sample of '{party}' has other red lines than its position; only points are drawn")
            if [bonus.when for bonus in sample.bonuses] != [bonus.when for bonus in recorded.bonuses]:
                raise BadQuestion(f"a sample of '{party}' has bonuses for other things than its position")
            if sample.has_ranges:
                raise BadQuestion(f"a sample of '{party}' has ranges itself; give it numbers")
        if len({(sample.floor is None, sample.has_scores) for sample in some}) > 1:
            raise BadQuestion(f"some samples of '{party}' have scores or a walk-away and some have none")


def _values(position: Position) -> Iterator[Fraction]:
    """Every number of a position, and the ends of every range."""
    for entry in position.scores:
        yield from entry.points
        yield from (end for ends in entry.ranges for end in ends)
    for bonus in position.bonuses:
        yield from (bonus.points, bonus.points - bonus.within)
    if position.walk_away is not None:
        yield from (position.walk_away, position.walk_away - position.walk_away_within)


def _widths(position: Position) -> Iterator[Fraction]:
    yield from (2 * by for entry in position.scores for by in entry.within if by)
    yield from (2 * bonus.within for bonus in position.bonuses if bonus.within)
    if position.walk_away_within:
        yield 2 * position.walk_away_within


def _finer(parts: int, widths: Sequence[Fraction]) -> int:
    """The power of ten by which units must be cut for every range to have `STEPS` steps.

    >>> _finer(1, [Fraction(10), Fraction(500)]), _finer(4, [Fraction(250)]), _finer(1, [])
    (100, 1, 1)
    """
    factor = 1
    while widths and min(widths) * parts * factor < STEPS:
        factor *= 10
    return factor


def _side(talks: Talks, side: Side, held: Sequence[Position], scale: int, parts: int) -> Side:
    """A side in the finer units; with samples, whether there are scores and a walk-away is as these have it."""
    first = held[0]
    floor = None if first.floor is None else int(first.floor * parts)
    finer = with_numbers(
        side, tuple(len(issue.options) for issue in talks.issues), [scale * n for n in numbers_of(side)]
    )
    return replace(finer, floor=floor if side.floor is None or floor is None else finer.floor, scored=first.has_scores)


def _entry(position: Position, issue: Issue) -> IssueScores:
    """The points on an issue: zeros where it is not scored."""
    found = next((entry for entry in position.scores if entry.issue == issue.id), None)
    return found or IssueScores(issue.id, (Fraction(0),) * len(issue.options))


def _row(talks: Talks, position: Position, parts: int) -> tuple[int, ...]:
    """A position's numbers in units, in the order of `numbers_of`."""
    points = [value for issue in talks.issues for value in _entry(position, issue).points]
    points += [bonus.points for bonus in position.bonuses]
    return tuple(int(value * parts) for value in [*points, position.floor or Fraction(0)])


def _spans(talks: Talks, position: Position, parts: int) -> Spans:
    """A position's ranges in units, in the order of `numbers_of`."""
    ranges: list[tuple[Fraction, Fraction]] = []
    lines: list[Line] = []
    for issue in talks.issues:
        entry = _entry(position, issue)
        if issue.is_range and any(entry.within):
            lines += _lines(entry.bends(), len(ranges))
        ranges += entry.ranges
    ranges += [(bonus.points - bonus.within, bonus.points + bonus.within) for bonus in position.bonuses]
    floor, off = position.floor, position.walk_away_within
    ranges.append((Fraction(0), Fraction(0)) if floor is None else (floor - off, floor + off))
    low, high = (tuple(int(ends[k] * parts) for ends in ranges) for k in (0, 1))
    return Spans(low, high, tuple(line for line in lines if low[line.place] < high[line.place]))


def _lines(bends: Sequence[int], start: int) -> Iterator[Line]:
    """The options between two bends, each on its straight line; ``start`` is the number of the first option."""
    for left, right in pairwise(bends):
        for place in range(left + 1, right):
            yield Line(start + place, start + left, start + right, place - left, right - left)
