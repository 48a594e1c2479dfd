"""Plain tables of an answer: headers and rows of text, for the terminal, the page and a notebook alike.

Every picture has its table here. Nothing in a table is an adjective: points stand as numbers with their meaning in the
header.

Read next: ``pictures.py``, which draws the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ..analysis.answers import Analysis, Frontier, Pick, Points, Zone
from ..talks import STATUSES, RedLine, Talks
from .pick_words import bound_words, formula_name
from .position_words import reason_words, walk_away_words
from .repair_words import MOST_FALLS, conflict_words, repair_words
from .statement_words import evidence_of, evidence_words
from .words import (
    condition_words,
    count_words,
    package_words,
    party_name,
    points_words,
    reach_words,
    say_list,
    size_words,
    split_words,
    start,
    whose,
    within_words,
)

MOST_POINTS = 40
MOST_SETS = 40
"""Conflicts, and repairs, that a table lists."""
BY_FORMULA = "Points above the walk-away, by formula"
AT_LEAST = "Not finished: the headroom is at least this."
BELOW = " †"
"""The mark of a gain below a walk-away."""


@dataclass(frozen=True)
class Table:
    """A table as text. ``numbers`` are the columns that hold points and stand flush right; the first column names the
    row. ``note`` says what the table leaves out, or on what its numbers rest."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""


def zone_table(analysis: Analysis, *, missing: str = "Nothing recorded of") -> Table | None:
    """What is known of the zone, one fact a row. ``missing`` names the row of the parties nothing is known of."""
    zone, talks = analysis.zone, analysis.talks
    if zone is None:
        return None
    rows = [
        ("Packages in all", f"{talks.packages:,}"),
        *_meet_the_links(zone),
        ("In the zone", _size(zone)),
        ("Status", _STATUS_WORDS[zone.status].format(who="every signatory asks" if talks.needs_all else "enough ask")),
    ]
    if zone.example is not None:
        rows.append(("One of them", package_words(zone.example, talks)))
    if zone.nothing_recorded:
        rows.append((missing, say_list([party_name(talks, p) for p in zone.nothing_recorded])))
    rows.append(("Method", start(zone.method)))
    return Table("The zone", ("", ""), tuple(rows))


def _meet_the_links(zone: Zone) -> list[tuple[str, str]]:
    """How many packages meet the links, where the count by signatories says so."""
    return [] if zone.accepted_by is None else [("Of which meet the links", f"{sum(zone.accepted_by):,}")]


_STATUS_WORDS = {
    "proved": "proved: a package meets everything that {who}",
    "compatible": "compatible with what is recorded",
    "none": "proved that there is none",
    "unfinished": "not finished",
}


def _size(zone: Zone) -> str:
    return "not counted" if zone.exists is None and not zone.size.value else size_words(zone.size)


def accepted_table(analysis: Analysis) -> Table | None:
    """How many packages each number of signatories accepts."""
    zone = analysis.zone
    if zone is None or zone.accepted_by is None:
        return None
    rows = tuple((start(count_words(n)) if n else "None", f"{count:,}") for n, count in enumerate(zone.accepted_by))
    return Table("Packages by how many signatories accept them", ("Signatories", "Packages"), rows, frozenset({1}))


def frontier_table(analysis: Analysis, most: int = MOST_POINTS) -> Table | None:
    """The frontier's packages with the score each signatory gives: the first ``most``, and those that formulas pick."""
    frontier, talks = analysis.frontier, analysis.talks
    if frontier is None or not frontier.points:
        return None
    named = named_points(analysis)
    names = [party_name(talks, party) for party in frontier.over]
    rows = tuple(
        (str(number), *(points_words(point.scores[party]) for party in frontier.over),
         say_list(picked), package_words(point.package, talks))
        for number, point in enumerate(frontier.points, 1)
        if (picked := named.get(key(point.scores, frontier.over), [])) or number <= most
    )  # fmt: skip
    return Table("The frontier, in scores", ("", *names, "Picked by", "Package"), rows,
                 frozenset(range(1, len(names) + 1)), _frontier_note(talks, frontier, most, len(rows)))  # fmt: skip


def _frontier_note(talks: Talks, frontier: Frontier, most: int, listed: int) -> str:
    parts = []
    if listed < len(frontier.points):
        picked = ", and those that formulas pick" if listed > most else ""
        parts.append(f"The first {most} of {len(frontier.points):,} points{picked}.")
    if frontier.within is not None:
        number = f"{len(frontier.points):,}"
        if frontier.total is None:
            parts.append(f"How many there are in all is not known; the {number} stand for them:")
        else:
            parts.append(f"There are {frontier.total:,} in all; the {number} stand for them:")
        parts.append(f"{within_words(talks, frontier)}.")
    elif not frontier.complete:
        parts.append(f"Not finished: {len(frontier.points):,} points so far.")
    return " ".join(parts)


def _frontier_state(frontier: Frontier) -> str:
    if frontier.complete:
        return "complete"
    return "a part that stands for all" if frontier.within is not None else "not finished"


Key: TypeAlias = tuple[Fraction | None, ...]
"""Scores as something to look up by: those of the parties a frontier compares, in their order."""


