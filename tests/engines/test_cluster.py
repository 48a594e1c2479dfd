"""Batches on a Dask cluster: the same rows as on one core, a killed worker costs a second try, and who may see what.

The clusters are real: a scheduler and workers in processes of their own.

Long because every refusal is tried against the same few clusters.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from distributed import Client
from tests.simulate import listed
from tests.simulate.test_plan import all_rows, by_number, small_plan

from goodoffices.engines import cluster_way, cluster_work
from goodoffices.engines.cluster import LOCAL, Cluster, check, connected
from goodoffices.engines.cluster_way import Tls
from goodoffices.engines.cluster_work import made_there
from goodoffices.engines.cores import Made, never
from goodoffices.errors import BadQuestion, NoCluster
from goodoffices.files.rows_text import dump
from goodoffices.simulate.cases import drawing
from goodoffices.simulate.plan import Batch, Plan, plan
from goodoffices.simulate.proceedings import proceeding
from goodoffices.simulate.run import Row

from .clusters import HOST, Started, certificates, security, started, until

LONG = "annealing one-text:rounds=4000"
"""Some tenths of a second a run."""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A cluster of two workers, which is left as it was found."""
    with started(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    return certificates(tmp_path_factory.mktemp("pem") / "ours")


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory, pem: Tls) -> Iterator[Started]:
    """A cluster with TLS on all ends, of one worker."""
    with started(tmp_path_factory.mktemp("encrypted"), workers=1, tls=pem) as cluster:
        yield cluster


def drawn_plan(**more: Any) -> Plan:
    return plan([drawing("issues=4,options=3"), drawing("parties=3,issues=3,options=2,bonuses=1")],
                procedures=["one-text:rounds=10", "poll"], draws=4, seeds=2, **more)  # fmt: skip


def long_plan(runs: int) -> Plan:
    return plan([drawing("")], procedures=[LONG], behaviours=["truthful"], draws=runs)


def as_csv(rows: Sequence[Row]) -> bytes:
    return dump(by_number(list(rows)), "plan").encode()


def rows_of(made: Iterator[Made]) -> list[Row]:
    return [row for _, rows in made for row in rows]


def tasks(client: Client) -> dict[str, Any]:
    """What the scheduler knows of each task: how it stands, and in how many workers' ends it was in work."""
    return client.run_on_scheduler(  # type: ignore[no-any-return]
        lambda dask_scheduler: {key: (task.state, task.suspicious) for key, task in dask_scheduler.tasks.items()}
    )


# --- the rows --------------------------------------------------------------------------------------------------------


def test_rows_are_byte_for_byte_those_of_one_core(there: Started) -> None:
    asked = drawn_plan()
    whole = as_csv(all_rows(asked.batches()))
    with connected(Cluster(there.address)) as runs:
        assert as_csv(rows_of(runs(asked.batches(), stopped=never))) == whole
        assert as_csv(rows_of(runs(asked.batches(talks=3, seeds=1), stopped=never))) == whole
        assert rows_of(runs([], stopped=never)) == []


def test_each_part_is_a_batch_with_all_its_rows(there: Started) -> None:
    asked = drawn_plan()
    done = {3, *range(10, 30)}
    with connected(Cluster(there.address)) as runs:
        parts = list(runs(asked.batches(seeds=1, done=done), stopped=never))
    for batch, rows in parts:
        assert [row.number for row in rows] == [number for number in batch.numbers if number not in done]
    assert sorted(row.number for _, rows in parts for row in rows) == sorted({*range(len(asked))} - done)


def test_few_batches_are_with_the_cluster_at_once(there: Started) -> None:
    """A plan of a million runs is not sent in one go."""
    asked, sent = long_plan(10**6), list[Batch]()

    def counted() -> Iterator[Batch]:
        for batch in asked.batches():
            sent.append(batch)
            yield batch

    with connected(Cluster(there.address)) as runs:
        made = runs(counted(), stopped=never)
        next(made)
        assert 2 < len(sent) <= 2 * cluster_work.AHEAD
        made.close()


