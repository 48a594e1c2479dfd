"""Climbs: drafts that no change of one issue betters, for positions as samples have them.

A climb raises the product of gains; where some gain is not above 0, it first raises what is below. Many climbs go side
by side, in numpy: a procedure that learns looks for such drafts in every round, and near the best is enough there. What
is told to a mediator is picked by the exact engine, see ``beliefs/picking.py``.

Read next: ``believing.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..beliefs.worth import Packages, Reals, Worth
from .lots import Lots
from .one_text import drawn
from .steps import Draft, Table

ROUNDING = 1e-12
"""What rounding alone can add is no step up."""


def climbed(
    table: Table, worths: Sequence[Worth], positions: Sequence[Reals], floors: Reals, lots: Lots, starts: int
) -> list[Draft]:
    """For each draw of all positions the best draft of so many climbs that no change of one issue betters.

    ``positions``: for each party (draws, coordinates of its worth); ``floors``: (parties,) walk-aways. One climb of
    each draw starts at the best sum of scores, the others at drafts drawn by lot; none crosses a link, unless
    there is no start that keeps to them. Cost: for each step draws times starts times the options of all issues.
    """
    draws = len(positions[0])
    repeated = [np.repeat(of, starts, axis=0) for of in positions]
    now = _beginnings(table, worths, positions, lots, starts)
    merit = _merits(worths, repeated, floors, now[:, None])[:, 0]
    issues, options = changes(table.sizes)
    every, climbs = np.arange(len(issues)), np.arange(len(now))
    while True:
        changed = np.repeat(now[:, None], len(issues), axis=1)
        changed[:, every, issues] = options
        after = _merits(worths, repeated, floors, changed)
        place = _best(table, now, changed, after, merit)
        better = after[climbs, place] > merit + ROUNDING
        if not better.any():
            break
        now[better], merit[better] = changed[climbs, place][better], after[climbs, place][better]
    best = merit.reshape(draws, starts).argmax(axis=1)
    return as_drafts(now.reshape(draws, starts, -1)[np.arange(draws), best])


def changes(sizes: Sequence[int]) -> tuple[Packages, Packages]:
    """Every option of every issue: the issues, and the options.

    >>> [part.tolist() for part in changes((2, 3))]
    [[0, 0, 1, 1, 1], [0, 1, 0, 1, 2]]
    """
    issues = np.repeat(np.arange(len(sizes)), sizes)
    return issues, np.concatenate([np.arange(size) for size in sizes])


def as_drafts(packages: Packages) -> list[Draft]:
    """An array of packages as drafts."""
    return [tuple(row) for row in packages.tolist()]


def _beginnings(table: Table, worths: Sequence[Worth], positions: Sequence[Reals], lots: Lots, starts: int) -> Packages:
    """Where the climbs begin: (draws times starts, issues)."""
    options = sum(of[:, : worth.first[-1]] for worth, of in zip(worths, positions, strict=True))
    assert not isinstance(options, int)
    first = worths[0].first
    found = []
    for total in options:
        best = tuple(int(total[a:b].argmax()) for a, b in pairwise(first))
        found.append(best if table.may_stand(best) else drawn(table, lots) or best)
        found += [drawn(table, lots) or best for _ in range(starts - 1)]
    return np.array(found, np.intp).reshape(len(found), len(table.sizes))


def _merits(worths: Sequence[Worth], positions: Sequence[Reals], floors: Reals, packages: Packages) -> Reals:
    """What each climb raises, of each of its packages: (climbs, packages) from (climbs, packages, issues).

    The product of gains; where some are not above 0, less than 0 by what they miss.
    """
    product, missing = np.ones(packages.shape[:2]), np.zeros(packages.shape[:2])
    cells = {worth: list(worth.cells(packages)) for worth in dict.fromkeys(worths)}
    for worth, of, floor in zip(worths, positions, floors.tolist(), strict=True):
        gained = _added_up(cells[worth], of) - floor
        product *= np.maximum(gained, 0)
        missing += np.minimum(gained, 0)
    return np.asarray(np.where(missing < 0, missing, product))


def _added_up(cells: Sequence[Packages], positions: Reals) -> Reals:
    """The scores in each climb of its packages: (climbs, packages), of the coordinates that each adds up."""
    flat, first = positions.ravel(), np.arange(len(positions))[:, None] * positions.shape[1]
    return np.asarray(sum(flat[cell + first] for cell in cells))


def _best(table: Table, now: Packages, changed: Packages, after: Reals, merit: Reals) -> Packages:
    """For each climb the place of the best change that may stand; of the draft itself where none is better."""
    best = np.asarray(after.argmax(axis=1), np.intp)
    if table.meets_links is None:
        return best
    for climb, order in enumerate(np.argsort(-after, axis=1, kind="stable").tolist()):
        higher = (place for place in order if after[climb, place] > merit[climb] + ROUNDING)
        allowed = (place for place in higher if table.may_stand(tuple(changed[climb, place].tolist())))
        best[climb] = next(allowed, int(now[climb, 0]))  # the first issue as it stands
    return best
