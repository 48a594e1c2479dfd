"""One smallest conflict: walk-aways and two red lines a side that no package meets together.

Walk-aways ask for four and for eight points more than all can have at once. CP-SAT is asked twice: for a smallest
conflict, as we are, and with assumptions for any minimal one, which is an easier question.

Read next: ``size.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..bench import Bench, Patience, row
from ..generated import space, with_lines
from ..goals import Faster
from ..reach import tight
from ..readings import Trial

SIZES = ((5, 20, 5), (5, 40, 5), (10, 20, 5), (10, 40, 5))
SMALLEST, MINIMAL, CHECK = "CP-SAT, smallest", "CP-SAT, any minimal", "CP-SAT, check"


@row(
    "conflict", "one smallest conflict, 5 and 10 parties, 20 and 40 issues",
    [Faster(SMALLEST, 20, mean="geometric"), Faster(MINIMAL, 20, mean="geometric")],
)  # fmt: skip
def smallest_conflict(bench: Bench) -> Iterator[Trial]:
    for parties, issues, options in bench.pick(SIZES, ((3, 4, 3),)):
        for seed in bench.first():
            given = with_lines(space(parties, issues, options, seed=seed, share=None), seed=seed)
            for beyond in (4, 8):
                if bench.wants(title := f"{given.title}, {beyond} points too many"):
                    asked = replace(tight(given, -beyond), title=title)
                    patience = Patience(least=10, most=30)
                    yield bench.trial(
                        "conflict", asked, [SMALLEST, MINIMAL], checked_by=[CHECK], limit=20, patience=patience
                    )
