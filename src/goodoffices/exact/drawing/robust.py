"""In how many draws is a package acceptable, and which package in the most?

Where packages times draws times sides are few enough, each package is looked at in every draw: then the greatest count
is proved, and so is in which draws there is a zone at all. Elsewhere a package is searched for, and a bound given: no
package is acceptable in a draw that has no zone, and whether a draw has one is asked of the planner. The question is
the chance-constrained one of Charnes & Cooper 1959 (Management Science 6(1), 73-79), over the draws.

Read next: ``robust_search.py``, then ``repicks.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import Packages, truths, units
from ..planner import answer, plan
from ..problem import Choices, Problem
from ..questions import Exists, Found
from ..watch import Part, Unheard, Watch
from .draw_blocks import drawn_blocks, draws_at_once
from .draws import Draws, Units
from .robust_search import climbed

LOOKED_AT = 10**9
"""The most packages times draws times sides of which each is looked at, some seconds of work."""
MOST_PACKAGES = 1 << 22
"""The most packages of which each is looked at, whatever the draws: a count is kept for each."""
SLOWER = 50
"""By so much that is less where units need Python integers."""
ASKED = 10.0
"""Seconds, as methods guess their own cost, for asking single draws whether they have a zone."""
FIRST_ASKED = 6
"""Draws without a known package that are asked before the search, to begin it from what they answer."""

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Most:
    """The package acceptable in the most draws (None: none is acceptable in any).

    ``count``: in how many of ``draws``. ``bound``: no package is acceptable in more. ``ties``: how many packages are
    acceptable in as many, where that was counted. ``zone``: for the first of the draws, as far as known, whether there
    is a zone. ``everywhere``: every package was looked at.
    """

    package: Choices | None
    count: int
    bound: int
    draws: int
    zone: Truths
    ties: int | None = None
    everywhere: bool = False


def most_accepted(draws: Draws, starts: Sequence[Choices], watch: Watch) -> Most:
    """The package that is in the zone in the most draws; ``starts`` are packages that are likely to be in it often.

    Of packages with the same count, that with the better sorted gains by the problem's own numbers, then the first in
    file order; where not every package was looked at, of those that were found.
    Cost: packages times draws times sides where that is at most `LOOKED_AT`, at 2 to 3 nanoseconds each; else a search,
    and questions to the planner for up to `ASKED` seconds. Where time runs out, ``draws`` says how many were looked at.

    The second option is worth 3 to 8 points to a side that wants 5, the third 5 to 9:

    >>> from goodoffices.exact.drawing.draws import Spans
    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> side = Side(scores=((0, 6, 7),), floor=5)
    >>> draws = Draws(Problem((3,), (side,), needs=1), (Spans((0, 3, 5, 5), (0, 8, 9, 5)),), count=50)
    >>> most = most_accepted(draws, [], QUIET)
    >>> most.package, most.count, most.bound, most.ties, int(most.zone.sum())
    ((2,), 50, 50, 1, 50)
    """
    cells = draws.problem.packages * draws.count * max(1, len(draws.sides))
    if cells * (SLOWER if draws.wide else 1) <= LOOKED_AT and draws.problem.packages <= MOST_PACKAGES:
        return _look_at_all(draws, watch)
    return _search(draws, starts, watch)


def accepted(draws: Draws, packages: Sequence[Choices]) -> Truths:
    """Which side accepts which package in which draw: (packages, sides, draws).

    Cost: packages times draws times sides times issues.
    """
    found: Truths = np.empty((len(packages), len(draws.sides), draws.count), np.bool_)
    chosen = np.array(packages, np.intp).reshape(len(packages), len(draws.problem.sizes))
    for number, side in enumerate(draws.problem.sides):
        held = np.ones(len(packages), np.bool_)
        for line in side.lines:
            held &= truths(line, chosen)
        for first, last in spans(draws, len(packages)):
            table = draws.table(number, first, last)
            reached = side.floor is None or scores(draws, number, table, chosen) >= table[-1]
            found[:, number, first:last] = held[:, None] & reached
    return found


def suffices(problem: Problem, yes: Truths) -> Truths:
    """Where enough sides say yes by the problem's rule: from (packages, sides, draws) to (packages, draws)."""
    enough: Truths = np.sum(yes, axis=1) >= problem.needs
    for number in problem.including:
        enough &= yes[:, number]
    return enough


def scores(draws: Draws, number: int, table: Units, packages: Packages) -> Units:
    """The units a side gives packages, in the draws of a table: (packages, draws)."""
    total = np.zeros((len(packages), table.shape[1]), table.dtype)
    for issue, start in enumerate(draws.starts):
        total += table[start + packages[:, issue]]
    for place, (tree, _) in enumerate(draws.problem.sides[number].bonuses, draws.options):
        total += np.where(truths(tree, packages)[:, None], table[place], 0)
    return total


