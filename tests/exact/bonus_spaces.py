"""Problems whose issues hang together through bonuses, links and red lines, made up from a seed; and their frontiers.

Read next: ``test_bonus_search.py``, ``test_bucket_elimination.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random

from goodoffices.exact.problem import Choices, Problem, Side, in_zone, scores
from goodoffices.exact.questions import Points
from goodoffices.exact.trees import Count, Literal, Tree, every


def a_tree(rng: Random, sizes: Sequence[int], depth: int = 2) -> Tree:
    """Any tree: literals that never or always hold, counts of nothing, of everything, of more than there are parts."""
    if depth == 0 or rng.random() < 0.4:
        issue = rng.randrange(len(sizes))
        return Literal(issue, frozenset(k for k in range(sizes[issue]) if rng.random() < 0.5))
    parts = tuple(a_tree(rng, sizes, depth - 1) for _ in range(rng.randint(1, 3)))
    return Count(rng.randint(0, len(parts) + (rng.random() < 0.1)), parts)


def small(seed: int) -> Problem:
    """Up to five issues and four sides: negative bonuses and scores, ties, red lines, links, tight and loose floors."""
    rng = Random(seed)
    sizes = [rng.randint(1, 4) for _ in range(rng.randint(1, 5))]
    top, sides = rng.choice([1, 3, 10, 1000]), rng.choice([1, 2, 2, 2, 3, 4])

    def trees(counts: Sequence[int]) -> tuple[Tree, ...]:
        return tuple(a_tree(rng, sizes) for _ in range(rng.choice(counts)))

    def side() -> Side:
        blank = rng.random() < 0.4
        points = tuple(tuple(0 if blank else rng.randint(-top, top) for _ in range(size)) for size in sizes)
        bonuses = tuple((tree, rng.choice([-1, 1, 1]) * rng.randint(0, top)) for tree in trees(range(6)))
        one = Side(points, bonuses, trees([0, 0, 1, 2]))
        floor = rng.randint(one.lowest, one.highest) if rng.random() < 0.5 else None
        return Side(points, bonuses, one.lines, floor)

    return Problem(tuple(sizes), tuple(side() for _ in range(sides)), trees([0, 0, 1, 2]), rng.choice([0, sides]))


def boxes(
    seed: int, issues: int = 30, options: int = 10, count: int = 60, over: int = 4, scored: int = 0, sides: int = 2
) -> Problem:
    """Hyper-rectangles: each side has bonuses over random issues with a random range of each, and points up to
    ``scored`` for each option."""
    rng = Random(seed)

    def bonus() -> tuple[Tree, int]:
        parts = []
        for issue in rng.sample(range(issues), over):
            low, high = sorted((rng.randrange(options), rng.randrange(options)))
            parts.append(Literal(issue, frozenset(range(low, high + 1))))
        return every(parts), rng.randint(1, 100)

    def side() -> Side:
        rows = tuple(tuple(rng.randint(0, scored) if scored else 0 for _ in range(options)) for _ in range(issues))
        return Side(rows, tuple(bonus() for _ in range(count)))

    return Problem((options,) * issues, tuple(side() for _ in range(sides)), needs=sides)


def plainly(problem: Problem, over: Sequence[int]) -> dict[tuple[int, ...], Choices]:
    """The frontier by looking at every package: for each vector the first package."""
    first: dict[tuple[int, ...], Choices] = {}
    for package in product(*map(range, problem.sizes)):
        if in_zone(problem, package):
            units = scores(problem, package)
            first.setdefault(tuple(units[side] for side in over), package)
    return {v: p for v, p in first.items() if not any(w != v and all(map(int.__ge__, w, v)) for w in first)}


def chain(seed: int, issues: int, options: int = 4, over: int = 2, total: int = 100, sides: int = 2) -> Problem:
    """Each issue has points and hangs together with the next: a bonus for ``over`` issues in a row, welcome or not."""
    rng = Random(seed)

    def bonus(first: int) -> tuple[Tree, int]:
        parts = [Literal(k, frozenset(rng.sample(range(options), options // 2))) for k in range(first, first + over)]
        return every(parts), rng.choice([-1, 1, 1]) * rng.randint(0, total // 5)

    def side() -> Side:
        rows = tuple(tuple(rng.randint(0, total // 4) for _ in range(options)) for _ in range(issues))
        return Side(rows, tuple(bonus(first) for first in range(issues - over + 1)))

    return Problem((options,) * issues, tuple(side() for _ in range(sides)), needs=sides)


def as_found(points: Points) -> dict[tuple[int, ...], Choices]:
    """The packages by their score vectors, of which none comes twice."""
    listed = {units: package for package, units in points.points}
    assert len(listed) == len(points.points)
    return listed
