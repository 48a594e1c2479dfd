"""Weights on walk-aways: a proof that no package reaches them all, or the mixture of packages that no weights rule out.

Weigh every side's points by a number that is not negative. Where even the highest weighted score is below what the
walk-aways ask for, weighed alike, no package reaches them all. The best weights are found from the other end: among
mixtures of packages look for the one whose least gain is greatest; what each gain would be worth there are the weights,
and the package they favour most comes into the mixture next, until none is favoured more than those already in it.

Floating point steers. A proof counts only once it holds in whole numbers.

Source: linear programming duality, Gale, Kuhn & Tucker 1951; packages one at a time as in Dantzig & Wolfe 1960,
Operations Research 8(1), 101-111; bounds of this kind in Everett 1963, Operations Research 11(3), 399-417.

Read next: ``row_search.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import mul
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..kernels import load
from ..tables import Units
from ..watch import QUIET, Watch
from .marked_tables import Narrowed, Rows

Weights: TypeAlias = npt.NDArray[np.int64]
"""Whole weights, one a walk-away."""

FINEST = 1 << 20
"""The largest whole weight."""

MOST_STEPS = 60
"""Exchanges in a mixture for each side before it is left as it is: it only steers."""

NEAR = 1e-9
"""Differences below this share of a side's span are not worth a step."""

ZERO = 1e-10
"""A weight this far below 0 is not: it came of rounding."""

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass
class Weighed:
    """What weighing found.

    ``rows``: a package that reaches all the walk-aways, or None; ``weights``: whole weights that prove there is none,
    or None; ``tried``: weights on the way, the best last; ``seen``: every package on the way, its rows and its gains;
    ``mixture``: the mixture at the end, of the packages known (first) and those seen.
    """

    rows: Rows | None = None
    weights: Weights | None = None
    tried: list[Floats] = field(default_factory=list)
    seen: list[tuple[Rows, Units]] = field(default_factory=list)
    mixture: Mixture | None = None


def weigh(
    rows: Narrowed, floors: Units, wanted: Rows, known: Units, *, thoroughly: bool = False, watch: Watch = QUIET
) -> Weighed:
    """Weigh the walk-aways in ``wanted`` (places) against one another, over the packages of some rows.

    ``floors``: of every side with a walk-away, units; ``known``: (packages, floors), gains of packages already known,
    which these rows allow. No table may be without rows.
    The first proof will do, or ``thoroughly`` the one that leaves most to spare for weights that add up to one. Where
    time runs out it is what was found by then.
    Cost: a look at all rows for each package that comes into the mixture, some ten for each side.
    """
    spans = rows.spans[wanted]
    found = Weighed(mixture=Mixture(known[:, wanted], spans) if len(known) else None)
    most = finest(rows.spans)
    weights = np.zeros(len(floors))
    weights[wanted] = 1 / spans
    while True:
        least = -np.inf
        if found.mixture is not None:
            weights[wanted], least = found.mixture.settle()
        found.tried.append(weights.copy())
        score, chosen = rows.best(weights)
        gains = rows.units[chosen].sum(axis=0) - floors
        found.seen.append((rows.rows[chosen], gains))
        if (gains[wanted] >= 0).all():
            found.rows = rows.rows[chosen]
            return found
        bound = score - float(weights @ floors)
        if bound < 0 and rows.most(whole := rounded(weights, most)) < int(whole @ floors):
            found.weights = whole
            if not thoroughly:
                return found
        if bound <= least + 2 * NEAR or (found.mixture is not None and found.mixture.is_full) or watch.left() <= 0:
            return found
        if found.mixture is None:
            found.mixture = Mixture(gains[None, wanted], spans)
        else:
            found.mixture.add(gains[wanted])


