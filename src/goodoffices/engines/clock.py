"""What the machine gives: the clock of a time limit, its cores, a ceiling of memory. An edge: nothing below asks it.

Read next: ``exact/watch.py``, the other side.
"""

from __future__ import annotations

import os
import time
from math import inf

from ..exact.watch import MEMORY, Watch


class Deadline(Watch):
    """A watch that runs out ``seconds`` after it was made; never, for None. ``memory``: the ceiling, in bytes."""

    def __init__(self, seconds: float | None, *, memory: int = MEMORY) -> None:
        self._end = inf if seconds is None else time.monotonic() + seconds
        self.cores, self.memory = cores(), memory

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())


def cores() -> int:
    """How many threads this process may run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
