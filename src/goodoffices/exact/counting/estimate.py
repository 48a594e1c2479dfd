"""The method *estimate*: how large the zone is, about, with an interval, where it is too large to be counted.

Packages are drawn by chance, with chances that prefer those which lose little (``tilt.py``), and each that is in the
zone, by its whole numbers, stands for as many packages as its chance is small. The mean is the size of the zone but for
chance. No draw stands for more packages than a bound that is known beforehand; so the interval assumes nothing about
how the draws spread, and holds for any number of them (the empirical Bernstein inequality, Maurer & Pontil 2009,
Empirical Bernstein bounds and sample variance penalization, COLT, theorem 4). The chance that it misses the size is at
most 1 %, over all looks at the draws together. That rests on the words of the sequence being as good as chance, and on
nothing else. The seed is fixed, so the same talks give the same answer.

Read next: ``even.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, floor, inf, log, prod, sqrt

import numpy as np
import numpy.typing as npt

from ..chance import start_of
from ..kernels import load
from ..methods import method
from ..problem import Problem
from ..questions import Counted, Question, Result, Size
from ..watch import Watch
from .counting_table import in_parts
from .grouped import Grouped, grouped
from .tilt import Floats, tilted
from .urns import Numbers, Urns, rows_drawn, states_drawn, urns_of

DOUBT = 0.01
"""The chance that the size is not in the interval, at most."""
NARROW = 0.05
"""No more draws are made once the interval is within so much of the estimate on either side."""
FIRST_LOOK, LOOKS = 1 << 17, 8
"""After how many draws the interval is looked at first, and at most how often, each time after twice as many draws."""
MOST_WORK = 1 << 32
"""So many additions are spent on draws at most."""
AT_ONCE = 1 << 14
"""So many draws are made in a call."""
EFFECTIVE = 100
"""An estimate needs draws that are worth as much as so many of equal weight."""
MOST_SHOWN = 1000
"""Where there is no estimate, so many of the packages found are counted."""

FEWEST = 10**6
"""Spaces of fewer packages are counted."""
COST = 3.0
"""Seconds, roughly, at most."""
COUNTED = 20.0
"""An exact count is preferred where it is guessed to take no longer than so many seconds."""


def _accepts(problem: Problem, question: Question) -> bool:
    from .wider import wider  # which estimates with what is here

    if not isinstance(question, Size) or problem.packages < FEWEST:
        return False
    return grouped(problem) is not None or wider(problem) is not None


def _cost(problem: Problem, question: Question) -> float:
    return COST


@method(
    "estimate",
    source="Maurer & Pontil 2009, COLT, theorem 4; Chernoff 1952, Annals of Mathematical Statistics 23(4), 493-507",
    accepts=_accepts,
    cost=_cost,
    rough=COUNTED,
)
def estimate_the_zone(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result the size of the zone by drawing packages. Cost: a second or two; less where the zone is easy to hit.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> ten_of_sixty = Problem((2,) * 60, (Side(((0, 1),) * 60, floor=50),), needs=1)
    >>> counted = estimate_the_zone(ten_of_sixty, [Size()], QUIET)[Size()]
    >>> f"{counted.low:,}", f"{counted.count:,}", f"{counted.high:,}"  # there are 93,079,577,301
    ('92,800,000,000', '93,100,000,000', '93,400,000,000')
    """
    from .wider import estimate_within, wider

    zone = grouped(problem)
    if zone is not None:
        return dict.fromkeys(questions, estimate(zone, watch))
    wide = wider(problem)
    assert wide is not None  # or it was not accepted
    return dict.fromkeys(questions, estimate_within(problem, wide, watch))


