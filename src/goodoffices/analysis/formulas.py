"""Formulas: rules that pick one package from the zone by the parties' gains.

A formula is a function of the gains of all signatories (and, where it needs them, of each one's best gain in the zone).
It is registered where it is defined; the methods of the exact floor maximise it, and ties go to the better sorted
gains, then to the first package in file order. To add one, write the function and its decorator: nothing else lists
formulas.

Read next: ``confidence/view.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from ..errors import BadQuestion
from ..exact.problem import gains, scores
from ..exact.questions import Best, Chosen, Heights, Highest, Objective, Question
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Pick
from .asking import Answers, ask, by, found
from .frontier import domain
from .numbers import Numbers, numbers

Gains: TypeAlias = Sequence[Any]
"""One gain a signatory: whole units while searching, fractions of a point in the answer."""


@dataclass(frozen=True)
class Formula:
    """A registered formula. Either ``objective`` (maximised over the zone) or ``pick`` (worked out from the talks) is
    given; ``needs_best`` says that the objective looks at each party's best gain. ``says`` is its first sentence of
    documentation."""

    name: str
    source: str
    says: str
    objective: Objective | None = None
    needs_best: bool = False
    pick: Callable[[Talks], Pick] | None = None


FORMULAS: dict[str, Formula] = {}
"""Every registered formula by name, in the order of registration."""

Value: TypeAlias = Callable[[Any, Any], Any]


def maximises(
    name: str,
    *,
    source: str,
    shape: Literal["sum", "least", "sorted", "share", "product", "other"] = "other",
    nonnegative: bool = False,
    needs_best: bool = False,
) -> Callable[[Value], Value]:
    """Register a formula that maximises a function of the gains. See `Objective` for ``shape`` and ``nonnegative``.

    The function takes the gains and the best gains of all signatories, and must never fall when a gain rises.
    """

    def register(value: Value) -> Value:
        objective = Objective(name, value, shape, nonnegative)
        FORMULAS[name] = Formula(name, source, _first_sentence(value), objective, needs_best)
        return value

    return register


def picks(name: str, *, source: str) -> Callable[[Callable[[Talks], Pick]], Callable[[Talks], Pick]]:
    """Register a formula that works its answer out from the talks themselves."""

    def register(pick: Callable[[Talks], Pick]) -> Callable[[Talks], Pick]:
        FORMULAS[name] = Formula(name, source, _first_sentence(pick), pick=pick)
        return pick

    return register


def _first_sentence(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


@maximises("nash", shape="product", nonnegative=True, source="Nash 1950, Econometrica 18(2), 155-162")
def nash(gains: Gains, best: Gains) -> Any:
    """The greatest product of gains, among packages where no gain is negative."""
    return math.prod(gains)


@maximises("maximin", shape="least", source="Rawls 1971, A Theory of Justice, section 26")
def maximin(gains: Gains, best: Gains) -> Any:
    """The greatest least gain."""
    return min(gains)


@maximises("leximin", shape="sorted", source="Sen 1970, Collective Choice and Social Welfare, chapter 9*")
def leximin(gains: Gains, best: Gains) -> Any:
    """The greatest least gain, then the greatest second least, and so on."""
    return tuple(sorted(gains))


@maximises(
    "kalai_smorodinsky",
    shape="share",
    needs_best=True,
    source="Kalai & Smorodinsky 1975, Econometrica 43(3), 513-518, for packages as the greatest least share",
)
def kalai_smorodinsky(gains: Gains, best: Gains) -> Any:
    """The greatest least share of a party's best gain in the zone; a best gain of 0 has share 1."""
    return min(Fraction(gain, top) if top else Fraction(1) for gain, top in zip(gains, best, strict=True))


@maximises("utilitarian", shape="sum", source="Harsanyi 1955, Journal of Political Economy 63(4), 309-321")
def utilitarian(gains: Gains, best: Gains) -> Any:
    """The greatest sum of gains."""
    return sum(gains)


def formula(
    talks: Talks,
    name: str,
    *,
    over: Literal["zone", "all"] = "zone",
    coalition: Sequence[str] | None = None,
    method: str | None = None,
    watch: Watch = QUIET,
) -> Pick:
    """What one formula picks: from the packages all signatories can sign, from all packages that meet the links
    (``over`` is ``all``), or from the packages that a ``coalition`` of signatories can sign.

    Raises `BadQuestion` for a formula or a party that does not exist.
    """
    return formulas(talks, [name], over=over, coalition=coalition, method=method, watch=watch)[name]


def formulas(
    talks: Talks,
    names: Sequence[str] | None = None,
    *,
    over: Literal["zone", "all"] = "zone",
    coalition: Sequence[str] | None = None,
    method: str | None = None,
    watch: Watch = QUIET,
) -> dict[str, Pick]:
    """What several formulas pick (default: every registered one), in two passes over the packages at most."""
    whole = signing(talks, over, coalition)
    answers = ask(whole.problem, asked(whole, names), method, watch)
    return read(whole, names, answers, over, method, watch)


