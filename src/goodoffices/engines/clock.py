"""The clock of a time limit: an edge, since nothing below reads one.

Read next: ``exact/watch.py``, the other side.
"""

from __future__ import annotations

import time
from math import inf

from ..exact.watch import Watch


class Deadline(Watch):
    """A watch that runs out ``seconds`` after it was made; never, for None."""

    def __init__(self, seconds: float | None) -> None:
        self._end = inf if seconds is None else time.monotonic() + seconds

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())
