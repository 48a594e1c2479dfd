"""What exactly blocks a deal, and the fewest requirements that would have to give: conflicts and repairs.

Read next: ``adjusted_winner.py``.
"""

from __future__ import annotations

from ..exact.questions import Minimal, MinimalSets, Opening, Question
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Conflicts, Repair, Repairs
from .asking import Answers, ask, by, found
from .numbers import Numbers, numbers

ASKED: list[Question] = [Minimal()]
"""What conflicts and repairs ask of a problem: one question serves both."""


def conflicts(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Conflicts:
    """Every minimal set of requirements that leaves no zone when only they are kept; none where there is a zone."""
    whole = numbers(talks)
    return read_conflicts(whole, ask(whole.problem, ASKED, method, watch))


def repairs(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Repairs:
    """Every minimal set of requirements whose relaxation opens a zone, with how far its walk-aways must fall.

    Points of different parties are never added up: sets come by their number of requirements, then file order.
    """
    whole = numbers(talks)
    return read_repairs(whole, ask(whole.problem, ASKED, method, watch))


def read_conflicts(whole: Numbers, answers: Answers) -> Conflicts:
    """The conflicts out of the answers."""
    sets: MinimalSets = found(answers, Minimal())
    named = whole.requirements
    listed = tuple(tuple(named[number] for number in numbers) for numbers in sets.conflicts)
    return Conflicts(listed, sets.conflicts_complete, by(answers, Minimal()))


def read_repairs(whole: Numbers, answers: Answers) -> Repairs:
    """The repairs out of the answers."""
    sets: MinimalSets = found(answers, Minimal())
    listed = tuple(_repair(whole, opening) for opening in sets.repairs)
    complete = sets.repairs_complete and all(opening.complete for opening in sets.repairs)
    return Repairs(listed, complete, by(answers, Minimal()))


def _repair(whole: Numbers, opening: Opening) -> Repair:
    relax = tuple(whole.requirements[number] for number in opening.asks)
    parties = [need.party for need in relax if need.name == "walk_away"]
    falls = tuple(
        {party: whole.unit * units for party, units in zip(parties, fall, strict=True)} for fall in opening.falls
    )
    return Repair(relax, falls, whole.package(opening.package))
