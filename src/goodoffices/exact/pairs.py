"""The points of a frontier kept in arrays and read as pairs of tuples.

To find 10^5 points takes less time than to make tuples of them, and mostly only some of them are looked at.

Read next: ``from_frontier.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, overload

import numpy.typing as npt

from .arrays import Packages

Pair: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""A package and the units it gives."""


class Pairs(Sequence[Pair]):
    """``packages``: (points, issues), and ``units``: (points, sides), neither to be written to any more.

    Reads, compares, hashes and prints as the tuple of its pairs does. Cost: that of the pairs looked at.

    >>> import numpy as np
    >>> two = Pairs(np.array([[0, 1], [1, 1]]), np.array([[7, 2], [9, 5]]))
    >>> two[1], two == (((0, 1), (7, 2)), ((1, 1), (9, 5)))
    (((1, 1), (9, 5)), True)
    """

    __slots__ = ("packages", "units")

    def __init__(self, packages: Packages, units: npt.NDArray[Any]) -> None:
        assert len(packages) == len(units)
        self.packages, self.units = packages, units
        packages.setflags(write=False)
        units.setflags(write=False)

    def __len__(self) -> int:
        return len(self.packages)

    @overload
    def __getitem__(self, place: int) -> Pair: ...
    @overload
    def __getitem__(self, place: slice) -> Pairs: ...
    def __getitem__(self, place: int | slice) -> Pair | Pairs:
        if isinstance(place, slice):
            return Pairs(self.packages[place], self.units[place])
        return tuple(self.packages[place].tolist()), tuple(self.units[place].tolist())

    def __iter__(self) -> Iterator[Pair]:
        columns = self.packages.T.tolist(), self.units.T.tolist()
        return zip(zip(*columns[0], strict=True), zip(*columns[1], strict=True), strict=True)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pairs | tuple):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)  # most often their number tells

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
