"""How batches go to a Dask cluster and rows come back.

The unit of work is a batch, and it depends on nothing but itself: so rows are the same wherever they are made, and a
batch whose worker is killed is made again by the scheduler, on another one. Batches are sent a few ahead of the work,
and their rows are handed on as they come.

Workers must run what runs here: the same version of this program, and of what it computes with. This is looked at
before the first batch is sent, and by every batch where it runs, as workers may join later.

Read next: ``cores.py``, the same on the cores of this machine.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from itertools import islice
from typing import Any

from ..errors import BadQuestion, GoodOfficesError, NoCluster
from ..simulate.plan import Batch, runs
from ..simulate.run import Row
from .cores import Made, never, on_one_core

SAME = ("goodoffices", "numpy", "ortools")
"""What has to be installed in the same version on both ends: rows may depend on it."""
NOBODY = 30.0
"""Seconds without any worker after which a cluster is given up."""
ASK = 1.0
"""Seconds after which a cluster is asked again how many workers it has."""
LOOK = 0.02
"""Seconds after which somebody looks whether rows have come, or whether to stop."""
AHEAD = 3
"""Batches sent for each thread of the workers: one that it works on, and some that it need not wait for."""


def made_there(
    client: Any, batches: Iterable[Batch], *, private: bool = False, stopped: Callable[[], bool] = never
) -> Generator[Made, None, None]:
    """The rows of batches, in any order, made by the workers of a client's cluster. ``stopped``: looked at often.

    What was sent and has not come back when it ends is cancelled: workers drop it, but for what they are at. Raises
    what `runs` raises, and `NoCluster` where the cluster is gone or a batch cannot be made there; `BadQuestion` for
    talks that somebody gave, unless ``private``.
    """
    from distributed import as_completed

    waiting, crew = iter(batches), _Crew(client)
    sent, coming = dict[Any, Batch](), as_completed(loop=client.loop, with_results=True, raise_errors=False)
    try:
        while not stopped():
            come = coming.next_batch(block=False)
            for future, found in come:
                batch = sent.pop(future)
                yield batch, _rows_of(found, batch)
            room = crew.room()
            for batch in islice(waiting, max(0, room - len(sent))):
                future = _sent(client, batch, private)
                sent[future] = batch
                coming.add(future)
            if room and not sent:
                return
            if not come:  # what had come is handed on first
                if not room or any(future.cancelled() for future in sent):
                    raise _gone()
                time.sleep(LOOK)
    finally:
        if sent and client.status == "running":
            client.cancel(list(sent))


def _sent(client: Any, batch: Batch, private: bool) -> Any:
    if batch.private and not private:
        raise BadQuestion("talks that somebody gave are among the work, and it was not said that they may be sent")
    return client.submit(_rows, _Work(batch, versions()), pure=False, retries=0)


def _rows_of(found: Any, batch: Batch) -> tuple[Row, ...]:
    """What came of a batch. Raises what it raised: in words, unless it was in words already."""
    match found:
        case list():
            return tuple(found)
        case (_, GoodOfficesError() as error, _):
            raise error
        case (_, Exception() as error, _):
            some = f"runs {batch.numbers[0]} to {batch.numbers[-1]}"
            if type(error).__name__ == "KilledWorker":  # Dask's own, which need not be loaded for this
                raise NoCluster(f"{some} were given up: too many of the workers that were at them ended")
            raise NoCluster(f"{some} could not be made on the cluster: {type(error).__name__}: {error}") from error
        case _:  # it was cancelled
            raise _gone()


def _gone() -> NoCluster:
    return NoCluster("the cluster is gone: its scheduler ended, or cannot be reached any more")


class _Crew:
    """The workers there are, asked after now and then."""

    def __init__(self, client: Any) -> None:
        self._client, self._threads, self._asked = client, 0, float("-inf")
        self._seen = time.monotonic()

    def room(self) -> int:
        """How many batches are to be with the cluster at once; 0 where it is gone.

        Raises `NoCluster` where it is there, but has had no worker for long.
        """
        now = time.monotonic()
        if now - self._asked > ASK:
            try:
                self._threads = sum(self._client.nthreads().values())
            except OSError:
                return 0
            self._asked = now
        if self._threads:
            self._seen = now
        elif now - self._seen > NOBODY:
            raise NoCluster(f"the cluster has had no worker for {NOBODY:.0f} seconds: start some, then go on")
        if self._client.status != "running":
            return 0
        return AHEAD * max(1, self._threads)  # one is asked of nobody, too: there are clusters that grow with the work


# --- the same versions on both ends ----------------------------------------------------------------------------------


def versions() -> dict[str, str]:
    """What has to be the same on both ends, by name: Python but for its last number, and all of `SAME`."""
    return {"Python": ".".join(platform.python_version_tuple()[:2])} | {name: _installed(name) for name in SAME}


@cache
def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def check_versions(client: Any) -> None:
    """Raise `NoCluster` where a worker that is there runs anything else than this process."""
    for address, found in sorted(client.get_versions(packages=SAME)["workers"].items()):
        there = {name: version or "none" for name, version in found["packages"].items()}
        there["Python"] = ".".join(found["host"]["python"].split(".")[:2])
        _check_same(versions(), there, address)


def _check_same(here: Mapping[str, str], there: Mapping[str, str], address: str) -> None:
    differ = [f"{name} {there[name]} instead of {version}" for name, version in here.items() if there[name] != version]
    if differ:
        raise NoCluster(
            f"the worker at {address} runs {', '.join(differ)}: its rows could differ. Install the same versions there "
            "and here"
        )


# --- on a worker -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Work:
    """A batch on its way. It is not shown: what workers cannot do they write to their logs, as it is shown."""

    batch: Batch = field(repr=False)
    versions: Mapping[str, str]


def _rows(work: _Work) -> list[Row]:
    """What a worker does. It is a list, as what a batch raised comes as a tuple."""
    from distributed import get_worker

    _check_same(work.versions, versions(), get_worker().address)
    return list(runs(work.batch, on_one_core))
