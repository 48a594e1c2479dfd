"""Frontiers of spaces where all points are bonuses over four issues at a time.

Read next: ``nash.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..bench import Bench, Patience, row
from ..generated import rectangles
from ..goals import Faster
from ..readings import Trial

POINTWISE = "CP-SAT, point by point"


@row(
    "frontier-bonuses", "frontier, 2 parties, 1e30 packages, 60 four-issue bonuses a side",
    [Faster(POINTWISE, None)],
)  # fmt: skip
def four_issues_at_a_time(bench: Bench) -> Iterator[Trial]:
    for seed in bench.first():
        given = bench.pick(rectangles(30, 10, 60, seed=seed), rectangles(4, 3, 6, seed=seed, over=2))
        yield bench.trial("frontier", given, [POINTWISE], patience=Patience(least=30))
