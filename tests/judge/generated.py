"""Small talks, made up from a seed: the same seed gives the same talks, always.

The talks mix everything a talks file can say: links, red lines over several issues with every node of the grammar,
bonuses, ranges, agreement rules, parties of whom little or nothing is recorded, ties, numbers of sixteen digits, zones
that are empty, zones of one package. ``features.py`` names what is special about
one case; ``test_generated.py`` asserts that each feature occurs often enough over `CASES` seeds. `CROWDS` come after
these: talks of more parties.

A case is drawn around a *target*, a package that meets the links: by its `Plan` the positions are made to allow the
target (``feasible``), to allow hardly anything else (``single``), to exclude one another (``empty``), or neither
(``free``).

Read next: ``asked.py``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from tests.judge import brute

from goodoffices.talks import (
    STATUSES,
    Agreement,
    AllOf,
    AnyOf,
    AtLeast,
    Bonus,
    Choice,
    Condition,
    IfThen,
    Issue,
    IssueScores,
    Link,
    Not,
    Option,
    Party,
    Position,
    RedLine,
    Talks,
)

CASES = 420
CROWDS = range(CASES, CASES + 60)
"""The seeds of cases among five to seven parties; where the first seeds end, so that those stay what they are."""

LETTERS = ("a", "b", "c", "d")
NAMES = ("arda", "belen", "corvo", "dalin", "eskil", "farah", "gyula")
TINY = Fraction(1, 10**33)
Draw = random.Random


@dataclass(frozen=True)
class Plan:
    """What is decided first about a case: the kind of zone, the kind of numbers, the most packages."""

    zone: str
    numbers: str
    most: int


def talks_case(seed: int) -> Talks:
    """The talks of one seed."""
    draw = Draw(seed)
    plan = Plan(
        zone=draw.choices(("feasible", "single", "empty", "free"), (44, 8, 26, 22))[0],
        numbers=draw.choices(("few", "points", "fractions", "weights", "wide", "large"), (20, 25, 15, 15, 15, 10))[0],
        most=draw.choice((6, 30, 80, 160, 160, 300, 300, 600)),
    )
    issues = _issues(draw, plan)
    parties = _parties(draw, (5, 6, 7) if seed in CROWDS else (2, 2, 3, 3, 3, 4, 4))
    bare = Talks(f"Case {seed}", parties, issues)
    links, target = _links(draw, bare)
    agreement = _agreement(draw, parties)
    who = Talks("", parties, issues, agreement=agreement).signatories
    positions = [p for party in who if (p := _position(draw, plan, bare, party, target)) is not None]
    others = [party.id for party in parties if party.id not in who]
    positions += [_outsider(draw, plan, bare, party) for party in others if draw.random() < 0.4]
    if plan.zone == "single" and positions:
        here = AllOf(tuple(Choice(issue, (option,)) for issue, option in target.items()))
        positions[0] = _with_line(positions[0], RedLine("only", here))
    if plan.zone == "empty" and len(positions) > 1 and draw.random() < 0.5:
        positions[:2] = _opposed(draw, issues, *positions[:2])
    if draw.random() < 0.3:
        draw.shuffle(positions)
    return Talks(f"Case {seed}", parties, issues, links, tuple(positions), agreement)


# --- what is on the table --------------------------------------------------------------------------------------------


def _issues(draw: Draw, plan: Plan) -> tuple[Issue, ...]:
    while True:
        sizes = [draw.choice((1, 2, 2, 3, 3, 4, 4)) for _ in range(draw.randint(2, 5))]
        if plan.most // 4 < prod(sizes) <= plan.most:
            return tuple(_issue(draw, f"i{number}", size) for number, size in enumerate(sizes, 1))


def _issue(draw: Draw, id: str, size: int) -> Issue:
    divisible = draw.random() < 0.3
    if size > 1 and draw.random() < 0.25:
        start, step = Fraction(draw.choice((-10, 0, 5))), draw.choice((Fraction(1, 2), Fraction(1), Fraction(50)))
        values = [start + number * step for number in range(size)]
        ids = [str(v) if v.denominator == 1 else f"{float(v):.1f}" for v in values]
        return Issue(id, id, tuple(Option(o, o, value=v) for o, v in zip(ids, values, strict=True)), "tons", divisible)
    return Issue(id, id, tuple(Option(letter, letter) for letter in LETTERS[:size]), None, divisible)


def _parties(draw: Draw, many: Sequence[int]) -> tuple[Party, ...]:
    sides = [Party(name, name.title()) for name in NAMES[: draw.choice(many)]]
    others = [Party("mira", "Mira", "mediator")]
    if draw.random() < 0.3:
        others.append(Party("garan", "Garan", "guarantor"))
    for other in others:
        sides.insert(draw.randint(0, len(sides)), other)
    return tuple(sides)


def _links(draw: Draw, bare: Talks) -> tuple[tuple[Link, ...], brute.Package]:
    """Links that leave some package, and one of the packages left."""
    left, links = list(brute.packages(bare)), []
    for _ in range(draw.choice((0, 0, 0, 1, 1, 1, 2, 3))):
        condition = condition_over(draw, bare.issues, draw.choice((1, 2, 2)))
        meeting = [package for package in left if brute.meets(condition, package)]
        if meeting:
            left = meeting
            links.append(Link(condition))
    return tuple(links), draw.choice(left)


def _agreement(draw: Draw, parties: Sequence[Party]) -> Agreement:
    """All of them mostly; else some number, some of them necessary, now and then other signatories than the sides."""
    signatories = None
    who = [party.id for party in parties if party.role == "party"]
    if draw.random() < 0.1:
        who = [party.id for party in parties if party.role in ("party", "guarantor")][-3:]
        signatories = tuple(reversed(who))
    if len(who) < 2 or draw.random() < 0.5:
        return Agreement(signatories=signatories)
    needs = draw.randint(2 if len(who) > 2 else 1, len(who))
    including = tuple(draw.sample(who, draw.randint(0, min(needs, 2)))) if draw.random() < 0.5 else ()
    return Agreement(needs, including, signatories)


# --- what the parties want -------------------------------------------------------------------------------------------


def _position(draw: Draw, plan: Plan, bare: Talks, party: str, target: brute.Package) -> Position | None:
    kind = draw.choices(("full", "no walk-away", "red lines", "empty", "none", "floor"), (74, 10, 7, 3, 4, 2))[0]
    if kind == "none":
        return None
    if kind == "empty":
        return Position(party)
    lines = _red_lines(draw, plan, bare, target, at_least=1 if kind == "red lines" else 0)
    if kind == "red lines":
        return Position(party, red_lines=lines)
    if kind == "floor":
        return Position(party, red_lines=lines, walk_away=Fraction(draw.choice((-1, 0, 0, 1))))
    position = Position(party, _scores(draw, plan, bare), _bonuses(draw, plan, bare), lines)
    return position if kind == "no walk-away" else _with_walk_away(draw, plan, bare, position, target)


def _outsider(draw: Draw, plan: Plan, bare: Talks, party: str) -> Position:
    """A position of somebody whose yes does not count: no answer may depend on it."""
    never = RedLine("outside", AnyOf(()), "stated")
    return Position(party, _scores(draw, plan, bare), (), (never,), Fraction(10**9))


def _points(draw: Draw, plan: Plan) -> Fraction:
    if plan.numbers == "few":
        return Fraction(draw.randint(0, 2))
    if plan.numbers == "fractions":
        return Fraction(draw.randint(-20, 60), draw.choice((1, 2, 3, 7, 10, 13)))
    if plan.numbers == "weights":
        return Fraction(draw.randint(1, 99), 100) * draw.choice((0, 15, 40, 60, 85, 100))
    if plan.numbers == "wide":
        return Fraction(draw.randrange(10**15, 10**16), 10**16) * Fraction(draw.randrange(10**15, 10**16), 10**16)
    if plan.numbers == "large":
        return Fraction(draw.randint(-(10**9), 10**10))
    return Fraction(draw.randint(-4, 12))


def _scores(draw: Draw, plan: Plan, bare: Talks) -> tuple[IssueScores, ...]:
    chosen = [issue for issue in bare.issues if draw.random() < 0.9] or [bare.issues[0]]
    if draw.random() < 0.2:
        chosen.reverse()
    return tuple(IssueScores(issue.id, _issue_points(draw, plan, issue)) for issue in chosen)


def _issue_points(draw: Draw, plan: Plan, issue: Issue) -> tuple[Fraction, ...]:
    """Points of their own for options; straight lines between both ends, and sometimes a middle, for ranges."""
    if not issue.is_range:
        return tuple(_points(draw, plan) for _ in issue.options)
    last = len(issue.options) - 1
    knots = {0: _points(draw, plan), last: _points(draw, plan)}
    if last > 1 and draw.random() < 0.4:
        knots[draw.randint(1, last - 1)] = _points(draw, plan)
    return tuple(_on_the_line(knots, number) for number in range(last + 1))


def _on_the_line(knots: dict[int, Fraction], number: int) -> Fraction:
    low, high = max(k for k in knots if k <= number), min(k for k in knots if k >= number)
    if low == high:
        return knots[low]
    return knots[low] + (knots[high] - knots[low]) * Fraction(number - low, high - low)


def _bonuses(draw: Draw, plan: Plan, bare: Talks) -> tuple[Bonus, ...]:
    return tuple(
        Bonus(condition_over(draw, bare.issues, draw.choice((1, 2, 3))), _points(draw, plan) * draw.choice((1, 1, -1)))
        for _ in range(draw.choice((0, 0, 1, 1, 2)))
    )


def _red_lines(draw: Draw, plan: Plan, bare: Talks, target: brute.Package, at_least: int) -> tuple[RedLine, ...]:
    lines: list[RedLine] = []
    usual = (0, 0, 0, 0, 1) if plan.zone == "empty" else (0, 0, 1, 1, 2)
    for number in range(draw.choice(usual) or at_least):
        condition = condition_over(draw, bare.issues, draw.choice((1, 1, 2, 2, 3)))
        if plan.zone != "free" and not brute.meets(condition, target):
            condition = Not(condition)
        lines.append(RedLine(f"line-{number}", condition, draw.choice(STATUSES)))
    return tuple(lines)


def _with_walk_away(draw: Draw, plan: Plan, bare: Talks, position: Position, target: brute.Package) -> Position:
    """A walk-away at, just above or well below a score that can be reached, or beyond all of them."""
    score = brute.scorer(bare, position)
    here, every = score(target), sorted(score(package) for package in brute.packages(bare))
    if plan.zone == "free":
        floor = every[draw.randint(len(every) // 4, len(every) - 1)]
        floor += draw.choices((Fraction(0), TINY, -TINY, Fraction(1, 3)), (60, 15, 15, 10))[0]
    elif plan.zone == "empty":
        floor = every[-1 - len(every) // 12] + draw.choices((Fraction(0), TINY, Fraction(5)), (70, 15, 15))[0]
    else:
        lower = [score for score in every if score <= here]
        floor = draw.choice((here, here - TINY, lower[len(lower) // 2], lower[len(lower) // 4], lower[0] - 3))
    return Position(position.party, position.scores, position.bonuses, position.red_lines, floor)


def _with_line(position: Position, line: RedLine) -> Position:
    lines = (*position.red_lines[:1], line)
    return Position(position.party, position.scores, position.bonuses, lines, position.walk_away)


def _opposed(draw: Draw, issues: Sequence[Issue], one: Position, two: Position) -> list[Position]:
    """Two positions of which neither can be met with the other."""
    issue = draw.choice([issue for issue in issues if len(issue.options) > 1])
    condition = Choice(issue.id, issue.option_ids[: draw.randint(1, len(issue.options) - 1)])
    status = draw.choice(STATUSES)
    lines = RedLine("ours", condition, status), RedLine("theirs", Not(condition), status)
    return [_with_line(position, line) for position, line in zip((one, two), lines, strict=True)]


# --- conditions ------------------------------------------------------------------------------------------------------


def condition_over(draw: Draw, issues: Sequence[Issue], width: int) -> Condition:
    """A condition that speaks of up to ``width`` issues, of any shape."""
    chosen = draw.sample(list(issues), min(width, len(issues)))
    leaves: list[Condition] = [_leaf(draw, issue) for issue in chosen]
    if len(leaves) == 1:
        return draw.choices((leaves[0], Not(leaves[0]), _odd(draw)), (75, 20, 5))[0]
    return _join(draw, leaves)


def _leaf(draw: Draw, issue: Issue) -> Choice:
    count = draw.randint(1, max(1, len(issue.options) - 1))
    picked = set(draw.sample(issue.option_ids, count))
    return Choice(issue.id, tuple(option for option in issue.option_ids if option in picked))


def _odd(draw: Draw) -> Condition:
    """Conditions at the edge of the grammar, which a careless reader gets wrong: about nothing, or about no option."""
    return draw.choice((AllOf(()), Not(AnyOf(())), AtLeast(0, ()), Not(Choice("i1", ())), AnyOf((AllOf(()),))))


def _join(draw: Draw, leaves: list[Condition]) -> Condition:
    parts = tuple(Not(leaf) if draw.random() < 0.2 else leaf for leaf in leaves)
    shapes: list[Callable[[], Condition]] = [
        lambda: AllOf(parts),
        lambda: AnyOf(parts),
        lambda: IfThen(parts[0], parts[1] if len(parts) == 2 else AnyOf(parts[1:])),
        lambda: AtLeast(draw.randint(1, len(parts)), parts),
        lambda: Not(AllOf(parts)),
        lambda: AnyOf((parts[0], Not(AllOf(parts[1:])))),
        lambda: AtLeast(2, (*parts, parts[0])),
        lambda: IfThen(Not(IfThen(parts[0], parts[1])), parts[-1]),
    ]
    return draw.choice(shapes)()


def additive_case(seed: int) -> Talks:
    """Two sides that score every issue, without links, red lines, bonuses or walk-aways: the ground of Adjusted Winner.

    No side is indifferent between two options of one issue, so that everybody's best option is one.
    """
    draw = Draw(seed)
    plan = Plan("free", draw.choice(("points", "fractions", "wide")), 200)
    issues = _issues(draw, plan)
    parties = tuple(Party(name, name.title()) for name in NAMES[:2])
    positions = []
    for party in parties:
        scores = []
        for issue in issues:
            points: set[Fraction] = set()
            while len(points) < len(issue.options):
                points.add(_points(draw, plan))
            scores.append(IssueScores(issue.id, tuple(draw.sample(sorted(points), len(points)))))
        positions.append(Position(party.id, tuple(scores)))
    return Talks(f"Additive case {seed}", parties, issues, positions=tuple(positions))
