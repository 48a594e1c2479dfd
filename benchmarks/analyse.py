"""How long `goodoffices analyse FILE --json` takes as a user runs it, and how much memory: a whole process.

Beside it stands what numpy needs to write out every score of the same packages and count the zone, in this process:
the ratio is what to look at, since machines differ and are noisy.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from goodoffices import dump, load
from goodoffices.talks import Talks

from .generated import talks

AMPO = Path(__file__).parent.parent / "examples" / "ampo_vs_city" / "talks.yaml"


@dataclass(frozen=True)
class Row:
    """One measured case: seconds and peak memory of the whole command, and the seconds of the plain count."""

    name: str
    packages: int
    zone: int
    frontier: int
    seconds: float
    megabytes: float
    plain_seconds: float


def cases() -> dict[str, Talks]:
    """The talks measured, by name."""
    six_by_ten = (10,) * 6
    return {
        "a million packages, 3 parties, 100 points": talks(six_by_ten, 3, seed=1, points=100, share=Fraction(1, 2)),
        "the same, seven digits": talks(six_by_ten, 3, seed=1, points=10**6, share=Fraction(1, 2)),
        "the same, no zone": talks(six_by_ten, 3, seed=1, points=100, share=Fraction(9, 10)),
        "AMPO vs City": load(AMPO),
        "ten million packages, 3 parties": talks((10,) * 7, 3, seed=1, points=100, share=Fraction(1, 2)),
    }


def measure(name: str, case: Talks) -> Row:
    """Run the command on the talks in a process of its own, then count its zone the plain way."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talks.json"
        path.write_text(dump(case, "json"), encoding="utf-8")
        begun = time.perf_counter()
        command = [sys.executable, "-c", "from goodoffices.cli import main; main()", "analyse", str(path), "--json"]
        done = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert done.stdout is not None
        answer = json.loads(done.stdout.read())
        _, _, usage = os.wait4(done.pid, 0)
        seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    counted = plain_zone(case)
    plain_seconds = time.perf_counter() - begun
    assert counted == int(answer["zone"]["size"]), "the plain count and the answer differ"
    size = answer["frontier"]["size"]
    return Row(name, case.packages, counted, size, seconds, usage.ru_maxrss / 1024, plain_seconds)


def plain_zone(case: Talks) -> int:
    """The zone's size by writing out the score of every package (talks without links, red lines and bonuses)."""
    accepted = np.ones(case.packages, np.bool_)
    for party in case.signatories:
        position = case.position(party)
        total = np.zeros(1)
        for issue in case.issues:
            row = position.points(issue.id) or (Fraction(0),) * len(issue.options)
            total = np.add.outer(total, np.array([float(points) for points in row])).ravel()
        if position.walk_away is not None:
            accepted &= total >= float(position.walk_away) - 1e-9
    return int(accepted.sum())


def table(rows: list[Row]) -> list[str]:
    """The rows as text."""
    head = f"{'':44}{'packages':>12}{'zone':>10}{'frontier':>10}{'seconds':>9}{'MB':>6}{'plain s':>9}{'ratio':>7}"
    lines = [
        f"{row.name:44}{row.packages:>12,}{row.zone:>10,}{row.frontier:>10,}{row.seconds:>9.2f}{row.megabytes:>6.0f}"
        f"{row.plain_seconds:>9.2f}{row.seconds / row.plain_seconds:>7.1f}"
        for row in rows
    ]
    return [head, *lines]
