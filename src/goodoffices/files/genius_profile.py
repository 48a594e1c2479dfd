"""What a GENIUS profile file says one party wants, with GENIUS's own arithmetic but in exact fractions.

- additive, an issue with items: weight times evaluation over the issue's largest evaluation;
- additive, an issue of whole numbers: weight times offset + slope times the distance from the lower bound, that kept
  between 0 and 1;
- ``type="nonlinear"``: the points of every `hyperRectangle` that holds. Here the raw points are kept; GENIUS divides
  their sum by ``maxutility``, so a reservation value is multiplied by it.

Only an issue's own weight counts, not those of the objectives around it. GENIUS stops scores at 1; here they may pass
it where weights add up to more, and a note says so.

Read next: ``genius_write.py``, the way out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Literal, TypeAlias

from ..talks import AllOf, Bonus, Choice, Condition, Issue, IssueScores, Not, Position
from .genius_domain import Domain, DomainIssue, Remarks, bounds_of
from .xml_text import Element

WalkAways: TypeAlias = Literal["file"] | Fraction | None
"""Where walk-aways come from: the file's reservation values, one number on GENIUS's scale for every party, or none."""

_MOST_IN_BOUNDS = 1_000_000


def read_position(root: Element, party: str, domain: Domain, walk_aways: WalkAways, remarks: Remarks) -> Position:
    """What a profile file says one party wants; flaws and notes go to ``remarks``, and a flawed file gives less."""
    rectangles = [element for element in root.walk() if element.name == "ufun"]
    form = (root.get("type") or "additive").casefold()
    if form not in {"additive", "linear", "nonlinear"}:
        remarks.wrong(root, "", f"profiles of type '{form}' are not read; additive and nonlinear ones are")
        return Position(party)
    if form == "nonlinear" or rectangles:
        scale, bonuses = _rectangles(root, domain, walk_aways, remarks)
        # without a rectangle every package is worth 0, which is known, not missing
        issues = () if bonuses else [known.issue for known in domain.issues]
        scores = tuple(IssueScores(issue.id, (Fraction(0),) * len(issue.options)) for issue in issues)
        return Position(party, scores, bonuses, walk_away=_walk_away(root, scale, walk_aways, remarks))
    scores, weights = _additive(root, domain, remarks)
    return Position(party, scores=scores, walk_away=_walk_away(root, Fraction(1), walk_aways, remarks), weights=weights)


# Additive profiles.


def _additive(
    root: Element, domain: Domain, remarks: Remarks
) -> tuple[tuple[IssueScores, ...], tuple[tuple[str, Fraction], ...] | None]:
    """The points of every issue, and the weights they were made with (None unless all are positive)."""
    scores, weights = [], []
    pairs = _pairs(root, domain, remarks)
    for known in domain.issues:
        path = f"issue '{known.issue.name}'"
        if known.issue.id not in pairs:
            remarks.wrong(root, path, "the profile says nothing about this issue of the domain")
            continue
        element, weigher = pairs[known.issue.id]
        weight = None
        if weigher is None:
            remarks.wrong(element, path, "there is no <weight> with the index of this issue")
        else:
            weight = remarks.number(weigher, "value", path)
        values = _items(element, known, path, remarks) if known.items else _line(element, known, path, remarks)
        if weight is None or values is None:
            continue
        scores.append(IssueScores(known.issue.id, tuple(weight * value for value in values)))
        weights.append((known.issue.id, weight))
    total = sum((weight for _, weight in weights), Fraction(0))
    if abs(total - 1) > Fraction(1, 1_000_000) and not remarks.flaws:
        remarks.note(root, "", "the weights do not add up to 1; scores are as the weights give them, even above 1")
    return tuple(scores), tuple(weights) if all(weight > 0 for _, weight in weights) else None


def _pairs(root: Element, domain: Domain, remarks: Remarks) -> dict[str, tuple[Element, Element | None]]:
    """For each issue id, the profile's element for it and its weight: by name, else by index."""
    found: list[tuple[Element, Element | None]] = []
    for parent in root.walk():
        weights = {weight.get("index"): weight for weight in parent.named("weight")}
        found += [(issue, weights.get(issue.get("index"))) for issue in parent.named("issue")]
    by_both = {(issue.get("index"), issue.get("name")): (issue, weight) for issue, weight in found}
    times = Counter(issue.get("name") for issue, _ in found)
    by_name = {issue.get("name"): (issue, weight) for issue, weight in found if times[issue.get("name")] == 1}
    by_index = {issue.get("index"): (issue, weight) for issue, weight in found}
    pairs = {}
    for known in domain.issues:
        name = known.issue.name
        pair = by_both.get((known.index, name)) or by_name.get(name)
        if pair is None and (pair := by_index.get(known.index)) is not None:
            remarks.note(pair[0], f"issue '{name}'", "named otherwise in the profile; matched by its index")
        if pair is not None:
            pairs[known.issue.id] = pair
    return pairs


