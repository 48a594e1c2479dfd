"""What every measured program shares: it reads a case, is measured, and prints a reading as JSON.

A script here runs in an environment of its own, so it imports nothing of the project but this file, which needs numpy
alone. It prepares a call (reading the case and building what the program works on are not measured), and the call is
measured: once at least, up to nine times while that takes no longer than two seconds, and as often as fills a
twentieth of a second.
"""

from __future__ import annotations

import hashlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ENOUGH = 2.0
"""Seconds after which a call is not repeated."""

MOST = 9
"""Calls measured at most, where they take long enough to be told from noise."""

AT_LEAST = 0.05
"""Seconds of calls that are measured whatever their number."""

Call = Callable[[], Any]
Tell = Callable[[Any], dict[str, Any]]


def measured(call: Call, afresh: Callable[[], None]) -> tuple[Any, list[float], list[float]]:
    """What the last call returned, and the seconds of each, by the clock on the wall and by that of the processor.

    ``afresh`` is called before each, unmeasured: no call may live on what an earlier one remembered.
    """
    seconds: list[float] = []
    processor: list[float] = []
    while not seconds or (len(seconds) < MOST and sum(seconds) < ENOUGH) or sum(seconds) < AT_LEAST:
        found = None  # what an earlier call returned is no part of this one's memory
        afresh()
        begun, used = time.perf_counter(), time.process_time()
        found = call()
        seconds.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    return found, seconds, processor


def megabytes() -> float:
    """The peak memory of this process."""
    status = Path("/proc/self/status")
    if status.exists():  # the other way counts what the parent had, too
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def frontier(vectors: Any) -> dict[str, Any]:
    """Score vectors, one a row in whole points, as their number and a fingerprint of the set."""
    if not len(vectors):
        return {"size": 0, "print": ""}
    rows = np.unique(np.asarray(vectors, np.int64).reshape(len(vectors), -1), axis=0)
    return {"size": len(rows), "print": hashlib.sha256(rows.astype("<i8").tobytes()).hexdigest()}


def run(prepare: Callable[[dict[str, Any]], tuple[Call, Tell]], afresh: Callable[[], None] = lambda: None) -> None:
    """Read the case named on the command line, measure, print.

    ``prepare(case)`` gives the call to measure and a function that tells what it returned: a dictionary in which
    ``proved`` (True where it is left out) says whether the whole answer is there, ``why`` what is missing.
    ``afresh()`` forgets what a program remembers from call to call.
    """
    case = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    call, tell = prepare(case)
    found, seconds, processor = measured(call, afresh)
    peak = megabytes()
    answer = tell(found)
    reading = {
        "seconds": statistics.median(seconds), "first": seconds[0], "processor": statistics.median(processor),
        "megabytes": peak, "proved": answer.pop("proved", True), "why": answer.pop("why", ""), "answer": answer,
    }  # fmt: skip
    print(json.dumps(reading))
