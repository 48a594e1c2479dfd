"""How parties answer in a simulation: truthful, now and then mistaken, exaggerating, stubborn, slow.

A behaviour is registered where it is defined, with what its rate means. It makes of one party's own side something that
replies to questions; what that draws by chance is drawn from that party's own lots, so that nobody's replies depend on
when others were asked. Nothing of other parties is known here.

Source: ``stubborn:0`` is the hill climber, and a truthful party asked to let a change pass the annealer, of Klein,
Faratin, Sayama & Bar-Yam 2003, Protocols for Negotiating Complex Contracts, IEEE Intelligent Systems 18(6), 32-38;
chances of e to a power are drawn by Canonne, Kamath & Steinke 2020, The Discrete Gaussian for Differential Privacy,
NeurIPS 33, algorithm 1, which is exact.

Read next: ``run.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ..errors import BadQuestion
from ..procedures.lots import Lots
from ..procedures.steps import Better, Draft, LetPass, Number, Question, Rank, Reply, Sign, Together, Which
from .own import Own
from .ratios import ratio

WORD = 1 << 64


Replies: TypeAlias = Callable[[Question], Reply]
"""What answers the questions put to one party."""
Make: TypeAlias = Callable[[Own, Fraction, Lots], Replies]


@dataclass(frozen=True)
class Kind:
    """A registered way to answer. ``rate``: what it is where nobody says; None where there is none to say.
    ``everybody``: whether all parties answer so where nobody says, or the first one alone.
    """

    name: str
    says: str
    rate: Fraction | None
    everybody: bool
    make: Make


KINDS: dict[str, Kind] = {}
"""Every registered way to answer by name, in the order of registration."""


def kind(name: str, *, rate: Fraction | None, everybody: bool) -> Callable[[Make], Make]:
    """Register a way to answer."""

    def register(make: Make) -> Make:
        KINDS[name] = Kind(name, (make.__doc__ or "").split("\n")[0], rate, everybody, make)
        return make

    return register


@dataclass(frozen=True)
class Behaviour:
    """How the parties answer: ``who`` is the place of the one that does so while the others are truthful, or None."""

    name: str
    rate: Fraction | None = None
    who: int | None = None

    def __str__(self) -> str:
        """The spec by which `behaviour` makes it again.

        >>> str(behaviour("exaggerating"))
        'exaggerating:1/10@1'
        """
        if self.name == "truthful":
            return self.name
        return f"{self.name}:{self.rate}@{'all' if self.who is None else self.who + 1}"


def behaviour(spec: str) -> Behaviour:
    """A behaviour by its spec. Raises `BadQuestion` for what is none.

    >>> behaviour("mistaken:1/20@2")
    Behaviour(name='mistaken', rate=Fraction(1, 20), who=1)
    """
    form = re.fullmatch(r"\s*(\w+)(?::([^@\s]+))?(?:@(\w+))?\s*", spec, re.ASCII)
    found = KINDS.get(form[1]) if form else None
    if form is None or found is None:
        raise BadQuestion(f"there is no behaviour '{spec}'; there are: {', '.join(map(str, every_behaviour()))}")
    if found.rate is None:
        if form[2] or form[3] not in (None, "all"):
            raise BadQuestion(f"behaviour '{spec}': '{found.name}' has no rate and is everybody's; write {found.name}")
        return Behaviour(found.name)
    return Behaviour(found.name, _rate(spec, form[2], found.rate), _who(spec, form[3], found.everybody))


def every_behaviour() -> tuple[Behaviour, ...]:
    """Each registered behaviour, as it is where nobody says more."""
    return tuple(Behaviour(one.name, one.rate, None if one.everybody else 0) for one in KINDS.values())


def _rate(spec: str, said: str | None, default: Fraction) -> Fraction:
    try:
        rate = default if said is None else ratio(said)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(-1)
    if not 0 <= rate <= 1 or rate.denominator >= WORD:
        raise BadQuestion(f"behaviour '{spec}': '{said}' is no share from 0 to 1, such as 1/20")
    return rate


def _who(spec: str, said: str | None, everybody: bool) -> int | None:
    if said is None:
        return None if everybody else 0
    if said == "all":
        return None
    if not said.isdigit() or len(said) > 4 or int(said) < 1:
        raise BadQuestion(f"behaviour '{spec}': after @ write all, or the place of a party, such as 1 for the first")
    return int(said) - 1


def replies(how: Behaviour, own: Own, party: int, lots: Lots) -> Replies:
    """What answers for the party at a place."""
    answers_so = how.who is None or how.who == party
    found = KINDS[how.name if answers_so else "truthful"]
    return found.make(own, how.rate or Fraction(0), lots)


def declared(how: Behaviour, own: Own, party: int) -> Own:
    """The party as it declares itself where its walk-away is asked for: higher where it exaggerates."""
    acts = how.name == "exaggerating" and (how.who is None or how.who == party)
    return own.raised(how.rate or Fraction(0)) if acts else own


# --- the ways to answer ----------------------------------------------------------------------------------------------


@kind("truthful", rate=None, everybody=True)
def truthful(own: Own, rate: Fraction, lots: Lots) -> Replies:
    """By its scores, its walk-away and its red lines.

    Better is what crosses fewer of its red lines, then what scores more. Asked for a number, it names the option
    nearest to the other side's end that it could sign, and none where it could sign none.
    """
    score, loss, plain = own.score, own.loss, not own.side.lines
    before: Draft = ()
    worth = 0

    def reply(question: Question) -> Reply:
        nonlocal before, worth
        if plain and type(question) is Better:  # most questions by far; what they compare with is mostly the same draft
            if question.than is not before:
                before, worth = question.than, score(question.than)
            return score(question.draft) > worth
        match question:
            case Better(draft, than):
                return loss(draft, than) < 0
            case Sign(draft):
                return own.signs(draft)
            case LetPass(draft, than, heat):
                lost = loss(draft, than)
                return lost <= 0 or happens_to_power(lost * heat.denominator, own.width * heat.numerator, lots)
            case Which(drafts):
                return frozenset(place for place, draft in enumerate(drafts) if own.signs(draft))
            case Rank(drafts):
                return best_first(own, drafts, [place for place, draft in enumerate(drafts) if own.signs(draft)])
            case Together(issue, among):
                return frozenset(other for other in among if own.hangs_together(issue, other))
            case Number():
                return nearest_to_other(own, question)

    return reply


@kind("mistaken", rate=Fraction(1, 20), everybody=True)
def mistaken(own: Own, rate: Fraction, lots: Lots) -> Replies:
    """Wrong at this rate in what it says of drafts, but never when it signs.

    In a list every draft may be taken wrongly for signable or not, and of two drafts that follow one another the worse
    be named first; of issues, each for hanging together or not. Asked for a number, it names one beside the right one.
    """
    honest = truthful(own, rate, lots)

    def wrong() -> bool:
        return happens(rate.numerator, rate.denominator, lots)

    def reply(question: Question) -> Reply:
        right = honest(question)
        match question:
            case Better() | LetPass():
                return not right if wrong() else right
            case Which(drafts):
                return frozenset(place for place in range(len(drafts)) if _held(right, place) != wrong())
            case Together(_, among):
                return frozenset(other for other in among if _held(right, other) != wrong())
            case Rank(drafts):
                said = [place for place in range(len(drafts)) if _held(right, place) != wrong()]
                return _swapped(best_first(own, drafts, said), wrong)
            case Number(last=last):
                if not isinstance(right, Fraction) or not wrong():
                    return right
                return min(Fraction(last), max(Fraction(0), right + (1 if lots.below(2) else -1)))
            case _:
                return right

    return reply


@kind("exaggerating", rate=Fraction(1, 10), everybody=False)
def exaggerating(own: Own, rate: Fraction, lots: Lots) -> Replies:
    """As if its walk-away were higher by this share of its scale, in what it declares and signs too."""
    return truthful(own.raised(rate), rate, lots)


@kind("stubborn", rate=Fraction(1, 20), everybody=False)
def stubborn(own: Own, rate: Fraction, lots: Lots) -> Replies:
    """Says better only of what gains at least this share of its scale, and lets nothing pass that is not better."""
    honest = truthful(own, rate, lots)
    least = own.width * rate.numerator

    def reply(question: Question) -> Reply:
        match question:
            case Better(draft, than):
                gained = -own.loss(draft, than)
                return gained > 0 and gained * rate.denominator >= least
            case LetPass(draft, than, _):
                return own.loss(draft, than) < 0
            case _:
                return honest(question)

    return reply


@kind("slow", rate=Fraction(1, 4), everybody=True)
def slow(own: Own, rate: Fraction, lots: Lots) -> Replies:
    """Replies too late to a question at this rate, which counts as no reply; its signature is waited for."""
    honest = truthful(own, rate, lots)

    def reply(question: Question) -> Reply:
        if not isinstance(question, Sign) and happens(rate.numerator, rate.denominator, lots):
            return None
        return honest(question)

    return reply


# --- what several of them need ---------------------------------------------------------------------------------------


def best_first(own: Own, drafts: tuple[Draft, ...], places: list[int]) -> tuple[int, ...]:
    """Places of drafts, the best for the party first; the first listed of those as good as each other."""
    return tuple(sorted(places, key=lambda place: (own.crossed(drafts[place]), -own.score(drafts[place]), place)))


def nearest_to_other(own: Own, asked: Number) -> Fraction | None:
    """The place of the option nearest to the other side's end that it could sign; None where it could sign none."""
    draft, issue = asked.draft, asked.issue
    for option in range(asked.last + 1) if asked.wants_end else range(asked.last, -1, -1):
        if own.signs((*draft[:issue], option, *draft[issue + 1 :])):
            return Fraction(option)
    return None


