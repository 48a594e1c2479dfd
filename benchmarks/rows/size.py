"""The exact number of packages in the zone of a space that nobody can list; NegMAS lists 7.8e4 packages meanwhile.

Walk-aways leave each party 45 points to lose. The count is compared with one in Python's own whole numbers.

Read next: ``enumeration.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..bench import Bench, row
from ..generated import KINDS, space
from ..goals import Faster
from ..readings import Trial
from .frontier import small

COUNTED = "numpy, counting"


@row(
    "size", "exact zone size, 3 parties, 1e38 packages; NegMAS lists 7.8e4",
    [Faster("NegMAS", 1), Faster(COUNTED, None)],
)  # fmt: skip
def zone_size(bench: Bench) -> Iterator[Trial]:
    for seed in bench.first():
        for kind in KINDS:
            issues, options = bench.pick((38, 10), (4, 3))
            given = space(3, issues, options, seed=seed, kind=kind, share=0.55)
            reference = small(3, seed, kind, 100)
            yield bench.trial("size", given, [COUNTED], limit=30, elsewhere={"NegMAS": reference})
