"""The answer in words: first the answer, then why, then what to do.

The sentences say what is compatible with what is recorded, what rules an agreement out, and what would open one. They
pass no verdict on a party and foretell nothing. Parties come in the order of the file.

Read next: ``repair_words.py`` for conflicts and repairs, then ``tables.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..analysis.answers import Analysis, Without, Zone
from ..talks import Package, Requirement, Talks
from .pick_words import formula_name, pick_words
from .position_words import line_name
from .repair_words import ask_words, conflict_words, repairs_words
from .unfinished_words import not_finished
from .words import (
    count_words,
    reach_words,
    say_list,
    signatories,
    size_words,
    start,
    who,
    whose,
    within_words,
)

CHOICE_ORDER = ("nash", "kalai_smorodinsky", "leximin", "maximin", "utilitarian")
"""Whose package becomes the draft: the first of these formulas that picks one."""

MOST_CONFLICTS = 3
MOST_COALITIONS = 4
MOST_PICKS = 3

WITHOUT_WORDS = {
    "stated": "the lines that were only stated in public",
    "assumed": "the lines that are only assumed",
}


def chosen(analysis: Analysis) -> tuple[str, Package] | None:
    """The package to draft and where it comes from: a formula's name, ``example``, or None where there is no deal."""
    for name in CHOICE_ORDER:
        pick = (analysis.formulas or {}).get(name)
        if analysis.over == "zone" and pick is not None and pick.package is not None:
            return name, pick.package
    zone = analysis.zone
    if zone is None or not zone.exists or len(zone.nothing_recorded) == len(analysis.talks.signatories):
        return None  # an example of everything would say nothing
    return None if zone.example is None else ("example", zone.example)


def answer_lines(analysis: Analysis, *, for_party: str | None = None) -> list[str]:
    """The answer as sentences, one or two a line, the most important first.

    ``for_party`` makes the lines that party may read; the analysis must then be one of talks already pruned for it.
    """
    zone = analysis.zone
    if zone is None:
        lines = _without_the_zone(analysis, for_party)
    elif zone.status == "unfinished":
        lines = _unfinished(analysis)
    elif zone.status == "none":
        lines = _no_deal(analysis, zone, for_party)
    else:
        lines = _deal(analysis, zone, for_party)
    return list(lines)


def _no_deal(analysis: Analysis, zone: Zone, for_party: str | None) -> Iterator[str]:
    talks = analysis.talks
    if for_party is not None:
        yield "No package meets what is recorded here."
    else:
        yield f"There is no agreement {could_sign(talks)}."
    yield from _conflicts(analysis)
    yield from _repairs(analysis)
    yield from _without(zone)
    yield from not_finished(analysis)
    if for_party is None:
        if zone.nothing_recorded:
            yield f"Nothing is recorded of {_positions(talks, zone.nothing_recorded)}; the answer stands without it."
        if analysis.repairs and analysis.repairs.sets:
            yield ask_words(analysis.repairs, talks)


def _conflicts(analysis: Analysis) -> Iterator[str]:
    """The first conflicts, how many more were found, and whether there may be others."""
    if (found := analysis.conflicts) is None:
        return
    for conflict in found.sets[:MOST_CONFLICTS]:
        yield conflict_words(conflict, analysis.talks)
    if (more := len(found.sets) - MOST_CONFLICTS) > 0:
        yield f"{start(count_words(more))} more {'conflict was' if more == 1 else 'conflicts were'} found: see below."
    if not found.complete:
        yield "The search for conflicts is not finished: " + ("there may be more." if found.sets else "none so far.")


def _repairs(analysis: Analysis) -> Iterator[str]:
    """What would open a deal; where that was not found in time, that it was not."""
    if (found := analysis.repairs) is None:
        return
    if found.sets:
        yield repairs_words(found, analysis.talks)
    elif not found.complete:
        yield "What would open a deal was not found so far. Give the question more time."


def _deal(analysis: Analysis, zone: Zone, for_party: str | None) -> Iterator[str]:
    talks = analysis.talks
    yield _how_many(zone, talks) if for_party is None else _how_many_for(zone, talks, for_party)
    if (choice := chosen(analysis)) and choice[0] != "example" and analysis.formulas:
        yield pick_words(analysis.formulas[choice[0]], talks)
    yield from _coalitions(analysis)
    yield from _rests_on(zone)
    yield from _without(zone)
    yield from _no_room(analysis)
    if for_party is None:
        yield from not_finished(analysis)
        yield from _to_do(analysis, zone)
    else:
        yield from not_finished(analysis)


def _without_the_zone(analysis: Analysis, for_party: str | None) -> Iterator[str]:
    """The answer to what was asked, where that was not whether there is a deal."""
    said = [*_picked(analysis), *_compared(analysis), *_room(analysis), *_given_up(analysis, for_party)]
    said += not_finished(analysis)
    yield from said
    yield "Nothing else was asked." if said else "Whether there is a deal was not asked."


