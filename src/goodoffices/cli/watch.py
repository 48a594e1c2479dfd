"""Progress: a deadline that also shows how far the work is, where a person is watching and only after a second.

Read next: ``engines/clock.py``, the deadline itself.
"""

from __future__ import annotations

import sys
import time
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING

from ..engines.clock import Deadline
from ..exact.watch import MEMORY

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before progress is shown."""
BAR = 12
"""Columns of the bar: the words beside it say more."""
NEARLY = 0.999
KNOWN = 0.02
"""How much of a step must be done before the time that is left for it is guessed."""


class OnScreen(Deadline):
    """A deadline that shows progress on stderr, if that is a terminal and the work takes more than a second.

    Use as a context manager; on leaving, the line of progress is wiped.
    """

    def __init__(self, seconds: float | None, *, memory: int = MEMORY, patience: float = PATIENCE) -> None:
        super().__init__(seconds, memory=memory)
        self._lock = Lock()
        self._done, self._what = -1.0, "Working"
        self._step_begun = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._over = False
        self._timer = Timer(patience, self._show) if sys.stderr.isatty() else None

    def __enter__(self) -> OnScreen:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self._over = True
            if self._timer is not None:
                self._timer.cancel()
            if self._progress is not None:
                self._progress.stop()

    def step(self, done: float, what: str) -> None:
        what = what[:1].upper() + what[1:]
        with self._lock:
            if what != self._what or done < self._done:
                self._step_begun = time.monotonic()
            self._done, self._what = done, what
            self._draw()

    def to_go(self) -> str:
        """How long the step will still take if it goes on like this, where that can be guessed."""
        passed = time.monotonic() - self._step_begun
        if not KNOWN <= self._done < 1 or passed < PATIENCE:
            return ""
        seconds = round(passed / self._done - passed)
        return f"about {seconds // 60}:{seconds % 60:02} left"

    def _show(self) -> None:
        """Runs once, in the timer's thread."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        to_go = TextColumn("{task.fields[to_go]}", markup=False)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(BAR), TimeElapsedColumn(), to_go)
        with self._lock:
            if not self._over:
                self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
                self._task = self._progress.add_task(self._what, total=None, to_go="")
                self._progress.start()
                self._draw()

    def _draw(self) -> None:
        if self._progress is not None and self._task is not None:
            known = self._done >= 0
            self._progress.update(
                self._task,
                description=self._what,
                total=1.0 if known else None,
                completed=min(max(self._done, 0.0), NEARLY),  # what is finished has its clock stopped
                to_go=self.to_go(),
            )