def key(scores: Points, over: tuple[str, ...]) -> Key:
    """Scores as a tuple that tells one frontier point from another."""
    return tuple(scores.get(party) for party in over)


def named_points(analysis: Analysis) -> dict[Key, list[str]]:
    """Formula names by the scores of what they pick; a package that splits an issue is no point of the frontier."""
    over = analysis.frontier.over if analysis.frontier else ()
    named: dict[Key, list[str]] = {}
    for name, pick in picks(analysis).items():
        if pick.split is None:
            named.setdefault(key(pick.scores, over), []).append(formula_name(name))
    return named


def picks(analysis: Analysis) -> dict[str, Pick]:
    """The formulas that pick something, in the order of the answer."""
    return {name: pick for name, pick in (analysis.formulas or {}).items() if pick.package is not None}


def gains_table(analysis: Analysis) -> Table | None:
    """What each party gains under each formula, in points above its walk-away: parties down, formulas across."""
    found, talks = picks(analysis), analysis.talks
    if not found:
        return None
    parties = [party for party in talks.signatories if any(party in pick.gains for pick in found.values())]
    zeros = {party for pick in found.values() for party in pick.zero_is_arbitrary}
    rows = tuple(
        (party_name(talks, party) + (" *" if party in zeros else ""),
         *(_gain(pick, party) for pick in found.values()))
        for party in parties
    )  # fmt: skip
    headers = ("Party", *(formula_name(name) for name in found))
    notes = ["* No walk-away is recorded: the points count from 0, which is arbitrary."] if zeros else []
    if any(BELOW in cell for row in rows for cell in row[1:]):
        notes.append("† Below the walk-away.")
    note = " ".join(notes)
    return Table("Points above the walk-away", headers, rows, frozenset(range(1, len(headers))), note)


def _gain(pick: Pick, party: str) -> str:
    """A party's gain; one below its walk-away has a mark."""
    if party not in pick.gains:
        return ""
    is_below = pick.gains[party] < 0 and party not in pick.zero_is_arbitrary
    return points_words(pick.gains[party]) + (BELOW if is_below else "")


def picks_table(analysis: Analysis) -> Table | None:
    """What each formula picks, and whether that is proved; formulas that pick the same on one row."""
    names: dict[tuple[str, str], list[str]] = {}
    for name, pick in picks(analysis).items():
        names.setdefault((_proof(pick), _picked(pick, analysis.talks)), []).append(formula_name(name))
    rows = tuple((say_list(found), *rest) for rest, found in names.items())
    return Table("What each formula picks", ("Formula", "Proof", "Package"), rows) if rows else None


def formulas_table(analysis: Analysis) -> Table | None:
    """Gains and picks in one: formulas down, parties across, then the proof and the package."""
    gains = gains_table(analysis)
    if gains is None:
        return None
    rows = tuple(
        (formula_name(name), *(row[column] for row in gains.rows), _proof(pick), _picked(pick, analysis.talks))
        for column, (name, pick) in enumerate(picks(analysis).items(), 1)
    )
    parties = tuple(row[0] for row in gains.rows)
    return Table(BY_FORMULA, ("Formula", *parties, "Proof", "Package"), rows,
                 frozenset(range(1, len(parties) + 1)), gains.note)  # fmt: skip


def _proof(pick: Pick) -> str:
    return "proved" if pick.proved else "not finished"


def _picked(pick: Pick, talks: Talks) -> str:
    words = package_words(pick.package or {}, talks)
    if pick.split is not None:
        words += f". {split_words(pick.split, talks)}"
    if pick.ties is not None and pick.ties > 1:
        words += f" ({count_words(pick.ties)} packages are equally good by this rule)"
    return words


def unused_table(analysis: Analysis) -> Table | None:
    """The formulas that pick nothing, and why; those with the same reason on one row."""
    reasons: dict[str, list[str]] = {}
    for name, pick in (analysis.formulas or {}).items():
        if pick.package is None:
            reasons.setdefault(start(pick.why or "it picks nothing"), []).append(formula_name(name))
    rows = tuple((say_list(names), why) for why, names in reasons.items())
    return Table("Formulas that pick nothing here", ("Formula", "Why"), rows) if rows else None


def headroom_table(analysis: Analysis) -> Table | None:
    """How far each walk-away could rise, all else fixed, before no package is left."""
    room, talks = analysis.headroom, analysis.talks
    if room is None or not room.by_party:
        return None
    rows = []
    for party, points in room.by_party.items():
        walk_away = talks.position(party).walk_away
        rise = "unbounded" if points == "unbounded" else reach_words(points)
        to = "" if walk_away is None or points == "unbounded" else reach_words(walk_away + points)
        rows.append((party_name(talks, party), "" if walk_away is None else points_words(walk_away), rise, to))
    notes = [] if room.proved else [AT_LEAST]
    notes += [
        f"{whose(party_name(talks, party))} walk-away: {walk_away_words(position)}."
        for party in room.by_party
        if (position := talks.position(party)).walk_away_within
    ]
    note = " ".join(notes)
    return Table("Headroom", ("Party", "Walk-away now", "Could rise by", "To"), tuple(rows), frozenset({1, 2, 3}), note)


