"""Talks into GENIUS XML: a domain file and one profile file for each signatory, whose scores are ours, scaled.

Without bonuses, every issue is written as a discrete one and every profile as an additive one: an option's points over
the issue's largest are its evaluation, the issue's largest over the total is its weight. GENIUS has no negative
evaluations; where an issue has negative points they are first raised until the least is 0. So a score of GENIUS is
``(score + what was raised) / best``, the walk-away likewise. ``best`` is the best total, where all weights are then
finite decimals, and else the next one, two or five times a power of ten above it: weights that add up to less than 1
keep every tie and every score that equals a walk-away.

With bonuses, every profile is nonlinear: each option's points and each bonus are a `hyperRectangle`. Those run over
whole numbers, so an issue that is not a range of consecutive ones is numbered from 0 in the order of its options and
its names are lost. Negative points are made up for by a rectangle that always pays; points that are no finite decimals
are multiplied by their common denominator.

Read next: ``sheet_form.py``, the other format with no ids.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from ..errors import BadQuestion
from ..talks import AllOf, Choice, Condition, Issue, Not, Position, Talks
from .figures import as_decimal
from .xml_text import element_text, writable

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def dump(talks: Talks) -> dict[str, str]:
    """GENIUS files for these talks, as texts by file name: ``domain.xml``, then ``1-PARTY.xml`` for each signatory.

    Read again they give the same parties in the same order (ids are made anew), and scores that are these plus one
    constant a party, times one positive number a party. Raises `BadQuestion` naming everything GENIUS cannot hold.
    """
    if lacking := list(_beyond(talks)):
        raise BadQuestion("GENIUS files cannot hold " + "; ".join(lacking))
    bonuses = any(talks.position(party).bonuses for party in talks.signatories)
    files = {"domain.xml": _domain(talks, numbered=bonuses)}
    for number, party in enumerate(talks.signatories, 1):
        write = _nonlinear if bonuses else _additive
        files[f"{number}-{party}.xml"] = write(talks, talks.position(party))
    return files


def leaves_out(talks: Talks) -> tuple[str, ...]:
    """What `dump` leaves out without changing any score or acceptance, in words."""
    found = {
        "the roles and names of parties": any(p.role != "party" or p.name != p.id for p in talks.parties),
        "the wording of options": any(option.text for issue in talks.issues for option in issue.options),
        "units and which issues are divisible": any(issue.unit or issue.divisible for issue in talks.issues),
        "releases": any(position.releases for position in talks.positions),
        "answers": any(position.answers for position in talks.positions),
        "statements": bool(talks.statements),
        "ranges of numbers (their middles are written)": any(p.has_ranges for p in talks.positions),
        "names of options, which become numbers": any(p.bonuses for p in talks.positions)
        and not all(map(_is_whole, talks.issues)),
    }
    return tuple(what for what, applies in found.items() if applies)


def _beyond(talks: Talks) -> Iterator[str]:
    """What GENIUS has no place for."""
    if talks.links:
        yield "links between issues"
    if not talks.needs_all:
        yield "an agreement rule that does not need every signatory"
    if len(talks.signatories) < 2:
        yield "talks with fewer than two signatories"
    for party in talks.signatories:
        position = talks.position(party)
        if position.red_lines:
            yield f"red lines (of '{party}')"
        if not position.has_scores:
            yield f"a party without scores ('{party}')"
        if any(_rectangle(talks, bonus.when) is None for bonus in position.bonuses):
            yield f"bonuses that are not for a run of neighbouring options in each of some issues (of '{party}')"
        if any(c in party for c in '/\\:*?"<>|') or not writable(party):
            yield f"a party whose id cannot name a file ('{party}')"
    texts = [talks.title, *(issue.name for issue in talks.issues)]
    texts += [option.label for issue in talks.issues for option in issue.options]
    if not all(map(writable, texts)):
        yield "control characters in titles, names or labels"


# Issues.


def _domain(talks: Talks, *, numbered: bool) -> str:
    issues = [_issue(index, issue, numbered=numbered) for index, issue in enumerate(talks.issues, 1)]
    space = element_text("utility_space", {"number_of_issues": str(len(issues))}, _root(talks, issues, 2), depth=1)
    return _HEAD + element_text("negotiation_template", {}, space) + "\n"


def _root(talks: Talks, children: Iterable[str], depth: int) -> str:
    attributes = {"index": "0", "name": talks.title, "description": "", "type": "objective", "etype": "objective"}
    return element_text("objective", attributes, *children, depth=depth)


def _issue(
    index: int, issue: Issue, *, numbered: bool, evaluations: Iterable[str] | None = None, depth: int = 3
) -> str:
    """An issue element; with evaluations, that of a profile."""
    form = "integer" if numbered else "discrete"
    attributes = {"index": str(index), "name": issue.name, "type": form, "etype": form, "vtype": form}
    if numbered:
        low = int(issue.options[0].value or 0) if _is_whole(issue) else 0
        return element_text(
            "issue", attributes | {"lowerbound": str(low), "upperbound": str(low + len(issue.options) - 1)}, depth=depth
        )
    texts = _item_texts(issue)
    extra = [{"description": text} for text in texts]
    if evaluations is not None:
        extra = [{"evaluation": evaluation} for evaluation in evaluations]
    items = [
        element_text("item", {"index": str(place), "value": text, **more}, depth=depth + 1)
        for place, (text, more) in enumerate(zip(texts, extra, strict=True), 1)
    ]
    return element_text("issue", attributes, *items, depth=depth)


def _item_texts(issue: Issue) -> tuple[str, ...]:
    """What GENIUS calls each option: its label; its id where labels are blank or not each its own."""
    labels = [option.label.strip() for option in issue.options]
    repeats = any(times > 1 for times in Counter(labels).values())
    return issue.option_ids if repeats or not all(labels) else tuple(labels)


def _is_whole(issue: Issue) -> bool:
    """Whether the options are consecutive whole numbers, which GENIUS holds as they are."""
    values = [option.value for option in issue.options]
    first = values[0]
    return first is not None and first.denominator == 1 and values == [first + step for step in range(len(values))]


# Additive profiles.


def _additive(talks: Talks, position: Position) -> str:
    points = [position.points(issue.id) or (Fraction(0),) * len(issue.options) for issue in talks.issues]
    walk_away = position.walk_away or Fraction(0)
    # Whole numbers from here on: the common denominator of all points and of the walk-away is part of the scale.
    whole = math.lcm(*(p.denominator for row in points for p in row), walk_away.denominator)
    rows = [[int(p * whole) for p in row] for row in points]
    lifts = [-min(0, *row) for row in rows]
    raised = [[point + lift for point in row] for row, lift in zip(rows, lifts, strict=True)]
    reserved = 0 if position.walk_away is None else max(0, int(walk_away * whole) + sum(lifts))
    total = _fitting(sum(map(max, raised)), math.gcd(*map(max, raised), reserved))
    issues = [
        _issue(index, issue, numbered=False, evaluations=map(str, row), depth=2)
        for index, (issue, row) in enumerate(zip(talks.issues, raised, strict=True), 1)
    ]
    weights = [
        element_text("weight", {"index": str(index), "value": _decimal(max(row) / total)}, depth=2)
        for index, row in enumerate(raised, 1)
    ]
    return _profile(talks, {}, [*issues, *weights], reserved / total)


def _fitting(total: int, common: int) -> Fraction:
    """The least number from ``total`` up by which every multiple of ``common`` gives a finite decimal.

    It is the total itself, where that does; else ``common`` times a power of ten, or two or five of them.
    """
    if total == 0:
        return Fraction(1)
    if as_decimal(Fraction(common, total)) is not None:
        return Fraction(total)
    power = 10 ** (len(str(total // common)) - 1)
    return Fraction(common * next(n * power for n in (1, 2, 5, 10) if n * power * common >= total))


# Nonlinear profiles.


def _nonlinear(talks: Talks, position: Position) -> str:
    rectangles = list(_paying(talks, position))
    lift = -sum((points for points, _, _ in rectangles if points < 0), Fraction(0))
    if lift:
        rectangles.append((lift, "INCLUDES", []))
    walk_away = Fraction(0) if position.walk_away is None else max(Fraction(0), position.walk_away + lift)
    whole = Fraction(1)
    if any(as_decimal(number) is None for number in (walk_away, *(points for points, _, _ in rectangles))):
        whole = Fraction(math.lcm(walk_away.denominator, *(points.denominator for points, _, _ in rectangles)))
    most = max(sum((points for points, _, _ in rectangles if points > 0), Fraction(0)) * whole, Fraction(1))
    # The walk-away is written as a share of the most, so that share must be a finite decimal too.
    if as_decimal(walk_away * whole / most) is None:
        most = Fraction(10 ** len(str(math.ceil(most))))
    shapes = [
        element_text(
            "hyperRectangle",
            {"utility": _decimal(points * whole)},
            *(
                element_text(tag, {"index": str(index), "min": str(low), "max": str(high)}, depth=5)
                for index, low, high in bounds
            ),
            depth=4,
        )
        for points, tag, bounds in rectangles
    ]
    ufun = element_text("ufun", {"type": "PlainUfun", "weight": "1", "aggregation": "sum"}, *shapes, depth=3)
    issues = [_issue(index, issue, numbered=True, depth=2) for index, issue in enumerate(talks.issues, 1)]
    top = element_text("utility", {"maxutility": _decimal(most)}, ufun, depth=2)
    return _profile(talks, {"type": "nonlinear"}, [*issues, top], walk_away * whole / most)


def _paying(talks: Talks, position: Position) -> Iterator[tuple[Fraction, str, list[tuple[int, int, int]]]]:
    """What each rectangle pays, whether it pays inside or outside, and its bounds: index, lowest, highest."""
    for index, issue in enumerate(talks.issues, 1):
        for place, points in enumerate(position.points(issue.id) or ()):
            if points:
                number = place + _first(issue)
                yield points, "INCLUDES", [(index, number, number)]
    for bonus in position.bonuses:
        found = _rectangle(talks, bonus.when)
        if found is not None:
            yield bonus.points, *found


def _first(issue: Issue) -> int:
    return int(issue.options[0].value or 0) if _is_whole(issue) else 0


def _rectangle(talks: Talks, when: Condition) -> tuple[str, list[tuple[int, int, int]]] | None:
    """A condition as a rectangle: a run of neighbouring options in each of some issues, or all but such a rectangle."""
    if isinstance(when, Not):
        inner = _rectangle(talks, when.part)
        return None if inner is None or inner[0] == "EXCLUDES" or not inner[1] else ("EXCLUDES", inner[1])
    leaves = list(_leaves(when))
    bounds = []
    for leaf in leaves:
        if leaf is None or not leaf.options:
            return None
        issue = talks.issue(leaf.issue)
        places = sorted(issue.option_ids.index(option) for option in set(leaf.options))
        if places != list(range(places[0], places[-1] + 1)):
            return None
        number = talks.issues.index(issue) + 1
        bounds.append((number, places[0] + _first(issue), places[-1] + _first(issue)))
    return "INCLUDES", bounds


def _leaves(when: Condition) -> Iterator[Choice | None]:
    """The choices that must all hold; None for any part that is not one."""
    match when:
        case Choice():
            yield when
        case AllOf(parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            yield None


def _profile(talks: Talks, attributes: dict[str, str], children: Iterable[str], reserved: Fraction) -> str:
    parts = [_root(talks, children, 1)]
    parts.append(element_text("discount_factor", {"value": "1.0"}, depth=1))
    parts.append(element_text("reservation", {"value": _decimal(reserved)}, depth=1))
    return _HEAD + element_text("utility_space", attributes, *parts) + "\n"


def _decimal(number: Fraction) -> str:
    text = as_decimal(number)
    assert text is not None, "scales are chosen so that every number written has an end"
    return text
