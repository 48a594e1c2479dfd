"""The method *grid*: packages that stand for the whole frontier, with the proof of how near they come to it.

Where a frontier is too large for any complete method (five sides and scores of seven digits), losses are rounded down
to a grid, table row by table row, and the dense table over the grid is exact. Its packages are real ones, with their
true scores. The proof: let x be any package of the zone, G(x) the sum of its rounded losses. The table has a package y
with G(y) at most G(x) for every side. The loss of x is at least G(x), and so at least G(y); that of y is G(y) plus what
rounding took from it, which is known. So x is better than y for no side by more than the most that rounding took from
any package found.

Floors are asked of the rounded losses first, which loses no package of the zone, and then of the true ones. Where y is
left out, x loses at least G(y), which is near the floor that y misses: the bound then holds for the packages that gain
more than that, and the answer says how much.

Source: rounding for several objectives, Erlebach, Kellerer & Pferschy 2002, Management Science 48(12), 1603-1612.

Read next: ``../branching/branch.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import units
from ..dominance import undominated
from ..from_frontier import listed
from ..methods import method
from ..problem import Problem
from ..questions import Frontier, Points, Question, Result
from ..tables import Keys, Tables, Units, tables
from ..thinning import standing_for_all
from ..watch import Watch
from .dense_losses import Narrowed, Part, idle, narrowed, strongest, sums, widest
from .dense_order import AXES, Ordered, arranged
from .dense_table import frontier

MANY_PACKAGES = 10**6
"""For fewer packages there are complete methods."""

MOST_ROWS = 128
"""Tables are joined to no more rows than this: the fewer tables, the less rounding."""

FINE = 250
"""Places of the measured side, which cost nothing."""

MOST_LEVELS = 1 << 14
"""Places of an axis at most."""

WORK = 1e9
"""Comparisons that a grid may take: a second or some."""

AT_ONCE = 1 << 14
"""Packages weighed between two looks at the watch."""

MOST_POINTS = 10_000
"""Points listed at most."""

COST = 2.0
"""Seconds, roughly, whatever the number of packages."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Tables on a grid. ``grains``: (sides,), units of a place; ``ready``: the tables in places, to be filled."""

    grains: Units
    ready: Ordered


@dataclass(frozen=True, eq=False)
class Weighed:
    """Packages of the zone by ``keys``, and what they really score: ``scored`` (packages, sides asked about).

    ``taken``: (sides,), the most that rounding took from any of them; None where time ran out before all were weighed.
    ``near``: (sides,), how much has to be gained for the bound to hold, because of packages outside; 0 where none is.
    """

    keys: Keys
    scored: Units
    taken: Units | None
    near: Units


def _accepts(problem: Problem, question: Question) -> bool:
    if not isinstance(question, Frontier) or not question.over or problem.packages < MANY_PACKAGES:
        return False
    joined = tables(problem)
    return joined is not None and len(question.over) <= AXES + 1 and idle(joined, question.over)


def _cost(problem: Problem, question: Question) -> float:
    return COST