def test_a_killed_worker_costs_its_batches_a_second_try(tmp_path: Path) -> None:
    asked = plan([drawing("")], procedures=[LONG], behaviours=["truthful", "mistaken"], draws=6, seeds=2)
    with started(tmp_path) as cluster, cluster.watched() as client, connected(Cluster(cluster.address)) as runs:
        pids = {pid: address for address, pid in client.run(os.getpid).items()}
        assert pids.keys() == cluster.workers.keys()
        made = runs(asked.batches(), stopped=never)
        rows = list(next(made)[1])
        working = client.processing()
        (pid, lost), *_ = [(pid, working[address]) for pid, address in pids.items() if working[address]]
        os.kill(pid, signal.SIGKILL)
        until(lambda: len(client.nthreads()) == 1)
        # of the batches it was given at least one was in work when it ended, and is begun again
        assert any(tasks(client)[key][1] == 1 for key in lost)
        rows += rows_of(made)
        assert cluster.workers[pid].wait() == -signal.SIGKILL
    assert as_csv(rows) == as_csv(all_rows(asked.batches()))


def test_who_wants_to_stop_is_heard_and_what_was_sent_is_cancelled(there: Started) -> None:
    seen: list[Row] = []
    with there.watched() as client, connected(Cluster(there.address)) as runs:
        for _, rows in runs(long_plan(1000).batches(), stopped=lambda: len(seen) >= 3):
            seen.extend(rows)
        assert 3 <= len(seen) < 20
        until(lambda: not tasks(client))
        assert len(client.nthreads()) == 2  # nobody's cluster is shut down


def test_what_was_sent_is_cancelled_when_nobody_listens_any_more(
    there: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled, cancel = list[Any](), Client.cancel
    monkeypatch.setattr(Client, "cancel", lambda self, some: (cancelled.extend(some), cancel(self, some)))
    with there.watched() as client, connected(Cluster(there.address)) as runs:
        made = runs(long_plan(1000).batches(), stopped=never)
        next(made)
        sent = tasks(client).keys()
        assert sent
        made.close()
        assert {future.key for future in cancelled} <= sent
        assert len(cancelled) >= 2 * (cluster_work.AHEAD - 1)
        until(lambda: not tasks(client))


# --- what goes wrong -------------------------------------------------------------------------------------------------


def test_what_a_batch_raises_comes_out_in_its_own_words(there: Started) -> None:
    (batch, *_) = drawn_plan().batches()
    wrong = replace(batch, procedures=(replace(proceeding("poll"), settings=(("size", 0),)),))
    with connected(Cluster(there.address)) as runs, pytest.raises(BadQuestion, match="setting 'size' of 'poll'"):
        list(runs([wrong], stopped=never))


def test_another_error_of_a_batch_is_told_with_its_runs_and_not_tried_again(there: Started) -> None:
    (batch, *_) = drawn_plan().batches()
    wrong = replace(batch, behaviours=(None,))  # type: ignore[arg-type]
    said = r"^runs 0 to 3 could not be made on the cluster: AttributeError: 'NoneType'"
    with connected(Cluster(there.address)) as runs, pytest.raises(NoCluster, match=said):
        list(runs([wrong], stopped=never))


def test_a_batch_that_ends_its_workers_is_given_up(there: Started) -> None:
    from distributed.scheduler import KilledWorker

    (batch, *_) = long_plan(7).batches()
    error = KilledWorker("some", SimpleNamespace(address="tcp://..."), 3)  # type: ignore[arg-type]
    with pytest.raises(NoCluster, match=r"^runs 0 to 0 were given up: too many of the workers"):
        cluster_work._rows_of((KilledWorker, error, None), batch)


def test_a_cluster_that_is_gone_is_told_after_what_had_come(tmp_path: Path) -> None:
    with started(tmp_path) as cluster, connected(Cluster(cluster.address)) as runs:
        made, seen = runs(long_plan(1000).batches(), stopped=never), list[Row]()
        seen += next(made)[1]
        cluster.scheduler.kill()
        with pytest.raises(NoCluster, match="the cluster is gone: its scheduler ended"):
            seen += rows_of(made)
    made_here = [batch for batch in long_plan(1000).batches() if batch.first in {row.number for row in seen}]
    assert by_number(seen) == all_rows(made_here)


def test_a_cluster_without_workers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_work, "NOBODY", 0.3)
    none = started(tmp_path, workers=0)
    with none as cluster, connected(Cluster(cluster.address)) as runs, pytest.raises(NoCluster, match="had no worker"):
        list(runs(drawn_plan().batches(), stopped=never))


