"""What the rows of a simulation come to: means with intervals, by talks, procedure and behaviour.

Seeds of the same talks are no independent trials: where there are several talks of a kind, each counts once, with the
mean of its runs. Differences are taken run by run, on the same talks and seed, so that what talks have in common falls
out of them.

Source: intervals of means by Student's t, Student 1908, The Probable Error of a Mean, Biometrika 6(1), 1-25; its
quantiles by the expansion of Fisher & Cornish 1960, The Percentile Points of Distributions Having Known Cumulants,
Technometrics 2(2), 209-225, and tables below three degrees of freedom.

Read next: ``engines/cores.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .run import Row

Key: TypeAlias = tuple[str, str, str]
"""Talks, procedure and behaviour as rows name them."""

MEASURES: Mapping[str, Callable[[Row], float | None]] = {
    "signed": lambda row: float(row.signed),
    "nash_share": lambda row: row.nash_share,
    "still_to_win": lambda row: row.still_to_win,
    "least_served": lambda row: row.least_served,
    "questions": lambda row: float(row.questions),
    "rounds": lambda row: float(row.rounds),
}
"""What is averaged, by name."""

NORMAL = 1.959963984540054
"""Within so many deviations lies 95 % of a normal distribution."""


@dataclass(frozen=True)
class Mean:
    """A mean over ``count`` talks (or, of one talks, runs); 95 % of intervals made like this hold the true one.

    ``half``: half of the interval's width; None for a count of 1, which says nothing of how things vary.
    """

    value: float
    half: float | None
    count: int

    def __str__(self) -> str:
        """
        >>> str(Mean(0.7149, 0.0512, 200)), str(Mean(0.5, None, 1))
        ('0.71 ± 0.05', '0.50')
        """
        return f"{self.value:.2f}" + ("" if self.half is None else f" ± {self.half:.2f}")


@dataclass(frozen=True)
class Entry:
    """One procedure with one behaviour on one kind of talks. A mean that no run says anything of is None.

    ``by_behaving``: what the one party that behaves otherwise gained by it, as a share of its scale, against being
    truthful with all else the same; None where all behave alike, or where the truthful runs are not there.
    """

    talks: str
    procedure: str
    behaviour: str
    runs: int
    means: Mapping[str, Mean | None]
    false_agreements: int
    by_behaving: Mean | None


def summary(rows: Iterable[Row]) -> tuple[Entry, ...]:
    """An entry for each talks, procedure and behaviour there are rows of, in the order of their numbers."""
    grouped = dict[Key, list[Row]]()
    for row in sorted(rows, key=lambda row: row.number):
        grouped.setdefault((row.talks, row.procedure, row.behaviour), []).append(row)
    return tuple(_entry(key, found, grouped) for key, found in grouped.items())


def _entry(key: Key, rows: Sequence[Row], grouped: Mapping[Key, Sequence[Row]]) -> Entry:
    means = {name: _mean((row, of(row)) for row in rows) for name, of in MEASURES.items()}
    truthful = grouped.get((*key[:2], "truthful"), [])
    return Entry(*key, len(rows), means, sum(row.false_agreement for row in rows), _by_behaving(rows, truthful))


def _by_behaving(rows: Sequence[Row], truthful: Sequence[Row]) -> Mean | None:
    """The mean gain of the party that behaves otherwise over its gain in the same run with all truthful."""
    if not rows or rows[0].gain is None:
        return None
    who = int(rows[0].behaviour.rpartition("@")[2]) - 1
    before = {(row.talks_seed, row.seed): float(row.gains.split()[who]) for row in truthful}
    found = [(row, row.gain - before[run]) for row in rows
             if row.gain is not None and (run := (row.talks_seed, row.seed)) in before]  # fmt: skip
    return _mean(found)


def _mean(values: Iterable[tuple[Row, float | None]]) -> Mean | None:
    """The mean over talks of the means of their runs; over runs where there is one talks."""
    by_talks = dict[int | None, list[float]]()
    for row, value in values:
        if value is not None:
            by_talks.setdefault(row.talks_seed, []).append(value)
    if not by_talks:
        return None
    of_talks = [math.fsum(found) / len(found) for found in by_talks.values()]
    return mean(of_talks if len(of_talks) > 1 else next(iter(by_talks.values())))


def mean(values: Sequence[float]) -> Mean:
    """The mean of independent values, of which there must be one, with its 95 % interval.

    >>> mean([1.0, 2.0, 3.0])  # doctest: +ELLIPSIS
    Mean(value=2.0, half=2.48..., count=3)
    """
    count = len(values)
    middle = math.fsum(values) / count
    if count == 1:
        return Mean(middle, None, 1)
    spread = math.fsum((value - middle) ** 2 for value in values) / (count - 1)
    return Mean(middle, student(count - 1) * math.sqrt(spread / count), count)


def student(freedom: int) -> float:
    """Within so many deviations lies 95 % of Student's distribution with so many degrees of freedom.

    >>> [round(student(freedom), 2) for freedom in (1, 2, 3, 10, 1000)]
    [12.71, 4.3, 3.18, 2.23, 1.96]
    """
    if freedom < 3:
        return (math.inf, 12.706204736, 4.302652730)[freedom]
    z, n = NORMAL, float(freedom)
    terms = (
        z,
        (z**3 + z) / (4 * n),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3),
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4),
    )
    return math.fsum(terms)
