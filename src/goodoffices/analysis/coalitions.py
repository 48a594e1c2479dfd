"""Under a quorum rule: which sets of signatories could agree among themselves.

Read next: ``open_options.py``.
"""

from __future__ import annotations

from itertools import combinations

from ..exact.questions import Coalitions, Question, Sets
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .asking import Answers, ask, found
from .numbers import Numbers, numbers

MOST_COALITIONS = 1_000

ASKED: list[Question] = [Coalitions()]


def coalitions(talks: Talks, *, method: str | None = None, watch: Watch = QUIET) -> tuple[tuple[str, ...], ...]:
    """The sets of signatories that suffice for agreement and that some package satisfies: larger ones first, then file
    order.

    At most `MOST_COALITIONS` of them.
    """
    whole = numbers(talks)
    return read(whole, ask(whole.problem, ASKED, method, watch))


def read(whole: Numbers, answers: Answers) -> tuple[tuple[str, ...], ...]:
    """The coalitions out of the answers: every subset that still suffices of the largest sets found."""
    largest: Sets = found(answers, Coalitions())
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
    return tuple(tuple(whole.sides[number] for number in members) for members in listed[:MOST_COALITIONS])
