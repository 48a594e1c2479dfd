"""Rows: what is recorded as inequalities over a party's coordinates, each with where it comes from.

A `Row` is a sum of coordinates that is 0 or more, or (strict) more than 0, in exact fractions. All rows are free of a
constant, because all swings together are 1 whatever the position.

Read next: ``said.py``, which makes rows of answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ..exact.problem import Choices
from ..exact.trees import Tree
from .worth import Worth

Terms: TypeAlias = tuple[tuple[int, Fraction], ...]
"""Coordinates and how often each counts, by coordinate; none counts 0 times."""

Difference: TypeAlias = tuple[frozenset[int], frozenset[int]]
"""Coordinates that only the one of two packages has in its score, and that only the other has."""


@dataclass(frozen=True, order=True, slots=True)
class Source:
    """Where a row comes from: an ``answer`` by its id, or what else is ``recorded``.

    The latter are ``scores``, ``bonuses``, ``walk_away``, ``red_line:ID``.
    """

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of coordinates that is 0 or more, or where ``strict`` more than 0.

    ``source``: None where it holds of any position. ``soft``: it may be mistaken. ``in_proofs``, ``in_walks``: where it
    is used; what a `Frame` keeps by construction is no row of a walk.
    """

    terms: Terms
    source: Source | None = None
    strict: bool = False
    soft: bool = False
    in_proofs: bool = True
    in_walks: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A red line in numbers; ``confidence`` 1 where it is sure."""

    source: Source
    tree: Tree
    confidence: Fraction


def terms(*pairs: tuple[int, int | Fraction]) -> Terms:
    """Terms of a row, from coordinates and how often each counts.

    >>> terms((4, 1), (2, 1), (4, -1))
    ((2, Fraction(1, 1)),)
    """
    total: dict[int, int | Fraction] = {}
    for coordinate, times in pairs:
        total[coordinate] = total.get(coordinate, 0) + times
    return tuple((coordinate, Fraction(times)) for coordinate, times in sorted(total.items()) if times)


def differing(worth: Worth, one: Choices, other: Choices) -> Difference:
    """Where two packages differ: coordinates that only the one has in its score, and that only the other has.

    >>> [sorted(side) for side in differing(Worth((2, 2)), (1, 0), (0, 0))]
    [[1], [0]]
    """
    first, second = frozenset(worth.terms(one)), frozenset(worth.terms(other))
    return first - second, second - first