def _items(element: Element, known: DomainIssue, path: str, remarks: Remarks) -> list[Fraction] | None:
    """The evaluation of each option over the largest; None where one is missing or is not a number."""
    evaluations = []
    for option, item in zip(known.issue.options, _matched(element, known, path, remarks), strict=True):
        if item is None:
            remarks.wrong(element, path, f"there is no <item> for the domain's '{option.label}'")
            continue
        evaluation = remarks.number(item, "evaluation", f"{path}, '{option.label}'")
        if evaluation is not None:
            evaluations.append(evaluation)
    if len(evaluations) < len(known.items):
        return None
    largest = max(evaluations)
    if largest < Fraction(1, 100_000):  # GENIUS's own floor: such an issue counts for nothing
        return [Fraction(0)] * len(evaluations)
    return [evaluation / largest for evaluation in evaluations]


def _matched(element: Element, known: DomainIssue, path: str, remarks: Remarks) -> Iterator[Element | None]:
    """The profile's item for each option: the one with the same text, else the unclaimed one with the same index."""
    items = element.named("item")
    texts = _counted([item.get("value") or "" for item in items])
    by_text = dict(zip(texts, items, strict=True))
    wanted = _counted([option.label for option in known.issue.options])
    free = {item.get("index"): item for text, item in by_text.items() if text not in wanted}
    for text, index in zip(wanted, known.items, strict=True):
        item = by_text.get(text)
        if item is None and (item := free.pop(index, None)) is not None:
            remarks.note(item, path, f"'{text[0]}' reads otherwise in the profile; matched by its index")
        yield item