@dataclass
class Raised:
    """The highest score found of one side: ``score``, the ``rows`` of a package, and ``top``, which none can pass.

    ``tried`` and ``seen`` as in `Weighed`.
    """

    score: int
    rows: Rows
    top: int
    tried: list[Floats] = field(default_factory=list)
    seen: list[tuple[Rows, Units]] = field(default_factory=list)


def heighten(rows: Narrowed, floors: Units, wanted: Rows, aim: int, start: Rows, known: Units) -> Raised:
    """The highest score of the side at place ``aim`` that weights allow, and the best package met with on the way.

    ``start``: the rows of a package (places in ``rows``) that reaches the walk-aways ``wanted``; the others as in
    `weigh`. It ends where the bound is met, or where no weights bound it better. Cost: as `weigh`.
    """
    places = np.union1d(wanted, [aim]).astype(np.intp)
    at = int(np.searchsorted(places, aim))
    gains = rows.units[start].sum(axis=0) - floors
    found = Raised(int(gains[aim] + floors[aim]), rows.rows[start], int(rows.most(np.eye(len(floors), dtype=int)[aim])))
    mixture = Mixture(np.concatenate([gains[None], known])[:, places], rows.spans[places], at)
    weights = np.zeros(len(floors))
    most = finest(rows.spans)
    while found.score < found.top:
        weights[places], sought = mixture.settle()
        found.tried.append(weights.copy())
        score, chosen = rows.best(weights)
        gains = rows.units[chosen].sum(axis=0) - floors
        found.seen.append((rows.rows[chosen], gains))
        height = int(gains[aim] + floors[aim])
        if height > found.score and (gains[wanted] >= 0).all():
            found.score, found.rows = height, rows.rows[chosen]
        spare = score - float(weights @ floors)
        if spare < (found.top - int(floors[aim]) - 1e-6) * weights[aim]:
            found.top = min(found.top, _bound(rows, floors, aim, rounded(weights, most), found.top))
        if spare <= sought + 2 * NEAR or mixture.is_full:
            break
        mixture.add(gains[places])
    return found


def _bound(rows: Narrowed, floors: Units, aim: int, weights: Weights, top: int) -> int:
    """What the score of one side cannot pass where the others reach their walk-aways, by these weights, or ``top``."""
    weight = int(weights[aim])
    return top if not weight else (rows.most(weights) - int(weights @ floors)) // weight + int(floors[aim])


