"""What exactly blocks a deal, and which requirements would have to give: conflicts and repairs.

Ann signs at 5 points or more, Bo at 3; the low fence gives them 0 and 4, the high one 7 and 2.

>>> from fractions import Fraction
>>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position
>>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
>>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),), walk_away=Fraction(5))
>>> bo = Position("bo", (IssueScores("height", (Fraction(4), Fraction(2))),), walk_away=Fraction(3))
>>> talks = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (height,), positions=(ann, bo))
>>> print(conflicts(talks))
conflicts: 1, complete, by enumerate
  ann's walk_away, bo's walk_away
>>> print(repairs(talks))
repairs: 2, complete, by enumerate
  relax ann's walk_away, falls: ann 5; opens height: low
  relax bo's walk_away, falls: bo 1; opens height: high

Read next: ``adjusted_winner.py``.
"""

from __future__ import annotations

from ..exact.questions import Conflict, Minimal, MinimalSets, Opening, Question
from ..exact.questions import SmallestConflict as SmallestAsked
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Conflicts, Repair, Repairs, SmallestConflict
from .asking import Answers, ask, by, found
from .numbered import Numbered, numbered
from .zone import in_points

ASKED: list[Question] = [Minimal()]
"""What conflicts and repairs ask of a problem: one question serves both."""


def conflicts(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Conflicts:
    """Every minimal set of requirements that leaves no zone when only they are kept; none where there is a zone.

    Sets come by their number of requirements, then file order.
    Cost: with the method *hitting sets* a millisecond or so for each set of requirements looked into, with the others
    that of the repairs, from which they are read; exponential in the requirements in the worst case, so beyond some
    hundred repairs or `exact.minimal.MOST_SETS` conflicts the list is cut and says so.
    Raises `BadQuestion` for a method that does not exist, `NoMethod` where the one named does not accept the question.
    Source: Reiter 1987, Artificial Intelligence 32(1), 57-95, theorem 4.4 (conflicts and repairs meet one another).
    Example: at the top of this file.
    """
    whole = numbered(talks)
    return read_conflicts(whole, ask(whole.problem, ASKED, method, watch))


def repairs(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Repairs:
    """Every minimal set of requirements whose relaxation opens a zone, with how far its walk-aways must fall.

    Falls are in points, and points of different parties are never added up: where a set has several walk-aways, every
    undominated trade-off is given. Sets come by their number of requirements, then file order.
    Cost: with the method *hitting sets* a millisecond or so for each set looked into, and a few for each trade-off; two
    passes over the packages with *enumerate* (more where the list is cut, to prove a conflict); with *logic* a run of
    the solver for each repair and one for each trade-off. Long lists are cut, and say so.
    Raises `BadQuestion` for a method that does not exist, `NoMethod` where the one named does not accept the question.
    Example: at the top of this file.
    """
    whole = numbered(talks)
    return read_repairs(whole, ask(whole.problem, ASKED, method, watch))


def smallest_conflict(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> SmallestConflict:
    """One conflict of the fewest requirements, with the proof that none has fewer.

    Ties: the first in file order. Cost: a millisecond or so for each set of requirements looked into, a few dozen where
    five parties disagree over forty issues; exponential in the requirements in the worst case.
    Raises `BadQuestion` for a method that does not exist, `NoMethod` where the one named does not accept the question.
    Source: Ignatiev, Previti, Liffiton & Marques-Silva 2015, CP 2015, 173-182.

    >>> from fractions import Fraction
    >>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),), walk_away=Fraction(5))
    >>> bo = Position("bo", (IssueScores("height", (Fraction(4), Fraction(2))),), walk_away=Fraction(3))
    >>> talks = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (height,), positions=(ann, bo))
    >>> print(smallest_conflict(talks))
    smallest conflict: ann's walk_away, bo's walk_away (proved, by enumerate)
      weights ann 1, bo 3: at most 13, asked 14
    """
    from ..exact.conflicts.certificate import certificate  # numpy comes with it

    whole = numbered(talks)
    answers = ask(whole.problem, [SmallestAsked()], method, watch)
    conflict: Conflict = found(answers, SmallestAsked())
    if conflict.requirements is None:
        return SmallestConflict(None, conflict.proved, None, by(answers, SmallestAsked()))
    named = tuple(whole.requirements[number] for number in conflict.requirements)
    proof, _ = certificate(whole.problem, conflict.requirements, watch)
    shown = None if proof is None else in_points(whole, proof)
    return SmallestConflict(named, conflict.proved, shown, by(answers, SmallestAsked()))


def read_conflicts(whole: Numbered, answers: Answers) -> Conflicts:
    """The conflicts out of the answers."""
    sets: MinimalSets = found(answers, Minimal())
    named = whole.requirements
    listed = tuple(tuple(named[number] for number in numbers) for numbers in sets.conflicts)
    return Conflicts(listed, sets.conflicts_complete, by(answers, Minimal()))


def read_repairs(whole: Numbered, answers: Answers) -> Repairs:
    """The repairs out of the answers."""
    sets: MinimalSets = found(answers, Minimal())
    listed = tuple(_repair(whole, opening) for opening in sets.repairs)
    complete = sets.repairs_complete and all(opening.complete for opening in sets.repairs)
    return Repairs(listed, complete, by(answers, Minimal()))


def _repair(whole: Numbered, opening: Opening) -> Repair:
    relax = tuple(whole.requirements[number] for number in opening.requirements)
    parties = [need.party for need in relax if need.name == "walk_away"]
    falls = tuple(
        {party: whole.unit * units for party, units in zip(parties, fall, strict=True)} for fall in opening.falls
    )
    return Repair(relax, falls, whole.package(opening.package))
