"""Is there a deal? The zone: the packages that meet the links and that enough signatories can sign.

>>> from fractions import Fraction
>>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position, Talks
>>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
>>> def wants(party, low, high, walk_away):
...     points = (Fraction(low), Fraction(high))
...     return Position(party, scores=(IssueScores("height", points),), walk_away=Fraction(walk_away))
>>> sides = (Party("ann", "Ann"), Party("bo", "Bo"))
>>> talks = Talks("A fence", sides, (height,), positions=(wants("ann", 0, 7, 5), wants("bo", 4, 2, 2)))
>>> answer = zone(talks)
>>> answer.status, answer.size.value, answer.example
('proved', 1, {'height': 'high'})

Read next: ``exact/planner.py``, which decides how this is found out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from ..exact.problem import Problem
from ..exact.questions import Counted, Excludes, Excluding, Exists, Found, Question
from ..exact.questions import Size as SizeAsked
from ..exact.watch import QUIET, Asking, Watch
from ..talks import STATUSES, Status, Talks
from .answers import Certificate, Size, Without, Zone
from .asking import Answers, ask, by, found
from .numbered import Numbered, numbered

if TYPE_CHECKING:
    from ..exact.conflicts.certificate import Certificate as Weighed

POSTURES: tuple[Status, ...] = ("stated", "assumed")
"""What is said in public is often a posture, what is assumed may be wrong: answers are tried without these lines."""


def zone(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Zone:
    """Whether there is a zone, how large, on which red lines that rests, and what would change without them.

    Cost: one look at every package with the method *enumerate*, a few runs of the solver and a count with *logic*; as
    much again for each of `POSTURES` whose red lines exclude something.
    Raises `BadQuestion` for a method that does not exist, `NoMethod` where the one named does not accept the question.
    Example: at the top of this file.
    """
    whole = numbered(talks)
    answer = with_proof(whole, read(whole, ask(whole.problem, asked(whole.problem), method, watch)), watch)
    fallen = {status: without_status(talks, status) for status in POSTURES if answer.rests_on[status]}
    told = {status: Asking(watch, f"without what is {status}") for status in fallen}
    without = {status: _without(less, method, told[status]) for status, less in fallen.items()}
    return replace(answer, without=without)


def asked(problem: Problem) -> list[Question]:
    """What the zone asks of a problem."""
    return [Exists(), SizeAsked(), Excludes()]


def read(whole: Numbered, answers: Answers) -> Zone:
    """The zone out of the answers; ``without`` and the proof by weights are left empty."""
    example: Found = found(answers, Exists())
    excluding: Excluding = found(answers, Excludes())
    counted: Counted = found(answers, SizeAsked())
    talks = whole.talks
    positions = [talks.position(party) for party in whole.sides]
    silent = tuple(one.party for one in positions if not (one.has_scores or one.red_lines))
    status: Literal["proved", "compatible", "none", "unfinished"]
    if example.package is None:
        status = "none" if example.proved else "unfinished"
    else:
        status = "proved" if all(one.is_tested for one in positions) else "compatible"
    lines = {
        (need.party, need.name.removeprefix("red_line:"))
        for number, need in enumerate(whole.requirements)
        if number in excluding.requirements
    }
    rests_on = {
        status: tuple(
            f"{party}:{line.id}"
            for party in whole.sides
            for line in talks.position(party).red_lines
            if line.status == status and (party, line.id) in lines
        )
        for status in STATUSES
    }
    return Zone(
        status=status,
        size=size(counted),
        example=None if example.package is None else whole.package(example.package),
        nothing_recorded=silent,
        rests_on=rests_on,
        method=by(answers, Exists(), SizeAsked()),
        accepted_by=counted.accepted_by,
        rests_on_complete=excluding.complete,
    )


def with_proof(whole: Numbered, zone: Zone, watch: Watch) -> Zone:
    """Where there is no zone: with weights on the walk-aways that show it, or whether it is proved that none do."""
    from ..exact.conflicts.certificate import certificate  # numpy comes with it

    if zone.status != "none":
        return zone
    proof, no_weights = certificate(whole.problem, watch=Asking(watch, "proof by weights"))
    return replace(zone, certificate=None if proof is None else in_points(whole, proof), no_weights=no_weights)


def in_points(whole: Numbered, proof: Weighed) -> Certificate:
    """A proof by weights in points of the parties."""
    lines = [whole.requirements[number] for number in proof.lines]
    return Certificate(
        {party: weight for party, weight in zip(whole.sides, proof.weights, strict=True) if weight},
        tuple(f"{need.party}:{need.name.removeprefix('red_line:')}" for need in lines),
        whole.unit * proof.asked,
        whole.unit * proof.reached,
    )


def size(counted: Counted) -> Size:
    """A count as a size."""
    if counted.low is not None:
        return Size(counted.count, "estimate", counted.low, counted.high)
    return Size(counted.count, "exact" if counted.exact else "at_least")


def without_status(talks: Talks, status: Status) -> Talks:
    """The same talks with every red line of one status gone."""
    kept = (
        replace(position, red_lines=tuple(line for line in position.red_lines if line.status != status))
        for position in talks.positions
    )
    return replace(talks, positions=tuple(kept))


def _without(talks: Talks, method: str | None, watch: Watch) -> Without:
    whole = numbered(talks)
    fallen = read(whole, ask(whole.problem, asked(whole.problem), method, watch))
    return Without(fallen.exists, fallen.size)