def _picked(analysis: Analysis) -> Iterator[str]:
    """What a few formulas pick, each by itself; of many, the first that picks."""
    picks = list((analysis.formulas or {}).values())
    if len(picks) > MOST_PICKS:
        picks = [pick for pick in picks if pick.package is not None][:1] or picks[:1]
    for pick in picks:
        if pick.package is not None:
            yield pick_words(pick, analysis.talks)
        elif not pick.unfinished:
            yield f"The {formula_name(pick.formula)} formula picks no package. {(pick.why or '').rstrip('.')}."


def _compared(analysis: Analysis) -> Iterator[str]:
    if (frontier := analysis.frontier) is None:
        return
    if not frontier.points and not frontier.complete and frontier.why is None:
        return  # it stands among what is not finished
    if not frontier.points:
        yield start((frontier.why or "The frontier has no packages").rstrip(".")) + "."
    else:
        number = count_words(frontier.size)
        least = "" if frontier.complete or frontier.total is not None else "at least "
        yield f"The frontier has {least}{number} package{'s' * (frontier.size != 1)}."
    if frontier.within is not None:
        number = start(count_words(len(frontier.points)))
        yield f"{number} of them stand for all: {within_words(analysis.talks, frontier)}."


def _room(analysis: Analysis) -> Iterator[str]:
    if (room := analysis.headroom) is None:
        return
    if room.by_party is None and room.proved:
        yield "There is no package to sign, so there is no headroom."
    for party, points in (room.by_party or {}).items():
        name = f"{whose(who(analysis.talks, party))} walk-away"
        if points == "unbounded":
            yield f"{start(name)} could rise without bound."
        else:
            noun = "point" if points == 1 else "points"
            yield f"{start(name)} could rise by {'' if room.proved else 'at least '}{reach_words(points)} {noun}."


def _given_up(analysis: Analysis, for_party: str | None) -> Iterator[str]:
    """What blocks a deal, and what would open one."""
    talks, conflicts, repairs = analysis.talks, analysis.conflicts, analysis.repairs
    if any(found is not None and found.complete and not found.sets for found in (conflicts, repairs)):
        is_whole = for_party is None and all(talks.position(party).is_recorded for party in talks.signatories)
        yield f"{'There is' if is_whole else 'What is recorded allows'} an agreement {could_sign(talks)}."
    if conflicts is not None and conflicts.complete and not conflicts.sets:
        yield "Nothing that is recorded conflicts."
    yield from _conflicts(analysis)
    if repairs is not None and repairs.complete and not repairs.sets:
        yield "Nothing has to be repaired."
    yield from _repairs(analysis)


def _unfinished(analysis: Analysis) -> Iterator[str]:
    yield f"Not finished: it is not proved yet that there is, or is not, an agreement {could_sign(analysis.talks)}."
    yield from not_finished(analysis)
    yield "Give the question more time, or ask first about fewer issues."


def could_sign(talks: Talks) -> str:
    """Who would have to sign: ``both could sign``, ``all three could sign``, ``five of the six could sign``."""
    number = len(talks.signatories)
    if talks.needs_all:
        people = {1: who(talks, talks.signatories[0]), 2: "both"}.get(number) if number else "anyone"
        return f"{people or 'all ' + count_words(number)} could sign"
    words = f"{count_words(talks.needs)} of the {count_words(number)} could sign"
    if talks.agreement.including:
        names = [who(talks, party.id) for party in signatories(talks) if party.id in talks.agreement.including]
        words += f", {say_list(names)} among them"
    return words


def _how_many(zone: Zone, talks: Talks) -> str:
    if zone.status == "compatible":
        if len(zone.nothing_recorded) == len(talks.signatories):
            return f"Nothing is recorded of any position, so nothing is ruled out: {_compatible(zone, 'the links')}."
        missing = _positions(talks, zone.nothing_recorded)
        return f"{start(_compatible(zone, 'what is recorded'))}; nothing is recorded of {missing}."
    if zone.size.value == 1 and zone.size.kind == "exact":
        return f"There is one package {could_sign(talks)}."
    if zone.size.kind == "at_least" and zone.size.value <= 1:
        return f"There is a package {could_sign(talks)}; how many there are was not counted to the end."
    counted = "; the count is not finished" if zone.size.kind == "at_least" else ""
    return f"There are {size_words(zone.size)} packages {could_sign(talks)}{counted}."


def _how_many_for(zone: Zone, talks: Talks, party: str) -> str:
    """A party learns what its own side rules out, and nothing of what others confided."""
    if party in zone.nothing_recorded:
        return f"Nothing is recorded of {whose(who(talks, party))} position yet."
    with_what = f"{whose(who(talks, party))} own position and what was released to it"
    return f"{start(_compatible(zone, with_what))}."


