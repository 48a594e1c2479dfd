"""What is special about generated talks, in words, so that a test can count how often each thing occurs.

Read next: ``test_generated.py``.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from tests.judge import brute

from goodoffices.talks import Choice, Condition, IfThen, Not


def nodes(condition: Condition) -> set[str]:
    """The kinds of node in a condition."""
    if isinstance(condition, Choice):
        return {"Choice"}
    if isinstance(condition, Not):
        inner: tuple[Condition, ...] = (condition.part,)
    elif isinstance(condition, IfThen):
        inner = (condition.when, condition.then)
    else:
        inner = condition.parts
    return {type(condition).__name__}.union(*(nodes(part) for part in inner))


def _issues_in(condition: Condition) -> set[str]:
    if isinstance(condition, Choice):
        return {condition.issue}
    if isinstance(condition, Not):
        return _issues_in(condition.part)
    if isinstance(condition, IfThen):
        return _issues_in(condition.when) | _issues_in(condition.then)
    return set().union(*(_issues_in(part) for part in condition.parts))


def features(judged: brute.Table) -> set[str]:
    """What is special about one case, in words."""
    return _of_the_table(judged) | _of_the_positions(judged) | _of_the_zone(judged)


def _of_the_table(judged: brute.Table) -> set[str]:
    talks = judged.talks
    left = len(judged.rows)
    facts = {
        "links": bool(talks.links),
        "links that leave at most 6 packages": bool(talks.links) and left <= 6,
        "one package left": left == 1,
        "an issue with one option": any(len(issue.options) == 1 for issue in talks.issues),
        "a range": any(issue.options[0].value is not None for issue in talks.issues),
        "a divisible issue": any(issue.divisible for issue in talks.issues),
        "more than 200 packages": left > 200,
        f"{len(judged.signatories)} signatories": True,
        "agreement of all": talks.agreement.needs in (None, len(judged.signatories)),
        "a quorum": talks.agreement.needs is not None and talks.agreement.needs < len(judged.signatories),
        "a quorum including somebody": bool(talks.agreement.including),
        "signatories named": talks.agreement.signatories is not None,
        "positions out of order": [p.party for p in talks.positions]
        != [p.id for p in talks.parties if p.id in {q.party for q in talks.positions}],
        "an outsider with a position": any(p.party not in judged.signatories for p in talks.positions),
    }
    named = {f"link: {node}" for link in talks.links for node in nodes(link.condition)}
    return named | {name for name, so in facts.items() if so}


def _of_the_positions(judged: brute.Table) -> set[str]:
    lines = [line for position in judged.positions for line in position.red_lines]
    bonuses = [bonus for position in judged.positions for bonus in position.bonuses]
    points = [p for position in judged.positions for entry in position.scores for p in entry.points]
    common = lcm(*(p.denominator for p in points)) if points else 1
    scored = [position for position in judged.positions if position.scores]
    facts = {
        "a red line over several issues": any(len(_issues_in(line.holds)) > 1 for line in lines),
        "a positive bonus": any(bonus.points > 0 for bonus in bonuses),
        "a negative bonus": any(bonus.points < 0 for bonus in bonuses),
        "a bonus over several issues": any(len(_issues_in(bonus.when)) > 1 for bonus in bonuses),
        "a bonus over three issues": any(len(_issues_in(bonus.when)) > 2 for bonus in bonuses),
        "fractional points": common > 1,
        "common denominator past 64 bits": common >= 2**63,
        "scores, no walk-away": any(position.walk_away is None for position in scored),
        "only red lines": any(p.red_lines and not p.scores and p.walk_away is None for p in judged.positions),
        "a walk-away, no scores": any(
            p.walk_away is not None and not p.scores for p in judged.talks.positions if p.party in judged.signatories
        ),
        "nothing recorded": bool(brute.nothing_recorded(judged)),
        "negative scores": any(score < 0 for row in judged.rows for score in row.scores),
        "an issue not scored": any(len(p.scores) < len(judged.talks.issues) for p in scored),
        "a walk-away exactly reached": any(
            row.scores[index] == position.walk_away
            for row in judged.rows
            for index, position in enumerate(judged.positions)
            if position.scores
        ),
        "a walk-away missed by a hair": any(
            position.walk_away is not None and 0 < position.walk_away - row.scores[index] < Fraction(1, 10**30)
            for row in judged.rows
            for index, position in enumerate(judged.positions)
        ),
    }
    named = {f"status: {line.status}" for line in lines}
    named |= {f"red line: {node}" for line in lines for node in nodes(line.holds)}
    named |= {f"bonus: {node}" for bonus in bonuses for node in nodes(bonus.when)}
    return named | {name for name, so in facts.items() if so}


def _of_the_zone(judged: brute.Table) -> set[str]:
    zone = brute.zone(judged)
    vectors = [row.scores for row in zone]
    picks = {name: brute.formula(judged, name) for name in brute.FORMULAS}
    repairs = brute.repairs(judged)
    facts = {
        "an empty zone": not zone,
        "a zone of one package": len(zone) == 1,
        "a zone of many packages": len(zone) > 10,
        "equal score vectors in the zone": len(set(vectors)) < len(vectors),
        "a frontier of several points": len(brute.frontier(judged)) > 2,
        "formulas that tie": any(pick is not None and pick.ties > 1 for pick in picks.values()),
        "formulas that differ": len({str(pick.package) for pick in picks.values() if pick}) > 1,
        "several conflicts": len(brute.conflicts(judged)) > 1,
        "several repairs": len(repairs) > 1,
        "a repair of several requirements": any(len(repair.relax) > 1 for repair in repairs),
        "a repair with trade-offs": any(len(repair.falls) > 1 for repair in repairs),
        "unbounded headroom": "unbounded" in (brute.headroom(judged) or {}).values(),
        "a quorum zone that not all accept": bool(zone)
        and all(len(brute.willing(judged, row)) < len(judged.signatories) for row in zone),
    }
    return {name for name, so in facts.items() if so}
