"""Sets that share a member with every set of a family, the smallest first, while the family still grows.

Conflicts are such sets of the repairs, and repairs of the conflicts. Who looks for either proposes one set after
another that meets all that is known of the other kind; each that turns out wrong brings a set to the family that it
misses. The first that is right is then a smallest one, and what comes after it follows in file order.

Source: Reiter 1987, Artificial Intelligence 32(1), 57-95; smallest first as in Ignatiev, Previti, Liffiton &
Marques-Silva 2015, Smallest MUS extraction with minimal hitting set dualization, CP 2015, 173-182.

Read next: ``keeping.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..minimal import members

MOST_NODES = 300_000
"""Partial sets looked at for one proposal; beyond that the search for it is given up."""


class TooMany(Exception):
    """A proposal would have taken more than `MOST_NODES` partial sets."""


class Proposals:
    """Sets that meet a family, in file order (`minimal.file_order`), proposed one at a time.

    After each proposal the caller adds either the proposal to ``right`` (no set that contains it is proposed any more)
    or to ``family`` a set that the proposal misses. When the proposals end, ``right`` has every minimal set that meets
    the family, in file order.
    Cost: exponential in the size of the sets in the worst case.

    >>> proposals = Proposals(members=3, family=[0b011])
    >>> for proposed in proposals:
    ...     print(bin(proposed))
    ...     if proposed & 0b100:
    ...         proposals.right.append(proposed)
    ...     elif proposed & 0b100 == 0:
    ...         proposals.family.append(0b100)
    0b1
    0b101
    0b110
    """

    def __init__(self, members: int, family: Sequence[int] = ()) -> None:
        self.members = members
        self.family = list(family)
        self.right: list[int] = []
        self._nodes = 0

    def __iter__(self) -> Iterator[int]:
        """The proposals. Raises `TooMany`."""
        for size in range(self.members + 1):
            if all(one for one in self.family):  # nothing meets a set without members
                yield from self._beyond(0, 0, size)

    def _beyond(self, chosen: int, first: int, more: int) -> Iterator[int]:
        """The sets that have ``chosen`` and just as many ``more`` members, numbered ``first`` or higher.

        A member that no open set has would be for nothing: the set without it met the family as it was, so it was
        proposed before and is right, or the family has a set by now that it misses.
        """
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise TooMany
        if any(chosen & one == one for one in self.right):
            return
        left = [one >> first << first for one in self.family if not one & chosen]
        if not left:
            if more == 0:
                self._nodes = 0
                yield chosen
            return
        if not _could_do(left, more):
            return
        useful = 0
        for one in left:
            useful |= one
        for number in members(useful & ((1 << min(map(int.bit_length, left))) - 1)):
            yield from self._beyond(chosen | 1 << number, number + 1, more - 1)


def _could_do(left: list[int], more: int) -> bool:
    """Whether so many members might meet these sets: no more of the sets than that are found apart from one another."""
    met = 0
    for one in sorted(left, key=int.bit_count):
        if not one & met:
            if more == 0:
                return False
            met |= one
            more -= 1
    return True
