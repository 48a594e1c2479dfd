"""Formulas: rules that pick one package from the zone by the parties' gains.

A formula is a function of the gains of all signatories and, where it needs them, of each one's best gain in the zone.
It is registered where it is defined; the methods of the exact floor maximise it. Ties go to the better sorted gains
(the greater least gain, then the greater second least, and so on), then to the first package in file order.

To add a formula, write the function and its decorator: nothing else lists them.

Read next: ``confidence/view.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from ..errors import BadQuestion
from ..exact.problem import Choices, gains, scores
from ..exact.questions import Best, Chosen, Found, Heights, Highest, Objective, Question
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Pick
from .asking import Answers, ask, by, found
from .frontier import domain
from .numbered import Numbered, numbered

Gains: TypeAlias = Sequence[Any]
"""One gain a signatory: whole units while searching, fractions of a point in the answer."""


@dataclass(frozen=True)
class Formula:
    """A registered formula; ``says`` is the first sentence of its documentation.

    Either ``objective`` (maximised over the zone) or ``pick`` (worked out from the talks) is given. ``needs_best`` says
    that the objective looks at each party's best gain.
    """

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
    """What a function's documentation says first, on one line: up to the first full stop with a space after it."""
    sentence, stop, _ = " ".join((function.__doc__ or "").split()).partition(". ")
    return sentence + stop.rstrip()


@maximises("nash", shape="product", nonnegative=True, source="Nash 1950, Econometrica 18(2), 155-162")
def nash(gains: Gains, best: Gains) -> Any:
    """The greatest product of gains, among packages where no gain is negative.

    >>> nash((2, 3, 4), best=())
    24
    """
    return math.prod(gains)


@maximises("maximin", shape="least", source="Rawls 1971, A Theory of Justice, section 26")
def maximin(gains: Gains, best: Gains) -> Any:
    """The greatest least gain.

    >>> maximin((4, 2, 3), best=())
    2
    """
    return min(gains)


@maximises("leximin", shape="sorted", source="Sen 1970, Collective Choice and Social Welfare, chapter 9*")
def leximin(gains: Gains, best: Gains) -> Any:
    """The greatest least gain, then the greatest second least, and so on.

    >>> leximin((4, 2, 3), best=())
    (2, 3, 4)
    """
    return tuple(sorted(gains))


@maximises(
    "kalai_smorodinsky",
    shape="share",
    needs_best=True,
    source="Kalai & Smorodinsky 1975, Econometrica 43(3), 513-518, for packages as the greatest least share",
)
def kalai_smorodinsky(gains: Gains, best: Gains) -> Any:
    """The greatest least share of a party's best gain in the zone; a best gain of 0 has share 1.

    >>> kalai_smorodinsky((2, 3, 0), best=(4, 9, 0))
    Fraction(1, 3)
    """
    return min(Fraction(gain, top) if top else Fraction(1) for gain, top in zip(gains, best, strict=True))


