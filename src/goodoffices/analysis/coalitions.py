"""Under a quorum rule: which sets of signatories could agree among themselves.

Read next: ``open_options.py``.
"""

from __future__ import annotations

from itertools import combinations

from ..exact.questions import Coalitions as CoalitionsAsked
from ..exact.questions import Question, Sets
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .answers import Coalitions
from .asking import Answers, ask, by, found
from .numbered import Numbered, numbered

MOST_COALITIONS = 1_000
"""Coalitions listed at most; where there are more, the answer says that it is not complete."""

ASKED: list[Question] = [CoalitionsAsked()]
"""What coalitions ask of a problem."""


def coalitions(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Coalitions:
    """The sets of signatories that suffice for agreement and that some package satisfies.

    Larger sets come first, then file order; at most `MOST_COALITIONS` are listed.
    Cost: a pass over the packages with the method *enumerate*, a run of the solver for each largest set with *logic*;
    then the subsets of these, which grow exponentially with the signatories up to the most that are listed.
    Raises `BadQuestion` for a method that does not exist, `NoMethod` where the one named does not accept the question.

    Where one yes is enough, each of the two can sign alone, and no height serves both:

    >>> from fractions import Fraction
    >>> from goodoffices.talks import Agreement, Issue, IssueScores, Option, Party, Position
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),), walk_away=Fraction(5))
    >>> bo = Position("bo", (IssueScores("height", (Fraction(4), Fraction(2))),), walk_away=Fraction(3))
    >>> sides, one_yes = (Party("ann", "Ann"), Party("bo", "Bo")), Agreement(needs=1)
    >>> talks = Talks("A fence", sides, (height,), positions=(ann, bo), agreement=one_yes)
    >>> print(coalitions(talks))
    coalitions: 2, complete, by enumerate
      ann
      bo
    """
    whole = numbered(talks)
    return read(whole, ask(whole.problem, ASKED, method, watch))


def read(whole: Numbered, answers: Answers) -> Coalitions:
    """The coalitions out of the answers: every subset that still suffices of the largest sets found."""
    largest: Sets = found(answers, CoalitionsAsked())
    problem = whole.problem
    listed: list[tuple[int, ...]] = []
    for size in range(len(problem.sides), problem.needs - 1, -1):
        of_size = {
            subset
            for members in largest.sets
            if len(members) >= size
            for subset in combinations(members, size)
            if problem.including <= set(subset)
        }
        listed += sorted(of_size)
        if len(listed) >= MOST_COALITIONS:
            break
    named = tuple(tuple(whole.sides[number] for number in members) for members in listed[:MOST_COALITIONS])
    return Coalitions(named, largest.complete and len(listed) < MOST_COALITIONS, by(answers, CoalitionsAsked()))
