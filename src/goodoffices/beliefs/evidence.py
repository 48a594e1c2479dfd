"""What is recorded of one party's position, as inequalities over its coordinates, each with where it comes from.

The inequalities are `Row`s: what each answer says (``said.py``), and what recorded points and ranges of points say,
which is hard. What somebody said in public is nowhere turned into a row.

Read next: ``frame.py``, then ``samples.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice, product

import numpy as np

from ..analysis.numbered import Places, link_trees, tree
from ..errors import BadQuestion
from ..exact.problem import Choices
from ..exact.trees import holds
from ..talks import Answer, Joined, Order, Position, Talks, Verdict
from .frame import Groups, Points, Range
from .rows import Difference, Line, Row, Source, terms
from .said import COMPLETED, by_numbers, compared, rows_of
from .samples import Rows
from .worth import Reals, Worth, pairs_of


@dataclass(frozen=True)
class Evidence:
    """All that is recorded of one party.

    ``issues``: their ids. ``taken_apart``: pairs of issues of which nobody asked the party whether they hang together;
    it is taken that they do not. ``orders``: of issues not scored in points, what a frame keeps. ``clashes``: sources
    that contradict each other before any number is looked at. ``verdicts``: drafts and whether they could be signed.
    ``compared``: differences of which the party said which side is better, or that neither is.
    """

    issues: tuple[str, ...]
    taken_apart: tuple[tuple[int, int], ...]
    worth: Worth
    rows: tuple[Row, ...]
    orders: Mapping[int, Groups]
    points: Points
    lines: tuple[Line, ...]
    verdicts: tuple[tuple[Choices, bool], ...]
    compared: frozenset[Difference]
    clashes: tuple[tuple[Source, ...], ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of a row, each once, in the order of the record."""
        return tuple(dict.fromkeys(row.source for row in self.rows if row.source is not None))

    @cached_property
    def knows_walk_away(self) -> bool:
        """Whether the party's own walk-away or its verdicts say where its yes begins; a no for a red line does not."""
        own = (row for row in self.rows if row.source is not None)
        return any(coordinate == self.worth.walk_away for row in own for coordinate, _ in row.terms)

    @cached_property
    def in_walks(self) -> tuple[Row, ...]:
        """The rows that a walk has to look at, the hard ones first."""
        hard = (one for row in self.rows if row.in_walks and not row.soft for one in _for_any_swing(row, self))
        return (*hard, *(row for row in self.rows if row.in_walks and row.soft))

    def walked(self) -> Rows:
        """The rows that a walk has to look at, as arrays."""
        return Rows(
            dense(self.worth, [row for row in self.in_walks if not row.soft]),
            dense(self.worth, [row for row in self.in_walks if row.soft]),
        )


def dense(worth: Worth, rows: Sequence[Row]) -> Reals:
    """Rows as an array (rows, coordinates)."""
    found = np.zeros((len(rows), worth.coordinates))
    held = [(number, coordinate, float(times)) for number, row in enumerate(rows) for coordinate, times in row.terms]
    if held:
        numbers, coordinates, values = zip(*held, strict=True)
        found[list(numbers), list(coordinates)] = values
    return found


def evidence(talks: Talks, party: str, joined: tuple[tuple[int, int], ...] = ()) -> Evidence:
    """All that is recorded of a party, as rows. Cost: one visit to each score, answer and option.

    ``joined``: further pairs of issues, by number, taken to hang together though the party did not say so.

    Raises `BadQuestion` for a party there is not, and where recorded points are the same for every option of every
    issue: then no scale can be told.
    """
    position = talks.position(talks.party(party).id)
    _, places, sizes = link_trees(talks)
    occasions = tuple(tree(bonus.when, places) for bonus in position.bonuses)
    together = {answer: _numbers(answer, places) for answer in position.answers if _joins(answer, True)}
    worth = Worth(sizes, pairs_of((*together.values(), *joined)), occasions)
    points = _points(position, places)
    if points.issues and not points.total and (len(points.issues) == len(sizes) or position.bonuses):
        raise BadQuestion(f"no two options of an issue differ in the points of '{party}'; no scale can be told")
    lines = tuple(
        Line(Source("recorded", f"red_line:{line.id}"), tree(line.holds, places), _sure(line.confidence))
        for line in position.red_lines
    )
    orders = _orders(position, places, points)
    rows = [*_of_any(worth), *_of_points(worth, points)]
    for answer in position.answers:
        rows += rows_of(worth, answer, places, orders, lines)
    return Evidence(
        tuple(issue.id for issue in talks.issues), _taken_apart(position, places, sizes),
        worth, tuple(rows), {issue: groups for issue, (_, groups) in orders.items()}, points, lines,
        tuple((by_numbers(a.said.draft, places), a.said.yes) for a in position.answers if isinstance(a.said, Verdict)),
        frozenset(compared(worth, position.answers, places)),
        (*_joined_and_not(position, places, together), *_yes_across(position, places, lines)),
    )  # fmt: skip


def _sure(confidence: Fraction | None) -> Fraction:
    return Fraction(1) if confidence is None else confidence


def _joins(answer: Answer, together: bool) -> bool:
    return isinstance(answer.said, Joined) and answer.said.together == together


def _taken_apart(position: Position, places: Places, sizes: Choices) -> tuple[tuple[int, int], ...]:
    """The pairs of issues of which it was not asked whether they hang together.

    None where the party named any that do, nor a pair that is scored in points.
    """
    if any(_joins(answer, True) for answer in position.answers):
        return ()
    asked = {pair for answer in position.answers for pair in pairs_of((_numbers(answer, places),))}
    scored = {places[entry.issue][0] for entry in position.scores}
    every = pairs_of((tuple(issue for issue, size in enumerate(sizes) if size > 1),))
    return tuple(pair for pair in every if pair not in asked and not scored.issuperset(pair))


