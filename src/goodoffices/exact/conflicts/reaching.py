"""Do some rows hold a package that reaches the walk-aways, and how high can one side's score be among those that do?

First weights, which either prove that there is none or lead the way; then a search along them. Both are exact.

Read next: ``falls.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ..tables import Units
from ..watch import Watch
from .marked_tables import Narrowed, Rows
from .mixtures import Weighed, heighten, weigh
from .row_search import first_in_order, search


class Undecided(Exception):
    """Neither weights nor a search of reasonable length decided it, or the clock ran out.

    ``unsearched``: the rows were too many to be searched, so another method may well decide it.
    """

    def __init__(self, unsearched: bool = False) -> None:
        super().__init__()
        self.unsearched = unsearched


@dataclass(frozen=True, eq=False)
class Ground:
    """Some rows, the walk-aways to reach there (``wanted``: places in ``floors``), and packages that are known.

    ``known``: (packages, floors), the gains of packages that the rows allow; ``seen``: packages met with on the way, by
    rows and scores, for the caller to keep.
    """

    rows: Narrowed
    floors: Units
    wanted: Rows
    known: Units
    watch: Watch
    seen: list[tuple[Rows, Units]] = field(default_factory=list)

    def raised(self, floors: Units, wanted: Rows) -> Ground:
        """The same rows with other walk-aways to reach."""
        return replace(self, floors=floors, wanted=wanted, known=self.known + self.floors - floors)


def reach(ground: Ground) -> Weighed:
    """A package that reaches the walk-aways wanted, or whole weights that prove there is none.

    Where there is neither, a search proved that there is none. No table of the rows may be bare.
    Cost: some mixtures, and where these leave it open a search. Raises `Undecided`.
    """
    found = _weighed(ground)
    if found.rows is None and found.weights is None:
        searched = search(ground.rows, ground.floors, ground.wanted, found.tried, ground.watch)
        if not searched.finished:
            raise Undecided(searched.declined)
        found.rows = searched.rows
    return found


def _weighed(ground: Ground) -> Weighed:
    if ground.watch.left() <= 0:
        raise Undecided
    if not len(ground.wanted):
        return Weighed(rows=ground.rows.rows[ground.rows.starts])
    found = weigh(ground.rows, ground.floors, ground.wanted, ground.known)
    ground.seen.extend((rows, gains + ground.floors) for rows, gains in found.seen)
    return found


def highest(ground: Ground, aim: int, start: Rows) -> Rows:
    """A package of the highest score of the side at place ``aim``, among those that reach what is wanted.

    ``start``: one of them, whose score is to be passed. Weights bound the score from above; what they leave open is
    searched. Raises `Undecided`.
    """
    rows, floors = ground.rows, ground.floors
    here = np.searchsorted(rows.rows, start)
    found = heighten(rows, floors, ground.wanted, aim, here, ground.known)
    ground.seen.extend((seen, gains + floors) for seen, gains in found.seen)
    if found.score >= found.top:
        return found.rows
    floors, wanted = floors.copy(), np.union1d(ground.wanted, [aim]).astype(np.intp)
    floors[aim] = found.score + 1
    searched = search(rows, floors, wanted, found.tried, ground.watch, aim)
    if not searched.finished:
        raise Undecided(searched.declined)
    return found.rows if searched.rows is None else searched.rows


def first_package(ground: Ground) -> Rows | None:
    """The first package in file order, or nearly, that reaches the walk-aways; None where finding it would take long.

    Tables are taken by their first issue, so where tables' issues are entangled the order is theirs.
    """
    return first_in_order(ground.rows, ground.floors, ground.wanted, ground.watch)
