"""Looking at every package, on one core: how large is the zone, and which product of gains is the highest.

Read next: ``anac.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..bench import Bench, row
from ..generated import space
from ..goals import Faster
from ..readings import Trial

BLOCKS = "numpy in blocks"


@row(
    "enumeration", "every package looked at, one core, 1e8 packages, 2, 4 and 8 parties", [Faster(BLOCKS, 10)],
    why="of so few milliseconds some are set-up; at 1e9 packages it is 20 to 35 times",
)  # fmt: skip
def every_package(bench: Bench) -> Iterator[Trial]:
    for parties in (2, 4, 8):
        for seed in bench.first():
            given = space(parties, bench.pick(8, 4), bench.pick(10, 3), seed=seed, share=0.25)
            yield bench.trial("enumeration", given, [BLOCKS], more={"method": "enumerate", "cores": 1})
