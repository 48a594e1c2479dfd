"""Frontiers of spaces without bonuses, over every package, whoever would accept it.

Where NegMAS can list the packages it has the same space. Where nobody can, the space it is measured on is the small one
of the same seed, and our answer is compared with another way of finding the whole frontier.

Read next: ``frontier_bonuses.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..bench import Bench, row
from ..generated import KINDS, Kind, Space, space
from ..goals import Faster
from ..readings import Trial

POINTS = (100, 10**6)
LISTED = "moocore, listing"
MERGED = "moocore, merging"


def small(parties: int, seed: int, kind: Kind, total: int) -> Space:
    """What NegMAS can list: 5^7 packages for three parties, 5^8 for two."""
    return space(parties, 7 if parties == 3 else 8, 5, seed=seed, kind=kind, total=total, share=None)


def listed(bench: Bench, parties: int, question: str = "frontier") -> Iterator[Trial]:
    """The small spaces, both kinds, both totals."""
    peers = ["NegMAS", LISTED] if question == "frontier" else ["NegMAS"]
    for seed in bench.first():
        for kind in KINDS:
            for total in POINTS:
                given = bench.pick(
                    small(parties, seed, kind, total),
                    space(parties, 4, 3, seed=seed, kind=kind, total=total, share=None),
                )
                yield bench.trial(question, given, peers)


@row(
    "frontier-3", "frontier, 3 parties, 7.8e4 packages",
    [Faster("NegMAS", 1000), Faster(LISTED, None)],
)  # fmt: skip
def three_parties(bench: Bench) -> Iterator[Trial]:
    return listed(bench, 3)


@row(
    "frontier-2", "frontier, 2 parties, 3.9e5 packages",
    [Faster("NegMAS", 10_000), Faster(LISTED, None)],
    why="what is left is Python: the choice of a method, arrays for 40 options, the check against the plain definition",
)  # fmt: skip
def two_parties(bench: Bench) -> Iterator[Trial]:
    return listed(bench, 2)


@row("bargaining-3", "frontier and three formulas, 3 parties, 7.8e4 packages", [Faster("NegMAS", None)])
def bargaining(bench: Bench) -> Iterator[Trial]:
    return listed(bench, 3, "bargaining")


@row(
    "frontier-3-large", "frontier, 3 parties, 1e20 packages, seven digits; NegMAS on 7.8e4",
    [Faster("NegMAS", 2), Faster(MERGED, None)],
)  # fmt: skip
def three_parties_large(bench: Bench) -> Iterator[Trial]:
    for seed in bench.first():
        for kind in KINDS:
            yield beyond_listing(bench, 3, 20, seed, kind, 10**6, [MERGED])


@row(
    "frontier-2-large", "frontier, 2 parties, 1e40 packages, 100 points; NegMAS on 3.9e5",
    [Faster("NegMAS", 1000), Faster(MERGED, None)],
)  # fmt: skip
def two_parties_large(bench: Bench) -> Iterator[Trial]:
    for seed in bench.first():
        for kind in KINDS:
            yield beyond_listing(bench, 2, 40, seed, kind, 100, [MERGED])


@row(
    "frontier-5-large", "frontier, 5 parties, 1e20 packages, 100 points; NegMAS on 3 parties, 7.8e4",
    [Faster("NegMAS", 1 / 3)],
)  # fmt: skip
def five_parties_large(bench: Bench) -> Iterator[Trial]:
    for seed in bench.first():
        for kind in KINDS:
            yield beyond_listing(bench, 5, 20, seed, kind, 100, [], ["numpy, table"])


def beyond_listing(
    bench: Bench,
    parties: int,
    issues: int,
    seed: int,
    kind: Kind,
    total: int,
    peers: list[str],
    checks: Sequence[str] = (),
) -> Trial:
    """We and whoever else can on ten options an issue; NegMAS on the small space of the same seed."""
    given = bench.pick(
        space(parties, issues, 10, seed=seed, kind=kind, total=total, share=None),
        space(parties, 4, 3, seed=seed, kind=kind, total=total, share=None),
    )
    reference = small(min(parties, 3), seed, kind, total)
    return bench.trial("frontier", given, peers, checked_by=checks, elsewhere={"NegMAS": reference})
