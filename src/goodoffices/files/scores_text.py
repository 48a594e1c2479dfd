"""Points of one party as the file writes them: scores, or weights and values; straight lines over ranges.

Read next: ``positions_text.py``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from ..talks import IssueScores
from .choices_text import Indexed, Issues
from .findings import Findings, listed, shown
from .numbers_text import NotANumber, number, number_or_range, text_of
from .pieces import mapping
from .plain import Data, Path
from .shape import PositionShape

Weights: TypeAlias = tuple[tuple[str, Fraction], ...]
Known: TypeAlias = tuple[Fraction, Fraction]
"""A number, or the middle of a range; and how far it may lie from there to either side."""


def read_scores(
    shape: PositionShape, path: Path, issues: Issues, findings: Findings
) -> tuple[tuple[IssueScores, ...], Weights | None]:
    """The points by issue, and the weights where the file has weights and values."""
    _check_form(shape, path, findings)
    weights = None if shape.weights is None else _weights(shape, path, issues, findings)
    factors = dict(weights or ())
    form, given = ("scores", shape.scores) if shape.scores is not None else ("values", shape.values)
    off = max(shape.within or Fraction(0), Fraction(0))
    entries = []
    for issue, data in (given or {}).items():
        figures = _points(issue, data, off, (*path, form, issue), issues, findings)
        if figures is not None:
            factor = factors.get(issue, Fraction(1))
            points = tuple(factor * middle for middle, _ in figures)
            within = tuple(factor * by for _, by in figures)
            entries.append(IssueScores(issue, points, within if any(within) else ()))
    return tuple(entries), weights


def read_number(data: Data, path: Path, findings: Findings) -> Fraction | None:
    """A number, or None where it is none, which is reported."""
    try:
        return number(data)
    except NotANumber as error:
        findings.add(str(error), path)
        return None


def _read_known(data: Data, off: Fraction, path: Path, findings: Findings) -> Known | None:
    """A number, which may be ``off``, or a range; None where it is neither, which is reported."""
    try:
        middle, within = number_or_range(data)
    except NotANumber as error:
        findings.add(str(error), path)
        return None
    return middle, off if within is None else within


def is_issue(id: str, path: Path, issues: Issues, findings: Findings) -> bool:
    """Whether there is such an issue; reported where there is not."""
    if id not in issues:
        findings.unknown(f"there is no issue '{shown(id)}'", id, issues, path)
    return id in issues


def between(corners: list[tuple[Fraction, Fraction]], values: list[Fraction]) -> tuple[Fraction, ...]:
    """The points at each value, on the straight lines between the corners, as exact fractions.

    ``corners``: pairs of a value and its points, from low to high, the first and last of ``values`` among them.

    >>> zero, one = Fraction(0), Fraction(1)
    >>> [str(points) for points in between([(zero, zero), (3 * one, one)], [zero, one, 2 * one, 3 * one])]
    ['0', '1/3', '2/3', '1']
    """
    points = []
    right = 0
    for value in values:
        while corners[right][0] < value:
            right += 1
        high, top = corners[right]
        low, bottom = corners[right - 1] if high > value else corners[right]
        points.append(top if high == value else bottom + (top - bottom) * (value - low) / (high - low))
    return tuple(points)


def _check_form(shape: PositionShape, path: Path, findings: Findings) -> None:
    """Scores stand alone; weights and values stand together."""
    if shape.scores is not None:
        for other in ("weights", "values"):
            if getattr(shape, other) is not None:
                findings.add("stands beside 'scores'; write scores, or weights with values", (*path, other))
    elif shape.values is None and shape.weights is not None:
        findings.add("needs 'values' beside it, with which the weights are multiplied", (*path, "weights"))
    elif shape.weights is None and shape.values is not None:
        findings.add("needs 'weights' beside it; or write 'scores' instead", (*path, "values"))
    if shape.within is not None and shape.within < 0:
        findings.add("is below 0; write by how much a number may be off, to either side", (*path, "within"))
    elif shape.within is not None and not (shape.scores or shape.values or shape.bonuses):
        findings.add("has no number to go with; it is about scores, values and bonuses", (*path, "within"))


def _weights(shape: PositionShape, path: Path, issues: Issues, findings: Findings) -> Weights:
    weights: dict[str, Fraction] = {}
    before = len(findings.flaws)
    given, values = shape.weights or {}, shape.values or {}
    for issue, data in given.items():
        here = (*path, "weights", issue)
        weight = read_number(data, here, findings)
        if not is_issue(issue, here, issues, findings):
            continue
        if weight is not None and weight < 0:
            findings.add("is below 0; a weight cannot be", here)
        elif weight is not None:
            weights[issue] = weight
        if shape.values is not None and issue not in values:
            findings.add("has a weight but no values; write both", here)
    for issue in values:
        if issue not in given and issue in issues:
            findings.add("has values but no weight; write both", (*path, "values", issue))
    if len(findings.flaws) == before and not sum(weights.values()):
        findings.add("some weight must be above 0", (*path, "weights"))
    return tuple(weights.items())


def _points(
    id: str, data: Data, off: Fraction, path: Path, issues: Issues, findings: Findings
) -> tuple[Known, ...] | None:
    """The points of each option of an issue, in the issue's order; plain numbers may be ``off``."""
    given = mapping(data, path, findings, "{option: points}")
    if not is_issue(id, path, issues, findings) or given is None:
        return None
    numbers = {key: _read_known(value, off, (*path, key), findings) for key, value in given.items()}
    indexed = issues[id]
    if indexed is None:
        return None
    findings.take(len(indexed.issue.options), path)
    if indexed.issue.is_range:
        return _line(indexed, numbers, path, findings)
    return _each(indexed, numbers, path, findings)


