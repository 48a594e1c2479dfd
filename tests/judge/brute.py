"""Brute force, the judge of every faster method on small talks.

Everything is written from the words of the design, in plain Python over ``itertools.product`` with exact fractions, and
shares no function with the package: not even ``holds`` or ``score``. It is slow on purpose and right on sight. The file
is long because the judge should be readable in one place, from the meaning of a condition to Adjusted Winner.

`table` goes through the packages once; every question is a function of the table. "File order" of packages is that of
``itertools.product``: the last issue changes first. Sets of requirements are bit masks over ``Table.wants``.

Read next: ``generated.py`` (the talks to judge on), then ``test_matrix.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import prod

from goodoffices.talks import AllOf, AnyOf, AtLeast, Choice, Condition, IfThen, Not, Position, Requirement, Talks

Package = dict[str, str]
Value = Fraction | tuple[Fraction, ...]
FORMULAS = ("nash", "maximin", "leximin", "kalai_smorodinsky", "utilitarian")


@dataclass(frozen=True)
class Row:
    """A package that meets the links: the signatories' scores, and which requirements it breaks (a bit mask)."""

    package: Package
    scores: tuple[Fraction, ...]
    broken: int


@dataclass(frozen=True)
class Table:
    """All packages that meet the links, in file order, with everything the signatories ask of them."""

    talks: Talks
    signatories: tuple[str, ...]
    positions: tuple[Position, ...]
    wants: tuple[Requirement, ...]
    masks: tuple[int, ...]
    rows: tuple[Row, ...]

    @property
    def everything(self) -> int:
        return (1 << len(self.wants)) - 1

    @cached_property
    def least_broken(self) -> list[Row]:
        """One row for each minimal set of broken requirements: a package that breaks more opens nothing more."""
        masks = {row.broken: row for row in self.rows}
        return [row for mask, row in masks.items() if not any(m != mask and m & mask == m for m in masks)]


@dataclass(frozen=True)
class Verdict:
    """What a formula picks."""

    package: Package
    scores: dict[str, Fraction]
    gains: dict[str, Fraction]
    value: Value
    ties: int


@dataclass(frozen=True)
class Stake:
    """One issue between two sides: the best option of each, and how many points each has at stake."""

    issue: str
    divisible: bool
    best: tuple[str, str]
    points: tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Repair:
    """A minimal set to relax, and its undominated falls, each as pairs of party and points."""

    relax: tuple[Requirement, ...]
    falls: frozenset[tuple[tuple[str, Fraction], ...]]


# --- what conditions and positions mean ------------------------------------------------------------------------------


