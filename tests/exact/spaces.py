"""Small problems in numbers, made up from a seed, to test methods on: ties, zeros, negative scores, conditions.

Read next: ``test_branch.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from random import Random

from goodoffices.exact.problem import Problem, Side
from goodoffices.exact.trees import Count, Literal, Tree


def space(seed: int, conditions: bool) -> Problem:
    """A problem of up to 600 packages and one to seven sides, with or without links, red lines and bonuses."""
    rng = Random(seed)
    sides = rng.randint(1, 7)
    sizes = [rng.randint(1, 4) for _ in range(rng.randint(1, 6))]
    while prod(sizes) > 600:
        sizes.pop()
    high = rng.choice([1, 3, 10, 1000])
    low = rng.choice([0, 0, -high])
    return Problem(
        tuple(sizes),
        tuple(_side(rng, sizes, low, high, conditions) for _ in range(sides)),
        tuple(_condition(rng, sizes) for _ in range(rng.choice([0, 0, 1, 2, 3]) if conditions else 0)),
        needs=rng.choice([sides, sides, sides, 0]),
    )


def _side(rng: Random, sizes: Sequence[int], low: int, high: int, conditions: bool) -> Side:
    scores = tuple(tuple(rng.randint(low, high) for _ in range(size)) for size in sizes)
    bonuses, lines = [], []
    if conditions:
        bonuses = [(_condition(rng, sizes), rng.randint(-high, high)) for _ in range(rng.choice([0, 0, 1, 2]))]
        lines = [_condition(rng, sizes) for _ in range(rng.choice([0, 0, 0, 1]))]
    least, most = sum(map(min, scores)), sum(map(max, scores))
    floor = rng.choice([None, 0, int(least + (most - least) * rng.choice([0.1, 0.3, 0.5, 0.6, 0.7]))])
    return Side(scores, tuple(bonuses), tuple(lines), floor)


def _condition(rng: Random, sizes: Sequence[int]) -> Tree:
    """A count over up to three issues; now and then over none, which always holds or never."""
    issues = rng.sample(range(len(sizes)), min(len(sizes), rng.choice([0, 1, 2, 2, 2, 3]) if rng.random() < 0.9 else 0))
    parts = tuple(Literal(i, frozenset(k for k in range(sizes[i]) if rng.random() < 0.5)) for i in issues)
    return Count(rng.randint(1 if parts and rng.random() < 0.9 else 0, max(1, len(parts))), parts)
