"""The method *logic* for formulas: find a package, ask for a better one, until the solver proves that there is none.

"Better" is always asked in exact comparisons of scores with fixed numbers; an objective only steers the solver towards
good packages. Where the steering objective is exact, its optimum is the answer at once.

Read next: ``logic_sets.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from ..problem import Choices, Problem, gains, score, scores
from ..questions import Best, Chosen
from ..watch import OutOfTime, Watch
from .model import STEERABLE, Model

Fresh: TypeAlias = Callable[[], Model]
"""Makes a new model of the packages a formula may pick: the zone, without negative gains where it wants none."""

LOG_SCALE = 1 << 14
"""Logarithms are steered in steps of 1/16384."""

LOG_BITS = 16
"""Gains are steered by their leading bits when their logarithm is bounded by tangents."""

FILE_ORDER_BITS = 30
"""Options of several issues are put in file order together while their number stays below this many bits."""


def choose(problem: Problem, question: Best, watch: Watch, start: Choices | None = None) -> Chosen:
    """The package of the zone with the highest value.

    Ties go to the better sorted gains, then to the first package in file order; they are not counted. ``start`` is a
    package of the zone known already. Where time runs out the answer is the best package found, with a bound in units.
    Cost: some runs of the solver for the value, for each side's place in the sorted gains, and for each few issues; for
    a formula of the shape ``other`` a run for each point of the frontier. Each is exponential in the worst case.

    The second package has the greater sum, 7 + 2:

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.questions import Objective
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((2,), (Side(((0, 7),)), Side(((4, 2),))))
    >>> choose(fence, Best(Objective("utilitarian", lambda gains, best: sum(gains), "sum")), QUIET)
    Chosen(package=(1,), proved=True, ties=None, bound=None)
    """
    objective = question.objective
    trail: list[Choices] = []

    def fresh() -> Model:
        model = Model(problem, watch, trail)
        model.require_zone()
        if objective.nonnegative:
            model.require(*(model.reaches(k, side.zero) for k, side in enumerate(problem.sides)))
        return model

    if start is not None and not (objective.nonnegative and min(gains(problem, scores(problem, start)), default=0) < 0):
        trail.append(start)
    try:
        best = trail[-1] if trail else fresh().find()
        if best is None:
            return Chosen(None, proved=True)
        best, at_best = _SEARCHES[objective.shape](problem, question, fresh, best)
        best = _sorted_best(problem, fresh, at_best, best)
        return Chosen(_first_in_file_order(problem, fresh, at_best, best), proved=True)
    except OutOfTime:
        bound = tuple(side.highest - side.zero for side in problem.sides)
        known = max(trail, key=lambda package: _value(problem, question, package), default=None)
        return Chosen(known, proved=False, bound=bound)


Restrict: TypeAlias = Callable[[Model], None]
"""Adds to a model that the value is the best one."""

Search: TypeAlias = Callable[[Problem, Best, Fresh, Choices], tuple[Choices, Restrict]]


def _value(problem: Problem, question: Best, package: Choices) -> Any:
    return question.objective.value(gains(problem, scores(problem, package)), question.best)


def _climb(model: Model, steer: Any, better: Callable[[Choices], None]) -> Choices | None:
    """The last package found by asking again and again for a better one; None where there is none to begin with.

    ``better`` requires of the model what only strictly better packages meet. Where steering is exact, once is enough.
    """
    best = None
    while (found := model.find(steer)) is not None:
        best = found
        if model.exact:
            break
        better(best)
    return best


def _sum(problem: Problem, question: Best, fresh: Fresh, best: Choices) -> tuple[Choices, Restrict]:
    model = fresh()
    steer = sum(model.steering(number) for number in range(len(problem.sides)))
    best = _climb(model, steer, lambda at: model.require(model.total_reaches(sum(scores(problem, at)) + 1))) or best
    return best, lambda other: other.require(other.total_reaches(sum(scores(problem, best))))


def _least(problem: Problem, question: Best, fresh: Fresh, best: Choices) -> tuple[Choices, Restrict]:
    """Nothing to do: the greatest least gain belongs to the best sorted gains, which break the ties."""
    return best, lambda other: None


def _share(problem: Problem, question: Best, fresh: Fresh, best: Choices) -> tuple[Choices, Restrict]:
    counted = [(k, top) for k, top in enumerate(question.best) if top > 0]

    def reach(model: Model, share: Fraction, more: int) -> list[Any]:
        """Truths: each side's share is at least ``share`` (``more`` 0) or more than it (1)."""
        return [
            model.reaches(k, problem.sides[k].zero + (math.floor(share * top) + 1 if more else math.ceil(share * top)))
            for k, top in counted
        ]

    model = fresh()
    if counted:
        scale = STEERABLE // max(1, problem.largest >> model.shift) * min(top for _, top in counted)
        steer = model.least(
            (max(1, scale // top) * (model.steering(k) - (problem.sides[k].zero >> model.shift)), model.true)
            for k, top in counted
        )
        while (found := model.find(steer)) is not None:
            best = found
            model.require(*reach(model, _value(problem, question, best), more=1))
    share = _value(problem, question, best)
    return best, lambda other: other.require(*reach(other, share, more=0))


def _product(problem: Problem, question: Best, fresh: Fresh, best: Choices) -> tuple[Choices, Restrict]:
    """The greatest product: tangents bound the sum of the logarithms from above and steer the search.

    Every gain vector found is weighed exactly, and what it covers is left out, until nothing is left.
    """
    model = fresh()
    model.require(*(model.reaches(k, side.zero + 1) for k, side in enumerate(problem.sides)))
    logs = [_Logarithm(model, number) for number in range(len(problem.sides))]
    total = sum(log.var for log in logs)
    value: int = 0
    tied: list[tuple[int, ...]] = []
    while (found := model.find(total)) is not None:
        vector = gains(problem, scores(problem, found))
        product = math.prod(vector)
        if product >= value:
            best = found if product > value else best
            tied = [vector] if product > value else [*tied, vector]
            value = product
            known = sum(log.scaled(gain) for log, gain in zip(logs, vector, strict=True))
            model.model.add(total >= known - 2 * len(logs))
        for log, gain in zip(logs, vector, strict=True):
            log.touch(gain)
        sides = zip(range(len(vector)), vector, problem.sides, strict=True)
        model.require_any(model.reaches(k, side.zero + gain + 1) for k, gain, side in sides)

    def restrict(other: Model) -> None:
        if value:
            other.require_any(
                other.all_of([other.reaches(k, problem.sides[k].zero + gain) for k, gain in enumerate(vector)])
                for vector in tied
            )

    return best, restrict


class _Logarithm:
    """A variable that may rise to the logarithm of one side's gain, in steps of 1 / `LOG_SCALE`.

    It is bounded by the tangents at the powers of two and wherever the gain was found to lie.
    """

    def __init__(self, model: Model, number: int) -> None:
        side = model.problem.sides[number]
        terms = len(side.scores) + len(side.bonuses)
        gain = model.steering(number) - (side.zero >> model.shift) + (terms if model.shift else 0)
        most = ((side.highest - side.zero) >> model.shift) + terms + 1
        coarse = max(0, most.bit_length() - LOG_BITS)
        self.model, self.shift, self.highest = model, model.shift + coarse, (most >> coarse) + 1
        self.leading = model.model.new_int_var(0, self.highest, "")  # the gain, rounded up to its leading bits
        model.model.add(self.leading * (1 << coarse) >= gain)
        model.model.add(self.leading * (1 << coarse) <= gain + (1 << coarse) - 1)
        self.var = model.model.new_int_var(0, math.ceil(LOG_SCALE * math.log(self.highest + 1)), "")
        self.touched: set[int] = set()
        for k in range(self.highest.bit_length()):
            self._tangent(1 << k)

    def scaled(self, gain: int) -> int:
        """The scaled logarithm of a gain above 0, in the variable's terms, rounded down."""
        return max(0, math.floor(LOG_SCALE * (math.log(gain) - self.shift * math.log(2))))

    def touch(self, gain: int) -> None:
        """Make the bound tight where a gain was found."""
        self._tangent(max(1, -(-gain >> self.shift)))

    def _tangent(self, at: int) -> None:
        if at not in self.touched:
            self.touched.add(at)
            above = math.ceil(LOG_SCALE * at * (math.log(at) - 1)) + 1
            self.model.model.add(at * self.var <= LOG_SCALE * self.leading + above)


def _other(problem: Problem, question: Best, fresh: Fresh, best: Choices) -> tuple[Choices, Restrict]:
    """Any formula that never falls when a gain rises is at its best on the frontier: walk along all of it."""
    model = fresh()
    steer = sum(model.steering(number) for number in range(len(problem.sides)))
    found: list[Choices] = [best]
    while (package := model.find(steer)) is not None:
        found.append(package)
        units = scores(problem, package)
        model.require_any(model.reaches(k, value + 1) for k, value in enumerate(units))
    value = max(_value(problem, question, package) for package in found)
    tied = [scores(problem, package) for package in found if _value(problem, question, package) == value]
    best = next(package for package in found if _value(problem, question, package) == value)
    return best, lambda other: other.require_any(
        other.all_of([other.reaches(k, units) for k, units in enumerate(vector)]) for vector in tied
    )


_SEARCHES: dict[str, Search] = {
    "sum": _sum,
    "least": _least,
    "sorted": _least,
    "share": _share,
    "product": _product,
    "other": _other,
}


def _sorted_best(problem: Problem, fresh: Fresh, at_best: Restrict, best: Choices) -> Choices:
    """Among the packages of the best value, one of the best gains sorted from the least up: one level after another."""
    sides = range(len(problem.sides))
    for level in sides:
        model = fresh()
        at_best(model)
        fixed = sorted(gains(problem, scores(problem, best)))
        for k in range(level):
            _require_level(model, problem, k, fixed[k])
        counted = [model.model.new_bool_var("") for _ in sides]
        model.model.add(sum(counted) >= len(counted) - level)
        steer = model.least(
            (model.steering(number) - (problem.sides[number].zero >> model.shift), truth)
            for number, truth in zip(sides, counted, strict=True)
        )
        _require_level(model, problem, level, fixed[level])

        def better(at: Choices, model: Model = model, level: int = level) -> None:
            _require_level(model, problem, level, sorted(gains(problem, scores(problem, at)))[level] + 1)

        best = _climb(model, steer, better) or best
    return best


def _require_level(model: Model, problem: Problem, level: int, gain: int) -> None:
    """The gain in this place, counted from the least, is at least ``gain``."""
    reached = [model.reaches(number, side.zero + gain) for number, side in enumerate(problem.sides)]
    model.model.add(sum(reached) >= len(reached) - level)


def _first_in_file_order(problem: Problem, fresh: Fresh, at_best: Restrict, best: Choices) -> Choices:
    """Among the packages of the best value and the best sorted gains, the first: a few issues at a time."""
    model = fresh()
    at_best(model)
    for level, gain in enumerate(sorted(gains(problem, scores(problem, best)))):
        _require_level(model, problem, level, gain)
    issue = 0
    while issue < len(problem.sizes):
        group = [issue]
        while group[-1] + 1 < len(problem.sizes) and _number_bits(problem, [*group, group[-1] + 1]) < FILE_ORDER_BITS:
            group.append(group[-1] + 1)
        found = model.find(-model.number(group))
        assert found is not None  # the best package itself meets everything required
        best = found
        model.require(*(model.options[k][best[k]] for k in group))
        issue = group[-1] + 1
    return best


def _number_bits(problem: Problem, issues: list[int]) -> int:
    return math.prod(problem.sizes[k] for k in issues).bit_length()


def highest(problem: Problem, number: int, model: Model) -> tuple[Choices | None, bool]:
    """The package of a side's highest score among what the model allows, and whether that is proved."""
    side = problem.sides[number]
    try:
        best = _climb(
            model, model.steering(number), lambda at: model.require(model.reaches(number, score(side, at) + 1))
        )
    except OutOfTime:
        best = max(model.trail, key=lambda package: score(side, package), default=None)
        return best, False
    return best, True
