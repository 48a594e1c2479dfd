"""``goodoffices simulate``: what it prints and writes, what it refuses, and what Ctrl-C leaves."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from goodoffices.cli import simulate as command
from goodoffices.files.rows_file import load
from goodoffices.simulate.plan import Plan

from .conftest import NO_DEAL, Ended

Run = Callable[..., Ended]
SMALL = ("--draw", "parties=2,issues=3,options=3", "--talks", 3, "--cores", 1)
QUICK = (*SMALL, "--procedure", "one-text:rounds=10", "--procedure", "poll")
LONG = ("--talks", 2000, "--procedure", "annealing one-text:rounds=1000", "--behaviour", "truthful")


def test_the_summary_is_in_words_and_in_tables(goodoffices: Run) -> None:
    done = goodoffices("simulate", *QUICK)
    assert (done.status, done.err) == (0, "")
    assert "30 runs." in done.out
    assert "No agreement was false" in done.out
    assert "Everybody mistaken (1/20)" in done.out
    assert "Party 1 exaggerating (1/10), the others truthful" in done.out
    assert "one-text:rounds=10" in done.out
    assert "What a party gained by its behaviour, against being truthful" in done.out
    assert "will accept" not in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_the_summary_as_json(goodoffices: Run) -> None:
    one, again, other, given = (
        json.loads(goodoffices("simulate", *QUICK, "--json", *more).out)
        for more in ((), (), ("--seed", 7), ("--given", "orders", "--given", "walk-aways"))
    )
    assert one | {"seconds": 0} == again | {"seconds": 0}
    assert one["summary"] != other["summary"]
    assert (one["runs"], one["asked"], one["seed"], other["seed"]) == (30, 30, 0, 7)
    assert given["given"] == ["orders", "walk-aways"]
    assert len({one["plan"], other["plan"], given["plan"]}) == 3


def test_a_file_is_run_with_its_own_parties(goodoffices: Run, deal: Path) -> None:
    done = goodoffices("simulate", deal, "--cores", 1, "--seeds", 3, "--procedure", "poll", "--json")
    assert done.status == 0
    found = json.loads(done.out)
    assert found["runs"] == 15  # nothing is drawn beside it
    assert found["summary"][0]["nash_share"]["count"] == 3
    both = goodoffices("simulate", deal, *SMALL, "--procedure", "poll", "--behaviour", "truthful", "--json")
    assert json.loads(both.out)["runs"] == 4
    said = goodoffices("simulate", deal, "--cores", 1, "--procedure", "poll").out
    assert "For the mediator only" in said
    assert "For the mediator only" not in goodoffices("simulate", *QUICK).out


@pytest.mark.parametrize("ending", [".html", ".json", ".svg"])
def test_what_is_written_of_a_file_is_for_the_mediator_only(
    goodoffices: Run, deal: Path, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", SimpleNamespace(vegalite_to_svg=json.dumps))  # type: ignore[arg-type]
    paths = [tmp_path / f"{name}{ending}" for name in ("given", "drawn")]
    for path, more in zip(paths, ((deal, "--procedure", "poll", "--cores", 1), QUICK), strict=True):
        done = goodoffices("simulate", *more, "--chart", path, "--json")
        assert json.loads(done.out)["mediator_only"] is (path is paths[0])
    assert "For the mediator only" in paths[0].read_text(encoding="utf-8")
    assert "For the mediator only" not in paths[1].read_text(encoding="utf-8")


def test_the_walk_away_of_a_file_is_not_found_from_what_is_shown_by_trying(
    goodoffices: Run, deal: Path, tmp_path: Path
) -> None:
    """Two runs of the same talks have no digits in common; the rows are gone on with all the same."""
    asked = ("simulate", deal, "--cores", 1, "--procedure", "poll", "--seeds", 2)
    said = json.loads(goodoffices(*asked, "--json").out)
    assert said["plan"] is None
    paths = [tmp_path / name for name in ("one.csv", "other.csv")]
    plans = []
    for path in paths:
        assert goodoffices(*asked, "--out", path).status == 0
        (found,) = {line.rpartition(",")[2] for line in path.read_text(encoding="utf-8").splitlines()[1:]}
        plans.append(found)
    assert not set(plans[0].split("-")) & set(plans[1].split("-"))
    assert all(len(part) == 16 for found in plans for part in found.split("-"))
    whole = paths[0].read_text(encoding="utf-8")
    paths[0].write_text("".join(whole.splitlines(keepends=True)[:4]), encoding="utf-8")
    assert goodoffices(*asked, "--out", paths[0], "--resume").status == 0
    assert paths[0].read_text(encoding="utf-8") == whole
    deal.write_text(deal.read_text(encoding="utf-8") + "# the same talks\n", encoding="utf-8")
    assert goodoffices(*asked, "--out", paths[0], "--resume").status == 0
    assert "its rows are of another plan" in goodoffices(*asked, "--seed", 3, "--out", paths[0], "--resume").err


def test_all_procedures_that_suit_are_run_where_none_is_named(goodoffices: Run) -> None:
    done = goodoffices("simulate", "--draw", "parties=3,issues=2,options=2", "--talks", 1, "--cores", 1, "--behaviour",
                       "truthful", "--json")  # fmt: skip
    names = [entry["procedure"] for entry in json.loads(done.out)["summary"]]
    assert "annealing one-text" in names
    assert "split-the-gap" not in names


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_rows_are_written_and_gone_on_with(goodoffices: Run, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rows{ending}"
    whole = goodoffices("simulate", *QUICK, "--out", path)
    rows = load(path)
    assert (whole.status, len(rows)) == (0, 30)
    again = goodoffices("simulate", *QUICK, "--out", path)
    assert again.status == 2
    assert "it is there already. Go on with it by --resume" in again.err
    resumed = goodoffices("simulate", *QUICK, "--out", path, "--resume")
    assert (resumed.status, resumed.out) == (0, whole.out)
    assert load(path) == rows
    other = goodoffices("simulate", *QUICK, "--out", path, "--resume", "--seed", 5)
    assert other.status == 2
    assert "its rows are of another plan" in other.err
    assert load(path) == rows
    assert goodoffices("simulate", *QUICK, "--out", path, "--force", "--seed", 5).status == 0
    assert load(path) != rows


def test_rows_that_are_missing_are_made(goodoffices: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    whole = goodoffices("simulate", *QUICK, "--out", path)
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    path.write_text("".join([lines[0], *reversed(lines[5:20])]) + lines[25][:20], encoding="utf-8")
    resumed = goodoffices("simulate", *QUICK, "--out", path, "--resume")
    assert resumed.out == whole.out
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("ending", [".html", ".json"])
def test_the_chart_is_written(goodoffices: Run, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"chart{ending}"
    done = goodoffices("simulate", *QUICK, "--chart", path)
    assert f"The chart is in {path}." in done.err
    text = path.read_text(encoding="utf-8")
    assert "share of the best product of gains" in text
    if ending == ".html":
        assert goodoffices("simulate", *QUICK, "--chart", path).status == 0  # a page of ours is written over
    else:
        assert "layer" in json.loads(text)
        assert "is there already" in goodoffices("simulate", *QUICK, "--chart", path).err


def test_a_still_picture_says_what_it_needs(goodoffices: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    done = goodoffices("simulate", *QUICK, "--chart", tmp_path / "chart.svg")
    assert done.status == 2
    assert "pip install 'goodoffices[pictures]'" in done.err


def test_a_still_picture_is_what_the_library_draws(
    goodoffices: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library is not among what the gate installs: here something stands in for it."""

    class Drawing:
        @staticmethod
        def vegalite_to_svg(spec: dict[str, object]) -> str:
            return f"<svg>{len(spec['layer'])}</svg>"  # type: ignore[arg-type]

    monkeypatch.setitem(sys.modules, "vl_convert", Drawing)  # type: ignore[arg-type]
    assert goodoffices("simulate", *QUICK, "--chart", tmp_path / "chart.svg").status == 0
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8") == "<svg>6</svg>"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--draw", "parties=x"], "'parties=x': a whole number from 1 to 60"),
        (["--procedure", "peace"], "there is no procedure 'peace'"),
        (["--behaviour", "asleep"], "there is no behaviour 'asleep'"),
        (["--behaviour", "exaggerating@4"], "some of the talks have no party 4"),
        (["--procedure", "one-text:start=9-9"], "is no draft of this table"),
        (["--given", "scores"], "is not one of"), (["--talks", "0"], "is not in the range"),
        (["--seeds", "0"], "is not in the range"), (["--cores", "0"], "is not in the range"),
        (["--limit", "0"], "is no time limit"), (["--resume"], "name it with --out"),
        (["--out", "rows.txt"], "ends in .csv or .parquet"), (["--chart", "rows.txt"], "ends in .html, .svg, .json"),
        (["--out", "no/such/rows.csv"], "there is no such folder"),
        (["nothing.yaml"], "there is no such file"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_before_anything_runs(
    goodoffices: Run, arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "_run", lambda *_: pytest.fail("something ran"))
    done = goodoffices("simulate", *arguments)
    assert done.status == 2
    assert said in " ".join(done.err.split())
    assert not list(tmp_path.iterdir())


def test_out_and_chart_are_two_files(goodoffices: Run, tmp_path: Path) -> None:
    done = goodoffices("simulate", *QUICK, "--out", tmp_path / "a.csv", "--chart", tmp_path / "a.csv")
    assert done.status == 2
    assert "same file" in done.err


def test_talks_without_scores_are_refused(goodoffices: Run, tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text(NO_DEAL.partition("  bo:\n    scores")[0], encoding="utf-8")
    done = goodoffices("simulate", path)
    assert done.status == 2
    assert "has no scores of Bo: in a simulation every signatory answers by its scores" in done.err


def interrupted(process: Callable[..., subprocess.Popen[str]], path: Path, *more: object) -> tuple[int, str, str]:
    """Ctrl-C once some rows were added to the file."""
    adding = path if path.suffix == ".csv" else path.with_name(f"{path.name}.part.csv")
    before = len(load(path)) if path.exists() else 0
    running = process("simulate", *LONG, "--out", path, *more)
    for _ in range(600):
        if adding.exists() and adding.read_text(encoding="utf-8").count("\n") > before + 5:
            break
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    return running.returncode, out, err


@pytest.mark.parametrize(("ending", "cores"), [(".csv", 1), (".csv", 2), (".parquet", 1)])
def test_ctrl_c_keeps_finished_rows_and_says_how_to_go_on(
    process: Callable[..., subprocess.Popen[str]], tmp_path: Path, ending: str, cores: int
) -> None:
    path = tmp_path / f"rows{ending}"
    status, out, err = interrupted(process, path, "--cores", cores)
    assert status == 130
    assert "of 2,000 runs; the rest was not begun or finished." in out
    assert f"The rows of finished runs are in {path}. To go on, give the same command with --resume." in err
    assert "Traceback" not in err
    rows = load(path)
    assert 5 <= len(rows) < 2000
    assert [row.number for row in rows] == sorted(row.number for row in rows)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert interrupted(process, path, "--cores", cores, "--resume")[0] == 130
    more = {row.number: row for row in load(path)}
    assert len(rows) < len(more) < 2000
    assert all(more[row.number] == row for row in rows)


def test_progress_says_how_many_runs_are_done(goodoffices: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[float, str]] = []
    monkeypatch.setattr(command.OnScreen, "step", lambda watch, done, what: said.append((done, what)))
    goodoffices("simulate", *QUICK)
    assert said[-1] == (1.0, "30 of 30 runs")
    assert [done for done, _ in said] == sorted(done for done, _ in said)


def test_it_uses_every_core_unless_told_otherwise(goodoffices: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from goodoffices.engines import cores

    asked: list[int] = []

    def on_cores(batches: object, many: int, *, stopped: object) -> object:
        asked.append(many)
        return (made for made in ())

    monkeypatch.setattr(cores, "on_cores", on_cores)
    monkeypatch.setattr(command.OnScreen, "cores", 7, raising=False)
    monkeypatch.setattr("goodoffices.engines.clock.cores", lambda: 7)
    goodoffices("simulate", *QUICK)
    goodoffices("simulate", "--draw", "issues=2")
    assert asked == [1, 7]


def test_a_plan_of_the_command_is_that_of_its_specs(monkeypatch: pytest.MonkeyPatch, goodoffices: Run) -> None:
    plans: list[Plan] = []
    monkeypatch.setattr(command, "_run", lambda plan, *_: plans.append(plan) or [])
    goodoffices("simulate", "--talks", 4, "--seeds", 2, "--seed", 9, "--limit", 5)
    (found,) = plans
    assert [str(source) for source in found.sources] == [command.DRAWN]
    assert (found.draws, found.seeds, found.first, found.limit) == (4, 2, 9, 5.0)
    assert len(found.behaviours) == 5
    assert found.version