def estimate(zone: Grouped, watch: Watch, seed: int = 0) -> Counted:
    """The size of a zone, about: see the top of this file.

    Exact where the bound alone shows that there is none, or nothing is left to be drawn. Where too few draws hit the
    zone for an estimate, at least as many as different packages were found. Cost: draws times tables times axes, until
    the interval is `NARROW`.
    """
    if zone.empty:
        return Counted(0, exact=True)
    tilt = tilted(zone)
    if tilt.proves_empty:
        return Counted(0, exact=True)
    urns, start = urns_of(zone, tilt), start_of(seed, "estimate")
    if not urns.tables:  # all of it was counted beforehand
        return Counted(int(urns.ways[states_drawn(urns, np.zeros((1, 0), np.int64))[0]]), exact=True)
    most = min(FIRST_LOOK << (LOOKS - 1), MOST_WORK // (len(urns.shifts) * (len(urns.caps) + 4)))
    seen = Seen()
    for look in range(LOOKS):
        until = min(FIRST_LOOK << look, most)
        in_time = _draw(urns, start, until, seen, watch)
        hopeless = seen.effective * most < seen.draws * EFFECTIVE / 4
        if not in_time or until == most or hopeless or seen.width <= NARROW * seen.share:
            break
    if seen.effective < EFFECTIVE or seen.width >= seen.share:
        return Counted(_found(urns, start, seen.hits), exact=False)
    return reported(seen, urns.log_top, 1, min(_whole(tilt.log_bound + 1e-6), zone.packages))


def reported(seen: Seen, log_top: float, least: int, most: int) -> Counted:
    """The estimate and its interval, rounded outwards; ``least`` and ``most`` are known to hold in any case."""
    lower, upper = seen.share - seen.width, min(1.0, seen.share + seen.width)
    low = max(least, _rounded(_whole(log_top + log(lower)), -1))
    high = min(most, _rounded(_whole(log_top + log(upper)), 1))
    about = _rounded(_whole(log_top + log(seen.share)), 0)
    return Counted(min(max(about, low), high), exact=False, low=low, high=high)


@dataclass
class Seen:
    """What was drawn so far: weights as shares of the greatest that a draw can have, their sum and that of squares."""

    draws: int = 0
    total: float = 0.0
    squares: float = 0.0
    hits: tuple[int, ...] = ()

    def add(self, count: int, shares: Floats) -> None:
        """So many draws more, of which these hit."""
        self.draws += count
        self.total += float(shares.sum())
        self.squares += float((shares * shares).sum())

    @property
    def share(self) -> float:
        """The mean."""
        return self.total / self.draws if self.draws else 0.0

    @property
    def effective(self) -> float:
        """How many draws of equal weight these are worth (the effective sample size of Kish 1965)."""
        return self.total**2 / self.squares if self.squares else 0.0

    @property
    def width(self) -> float:
        """How far the mean may be off, at most, on either side: Maurer & Pontil's theorem 4, twice at each look."""
        if self.draws < 2:
            return inf
        doubt = log(4 * LOOKS / DOUBT)
        variance = max(0.0, self.squares - self.draws * self.share**2) / (self.draws - 1)
        return sqrt(2 * variance * doubt / self.draws) + 7 * doubt / (3 * (self.draws - 1))


def _draw(urns: Urns, start: int, until: int, seen: Seen, watch: Watch) -> bool:
    """Go on to draw until there are so many; False where time ran out first."""
    while seen.draws < until:
        count = min(AT_ONCE * max(watch.cores, 4), until - seen.draws)
        found = weights(urns, start, seen.draws, count, watch)
        if found is None:
            return False
        hits = np.flatnonzero(found > -inf)
        shares = np.exp(found[hits] - urns.log_top)
        if len(seen.hits) < MOST_SHOWN:
            seen.hits += tuple((hits + seen.draws)[: MOST_SHOWN - len(seen.hits)].tolist())
        seen.add(count, shares)
    return True


def weights(urns: Urns, start: int, first: int, count: int, watch: Watch) -> Floats | None:
    """For so many draws from number ``first`` on the logarithm of how many packages each stands for, -inf outside.

    (count,). None where time ran out first.
    """
    kernel = load("counting")
    look = weigh if kernel is None else kernel.weigh
    with np.errstate(divide="ignore"):
        rest = np.log(urns.ways)
    found = np.empty(count)

    def work(at: int) -> None:
        arrays = (urns.starts, urns.shifts, urns.keep, urns.rows, urns.losses, urns.logs, urns.caps, urns.shape, rest)
        look(start, first + at, *arrays, found[at : at + AT_ONCE])

    done = in_parts(work, range(0, count, AT_ONCE), watch)
    watch.step(-1, "drawing packages")
    return found if done else None


def weigh(
    start: int,
    first: int,
    starts: Numbers,
    shifts: Numbers,
    keep: npt.NDArray[np.uint32],
    rows: npt.NDArray[np.int32],
    losses: Numbers,
    logs: Floats,
    caps: Numbers,
    shape: Numbers,
    rest: Floats,
    found: Floats,
) -> None:
    """For each draw from number ``first`` on, the logarithm of how many packages it stands for; -inf outside the zone.

    The arrays are those of `Urns`; ``rest`` has the logarithms of its ways, ``found``: (draws,), is written. Losses are
    at least 0 and their sums below 2**61.
    """
    # of what a draw needs the tickets and times are no part
    urns = Urns((), (), starts, shifts, keep, rows, losses, caps, starts, starts, logs, shape, (), 0.0)
    taken = rows_drawn(urns, start, np.arange(first, first + len(found)))
    states = states_drawn(urns, taken)
    total = np.zeros(len(found))
    for urn in range(len(shifts)):  # one after another, to add up as the kernel does
        total += logs[taken[:, urn]]
    found[:] = np.where(states >= 0, total + rest[states], -inf)


def _found(urns: Urns, start: int, hits: Sequence[int]) -> int:
    """How many packages the different draws that hit the zone stand for, each only for those with just its rows."""
    if not hits:
        return 0
    rows = np.unique(rows_drawn(urns, start, np.array(hits)), axis=0)
    ways = urns.ways[states_drawn(urns, rows)].tolist()
    return sum(many * prod(urns.times[mine].tolist()) for mine, many in zip(rows, ways, strict=True))


def _whole(power: float) -> int:
    """The whole number nearest to exp(power), as exactly as a double says it.

    >>> _whole(log(1000)), len(str(_whole(log(10) * 1000)))
    (1000, 1001)
    """
    twos = floor(power / log(2))
    if twos < 60:
        return round(exp(power))
    return round(exp(power - twos * log(2)) * 2**60) << (twos - 60)


def _rounded(value: int, way: int) -> int:
    """Three digits of a number, rounded to the nearest (``way`` 0), down (-1) or up (1).

    >>> [_rounded(123_456, way) for way in (-1, 0, 1)], _rounded(77, 1)
    ([123000, 123000, 124000], 77)
    """
    step: int = 10 ** max(0, len(str(value)) - 3)
    return (value + {-1: 0, 0: step // 2, 1: step - 1}[way]) // step * step