def _each(
    indexed: Indexed, numbers: dict[str, Known | None], path: Path, findings: Findings
) -> tuple[Known, ...] | None:
    """Points given option by option; every option needs some."""
    ids = indexed.by_id
    for key in numbers:
        if key not in ids:
            message = f"issue '{shown(indexed.issue.id)}' has no option '{shown(key)}'"
            findings.unknown(message, key, ids, (*path, key))
    if missing := [f"'{id}'" for id in ids if id not in numbers]:
        findings.add(f"has no points for {listed(missing)}; every option needs points, be it 0", path)
    points = [point for point in map(numbers.get, ids) if point is not None]
    return tuple(points) if len(points) == len(ids) else None


def _line(
    indexed: Indexed, numbers: dict[str, Known | None], path: Path, findings: Findings
) -> tuple[Known, ...] | None:
    """Points given at some values of a range, both ends among them; straight lines lie between."""
    before = len(findings.flaws)
    values = indexed.values
    ends = f"from {text_of(values[0])} to {text_of(values[-1])}"
    corners: dict[Fraction, Known | None] = {}
    last = values[0] - 1
    for key, known in numbers.items():
        at = read_number(key, (*path, key), findings)
        if at is None:
            continue
        if not values[0] <= at <= values[-1]:
            findings.add(f"lies outside the range, which goes {ends}", (*path, key))
        elif at <= last:
            findings.add("stands out of order; write the numbers from low to high, each once", (*path, key))
        else:
            corners[at] = known
            last = at
    if missing := [text_of(end) for end in dict.fromkeys((values[0], values[-1])) if end not in corners]:
        findings.add(f"has no points for {' and '.join(missing)}; both ends of the range need points", path)
    given = [(at, known) for at, known in corners.items() if known is not None]
    if len(findings.flaws) > before or len(given) < len(numbers):
        return None
    middles, offs = (between([(at, known[part]) for at, known in given], values) for part in (0, 1))
    return tuple(zip(middles, offs, strict=True))
