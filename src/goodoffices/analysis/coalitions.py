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
from .numbers import Numbers, numbers

MOST_COALITIONS = 1_000

ASKED: list[Question] = [CoalitionsAsked()]


def coalitions(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> Coalitions:
    """The sets of signatories that suffice for agreement and that some package satisfies, at most `MOST_COALITIONS`."""
    whole = numbers(talks)
    return read(whole, ask(whole.problem, ASKED, method, watch))


def read(whole: Numbers, answers: Answers) -> Coalitions:
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