def spans(draws: Draws, packages: int) -> Iterator[tuple[int, int]]:
    """All draws in spans, so short that neither a table nor an array of packages times draws grows large."""
    step = max(1, (1 << 21) // max(1, packages, draws.options))
    for first in range(0, draws.count, step):
        yield first, min(draws.count, first + step)


def _look_at_all(draws: Draws, watch: Watch) -> Most:
    counts = np.zeros(draws.problem.packages, np.intp)
    zone = np.zeros(draws.count, np.bool_)
    step, seen = draws_at_once(draws), 0
    while seen < draws.count and (seen == 0 or watch.left() > 0):  # one block is looked at whatever the limit
        last = min(draws.count, seen + step)
        for drawn in drawn_blocks(draws, seen, last):
            if (yes := drawn.yes()) is not None:
                counts[drawn.block.first : drawn.block.first + drawn.block.size] += np.count_nonzero(yes, axis=1)
                zone[seen:last] |= yes.any(axis=0)
        seen = last
        watch.step(seen / draws.count, "looking at every package in every draw")
    top = int(counts.max())
    if top == 0:
        return Most(None, 0, 0, seen, zone[:seen], ties=0, everywhere=True)
    tied = np.flatnonzero(counts == top)
    packages = np.stack(np.unravel_index(tied, draws.problem.sizes), axis=1).astype(np.intp)
    package = _first_by_gains(draws.problem, packages)
    return Most(package, top, top, seen, zone[:seen], ties=len(tied), everywhere=True)


def _search(draws: Draws, starts: Sequence[Choices], watch: Watch) -> Most:
    """The best package found, and the bound that no package is acceptable in a draw without a zone."""
    known = list(dict.fromkeys(starts))
    first = _in_zone(draws, known)
    zone: dict[int, Found] = {}
    _ask(draws, np.flatnonzero(~first.any(axis=0))[:FIRST_ASKED].tolist(), zone, Part(watch, 4))
    known += [found.package for found in zone.values() if found.package is not None]
    known = list(dict.fromkeys([*known, *climbed(draws, known, Part(watch, 2))]))
    yes = _in_zone(draws, known)
    counts = np.count_nonzero(yes, axis=1)
    somewhere: Truths = np.asarray(yes.any(axis=0))
    _ask(draws, [d for d in np.flatnonzero(~somewhere).tolist() if d not in zone], zone, watch)
    has = {draw: found.package is not None for draw, found in zone.items()}
    top = int(counts.max(initial=0))
    package = _first_by_gains(draws.problem, np.array(known, np.intp)[counts == top]) if top else None
    decided = next((d for d in range(draws.count) if not somewhere[d] and d not in has), draws.count)
    held = np.array([bool(somewhere[d]) or has[d] for d in range(decided)], np.bool_)
    return Most(package, top, draws.count - sum(not yes for yes in has.values()), draws.count, held)


def _in_zone(draws: Draws, packages: Sequence[Choices]) -> Truths:
    """Which package is in the zone of which draw: (packages, draws)."""
    chosen = np.array(packages, np.intp).reshape(len(packages), len(draws.problem.sizes))
    yes: Truths = suffices(draws.problem, accepted(draws, packages))
    for link in draws.problem.links:
        yes &= truths(link, chosen)[:, None]
    return yes


def _ask(draws: Draws, which: Sequence[int], zone: dict[int, Found], watch: Watch) -> None:
    """Ask single draws for a package of their zone, until time or `ASKED` seconds are used up."""
    spent = 0.0
    for number, draw in enumerate(which):
        problem = draws.drawn(draw)
        spent += plan(problem, Exists()).cost(problem, Exists())
        if spent > ASKED or watch.left() <= 0:
            return
        found = answer(problem, [Exists()], watch=Unheard(watch))[Exists()][0]
        if isinstance(found, Found) and (found.package is not None or found.proved):
            zone[draw] = found
        watch.step(max(spent / ASKED, (number + 1) / len(which)), "whether single draws have a zone")


def _first_by_gains(problem: Problem, packages: Packages) -> Choices:
    """The package with the best sorted gains by the problem's own numbers; of equal ones the first in file order."""
    zeros = [side.zero for side in problem.sides]
    gains = np.sort(units(problem, packages) - zeros, axis=1)
    rows = np.arange(len(packages))
    for column in gains.T:
        rows = rows[column[rows] == column[rows].max()]
    return min(tuple(package) for package in packages[rows].tolist())