def _numbers(answer: Answer, places: Places) -> tuple[int, ...]:
    return tuple(places[issue][0] for issue in answer.said.issues) if isinstance(answer.said, Joined) else ()


def _points(position: Position, places: Places) -> Points:
    issues = {places[entry.issue][0]: entry.ranges for entry in position.scores}
    bonuses = tuple((bonus.points - bonus.within, bonus.points + bonus.within) for bonus in position.bonuses)
    off, floor = position.walk_away_within, position.walk_away
    known = floor is not None and bool(issues)
    walk_away = (floor - off, floor + off) if known and floor is not None else None
    points = Points(issues, bonuses if issues else (), walk_away)
    return points if points.total else Points(issues)


def _orders(position: Position, places: Places, points: Points) -> dict[int, tuple[Source, Groups]]:
    """The first order that is recorded of each issue without points."""
    found: dict[int, tuple[Source, Groups]] = {}
    for answer in position.answers:
        if isinstance(answer.said, Order):
            issue, options = places[answer.said.issue]
            groups = tuple(tuple(options[option] for option in group) for group in answer.said.groups)
            if issue not in points.issues:
                found.setdefault(issue, (Source("answer", answer.id), groups))
    return found


def _of_any(worth: Worth) -> Iterator[Row]:
    """What holds of any position: no option is worth more than its issue's swing; one option alone has none."""
    for issue, size in enumerate(worth.sizes):
        swing = worth.swing(issue)
        if size == 1:
            yield Row(terms((swing, -1)))
        for option in range(size):
            yield Row(terms((swing, 1), (worth.option(issue, option), -1)))


def _of_points(worth: Worth, points: Points) -> Iterator[Row]:
    """Recorded points: each lies within its range, times the factor; the issue's worst option is its base."""
    scores, factor = Source("recorded", "scores"), worth.factor
    for issue, row in points.issues.items():
        base, swing = worth.base(issue), worth.swing(issue)
        lows, highs = [low for low, _ in row], [high for _, high in row]
        for option, (low, high) in enumerate(row):
            worth_of = worth.option(issue, option)
            yield Row(terms((worth_of, 1), (base, 1), (factor, -low)), scores)
            yield Row(terms((factor, high), (worth_of, -1), (base, -1)), scores)
            if all(high <= other for place, other in enumerate(lows) if place != option):
                yield Row(terms((worth_of, -1)), scores)
            if all(low >= other for place, other in enumerate(highs) if place != option):
                yield Row(terms((worth_of, 1), (swing, -1)), scores)
        yield Row(terms((factor, max(highs) - min(lows)), (swing, -1)), scores)
    for number, limits in enumerate(points.bonuses):
        yield from _within(((worth.bonus(number), 1),), factor, limits, Source("recorded", "bonuses"))
    if points.walk_away is not None:
        bases = [(worth.base(issue), 1) for issue in points.issues]
        away = ((worth.walk_away, 1), *bases)
        yield from _within(away, factor, points.walk_away, Source("recorded", "walk_away"))


def _within(pairs: tuple[tuple[int, int], ...], factor: int, limits: Range, source: Source) -> Iterator[Row]:
    """A sum of coordinates lies within a range of points."""
    yield Row(terms(*pairs, (factor, -limits[0])), source)
    yield Row(terms((factor, limits[1]), *((coordinate, -times) for coordinate, times in pairs)), source)


def _for_any_swing(row: Row, known: Evidence) -> Iterator[Row]:
    """The row for each pair of options that may be the best and the worst of an issue, where ranges leave that open.

    So where the swing counts against the row. Elsewhere that between the best and the worst by the points picked is at
    most the swing, so that a row which holds with it holds. Of more than `COMPLETED` rows the first are taken.
    """
    ways: list[list[tuple[tuple[int, Fraction], ...]]] = []
    kept: list[tuple[int, Fraction]] = []
    for coordinate, times in row.terms:
        issue = coordinate - known.worth.swing(0)
        pairs = known.points.ends(issue) if issue in known.points.issues else []
        if len(pairs) < 2:
            kept.append((coordinate, times))
        elif times > 0:
            picked = known.points.picked(issue)
            best, worst = (known.worth.option(issue, picked.index(end(picked))) for end in (max, min))
            kept += [(best, times), (worst, -times)]
        else:
            options = [(known.worth.option(issue, best), known.worth.option(issue, worst)) for best, worst in pairs]
            ways.append([((best, times), (worst, -times)) for best, worst in options])
    for way in islice(product(*ways), COMPLETED):
        yield replace(row, terms=terms(*kept, *(pair for pairs in way for pair in pairs)))


def _joined_and_not(
    position: Position, places: Places, together: Mapping[Answer, tuple[int, ...]]
) -> Iterator[tuple[Source, ...]]:
    """Answers that say of the same pair of issues that it hangs together, and that it does not."""
    for answer in position.answers:
        apart = set(pairs_of((_numbers(answer, places),))) if _joins(answer, False) else set()
        for other, numbers in together.items():
            if apart & set(pairs_of((numbers,))):
                first, second = (a for a in position.answers if a in (answer, other))
                yield Source("answer", first.id), Source("answer", second.id)


def _yes_across(position: Position, places: Places, lines: tuple[Line, ...]) -> Iterator[tuple[Source, ...]]:
    """A yes to a draft that breaks a sure red line contradicts that line."""
    for answer in position.answers:
        if isinstance(answer.said, Verdict) and answer.said.yes:
            package = by_numbers(answer.said.draft, places)
            for line in lines:
                if line.confidence == 1 and not holds(line.tree, package):
                    yield line.source, Source("answer", answer.id)
