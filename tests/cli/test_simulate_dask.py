"""``goodoffices simulate --dask``: the same file as without, what is refused, and what is kept when a cluster goes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.engines.clusters import HOST, Started, certificates, started, until

from goodoffices.cli import simulate as command
from goodoffices.engines import cluster_way
from goodoffices.files.rows_file import load

from .conftest import Ended

Run = Callable[..., Ended]
SMALL = (
    "--draw",
    "parties=2,issues=3,options=3",
    "--talks",
    3,
    "--procedure",
    "one-text:rounds=10",
    "--procedure",
    "poll",
)
LONG = ("--talks", 2000, "--procedure", "annealing one-text:rounds=1000", "--behaviour", "truthful")
AT = ("--dask", "tcp://there:8786")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with started(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An address at which nobody listens."""
    monkeypatch.setattr(cluster_way, "ANSWERS", 0.3)
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        yield f"tcp://{HOST}:{taken.getsockname()[1]}"


def lines_of(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n") if path.exists() else 0


def test_the_file_and_the_summary_are_those_of_one_core(goodoffices: Run, there: Started, tmp_path: Path) -> None:
    here, cluster, local = (tmp_path / name for name in ("here.csv", "cluster.csv", "local.csv"))
    one = goodoffices("simulate", *SMALL, "--cores", 1, "--out", here)
    other = goodoffices("simulate", *SMALL, "--dask", there.address, "--out", cluster)
    assert (other.status, other.out, other.err) == (0, one.out, "")
    third = goodoffices("simulate", *SMALL, "--dask", "local", "--cores", 2, "--out", local)
    assert (third.status, third.out, third.err) == (0, one.out, "")
    assert cluster.read_bytes() == here.read_bytes() == local.read_bytes()
    text = here.read_text(encoding="utf-8").splitlines(keepends=True)
    cluster.write_text("".join([text[0], *text[9:20]]), encoding="utf-8")
    resumed = goodoffices("simulate", *SMALL, "--dask", there.address, "--out", cluster, "--resume")
    assert (resumed.status, resumed.out) == (0, one.out)
    assert cluster.read_bytes() == here.read_bytes()


def test_talks_of_a_file_go_to_a_cluster_only_if_that_is_said(goodoffices: Run, deal: Path) -> None:
    asked = ("simulate", deal, "--procedure", "poll", "--seeds", 2)
    refused = goodoffices(*asked, "--dask", "local", "--cores", 1)
    assert refused.status == 2
    assert "talks of a file are not sent to a cluster unless --send-talks says so" in refused.err
    sent = goodoffices(*asked, "--dask", "local", "--cores", 1, "--send-talks")
    assert (sent.status, sent.out) == (0, goodoffices(*asked, "--cores", 1).out)


@pytest.mark.slow
def test_talks_of_a_file_go_by_tls(goodoffices: Run, deal: Path, tmp_path: Path) -> None:
    tls = certificates(tmp_path / "pem")
    files = ("--tls-ca", tls.ca, "--tls-cert", tls.cert, "--tls-key", tls.key)
    asked = ("simulate", deal, "--procedure", "poll", "--seeds", 2)
    with started(tmp_path, workers=1, tls=tls) as cluster:
        sent = goodoffices(*asked, "--dask", cluster.address, "--send-talks", *files)
    assert (sent.status, sent.out, sent.err) == (0, goodoffices(*asked, "--cores", 1).out, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--send-talks",), "go with --dask ADDRESS"),
        (("--tls-key", "key.pem"), "go with --dask ADDRESS"),
        (("--dask", "there"), "'there' is no cluster: write tcp://HOST:PORT, tls://HOST:PORT, or local"),
        ((*AT, "--cores", 2), "--cores is for this machine"),
        ((*AT, "--tls-key", "key.pem"), "--tls-ca, --tls-cert and --tls-key go together"),
        ((*AT, "--tls-ca", "no.pem"), "File 'no.pem' does not exist"),
        ((*AT, "deal.yaml"), "unless --send-talks says so, and then only by TLS"),
        ((*AT, "deal.yaml", "--send-talks"), "by TLS alone, and tcp://there:8786 is not encrypted"),
        (("--dask", "tls://there:8786"), "tls://there:8786 needs --tls-ca, --tls-cert and --tls-key"),
        (("--dask", "tls://there:8786", "deal.yaml", "--send-talks"), "needs --tls-ca, --tls-cert and --tls-key"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_read_or_connected(
    goodoffices: Run, arguments: tuple[object, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.pem").touch()
    monkeypatch.setattr(command, "_run", lambda *_: pytest.fail("something ran"))
    monkeypatch.setattr(command, "_plan", lambda *_: pytest.fail("something was read"))
    done = goodoffices("simulate", *arguments, "--out", "rows.csv")
    assert done.status == 2
    assert said in " ".join(done.err.split())
    assert not (tmp_path / "rows.csv").exists()


def test_where_dask_is_not_installed_its_extra_is_named(goodoffices: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_way, "find_spec", lambda _: None)
    done = goodoffices("simulate", *SMALL, *AT)
    assert done.status == 2
    assert "pip install 'goodoffices[dask]'" in done.err


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_cluster_that_is_not_there_leaves_the_rows_as_they_were(
    goodoffices: Run, nowhere: str, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"rows{ending}"
    fresh = goodoffices("simulate", *SMALL, "--dask", nowhere, "--out", path)
    assert fresh.status == 2
    assert f"no cluster answers at {nowhere}" in fresh.err
    assert not list(tmp_path.iterdir())
    goodoffices("simulate", *SMALL, "--cores", 1, "--out", path)
    before = path.read_bytes()
    for more in ("--resume", "--force"):
        assert goodoffices("simulate", *SMALL, "--dask", nowhere, "--out", path, more).status == 2
        assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_a_cluster_that_goes_leaves_finished_rows_and_how_to_go_on(
    process: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    (tmp_path / "cluster").mkdir()
    with started(tmp_path / "cluster") as cluster:
        running = process("simulate", *LONG, "--dask", cluster.address, "--out", path)
        until(lambda: lines_of(path) > 4)
        cluster.scheduler.kill()
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (2, "")
    assert f"The rows of finished runs are in {path}. To go on, give the same command with --resume." in err
    assert "the cluster is gone: its scheduler ended, or cannot be reached any more" in err
    assert len(err.splitlines()) == 2
    rows = load(path)
    assert 4 <= len(rows) < 2000
    assert [row.number for row in rows] == sorted(row.number for row in rows)


@pytest.mark.parametrize("where", ["there", "local"])
def test_ctrl_c_keeps_finished_rows_and_shuts_nobodys_cluster_down(
    process: Callable[..., subprocess.Popen[str]], there: Started, tmp_path: Path, where: str
) -> None:
    """Ctrl-C as a terminal gives it: to every process of the command at once."""
    path = tmp_path / "rows.csv"
    to = ("--dask", there.address) if where == "there" else ("--dask", "local", "--cores", 2)
    running = process("simulate", *LONG, *to, "--out", path, start_new_session=True)
    until(lambda: lines_of(path) > 5)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "of 2,000 runs; the rest was not begun or finished." in out
    assert f"The rows of finished runs are in {path}. To go on, give the same command with --resume." in err
    assert "Traceback" not in err
    assert "distributed" not in err
    assert 5 <= len(load(path)) < 2000
    if where == "there":
        with there.watched() as client:
            assert len(client.nthreads()) == 2
            until(lambda: not client.processing() or not any(client.processing().values()))


@pytest.mark.slow
def test_a_local_cluster_ends_with_the_command_however_that_ends(
    process: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    import psutil

    path = tmp_path / "rows.csv"
    running = process("simulate", *LONG, "--dask", "local", "--cores", 2, "--out", path)
    until(lambda: lines_of(path) > 1)
    workers = [one for one in psutil.Process(running.pid).children() if "spawn_main" in " ".join(one.cmdline())]
    assert len(workers) == 2
    running.kill()
    running.communicate()
    until(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in workers))
