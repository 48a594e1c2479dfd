"""Dask clusters as they are in the world: a scheduler and workers as processes of their own, on loopback."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from distributed import Client
from distributed.security import Security

from goodoffices.engines.cluster_way import Tls

HOST = "127.0.0.1"
PATIENCE = 30.0
"""Seconds until something that should have happened is taken not to happen."""


@dataclass
class Started:
    """A cluster: its address, its scheduler, and its workers by their process ids."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: dict[int, subprocess.Popen[bytes]]
    tls: Tls | None = None
    _folder: Path = field(default_factory=Path)

    @contextmanager
    def watched(self) -> Iterator[Client]:
        """Somebody else's client, to look at what goes on."""
        with Client(self.address, security=security(self.tls), set_as_default=False, timeout=PATIENCE) as client:
            yield client

    def add_worker(self, **environment: str) -> None:
        """One more worker of one thread; it joins when it is ready."""
        # no nanny: a worker that is killed is not replaced
        worker = _python(
            "distributed.cli.dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--memory-limit", "0",
            "--death-timeout", "60", "--no-dashboard", "--host", f"{self.address.partition(':')[0]}://{HOST}",
            "--local-directory", str(self._folder), *_options(self.tls), **environment,
        )  # fmt: skip
        self.workers[worker.pid] = worker

    def end(self) -> None:
        """End every process of it."""
        for process in (*self.workers.values(), self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def started(folder: Path, workers: int = 2, tls: Tls | None = None, **environment: str) -> Iterator[Started]:
    """A cluster with so many workers, all there. ``environment``: more of it for the scheduler."""
    said = folder / "scheduler.json"
    protocol = "tls" if tls is not None or environment else "tcp"
    scheduler = _python(
        "distributed.cli.dask_scheduler", "--host", f"{protocol}://{HOST}", "--port", "0", "--no-dashboard",
        "--dashboard-address", f"{HOST}:0", "--idle-timeout", "300", "--scheduler-file", str(said), *_options(tls),
        **environment,
    )  # fmt: skip
    cluster = Started("", scheduler, {}, tls, folder)
    try:
        until(lambda: said.exists() or scheduler.poll() is not None)
        cluster.address = json.loads(said.read_text(encoding="utf-8"))["address"]
        for _ in range(workers):
            cluster.add_worker()
        if workers:
            with cluster.watched() as client:
                client.wait_for_workers(workers, timeout=PATIENCE)
        yield cluster
    finally:
        cluster.end()


def until(happened: Callable[[], object]) -> None:
    """Wait for something."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def security(tls: Tls | None) -> Security | None:
    """What a client of such a cluster needs."""
    if tls is None:
        return None
    return Security(
        tls_ca_file=tls.ca, tls_client_cert=tls.cert, tls_client_key=tls.key, require_encryption=True
    )  # fmt: skip


def certificates(folder: Path) -> Tls:
    """An authority and one certificate of it, in a folder that is made."""
    folder.mkdir()
    authority, one = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ours = _signed("authority", authority, "authority", authority, is_authority=True)
    files = {
        "ca.pem": ours.public_bytes(serialization.Encoding.PEM),
        "cert.pem": _signed("one", one, "authority", authority).public_bytes(serialization.Encoding.PEM),
        "key.pem": one.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption()),
    }  # fmt: skip
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Tls(*(str(folder / name) for name in files))


def _signed(
    who: str,
    key: ec.EllipticCurvePrivateKey,
    by: str,
    with_key: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool = False,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(
        issuer_name=_named(by), subject_name=_named(who), public_key=key.public_key(),
        serial_number=x509.random_serial_number(), not_valid_before=now - datetime.timedelta(days=1),
        not_valid_after=now + datetime.timedelta(days=1),
    )  # fmt: skip
    limits = x509.BasicConstraints(ca=is_authority, path_length=None)
    return made.add_extension(limits, critical=True).sign(with_key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _options(tls: Tls | None) -> list[str]:
    return [] if tls is None else ["--tls-ca-file", tls.ca, "--tls-cert", tls.cert, "--tls-key", tls.key]


def _python(module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module, *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env={**os.environ, **environment}, start_new_session=True, **quiet)  # type: ignore[call-overload, no-any-return]
