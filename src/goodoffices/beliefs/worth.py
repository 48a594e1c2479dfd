"""The worth of everything to one party, as one list of unknown numbers: its coordinates.

Nobody knows them; what is recorded narrows them down. The scale is the party's own: what lies between the best and the
worst option of an issue is its swing, all swings together are 1, and the worst option of every issue is worth 0. So a
package's score is a sum of coordinates, the same for every position the party may have: `features` says which. The
walk-away is one more coordinate, on the same scale.

Two further kinds only stand in proofs: the factor by which recorded points become shares of the scale, and the points
of the worst option of each scored issue, times that factor.

Read next: ``rows.py`` and ``said.py``, which turn answers into inequalities over these numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..exact.arrays import truths
from ..exact.problem import Choices
from ..exact.trees import Tree, holds

Reals: TypeAlias = npt.NDArray[np.float64]
Packages: TypeAlias = npt.NDArray[np.intp]
"""Packages by numbers: (packages, issues), the option taken on each issue."""


@dataclass(frozen=True)
class Worth:
    """The unknowns of one party.

    ``sizes``: the number of options of each issue. ``joined``: pairs of issues said to hang together, the lower number
    first, ascending; each has a table of joint terms. ``occasions``: conditions of recorded bonuses.

    Coordinates, in this order: the options of every issue, the swing of every issue, the walk-away, the tables of
    joint terms, the bonuses; then, in proofs alone, the factor and the base of every issue.

    >>> fence = Worth((2, 3), joined=((0, 1),))
    >>> fence.option(1, 2), fence.swing(0), fence.walk_away, fence.joint(0, 1, 2), fence.coordinates
    (4, 5, 7, 13, 14)
    """

    sizes: tuple[int, ...]
    joined: tuple[tuple[int, int], ...] = ()
    occasions: tuple[Tree, ...] = ()

    @cached_property
    def first(self) -> tuple[int, ...]:
        """Where the options of each issue begin, and where the last ones end."""
        return tuple(np.cumsum((0, *self.sizes)).tolist())

    @cached_property
    def tables(self) -> tuple[int, ...]:
        """Where the table of each joined pair begins, and where the last one ends."""
        cells = [self.sizes[one] * self.sizes[other] for one, other in self.joined]
        return tuple(np.cumsum((self.walk_away + 1, *cells)).tolist())

    def option(self, issue: int, option: int) -> int:
        """The coordinate of an option's worth."""
        return self.first[issue] + option

    def swing(self, issue: int) -> int:
        """The coordinate of what lies between the best and the worst option of an issue."""
        return self.first[-1] + issue

    @cached_property
    def walk_away(self) -> int:
        """The coordinate of the walk-away."""
        return self.first[-1] + len(self.sizes)

    def joint(self, pair: int, one: int, other: int) -> int:
        """The coordinate of what two options of a joined pair are worth together, beyond each by itself."""
        return self.tables[pair] + one * self.sizes[self.joined[pair][1]] + other

    def bonus(self, number: int) -> int:
        """The coordinate of a recorded bonus."""
        return self.tables[-1] + number

    @cached_property
    def coordinates(self) -> int:
        """How many coordinates a sample has."""
        return self.tables[-1] + len(self.occasions)

    @property
    def factor(self) -> int:
        """The coordinate, in proofs, of the share of the scale that one recorded point is."""
        return self.coordinates

    def base(self, issue: int) -> int:
        """The coordinate, in proofs, of the recorded points of an issue's worst option, as a share of the scale."""
        return self.coordinates + 1 + issue

    @property
    def in_proofs(self) -> int:
        """How many coordinates there are in proofs."""
        return self.coordinates + 1 + len(self.sizes)

    def cells(self, packages: Packages) -> Iterator[Packages]:
        """The coordinates that each package's score adds up, bonuses aside, term by term.

        Each has the shape of the packages (..., issues) but for the issues.

        >>> [int(cell[0]) for cell in Worth((2, 2), joined=((0, 1),)).cells(np.array([[1, 0]]))]
        [1, 2, 9]
        """
        for issue, first in enumerate(self.first[:-1]):
            yield first + packages[..., issue]
        for pair, (one, other) in enumerate(self.joined):
            yield self.tables[pair] + packages[..., one] * self.sizes[other] + packages[..., other]

    def features(self, packages: Packages) -> Reals:
        """Which coordinates make up the score of each package: (packages, coordinates), each 0 or 1.

        ``score = features @ coordinates``. Cost: packages times coordinates.

        >>> Worth((2, 2)).features(np.array([[1, 0]])).tolist()
        [[0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]]
        """
        found = np.zeros((len(packages), self.coordinates))
        for cell in self.cells(packages):
            found[np.arange(len(packages)), cell] = 1
        for number, tree in enumerate(self.occasions):
            found[:, self.bonus(number)] = truths(tree, packages)
        return found

    def terms(self, package: Choices) -> Iterator[int]:
        """The coordinates that make up the score of one package, without an array."""
        yield from (first + option for first, option in zip(self.first, package, strict=False))
        yield from (self.joint(pair, package[one], package[two]) for pair, (one, two) in enumerate(self.joined))
        yield from (self.bonus(number) for number, tree in enumerate(self.occasions) if holds(tree, package))


def pairs_of(groups: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, int], ...]:
    """The pairs within groups of issues that hang together, each once, ascending.

    >>> pairs_of(((2, 0), (0, 1, 2)))
    ((0, 1), (0, 2), (1, 2))
    """
    return tuple(sorted({pair for group in groups for pair in combinations(sorted(group), 2)}))
