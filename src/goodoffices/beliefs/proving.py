"""Proofs by weights over the positions a party may have: found in floating point, decided in exact fractions.

Rows are sums of coordinates that are 0 or more, and every coordinate lies between two limits. So whatever weights of 0
or more the rows are given, what is left of a sum of coordinates after the weighed rows are taken off it is least where
each coordinate is at one of its limits: a bound that holds whatever the weights, and is the best there is with the
right ones (weak and strong duality, Dantzig 1963, Linear Programming and Extensions, chapter 6). A linear solver finds
weights; they are rounded to fractions and the bound is worked out anew from these. Nothing rests on the solver.

Read next: ``bounds.py`` and ``contradictions.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

from .frame import Points
from .rows import Row
from .worth import Worth

Sum: TypeAlias = Mapping[int, Fraction]
"""How often each coordinate counts."""

Box: TypeAlias = tuple[tuple[Fraction, Fraction], ...]
"""The limits of every coordinate."""

ROUNDED = (10**3, 10**6, 10**9)
"""Weights are tried as fractions with denominators up to these."""

JOINT_MOST = Fraction(1)
"""A joint term is taken in proofs to be worth no more, either way, than all issues together."""

NO_DEAL = Fraction(1, 100)
"""A walk-away that nothing limits may lie so far above every package: the party may want no deal at all. How far makes
no difference to what can be true."""

WIDE = Fraction(10**6)
"""The factor's limit where points are too rough for one, in scales for all points together; no standing is proved
then."""


NOUGHT = 1e-7
"""A slack below this may be none; whether it is, is then decided in fractions."""


CLOSED = 1e-9
"""A proof that comes so close to what the solver reached is taken; finer weights are not tried."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A sum is ``value`` or more; where ``strict``, more."""

    value: Fraction
    strict: bool


def box(worth: Worth, points: Points) -> tuple[Box, bool]:
    """The limits of every coordinate in proofs, and whether they are known (else they are only wide).

    A swing and an option's worth lie from 0 to 1. The factor is at most 1 over the swings that the points are sure of.
    A walk-away of which no points are recorded lies between what packages can score at least and at most, with joint
    terms and bonuses, and `NO_DEAL` above: one further down or up would go with the same answers.
    """
    zero, one = Fraction(0), Fraction(1)
    sure = sum((max(zero, max(low for low, _ in row) - min(high for _, high in row)) for row in points.issues.values()),
               zero)  # fmt: skip
    factor = zero if not points.total else one / sure if sure else WIDE / points.total
    limits = [(zero, one)] * worth.walk_away
    ranges = [*(limit for row in points.issues.values() for limit in row), points.walk_away or (zero, zero)]
    most = factor * sum((max(abs(low), abs(high)) for low, high in ranges), zero)
    joint = [(-JOINT_MOST, JOINT_MOST)] * (worth.tables[-1] - worth.tables[0])
    bonuses = [(factor * min(low, zero), factor * max(high, zero)) for low, high in points.bonuses]
    least = sum((low for low, _ in bonuses), -JOINT_MOST * len(worth.joined))
    greatest = one + sum((high for _, high in bonuses), JOINT_MOST * len(worth.joined))
    limits.append((least, greatest + NO_DEAL) if points.walk_away is None else (-most, most))
    limits += [*joint, *bonuses]
    limits += [(zero, zero)] * (worth.coordinates - len(limits))
    limits.append((zero, factor))
    limits += [(-most, most) if issue in points.issues else (zero, zero) for issue in range(len(worth.sizes))]
    return tuple(limits), bool(sure or not points.total)