def _counted(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Each text with how often it came before, so that repeats are told apart by their order."""
    times = Counter[str]()
    counted = []
    for text in texts:
        counted.append((text, times[text]))
        times[text] += 1
    return counted


def _line(element: Element, known: DomainIssue, path: str, remarks: Remarks) -> list[Fraction] | None:
    """The evaluation of each whole number on a line, kept between 0 and 1."""
    evaluator = next(iter(element.named("evaluator")), None)
    if evaluator is None:
        remarks.wrong(element, path, 'there is no <evaluator ftype="linear" offset="..." slope="..."/>')
        return None
    form = (evaluator.get("ftype") or "linear").casefold()
    if form != "linear":
        remarks.wrong(evaluator, path, f"evaluators of type '{form}' are not read; linear ones are")
        return None
    offset, slope = remarks.number(evaluator, "offset", path), remarks.number(evaluator, "slope", path)
    first = known.issue.options[0].value or Fraction(0)
    low = remarks.number(bounds_of(element), "lowerbound", path, default=first)
    if offset is None or slope is None or low is None:
        return None
    line = [offset + slope * ((option.value or Fraction(0)) - low) for option in known.issue.options]
    if any(not 0 <= value <= 1 for value in line):
        remarks.note(evaluator, path, "the line leaves 0 to 1; as in GENIUS, values beyond are counted as 0 or 1")
    return [min(max(value, Fraction(0)), Fraction(1)) for value in line]


# Nonlinear profiles.


def _rectangles(
    root: Element, domain: Domain, walk_aways: WalkAways, remarks: Remarks
) -> tuple[Fraction | None, tuple[Bonus, ...]]:
    """What GENIUS divides the points by (None where the file does not say) and the points of each rectangle."""
    tops = [element for element in root.walk() if element.name == "utility"]
    if not tops or not tops[0].named("ufun"):
        remarks.wrong(root, "", "a nonlinear profile needs <utility maxutility=...> with a <ufun> in it")
        return None, ()
    largest = remarks.number(tops[0], "maxutility", "", default=Fraction(0)) or Fraction(0)
    issues = {known.index: known.issue for known in domain.issues}
    bonuses = [bonus for ufun in tops[0].named("ufun") for bonus in _sum(ufun, Fraction(1), issues, remarks)]
    return largest if largest > 0 else None, tuple(bonuses)


def _sum(ufun: Element, factor: Fraction, issues: Mapping[str, Issue], remarks: Remarks) -> Iterator[Bonus]:
    """The rectangles of a function that adds them up, and of the functions in it, times their weights."""
    how = (ufun.get("aggregation") or "sum").casefold()
    if how != "sum":
        remarks.wrong(ufun, "", f"functions that aggregate by '{how}' are not read; those that add up (sum) are")
        return
    factor *= remarks.number(ufun, "weight", "", default=Fraction(1)) or Fraction(0)
    for rectangle in ufun.named("hyperRectangle"):
        points = remarks.number(rectangle, "utility", "") or Fraction(0)
        weight = remarks.number(rectangle, "weight", "", default=Fraction(1)) or Fraction(0)
        when = _occasion(rectangle, issues, remarks)
        if when is not None and points * weight * factor:
            yield Bonus(when, points * weight * factor)
    for inner in ufun.named("ufun"):
        yield from _sum(inner, factor, issues, remarks)


def _occasion(rectangle: Element, issues: Mapping[str, Issue], remarks: Remarks) -> Condition | None:
    """When a rectangle pays; None where it never does or its bounds are flawed."""
    within, outside = rectangle.named("INCLUDES"), rectangle.named("EXCLUDES")
    if within and outside:
        remarks.wrong(rectangle, "", "INCLUDES and EXCLUDES in one hyperRectangle are not read; write two rectangles")
        return None
    runs = [_run(bound, issues, remarks) for bound in within or outside]
    inside = [run for run in runs if run is not None]
    if len(inside) < len(runs):
        return None
    if not all(run.options for run in inside):
        remarks.note(rectangle, "", "the bounds leave no value of an issue; nothing lies in this rectangle")
        return AllOf(()) if outside else None
    sizes = [len(issues[bound.get("index") or ""].options) for bound in within or outside]
    parts = tuple(run for run, size in zip(inside, sizes, strict=True) if len(run.options) < size)
    condition: Condition = parts[0] if len(parts) == 1 else AllOf(parts)
    return Not(condition) if outside else condition


def _run(bound: Element, issues: Mapping[str, Issue], remarks: Remarks) -> Choice | None:
    """The values of one issue between two bounds, both included."""
    issue = issues.get(bound.get("index") or "")
    if issue is None:
        remarks.wrong(bound, "", f"<{bound.name}> has no index of an issue in the domain")
        return None
    path = f"issue '{issue.name}'"
    low, high = remarks.number(bound, "min", path), remarks.number(bound, "max", path)
    if not issue.is_range:
        remarks.wrong(bound, path, "a rectangle over an issue that is not of type integer is not read")
        return None
    if low is None or high is None:
        return None
    first = issue.options[0].value or Fraction(0)
    inside = issue.option_ids[max(0, ceil(low - first)) : max(0, floor(high - first) + 1)]
    remarks.in_bounds += len(inside)
    if remarks.in_bounds > _MOST_IN_BOUNDS >= remarks.in_bounds - len(inside):
        remarks.wrong(bound, path, f"up to here rectangles name more than {_MOST_IN_BOUNDS:,} values; too many")
    return Choice(issue.id, inside) if remarks.in_bounds <= _MOST_IN_BOUNDS else None


def _walk_away(root: Element, scale: Fraction | None, walk_aways: WalkAways, remarks: Remarks) -> Fraction | None:
    """The walk-away on the scale of the scores; a profile without a reservation value has 0, as in GENIUS."""
    for element in root.walk():
        if element.name == "discount_factor" and remarks.number(element, "value", "", default=Fraction(1)) != 1:
            remarks.note(element, "", "the discount factor is left aside: scores do not fall with time here")
    reserved = Fraction(0) if walk_aways == "file" else walk_aways
    holder = next((element for element in root.walk() if element.name == "reservation"), root)
    if walk_aways == "file" and holder is not root:
        reserved = remarks.number(holder, "value", "")
    if not reserved:
        return reserved
    if scale is None:
        remarks.wrong(holder, "", "a reservation value needs a maxutility above 0, of which it is a share")
        return None
    return reserved * scale