def conflicts_table(analysis: Analysis, most: int = MOST_SETS) -> Table | None:
    """The first ``most`` conflicts in words; the note says how many more there are."""
    found = analysis.conflicts
    if found is None or not found.sets:
        return None
    rows = tuple(
        (str(number), conflict_words(conflict, analysis.talks)) for number, conflict in enumerate(found.sets[:most], 1)
    )
    note = _sets_note(len(found.sets), most, found.complete, "requirements")
    return Table("What cannot hold together", ("", "Conflict"), rows, note=note)


def repairs_table(analysis: Analysis, most: int = MOST_SETS) -> Table | None:
    """The first ``most`` repairs in words, each with a package it opens; the note says how many more there are."""
    found = analysis.repairs
    if found is None or not found.sets:
        return None
    rows = tuple(
        (str(number), start(repair_words(repair, analysis.talks)), package_words(repair.opens, analysis.talks))
        for number, repair in enumerate(found.sets[:most], 1)
    )
    ways = any(len(repair.falls) > MOST_FALLS for repair in found.sets[:most])
    of_each = "Of more ways to fall those are given in which the first party named gives up least" if ways else ""
    note = _sets_note(len(found.sets), most, found.complete, "changes", of_each)
    return Table("What would open a deal", ("", "Change", "Opens, for one"), rows, note=note)


def _sets_note(number: int, most: int, is_complete: bool, of: str, of_each: str = "") -> str:
    """What a list of conflicts or repairs leaves out, and in which order it comes."""
    parts = []
    if number > most:
        found = "" if is_complete else " found so far"
        parts.append(f"The first {most} of {number:,}{found}, those of the fewest {of} first")
    if of_each:
        parts.append(of_each)
    said = [f"{'. '.join(parts)}; all are in the JSON (--json)."] if parts else []
    return " ".join([*said, *([] if is_complete else ["Not finished: there may be more."])])


def methods_table(analysis: Analysis) -> Table:
    """Which method answered each question, and whether the answer is proved."""
    rows: list[tuple[str, str, str]] = []
    if (zone := analysis.zone) is not None:
        proof = {"proved": "proved", "none": "proved", "compatible": "proved for what is recorded"}
        rows.append(("Zone", zone.method, proof.get(zone.status, "not finished")))
        rows.append(("Size of the zone", zone.method, _counted(zone)))
    if (
        (frontier := analysis.frontier) is not None
        and frontier.why is None
        and (frontier.points or not frontier.complete)
    ):
        rows.append(("Frontier", frontier.method, _frontier_state(frontier)))
    rows += [
        (f"{formula_name(name)} formula", pick.method, _proof_and_bound(pick))
        for name, pick in (analysis.formulas or {}).items()
        if pick.package is not None or pick.unfinished
    ]
    if (room := analysis.headroom) is not None and (room.by_party or not room.proved):
        so_far = "at least what is given" if room.by_party else "not finished"
        rows.append(("Headroom", room.method, "proved" if room.proved else so_far))
    if (conflicts := analysis.conflicts) is not None and (conflicts.sets or zone is None or not conflicts.complete):
        rows.append(("Conflicts", conflicts.method, "all found" if conflicts.complete else "not finished"))
    if (repairs := analysis.repairs) is not None and (repairs.sets or zone is None or not repairs.complete):
        rows.append(("Repairs", repairs.method, "all found" if repairs.complete else "not finished"))
    return Table("Methods and proofs", ("Question", "Method", "Proof"), tuple(rows))


def _counted(zone: Zone) -> str:
    """What is known of the zone's size."""
    if zone.size.kind == "at_least":
        return f"not finished: {size_words(zone.size)}" if zone.size.value else "not finished: none counted yet"
    return "exact" if zone.size.kind == "exact" else "an estimate"


def _proof_and_bound(pick: Pick) -> str:
    bound = bound_words(pick)
    return _proof(pick) + (f": {bound}" if bound else "")


def rests_table(analysis: Analysis) -> Table | None:
    """Every red line recorded, by status, and whether it excludes a package that would otherwise be left."""
    talks = analysis.talks
    resting = {id for ids in (analysis.zone.rests_on.values() if analysis.zone else ()) for id in ids}
    rows = []
    for status in STATUSES:
        for position in talks.positions:
            rows += [
                (start(status), party_name(talks, position.party), condition_words(line.holds, talks),
                 _source(line, talks), "yes" if f"{position.party}:{line.id}" in resting else "no")
                for line in position.red_lines if line.status == status
            ]  # fmt: skip
    headers = ("Status", "Party", "Red line", "Source", "Excludes something")
    return Table("What the answer rests on", headers, tuple(rows)) if rows else None


def _source(line: RedLine, talks: Talks) -> str:
    """Why a red line is held to stand, and the statements or notes that speak for it."""
    said = evidence_of(line, talks)
    evidence = evidence_words(said, talks) if said else ", ".join(line.evidence)
    return "; ".join(part for part in (reason_words(line), evidence) if part)
