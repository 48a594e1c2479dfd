"""Sets of requirements as bits of whole numbers: the minimal ones of a family, and the minimal ones that meet it all.

A repair is a minimal set to drop, a conflict a minimal set that cannot be kept together; each conflict shares a
requirement with each repair, and the conflicts are exactly the minimal sets that do (Reiter 1987, A theory of diagnosis
from first principles, Artificial Intelligence 32, theorem 4.4; corrected by Greiner, Smith & Wilkerson 1989).

Read next: ``enumerating/minimal_tally.py`` and ``conflicts/conflicts.py``, which both need them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

MOST_SETS = 1_000
"""Families of more sets than this are cut, and said to be incomplete."""


def members(bits: int) -> tuple[int, ...]:
    """The numbers in a set, ascending.

    >>> members(0b101)
    (0, 2)
    """
    return tuple(number for number in range(bits.bit_length()) if bits >> number & 1)


def file_order(bits: int) -> tuple[int, tuple[int, ...]]:
    """The sorting key of sets: by number of members, then by the members."""
    return bits.bit_count(), members(bits)


def minimal_sets(sets: Iterable[int]) -> list[int]:
    """The sets that contain no other of the family, in file order. Cost: sets times minimal sets.

    >>> minimal_sets([0b011, 0b111, 0b100])
    [4, 3]
    """
    kept: list[int] = []
    for bits in sorted(set(sets), key=file_order):
        if not any(bits & other == other for other in kept):
            kept.append(bits)
    return kept


def drops(broken: int, of_side: Sequence[int], needs: int, including: frozenset[int]) -> list[int]:
    """The sets of requirements to drop so that a package that breaks ``broken`` comes into the zone.

    ``of_side``: the requirements of each side. Every side in ``including`` must be satisfied, and ``needs`` in all.
    There is one set for each choice of sides that suffices: all the minimal sets, and others where choices overlap.
    Cost: as many sets as there are choices of ``needs`` sides.

    >>> drops(0b11, [0b01, 0b10], needs=1, including=frozenset())
    [1, 2]
    """
    must = sum(broken & of_side[side] for side in including)
    others = [broken & mine for side, mine in enumerate(of_side) if side not in including]
    return [must + sum(chosen) for chosen in combinations(others, needs - len(including))]


def transversals(family: Sequence[int], most: int = MOST_SETS) -> tuple[list[int], bool]:
    """The minimal sets that share a member with every set of the family, and whether the list is complete.

    Sets come by their number of members, then by the members; of an empty family the empty set is the only one.
    Berge's algorithm: take the sets of the family one after another and mend what misses them. Cost: exponential in the
    worst case, so a step that grows past ``most`` sets is cut; what is listed then is minimal all the same.
    Source: Berge 1989, Hypergraphs, chapter 2.

    The sets {0, 1} and {2} are met by {0, 2} and by {1, 2}:

    >>> transversals([0b011, 0b100])
    ([5, 6], True)
    """
    found, complete = [0], True
    for one in family:
        met = [partial for partial in found if partial & one]
        mended = [partial | 1 << number for partial in found if not partial & one for number in members(one)]
        fresh = [bits for bits in minimal_sets(mended) if not any(bits & other == other for other in met)]
        found = met + fresh
        if len(found) > most:  # go on with few, so that the end is near
            found, complete = sorted(found, key=file_order)[: most // 10], False
    if not complete:  # what was cut away may have been smaller than what grew later: keep only what is surely minimal
        found = [bits for bits in found if all(_needed(bits, 1 << number, family) for number in members(bits))]
    return sorted(found, key=file_order), complete


def one_transversal(family: Sequence[int]) -> int:
    """A minimal set that shares a member with every set of the family: the commonest members, less what can go.

    >>> one_transversal([0b011, 0b110, 0b101])
    3
    """
    chosen = 0
    while open_sets := [one for one in family if not one & chosen]:
        counts = Counter(number for one in open_sets for number in members(one))
        chosen |= 1 << min(counts, key=lambda number: (-counts[number], number))
    for number in reversed(members(chosen)):
        if all(one & (chosen & ~(1 << number)) for one in family):
            chosen &= ~(1 << number)
    return chosen


def _needed(bits: int, member: int, family: Sequence[int]) -> bool:
    """Whether some set of the family shares no other member with ``bits``."""
    return any(bits & one == member for one in family)