@maximises("utilitarian", shape="sum", source="Harsanyi 1955, Journal of Political Economy 63(4), 309-321")
def utilitarian(gains: Gains, best: Gains) -> Any:
    """The greatest sum of gains.

    >>> utilitarian((2, 3, -1), best=())
    4
    """
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
    """What one formula picks from the packages that all signatories can sign.

    With a ``coalition`` it picks from the packages that these signatories can sign, and looks at their gains alone;
    with ``over`` as ``all`` from every package that meets the links. Gains are points above the walk-away; the value is
    in points too (of Nash their product, of leximin each of them, of Kalai-Smorodinsky a share).
    Ties: at the top of this file.

    Cost: a pass over the packages with the method *enumerate*, two where the formula looks at best gains; with *logic*,
    a few runs of the solver for each signatory, or one for each point of the frontier where the formula has no shape
    that the solver knows.
    Raises `BadQuestion` for a formula, a method or a party that does not exist or a coalition that does not suffice,
    `NoMethod` where the method named does not accept the question.

    >>> from fractions import Fraction
    >>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),), walk_away=Fraction(5))
    >>> bo = Position("bo", (IssueScores("height", (Fraction(4), Fraction(2))),), walk_away=Fraction(2))
    >>> talks = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (height,), positions=(ann, bo))
    >>> print(formula(talks, "nash"))
    nash: height: high (proved, by enumerate)
      gains: ann 2, bo 0
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


def signing(talks: Talks, over: Literal["zone", "all"], coalition: Sequence[str] | None) -> Numbered:
    """The problem a formula looks at: every signatory (or every member of the coalition) must accept."""
    for party in coalition or ():
        if party not in talks.signatories:
            raise BadQuestion(f"'{party}' is not a signatory; the signatories are {', '.join(talks.signatories)}")
    ordered = [party for party in talks.signatories if coalition is None or party in coalition]
    if coalition is not None and (len(ordered) < talks.needs or not set(talks.agreement.including) <= set(ordered)):
        raise BadQuestion(f"{', '.join(ordered) or 'nobody'} cannot agree without others under the rule of these talks")
    return domain(numbered(talks, ordered), over)


def asked(whole: Numbered, names: Sequence[str] | None) -> list[Question]:
    """What the formulas ask at once: their best packages and, where one needs them, the highest scores."""
    if not whole.sides or not all(side.scored for side in whole.problem.sides):
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
    whole: Numbered,
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
    if not whole.sides:
        return {f.name: Pick(f.name, why="No party is a signatory.") for f in wanted}
    heights: Heights = found(answers, Highest())
    known = _known(answers)
    if heights.heights is None and (heights.proved or not known):
        return {f.name: _no_package(f, whole, heights, over) for f in wanted}
    best = gains(whole.problem, heights.heights or scores(whole.problem, known[0]))
    late: list[Question] = [Best(f.objective, best) for f in wanted if f.objective and f.needs_best and heights.proved]
    answers = {**answers, **ask(whole.problem, late, method, watch)}
    return {f.name: _pick(whole, f, best, heights.proved, answers, over) for f in wanted}


def _known(answers: Answers) -> list[Choices]:
    """Packages that are known to be in the zone, whatever question found them."""
    found_so_far = (answer for answer, _ in answers.values() if isinstance(answer, Found | Chosen))
    return list(dict.fromkeys(answer.package for answer in found_so_far if answer.package is not None))


def _so_far(whole: Numbered, wanted: Objective, answer: Chosen, best: Gains, known: Sequence[Choices]) -> Chosen:
    """An answer that is not proved, with the best package that any question found: each is a start for a formula."""
    packages = {package: gains(whole.problem, scores(whole.problem, package)) for package in known}
    able = {package: gain for package, gain in packages.items() if not wanted.nonnegative or min(gain) >= 0}
    if not able:
        return answer
    value = {package: (wanted.value(gain, tuple(best)), tuple(sorted(gain))) for package, gain in able.items()}
    bound = answer.bound or tuple(side.highest - side.zero for side in whole.problem.sides)
    return replace(answer, package=max(value, key=lambda package: value[package]), bound=bound)


def _no_package(wanted: Formula, whole: Numbered, heights: Heights, over: Literal["zone", "all"]) -> Pick:
    name = wanted.name
    if wanted.pick is not None:  # what it says by itself holds whether or not a package was found
        own = _own(wanted, whole, over)
        if own.why is not None or not heights.proved:
            return own
    if not heights.proved:
        return Pick(name, why="Not finished: no package was found in the time given.", unfinished=True)
    if not whole.talks.needs_all and len(whole.sides) == len(whole.talks.signatories):
        return Pick(name, why="No package satisfies every signatory; name one of the coalitions.")
    return Pick(name, why="There is no zone.")


def _pick(
    whole: Numbered, wanted: Formula, best: Gains, best_proved: bool, answers: Answers, over: Literal["zone", "all"]
) -> Pick:
    if wanted.pick is not None:
        return _own(wanted, whole, over)
    assert wanted.objective is not None  # a formula has one or the other
    if wanted.needs_best and not best_proved:
        return Pick(wanted.name, why="Not finished: the best gains are not proved.", unfinished=True)
    if wanted.needs_best and min(best) < 0:
        return Pick(wanted.name, why="A party's best gain is below zero, and shares of it mean nothing.")
    question = Best(wanted.objective, tuple(best) if wanted.needs_best else ())
    answer: Chosen = found(answers, question)
    if not answer.proved:
        answer = _so_far(whole, wanted.objective, answer, best, _known(answers))
        if best_proved and answer.bound is not None:  # no gain passes the best there is, and so no share passes 1
            answer = replace(answer, bound=tuple(map(min, answer.bound, best)))
    if answer.package is None:
        why = "Every package has a negative gain." if answer.proved else "Not finished: no package was found in time."
        return Pick(wanted.name, why=why, unfinished=not answer.proved, method=by(answers, question))
    return _filled(whole, wanted, answer, best, by(answers, question))


def _own(wanted: Formula, whole: Numbered, over: Literal["zone", "all"]) -> Pick:
    """What a formula that goes its own way picks."""
    assert wanted.pick is not None
    if over == "all" or len(whole.sides) != len(whole.talks.signatories):
        return Pick(wanted.name, why="It is worked out for the signatories and the zone alone.")
    return wanted.pick(whole.talks)


def _filled(whole: Numbered, wanted: Formula, answer: Chosen, best: Gains, method: str) -> Pick:
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
