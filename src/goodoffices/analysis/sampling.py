"""Packages of the zone by chance, each as likely as another: to look at, to put questions with, to compute with.

Read next: ``exact/counting/sampling.py``, which numbers the packages of a zone without listing them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import BadQuestion, NoMethod
from ..exact.problem import Problem
from ..exact.watch import QUIET, Watch
from ..talks import Package, Talks
from .formulas import signing
from .numbered import numbered


def sample(
    talks: Talks, count: int = 1, *, seed: int = 0, coalition: Sequence[str] | None = None, watch: Watch = QUIET
) -> tuple[Package, ...]:
    """So many packages of the zone by chance: each draw is made of the whole zone, all packages alike.

    The same ``seed`` gives the same packages, and fewer of them are the first of more; a package may come twice.
    ``coalition``: the zone of some signatories, who must all accept.
    Cost: a count of the zone, then a look at each option for each package drawn; beyond counting, thousands of packages
    are drawn for each that is kept, the more the more parties there are.
    Raises `BadQuestion` where there is no zone, and for a coalition that cannot agree without others; `NoMethod` where
    the zone can neither be counted nor hit often enough, or where some signatories suffice and there are too many
    packages to go through.

    The only package that suits both is drawn each time:

    >>> from fractions import Fraction
    >>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),), walk_away=Fraction(5))
    >>> bo = Position("bo", (IssueScores("height", (Fraction(4), Fraction(2))),), walk_away=Fraction(2))
    >>> talks = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (height,), positions=(ann, bo))
    >>> sample(talks, 2)
    ({'height': 'high'}, {'height': 'high'})
    """
    from ..exact.counting.sampling import samples  # numpy with it

    if count < 0:
        raise BadQuestion(f"a sample has 0 packages or more, not {count}")
    whole = numbered(talks) if coalition is None else signing(talks, "zone", coalition)
    found = samples(whole.problem, count, seed, watch)
    if found is not None and count and not len(found):
        raise BadQuestion("there is no package to sample: the zone is empty")
    if found is not None:
        return tuple(whole.package(choices) for choices in found.tolist())
    if watch.left() <= 0:
        raise NoMethod("time ran out before the packages were drawn; allow more of it")
    raise NoMethod(_why(talks, whole.problem, coalition))


def _why(talks: Talks, problem: Problem, coalition: Sequence[str] | None) -> str:
    """Why nothing can be drawn, and what to do."""
    from ..exact.arrays import FITS
    from ..exact.tables import hanging_together

    if not talks.needs_all and coalition is None:
        return (
            "where some signatories suffice, so many packages cannot be drawn from; name a coalition that must accept"
        )
    if problem.largest >= FITS:
        return "points of so many digits cannot be counted with; try rounder scores"
    if hanging_together(problem) is None:
        return (
            "bonuses, links and red lines join too many of the issues for the zone to be counted, and too few packages "
            "that are drawn without the bonuses lie in it; try fewer of them, or bonuses that count for less"
        )
    return (
        "the zone of these talks can neither be counted nor hit often enough to be drawn from with even chances; try "
        "rounder scores, fewer issues or fewer parties"
    )