def bound(worth: Worth, limits: Box, wanted: Sum, weighed: Iterable[tuple[Row, Fraction]], level: Fraction) -> Bound:
    """What a sum of coordinates is at least, by weights of rows and of all swings together (``level``, any sign).

    Exact. Cost: one visit to each term.

    >>> pair = Worth((2,))  # the swing of the only issue is 1
    >>> bound(pair, ((Fraction(0), Fraction(1)),) * 4, {2: Fraction(3)}, [], Fraction(3)).value
    Fraction(3, 1)
    """
    used = [(row, weight) for row, weight in weighed if weight > 0]
    # in whole parts of one unit, because fractions are slow
    fine = lcm(*(times.denominator for times in wanted.values()),
               *(times.denominator for row, _ in used for _, times in row.terms))  # fmt: skip
    unit = fine * lcm(level.denominator, *(weight.denominator for _, weight in used))
    left = {coordinate: _whole(times, unit) for coordinate, times in wanted.items()}
    for row, weight in used:
        parts = _whole(weight, unit // fine)
        for coordinate, times in row.terms:
            left[coordinate] = left.get(coordinate, 0) - parts * _whole(times, fine)
    for issue in range(len(worth.sizes)):
        left[worth.swing(issue)] = left.get(worth.swing(issue), 0) - _whole(level, unit)
    value = level
    for coordinate, parts in left.items():
        if parts and (limit := limits[coordinate][parts < 0]):
            value += Fraction(parts, unit) * limit
    return Bound(value, any(row.strict for row, _ in used))


def _whole(number: Fraction, unit: int) -> int:
    """A number as so many parts of a unit, of which it is a whole number."""
    return number.numerator * (unit // number.denominator)


class Program:
    """Rows as a linear program in floating point, for finding weights and points; nothing it says is believed.

    ``slack``: which rows have to be not 0 but the slack or more, so that the most slack tells whether all can hold.
    Where there are such, ``shared`` is a slack of all rows.
    """

    def __init__(self, worth: Worth, limits: Box, rows: Sequence[Row], slack: Sequence[bool] = ()) -> None:
        from ortools.linear_solver import pywraplp  # heavy, so not before it is needed

        self.worth, self.limits, self.rows = worth, limits, rows
        self.done = pywraplp.Solver.OPTIMAL
        self.solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.variables = [self.solver.NumVar(float(low), float(high), "") for low, high in limits]
        self.slack, self.shared = self.solver.NumVar(-100.0, 1.0, ""), self.solver.NumVar(0.0, 0.0, "")
        self.whole = self.solver.Constraint(1.0, 1.0)
        for issue in range(len(worth.sizes)):
            self.whole.SetCoefficient(self.variables[worth.swing(issue)], 1.0)
        self.rows_there = [self._row(row, slack[at] if slack else None) for at, row in enumerate(rows)]

    def _row(self, row: Row, slack: bool | None) -> Any:
        made = self.solver.Constraint(0.0, self.solver.infinity())
        for coordinate, times in row.terms:
            made.SetCoefficient(self.variables[coordinate], float(times))
        if slack is not None:
            made.SetCoefficient(self.shared, -1.0)
            made.SetCoefficient(self.slack, -float(slack))
        return made

    def least(self, wanted: Sum) -> Bound | None:
        """A proved bound below a sum, as good as can be; None where the solver finds nothing."""
        objective = self.solver.Objective()
        objective.Clear()
        for coordinate, times in wanted.items():
            objective.SetCoefficient(self.variables[coordinate], float(times))
        objective.SetMinimization()
        if self.solver.Solve() != self.done:
            return None
        reached, best = float(objective.Value()), None
        for most in ROUNDED:
            found = bound(self.worth, self.limits, wanted, *self._weights(most))
            if best is None or (found.value, found.strict) > (best.value, best.strict):
                best = found
            if float(best.value) > reached - CLOSED:
                break  # finer weights could not raise it any more
        return best

    def most_slack(self, at_most: float) -> float | None:
        """The most slack, in floating point, up to a limit; None where the solver finds nothing."""
        self.shared.SetBounds(0.0, 0.0)
        self.slack.SetBounds(-100.0, at_most)
        return self._most(self.slack)

    def most_shared(self) -> float | None:
        """The most slack up to 0 that every row may have, in floating point; None where the solver finds nothing."""
        self.shared.SetBounds(-100.0, 0.0)
        self.slack.SetBounds(0.0, 0.0)
        return self._most(self.shared)

    def _most(self, slack: Any) -> float | None:
        objective = self.solver.Objective()
        objective.Clear()
        objective.SetCoefficient(slack, 1.0)
        objective.SetMaximization()
        return float(objective.Value()) if self.solver.Solve() == self.done else None

    def impossible(self) -> list[Row] | None:
        """Rows of which it is proved, by the weights of the last solution, that they cannot all hold; None without."""
        for most in ROUNDED:
            weighed, level = self._weights(most)
            against: dict[int, Fraction] = {}
            for row, weight in weighed:
                for coordinate, times in row.terms:
                    against[coordinate] = against.get(coordinate, Fraction(0)) - weight * times
            found = bound(self.worth, self.limits, against, [], -level)
            if weighed and (found.value > 0 or (found.value == 0 and any(row.strict for row, _ in weighed))):
                return [row for row, _ in weighed]
        return None

    def point(self) -> list[float]:
        """Where the last solution lies."""
        return [float(variable.solution_value()) for variable in self.variables]

    def _weights(self, most: int) -> tuple[list[tuple[Row, Fraction]], Fraction]:
        """The weights of the last solution that are not 0, rounded: of the rows, and of all swings together."""
        found = []
        for row, there in zip(self.rows, self.rows_there, strict=True):
            weight = there.dual_value()
            if weight and (rounded := abs(Fraction(weight).limit_denominator(most))):
                found.append((row, rounded))
        return found, Fraction(self.whole.dual_value()).limit_denominator(most)


def refuted(worth: Worth, limits: Box, rows: Sequence[Row]) -> list[Row] | None:
    """Rows of which it is proved that they cannot all hold; None where no proof is found.

    First it is asked whether all can be 0 or more; then whether the strict ones can be more. Cost: two linear programs,
    the second from where the first one ended.
    """
    program = Program(worth, limits, rows, [row.strict for row in rows])
    for most in (program.most_shared, lambda: program.most_slack(1.0)):
        reached = most()
        if reached is not None and reached < NOUGHT and (used := program.impossible()):
            return used
    return None