def meets(condition: Condition, package: Package) -> bool:
    """Whether the package meets the condition."""
    if isinstance(condition, Choice):
        return package[condition.issue] in condition.options
    if isinstance(condition, AllOf):
        return not any(not meets(part, package) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(meets(part, package) for part in condition.parts)
    if isinstance(condition, Not):
        return not meets(condition.part, package)
    if isinstance(condition, AtLeast):
        return len([part for part in condition.parts if meets(part, package)]) >= condition.count
    assert isinstance(condition, IfThen)
    return meets(condition.then, package) if meets(condition.when, package) else True


def packages(talks: Talks) -> Iterator[Package]:
    """Every package, links or no links, in file order."""
    ids = [issue.id for issue in talks.issues]
    for settled in product(*([option.id for option in issue.options] for issue in talks.issues)):
        yield dict(zip(ids, settled, strict=True))


def scorer(talks: Talks, position: Position) -> Callable[[Package], Fraction]:
    """What scores a package: the points of the options chosen and the bonuses whose occasion holds, added up."""
    ids = {issue.id: [option.id for option in issue.options] for issue in talks.issues}
    worth = {entry.issue: dict(zip(ids[entry.issue], entry.points, strict=True)) for entry in position.scores}

    def score(package: Package) -> Fraction:
        chosen = [points[package[issue]] for issue, points in worth.items()]
        return sum(chosen + [bonus.points for bonus in position.bonuses if meets(bonus.when, package)], Fraction(0))

    return score


def table(talks: Talks) -> Table:
    """Go through all packages once."""
    counted = talks.agreement.signatories
    who = tuple(p.id for p in talks.parties if (p.role == "party" if counted is None else p.id in counted))
    recorded = {position.party: position for position in talks.positions}
    positions = tuple(_comparable(recorded.get(party, Position(party))) for party in who)
    wants: list[Requirement] = []
    masks = []
    for position in positions:
        before = len(wants)
        wants += [Requirement(position.party, f"red_line:{line.id}") for line in position.red_lines]
        wants += [Requirement(position.party, "walk_away")] if position.walk_away is not None else []
        masks.append((1 << len(wants)) - (1 << before))
    scorers = [scorer(talks, position) for position in positions]
    rows = tuple(
        _row(positions, scorers, package)
        for package in packages(talks)
        if all(meets(link.condition, package) for link in talks.links)
    )
    return Table(talks, who, positions, tuple(wants), tuple(masks), rows)


def _comparable(position: Position) -> Position:
    """A walk-away without any scores cannot be compared with anything: nothing is asked of a package by it."""
    return position if position.scores or position.bonuses else replace(position, walk_away=None)


def _row(positions: Sequence[Position], scorers: Sequence[Callable[[Package], Fraction]], package: Package) -> Row:
    scores = tuple(score(package) for score in scorers)
    breaks: list[bool] = []
    for position, score in zip(positions, scores, strict=True):
        breaks += [not meets(line.holds, package) for line in position.red_lines]
        breaks += [score < position.walk_away] if position.walk_away is not None else []
    return Row(package, scores, sum(1 << number for number, broken in enumerate(breaks) if broken))


# --- the zone --------------------------------------------------------------------------------------------------------


def willing(judged: Table, row: Row, kept: int | None = None) -> tuple[str, ...]:
    """The signatories that accept a package, where only the requirements in ``kept`` count (None: all of them)."""
    asked = judged.everything if kept is None else kept
    return tuple(
        party for party, mask in zip(judged.signatories, judged.masks, strict=True) if not row.broken & asked & mask
    )


def suffices(judged: Table, yes: Sequence[str]) -> bool:
    """Whether the yes of these signatories meets the agreement rule."""
    rule = judged.talks.agreement
    needed = len(judged.signatories) if rule.needs is None else rule.needs
    return len(yes) >= needed and all(party in yes for party in rule.including)


def zone(judged: Table, kept: int | None = None) -> list[Row]:
    """The packages that meet the links and that enough signatories can sign."""
    return [row for row in judged.rows if suffices(judged, willing(judged, row, kept))]


def accepted_by(judged: Table) -> tuple[int, ...]:
    """How many packages that meet the links are accepted by 0, 1, 2, ... signatories."""
    yes = [len(willing(judged, row)) for row in judged.rows]
    return tuple(yes.count(number) for number in range(len(judged.signatories) + 1))


def nothing_recorded(judged: Table) -> tuple[str, ...]:
    """The signatories of whom nothing at all is recorded."""
    return tuple(p.party for p in judged.positions if not (p.scores or p.bonuses or p.red_lines or _has_floor(p)))


def _has_floor(position: Position) -> bool:
    return position.walk_away is not None


def status(judged: Table) -> str:
    """``none``, ``compatible`` or ``proved``, as in design section 4."""
    if not zone(judged):
        return "none"
    untested = [p for p in judged.talks.positions if p.walk_away is not None and not (p.scores or p.bonuses)]
    alone = [p.party for p in untested if p.party in judged.signatories]
    return "compatible" if nothing_recorded(judged) or alone else "proved"


def rests_on(judged: Table) -> dict[str, tuple[str, ...]]:
    """By status, the red lines that exclude at least one package meeting the links."""
    excluding = {want for number, want in enumerate(judged.wants) if any(r.broken >> number & 1 for r in judged.rows)}
    return {
        kind: tuple(
            f"{position.party}:{line.id}"
            for position in judged.positions
            for line in position.red_lines
            if line.status == kind and Requirement(position.party, f"red_line:{line.id}") in excluding
        )
        for kind in ("stated", "confided", "assumed")
    }


def without(judged: Table, kind: str) -> int:
    """The requirements left when every red line of one status falls, as a mask; give it to `zone`."""
    fallen = {
        Requirement(position.party, f"red_line:{line.id}")
        for position in judged.positions
        for line in position.red_lines
        if line.status == kind
    }
    return sum(1 << number for number, want in enumerate(judged.wants) if want not in fallen)


def coalitions(judged: Table) -> tuple[tuple[str, ...], ...]:
    """The sets of signatories that suffice and that some package satisfies; larger sets first, then file order."""
    yes = [set(willing(judged, row)) for row in judged.rows]
    return tuple(
        group
        for size in range(len(judged.signatories), 0, -1)
        for group in combinations(judged.signatories, size)
        if suffices(judged, group) and any(accepting.issuperset(group) for accepting in yes)
    )


# --- frontier and formulas -------------------------------------------------------------------------------------------


def scored(judged: Table) -> tuple[str, ...]:
    """The signatories with something recorded that gives packages points."""
    return tuple(p.party for p in judged.positions if p.scores or p.bonuses)


def frontier(judged: Table, over: str = "zone", kept: int | None = None) -> dict[tuple[Fraction, ...], Package]:
    """The undominated score vectors, each with its first package in file order."""
    first: dict[tuple[Fraction, ...], Package] = {}
    for row in zone(judged, kept) if over == "zone" else judged.rows:
        first.setdefault(row.scores, row.package)
    unbeaten: list[tuple[Fraction, ...]] = []
    for vector in sorted(first, key=sum, reverse=True):  # what beats a vector has a larger sum, so it has been seen
        if not any(_beats(better, vector) for better in unbeaten):
            unbeaten.append(vector)
    return {vector: first[vector] for vector in first if vector in unbeaten}


def _beats(better: Sequence[Fraction], worse: Sequence[Fraction]) -> bool:
    return better != worse and all(b >= w for b, w in zip(better, worse, strict=True))


def formula(
    judged: Table, name: str, over: str = "zone", coalition: Sequence[str] | None = None, kept: int | None = None
) -> Verdict | None:
    """What the formula picks; None where it does not apply or there is nothing to pick from.

    ``over="zone"`` means the packages that every signatory accepts, or every member of the coalition.
    """
    who = [i for i, party in enumerate(judged.signatories) if coalition is None or party in coalition]
    names = [judged.signatories[i] for i in who]
    if any(name not in scored(judged) for name in names):
        return None
    rows = [row for row in judged.rows if over == "all" or set(willing(judged, row, kept)).issuperset(names)]
    zeros = [judged.positions[i].walk_away or Fraction(0) for i in who]
    gains = [tuple(row.scores[i] - zero for i, zero in zip(who, zeros, strict=True)) for row in rows]
    values = values_of(name, gains)
    if not any(value is not None for value in values):
        return None
    best = max(value for value in values if value is not None)
    tied = [number for number, value in enumerate(values) if value == best]
    chosen = min(tied, key=lambda number: ([-gain for gain in sorted(gains[number])], number))
    scores = {judged.signatories[i]: rows[chosen].scores[i] for i in who}
    return Verdict(rows[chosen].package, scores, dict(zip(names, gains[chosen], strict=True)), best, len(tied))


def values_of(name: str, gains: Sequence[tuple[Fraction, ...]]) -> list[Value | None]:
    """The formula's own objective for each package; None for packages it does not look at."""
    if name == "nash":
        return [prod(gain, start=Fraction(1)) if min(gain) >= 0 else None for gain in gains]
    if name == "maximin":
        return [min(gain) for gain in gains]
    if name == "leximin":
        return [tuple(sorted(gain)) for gain in gains]
    if name == "utilitarian":
        return [sum(gain, Fraction(0)) for gain in gains]
    assert name == "kalai_smorodinsky"
    best = [max(column) for column in zip(*gains, strict=True)]
    if any(most < 0 for most in best):
        return [None for _ in gains]
    return [min(g / most if most else Fraction(1) for g, most in zip(gain, best, strict=True)) for gain in gains]


# --- headroom, conflicts, repairs ------------------------------------------------------------------------------------


def headroom(judged: Table) -> dict[str, Fraction | str] | None:
    """The largest rise of each walk-away that leaves a zone: tried on every score that could be the last."""
    signed = zone(judged)
    if not signed:
        return None
    answer: dict[str, Fraction | str] = {}
    for index, position in enumerate(judged.positions):
        if position.walk_away is None:
            continue
        if any(suffices(judged, [p for p in willing(judged, row) if p != position.party]) for row in signed):
            answer[position.party] = "unbounded"
            continue
        reached = {row.scores[index] for row in signed if row.scores[index] >= position.walk_away}
        answer[position.party] = max(s for s in reached if _outlives(judged, signed, index, s)) - position.walk_away
    return answer


def _outlives(judged: Table, signed: Sequence[Row], index: int, raised: Fraction) -> bool:
    """Whether one of the zone's packages stays in it when one party's walk-away rises to ``raised``."""
    party = judged.signatories[index]
    return any(
        suffices(judged, [p for p in willing(judged, row) if p != party or row.scores[index] >= raised])
        for row in signed
    )


def open_options(judged: Table, party: str) -> dict[str, tuple[bool, ...]]:
    """Which options one party can sign, were it alone: some package that meets the links and suits it has them."""
    suiting = [row.package for row in judged.rows if party in willing(judged, row)]
    return {
        issue.id: tuple(any(package[issue.id] == id for package in suiting) for id in issue.option_ids)
        for issue in judged.talks.issues
    }


def conflicts(judged: Table) -> tuple[tuple[Requirement, ...], ...]:
    """All minimal sets of requirements that leave no zone when only they are kept; none where a zone exists."""
    if zone(judged):
        return ()
    return tuple(_named(judged, kept) for kept in _minimal(judged, lambda kept: not _opens(judged, kept)))


def repairs(judged: Table) -> tuple[Repair, ...]:
    """All minimal sets of requirements to relax, with their undominated falls; none where a zone exists."""
    if zone(judged):
        return ()
    sets = _minimal(judged, lambda dropped: _opens(judged, judged.everything & ~dropped))
    return tuple(Repair(_named(judged, dropped), _falls(judged, dropped)) for dropped in sets)


def _falls(judged: Table, dropped: int) -> frozenset[tuple[tuple[str, Fraction], ...]]:
    """The undominated falls of the walk-aways dropped, over the packages in the zone once the set is dropped."""
    fallen = [w.party for n, w in enumerate(judged.wants) if dropped >> n & 1 and w.name == "walk_away"]
    vectors = set()
    for row in zone(judged, judged.everything & ~dropped):
        scores = dict(zip(judged.signatories, row.scores, strict=True))
        floors = {position.party: position.walk_away for position in judged.positions}
        vectors.add(tuple(max(Fraction(0), (floors[party] or Fraction(0)) - scores[party]) for party in fallen))
    least = [v for v in vectors if not any(_beats(v, other) for other in vectors)]
    return frozenset(tuple(zip(fallen, vector, strict=True)) for vector in least)


def _opens(judged: Table, kept: int) -> bool:
    return any(suffices(judged, willing(judged, row, kept)) for row in judged.least_broken)


def _minimal(judged: Table, test: Callable[[int], bool]) -> list[int]:
    """The minimal masks that pass a test which every larger mask passes too: by number, then file order."""
    found: list[int] = []
    for size in range(len(judged.wants) + 1):
        for numbers in combinations(range(len(judged.wants)), size):
            mask = sum(1 << number for number in numbers)
            if not any(smaller & mask == smaller for smaller in found) and test(mask):
                found.append(mask)
    return found


def _named(judged: Table, mask: int) -> tuple[Requirement, ...]:
    return tuple(want for number, want in enumerate(judged.wants) if mask >> number & 1)


# --- Adjusted Winner -------------------------------------------------------------------------------------------------


def stakes(judged: Table) -> list[Stake]:
    """For two sides: what is at stake on each issue, in file order.

    A side's stake is its points for its own best option less its points for the other side's best option. Best options
    are the first in file order of those with most points; an issue a side has not scored has 0 points throughout.
    """
    at_stake = []
    for issue in judged.talks.issues:
        ids = [option.id for option in issue.options]
        scored = [{entry.issue: entry.points for entry in position.scores} for position in judged.positions]
        one, two = (dict(zip(ids, s.get(issue.id, [Fraction(0)] * len(ids)), strict=True)) for s in scored)
        best = max(ids, key=lambda option: one[option]), max(ids, key=lambda option: two[option])
        points = one[best[0]] - one[best[1]], two[best[1]] - two[best[0]]
        at_stake.append(Stake(issue.id, issue.divisible, best, points))
    return at_stake


def adjusted_winner(judged: Table) -> Fraction:
    """The greatest least share of the own total stake, over who prevails where and how divisible issues are split.

    Every assignment of the whole issues is tried; the divisible ones then go to the first side one after another, those
    it values most beside the other side first, until the shares are equal (Brams & Taylor 1996, ch. 4).
    """
    contested = [stake for stake in stakes(judged) if any(stake.points)]
    totals = [sum((stake.points[side] for stake in contested), Fraction(0)) for side in (0, 1)]
    parts = [(s.divisible, _share(s.points[0], totals[0]), _share(s.points[1], totals[1])) for s in contested]
    whole = [(a, b) for divisible, a, b in parts if not divisible]
    split = sorted(((a, b) for divisible, a, b in parts if divisible), key=lambda part: _ratio(*part), reverse=True)
    best = Fraction(0) if all(totals) else Fraction(1)
    for firsts in product((True, False), repeat=len(whole)) if all(totals) else ():
        one = sum((a for (a, _), first in zip(whole, firsts, strict=True) if first), Fraction(0))
        two = sum((b for (_, b), first in zip(whole, firsts, strict=True) if not first), Fraction(0))
        best = max(best, _fill(one, two + sum((b for _, b in split), Fraction(0)), split))
    return best


def _fill(one: Fraction, two: Fraction, split: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Hand the divisible issues to the first side, in order, until it has as much as the second, which had all."""
    for a, b in split:
        if one + a >= two - b and one < two:
            part = (two - one) / (a + b)
            return one + part * a
        if one >= two:
            break
        one, two = one + a, two - b
    return min(one, two)


def _share(stake: Fraction, total: Fraction) -> Fraction:
    return stake / total if total else Fraction(0)


def _ratio(one: Fraction, two: Fraction) -> tuple[bool, Fraction]:
    return (two == 0, one / two if two else one)
