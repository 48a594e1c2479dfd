"""Batches of a simulation on a Dask cluster: one that is there already, or one made on this machine for trying.

Only what talks are drawn by goes to a cluster. Talks that somebody gave go only where it was allowed and everything is
encrypted; otherwise they are refused before anything is connected.

Read next: ``cluster_way.py``, how a cluster is reached; then ``cluster_work.py``, how batches go there and rows come
back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from ..errors import BadQuestion
from ..simulate.plan import Batch
from .cluster_way import Tls, check_encrypted, check_installed, elsewhere, here, quiet
from .cluster_work import check_versions, made_there
from .cores import Made

LOCAL = "local"
"""The address of a cluster that is made here and ended with the work."""
_ADDRESS = r"(tcp|tls)://([\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}"


@dataclass(frozen=True)
class Cluster:
    """A cluster, and on what terms it is used. ``address``: as ``tcp://HOST:PORT``, ``tls://HOST:PORT``, or `LOCAL`.

    ``processes``: the workers of a local one. ``send_talks``: talks that somebody gave may be sent.
    """

    address: str
    processes: int = 1
    send_talks: bool = False
    tls: Tls | None = None

    @property
    def is_local(self) -> bool:
        """Whether it is made here for this work."""
        return self.address == LOCAL


class Runs(Protocol):
    """What makes the rows of batches, as ``cores.on_cores`` does."""

    def __call__(self, batches: Iterable[Batch], *, stopped: Callable[[], bool]) -> Generator[Made, None, None]:
        """The rows of batches, in any order, each once."""


def check(cluster: Cluster, private: bool) -> None:
    """Raise `BadQuestion` where a cluster cannot be used so. ``private``: talks that somebody gave are among the work.

    Nothing is connected for it.

    >>> check(Cluster("10.0.0.1"), private=False)
    Traceback (most recent call last):
    goodoffices.errors.BadQuestion: '10.0.0.1' is no cluster: write tcp://HOST:PORT, tls://HOST:PORT, or local
    """
    if not cluster.is_local and not re.fullmatch(_ADDRESS, cluster.address):
        raise BadQuestion(f"'{cluster.address}' is no cluster: write tcp://HOST:PORT, tls://HOST:PORT, or local")
    encrypted = cluster.address.startswith("tls://")
    if private:
        _check_terms(cluster, encrypted)
    if encrypted and cluster.tls is None:
        raise BadQuestion(f"{cluster.address} needs --tls-ca, --tls-cert and --tls-key: both ends show who they are")
    if cluster.tls is not None and not encrypted:
        raise BadQuestion(f"--tls-ca, --tls-cert and --tls-key go with a tls:// address, not with {cluster.address}")
    check_installed(local=cluster.is_local)


def _check_terms(cluster: Cluster, encrypted: bool) -> None:
    """Raise `BadQuestion` where talks that somebody gave may not go to this cluster."""
    if not cluster.send_talks:
        raise BadQuestion(
            "talks of a file are not sent to a cluster unless --send-talks says so, and then only by TLS: whoever "
            "keeps the cluster can read every score and walk-away. Without --dask they are run in processes of this "
            "machine. Nothing was sent"
        )
    if not encrypted and not cluster.is_local:
        raise BadQuestion(
            f"talks of a file are sent by TLS alone, and {cluster.address} is not encrypted: give the tls:// address "
            "of a cluster that was started with TLS, with --tls-ca, --tls-cert and --tls-key. Nothing was sent"
        )


@contextmanager
def connected(cluster: Cluster, *, private: bool = False) -> Iterator[Runs]:
    """The way to a cluster, which is closed at the end; a local one is ended, any other goes on.

    Raises what `check` raises; `BadQuestion` for certificates that are none; `NoCluster` where no cluster answers, its
    workers run other versions, or, with ``private``, not everything on it is encrypted. The batches may hold talks
    that somebody gave only with ``private``.
    """
    check(cluster, private)
    with ExitStack() as stack:
        stack.enter_context(quiet())
        way = here(cluster.processes) if cluster.is_local else elsewhere(cluster.address, cluster.tls)
        client = stack.enter_context(way)
        check_versions(client)
        if private:
            check_encrypted(client)
        yield partial(made_there, client, private=private)
