"""The Nash formula without bonuses, proved: 3 to 20 parties, 20 to 60 issues, loose and tight walk-aways.

Loose: a quarter of each party's own best. Tight: three points below what all can have at once, as far as a plain
search finds.

Read next: ``nash_bonuses.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from ..bench import Bench, Patience, row
from ..generated import Space, space
from ..goals import BETTER, Faster
from ..reach import tight
from ..readings import Trial

PARTIES, ISSUES, OPTIONS = (3, 5, 10, 20), (20, 40, 60), (5, 10)
SOLVERS = ["CP-SAT", "HiGHS"]


def walk_aways(bench: Bench, given: Space) -> Iterator[Space]:
    """The same space with loose and with tight walk-aways, where they are asked for."""
    if bench.wants(title := f"{given.title}, loose"):
        yield replace(given, title=title)
    if bench.wants(title := f"{given.title}, tight"):
        yield replace(tight(given, 3), title=title)


@row(
    "nash", "Nash proved, 3 to 20 parties, 20 to 60 issues",
    [
        Faster("CP-SAT", 10, mean="geometric"),
        Faster("HiGHS", 8, mean="geometric"),
        Faster(BETTER, 1, worst=0.5, mean="geometric"),
    ],
)  # fmt: skip
def nash(bench: Bench) -> Iterator[Trial]:
    sizes = bench.pick(product(PARTIES, ISSUES, OPTIONS), iter([(3, 4, 3)]))
    for parties, issues, options in sizes:
        for seed in bench.first():
            for given in walk_aways(bench, space(parties, issues, options, seed=seed, share=0.25)):
                yield bench.trial("nash", given, SOLVERS, limit=20, patience=Patience(least=5, most=60))
