"""Spaces to measure on: talks without names, made by chance from a seed.

Each party spreads its points over the issues by a Dirichlet(1) distribution, in whole points. ``rand``: what an option
is worth is independent from party to party. ``conf``: options lie on a line, each party has an ideal place on it,
mostly one of the two ends, and options are worth less the further they are from it. Draws are numpy's, so a seed gives
the same space wherever numpy draws the same (NEP 19 keeps that from changing lightly).

Read next: ``written.py``, the same spaces as a `Problem` and as `Talks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Kind: TypeAlias = Literal["rand", "conf"]
KINDS: tuple[Kind, ...] = ("rand", "conf")

When: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]
"""Issues, each with the options it may take."""


@dataclass(frozen=True)
class Bonus:
    """Points a side adds where every issue named takes one of the options named."""

    side: int
    when: When
    points: int


@dataclass(frozen=True)
class Line:
    """A red line: the side signs nothing that takes another option of this issue."""

    side: int
    issue: int
    options: tuple[int, ...]


@dataclass(frozen=True)
class Space:
    """Packages and what each side gives them: ``scores[side][issue][option]``, whole points; ``floors``: walk-aways."""

    title: str
    scores: tuple[tuple[tuple[int, ...], ...], ...]
    floors: tuple[int | None, ...]
    bonuses: tuple[Bonus, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of options of each issue."""
        return tuple(len(options) for options in self.scores[0])

    def plain(self) -> dict[str, Any]:
        """The space as JSON would have it, for a peer."""
        return asdict(self) | {"sizes": self.sizes}


def space(
    parties: int, issues: int, options: int, *, seed: int, kind: Kind = "conf", total: int = 100, share: float | None
) -> Space:
    """A space of ``options ** issues`` packages; each party's best options add up to ``total`` points.

    ``share``: each walk-away as a share of the party's own best, rounded to whole points; None for no walk-aways.
    """
    rng = np.random.default_rng(seed)
    stakes = np.array([_spread(rng.dirichlet(np.ones(issues)), total) for _ in range(parties)])
    scores = np.zeros((parties, issues, options), np.int64)
    for issue in range(issues):
        for side in range(parties):
            values = rng.random(options) if kind == "rand" else _on_a_line(rng, options, side if parties == 2 else None)
            worth = (values - values.min()) / (values.max() - values.min())
            stake = stakes[side, issue]
            scores[side, issue] = stake - np.rint((1 - worth) * stake).astype(np.int64)
    title = f"{parties} parties, {options}^{issues}, {kind}, {_short(total)} points, seed {seed}"
    return with_floors(Space(title, _tuples(scores), (None,) * parties), share)


def with_floors(given: Space, share: float | None) -> Space:
    """The same space with every walk-away at a share of the party's own best, bonuses aside."""
    best = [sum(max(options) for options in issues) for issues in given.scores]
    return replace(given, floors=tuple(None if share is None else round(share * points) for points in best))


def _spread(shares: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Whole points in these shares: at least one each where there are enough, then to the largest remainders."""
    exact = shares * total
    points = np.maximum(np.floor(exact).astype(np.int64), 1 if total >= len(shares) else 0)
    while points.sum() > total:
        points[points.argmax()] -= 1
    missing = int(total - points.sum())
    points[np.argsort(np.floor(exact) - exact)[:missing]] += 1
    return points


def _on_a_line(rng: np.random.Generator, options: int, end: int | None) -> NDArray[np.float64]:
    """Values of options on a line from 0 to 1, highest near the party's ideal place; two parties want opposite ends."""
    ideal = float(rng.integers(0, 2)) if rng.random() < 0.7 else rng.random()
    if end is not None:
        ideal = end
    return np.asarray(1 - np.abs(np.linspace(0, 1, options) - ideal) + 0.15 * rng.random(options))


def with_pairs(given: Space, pairs: int, *, seed: int, most: int = 8) -> Space:
    """The same space with bonuses over ``pairs`` pairs of issues: 30 % of the cells, ``most`` points either way."""
    rng = np.random.default_rng(seed + 999)
    sizes, sides = given.sizes, len(given.scores)
    chosen: set[tuple[int, int]] = set()
    while len(chosen) < pairs:
        first, second = sorted(rng.choice(len(sizes), 2, replace=False).tolist())
        chosen.add((first, second))
    bonuses = []
    for first, second in sorted(chosen):
        shape = (sizes[first], sizes[second], sides)
        cells = -rng.integers(-most, most + 1, shape) * (rng.random(shape) < 0.3)
        for row, column, side in np.argwhere(cells).tolist():
            bonuses.append(Bonus(side, ((first, (row,)), (second, (column,))), int(cells[row, column, side])))
    title = f"{given.title}, {pairs} pairs"
    return replace(given, title=title, bonuses=tuple(sorted(bonuses, key=lambda bonus: bonus.side)))


def rectangles(issues: int, options: int, each: int, *, seed: int, over: int = 4, sides: int = 2) -> Space:
    """A space where all points are bonuses, as at the ANAC competition of 2014.

    Each side has ``each`` bonuses of 1 to 100 points over ``over`` issues at a time; on each of these a run of options,
    of any length from four tenths of them to all but one.
    """
    rng = np.random.default_rng(seed)
    bonuses = []
    for side in range(sides):
        for _ in range(each):
            named = sorted(rng.choice(issues, over, replace=False).tolist())
            lengths = rng.integers(max(1, options * 4 // 10), options, over).tolist()
            starts = [int(rng.integers(0, options - length + 1)) for length in lengths]
            runs = [tuple(range(start, start + length)) for start, length in zip(starts, lengths, strict=True)]
            when = tuple(zip(named, runs, strict=True))
            bonuses.append(Bonus(side, when, int(rng.integers(1, 101))))
    nothing = tuple(((0,) * options,) * issues for _ in range(sides))
    title = f"{sides} parties, {options}^{issues}, {each} {over}-issue bonuses a side, seed {seed}"
    return Space(title, nothing, (None,) * sides, tuple(bonuses))


def with_lines(given: Space, *, seed: int, each: int = 2) -> Space:
    """The same space where every party refuses the worse half of the options on ``each`` issues, as red lines."""
    rng = np.random.default_rng(seed)
    lines = []
    for side, issues in enumerate(given.scores):
        for issue in rng.choice(len(issues), each, replace=False).tolist():
            points = np.array(issues[issue])
            worse = np.argsort(points)[: max(1, len(points) // 2)]
            refused = {int(option) for option in worse if points[option] < points.max()}
            kept = tuple(option for option in range(len(points)) if option not in refused)
            lines.append(Line(side, issue, kept))
    return replace(given, title=f"{given.title}, {each} red lines each", lines=tuple(lines))


def _tuples(scores: NDArray[np.int64]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    return tuple(tuple(tuple(options) for options in issues) for issues in scores.tolist())


def _short(number: int) -> str:
    return str(number) if number < 10**6 else f"{number:.0e}".replace("e+0", "e")


def scores_of(given: Space, package: Sequence[int]) -> tuple[int, ...]:
    """The points each side gives a package, by the plain definition."""
    points = [sum(options[k] for options, k in zip(issues, package, strict=True)) for issues in given.scores]
    for bonus in given.bonuses:
        if all(package[issue] in options for issue, options in bonus.when):
            points[bonus.side] += bonus.points
    return tuple(points)
