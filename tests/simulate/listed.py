"""Small talks, and what brute force says of them: every package listed, nothing clever."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from random import Random

from goodoffices.exact.problem import Choices, Problem, Side
from goodoffices.exact.trees import Literal, Tree, every, holds, some
from goodoffices.simulate.cases import Case


def small(seed: int, parties: int | None = None) -> Problem:
    """A few dozen packages: with and without links, red lines, bonuses, walk-aways, a quorum."""
    rng = Random(seed)
    sizes = tuple(rng.choice((1, 2, 3, 4)) for _ in range(rng.choice((2, 3, 3))))
    sides = tuple(_side(rng, sizes) for _ in range(parties or rng.choice((2, 2, 3))))
    links = tuple(_condition(rng, sizes) for _ in range(rng.choice((0, 0, 1))))
    needs = len(sides) - (rng.random() < 0.2)
    including = frozenset({rng.randrange(len(sides))}) if needs < len(sides) else frozenset[int]()
    problem = Problem(sizes, sides, links, needs, including)
    return problem if of_links(problem) else small(seed + 1000, parties)


def _side(rng: Random, sizes: Sequence[int]) -> Side:
    points = tuple(tuple(rng.choice((0, 0, 1, 2, 5, 9)) for _ in range(size)) for size in sizes)
    bonuses = tuple((_condition(rng, sizes), rng.choice((-4, -1, 2, 6))) for _ in range(rng.choice((0, 0, 1, 2))))
    lines = tuple(_condition(rng, sizes) for _ in range(rng.choice((0, 0, 1))))
    best = sum(map(max, points))
    return Side(points, bonuses, lines, rng.choice((None, 0, best // 3, best // 2, best)))


def _condition(rng: Random, sizes: Sequence[int]) -> Tree:
    """Of up to three issues, all of these options or one of them."""
    parts = [Literal(issue, frozenset(rng.sample(range(sizes[issue]), rng.randint(1, sizes[issue]))))
             for issue in rng.sample(range(len(sizes)), rng.randint(1, len(sizes)))]  # fmt: skip
    return rng.choice((every, some))(parts)


def case(seed: int, parties: int | None = None) -> Case:
    problem = small(seed, parties)
    return Case(f"small {seed}", None, problem, tuple(f"P{k}" for k in range(len(problem.sides))))


def packages(problem: Problem) -> list[Choices]:
    return list(product(*map(range, problem.sizes)))


def of_links(problem: Problem) -> list[Choices]:
    return [package for package in packages(problem) if all(holds(link, package) for link in problem.links)]


def units(side: Side, package: Choices) -> int:
    added = sum(worth for tree, worth in side.bonuses if holds(tree, package))
    return sum(row[option] for row, option in zip(side.scores, package, strict=True)) + added


def signs(side: Side, package: Choices) -> bool:
    return all(holds(line, package) for line in side.lines) and (
        side.floor is None or units(side, package) >= side.floor
    )


def gain(side: Side, package: Choices) -> int:
    return units(side, package) - (side.floor or 0)


def scale(problem: Problem, side: Side) -> tuple[int, int]:
    scored = [units(side, package) for package in of_links(problem)]
    return min(scored), max(scored)


def zone(problem: Problem, needs: int | None = None) -> list[Choices]:
    needs = problem.needs if needs is None else needs
    found = []
    for package in of_links(problem):
        yes = {k for k, side in enumerate(problem.sides) if signs(side, package)}
        if len(yes) >= needs and yes >= problem.including:
            found.append(package)
    return found


def best_product(problem: Problem) -> int | None:
    """Over packages that every side can sign and that leave nobody below nothing."""
    found = [[gain(side, package) for side in problem.sides] for package in zone(problem, len(problem.sides))]
    return max((math.prod(gains) for gains in found if min(gains) >= 0), default=None)


def best_gains(problem: Problem) -> tuple[int, ...] | None:
    found = zone(problem)
    return tuple(max(gain(side, package) for package in found) for side in problem.sides) if found else None


def still_to_win(problem: Problem, over: Sequence[int]) -> Fraction:
    """The largest share of its scale that every side could gain over these scores, at least 0."""
    scales = [scale(problem, side) for side in problem.sides]
    best = Fraction(0)
    if all(low == high for low, high in scales):
        return best
    for package in of_links(problem):
        if all(holds(line, package) for side in problem.sides for line in side.lines):
            shares = [Fraction(units(side, package) - base, high - low)
                      for side, base, (low, high) in zip(problem.sides, over, scales, strict=True)
                      if high > low]  # fmt: skip
            best = max(best, min(shares))
    return best
