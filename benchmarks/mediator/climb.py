"""The climb from the rankings: what knowing the rankings within issues is worth without learning anything more.

It begins where the learning one-text begins: at the draft with the best product of gains were every party's position
the mean of what its rankings and its walk-away leave possible, under the same prior. Then one issue or two are changed,
drawn by lot, and the change stays where every party says that it is better. No change of the same text is asked about
twice. So the gain over it is what comes of learning from the answers and of asking what is worth most.

Source: the hill climb over a single text of Klein, Faratin, Sayama & Bar-Yam 2003, IEEE Intelligent Systems 18(6),
32-38, with another beginning and a wider step.

Read next: ``negmas.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache

import numpy as np

from goodoffices.beliefs import MISTAKEN, Rows, Worth, drawn, frame
from goodoffices.procedures.climbing import climbed
from goodoffices.procedures.learning import Orders
from goodoffices.procedures.lots import Lots
from goodoffices.procedures.registry import PROCEDURES, Procedure
from goodoffices.procedures.running import procedures
from goodoffices.procedures.steps import Better, Draft, Running, Table, Tell, signing, to_all, yes_of

NAME = "climb from the rankings"

KEPT, WARM, THIN, STARTS = 300, 60, 2, 6
"""Samples the mean is taken over, sweeps before the first and between two, and climbs to the first draft."""

TRIES = 100
"""So often a change that was asked about already is drawn again; then it is asked about once more."""


def climb(
    table: Table,
    lots: Lots,
    *,
    rounds: int = 100,
    orders: Orders | None = None,
    walk_aways: tuple[Fraction, ...] | None = None,
) -> Running:
    """``rounds`` questions about a change of one issue or two, then one signature."""
    draft = beginning(table, orders, walk_aways, lots.below(1 << 63))
    refused: set[Draft] = set()
    for _ in range(rounds):
        changed = _changed(draft, table, lots, refused)
        replies = yield to_all(table, Better(changed, draft), Tell("Is the changed draft better for you?", changed))
        if len(yes_of(replies)) == table.parties:
            draft, refused = changed, set()
        else:
            refused.add(changed)
    return (yield from signing(table, draft, "the rounds were used up"))


@contextmanager
def taking_part() -> Iterator[None]:
    """The climb among the registered procedures, for as long as this lasts: it is no procedure of the package."""
    procedures()[NAME] = Procedure(NAME, "this benchmark", climb)
    try:
        yield
    finally:
        del PROCEDURES[NAME]


@lru_cache(maxsize=16)
def beginning(table: Table, orders: Orders | None, walk_aways: tuple[Fraction, ...] | None, seed: int) -> Draft:
    """The draft with the best product of gains for the mean position of every party, as far as climbs find it."""
    worth = Worth(table.sizes)
    floors = walk_aways or (Fraction(0),) * table.parties
    means = []
    for party in range(table.parties):
        known = {} if orders is None else dict(enumerate(orders[party]))
        found = drawn(
            frame(worth, known, walk_away=floors[party]), Rows.none(worth), seed=seed + party, mistaken=MISTAKEN,
            kept=KEPT, thin=THIN, warm=WARM,
        )  # fmt: skip
        means.append(found.mean[None])
    lots = Lots(seed, NAME)
    return climbed(table, [worth] * table.parties, means, np.array([float(one) for one in floors]), lots, STARTS)[0]


def _changed(draft: Draft, table: Table, lots: Lots, refused: set[Draft]) -> Draft:
    """The draft with one issue or two settled otherwise, all by even chance."""
    for _ in range(TRIES):
        issues = lots.shuffled(range(len(draft)))[: 1 + lots.below(2)]
        options = list(draft)
        for issue in issues:
            options[issue] = (draft[issue] + 1 + lots.below(table.sizes[issue] - 1)) % table.sizes[issue]
        changed = tuple(options)
        if changed not in refused:
            break
    return changed
