"""Every question at once, in as few passes over the packages as will do.

Read next: ``report/contract.py``, which prints the answer as JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ..errors import BadQuestion
from ..exact.questions import Question
from ..exact.watch import QUIET, Asking, Watch
from ..talks import Status, Talks
from ..talks.warnings import warnings
from . import coalitions, formulas, frontier, headroom, minimal, open_options, zone
from .answers import Analysis, Pick, Size, Without, Zone
from .asking import Answers, ask
from .links import check_links
from .numbered import Numbered, numbered

QUESTIONS = ("zone", "frontier", "formulas", "headroom", "conflicts", "repairs", "open_options")
"""What ``only`` may name, in the order of the answer; names of formulas may stand there too."""


def analyse(
    talks: Talks,
    *,
    only: Collection[str] | None = None,
    over: Literal["zone", "all"] = "zone",
    coalition: Sequence[str] | None = None,
    most: int | None = frontier.MOST_LISTED,
    method: str | None = None,
    watch: Watch = QUIET,
) -> Analysis:
    """Answer every question about the talks, or those in ``only`` (names of `QUESTIONS` or of formulas).

    Of a frontier of more than ``most`` points a part is listed that stands for all of it (None: all are listed).

    Cost: with the method *enumerate*, a few passes over the packages for all questions together, and a few more for
    each of `zone.POSTURES` whose red lines exclude something; with *logic*, the runs of one question after another.
    Raises `BadTalks` where no package meets the links, `BadQuestion` for a name that does not exist, `NoMethod` where
    the method named does not accept a question.
    """
    wanted, names = _wanted(only)
    check_links(talks, method=method, watch=watch)
    whole = numbered(talks)
    compared = frontier.domain(whole, over)
    signed = formulas.signing(talks, over, coalition)
    compare = frontier.asked(compared.problem, most) if "frontier" in wanted else []
    answers = _answers(
        [
            (whole, _about_the_zone(whole, wanted)),
            (compared, compare),
            (signed, formulas.asked(signed, names) if "formulas" in wanted else []),
        ],
        method,
        watch,
    )
    about, points, best = answers
    picked = formulas.read(signed, names, best, over, method, watch) if "formulas" in wanted else None
    listed = frontier.read(compared, compare, points) if "frontier" in wanted else None
    if listed is not None and picked is not None and signed.problem == compared.problem:
        listed = frontier.with_picks(talks, listed, picked.values())
    quorum = "formulas" in wanted and not talks.needs_all and coalition is None and over == "zone"
    answer = Analysis(
        talks,
        over=over,
        coalition=None if coalition is None else signed.sides,
        zone=zone.with_proof(whole, zone.read(whole, about), watch) if "zone" in wanted else None,
        frontier=listed,
        formulas=picked,
        headroom=headroom.read(whole, about) if "headroom" in wanted else None,
        conflicts=minimal.read_conflicts(whole, about) if "conflicts" in wanted else None,
        repairs=minimal.read_repairs(whole, about) if "repairs" in wanted else None,
        open_options=open_options.read(whole, about) if "open_options" in wanted else None,
        coalitions=coalitions.read(whole, about) if quorum else None,
        warnings=warnings(talks),
    )
    return _with_fallen_lines(answer, names, coalition, method, watch)


def _wanted(only: Collection[str] | None) -> tuple[set[str], list[str] | None]:
    """The questions asked, and the formulas asked for (None: all)."""
    if only is None:
        return set(QUESTIONS), None
    names = [name for name in only if name in formulas.FORMULAS]
    for name in only:
        if name not in QUESTIONS and name not in formulas.FORMULAS:
            known = ", ".join([*QUESTIONS, *formulas.FORMULAS])
            raise BadQuestion(f"there is no question '{name}'; there are: {known}")
    wanted = {name for name in only if name in QUESTIONS} | ({"formulas"} if names else set())
    return wanted, None if "formulas" in only or not names else names


def _about_the_zone(whole: Numbered, wanted: set[str]) -> list[Question]:
    questions: list[Question] = []
    if "zone" in wanted:
        questions += zone.asked(whole.problem)
    if "headroom" in wanted:
        questions += headroom.asked(whole.problem)
    if "conflicts" in wanted or "repairs" in wanted:
        questions += minimal.ASKED
    if "open_options" in wanted:
        questions += open_options.asked(whole)
    if "formulas" in wanted and not whole.talks.needs_all:
        questions += coalitions.ASKED
    return questions


def _answers(asked: Sequence[tuple[Numbered, list[Question]]], method: str | None, watch: Watch) -> list[Answers]:
    """Ask each problem its questions; problems that are the same are asked once, together."""
    together: dict[int, tuple[Numbered, list[Question]]] = {}
    place = []
    for whole, questions in asked:
        same = next((k for k, (other, _) in together.items() if other.problem == whole.problem), len(together))
        together.setdefault(same, (whole, []))[1].extend(questions)
        place.append(same)
    found = {k: ask(whole.problem, questions, method, watch) for k, (whole, questions) in together.items()}
    return [found[k] for k in place]


def _with_fallen_lines(
    answer: Analysis, names: Sequence[str] | None, coalition: Sequence[str] | None, method: str | None, watch: Watch
) -> Analysis:
    """The answer with what would differ if the merely stated, or the merely assumed, red lines fell."""
    if answer.zone is None:
        return answer
    without = {
        status: _without(answer, status, names, coalition, method, watch)
        for status in zone.POSTURES
        if answer.zone.rests_on[status]
    }
    return replace(answer, zone=replace(answer.zone, without=without))


def _without(
    answer: Analysis,
    status: Status,
    names: Sequence[str] | None,
    coalition: Sequence[str] | None,
    method: str | None,
    watch: Watch,
) -> Without:
    talks, watch = zone.without_status(answer.talks, status), Asking(watch, f"without what is {status}")
    whole, signed = numbered(talks), formulas.signing(talks, answer.over, coalition)
    asked: list[Question] = list(zone.asked(whole.problem))
    picked = formulas.asked(signed, names) if answer.formulas is not None else []
    about, best = _answers([(whole, asked), (signed, picked)], method, watch)
    fallen = zone.read(whole, about)
    changed: tuple[str, ...] | None = ()
    if answer.formulas is not None:
        changed = _changed(answer.formulas, formulas.read(signed, names, best, answer.over, method, watch))
    return Without(fallen.exists, _no_less(fallen.size, answer.zone), changed)


def _no_less(size: Size, zone: Zone | None) -> Size:
    """The size of a zone that has every package of another, where it is only known to be at least so much.

    Of the other zone only a count says how much that is at least: no end of an estimate is proved.
    """
    if zone is None or size.kind != "at_least" or zone.size.kind == "estimate":
        return size
    return replace(size, value=max(size.value, zone.size.value))


def _changed(before: Mapping[str, Pick], after: Mapping[str, Pick]) -> tuple[str, ...] | None:
    """The formulas that pick another package; None where some pick is not finished."""
    if any(pick.unfinished or (pick.package and not pick.proved) for pick in (*before.values(), *after.values())):
        return None
    return tuple(name for name in before if before[name].package != after[name].package)
