"""In which order issues are eliminated, and what each step looks at: its *buckets*.

Two issues hang together where a link, a red line or a bonus speaks of both. Eliminating an issue leaves, for each way
to settle the issues that hang together with it (its *separator*), a list of what the issue and all that was eliminated
with it can bring; then these issues hang together. The order decides how large the separators become: the issue whose
bucket is smallest goes first. That the issues can be drawn as a tree of small groups (a junction tree of small width)
is the same as that there is an order with small buckets.

Sources: Dechter 1999, Artificial Intelligence 113, 41-85 (bucket elimination); Kjaerulff 1990, Aalborg University,
report R-90-09 (orders that are greedy for small tables).

Read next: ``bucket_elimination.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from ..narrowing import must_hold
from ..problem import Problem
from ..trees import issues_of

MOST_ROWS = 1 << 17
"""A bucket of more rows (ways to settle its issue and its separator) than this is not formed."""

SECONDS_A_SUM = 1e-7
SECONDS_A_LIST = 2e-5


@dataclass(frozen=True)
class Bucket:
    """One step: ``issue`` is eliminated. ``separator``: the issues, ascending, that hang together with it then.

    ``lists``: the numbers of the buckets before whose lists are used up here.
    """

    issue: int
    separator: tuple[int, ...]
    lists: tuple[int, ...]

    def rows(self, sizes: Sequence[int]) -> int:
        """The ways to settle its issues."""
        return sizes[self.issue] * prod(sizes[other] for other in self.separator)


@lru_cache(maxsize=16)
def buckets(problem: Problem, sizes: tuple[int, ...]) -> tuple[Bucket, ...] | None:
    """The steps that eliminate every issue; None where a bucket would be too large.

    ``sizes`` has the options of each issue that are worth looking at. Of issues with equally small buckets the first in
    file order goes first. Cost: issues squared, times their neighbours.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.trees import Literal, every
    >>> pairs = [every([Literal(k, frozenset({1})), Literal(k + 1, frozenset({1}))]) for k in (0, 1)]
    >>> chain = Problem((2, 2, 2), (Side(((0, 1),) * 3, tuple((pair, 5) for pair in pairs)),))
    >>> [(bucket.issue, bucket.separator, bucket.lists) for bucket in buckets(chain, (2, 2, 2))]
    [(0, (1,), ()), (1, (2,), (0,)), (2, (), (1,))]
    """
    beside = _neighbours(problem)
    steps: list[Bucket] = []
    waiting: dict[int, tuple[int, ...]] = {}  # buckets whose lists are not used up yet, and their separators
    left = set(beside)
    while left:
        rows = {issue: prod(sizes[other] for other in (issue, *beside[issue])) for issue in left}
        issue = min(left, key=lambda one: (rows[one], one))
        if rows[issue] > MOST_ROWS:
            return None
        used = tuple(number for number, separator in waiting.items() if issue in separator)
        for number in used:
            del waiting[number]
        waiting[len(steps)] = separator = tuple(sorted(beside[issue]))
        steps.append(Bucket(issue, separator, used))
        left.remove(issue)
        for one in separator:
            beside[one] |= set(separator)
            beside[one] -= {one, issue}
    return tuple(steps)


def _neighbours(problem: Problem) -> dict[int, set[int]]:
    """For each issue those that it hangs together with."""
    bonuses = [tree for side in problem.sides for tree, _ in side.bonuses]
    beside: dict[int, set[int]] = {issue: set() for issue in range(len(problem.sizes))}
    for tree in (*must_hold(problem), *bonuses):
        together = issues_of(tree)
        for issue in together:
            beside[issue] |= together - {issue}
    return beside


def guess(steps: Sequence[Bucket], sizes: Sequence[int], spreads: Sequence[Sequence[int]]) -> float:
    """Seconds to eliminate every issue, roughly: the sums of all buckets, were lists as long as they tend to be.

    ``spreads``: for each issue what each side can lose on it. A list over n issues is guessed to be as long as the
    product, over all sides but the widest, of a quarter of what the side can lose on them, and never longer than a
    power of n (see ``../merging/issue_merge.py``).
    """
    seconds = 0.0
    settled: list[tuple[int, float, list[int]]] = []  # of each bucket: issues, ways to settle them, what sides can lose
    for step in steps:
        count, ways, spread, sums, length = 1, 1.0, list(spreads[step.issue]), 0.0, 1.0
        for number in step.lists:
            sums = sums + length * _length(*settled[number]) if count > 1 else 0.0
            count, ways = count + settled[number][0], ways * settled[number][1]
            spread = [one + other for one, other in zip(spread, settled[number][2], strict=True)]
            length = _length(count, ways, spread)
        rows = step.rows(sizes)
        seconds += rows * ((sums + length) * SECONDS_A_SUM + SECONDS_A_LIST)
        settled.append((count, ways * sizes[step.issue], spread))
    return seconds


def _length(count: int, ways: float, spread: Sequence[int]) -> float:
    """How long a list over so many issues tends to be, that can be settled in so many ways."""
    narrow = sorted(spread)[:-1]
    return max(1.0, min(ways, 1 + prod(min(max(1.0, one / 4), (1.2 * count * count) ** 0.85) for one in narrow)))
