"""Conflicts and repairs in words: what cannot hold together, and the least that would have to give.

A conflict is said as a fact about requirements, never about a party's good will; a repair as a change that would open
a deal, with the points it takes.

Read next: ``tables.py``.
"""

from __future__ import annotations

from fractions import Fraction

from ..analysis.answers import Repair, Repairs
from ..talks import Requirement, Talks
from .position_words import line_name, red_line, source_words, walk_away_words, will_not_sign
from .words import (
    MOST_DENOMINATOR,
    count_words,
    exact_words,
    fall_words,
    package_phrase,
    reach_words,
    say_list,
    start,
    who,
    whose,
)

MOST_REPAIRS = 3
"""How many repairs a sentence names,"""
FEW_FALLS, MOST_FALLS = 1, 3
"""and how many trade-offs of each; a table gives some more."""
SHORT_PACKAGE = 5


def conflict_words(conflict: tuple[Requirement, ...], talks: Talks) -> str:
    """One conflict as a sentence or two: the lines, then what cannot be reached with them."""
    lines = [will_not_sign(line, r.party, talks) for r in conflict if (line := red_line(talks, r)) is not None]
    floors = [requirement for requirement in conflict if requirement.name == "walk_away"]
    if not talks.needs_all:
        return f"Not enough parties can sign while all of these stand: {'; '.join(lines + _each(floors, talks))}."
    if not lines:
        return f"{start(_floors(floors, talks))} {_cannot(floors)} be reached{_links(talks)}."
    said = start("; ".join(lines))
    if floors:
        with_what = "that" if len(lines) == 1 else "those"
        return f"{said}; {_floors(floors, talks)} {_cannot(floors)} be reached with {with_what}."
    number = {1: "this", 2: "both"}.get(len(lines), f"all {count_words(len(lines))}")
    return f"{said}. No package {'that keeps the links ' if talks.links else ''}meets {number}."


def _each(floors: list[Requirement], talks: Talks) -> list[str]:
    return [f"{whose(who(talks, r.party))} walk-away{_of(r, talks)}" for r in floors]


def _floors(floors: list[Requirement], talks: Talks) -> str:
    """Walk-aways as one noun: ``Belen's walk-away of 40``, ``the walk-aways of Belen (40) and Dara (30)``."""
    if len(floors) == 1:
        return _each(floors, talks)[0]
    named = []
    for requirement in floors:
        number = walk_away_words(talks.position(requirement.party))
        named.append(f"{who(talks, requirement.party)}{number and f' ({number})'}")
    return f"the walk-aways of {say_list(named)}"


def _of(requirement: Requirement, talks: Talks) -> str:
    number = walk_away_words(talks.position(requirement.party))
    comma = "," if talks.position(requirement.party).walk_away_within else ""
    return number and f" of {number}{comma}"


def _cannot(floors: list[Requirement]) -> str:
    return {1: "cannot", 2: "cannot both"}.get(len(floors), "cannot all")


def _links(talks: Talks) -> str:
    return " within the links" if talks.links else ""


def repair_words(repair: Repair, talks: Talks, most: int = MOST_FALLS) -> str:
    """One repair as a phrase: ``Belen's walk-away down by 4``, ``Arda's line set aside``.

    Of several trade-offs the first ``most`` are given: those in which the first party named gives up least.
    """
    lines = [f"{line_name(r, talks)} set aside" for r in repair.relax if r.name != "walk_away"]
    falls = [f for f in repair.falls if f]
    if not falls:
        open_floors = [f"{whose(who(talks, r.party))} walk-away lower" for r in repair.relax
                       if r.name == "walk_away"]  # fmt: skip
        return say_list(lines + open_floors)
    parties = list(falls[0])
    ways = [say_list([fall_words(fall[party]) for party in parties]) for fall in falls[:most]]
    if len(falls) > most:
        more = len(falls) - most
        ways.append(f"in {count_words(more)} more {'way' if more == 1 else 'ways'}")
    names = [whose(who(talks, party)) for party in parties]
    noun = f"{names[0]} walk-away" if len(names) == 1 else f"{say_list(names)} walk-aways"
    return say_list([*lines, f"{noun} down by {', or by '.join(ways).replace('or by in ', 'or in ')}"])


def repairs_words(repairs: Repairs, talks: Talks) -> str:
    """The first repairs in one sentence: they come by their number of changes, the fewest first."""
    few = MOST_FALLS if len(repairs.sets) <= 2 else FEW_FALLS
    phrases = [repair_words(repair, talks, few) for repair in repairs.sets]
    shown, more = phrases[:MOST_REPAIRS], len(phrases) - MOST_REPAIRS
    if len(phrases) == 1:
        words = f"This would open a deal: {phrases[0]}."
    elif len(phrases) == 2:
        words = f"Either would open a deal: {phrases[0]}, or {phrases[1]}."
    elif more > 0:
        others = "one more" if more == 1 else f"one of {count_words(more)} more"
        words = f"Any one of these would open a deal: {'; '.join(shown)}; or {others}, see below."
    else:
        words = f"Any one of these would open a deal: {'; '.join(shown[:-1])}; or {shown[-1]}."
    return words if repairs.complete else f"{words} The search is not finished: there may be more."


def ask_words(repairs: Repairs, talks: Talks) -> str:
    """The next question: a walk-away can move by degrees, so it is asked about before a line is.

    Of several walk-aways each of which would do, the one that falls least as a share of its own party's points comes
    first: points of different parties are not compared.
    """
    alone = [r for r in repairs.sets if len(r.relax) == 1 and r.falls and r.falls[0]]
    first = min(alone, key=lambda repair: _share(repair, talks), default=repairs.sets[0])
    if len(first.relax) > 1:
        names = say_list(list(dict.fromkeys(who(talks, need.party) for need in first.relax)))
        return f"Ask {names} apart, each about its part of the first of these: none of them alone opens anything."
    requirement = next((r for r in first.relax if r.name == "walk_away"), first.relax[0])
    name = who(talks, requirement.party)
    walk_away = talks.position(requirement.party).walk_away
    line = red_line(talks, requirement)
    if line is not None:
        return f"Ask {name} first: is there anything it would take in place of its line ({source_words(line)})?"
    falls = first.falls[0] if first.falls else {}
    if walk_away is None or requirement.party not in falls:
        return f"Ask {name} first: how firm is its walk-away?"
    lower = walk_away - falls[requirement.party]
    would = exact_words(lower) if lower.denominator <= MOST_DENOMINATOR else reach_words(lower)
    why = (
        f" Of the {count_words(len(alone))} walk-aways each of which would do alone, this one falls by the smallest "
        "share of its own party's points."
    )
    return f"Ask {name} first: would {would} do{_with(first, talks)}?{why if len(alone) > 1 else ''}"


def _share(repair: Repair, talks: Talks) -> Fraction:
    """How far the one walk-away falls, as a share of the points between its party's best and worst options."""
    ((party, fall),) = repair.falls[0].items()
    position = talks.position(party)
    spread = sum((max(entry.points) - min(entry.points) for entry in position.scores), Fraction(0))
    spread += sum((abs(bonus.points) for bonus in position.bonuses), Fraction(0))
    return fall / spread if spread else fall


def _with(repair: Repair, talks: Talks) -> str:
    if len(talks.issues) > SHORT_PACKAGE:
        return ", with the package it opens"
    return f", with {package_phrase(repair.opens, talks)}"
