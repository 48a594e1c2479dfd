"""What each answer says, as rows.

Comparisons and verdicts are soft: the party may have been mistaken, or changed its mind. Orders and weights are hard. A
draft that breaks a red line is refused for that, so its no says nothing about scores. What answers say of issues that
hang together, and that there are no more red lines, is no row: see ``evidence.py`` and ``basics.py``.

Read next: ``evidence.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, pairwise, product

from ..analysis.numbered import Places
from ..exact.problem import Choices
from ..exact.trees import holds, issues_of
from ..talks import Alike, Answer, Importance, Order, Rather, Settled, Verdict, Weight
from .frame import Groups, Range
from .rows import Difference, Line, Row, Source, Terms, differing, terms
from .worth import Worth

COMPLETED = 256
"""Of a comparison that leaves joined issues open, so many ways to settle these are written out for proofs."""

ROUGHLY = Fraction(1, 200)
"""In walks a weight may lie so far outside of what was said, half a percent of the scale: a walk cannot live on an
edge, and percentages are rounded. Proofs take weights as they were said."""

NEARLY = Fraction(1, 50)
"""What is as good as something else may still be better or worse by so much, two hundredths of the party's scale: less
than that nobody weighs up in talk, and for less no further question is worth asking (`advice.WORTH_ASKING`)."""


def rows_of(
    worth: Worth, answer: Answer, places: Places, orders: dict[int, tuple[Source, Groups]], lines: tuple[Line, ...]
) -> Iterator[Row]:
    """The rows of one answer; ``orders``: the first order of each issue without points, which a frame keeps."""
    source = Source("answer", answer.id)
    match answer.said:
        case Order(issue, groups):
            number, options = places[issue]
            kept = orders.get(number, (None,))[0] == source
            yield from _of_order(worth, number, tuple(tuple(options[o] for o in g) for g in groups), source, not kept)
        case Importance(issues):
            for more, less in pairwise(worth.swing(places[issue][0]) for issue in issues):
                yield Row(terms((more, 1), (less, -1)), source, strict=True, in_walks=True)
        case Weight(issue, low, high):
            yield from _of_weight(worth, places[issue][0], (low, high), source)
        case Rather(better, worse):
            for difference, proofs, walks in _differences(worth, better, worse, places):
                yield Row(difference, source, strict=True, soft=True, in_proofs=proofs, in_walks=walks)
        case Alike(one, other):
            nearly = [(worth.swing(issue), NEARLY) for issue in range(len(worth.sizes))]
            for difference, proofs, walks in _differences(worth, one, other, places):
                for way in (1, -1):
                    apart = terms(*((coordinate, way * times) for coordinate, times in difference), *nearly)
                    yield Row(apart, source, soft=True, in_proofs=proofs, in_walks=walks)
        case Verdict(draft, yes):
            package = by_numbers(draft, places)
            if yes or all(holds(line.tree, package) for line in lines):
                score = [(coordinate, 1 if yes else -1) for coordinate in worth.terms(package)]
                away = (worth.walk_away, -1 if yes else 1)
                yield Row(terms(*score, away), source, strict=not yes, soft=True, in_walks=True)
        case _:
            return


def _of_order(worth: Worth, issue: int, groups: Groups, source: Source, in_walks: bool) -> Iterator[Row]:
    """Options from the best to the worst; the ends are worth all of the issue's swing, and nothing."""
    for better, worse in pairwise(groups):
        pair = terms((worth.option(issue, better[0]), 1), (worth.option(issue, worse[0]), -1))
        yield Row(pair, source, strict=True, in_walks=in_walks)
    for group in groups:
        for one, other in pairwise(group):
            for way in (1, -1):
                equal = terms((worth.option(issue, one), way), (worth.option(issue, other), -way))
                yield Row(equal, source, in_walks=in_walks)
    yield Row(terms((worth.option(issue, groups[0][0]), 1), (worth.swing(issue), -1)), source)
    yield Row(terms((worth.option(issue, groups[-1][0]), -1)), source)


def _of_weight(worth: Worth, issue: int, limits: Range, source: Source) -> Iterator[Row]:
    """A share of all swings together; in walks a rough one."""
    own, swings = worth.swing(issue), [worth.swing(j) for j in range(len(worth.sizes))]
    for off, in_walks in ((Fraction(0), False), (ROUGHLY, True)):
        low, high = limits[0] - off, limits[1] + off
        above = terms((own, 1), *((swing, -low) for swing in swings))
        below = terms((own, -1), *((swing, high) for swing in swings))
        for row in (above, below):
            yield Row(row, source, in_proofs=not in_walks, in_walks=in_walks)


def _differences(worth: Worth, one: Settled, other: Settled, places: Places) -> Iterator[tuple[Terms, bool, bool]]:
    """The one minus the other, however what matters besides is settled; in walks, on average over that.

    With each difference, whether proofs use it, and whether walks do.
    """
    pairs = list(_completed(worth, one, other, places))
    found = [
        terms(*((at, 1) for at in worth.terms(first)), *((at, -1) for at in worth.terms(second)))
        for first, second in pairs
    ]
    for difference in found:
        yield difference, True, len(found) == 1
    if len(found) > 1:
        average = terms(*((at, times / len(found)) for difference in found for at, times in difference))
        yield average, False, True


def _completed(worth: Worth, one: Settled, other: Settled, places: Places) -> Iterator[tuple[Choices, Choices]]:
    """Both as whole packages, once for each way to settle what matters besides; of more than `COMPLETED` the first."""
    sides = [{places[issue][0]: places[issue][1][option] for issue, option in side} for side in (one, other)]
    changed = {issue for issue in sides[0] if sides[0][issue] != sides[1][issue]}
    groups = [frozenset(pair) for pair in worth.joined] + [issues_of(occasion) for occasion in worth.occasions]
    beside = sorted({j for group in groups if group & changed for j in group} - sides[0].keys())
    for choice in islice(product(*(range(worth.sizes[issue]) for issue in beside)), COMPLETED):
        rest = dict(zip(beside, choice, strict=True))
        first, second = (tuple((side | rest).get(j, 0) for j in range(len(worth.sizes))) for side in sides)
        yield first, second


def compared(worth: Worth, answers: Sequence[Answer], places: Places) -> Iterator[Difference]:
    """The differences that comparisons speak of, each both ways round. Cost: `COMPLETED` for each comparison."""
    for answer in answers:
        match answer.said:
            case Rather(one, other) | Alike(one, other):
                for first, second in _completed(worth, one, other, places):
                    yield differing(worth, first, second)
                    yield differing(worth, second, first)


def by_numbers(settled: Settled, places: Places) -> Choices:
    """A whole draft by numbers, in the order of the issues."""
    by_issue = {places[issue][0]: places[issue][1][option] for issue, option in settled}
    return tuple(by_issue[issue] for issue in range(len(places)))