def signing(talks: Talks, over: Literal["zone", "all"], coalition: Sequence[str] | None) -> Numbers:
    """The problem a formula looks at: every signatory (or every member of the coalition) must accept."""
    for party in coalition or ():
        if party not in talks.signatories:
            raise BadQuestion(f"'{party}' is not a signatory; the signatories are {', '.join(talks.signatories)}")
    ordered = [party for party in talks.signatories if coalition is None or party in coalition]
    return domain(numbers(talks, ordered), over)


def asked(whole: Numbers, names: Sequence[str] | None) -> list[Question]:
    """What the formulas ask at once: their best packages and, where one needs them, the highest scores."""
    if not all(side.scored for side in whole.problem.sides):
        return []
    wanted = [chosen(name) for name in names or FORMULAS]
    first: list[Question] = [Best(f.objective) for f in wanted if f.objective and not f.needs_best]
    return [*first, Highest()] if wanted else []


def chosen(name: str) -> Formula:
    """The formula of that name. Raises `BadQuestion` where there is none."""
    if name not in FORMULAS:
        raise BadQuestion(f"there is no formula '{name}'; there are: {', '.join(FORMULAS)}")
    return FORMULAS[name]


def read(
    whole: Numbers,
    names: Sequence[str] | None,
    answers: Answers,
    over: Literal["zone", "all"],
    method: str | None,
    watch: Watch,
) -> dict[str, Pick]:
    """The picks out of the answers. Formulas that look at best gains are asked now that these are known."""
    wanted = [chosen(name) for name in names or FORMULAS]
    if silent := [p for p, side in zip(whole.sides, whole.problem.sides, strict=True) if not side.scored]:
        names_of = [whole.talks.party(party).name for party in silent]
        who = " and ".join(filter(None, [", ".join(names_of[:-1]), names_of[-1]]))
        return {f.name: Pick(f.name, why=f"No scores are recorded for {who}.") for f in wanted}
    heights: Heights = found(answers, Highest())
    if heights.heights is None:
        return {f.name: Pick(f.name, why=_no_package(whole, heights)) for f in wanted}
    best = gains(whole.problem, heights.heights)
    late: list[Question] = [Best(f.objective, best) for f in wanted if f.objective and f.needs_best and heights.proved]
    answers = {**answers, **ask(whole.problem, late, method, watch)}
    return {f.name: _pick(whole, f, best, heights.proved, answers, over) for f in wanted}


def _no_package(whole: Numbers, heights: Heights) -> str:
    if not heights.proved:
        return "Not finished: no package was found in the time given."
    if not whole.talks.needs_all and len(whole.sides) == len(whole.talks.signatories):
        return "No package satisfies every signatory; name one of the coalitions."
    return "There is no zone."


def _pick(
    whole: Numbers, wanted: Formula, best: Gains, best_proved: bool, answers: Answers, over: Literal["zone", "all"]
) -> Pick:
    if wanted.pick is not None:
        if over == "all" or len(whole.sides) != len(whole.talks.signatories):
            return Pick(wanted.name, why="It is worked out for the signatories and the zone alone.")
        return wanted.pick(whole.talks)
    assert wanted.objective is not None  # a formula has one or the other
    if wanted.needs_best and not best_proved:
        return Pick(wanted.name, why="Not finished: the best gains are not proved.")
    if wanted.needs_best and min(best) < 0:
        return Pick(wanted.name, why="A party's best gain is below zero, and shares of it mean nothing.")
    question = Best(wanted.objective, tuple(best) if wanted.needs_best else ())
    answer: Chosen = found(answers, question)
    if answer.package is None:
        why = "Every package has a negative gain." if answer.proved else "Not finished: no package was found in time."
        return Pick(wanted.name, why=why, proved=answer.proved, method=by(answers, question))
    return _filled(whole, wanted, answer, best, by(answers, question))


def _filled(whole: Numbers, wanted: Formula, answer: Chosen, best: Gains, method: str) -> Pick:
    assert wanted.objective is not None
    assert answer.package is not None
    units = scores(whole.problem, answer.package)
    gain = whole.points(gains(whole.problem, units))
    best_points = [whole.unit * value for value in best]
    value = wanted.objective.value(tuple(gain.values()), tuple(best_points))
    pick = Pick(
        wanted.name,
        package=whole.package(answer.package),
        scores=whole.points(units),
        gains=gain,
        value=value,
        proved=answer.proved,
        ties=answer.ties,
        method=method,
        zero_is_arbitrary=tuple(p for p in whole.sides if whole.talks.position(p).walk_away is None),
    )
    if answer.bound is None or answer.proved:
        return pick
    bound = tuple(whole.unit * units for units in answer.bound)
    return replace(pick, bound=wanted.objective.value(bound, tuple(best_points)))
