"""Rows that survive an interruption, made on several cores: each goes to its file as soon as it is there.

What was asked for travels with every part as `Asked`. Jobs are small and self-contained; a job whose rows are all in
the file already is left out. Progress, with the time left at the pace so far, goes to the standard error.

Read next: ``reached.py``.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from goodoffices import __version__, beliefs, exact, procedures, simulate
from goodoffices.analysis import formulas, numbered

from ..running import PEERS

J = TypeVar("J")
R = TypeVar("R")

EVERY = 10.0
"""Seconds between two lines of progress."""


@dataclass(frozen=True)
class Asked:
    """What a run was asked for. ``talks``: how many in a row of the contest; ``folder``: where rows are kept; ``only``:
    rows of the contest that have this text.
    """

    talks: int
    cores: int
    folder: Path
    quick: bool = False
    resume: bool = False
    force: bool = False
    only: str = ""


def say(text: str) -> None:
    """Progress, and what else is no part of the table."""
    print(text, file=sys.stderr, flush=True)


def told(seconds: float) -> str:
    """A time in words.

    >>> told(40), told(600), told(9000)
    ('40 s', '10 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def version(*more: str) -> str:
    """What rows depend on, in sixteen digits: the code of procedures, beliefs and simulations, of what measures them
    exactly and of the formulas, the climb, the pinned NegMAS, and what is named besides. Rows of another version are
    not gone on with.
    """
    here = Path(__file__).parent
    files = [here / "climb.py", here / "kinds.py", here / "klein.py", PEERS / "negmas_mechanisms.py"]
    files += [PEERS / "requirements-negmas.txt"]
    files += [Path(formulas.__file__), Path(numbered.__file__)]
    for package in (procedures, beliefs, simulate, exact):
        files += sorted(file for file in Path(package.__path__[0]).rglob("*") if file.suffix in (".py", ".c", ".h"))
    text = [__version__, *more, *(path.read_text(encoding="utf-8") for path in files)]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]


def made(of: Callable[[J], R], jobs: Sequence[J], asked: Asked, says: str) -> Iterator[tuple[J, R]]:
    """What each job comes to, in any order; on this machine's cores where there are several."""
    begun = shown = time.monotonic()
    with _mapping(asked.cores if len(jobs) > 1 else 1) as mapped:
        for done, (place, found) in enumerate(mapped(_Placed(of), list(enumerate(jobs))), 1):
            yield jobs[place], found
            now = time.monotonic()
            if now - shown > EVERY or done == len(jobs):
                shown, left = now, (now - begun) / done * (len(jobs) - done)
                say(f"  {says}: {done} of {len(jobs)}" + (f", about {told(left)} left" if done < len(jobs) else ""))


@dataclass(frozen=True)
class _Placed:
    """A function of a job as one of a job and its place, which other processes can be given."""

    of: Callable[[Any], Any]

    def __call__(self, job: tuple[int, Any]) -> tuple[int, Any]:
        return job[0], self.of(job[1])


@contextmanager
def _mapping(cores: int) -> Iterator[Callable[[Any, Iterable[Any]], Iterable[Any]]]:
    if cores == 1:
        yield map
        return
    with multiprocessing.get_context("spawn").Pool(cores, _leave_stopping_to_the_first) as pool:
        yield pool.imap_unordered


def _leave_stopping_to_the_first() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal


class Kept:
    """Values by name in a file, one JSON line each, written as they are made; the first line says what they are of.

    Raises `SystemExit`, with what to do, where a file is there that is not to be gone on with.
    """

    def __init__(self, path: Path, of: str, asked: Asked) -> None:
        self._path, self.values = path, dict[str, Any]()
        if path.exists() and not asked.force:
            lines = path.read_text(encoding="utf-8").split("\n")[:-1]  # a line that was broken off is left out
            if not asked.resume:
                raise SystemExit(f"{path} is there already: go on with --resume, or begin anew with --force")
            if not lines or json.loads(lines[0]) != of:
                raise SystemExit(f"{path} is of another version of the program; begin anew with --force")
            self.values = dict(json.loads(line) for line in lines[1:])
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = [json.dumps(of), *(json.dumps(entry) for entry in self.values.items())]
        written = path.with_name(f"{path.name}.new")
        written.write_text("".join(f"{line}\n" for line in whole), encoding="utf-8")
        os.replace(written, path)

    def add(self, name: str, value: Any) -> None:
        """Keep a value, on the disk too."""
        self.values[name] = value
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([name, value]) + "\n")
            file.flush()
            os.fsync(file.fileno())
