"""Batches of a simulation on this machine's cores: in this process, or in processes of their own.

What runs batches, here or on a cluster, is a function from batches to pairs of a batch and some of its rows, in any
order, each row once. The rows come as they are made: a batch may come in several parts. Nothing is left running when
the one who asked stops listening: processes are ended, and one whose starter is gone ends by itself.

Read next: ``clock.py``.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, TypeAlias

from ..errors import GoodOfficesError
from ..exact.watch import Watch
from ..simulate.plan import Batch, runs
from ..simulate.run import Row
from .clock import Deadline

Made: TypeAlias = tuple[Batch, tuple[Row, ...]]
"""A batch, and some of its rows."""

TOGETHER = 0.5
"""Seconds within which finished rows wait for others, so that they are handed on together."""
LOOK = 0.1
"""Seconds after which somebody looks whether to stop."""
TRIES = 3
"""How often a batch is begun before its process's ending is taken for the batch's own doing."""

GONE = (EOFError, BrokenPipeError, ConnectionResetError)
"""What says that the other end of a pipe is there no more."""


def never() -> bool:
    """Nobody wants to stop."""
    return False


def on_cores(
    batches: Iterable[Batch], cores: int = 1, *, stopped: Callable[[], bool] = never
) -> Generator[Made, None, None]:
    """The rows of batches, in any order. ``stopped``: looked at now and then; True ends it early.

    With one core everything happens in this process; with more in so many others, which are started anew, so that a
    script that calls this must be guarded by ``if __name__ == "__main__"``. A process that is killed costs its batch
    a second try. Raises what `runs` raises, whatever that is, and `RuntimeError` where a batch's process ended time and
    again.
    """
    return _here(batches, stopped) if cores == 1 else _elsewhere(batches, cores, stopped)


def on_one_core(seconds: float | None) -> Watch:
    """A watch that runs out, and allows for one thread: other batches are beside it."""
    watch = Deadline(seconds)
    watch.cores = 1
    return watch


def together(batch: Batch) -> Iterator[tuple[Row, ...]]:
    """The rows of a batch, those finished within `TOGETHER` in one part; at least one part, which may be empty."""
    rows, since = list[Row](), time.monotonic()
    for row in runs(batch, on_one_core):
        rows.append(row)
        if time.monotonic() - since > TOGETHER:
            yield tuple(rows)
            rows, since = [], time.monotonic()
    yield tuple(rows)


def _here(batches: Iterable[Batch], stopped: Callable[[], bool]) -> Generator[Made, None, None]:
    for batch in batches:
        for rows in together(batch):
            yield batch, rows
            if stopped():
                return


# --- in processes of their own ---------------------------------------------------------------------------------------


@dataclass(eq=False)
class _Worker:
    """A process, the way to it, and what it works on."""

    process: Any
    pipe: Connection
    batch: Batch | None = None
    tries: int = 0

    def begin(self, batch: Batch, tries: int) -> None:
        self.batch, self.tries = batch, tries
        self.pipe.send(batch)

    def end(self) -> None:
        """End it, whatever it does."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _elsewhere(batches: Iterable[Batch], cores: int, stopped: Callable[[], bool]) -> Generator[Made, None, None]:
    waiting, again = iter(batches), deque[tuple[Batch, int]]()
    workers = dict[Connection, _Worker]()
    try:
        while not stopped():
            for worker in [*workers.values(), *([None] * (cores - len(workers)))]:
                if worker is not None and worker.batch is not None:
                    continue
                if (to_do := again.popleft() if again else _first(waiting)) is None:
                    break
                if worker is None:
                    worker = _started()
                    workers[worker.pipe] = worker
                _hand(worker, *to_do, again, workers)
            busy = [worker for worker in workers.values() if worker.batch is not None]
            if not busy and not again:
                return
            for pipe in wait([worker.pipe for worker in busy], LOOK):
                yield from _heard(workers[pipe], workers, again)  # type: ignore[index]  # only pipes were waited for
    finally:
        for worker in workers.values():
            worker.end()


def _first(batches: Iterator[Batch]) -> tuple[Batch, int] | None:
    batch = next(batches, None)
    return None if batch is None else (batch, 1)


def _started() -> _Worker:
    context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads of this process hold
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # or its end would never be noticed
    return _Worker(process, ours)


def _hand(
    worker: _Worker, batch: Batch, tries: int, again: deque[tuple[Batch, int]], workers: dict[Connection, _Worker]
) -> None:
    try:
        worker.begin(batch, tries)
    except OSError:
        _gone(worker, workers, again)


def _heard(worker: _Worker, workers: dict[Connection, _Worker], again: deque[tuple[Batch, int]]) -> Iterator[Made]:
    """Take what a process says: some rows, the last rows, an error; or nothing, as it is gone."""
    batch = worker.batch
    assert batch is not None
    try:
        said, rows = worker.pipe.recv()
    except (EOFError, OSError):
        _gone(worker, workers, again)
        return
    if said == "error":
        raise rows
    worker.batch = None if said == "last" else replace(batch, done=batch.done | {row.number for row in rows})
    yield batch, rows


def _gone(worker: _Worker, workers: dict[Connection, _Worker], again: deque[tuple[Batch, int]]) -> None:
    """A process ended by itself or was ended: what it had not finished is given to another."""
    del workers[worker.pipe]
    worker.end()
    assert worker.batch is not None
    if worker.tries >= TRIES:
        code = worker.process.exitcode
        raise RuntimeError(f"the process that ran {worker.batch.numbers} ended {TRIES} times, last with {code}")
    again.append((worker.batch, worker.tries + 1))


def _work(pipe: Connection) -> None:
    """What a process does: a batch at a time, until nobody is there to send one or to take its rows."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the first one decides
    try:
        while True:
            batch = pipe.recv()
            held: tuple[Row, ...] | None = None
            with _Telling(pipe):
                for rows in together(batch):
                    if held is not None:
                        pipe.send(("rows", held))
                    held = rows
                pipe.send(("last", held))
    except GONE:
        return


class _Telling:
    """Sends whatever error a batch ends with to whoever waits for its rows, but for the other end being gone.

    An error in a procedure would be the same at a second try: it is told with its traceback, and not tried again.
    """

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if not isinstance(error, Exception) or isinstance(error, GONE):
            return False
        if not isinstance(error, GoodOfficesError):
            error.add_note("".join(traceback.format_exception(error)))
        self._pipe.send(("error", error))
        return True