def _compatible(zone: Zone, with_what: str) -> str:
    one = zone.size.value == 1 and zone.size.kind == "exact"
    number = "one" if one else size_words(zone.size)
    return f"{number} {'package is' if one else 'packages are'} compatible with {with_what}"


def looks_at(analysis: Analysis) -> str:
    """Among which packages the formulas pick, as the end of a sentence."""
    talks, zone = analysis.talks, analysis.zone
    if analysis.over == "all":
        return "among all packages that meet the links, in the zone or not"
    if talks.needs_all:
        return "in the zone"
    if analysis.coalition is not None:
        names = say_list([who(talks, party) for party in analysis.coalition])
        return f"among the packages that {names} {'accepts' if len(analysis.coalition) == 1 else 'accept'}"
    words = f"among the packages that all {count_words(len(talks.signatories))} accept"
    if zone is not None and zone.accepted_by is not None:
        count = zone.accepted_by[-1]
        words += f", of which there {'is' if count == 1 else 'are'} {count_words(count) if count else 'none'}"
    return words


def _coalitions(analysis: Analysis) -> Iterator[str]:
    found = analysis.coalitions
    if (
        found is None
        or analysis.coalition is not None
        or not found.complete
        or analysis.talks.signatories in found.sets
    ):
        return
    sets = found.sets
    if not sets:
        return
    names = [say_list([who(analysis.talks, party) for party in members]) for members in sets[:MOST_COALITIONS]]
    more = f"; and {count_words(len(sets) - MOST_COALITIONS)} more" if len(sets) > MOST_COALITIONS else ""
    total = count_words(len(analysis.talks.signatories))
    yield f"No package suits all {total}. These could sign one together: {'; '.join(names)}{more}."


def _rests_on(zone: Zone) -> Iterator[str]:
    said = {"stated": "stated in public", "confided": "confided", "assumed": "assumed"}
    parts = [
        f"{count_words(len(ids))} {said[status]}" for status, ids in zone.rests_on.items() if ids and status in said
    ]
    if parts:
        total = sum(len(ids) for ids in zone.rests_on.values())
        yield f"It rests on {'a red line' if total == 1 else 'red lines'}: {say_list(parts)}."


def _without(zone: Zone) -> Iterator[str]:
    for status in ("stated", "assumed"):
        if (other := zone.without.get(status)) is not None and zone.rests_on.get(status):
            yield _without_one(zone, WITHOUT_WORDS[status], other)


def _without_one(zone: Zone, lines: str, other: Without) -> str:
    if other.exists is None:
        return f"Whether there would be an agreement without {lines} is not finished."
    if not other.exists:
        return f"Even without {lines} there is none."
    if _is_same(zone, other):
        return f"Without {lines} the answer would be the same."
    one = other.size.value == 1 and other.size.kind == "exact"
    if other.size.kind == "at_least" and other.size.value <= 1:
        return f"Without {lines} there would be an agreement; how many packages is not finished."
    words = f"Without {lines}, there would be {'one package' if one else size_words(other.size) + ' packages'}"
    if zone.exists and other.changed:
        names = [formula_name(name) for name in other.changed]
        words += f", and {say_list(names)} would pick {'another' if len(names) == 1 else 'others'}"
    return f"{words}."


def _is_same(zone: Zone, other: Without | None) -> bool:
    """Whether it is known that the answer would be the same: no package more, and no formula picks another."""
    if other is None or not (zone.exists and other.exists):
        return False
    return other.size == zone.size and zone.size.kind == "exact" and other.changed == ()


def _no_room(analysis: Analysis) -> Iterator[str]:
    room = (analysis.headroom.by_party if analysis.headroom and analysis.headroom.proved else None) or {}
    tight = [whose(who(analysis.talks, party)) for party, points in room.items() if points == 0]
    if tight:
        noun = f"{say_list(tight)} walk-away{'s' * (len(tight) > 1)}"
        yield f"There is no headroom in {noun}: any rise leaves no package."


def _to_do(analysis: Analysis, zone: Zone) -> Iterator[str]:
    talks = analysis.talks
    if zone.nothing_recorded:
        first = who(talks, zone.nothing_recorded[0])
        yield f"Ask {first} first: what would it not sign without, and what would it do without an agreement?"
        return
    assumed = zone.rests_on.get("assumed")
    if assumed and not _is_same(zone, zone.without.get("assumed")):
        party, _, line = assumed[0].partition(":")
        name = line_name(Requirement(party, f"red_line:{line}"), talks).removeprefix(whose(who(talks, party)))
        yield f"Ask {who(talks, party)} first whether its{name} stands: so far it is only assumed."
    elif (choice := chosen(analysis)) is not None and choice[0] != "example":
        yield "Put the draft to each delegation apart."


def _positions(talks: Talks, parties: tuple[str, ...]) -> str:
    names = [whose(who(talks, party)) for party in parties]
    return f"{say_list(names)} position{'s' * (len(names) > 1)}"
