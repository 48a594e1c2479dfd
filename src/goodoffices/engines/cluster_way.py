"""How a Dask cluster is reached, or made on this machine; and whether everything on it is encrypted.

A local cluster can be reached from this machine alone, and by nobody without its key, which is made for it and which no
other account can read: else every account of the machine could give it work to do, or read what it does. It shows no
pages, and everything it writes is in a folder that goes with it.

Source: Rocklin 2015, Dask: Parallel Computation with Blocked Algorithms and Task Scheduling, Proceedings of the 14th
Python in Science Conference.

Read next: ``cluster_work.py``.
"""

from __future__ import annotations

import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import resource_tracker
from threading import current_thread, main_thread
from typing import Any

from ..errors import BadQuestion, NoCluster

ANSWERS = 5.0
"""Seconds within which a cluster has to answer."""
WITHOUT = "a cluster needs Dask: pip install 'goodoffices[dask]', here and on its workers"
PAGES: dict[str, list[str]] = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}
"""What a local cluster shows by HTTP: nothing."""


@dataclass(frozen=True)
class Tls:
    """Files in the PEM format: who signed everybody's certificates, and the certificate and key of this end."""

    ca: str
    cert: str
    key: str


def check_installed(*, local: bool = False) -> None:
    """Raise `BadQuestion` where Dask is not there, or not what a ``local`` cluster makes its certificate with."""
    if any(find_spec(name) is None for name in ("distributed", *(["cryptography"] if local else []))):
        raise BadQuestion(WITHOUT)


@contextmanager
def quiet() -> Iterator[None]:
    """Dask's own remarks about what comes and goes are left out: what matters is raised, in words."""
    from distributed.utils import silence_logging_cmgr
    from distributed.versions import VersionMismatchWarning

    with silence_logging_cmgr("CRITICAL"), warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)
        yield


@contextmanager
def elsewhere(address: str, tls: Tls | None) -> Iterator[Any]:
    """A client of a cluster that is there. Raises `NoCluster` where none answers."""
    from distributed import Client

    security = None if tls is None else _security(tls)
    try:
        client = Client(address, timeout=ANSWERS, security=security, set_as_default=False)
    except OSError as error:
        how = "takes the certificate that was given" if tls else "does without TLS"
        raise NoCluster(
            f"no cluster answers at {address} within {ANSWERS:.0f} seconds. See that a scheduler runs there, that it "
            f"can be reached from here, and that it {how}. Nothing was sent"
        ) from error
    with client:
        yield client


def _security(tls: Tls) -> Any:
    from distributed.security import Security

    files = {"tls_ca_file": tls.ca, "tls_client_cert": tls.cert, "tls_client_key": tls.key}
    security = Security(require_encryption=True, **files)
    try:
        security.get_connection_args("client")
    except OSError as error:  # what ssl raises is one, too
        raise BadQuestion(
            f"{tls.ca}, {tls.cert} and {tls.key} are no authority, certificate and key of that certificate, each in "
            f"the PEM format: {error.strerror or error}"
        ) from None
    return security


@contextmanager
def here(processes: int) -> Iterator[Any]:
    """A client of a cluster of so many processes of this machine, ended at the end."""
    import dask
    from distributed import Client, LocalCluster
    from distributed.security import Security

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="goodoffices-", ignore_cleanup_errors=True))
        stack.enter_context(dask.config.set(PAGES))
        with _deaf_to_ctrl_c():
            cluster = LocalCluster(
                n_workers=processes, threads_per_worker=1, host="127.0.0.1", security=Security.temporary(),
                dashboard_address=None, scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                memory_limit=0, local_directory=folder, silence_logs="CRITICAL",
            )  # fmt: skip
        yield stack.enter_context(Client(stack.enter_context(cluster), set_as_default=False))


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What is started meanwhile never hears of Ctrl-C, which reaches every process of a terminal; this one decides.

    Threads and processes inherit which signals are held back. The first process started this way would let them
    through again, as it starts one that keeps account of the others; so that one is started before.
    """
    if not hasattr(signal, "pthread_sigmask") or current_thread() is not main_thread():
        yield
        return
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def check_encrypted(client: Any) -> None:
    """Raise `NoCluster` where something on a cluster may go unencrypted.

    A scheduler that requires encryption neither takes nor opens any other connection, so that every worker hears of
    its batches by TLS, those that join later too.
    """
    try:  # a lambda travels whole: the scheduler need not have this program
        strict = client.run_on_scheduler(lambda dask_scheduler: bool(dask_scheduler.security.require_encryption))
    except (AttributeError, ImportError, OSError, TypeError, ValueError) as error:
        raise NoCluster(f"whether the scheduler requires TLS of everybody cannot be made sure of: {error}") from None
    if not strict:
        raise NoCluster(_OPEN.format("its scheduler does not require it"))
    for address in sorted(client.nthreads()):
        if not address.startswith("tls://"):
            raise NoCluster(_OPEN.format(f"the worker at {address} does not"))


_OPEN = (
    "talks of a file are sent only to a cluster on which everything uses TLS, and {}. Start scheduler and workers with "
    "--tls-ca-file, --tls-cert and --tls-key of their own. Nothing was sent"
)
