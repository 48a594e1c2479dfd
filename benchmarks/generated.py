"""Talks of any size for measuring: each party's points spread over the issues by a Dirichlet distribution.

The same numbers for the same seed on every machine.
"""

from __future__ import annotations

import random
from fractions import Fraction

from goodoffices.talks import Issue, IssueScores, Option, Party, Position, Talks


def talks(options: tuple[int, ...], parties: int, *, seed: int, points: int, share: Fraction) -> Talks:
    """Talks with ``options[k]`` options on issue k.

    Each party's best options add up to about ``points``; its walk-away is ``share`` of that.
    """
    rng = random.Random(seed)
    sides = [f"p{number}" for number in range(parties)]
    issues = tuple(Issue(f"i{k}", f"Issue {k}", _options(size)) for k, size in enumerate(options))
    return Talks(
        f"{len(options)} issues, {parties} parties",
        tuple(Party(side, side.upper()) for side in sides),
        issues,
        positions=tuple(_position(side, issues, rng, points, share) for side in sides),
    )


def _options(size: int) -> tuple[Option, ...]:
    return tuple(Option(f"o{number}", f"Option {number}") for number in range(size))


def _position(side: str, issues: tuple[Issue, ...], rng: random.Random, points: int, share: Fraction) -> Position:
    weights = [rng.expovariate(1) for _ in issues]
    scores = []
    for issue, weight in zip(issues, weights, strict=True):
        values = [rng.random() for _ in issue.options]
        full = points * weight / sum(weights) / max(values)
        scores.append(IssueScores(issue.id, tuple(Fraction(round(full * value)) for value in values)))
    best = sum((max(entry.points) for entry in scores), Fraction(0))
    return Position(side, tuple(scores), walk_away=Fraction(round(best * share)))