@method(
    "grid",
    source="Erlebach, Kellerer & Pferschy 2002, Management Science 48(12), 1603-1612, on tables of losses",
    accepts=_accepts,
    cost=_cost,
    rough=60.0,
)
def round_to_grid(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result with packages that stand for the frontier, and the bound within which they do.

    They are complete only where the grid is as fine as the units. Which packages are found, and how good the bound is,
    depends on the memory that the watch allows; without time or memory nothing is known, or some packages
    without a bound.
    Cost: a second or some, whatever the number of packages.
    """
    return {question: _stand_ins(problem, question, watch) for question in questions if isinstance(question, Frontier)}


def _stand_ins(problem: Problem, question: Frontier, watch: Watch) -> Points:
    """The answer to one question."""
    joined = tables(problem)
    assert joined is not None  # or the question was not accepted
    narrow = narrowed(joined, question.over)
    grid = finest(narrow, WORK, watch.memory)
    found = None if grid is None else frontier(grid.ready, joined.keys.shape[1], watch)
    if grid is None or found is None:
        return Points((), complete=False)
    known = _weighed(joined, question.over, narrow, _in_units(grid, found[0]), found[1], watch)
    return _proved(joined, known, question.most)


def finest(narrow: Narrowed, work: float, memory: float) -> Grid | None:
    """The finest grid that takes no more comparisons and bytes than these; None where even the coarsest takes more."""
    narrow = replace(narrow, parts=_joined(narrow))
    low, high, found = 1, MOST_LEVELS, None
    while low <= high:
        levels = (low + high) // 2
        grid = _on_a_grid(narrow, levels)
        if grid is None or grid.ready.work > work or grid.ready.memory > memory:
            high = levels - 1
        else:
            low, found = levels + 1, grid
    return found


def _joined(narrow: Narrowed) -> tuple[Part, ...]:
    """The tables joined two by two, the smallest first, up to `MOST_ROWS` rows."""
    parts = sorted(narrow.parts, key=lambda part: len(part[0]))
    while len(parts) > 1 and len(parts[0][0]) * len(parts[1][0]) <= MOST_ROWS:
        one = strongest(*sums(parts[0], parts[1], narrow.room))
        parts = sorted([one, *parts[2:]], key=lambda part: len(part[0]))
    return tuple(parts)


def _on_a_grid(narrow: Narrowed, levels: int) -> Grid | None:
    """The tables with losses rounded down, so that an axis has about so many places; None where they do not fit.

    Of the rows of a table that the grid cannot tell apart the one stays that rounding takes least from, in grains.
    """
    grains, parts = np.ones_like(narrow.room), narrow.parts
    if parts:
        reach = np.minimum(narrow.room, widest(parts))
        places = np.full(len(reach), levels)
        places[np.argmax(reach)] = max(levels, FINE)
        grains = np.maximum(1, -(-reach // places))
        parts = tuple(_rows_on_a_grid(losses, keys, grains) for losses, keys in parts)
    coarse = replace(narrow, parts=parts, room=narrow.room // grains)
    ready = arranged(coarse)
    return None if ready is None else Grid(grains, ready)


def _rows_on_a_grid(losses: Units, keys: Keys, grains: Units) -> Part:
    """The undominated rows of a table in grains, rounded down."""
    rounded = losses // grains
    taken = (losses - rounded * grains) / grains  # only an order of preference, so that floating point will do
    order = np.argsort(taken.sum(axis=1), kind="stable")
    chosen = order[undominated(-rounded[order])]
    return rounded[chosen], keys[chosen]


def _in_units(grid: Grid, losses: Units) -> Units:
    """Rounded losses as the dense table gives them, for the sides asked about: (points, sides), units."""
    rounded = np.zeros((len(losses), len(grid.grains)), np.int64)
    for place, side in enumerate((*grid.ready.axes, grid.ready.measured)):
        if side >= 0:
            rounded[:, side] = losses[:, place] * grid.ready.grains[side] * grid.grains[side]
    return rounded


def _weighed(
    joined: Tables, over: Sequence[int], narrow: Narrowed, rounded: Units, keys: Keys, watch: Watch
) -> Weighed:
    """What the packages behind keys really are, a block at a time for as long as there is time."""
    most, near = np.zeros_like(narrow.room), np.zeros_like(narrow.room)
    kept, real, done = [keys[:0]], [rounded[:0]], True
    for first in range(0, len(keys), AT_ONCE):
        if first and watch.left() <= 0:
            done = False
            break
        here = slice(first, first + AT_ONCE)
        scored = np.asarray(units(joined.problem, joined.packages(keys[here]))[:, over], np.int64)
        losses = narrow.best - scored
        inside = (losses <= narrow.room).all(axis=1)
        kept.append(keys[here][inside])
        real.append(scored[inside])
        most = np.maximum(most, (losses - rounded[here])[inside].max(axis=0, initial=0))
        beyond = np.where(losses > narrow.room, narrow.room - rounded[here] + 1, 0)
        near = np.maximum(near, beyond.max(axis=0))
        watch.step(min(1.0, here.stop / len(keys)), "weighing the packages found")
    return Weighed(np.concatenate(kept), np.concatenate(real), most if done else None, near)


def _proved(joined: Tables, known: Weighed, most: int | None) -> Points:
    """The points in the zone, a part of them where they are many, and the bound."""
    if known.taken is not None and not known.taken.any() and not known.near.any():
        return listed(joined.packages(known.keys), known.scored, most)
    if not len(known.keys):
        return Points((), complete=False)
    order = np.lexsort(known.keys.T[::-1])  # keys compare as packages do in file order
    places, apart = standing_for_all(known.scored[order], MOST_POINTS if most is None else min(most, MOST_POINTS))
    chosen = order[places]
    chosen = chosen[undominated(known.scored[chosen])]
    packages, scored = joined.packages(known.keys[chosen]).tolist(), known.scored[chosen].tolist()
    points = tuple(zip(map(tuple, packages), map(tuple, scored), strict=True))
    if known.taken is None:
        return Points(points, complete=False)
    return Points(
        points,
        complete=False,
        within=tuple((known.taken + apart).tolist()),
        gaining=tuple(known.near.tolist()) if known.near.any() else None,
    )
