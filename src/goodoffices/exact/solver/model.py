"""A problem as a model for CP-SAT: one Boolean an option, one truth a tree, one exact comparison a score.

Scores are compared with fixed numbers only, and exactly: numbers that CP-SAT could not hold are split into limbs in
base 2**LIMB and compared limb by limb. Objectives steer the search and may be rounded; no answer rests on them unless
they are exact, which `Model.exact` says.

Solver: OR-Tools CP-SAT (Perron & Furnon), one worker and a fixed seed, so that answers repeat.

Read next: ``logic.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..problem import Choices, Problem
from ..trees import FALSE, TRUE, Count, Literal, Tree
from ..watch import OutOfTime, Watch

LIMB = 16
"""Bits in a limb: sums over many thousands of options stay far below the solver's 63 bits."""

FITS = 30
"""Sums of fewer bits than this are given to the solver whole."""

STEER = 30
"""Objectives larger than this many bits are rounded to it."""

LISTING = 10.0
"""Packages are listed for so long at most, in the solver's own units: about a second each."""

STEERABLE = 1 << 40
"""Nothing steered by is larger than this."""


class Model:
    """A model that grows: conditions are added, never taken back. Build a new one for another question.

    ``options``: for each issue one Boolean an option. ``trail``: every package found, the last one last.
    """

    def __init__(self, problem: Problem, watch: Watch, trail: list[Choices] | None = None) -> None:
        """``trail`` collects every package found, so that what was found is not lost when time runs out."""
        from ortools.sat.python import cp_model  # 0.7 s to import, so not before it is needed

        self.problem, self.watch, self._cp = problem, watch, cp_model
        self.trail = [] if trail is None else trail
        self.model = cp_model.CpModel()
        self.options = [[self.model.new_bool_var("") for _ in range(size)] for size in problem.sizes]
        for options in self.options:
            self.model.add_exactly_one(options)
        self.true = self.model.new_constant(1)
        self._truths: dict[Tree, Any] = {}
        self._reached: dict[tuple[int, int], Any] = {}
        self._split: dict[tuple[tuple[int, int], ...], list[Any]] = {}
        self.shift = max(0, problem.largest.bit_length() - STEER)

    @property
    def exact(self) -> bool:
        """Whether steering scores are the scores themselves."""
        return self.shift == 0

    # conditions

    def truth(self, tree: Tree) -> Any:
        """A Boolean that is true exactly where the tree holds."""
        if tree not in self._truths:
            self._truths[tree] = self._new_truth(tree)
        return self._truths[tree]

    def _new_truth(self, tree: Tree) -> Any:
        if tree == TRUE:
            return self.true
        if tree == FALSE:
            return ~self.true
        match tree:
            case Literal(issue, options):
                chosen = [self.options[issue][option] for option in sorted(options)]
                if len(chosen) == 1:
                    return chosen[0]
                return self._defined(sum(chosen), 1)
            case Count(needs, parts):
                return self._defined(sum(self.truth(part) for part in parts), needs)

    def _defined(self, total: Any, needs: int) -> Any:
        """A Boolean that is true exactly where a sum is at least ``needs``."""
        truth = self.model.new_bool_var("")
        self.model.add(total >= needs).only_enforce_if(truth)
        self.model.add(total <= needs - 1).only_enforce_if(~truth)
        return truth

    def all_of(self, truths: Sequence[Any]) -> Any:
        """A Boolean that is true exactly where all of these are."""
        return self._defined(sum(truths), len(truths)) if truths else self.true

    def any_of(self, truths: Sequence[Any]) -> Any:
        """A Boolean that is true exactly where one of these is."""
        return self._defined(sum(truths), 1)

    def number(self, issues: Sequence[int]) -> Any:
        """The number, in file order, of the options taken on these issues."""
        total: Any = 0
        weight = 1
        for issue in reversed(issues):
            total += sum(weight * option * var for option, var in enumerate(self.options[issue]))
            weight *= self.problem.sizes[issue]
        return total

    def require(self, *truths: Any) -> None:
        """Each of these must be true."""
        for truth in truths:
            self.model.add_bool_or([truth])

    def require_any(self, truths: Iterable[Any]) -> None:
        """One of these must be true."""
        self.model.add_bool_or(list(truths))

    # scores

    def reaches(self, number: int, bound: int) -> Any:
        """A Boolean that is true exactly where the score of side ``number`` is at least ``bound`` units.

        It is made once for each side and bound. Cost: one comparison of the solver's, or a few for every `LIMB` bits
        of the side's scores where these are too large for one.

        >>> from goodoffices.exact.problem import Side
        >>> from goodoffices.exact.watch import QUIET
        >>> model = Model(Problem((2,), (Side(((0, 7),)),)), QUIET)
        >>> model.require(model.reaches(0, bound=5))
        >>> model.find()
        (1,)
        """
        side = self.problem.sides[number]
        if bound <= side.lowest:
            return self.true
        if bound > side.highest:
            return ~self.true
        if (number, bound) not in self._reached:
            self._reached[number, bound] = self._at_least(self._terms(number), bound)
        return self._reached[number, bound]

    def total_reaches(self, bound: int) -> Any:
        """A Boolean that is true exactly where the scores of all sides add up to at least ``bound`` units."""
        return self._at_least([term for k in range(len(self.problem.sides)) for term in self._terms(k)], bound)

    def least(self, expressions: Iterable[tuple[Any, Any]]) -> Any:
        """A variable to maximise that is at most each expression whose truth holds.

        ``expressions``: pairs of an expression and a truth.
        """
        least = self.model.new_int_var(-STEERABLE, STEERABLE, "")
        for expression, truth in expressions:
            self.model.add(least <= expression).only_enforce_if(truth)
        return least

    def steering(self, number: int) -> Any:
        """A side's score to steer by: the score itself where it is small enough, else rounded down term by term."""
        return sum((units >> self.shift) * var for var, units in self._terms(number))

    def _terms(self, number: int) -> list[tuple[Any, int]]:
        """What a side's score is the sum of: Booleans and their units."""
        side = self.problem.sides[number]
        rows = zip(self.options, side.scores, strict=True)
        terms = [(var, units) for options, points in rows for var, units in zip(options, points, strict=True)]
        terms += [(self.truth(tree), units) for tree, units in side.bonuses]
        return [(var, units) for var, units in terms if units]

    def _at_least(self, terms: Sequence[tuple[Any, int]], bound: int) -> Any:
        """A Boolean for "the units of the true terms add up to at least bound", exact at any length of number."""
        common = math.gcd(*(units for _, units in terms)) or 1
        terms, bound = [(var, units // common) for var, units in terms], -(-bound // common)
        if sum(abs(units) for _, units in terms) + abs(bound) < 1 << FITS:
            return self._defined(sum(units * var for var, units in terms), bound)
        reached: Any = self.true  # so far, from the lowest limb up: the limbs below are at least those of the bound
        *lower, top = self._limbs(terms)
        for limb in lower:
            reached = self._lexicographic(limb, bound % (1 << LIMB), reached)
            bound >>= LIMB
        return self._lexicographic(top, bound, reached)

    def _lexicographic(self, limb: Any, bound: int, below: Any) -> Any:
        """A Boolean for "this limb is above its bound, or level with it while those below reach theirs"."""
        above, level = self._defined(limb, bound + 1), self._defined(limb, bound)
        return self.any_of([above, self.all_of([level, below])])

    def _limbs(self, terms: Sequence[tuple[Any, int]]) -> list[Any]:
        """The sum of the units of the true terms in limbs, lowest first; only the top one may be negative."""
        key = tuple((var.index, units) for var, units in terms)
        if key in self._split:
            return self._split[key]
        limbs = []
        carry: Any = 0
        while sum(abs(units) for _, units in terms) >= 1 << LIMB:
            low = self.model.new_int_var(0, (1 << LIMB) - 1, "")
            onward = self.model.new_int_var(0, len(terms) + 1, "")
            self.model.add(
                sum((units % (1 << LIMB)) * var for var, units in terms) + carry == (1 << LIMB) * onward + low
            )
            limbs.append(low)
            carry, terms = onward, [(var, units >> LIMB) for var, units in terms]
        self._split[key] = [*limbs, sum(units * var for var, units in terms) + carry]
        return self._split[key]

    # the zone

    def require_links(self) -> None:
        self.require(*(self.truth(link) for link in self.problem.links))

    def accepts(self, number: int) -> Any:
        """A Boolean that is true exactly where a side's red lines hold and its walk-away is reached."""
        return self.all_of(self.requirements(number))

    def requirements(self, number: int) -> list[Any]:
        """One truth for each requirement of a side, in the order of `problem.requirements`."""
        side = self.problem.sides[number]
        lines = [self.truth(line) for line in side.lines]
        return lines if side.floor is None else [*lines, self.reaches(number, side.floor)]

    def require_zone(self) -> None:
        """Links hold, and enough sides accept."""
        self.require_links()
        sides = range(len(self.problem.sides))
        if self.problem.needs_all:
            for number in sides:
                self.require(*self.requirements(number))
        else:
            self.require_yes({number: self.accepts(number) for number in sides}, self.problem.needs)

    def require_yes(self, accepted: Mapping[int, Any], needs: int) -> None:
        """At least ``needs`` of these sides accept, those among them that must be included for certain."""
        self.model.add(sum(accepted.values()) >= needs)
        self.require(*(truth for number, truth in accepted.items() if number in self.problem.including))

    # solving

    def solver(self) -> Any:
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.catch_sigint_signal = False  # Ctrl-C stays Python's
        # OR-Tools 9.15 can prove what is false with large numbers (google/or-tools #5293): this step of its presolve is
        # where it goes wrong, and numbers are kept below 30 bits besides. The rule-by-method tests watch over both.
        solver.parameters.presolve_inclusion_work_limit = 0
        left = self.watch.left()
        if left != float("inf"):
            solver.parameters.max_time_in_seconds = max(0.0, left)
        return solver

    def find(self, maximise: Any = None) -> Choices | None:
        """A package that meets everything required, of the highest ``maximise`` where that is given; None: none does.

        Of several such packages it is the solver's choice, the same each time.
        Cost: one run of the solver, exponential in the worst case. Raises `OutOfTime` where the clock ran out first.
        """
        self.model.clear_objective()  # type: ignore[no-untyped-call]
        if maximise is not None:
            self.model.maximize(maximise)
        solver = self.solver()
        status = solver.solve(self.model)
        self.watch.step(-1, "asking the solver")
        if status == self._cp.INFEASIBLE:
            return None
        assert status != self._cp.MODEL_INVALID, self.model.validate()
        if status in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            self.trail.append(self.read(solver))
        if status == self._cp.OPTIMAL:
            return self.trail[-1]
        raise OutOfTime

    def find_all(self, most: int) -> tuple[set[Choices], bool]:
        """All packages that meet everything required, up to ``most``, and whether that is all of them."""
        model = self

        class Collect(self._cp.CpSolverSolutionCallback):  # type: ignore[misc, name-defined]
            packages: set[Choices]

            def on_solution_callback(self) -> None:
                self.packages.add(model.read(self))
                if len(self.packages) >= most:
                    self.stop_search()

        collect = Collect()
        collect.packages = set()
        solver = self.solver()
        solver.parameters.enumerate_all_solutions = True
        solver.parameters.max_deterministic_time = LISTING  # the solver's own clock: the same list on every machine
        solver.parameters.cp_model_presolve = False  # with it, OR-Tools 9.15 loses solutions of models with split sums
        status = solver.solve(self.model, collect)
        return collect.packages, status in (self._cp.OPTIMAL, self._cp.INFEASIBLE)

    def read(self, solver: Any) -> Choices:
        """The package the solver found."""
        return tuple(next(k for k, var in enumerate(options) if solver.value(var)) for options in self.options)
