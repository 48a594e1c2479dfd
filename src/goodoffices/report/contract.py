"""The answer as JSON: the shape of design section 4, a contract with every program that reads it.

Whole numbers are printed whole; others as decimals, with the fraction beside them under ``exact`` in the nearest object
of fixed fields; where no decimal is large enough it is null, and stands under ``exact`` alone. Packages give a range's
value as a number. Fields may be added, never renamed.

Read next: ``words.py``, the same answer for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from ..analysis import FORMULAS, Analysis, Certificate, Conflicts, Frontier, Headroom, Pick, Repairs, Size, Zone
from ..talks import Package, Requirement, Talks
from .eyes import for_eyes, reader, silent
from .statements_json import evidence_json, statement_json

Json: TypeAlias = dict[str, Any]
Options: TypeAlias = Mapping[str, Mapping[str, str | int | float | None]]
"""By issue and option: what stands for the option in a package."""


def as_json(analysis: Analysis, seconds: float | None = None, for_party: str | None = None) -> Json:
    """The analysis as one JSON object; a question that was not asked is null.

    ``seconds``: how long the answer took. ``for_party``: whose eyes it is for, if not the mediator's. Raises
    `BadQuestion` where the analysis is of talks that hold more than that party may see.
    """
    for_party = reader(analysis, for_party)
    analysis = for_eyes(analysis, for_party)
    talks, options = analysis.talks, options_json(analysis.talks)
    picks = analysis.formulas
    resting = [line for lines in analysis.zone.rests_on.values() for line in lines] if analysis.zone else []
    evidence = evidence_json(talks, resting)
    cited = {id for ids in evidence.values() for id in ids}
    return _exact(
        {
            "title": talks.title,
            "for": for_party,
            "packages": str(talks.packages),
            "signatories": list(talks.signatories),
            "over": analysis.over,
            "coalition": None if analysis.coalition is None else list(analysis.coalition),
            "zone": analysis.zone and _zone(options, analysis.zone, evidence, *silent(analysis, for_party)),
            "frontier": analysis.frontier and _frontier(options, analysis.frontier),
            "formulas": None if picks is None else _formulas(options, picks),
            "coalitions": analysis.coalitions and [list(members) for members in analysis.coalitions.sets],
            "coalitions_complete": analysis.coalitions and analysis.coalitions.complete,
            "headroom": analysis.headroom and _headroom(analysis.headroom),
            "headroom_proved": analysis.headroom and analysis.headroom.proved,
            "conflicts": analysis.conflicts and _conflicts(analysis.conflicts),
            "repairs": analysis.repairs and _repairs(options, analysis.repairs),
            "statements": [statement_json(one, talks) for one in talks.statements if one.id in cited],
            "methods": _methods(analysis),
            "warnings": list(analysis.warnings),
            "seconds": seconds,
        }
    )


def options_json(talks: Talks) -> Options:
    """How each option of each issue is printed: by its id, on a range as its number."""
    return {
        issue.id: {o.id: o.id if o.value is None else number(o.value) for o in issue.options} for issue in talks.issues
    }


def package_json(options: Options, package: Package) -> Json:
    """A package, its issues in file order; ``options`` are those of `options_json`."""
    return {issue: known[package[issue]] for issue, known in options.items() if issue in package}


def number(value: Fraction) -> int | float | None:
    """A whole number whole, another as the nearest decimal; None where it is too large for one.

    >>> number(Fraction(4)), number(Fraction(1, 4)), number(Fraction(10**400, 3))
    (4, 0.25, None)
    """
    if value.denominator == 1:
        return value.numerator
    try:
        return float(value)
    except OverflowError:
        return None


def _exact(fields: Json) -> Json:
    """The fields with their fractions as numbers, and those that are not whole once more, as text, under ``exact``."""
    plain = {name: _plain(value) for name, value in fields.items()}
    fractions = {name: found for name, value in fields.items() if (found := _fractions(value)) is not None}
    return plain | ({"exact": fractions} if fractions else {})


def _plain(value: Any) -> Any:
    match value:
        case Fraction():
            return number(value)
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case _:
            return value


def _fractions(value: Any) -> Any:
    """The fractions in a value that are not whole, in the same structure; None where there is none."""
    match value:
        case Fraction():
            return None if value.denominator == 1 else str(value)
        case dict():
            inner = {name: _fractions(part) for name, part in value.items()}
            return {name: found for name, found in inner.items() if found is not None} or None
        case list():
            listed = [_fractions(part) for part in value]
            return listed if any(found is not None for found in listed) else None
        case _:
            return None


def _size(size: Size) -> Json:
    fields: Json = {"size": str(size.value), "size_is": size.kind}
    if size.low is not None and size.high is not None:
        fields |= {"low": str(size.low), "high": str(size.high)}
    return fields


def _zone(
    options: Options, zone: Zone, evidence: Json, unrecorded: tuple[str, ...], unreleased: tuple[str, ...]
) -> Json:
    fields: Json = {"exists": zone.exists, "status": zone.status, **_size(zone.size)}
    fields |= {
        "example": None if zone.example is None else package_json(options, zone.example),
        "nothing_recorded": list(unrecorded),
        "nothing_released": list(unreleased),
        "rests_on": {status: list(lines) for status, lines in zone.rests_on.items()},
        "rests_on_complete": zone.rests_on_complete,
        "evidence": evidence,
        "without": {
            status: {"exists": other.exists, **_size(other.size), "changed": _names(other.changed)}
            for status, other in zone.without.items()
        },
        "accepted_by": None if zone.accepted_by is None else [str(count) for count in zone.accepted_by],
    }
    if zone.status == "none":
        # a status whose lines are known to exclude nothing changes nothing: there is still no zone without them
        unasked = False if zone.rests_on_complete else None
        for status in ("stated", "assumed"):
            fields[f"without_{status}"] = zone.without[status].exists if status in zone.without else unasked
        fields |= {"certificate": zone.certificate and _certificate(zone.certificate), "no_weights": zone.no_weights}
    return fields


def _certificate(proof: Certificate) -> Json:
    fields: Json = {"weights": dict(proof.weights), "red_lines": list(proof.red_lines), "asked": proof.asked}
    return _exact(fields | {"there_is": proof.there_is, "short": proof.short})


def _names(names: tuple[str, ...] | None) -> list[str] | None:
    return None if names is None else list(names)


def _frontier(options: Options, frontier: Frontier) -> Json:
    points = [
        _exact({"package": package_json(options, point.package), "scores": dict(point.scores)})
        for point in frontier.points
    ]
    fields: Json = {"size": frontier.size, "complete": frontier.complete, "over": list(frontier.over), "points": points}
    fields["within"] = None if frontier.within is None else _exact(dict(frontier.within))
    fields["gaining"] = None if frontier.gaining is None else _exact(dict(frontier.gaining))
    return fields | ({"why": frontier.why} if frontier.why else {})


def _formulas(options: Options, picks: Mapping[str, Pick]) -> Json:
    """One object a formula; null where it does not apply, the reason under ``why``."""
    fields: Json = {name: _pick(options, pick) for name, pick in picks.items()}
    fields["why"] = {name: pick.why for name, pick in picks.items() if pick.why is not None}
    return fields


def _pick(options: Options, pick: Pick) -> Json | None:
    if pick.package is None:
        return None
    fields: Json = {
        "package": package_json(options, pick.package),
        "scores": dict(pick.scores),
        "gains": dict(pick.gains),
        "value": list(pick.value) if isinstance(pick.value, tuple) else pick.value,
        "proved": pick.proved,
        "ties": pick.ties,
        "zero_is_arbitrary": list(pick.zero_is_arbitrary),
        "source": FORMULAS[pick.formula].source,
    }
    if not pick.proved:
        fields["bound"] = list(pick.bound) if isinstance(pick.bound, tuple) else pick.bound
    if pick.first_stage:
        fields["first_stage"] = dict(pick.first_stage)
        fields["split"] = pick.split and {"issue": pick.split.issue, "shares": dict(pick.split.shares)}
    return _exact(fields)


def _headroom(headroom: Headroom) -> Json | None:
    return None if headroom.by_party is None else dict(headroom.by_party)


def _requirement(need: Requirement) -> Json:
    return {"party": need.party, "requirement": need.name}


def _conflicts(conflicts: Conflicts) -> Json:
    sets = [[_requirement(need) for need in conflict] for conflict in conflicts.sets]
    return {"complete": conflicts.complete, "sets": sets}


def _repairs(options: Options, repairs: Repairs) -> Json:
    sets = [
        _exact(
            {
                "relax": [_requirement(need) for need in repair.relax],
                "falls": [dict(fall) for fall in repair.falls],
                "opens": package_json(options, repair.opens),
            }
        )
        for repair in repairs.sets
    ]
    return {"complete": repairs.complete, "sets": sets}


def _methods(analysis: Analysis) -> dict[str, str]:
    parts = {
        "zone": analysis.zone,
        "frontier": analysis.frontier,
        "headroom": analysis.headroom,
        "conflicts": analysis.conflicts,
        "repairs": analysis.repairs,
        "coalitions": analysis.coalitions,
    }
    methods = {name: part.method for name, part in parts.items() if part is not None and part.method}
    return methods | {name: pick.method for name, pick in (analysis.formulas or {}).items() if pick.method}
