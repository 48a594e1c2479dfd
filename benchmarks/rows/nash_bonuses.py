"""The Nash formula with bonuses over pairs of issues: what solvers prove in twenty times our time, and what not.

Read next: ``conflict.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..bench import Bench, Patience, row
from ..generated import space, with_pairs
from ..goals import Alone, Faster
from ..readings import Trial
from .nash import SOLVERS

FEW = ((2, 20, 5, 10), (3, 20, 5, 20))
MANY = ((2, 20, 5, 40), (5, 40, 5, 40), (10, 40, 5, 40), (3, 40, 5, 80), (10, 60, 5, 60), (20, 40, 5, 60))
"""Parties, issues, options, pairs."""


@row(
    "nash-bonuses", "Nash proved, 40 to 80 two-issue bonuses",
    [Alone(), Faster("CP-SAT", None, mean="geometric"), Faster("HiGHS", None, mean="geometric")],
    why="with chords of the logarithm in place of a piecewise line HiGHS proves most of them too, only later",
)  # fmt: skip
def many_pairs(bench: Bench) -> Iterator[Trial]:
    return pairs(bench, MANY)


@row(
    "nash-few-bonuses", "Nash proved, 10 and 20 two-issue bonuses",
    [Faster("CP-SAT", None, mean="geometric"), Faster("HiGHS", None, mean="geometric")],
)  # fmt: skip
def few_pairs(bench: Bench) -> Iterator[Trial]:
    return pairs(bench, FEW)


def pairs(bench: Bench, sizes: tuple[tuple[int, int, int, int], ...]) -> Iterator[Trial]:
    """Each side's walk-away at a quarter of its best."""
    for parties, issues, options, count in bench.pick(sizes, ((3, 4, 3, 3),)):
        for seed in bench.first():
            given = with_pairs(space(parties, issues, options, seed=seed, share=0.25), count, seed=seed)
            yield bench.trial("nash", given, SOLVERS, limit=20, patience=Patience(least=5, most=60))