def finest(spans: Units) -> int:
    """How large whole weights may be, so that weighted sums of scores that fit these spans stay below 2**60."""
    return max(1, min(FINEST, (1 << 60) // int(spans.sum())))


def rounded(weights: Floats, most: int) -> Weights:
    """The weights as whole numbers, the largest of them ``most``.

    >>> rounded(np.array([0.5, 0.25, 0.0]), 10).tolist()
    [10, 5, 0]
    """
    whole: Weights = np.rint(weights * (most / weights.max())).astype(np.int64)
    return whole


class Mixture:
    """The mixture of packages whose least gain is greatest, by the simplex method with one row a side.

    Or, with ``aim``, the one with the highest gain of that side among those that leave every other side its walk-away.
    A package comes in where the weights favour it; what leaves is what would first turn negative. In the basis stand
    the gain sought (first, and always), what other gains are above it or above nothing, and shares of packages.
    """

    def __init__(self, columns: Units, spans: Units, aim: int | None = None) -> None:
        """``columns``: (packages, sides), the gains of the first packages; with ``aim`` the first of them must do.

        ``spans``: (sides,), by which gains are measured here, so that none counts for more because its points are
        small. Every side is given a little more of its own, so that no two gains are level and steps do not go in
        circles.
        """
        self.count, self.sides = columns.shape
        self.most = self.count + 100 + 20 * self.sides
        self.share = 1 / spans
        self.columns = np.ones((self.sides + 1, self.most + 1))
        self.columns[:-1, : self.count] = columns.T * self.share[:, None]
        self.right = np.append(np.arange(1, self.sides + 1) * (-NEAR / self.sides), 1.0)
        columns = self.columns[:-1, : self.count].T
        start = 0 if aim is not None else int(columns.min(axis=1).argmax())
        lowest = int((columns[start] - self.right[:-1]).argmin()) if aim is None else aim
        above = [side for side in range(self.sides) if side != lowest]
        self.basis = np.array([*(-1 - side for side in above), start], np.int64)
        self.inverse = np.zeros((self.sides + 1, self.sides + 1))
        self.inverse[[lowest, -1], 0] = -1.0, columns[start, lowest]
        for row, side in enumerate(above, 1):
            self.inverse[[side, -1], row] = -1.0, columns[start, side]
            if aim is None:
                self.inverse[[lowest, -1], row] = 1.0, columns[start, side] - columns[start, lowest]
        self.inverse[-1, -1] = 1.0

    @property
    def is_full(self) -> bool:
        """Whether so many packages have come in that the mixture will hardly become better."""
        return bool(self.count > self.most)

    def add(self, gains: Units) -> None:
        """A package more, by its gains."""
        self.columns[:-1, self.count] = gains * self.share
        self.count += 1

    def settle(self) -> tuple[Floats, float]:
        """The weights, and what the gain sought of the best mixture of the packages so far is worth.

        The weights times the spans add up to 1; with ``aim`` that side's is 1.
        """
        most = MOST_STEPS * (self.sides + 1)
        step = getattr(load("conflicts"), "settle", settle)
        step(self.columns, self.count, self.inverse, self.right, self.basis, NEAR, ZERO, most)
        sought = sum(map(mul, self.inverse[:, 0].tolist(), self.right.tolist()))
        return np.maximum(-self.inverse[:-1, 0], 0.0) * self.share, sought

    def shares(self) -> dict[int, float]:
        """The shares of the packages in the mixture, by their numbers in the order in which they came."""
        values = combined(self.inverse, self.right)[1:].tolist()
        shares = zip(self.basis.tolist(), values, strict=True)
        return {number: value for number, value in shares if number >= 0 and value > 0}


def settle(
    columns: Floats,
    count: int,
    inverse: Floats,
    right: Floats,
    basis: npt.NDArray[np.int64],
    near: float,
    zero: float,
    most: int,
) -> int:
    """Exchange columns of a basis until none is worth more than ``near``; how many exchanges it took, ``most`` at most.

    ``columns``: (rows, any), of which the first ``count`` count, and besides them what each side's gain is above need;
    ``inverse``: the inverse of the basis, one line a column, and ``basis`` what stands in it but for the first, which
    stays: the number of a package, or -1 less that of a side; both are written. ``right``: (rows,), the right-hand
    sides. Sums are taken term by term: the twin of ``settle`` in ``conflicts.c`` to the last bit.
    """
    columns = columns[:, :count]
    for step in range(most):
        favour = combined(columns, inverse[:, 0])  # the gain sought, less what the weights make of the package
        place = int(favour.argmin())
        if favour[place] < -near:
            along = combined(inverse, columns[:, place])
        else:
            side = int(inverse[:-1, 0].argmax())
            if inverse[side, 0] <= zero:
                return step
            place, along = -1 - side, -inverse[side]
        able = along > 1e-12 * np.abs(along).max()
        able[0] = False
        if not able.any():
            return step
        shares = np.full(len(along), np.inf)
        np.divide(combined(inverse, right), along, out=shares, where=able)
        leaving = int(shares.argmin())
        share = inverse[:, leaving] / along[leaving]
        inverse -= share[:, None] * along
        inverse[:, leaving] = share
        basis[leaving - 1] = place
    return most


def combined(lines: Floats, factors: Floats) -> Floats:
    """The sum of lines times factors, one line after another: the same on every machine."""
    total = np.zeros(lines.shape[1])
    for line, factor in zip(lines, factors.tolist(), strict=True):
        total += line * factor
    return total
