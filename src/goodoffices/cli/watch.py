"""Progress: a deadline that also shows how far the work is, where a person is watching and only after a second.

Read next: ``engines/clock.py``, the deadline itself.
"""

from __future__ import annotations

import sys
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING

from ..engines.clock import Deadline
from ..exact.watch import MEMORY

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before progress is shown."""


class OnScreen(Deadline):
    """A deadline that shows progress on stderr, if that is a terminal and the work takes more than a second.

    Use as a context manager; on leaving, the line of progress is wiped.
    """

    def __init__(self, seconds: float | None, *, memory: int = MEMORY, patience: float = PATIENCE) -> None:
        super().__init__(seconds, memory=memory)
        self._lock = Lock()
        self._done, self._what = -1.0, "Working"
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
        with self._lock:
            self._done, self._what = done, what
            self._draw()

    def _show(self) -> None:
        """Runs once, in the timer's thread."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(32), TimeElapsedColumn())
        with self._lock:
            if not self._over:
                self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
                self._task = self._progress.add_task(self._what, total=None)
                self._progress.start()
                self._draw()

    def _draw(self) -> None:
        if self._progress is not None and self._task is not None:
            known = self._done >= 0
            self._progress.update(
                self._task, description=self._what, total=1.0 if known else None, completed=max(self._done, 0.0)
            )
