"""A zone that bonuses keep from being written as tables, inside a wider one that can be: the same without the bonuses.

Each side's walk-away is lowered by all the points that its bonuses could add; so no package of the zone is lost. What
is drawn from the wider zone and lies in the zone, by its whole numbers, is as good a draw of the zone; the share of
what lies there says how large it is. Bonuses that speak of one issue alone stay: they join nothing.

Source: von Neumann 1951, National Bureau of Standards Applied Mathematics Series 12, 36-38 (rejection).

Read next: ``sampling.py``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import inf, log

import numpy as np
import numpy.typing as npt

from ..arrays import Packages, in_zone, units
from ..chance import below, start_of
from ..problem import Problem, Side
from ..questions import Counted
from ..trees import issues_of
from ..watch import Watch
from .estimate import EFFECTIVE, NARROW, Seen, reported, weights
from .even import even, rows_of_draws
from .grouped import Grouped, grouped
from .sampling import Numbering, numbering, packages_of
from .tilt import Floats, tilted
from .urns import Urns, urns_of

FIRST_LOOK, MOST_DRAWS = 1 << 10, 1 << 17
"""After how many draws the interval is looked at first, and how many are made at most; they double in between."""
MOST_TRIED = 1 << 16
"""So many packages of the wider zone are drawn at most for a sample."""


@lru_cache(maxsize=16)
def wider(problem: Problem) -> Problem | None:
    """The problem without the bonuses that join issues; None where that does not help, as nothing else joins them.

    >>> from goodoffices.exact.trees import Literal, every
    >>> both = every([Literal(0, frozenset({1})), Literal(1, frozenset({1}))])
    >>> side = Side(((0, 7), (0, 1)), bonuses=((both, 3), (Literal(0, frozenset({0})), 1), (both, -2)), floor=5)
    >>> wider(Problem((2, 2), (side,), needs=1)).sides[0]
    Side(scores=((0, 7), (0, 1)), bonuses=((Literal(issue=0, options=frozenset({0})), 1),), lines=(), floor=2, scored=True)
    """  # noqa: E501
    loosened = replace(problem, sides=tuple(map(_loosened, problem.sides)))
    return None if loosened == problem or grouped(loosened) is None else loosened


def _loosened(side: Side) -> Side:
    alone = tuple((tree, points) for tree, points in side.bonuses if len(issues_of(tree)) <= 1)
    gone = sum(max(0, points) for tree, points in side.bonuses if (tree, points) not in alone)
    return replace(side, bonuses=alone, floor=None if side.floor is None else side.floor - gone)


def samples_within(problem: Problem, wide: Problem, count: int, seed: int, watch: Watch) -> Packages | None:
    """So many packages of the zone by chance, of those drawn from a wider one; None where too few of them lie in it.

    (count, issues). Fewer packages of the same seed are the first of more. Cost: as many draws from the wider zone as
    it is larger than the zone, for each package.
    """
    numbered, zone, tried = numbering(wide, watch), grouped(wide), 2 * count
    assert zone is not None  # or it were no wider zone
    while tried <= max(MOST_TRIED, 2 * count) and watch.left() > 0:
        drawn = _drawn(numbered, zone, tried, seed, watch)
        if drawn is None:
            return None
        kept = drawn[in_zone(problem, drawn, units(problem, drawn))]
        if len(kept) >= count or not len(drawn):
            return kept[:count]
        tried *= 4
    return None


def _drawn(numbered: Numbering | None, zone: Grouped, count: int, seed: int, watch: Watch) -> Packages | None:
    """So many packages of the wider zone; none where it is empty, None where they cannot be drawn."""
    if zone.empty:
        return np.zeros((0, len(zone.joined.problem.sizes)), np.intp)
    if numbered is not None:
        return numbered.packages(below(start_of(seed, "wider"), numbered.size, count) if numbered.size else [])
    rows = even(zone, count, seed, watch)
    return None if rows is None else packages_of(zone, rows)


def estimate_within(problem: Problem, wide: Problem, watch: Watch, seed: int = 0) -> Counted:
    """The size of a zone, about, by draws from a wider one; or at least as many as different packages were found.

    Exact where even the wider zone is shown to be empty. The interval is that of ``estimate.py``: what a draw stands
    for counts where the one package taken of it lies in the zone. Cost: some 20 microseconds a draw.
    """
    zone = grouped(wide)
    assert zone is not None  # or it were no wider zone
    tilt = None if zone.empty else tilted(zone)
    if tilt is None or tilt.proves_empty:
        return Counted(0, exact=True)
    numbered, urns = numbering(wide, watch), urns_of(zone, tilt)
    if numbered is None and not urns.tables:
        return Counted(0, exact=False)
    log_top = urns.log_top if numbered is None else log(numbered.size)
    seen, different, draws = Seen(), set[bytes](), FIRST_LOOK
    while draws <= MOST_DRAWS:
        found = _looked_at(problem, zone, urns, numbered, seen.draws, draws - seen.draws, seed, watch)
        if found is None:
            break
        seen.add(draws - seen.draws, found[0])
        different.update(package.tobytes() for package in found[1])
        if seen.width <= NARROW * seen.share or watch.left() <= 0:
            break
        draws *= 2
    if seen.effective < EFFECTIVE or seen.width >= seen.share:
        return Counted(len(different), exact=False)
    most = zone.packages if numbered is None else numbered.size
    return reported(seen, log_top, max(1, len(different)), most)


def _looked_at(
    problem: Problem, zone: Grouped, urns: Urns, numbered: Numbering | None, first: int, count: int, seed: int,
    watch: Watch,
) -> tuple[Floats, Packages] | None:  # fmt: skip
    """The draws in the zone, of so many from number ``first`` on: their shares of the greatest weight, and packages."""
    if numbered is not None:
        drawn = numbered.packages(below(start_of(seed, f"within, from {first}"), numbered.size, count))
        shares: npt.NDArray[np.float64] = np.ones(len(drawn))
        watch.step(-1, "drawing packages")
    else:
        start = start_of(seed, "within")
        found = weights(urns, start, first, count, watch)
        if found is None:
            return None
        hits = np.flatnonzero(found > -inf)
        drawn = packages_of(zone, rows_of_draws(zone, urns, start, first + hits))
        shares = np.exp(found[hits] - urns.log_top)
    held = in_zone(problem, drawn, units(problem, drawn))
    return shares[held], drawn[held]