@pytest.mark.slow
def test_a_worker_that_joins_later_works_too(tmp_path: Path) -> None:
    asked = drawn_plan()
    with started(tmp_path, workers=0) as cluster, connected(Cluster(cluster.address)) as runs:
        cluster.add_worker()
        assert as_csv(rows_of(runs(asked.batches(), stopped=never))) == as_csv(all_rows(asked.batches()))


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_way, "ANSWERS", 0.3)
    with socket.socket() as taken:
        taken.bind((HOST, 0))  # and nobody listens
        address = f"tcp://{HOST}:{taken.getsockname()[1]}"
        with pytest.raises(NoCluster, match=f"^no cluster answers at {address} within .* does without TLS"):
            connected(Cluster(address)).__enter__()


# --- the same versions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Python", "goodoffices", "numpy", "ortools"])
def test_another_version_is_refused_before_anything_is_sent(
    there: Started, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = cluster_work.versions()
    assert re.fullmatch(r"3\.\d+", here["Python"])
    monkeypatch.setattr(cluster_work, "versions", lambda: here | {name: "0.0"})
    said = rf"^the worker at tcp://\S+ runs {name} {re.escape(here[name])} instead of 0.0: its rows could differ"
    with pytest.raises(NoCluster, match=said):
        connected(Cluster(there.address)).__enter__()


def test_every_batch_looks_at_the_version_where_it_runs(there: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers may join after all others were asked."""
    here = cluster_work.versions()
    with there.watched() as client:
        monkeypatch.setattr(cluster_work, "versions", lambda: here | {"goodoffices": "9"})
        with pytest.raises(NoCluster, match=rf"runs goodoffices {here['goodoffices']} instead of 9"):
            list(made_there(client, drawn_plan().batches()))


def test_what_a_worker_lacks_is_named() -> None:
    packages = {"goodoffices": None, "numpy": cluster_work.versions()["numpy"], "ortools": None}
    host = {"python": ".".join(map(str, sys.version_info))}
    found = {"workers": {"tcp://there": {"packages": packages, "host": host}}}
    client = SimpleNamespace(get_versions=lambda **_: found)
    with pytest.raises(NoCluster, match=r"tcp://there runs goodoffices none instead of \S+, ortools none instead of"):
        cluster_work.check_versions(client)


# --- talks that somebody gave ----------------------------------------------------------------------------------------

SOME = Tls("ca.pem", "cert.pem", "key.pem")


@pytest.mark.parametrize(
    ("cluster", "said"),
    [
        (Cluster("tcp://there:8786"), "unless --send-talks says so, and then only by TLS"),
        (Cluster("tls://there:8786", tls=SOME), "unless --send-talks says so"),
        (Cluster(LOCAL), "unless --send-talks says so"),
        (Cluster("tcp://there:8786", send_talks=True), "by TLS alone, and tcp://there:8786 is not encrypted"),
        (Cluster("tcp://there:8786", send_talks=True, tls=SOME), "by TLS alone"),
        (Cluster("tls://there:8786", send_talks=True), "needs --tls-ca, --tls-cert and --tls-key"),
    ],
)
def test_given_talks_go_only_where_it_is_allowed_and_encrypted(
    cluster: Cluster, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("elsewhere", "here"):
        monkeypatch.setattr(f"goodoffices.engines.cluster.{name}", lambda *_: pytest.fail("something was connected"))
    with pytest.raises(BadQuestion, match=said):
        check(cluster, private=True)
    with pytest.raises(BadQuestion, match=said):
        connected(cluster, private=True).__enter__()


@pytest.mark.parametrize(
    "cluster", [Cluster("tls://there:8786", send_talks=True, tls=SOME), Cluster(LOCAL, send_talks=True)]
)
def test_given_talks_go_where_both_is_so(cluster: Cluster) -> None:
    check(cluster, private=True)


@pytest.mark.parametrize("address", ["there", "there:8786", "tcp://there", "ucx://there:1", "inproc://a:1", "LOCAL", "",
                                     "tcp://a b:1", "tcp://a:1/x", "tcp://me@there:1", "tcp://a:b:1",
                                     "tcp://[::1]"])  # fmt: skip
def test_an_address_says_how_to_reach_it(address: str) -> None:
    with pytest.raises(BadQuestion, match=r"is no cluster: write tcp://HOST:PORT, tls://HOST:PORT, or local"):
        check(Cluster(address), private=False)


@pytest.mark.parametrize("address", ["tcp://there:1", "tcp://10.0.0.1:8786", "tcp://some-where.example:8786",
                                     "tcp://[::1]:8786"])  # fmt: skip
def test_an_address_may_be_a_name_or_numbers(address: str) -> None:
    check(Cluster(address), private=False)


@pytest.mark.parametrize("address", [LOCAL, "tcp://there:8786"])
def test_certificates_go_with_tls(address: str) -> None:
    with pytest.raises(BadQuestion, match=f"go with a tls:// address, not with {address}"):
        check(Cluster(address, tls=SOME), private=False)


def test_a_batch_of_given_talks_is_not_sent_by_mistake() -> None:
    batches = plan([drawing("issues=3"), listed.case(3)]).batches()
    client = SimpleNamespace(
        status="running", loop="unused", nthreads=lambda: {"tcp://there": 4}, cancel=lambda _: None,
        submit=lambda *_, **__: pytest.fail("it was sent"),
    )  # fmt: skip
    with pytest.raises(BadQuestion, match="it was not said that they may be sent"):
        list(made_there(client, [batch for batch in batches if batch.private]))


def test_given_talks_are_run_where_everything_is_encrypted(encrypted: Started, pem: Tls) -> None:
    asked = small_plan()
    assert any(batch.private for batch in asked.batches())
    cluster = Cluster(encrypted.address, send_talks=True, tls=pem)
    assert encrypted.address.startswith("tls://")
    with connected(cluster, private=True) as runs:
        assert as_csv(rows_of(runs(asked.batches(), stopped=never))) == as_csv(all_rows(asked.batches()))


def test_a_certificate_of_another_authority_is_not_taken(
    encrypted: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_way, "ANSWERS", 0.5)
    other = certificates(tmp_path / "other")
    with pytest.raises(NoCluster, match=r"no cluster answers at .* takes the certificate that was given"):
        connected(Cluster(encrypted.address, send_talks=True, tls=other), private=True).__enter__()


def test_files_that_are_no_certificates_are_named(pem: Tls, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("none", encoding="utf-8")
    for wrong in (replace(pem, cert=str(tmp_path / "cert.pem")), replace(pem, ca=pem.key), replace(pem, key=pem.cert)):
        with pytest.raises(BadQuestion, match="are no authority, certificate and key of that certificate"):
            connected(Cluster("tls://127.0.0.1:1", tls=wrong)).__enter__()


def test_a_scheduler_that_would_do_without_encryption_is_refused(tmp_path: Path, pem: Tls) -> None:
    """It has certificates by its configuration, and takes connections without them besides if it is told to."""
    way = "DASK_DISTRIBUTED__COMM__TLS__"
    lax = {f"{way}CA_FILE": pem.ca, f"{way}SCHEDULER__CERT": pem.cert, f"{way}SCHEDULER__KEY": pem.key}
    with started(tmp_path, workers=0, **lax) as cluster:
        cluster.tls = pem
        terms = Cluster(cluster.address, send_talks=True, tls=pem)
        with pytest.raises(NoCluster, match=r"everything uses TLS, and its scheduler does not require it.*Nothing was"):
            connected(terms, private=True).__enter__()


def test_a_worker_that_listens_without_encryption_is_refused() -> None:
    client = SimpleNamespace(run_on_scheduler=lambda _: True, nthreads=lambda: {"tls://a:1": 1, "tcp://b:2": 1})
    with pytest.raises(NoCluster, match="the worker at tcp://b:2 does not"):
        cluster_way.check_encrypted(client)


def test_a_scheduler_that_does_not_say_is_refused() -> None:
    def run_on_scheduler(_: object) -> bool:
        raise ValueError("no functions are run here")

    with pytest.raises(NoCluster, match="cannot be made sure of: no functions are run here"):
        cluster_way.check_encrypted(SimpleNamespace(run_on_scheduler=run_on_scheduler))


def test_what_workers_may_write_to_their_logs_holds_no_talks() -> None:
    (batch,) = plan([listed.case(3)]).batches()
    assert "small 3" in repr(batch)
    assert "small 3" not in repr(cluster_work._Work(batch, {}))


# --- a cluster made here ---------------------------------------------------------------------------------------------


def test_a_local_cluster_is_for_this_machine_and_this_work_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    clients = list[Client]()
    monkeypatch.setattr("goodoffices.engines.cluster.check_versions", clients.append)
    before, me = set(psutil.Process().children()), psutil.Process()
    listening = {c.laddr for c in me.net_connections("inet") if c.status == psutil.CONN_LISTEN}
    asked = small_plan()
    with connected(Cluster(LOCAL, processes=2, send_talks=True), private=True) as runs:
        assert as_csv(rows_of(runs(asked.batches(), stopped=never))) == as_csv(all_rows(asked.batches()))
        (client,) = clients
        workers = client.nthreads()
        assert list(workers.values()) == [1, 1]
        assert all(address.startswith(f"tls://{HOST}:") for address in [*workers, client.scheduler.address])
        family = [me, *set(me.children(recursive=True)) - before]
        assert len(family) >= 3
        open_to = {c.laddr for one in family for c in one.net_connections("inet") if c.status == psutil.CONN_LISTEN}
        assert open_to - listening
        assert {address.ip for address in open_to - listening} == {HOST}
        for address in open_to - listening:
            assert_shows_nothing(address.port)
        folders = client.run(lambda dask_worker: dask_worker.local_directory).values()
        assert all(Path(folder).is_dir() for folder in folders)
    until(lambda: not any("spawn_main" in " ".join(one.cmdline()) for one in set(me.children()) - before))
    assert not any(Path(folder).exists() for folder in folders)


def assert_shows_nothing(port: int) -> None:
    pages = ("", "info/main/workers.html", "metrics", "health", "json/identity.json", "status")
    assert {answer_of(f"http://{HOST}:{port}/{page}") for page in pages} <= {"not heard", "404"}


def answer_of(page: str) -> str:
    """The number by which a page is answered; where TLS is spoken, HTTP is not heard."""
    try:
        with urllib.request.urlopen(page, timeout=5) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except OSError:
        return "not heard"


def test_a_local_cluster_takes_nobody_without_its_key(pem: Tls, monkeypatch: pytest.MonkeyPatch) -> None:
    clients = list[Client]()
    monkeypatch.setattr("goodoffices.engines.cluster.check_versions", clients.append)
    with connected(Cluster(LOCAL)):
        address = clients[0].scheduler.address
        for other in (security(pem), None):
            with pytest.raises((OSError, TypeError)):
                Client(address, security=other, timeout=0.5, set_as_default=False)


# --- what has to be installed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("missing", "address"), [("distributed", "tcp://there:8786"), ("distributed", LOCAL),
                                                  ("cryptography", LOCAL)])  # fmt: skip
def test_what_is_not_installed_is_told(missing: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_way, "find_spec", lambda name: None if name == missing else name)
    with pytest.raises(BadQuestion, match=r"pip install 'goodoffices\[dask\]'"):
        check(Cluster(address), private=False)


def test_a_cluster_elsewhere_needs_no_cryptography(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_way, "find_spec", lambda name: None if name == "cryptography" else name)
    check(Cluster("tcp://there:8786"), private=False)
