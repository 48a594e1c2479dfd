"""How firmly does an answer stand where scores are known only as ranges, or as samples?

The talks are drawn many times: each number that is a range by itself, every value of it as likely as another; of a
party with samples one of these. In every draw it is asked again which packages all could sign and what each formula
picks. An answer is a share of draws, with its sampling error. It is no chance that anybody accepts anything: what is
likely within a range was not recorded, and draws only say how much of an answer hangs on what is not known.

The sampling error is the interval of Wilson 1927 (Journal of the American Statistical Association 22, 209-212) at 95 %.

Read next: ``exact/drawing/robust.py`` and ``exact/drawing/repicks.py``, which count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING, Any

from ..errors import BadQuestion
from ..exact.problem import Choices
from ..exact.questions import Exists, Objective
from ..exact.watch import QUIET, Part, Watch
from ..talks import Package, Position, Talks
from ..talks.warnings import MIDDLES, warnings
from .asking import ask, found
from .formulas import FORMULAS, formulas
from .links import check_links

if TYPE_CHECKING:
    from ..exact.drawing.repicks import Picked
    from .drawn import Drawn

DRAWS = 10_000
"""How many draws where nobody says."""
MOST_DRAWS = 1_000_000
"""The most draws that are made."""
Z = 1.96
"""Standard errors on either side of a share, for an interval that misses in one case of twenty."""


@dataclass(frozen=True)
class Share:
    """In ``count`` of ``draws`` something holds."""

    count: int
    draws: int

    @property
    def value(self) -> Fraction:
        return Fraction(self.count, self.draws)

    @property
    def interval(self) -> tuple[float, float]:
        """The sampling error as an interval around the share (Wilson 1927, at 95 %).

        >>> low, high = Share(9600, 10_000).interval
        >>> round(low, 3), round(high, 3)
        (0.956, 0.964)
        """
        share, n = self.count / self.draws, self.draws
        middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))

    @property
    def error(self) -> str:
        """The interval in percent and in words, rounded outwards to one decimal.

        >>> Share(9600, 10_000).error, Share(300, 300).error, Share(0, 300).error
        ('95.5 to 96.4', 'at least 98.7', 'at most 1.3')
        """
        low, high = self.interval
        down, up = floor(1000 * low) / 10, ceil(1000 * high) / 10
        if self.count == self.draws:
            return f"at least {down:g}"
        return f"{down:g} to {up:g}" if self.count else f"at most {up:g}"

    def __str__(self) -> str:
        return f"{percent(self)} % ({self.error}) of {self.draws:,} draws"


def percent(share: Share) -> str:
    """A share in percent, to one decimal: never 100 where it is not all, never 0 where it is some.

    >>> percent(Share(9600, 10_000)), percent(Share(1, 3)), percent(Share(99_999, 100_000)), percent(Share(1, 10_000))
    ('96', '33.3', '99.9', '0.1')
    """
    tenths = round(1000 * share.value)
    if share.count:
        tenths = max(tenths, 1)
    if share.count < share.draws:
        tenths = min(tenths, 999)
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)


@dataclass(frozen=True)
class Loss:
    """What is lost: the most in any draw, and on average over the draws."""

    greatest: Fraction
    average: Fraction


@dataclass(frozen=True)
class Tried:
    """One package in every draw.

    ``acceptable``: in how many draws enough signatories could sign it; ``by_party``: in how many each one could.
    ``lost``: in the draws where all could sign it, how many points each signatory has less than in the package that
    would be best for it among those that all could sign in that draw; empty where that was not worked out.
    ``picked_by``: the formulas that pick it by the numbers as recorded.
    """

    package: Package
    acceptable: Share
    by_party: Mapping[str, Share]
    lost: Mapping[str, Loss] = field(default_factory=dict)
    picked_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Firmness:
    """How firmly the pick of a formula stands.

    ``package``: its pick by the numbers as recorded, a range by its middle (None: there is none). ``same``: in how many
    draws it picks that package again. ``most_often``: the package it picks in the most draws, and ``most_often_in`` how
    many these are. ``nothing``: in how many draws it picks none. ``packages``: how many packages it picks in some draw.
    ``lost``: which share (to nine decimals) of the formula's own value is lost with ``package`` against what it would
    pick in the draw, in the draws where all could sign it (None: its value is no number, or there is no such draw).
    """

    formula: str
    package: Package | None
    same: Share | None
    most_often: Package | None
    most_often_in: Share
    nothing: Share
    packages: int
    lost: Loss | None = None


@dataclass(frozen=True)
class Robustness:
    """What becomes of the answers over many draws.

    ``asked``: how many draws were asked for; a share says of how many it is. ``drawn``: by signatory what is drawn of
    it, ``ranges`` or ``samples``; the others are as recorded in every draw. ``within``: by how many points every score
    that is recorded as a number was taken as off (None: by none).
    ``zone``: in how many draws there is a zone (None: not finished). ``best``: the package acceptable in the most draws
    (None: none is, in any); ``proved`` says that no package is acceptable in more, else no package is in more than
    ``bound``; ``ties`` counts the packages acceptable in as many (None: not counted).
    ``tried``: the best package, then those the formulas pick by the numbers as recorded. ``formulas``: how firmly each
    stands; empty where none applies, and then ``why`` says why.
    """

    talks: Talks
    asked: int
    seed: int
    drawn: Mapping[str, str]
    zone: Share | None
    best: Tried | None
    proved: bool
    bound: Share
    ties: int | None
    tried: tuple[Tried, ...]
    formulas: Mapping[str, Firmness]
    why: str | None = None
    within: Fraction | None = None
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"zone in {self.zone}" if self.zone else "zone: not finished"]
        if self.best is not None:
            named = ", ".join(f"{issue}: {option}" for issue, option in self.best.package.items())
            state = "proved" if self.proved else f"best found, none in more than {percent(self.bound)} %"
            lines.append(f"acceptable in the most draws: {named}, in {self.best.acceptable} ({state})")
        lines += [f"{name}: the same in {firm.same}" for name, firm in self.formulas.items() if firm.same is not None]
        return "\n".join(lines)


def robustness(
    talks: Talks,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    samples: Mapping[str, Sequence[Position]] | None = None,
    within: Fraction | int | None = None,
    watch: Watch = QUIET,
) -> Robustness:
    """In how many draws from the ranges recorded there is a zone, and how firmly package and formulas stand in them.

    ``samples``: by party positions it may have, in place of its ranges; red lines and the occasions of bonuses are
    those recorded. ``within``: every score and bonus that is a number is taken as a range, so many points to either
    side. The same talks, ``draws`` and ``seed`` give the same answer.

    Ties: of packages acceptable in the same number of draws, the better sorted gains by the numbers as recorded, then
    the first in file order; formulas as ever.
    Cost: packages times draws times signatories while that is some 10^9; beyond, a search, and single draws put to the
    methods, whose number the shares give. Where time runs out, draws are left out, and the shares say so too.
    Raises `BadQuestion` where no number is a range, or samples, draws or seed make no sense; `BadTalks` where no
    package meets the links.

    Ann gets 4 to 8 points from the high fence and wants 5: she could sign in three quarters of that range.

    >>> from goodoffices.talks import Issue, IssueScores, Option, Party
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> points, off = (Fraction(0), Fraction(6)), (Fraction(0), Fraction(2))
    >>> ann = Position("ann", (IssueScores("height", points, off),), walk_away=Fraction(5))
    >>> bo = Position("bo", (IssueScores("height", (Fraction(4), Fraction(2))),), walk_away=Fraction(2))
    >>> fence = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (height,), positions=(ann, bo))
    >>> answer = robustness(fence, draws=1000)
    >>> print(answer.zone, answer.best.package, answer.proved)
    75.8 % (73 to 78.4) of 1,000 draws {'height': 'high'} True
    >>> answer.formulas["nash"].same == answer.zone, answer.formulas["nash"].nothing.count
    (True, 242)
    """
    from ..exact.drawing import robust
    from .drawn import drawn, loosened

    _check(talks, draws, seed)
    check_links(talks, watch=watch)
    talks = talks if within is None else loosened(talks, Fraction(within))
    cases = drawn(talks, draws, seed, samples or {})
    picks = {name: pick for name, pick in formulas(talks, watch=Part(watch, 4)).items() if FORMULAS[name].objective}
    problem = cases.whole.problem
    example = found(ask(problem, [Exists()], None, Part(watch, 4)), Exists()).package
    chosen = {name: _choices(talks, pick.package) for name, pick in picks.items() if pick.package and pick.proved}
    starts = list(dict.fromkeys([*chosen.values(), *([] if example is None else [example])]))
    most = robust.most_accepted(cases.draws, starts, Part(watch, 2))
    cases = replace(cases, draws=replace(cases.draws, count=most.draws))
    again = _again(cases, watch)
    tried = list(dict.fromkeys([*([] if most.package is None else [most.package]), *chosen.values()]))
    told = _tried(cases, tried, chosen, again)
    return Robustness(
        talks,
        asked=draws,
        seed=seed,
        drawn=_what(talks, samples or {}),
        zone=Share(int(most.zone.sum()), len(most.zone)) if len(most.zone) else None,
        best=told[0] if most.package is not None else None,
        proved=most.count == most.bound,
        bound=Share(most.bound, most.draws),
        ties=most.ties,
        tried=tuple(told),
        formulas={name: _firmness(cases, name, chosen.get(name), again) for name in picks} if again is not None else {},
        why=_why(talks, cases) if again is None else None,
        within=None if within is None else Fraction(within),
        warnings=tuple(warning for warning in warnings(talks) if not warning.endswith(MIDDLES)),
    )


def _check(talks: Talks, draws: int, seed: int) -> None:
    if not 1 <= draws <= MOST_DRAWS:
        raise BadQuestion(f"the number of draws lies from 1 to {MOST_DRAWS:,}")
    if not 0 <= seed < 1 << 64:
        raise BadQuestion("a seed is a whole number from 0 up to 2**64 - 1")
    if not talks.signatories:
        raise BadQuestion("no party is a signatory: nobody's yes is needed, and nothing hangs on any number")


def _what(talks: Talks, samples: Mapping[str, Sequence[Position]]) -> dict[str, str]:
    kinds = {p: "samples" if p in samples else "ranges" for p in talks.signatories}
    return {p: kind for p, kind in kinds.items() if kind == "samples" or talks.position(p).has_ranges}


def _why(talks: Talks, cases: Drawn) -> str:
    silent = [p for p, side in zip(cases.whole.sides, cases.whole.problem.sides, strict=True) if not side.scored]
    if not silent:
        return "Not finished: time ran out before the first draw was answered."
    return f"No scores are recorded for {', '.join(talks.party(party).name for party in silent)}."


def _choices(talks: Talks, package: Package) -> Choices:
    return tuple(issue.option_ids.index(package[issue.id]) for issue in talks.issues)


def _again(cases: Drawn, watch: Watch) -> Picked | None:
    """What the formulas pick in each draw, where all have to sign; None where they do not apply."""
    from ..exact.drawing.repicks import Wanted, repicked

    problem = cases.draws.problem
    if not all(side.scored for side in problem.sides):
        return None
    everyone = replace(problem, needs=len(problem.sides), including=frozenset())
    wanted = {f.name: Wanted(f.objective, f.needs_best) for f in FORMULAS.values() if f.objective is not None}
    again = repicked(replace(cases.draws, problem=everyone), wanted, watch)
    return again if again.draws else None


def _tried(
    cases: Drawn, packages: Sequence[Choices], chosen: Mapping[str, Choices], again: Picked | None
) -> list[Tried]:
    from ..exact.drawing import robust

    if not packages:
        return []
    whole, draws = cases.whole, cases.draws
    yes = robust.accepted(draws, packages)
    acceptable = robust.suffices(draws.problem, yes).sum(axis=1).tolist()
    by_side = yes.sum(axis=2).tolist()
    return [
        Tried(
            whole.package(package),
            Share(acceptable[k], draws.count),
            {party: Share(by_side[k][side], draws.count) for side, party in enumerate(whole.sides)},
            _lost(cases, package, again),
            tuple(name for name, other in chosen.items() if other == package),
        )
        for k, package in enumerate(packages)
    ]


def _gains(cases: Drawn, package: Choices, count: int) -> Iterator[tuple[int, ...] | None]:
    """The gains of a package, in units, in draw after draw; None where some signatory could not sign it."""
    import numpy as np

    from ..exact.drawing import robust

    draws = replace(cases.draws, count=count)
    chosen = np.array([package], np.intp)
    signed = robust.accepted(draws, [package])[0].all(axis=0).tolist()
    for first, last in robust.spans(draws, 1):
        columns = []
        for number, side in enumerate(draws.problem.sides):
            table = draws.table(number, first, last)
            scored = robust.scores(draws, number, table, chosen)[0]
            columns.append((scored if side.floor is None else scored - table[-1]).tolist())
        for draw, units in zip(range(first, last), zip(*columns, strict=True), strict=True):
            yield units if signed[draw] else None


def _lost(cases: Drawn, package: Choices, again: Picked | None) -> dict[str, Loss]:
    """What each side has less than in its own best package of the draw."""
    if again is None:
        return {}
    pairs = zip(_gains(cases, package, again.draws), again.best, strict=True)
    rows = [[b - g for b, g in zip(best, gains, strict=True)] for gains, best in pairs if gains and best]
    if not rows:
        return {}
    columns = zip(cases.whole.sides, zip(*rows, strict=True), strict=True)
    unit = cases.whole.unit
    return {party: Loss(unit * max(lost), unit * Fraction(sum(lost), len(lost))) for party, lost in columns}


def _firmness(cases: Drawn, name: str, recorded: Choices | None, again: Picked) -> Firmness:
    picked, whole, n = again.packages[name], cases.whole, again.draws
    counts = Counter(package for package in picked if package is not None)
    often = min(counts, key=lambda package: (-counts[package], package), default=None)
    return Firmness(
        name,
        None if recorded is None else whole.package(recorded),
        None if recorded is None else Share(counts[recorded], n),
        None if often is None else whole.package(often),
        Share(counts[often] if often is not None else 0, n),
        Share(sum(package is None for package in picked), n),
        len(counts),
        None if recorded is None else _value_lost(cases, name, recorded, again),
    )


def _value_lost(cases: Drawn, name: str, package: Choices, again: Picked) -> Loss | None:
    """Which share of a formula's value is lost where the draft is this package and not what it picks in the draw."""
    objective = FORMULAS[name].objective
    assert objective is not None  # only such formulas are asked
    lost: list[Fraction] = []
    for gains, top, best in zip(_gains(cases, package, again.draws), again.gains[name], again.best, strict=True):
        if gains is None or top is None:
            continue
        share = _share_lost(objective, gains, top, best)
        if share is None:
            return None
        lost.append(round(share, 9))  # whole billionths add up, and fractions of every denominator would not
    return Loss(max(lost), sum(lost, Fraction(0)) / len(lost)) if lost else None


def _share_lost(objective: Objective, gains: Sequence[int], top: Sequence[int], best: Any) -> Fraction | None:
    """The share of the value of ``top`` that ``gains`` do not reach; None where values are no numbers."""
    if objective.nonnegative and min(gains) < 0:
        return Fraction(1)
    reached, highest = (objective.value(tuple(one), tuple(best)) for one in (gains, top))
    if not isinstance(highest, int | Fraction):
        return None
    if reached == highest:
        return Fraction(0)
    return Fraction(1) if highest <= 0 else min(Fraction(1), 1 - Fraction(reached) / Fraction(highest))
