"""Progress: a deadline that also shows how far the work is, where a person is watching and only after a second.

Ctrl-C brings it forward.

Read next: ``engines/clock.py``, the deadline itself.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from threading import Lock, Timer, current_thread, main_thread
from types import FrameType, TracebackType
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
FOREVER = 1e9
"""Seconds where there is no limit: a number that parts of it can be taken of, so that Ctrl-C ends each part."""
FINISHING = "\nStopping with what is known by now. Ctrl-C once more stops at once.\n"


class OnScreen(Deadline):
    """A deadline that shows progress on stderr, if that is a terminal and the work takes more than a second.

    Use as a context manager; on leaving, the line of progress is wiped. Ctrl-C within it leaves no time: what is known
    by then becomes the answer, and ``stopped`` says so. A second one stops at once, as does the first with ``at_once``.
    """

    def __init__(
        self, seconds: float | None, *, memory: int = MEMORY, patience: float = PATIENCE, at_once: bool = False
    ) -> None:
        super().__init__(FOREVER if seconds is None else seconds, memory=memory)
        self.stopped, self._at_once, self._listens = False, at_once, False
        self._lock = Lock()
        self._done, self._what = -1.0, "Working"
        self._step_begun = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._over = False
        self._timer = Timer(patience, self._show) if sys.stderr.isatty() else None

    def left(self) -> float:
        return 0.0 if self.stopped else super().left()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Runs when Ctrl-C is pressed, between two steps of whatever the main thread does."""
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        os.write(2, FINISHING.encode())  # print could find stderr in the middle of another line

    def _listen(self, begins: bool) -> None:
        """Take Ctrl-C, and give it back; where somebody else has it, it stays theirs."""
        if self._at_once or current_thread() is not main_thread():
            return
        if begins and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._stop)
            self._listens = True
        elif not begins and self._listens:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._listens = False

    def __enter__(self) -> OnScreen:
        self._listen(True)
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listen(False)
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
