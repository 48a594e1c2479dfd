"""What a row is to reach, as ratios within one run, and how far its trials came.

A ratio says how many times faster we are: the other's seconds over ours. Where the other did not finish the ratio is
a lower bound (marked >), where we did not an upper bound (marked <), and the row is then not reached.

Read next: ``bench.py``.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from .readings import Reading, Trial

BETTER = "the better"
"""Stands for whichever of the other programs was the first to prove its answer."""


@dataclass(frozen=True)
class Verdict:
    """One line of the table, as words: how far a row came against one other program (None: nothing to judge)."""

    against: str
    theirs: str
    typical: str
    worst: str
    target: str
    reached: bool | None


class Goal(Protocol):
    """Something to reach."""

    def judge(self, trials: Sequence[Trial]) -> Verdict:
        """How far the trials came."""


@dataclass(frozen=True)
class Ratio:
    """How many times faster, ``bound``: exactly (""), at least (">"), at most ("<")."""

    value: float
    bound: Literal["", ">", "<"]

    def __str__(self) -> str:
        return f"{self.bound}{times(self.value)}"


@dataclass(frozen=True)
class Faster:
    """At least ``least`` times faster than ``peer`` in the ``mean`` of the trials, and ``worst`` times in each of them.

    With ``least`` None nothing is asked: the ratio is only shown.
    """

    peer: str
    least: float | None
    worst: float = 0.0
    mean: Literal["median", "geometric"] = "median"

    def judge(self, trials: Sequence[Trial]) -> Verdict:
        pairs = [(trial.ours, other) for trial in trials if (other := _other(trial, self.peer))]
        ratios = [found for ours, other in pairs if (found := ratio(ours, other))]
        theirs = seconds([other for _, other in pairs])
        target = (
            "-"
            if self.least is None
            else f"{times(self.least)}" + (f", each {times(self.worst)}" if self.worst else "")
        )
        if not ratios:
            neither = "neither finished" if pairs else "not measured"
            return Verdict(self.peer, theirs, neither, "-", target, None if self.least is None or not pairs else False)
        typical, worst = _typical(ratios, self.mean), min(ratios, key=lambda found: found.value)
        done = all(trial.ours.proved for trial in trials)
        reached = None if self.least is None else done and typical.value >= self.least and worst.value >= self.worst
        return Verdict(self.peer, theirs, str(typical), str(worst), target, reached)


@dataclass(frozen=True)
class Alone:
    """We prove it, and none of the others does in ``times`` times our time, on more than half of the trials."""

    times: float = 20.0

    def judge(self, trials: Sequence[Trial]) -> Verdict:
        ours = sum(trial.ours.proved for trial in trials)
        alone = sum(
            trial.ours.proved
            and not any(
                other.proved and other.seconds <= self.times * trial.ours.seconds for other in trial.peers.values()
            )
            for trial in trials
        )
        others = {name for trial in trials for name in trial.peers}
        theirs = ", ".join(
            f"{name} proved {sum(trial.peers[name].proved for trial in trials if name in trial.peers)}"
            for name in sorted(others)
        )
        typical = f"proved {ours} of {len(trials)}, alone {alone}"
        target = f"alone on most in {self.times:.0f} times our time"
        return Verdict("both", theirs, typical, "-", target, alone > len(trials) / 2)


@dataclass(frozen=True)
class Within:
    """Proved in under so many seconds, in every trial."""

    seconds: float

    def judge(self, trials: Sequence[Trial]) -> Verdict:
        slowest = max((trial.ours.seconds for trial in trials), default=math.nan)
        proved = sum(trial.ours.proved for trial in trials)
        typical, worst = f"{proved} of {len(trials)} proved", f"slowest {duration(slowest)}"
        reached = proved == len(trials) and slowest < self.seconds
        return Verdict("the clock", "-", typical, worst, f"each under {duration(self.seconds)}", reached)


def ratio(ours: Reading, other: Reading) -> Ratio | None:
    """How many times faster we were; None where neither finished."""
    if not ours.proved and not other.proved:
        return None
    bound: Literal["", ">", "<"] = "" if ours.proved and other.proved else ">" if ours.proved else "<"
    return Ratio(other.seconds / ours.seconds, bound)


def _other(trial: Trial, peer: str) -> Reading | None:
    if peer != BETTER:
        return trial.peers.get(peer)
    done = [other for other in trial.peers.values() if other.proved]
    return min(done or trial.peers.values(), key=lambda other: other.seconds, default=None)


def _typical(ratios: Sequence[Ratio], mean: str) -> Ratio:
    values = [found.value for found in ratios]
    value = statistics.geometric_mean(values) if mean == "geometric" else statistics.median(values)
    bounds = {found.bound for found in ratios}
    return Ratio(value, "<" if "<" in bounds else ">" if ">" in bounds else "")


def seconds(readings: Sequence[Reading]) -> str:
    """The median time of some readings, and how many of them did not finish."""
    if not readings:
        return "-"
    lost = sum(not reading.proved for reading in readings)
    text = duration(statistics.median(reading.seconds for reading in readings))
    return text if not lost else f"{text} ({lost} of {len(readings)} unfinished)"


def duration(seconds: float) -> str:
    """Seconds in the unit that suits them.

    >>> duration(0.00042), duration(0.35), duration(12)
    ('0.42 ms', '350 ms', '12 s')
    """
    return f"{1000 * seconds:.3g} ms" if seconds < 0.9995 else f"{seconds:.3g} s"


def times(value: float) -> str:
    """A ratio in three digits.

    >>> times(12345), times(0.333)
    ('12,300', '0.333')
    """
    return f"{float(f'{value:.3g}'):,.15g}"