def happens(numerator: int, denominator: int, lots: Lots) -> bool:
    """True with the chance of this ratio, to 64 bits."""
    return lots.below(WORD) * denominator < numerator << 64


def happens_to_power(numerator: int, denominator: int, lots: Lots) -> bool:
    """True with a chance of e^-(numerator / denominator), both above 0 or the first 0; never where the second is 0.

    In whole numbers alone, so that it is the same on every machine. A chance below e^-64 is taken as none. Cost: about
    two draws, and two for each whole.
    """
    if denominator == 0:
        return numerator == 0
    whole, rest = divmod(numerator, denominator)
    return all(_to_power_below_one(1, 1, lots) for _ in range(min(whole, 64))) and (
        whole < 64 and _to_power_below_one(rest, denominator, lots)
    )


def _to_power_below_one(numerator: int, denominator: int, lots: Lots) -> bool:
    """True with a chance of e^-(numerator / denominator), a ratio of at most 1: whether the first failure is odd."""
    tries = 1
    while happens(numerator, denominator * tries, lots):
        tries += 1
    return tries % 2 == 1


def _held(reply: Reply, place: int) -> bool:
    return isinstance(reply, frozenset | tuple) and place in reply


def _swapped(places: tuple[int, ...], wrong: Callable[[], bool]) -> tuple[int, ...]:
    order = list(places)
    for first in range(len(order) - 1):
        if wrong():
            order[first], order[first + 1] = order[first + 1], order[first]
    return tuple(order)
