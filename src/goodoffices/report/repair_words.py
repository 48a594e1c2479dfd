"""Conflicts and repairs in words: what cannot hold together, and the least that would have to give.

A conflict is said as a fact about requirements, never about a party's good will; a repair as a change that would open
a deal, with the points it takes.

Read next: ``tables.py``.
"""

from __future__ import annotations

from ..analysis.answers import Repair, Repairs
from ..talks import Requirement, Talks
from .words import (
    count_words,
    exact_words,
    line_name,
    package_phrase,
    points_words,
    red_line,
    say_list,
    source_words,
    start,
    who,
    whose,
    will_not_sign,
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
        walk_away = talks.position(requirement.party).walk_away
        number = "" if walk_away is None else f" ({points_words(walk_away)})"
        named.append(f"{who(talks, requirement.party)}{number}")
    return f"the walk-aways of {say_list(named)}"


def _of(requirement: Requirement, talks: Talks) -> str:
    walk_away = talks.position(requirement.party).walk_away
    return "" if walk_away is None else f" of {points_words(walk_away)}"


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
    ways = [say_list([exact_words(fall[party]) for party in parties]) for fall in falls[:most]]
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
    """The next question: a walk-away can move by degrees, so it is asked about before a line is."""
    first = next((r for r in repairs.sets if len(r.relax) == 1 and r.falls and r.falls[0]), repairs.sets[0])
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
    would = exact_words(walk_away - falls[requirement.party])
    return f"Ask {name} first: would {would} do{_with(first, talks)}?"


def _with(repair: Repair, talks: Talks) -> str:
    if len(talks.issues) > SHORT_PACKAGE:
        return ", with the package it opens"
    return f", with {package_phrase(repair.opens, talks)}"
