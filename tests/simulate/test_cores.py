"""Batches on cores: the same rows on one and on two, nothing left running, a killed process costs a second try."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.simulate.test_plan import all_rows, by_number, small_plan

from goodoffices.engines import cores
from goodoffices.engines.cores import Made, on_cores
from goodoffices.errors import BadQuestion
from goodoffices.simulate.cases import drawing
from goodoffices.simulate.plan import Plan, plan
from goodoffices.simulate.proceedings import proceeding
from goodoffices.simulate.run import Row

LONG = "annealing one-text:rounds=4000"


def together(made: Iterator[Made]) -> list[Row]:
    return by_number([row for _, rows in made for row in rows])


def until(many: int, asked: Plan, on: int) -> list[Row]:
    """The rows there are when somebody stops after so many."""
    seen: list[Row] = []
    for _, rows in on_cores(asked.batches(), on, stopped=lambda: len(seen) >= many):
        seen.extend(rows)
    return seen


def children() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid}


def test_the_rows_are_the_same_on_one_core_and_on_two() -> None:
    whole = all_rows(small_plan().batches())
    assert together(on_cores(small_plan().batches(), 1)) == whole
    assert together(on_cores(small_plan().batches(talks=3), 2)) == whole
    assert not children()


def test_a_row_comes_once_with_its_own_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "TOGETHER", 0.0)  # every row apart
    parts = list(on_cores(small_plan().batches(), 1))
    assert all(row.number in batch.numbers for batch, rows in parts for row in rows)
    assert [row.number for _, rows in parts for row in rows] == list(range(len(small_plan())))
    assert len(parts) > len(small_plan())


def test_who_wants_to_stop_is_heard_between_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "TOGETHER", 0.0)
    seen = until(5, small_plan(), 1)
    assert len(seen) == 5


def test_processes_end_when_nobody_listens_any_more() -> None:
    endless = plan([drawing("")], procedures=[LONG], behaviours=["truthful"], draws=1000)
    made = on_cores(endless.batches(), 2)
    next(made)
    assert len(children()) == 2
    made.close()
    assert not children()


def test_stopping_leaves_no_process() -> None:
    endless = plan([drawing("")], procedures=[LONG], behaviours=["truthful"], draws=1000)
    seen = until(3, endless, 2)
    assert 3 <= len(seen) < 1000
    assert not children()


def test_a_killed_process_costs_its_batch_a_second_try() -> None:
    asked = plan([drawing("")], procedures=["annealing one-text"], behaviours=["truthful", "mistaken"], draws=12)
    killed, seen = False, list[Row]()
    for _, rows in on_cores(asked.batches(seeds=1), 2):
        seen += rows
        if not killed:
            os.kill(next(iter(children())), signal.SIGKILL)
            killed = True
    assert by_number(seen) == all_rows(asked.batches())


def test_of_a_batch_that_came_in_part_only_the_rest_is_made_again() -> None:
    """Its rows take longer than rows wait for one another; its process is killed after the first of them."""
    asked = plan([drawing("")], procedures=[LONG], behaviours=["truthful", "mistaken"], seeds=16)
    seen = list[Row]()
    for _, rows in on_cores(asked.batches(seeds=16), 2):
        if not seen:
            assert 0 < len(rows) < len(asked)
            os.kill(next(iter(children())), signal.SIGKILL)
        seen += rows
    assert [row.number for row in by_number(seen)] == list(range(len(asked)))


def test_a_batch_that_ends_every_process_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    started = cores._started

    def short_lived() -> object:
        worker = started()
        worker.process.kill()
        worker.process.join()
        return worker

    monkeypatch.setattr(cores, "_started", short_lived)
    with pytest.raises(RuntimeError, match="ended 3 times"):
        list(on_cores(small_plan().batches(), 2))
    assert not children()


@pytest.mark.parametrize("many", [1, 2])
def test_what_a_batch_raises_comes_out(many: int) -> None:
    (batch, *_) = small_plan().batches()
    wrong = replace(batch, procedures=(replace(proceeding("poll"), settings=(("size", 0),)),))
    with pytest.raises(BadQuestion, match="setting 'size' of 'poll'"):
        list(on_cores([wrong], many))
    assert not children()


@pytest.mark.parametrize("many", [1, 2])
def test_an_error_of_any_kind_comes_out_and_is_not_tried_again(many: int) -> None:
    """A batch that no plan would make: it has a procedure there is not."""
    (batch, *_) = small_plan().batches()
    wrong = replace(batch, procedures=(replace(proceeding("poll"), name="no such"),))
    with pytest.raises(KeyError, match="no such") as raised:
        list(on_cores([wrong], many))
    if many > 1:
        assert "in runs\n" in raised.value.__notes__[0]  # where in the other process
    assert not children()


ORPHANS = """
import sys
from goodoffices.engines import cores
from goodoffices.simulate.cases import drawing
from goodoffices.simulate.plan import Plan, plan
if __name__ == "__main__":
    asked = plan([drawing("")], procedures=["annealing one-text"], behaviours=["truthful"], draws=10**6)
    made = cores.on_cores(asked.batches(), 2)
    next(made)
    import multiprocessing
    print(*[child.pid for child in multiprocessing.active_children()], flush=True)
    for _ in made:
        pass
"""


def test_a_process_whose_starter_is_gone_ends_by_itself(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        pids = [int(pid) for pid in starter.stdout.readline().split()]
        assert len(pids) == 2
        starter.kill()
    for _ in range(300):
        if not any(is_running(pid) for pid in pids):
            break
        time.sleep(0.1)
    assert not any(is_running(pid) for pid in pids)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"  # one that nobody has asked after has ended all the same
