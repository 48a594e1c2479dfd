"""The judge of proofs: elimination of one unknown after another in exact fractions (Fourier 1826, Motzkin 1936).

Slow, plain, and quite another way than weights found by a solver: it works on a party's position in the fewest numbers
(the swings but one, the inner options, the walk-away), and decides strict inequalities as what they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Inequality = tuple[tuple[Fraction, ...], Fraction, bool]
"""Coefficients, a constant and whether strict: their sum is 0 or more, or more than 0."""


def at_least(coefficients: Sequence[int | Fraction], constant: int | Fraction = 0, strict: bool = False) -> Inequality:
    return tuple(Fraction(c) for c in coefficients), Fraction(constant), strict


def _plain(one: Inequality) -> Inequality:
    size = max((abs(c) for c in one[0]), default=Fraction(0)) or Fraction(1)
    return tuple(c / size for c in one[0]), one[1] / size, one[2]


def _tightest(rows: Sequence[Inequality]) -> list[Inequality]:
    """Of inequalities that differ in their constants alone, the one that says most."""
    best: dict[tuple[Fraction, ...], tuple[Fraction, bool]] = {}
    for coefficients, constant, strict in map(_plain, rows):
        now = best.get(coefficients)
        if now is None or (constant, not strict) < (now[0], not now[1]):
            best[coefficients] = constant, strict
    return [(coefficients, constant, strict) for coefficients, (constant, strict) in best.items()]


def eliminated(rows: Sequence[Inequality], unknowns: Sequence[int]) -> list[Inequality]:
    """What the inequalities say when these unknowns may be anything that fits."""
    rows = _tightest(rows)
    for unknown in unknowns:
        up = [row for row in rows if row[0][unknown] > 0]
        down = [row for row in rows if row[0][unknown] < 0]
        rows = [row for row in rows if row[0][unknown] == 0]
        for a in up:
            for b in down:
                by, to = -b[0][unknown], a[0][unknown]
                mixed = tuple(by * x + to * y for x, y in zip(a[0], b[0], strict=True))
                rows.append((mixed, by * a[1] + to * b[1], a[2] or b[2]))
        rows = _tightest(rows)
    return rows


def can_hold(rows: Sequence[Inequality]) -> bool:
    """Whether some numbers meet every inequality."""
    left = eliminated(rows, range(len(rows[0][0])))
    return all(constant > 0 or (constant == 0 and not strict) for _, constant, strict in left)


def range_of(rows: Sequence[Inequality], wanted: Inequality) -> tuple[Fraction, Fraction, bool, bool]:
    """The least and the most of a sum, and whether each is really reached."""
    n = len(wanted[0])
    wider = [((*coefficients, Fraction(0)), constant, strict) for coefficients, constant, strict in rows]
    for way in (1, -1):  # one more unknown, equal to the sum
        wider.append((*_extended(wanted, way), False))
    left = eliminated(wider, range(n))
    low = max((-c / k[n], s) for k, c, s in left if k[n] > 0)
    high = min((c / -k[n], not s) for k, c, s in left if k[n] < 0)
    return low[0], high[0], not low[1], high[1]


def _extended(wanted: Inequality, way: int) -> tuple[tuple[Fraction, ...], Fraction]:
    return (*(way * c for c in wanted[0]), Fraction(-way)), way * wanted[1]
