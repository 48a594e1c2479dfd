"""The table: one line for each program a row is measured against; as text, as Markdown, and everything as JSON.

Read next: ``__main__.py``.
"""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from .bench import JUDGE, Row
from .goals import Faster, Verdict, duration, seconds
from .readings import Trial

WAITED = 1.15
"""How much longer than the processor the clock may run before the table says so."""

HEAD = (
    "row",
    "ours",
    "against",
    "theirs",
    "times faster",
    "worst",
    "to reach",
    "reached",
    "same answer",
    "MB",
    "MB theirs",
)


def machine() -> str:
    """What this runs on, in a line."""
    model = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        names = [
            line.split(":", 1)[1].strip() for line in cpus.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    cores = os.cpu_count()
    return (
        f"{date.today().isoformat()}, {cores} cores of {model}, {platform.system()}, Python {platform.python_version()}"
    )


def lines(row: Row, trials: Sequence[Trial], quick: bool = False) -> list[tuple[str, ...]]:
    """The cells of a row, a line for each goal."""
    if skipped := [trial.skipped for trial in trials if trial.skipped]:
        return [(row.says, "-", "-", "-", "-", "-", "-", skipped[0], "-", "-", "-")]
    ours = seconds([trial.ours for trial in trials])
    goals = [Faster(JUDGE, None)] if quick else row.goals
    return [
        (
            row.says if first else "", ours if first else "", verdict.against, verdict.theirs, verdict.typical,
            verdict.worst, verdict.target, _reached(verdict), same(trials) if first else "",
            _peak([trial.ours.megabytes for trial in trials]) if first else "",
            _peak([trial.peers[verdict.against].megabytes for trial in trials if verdict.against in trial.peers]),
        )
        for verdict, first in zip(
            (goal.judge(trials) for goal in goals), [True] + [False] * len(goals), strict=False
        )
    ]  # fmt: skip


def _reached(verdict: Verdict) -> str:
    return "-" if verdict.reached is None else "yes" if verdict.reached else "NO"


def _peak(megabytes: Sequence[float]) -> str:
    return f"{max(megabytes):,.0f}" if megabytes else "-"


def same(trials: Sequence[Trial]) -> str:
    """Whether every answer compared was the same, and how many were."""
    if any(trial.differs for trial in trials):
        return "DIFFERENT"
    compared = sum(bool(trial.compared) for trial in trials)
    return f"yes, {compared} of {len(trials)} compared" if compared < len(trials) else "yes"


def notes(row: Row, trials: Sequence[Trial], quick: bool = False) -> list[str]:
    """What the table has no room for: rows not reached, with how far they came, and answers that were not the same."""
    said = [f"{row.name}: different answers on {trial.what}: {trial.differs}" for trial in trials if trial.differs]
    skipped = any(trial.skipped for trial in trials)
    for verdict in (goal.judge(trials) for goal in ([] if quick or skipped else row.goals)):
        if verdict.reached is False:
            far = f"{verdict.typical} (worst {verdict.worst}) of {verdict.target} against {verdict.against}"
            said.append(f"{row.name}: not reached: {far}" + (f"; {row.why}" if row.why else ""))
    unfinished = [trial for trial in trials if not trial.ours.proved and not trial.skipped]
    said += [f"{row.name}: unfinished on {trial.what}: {trial.ours.why}" for trial in unfinished]
    return said


def busy(trials: Sequence[Trial]) -> list[str]:
    """A warning where others used the machine meanwhile: the clock then goes against the programs that run longer."""
    readings = [r for trial in trials for r in (trial.ours, *trial.peers.values()) if 0 < r.processor <= r.seconds]
    waited = sum(r.seconds for r in readings) / (sum(r.processor for r in readings) or 1)
    if waited < WAITED:
        return []
    return [
        f"The machine was busy: the clock ran {waited:.1f} times as long as the processor; --processor compares that."
    ]


def text(cells: Sequence[tuple[str, ...]]) -> list[str]:
    """Columns as wide as they need to be."""
    rows = [HEAD, *cells]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def markdown(cells: Sequence[tuple[str, ...]]) -> list[str]:
    """The same as a Markdown table."""
    rows = [HEAD, ("---",) * len(HEAD), *cells]
    return ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]


def told(trial: Trial) -> str:
    """A trial in a line, while the benchmark works."""
    if trial.skipped:
        return f"{trial.what}: {trial.skipped}"
    readings = {"ours": trial.ours, **trial.peers}
    parts = [
        f"{name} {duration(reading.seconds)}" + ("" if reading.proved else f" ({reading.why or 'unfinished'})")
        for name, reading in readings.items()
    ]
    methods = trial.ours.answer.get("methods")
    by = f" by {', '.join(sorted(set(methods)))}" if isinstance(methods, list) else ""
    found = f"DIFFERENT: {trial.differs}" if trial.differs else "same" if trial.compared else "nothing to compare"
    return f"{trial.what}{by}: {'; '.join(parts)}; {found}"


def plain(row: Row, trials: Sequence[Trial]) -> dict[str, Any]:
    """Everything about a row, for JSON."""
    verdicts = [asdict(goal.judge(trials)) for goal in row.goals]
    median = statistics.median(trial.ours.seconds for trial in trials) if trials else None
    return {
        "row": row.name, "says": row.says, "verdicts": verdicts, "median_seconds": median, "same": same(trials),
        "trials": [asdict(trial) for trial in trials],
    }  # fmt: skip
