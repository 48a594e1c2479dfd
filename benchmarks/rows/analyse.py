"""A whole `goodoffices analyse FILE --json`, as a user runs it, on talks of 1e40 packages.

Five parties, 40 issues of ten options, 100 points, walk-aways at 60 % of each party's best: whether a zone exists, all
five formulas and the headroom must be proved, the zone's size at least estimated; the Nash product is compared. The
command is run without a time limit; where it does not come back in `PATIENCE` seconds it is run again with one, to see
how far it comes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from goodoffices import dump

from ..bench import JUDGE, Bench, judged, row
from ..generated import Space, space
from ..goals import Within
from ..readings import Case, Reading, Trial
from ..running import ROOT
from ..written import talks

PATIENCE = 20.0
FORMULAS = ("nash", "maximin", "leximin", "kalai_smorodinsky", "utilitarian")


@row(
    "analyse",
    "analyse FILE --json, 5 parties, 1e40 packages, walk-aways at 60 %: the slowest of ten seeds",
    [Within(5.0)],
)
def whole_process(bench: Bench) -> Iterator[Trial]:
    for seed in bench.first(least=10):
        given = space(5, bench.pick(40, 4), bench.pick(10, 3), seed=seed, share=0.6)
        if bench.wants(given.title):
            yield trial(bench, given)


def trial(bench: Bench, given: Space) -> Trial:
    """One run of the command, which of its answers are proved, and whether its Nash product is another program's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talks.json"
        path.write_text(dump(talks(given), "json"), encoding="utf-8")
        seconds, megabytes, answer = run(path, PATIENCE)
        late = "" if answer else f"not back in {PATIENCE:.0f} s; with --limit {PATIENCE:.0f}: "
        if not answer:
            _, megabytes, answer = run(path, 2 * PATIENCE, "--limit", str(PATIENCE))
    lacking = unproved(answer) if answer else ["everything"]
    why = late + f"not proved: {', '.join(lacking)}" if late or lacking else ""
    nash = (answer.get("formulas", {}).get("nash") or {}).get("value")
    said = {"nash": None if nash is None else str(nash), "lacking": lacking, "by": answer.get("methods")}
    ours = Reading(seconds, not why, said, megabytes, seconds, why=why)
    judge = bench.pick("HiGHS", JUDGE)
    return judged("nash", given.title, ours, {}, {judge: bench.peer(judge, Case("nash", given, 60.0))})


def run(path: Path, patience: float, *more: str) -> tuple[float, float, dict[str, Any]]:
    """Seconds, megabytes and the answer of one process; no answer where it had to be stopped."""
    command = [sys.executable, "-c", "from goodoffices.cli import main; main()", "analyse", str(path), "--json", *more]
    with tempfile.TemporaryFile() as printed:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=printed, cwd=ROOT)
        while (seconds := time.perf_counter() - begun) < patience:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                process.returncode = os.waitstatus_to_exitcode(status)
                if process.returncode:
                    raise RuntimeError(f"goodoffices analyse ended with status {process.returncode}")
                printed.seek(0)
                return seconds, usage.ru_maxrss / 1024, json.loads(printed.read())
            time.sleep(0.005)
        process.kill()
        process.wait()
        return seconds, 0.0, {}


def unproved(answer: dict[str, Any]) -> list[str]:
    """Which of the answers asked for are not proved (or, of the zone's size, not even estimated)."""
    zone, lacking = answer["zone"], []
    if zone["status"] not in ("proved", "none"):
        lacking.append("zone")
    if zone.get("size_is") not in ("exact", "estimate"):
        lacking.append("size")
    if zone["status"] == "none":
        return lacking
    lacking += [name for name in FORMULAS if not (answer["formulas"].get(name) or {}).get("proved")]
    return lacking + ([] if answer.get("headroom_proved") else ["headroom"])
