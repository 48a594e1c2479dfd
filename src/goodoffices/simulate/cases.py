"""The talks a simulation runs on: drawn from a seed by a few numbers, or given in a file.

Drawn talks have a position of points for every party. Every way to weigh the issues is as likely as another; on an
issue a party has an ideal place on the line of options, often the end that the next party wants least, and options are
worth less the further they are from it. Bonuses for pairs of options of two issues may be added, and walk-aways lie at
a share of what is between each party's worst and best package. Everything is worked out in whole numbers from the words
of ``exact/chance.py``, so that a seed gives the same talks on every machine and version.

Source: the shape of the talks is that of the benchmarks in Good Offices' own findings; weights as gaps between sorted
uniform numbers, Devroye 1986, Non-Uniform Random Variate Generation, chapter V, theorem 2.1.

Read next: ``yardsticks.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, Literal

from ..analysis.numbered import numbered
from ..errors import BadQuestion, NoMethod
from ..exact.planner import answer
from ..exact.problem import Problem, Side
from ..exact.questions import Exists, Found
from ..exact.trees import Literal as Taken
from ..exact.trees import Tree, every
from ..exact.watch import QUIET, Watch
from ..procedures.lots import Lots
from ..talks import Talks
from .ratios import ratio
from .yardsticks import scale

UNITS = 10**6
"""What all issues together weigh to a party, in units."""
FINE = 1 << 20
"""A number from 0 to 1 is drawn as so many parts."""
MOST = 60
"""Parties, issues or options of drawn talks at most."""


@dataclass(frozen=True)
class Drawing:
    """Which talks are drawn. ``share``: where walk-aways lie between each party's worst and best package; with
    ``zone`` "none" they are raised until no package serves everybody.
    """

    parties: int = 2
    issues: int = 10
    options: int = 5
    bonuses: int = 0
    share: Fraction = Fraction(1, 4)
    zone: Literal["any", "none"] = "any"

    def __str__(self) -> str:
        """The spec by which `drawing` makes it again; what nobody has to say is left out."""
        said = ("parties", "issues", "options")
        given = [f for f in fields(self) if f.name in said or getattr(self, f.name) != f.default]
        return ",".join(f"{f.name}={getattr(self, f.name)}" for f in given)


@dataclass(frozen=True)
class Case:
    """Talks in whole numbers. ``seed`` is that of drawn talks, None for talks that were given."""

    name: str
    seed: int | None
    problem: Problem
    parties: tuple[str, ...]


def drawing(spec: str) -> Drawing:
    """A drawing by its spec. Raises `BadQuestion`, with every part that is wrong.

    >>> drawing("parties=4,bonuses=12")
    Drawing(parties=4, issues=10, options=5, bonuses=12, share=Fraction(1, 4), zone='any')
    >>> str(drawing("parties=4,bonuses=12"))
    'parties=4,issues=10,options=5,bonuses=12'
    """
    said, wrong = dict[str, Any](), list[str]()
    for part in filter(None, (part.strip() for part in spec.split(","))):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if (read := _READ.get(name)) is None:
            wrong.append(f"'{part}': write {', '.join(f'{known}=...' for known in _READ)}")
        elif (found := read(value)) is None:
            wrong.append(f"'{part}': {_SAID[name]}")
        else:
            said[name] = found
    made = Drawing(**said)
    pairs = made.issues * (made.issues - 1) // 2
    if not wrong and made.bonuses > pairs:
        wrong.append(f"'bonuses={made.bonuses}': {made.issues} issues have only {pairs} pairs")
    if wrong:
        raise BadQuestion("talks to draw: " + "; ".join(wrong))
    return made


def _whole(least: int, most: int) -> Any:
    def read(value: str) -> int | None:
        return int(value) if value.isascii() and value.isdigit() and len(value) < 9 and least <= int(value) <= most \
            else None  # fmt: skip

    return read


def _share(value: str) -> Fraction | None:
    try:
        share = ratio(value)
    except (ValueError, ZeroDivisionError):
        return None
    return share if 0 <= share <= 1 and share.denominator <= UNITS else None


_READ: dict[str, Any] = {
    "parties": _whole(1, MOST), "issues": _whole(1, MOST), "options": _whole(2, MOST), "bonuses": _whole(0, MOST**2),
    "share": _share, "zone": lambda value: value if value in ("any", "none") else None,
}  # fmt: skip
_SAID = {
    "parties": f"a whole number from 1 to {MOST}", "issues": f"a whole number from 1 to {MOST}",
    "options": f"a whole number from 2 to {MOST}", "bonuses": "a whole number of pairs of issues",
    "share": "a share from 0 to 1, such as 1/4", "zone": "any or none",
}  # fmt: skip


def given(talks: Talks) -> Case:
    """The talks of a file. Raises `BadQuestion` where nobody signs or a signatory has no scores to answer by."""
    if not talks.signatories:
        raise BadQuestion(f"'{talks.title}' has no signatory, so there is nobody who could answer or sign")
    without = [talks.party(id).name for id in talks.signatories if not talks.position(id).has_scores]
    if without:
        raise BadQuestion(
            f"'{talks.title}' has no scores of {', '.join(without)}: in a simulation every signatory answers by its "
            "scores; write some, for a trial"
        )
    found = numbered(talks)
    return Case(talks.title, None, found.problem, tuple(talks.party(id).name for id in found.sides))


def drawn(of: Drawing, seed: int, watch: Watch = QUIET) -> Case:
    """The talks of a seed. The same seed with other bonuses or walk-aways has the same scores of options.

    Raises `NoMethod` where the watch leaves no time to prove a party's best and worst package, or that there is no
    zone.

    >>> case = drawn(drawing("parties=2,issues=3,options=2"), seed=1)
    >>> [sum(max(row) for row in side.scores) for side in case.problem.sides]
    [1000000, 1000000]
    """
    sizes = (of.options,) * of.issues
    bonuses = _bonuses(of, Lots(seed, "bonuses"))
    lots = [Lots(seed, f"party {party}") for party in range(of.parties)]
    sides = tuple(Side(_scores(of, number, lots[number]), bonuses[number]) for number in range(of.parties))
    problem = Problem(sizes, sides, needs=of.parties)
    problem = _with_walk_aways(of, problem, watch)
    return Case(str(of), seed, problem, tuple(f"Party {number}" for number in range(1, of.parties + 1)))


def _scores(of: Drawing, party: int, lots: Lots) -> tuple[tuple[int, ...], ...]:
    """The units of every option of every issue."""
    cuts = sorted(lots.below(FINE**2) for _ in range(of.issues - 1))
    ends = [UNITS * cut // FINE**2 for cut in (0, *cuts, FINE**2)]  # gaps of rounded cuts: together they are `UNITS`
    return tuple(_row(of.options, party, end - begin, lots) for begin, end in pairwise(ends))


def _row(options: int, party: int, weight: int, lots: Lots) -> tuple[int, ...]:
    """The units of the options of one issue, from 0 to its weight."""
    at_an_end = lots.below(10) < 6
    ideal = (party % 2) * FINE if at_an_end else lots.below(FINE + 1)
    last = options - 1
    near = [4 * last * FINE - 4 * abs(k * FINE - last * ideal) + last * lots.below(FINE) for k in range(options)]
    low, high = min(near), max(near)
    return tuple(_nearest(weight * (value - low), high - low) for value in near)


def _bonuses(of: Drawing, lots: Lots) -> list[tuple[tuple[Tree, int], ...]]:
    """For each party the units added where two issues are settled so: pairs of issues are the same for all parties."""
    pairs = sorted(lots.shuffled(list(combinations(range(of.issues), 2)))[: of.bonuses])
    found: list[list[tuple[Tree, int]]] = [[] for _ in range(of.parties)]
    for one, other in pairs:
        for listed in found:
            for a in range(of.options):
                for b in range(of.options):
                    if units := _bonus(of, lots):
                        listed.append((every([Taken(one, frozenset({a})), Taken(other, frozenset({b}))]), units))
    return [tuple(listed) for listed in found]


def _bonus(of: Drawing, lots: Lots) -> int:
    """About normal, of deviation 1.2 / issues, with chance .4; else 0. (Twelve uniform numbers have variance 1.)"""
    if lots.below(10) >= 4:
        return 0
    size = sum(lots.below(FINE) for _ in range(12)) - 6 * FINE
    return _nearest(size * 12 * UNITS, 10 * of.issues * FINE)


def _nearest(number: int, of: int) -> int:
    """The whole number nearest to a ratio, halves up; 0 where there is nothing to divide by."""
    return (2 * number + of) // (2 * of) if of else 0


def _with_walk_aways(of: Drawing, problem: Problem, watch: Watch) -> Problem:
    """The problem with walk-aways at the share asked for, or at the least above it that leaves no zone."""
    scales = [scale(problem, number, watch) for number in range(len(problem.sides))]

    def at(share: Fraction) -> Problem:
        floors = [low - (-(high - low) * share.numerator // share.denominator) for low, high in scales]
        sides = zip(problem.sides, floors, strict=True)
        return replace(problem, sides=tuple(replace(side, floor=floor) for side, floor in sides))

    if of.zone == "any":
        return at(of.share)
    without, within = _STEPS + 1, int(of.share * _STEPS) - 1  # above the best package nobody can sign
    while without - within > 1:
        middle = (without + within) // 2
        if _has_zone(at(Fraction(middle, _STEPS)), watch):
            within = middle
        else:
            without = middle
    return at(max(of.share, Fraction(without, _STEPS)))


_STEPS = 1000
"""Walk-aways that leave no zone are looked for in shares of so many parts."""


def _has_zone(problem: Problem, watch: Watch) -> bool:
    found = answer(problem, [Exists()], watch=watch)[Exists()][0]
    assert isinstance(found, Found)
    if found.package is None and not found.proved:
        raise NoMethod("whether the talks have a zone was not found out in the time given; give more, or fewer issues")
    return found.package is not None
