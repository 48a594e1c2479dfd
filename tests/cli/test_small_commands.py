"""``new``, ``check``, ``schema``, the help, and how every command ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import goodoffices as go
from goodoffices.cli import main
from goodoffices.cli import program as cli_program
from goodoffices.cli.program import COMMANDS, program

from .conftest import Ended

Run = Callable[..., Ended]


def test_new_writes_a_file_that_is_well_written(goodoffices: Run, tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    assert goodoffices("new", path).status == 0
    done = goodoffices("check", path)
    assert (done.status, done.err) == (0, "")
    assert done.out == "ok: Water for two towns: 3 issues, 3 parties, 81 packages\n"


def test_the_starter_has_a_zone_and_shows_every_part(deal: Path) -> None:
    talks = go.load(deal)
    assert go.zone(talks).status == "proved"
    assert talks.links
    assert any(position.red_lines for position in talks.positions)
    assert any(position.bonuses for position in talks.positions)
    assert talks.issues[0].is_range


def test_new_never_writes_over_a_file_unasked(goodoffices: Run, tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text("mine")
    done = goodoffices("new", path)
    assert (done.status, path.read_text()) == (2, "mine")
    assert "--force" in done.err
    assert goodoffices("new", path, "--force").status == 0
    assert path.read_text().startswith("# A talks file")


def test_check_names_every_flaw_of_every_file(goodoffices: Run, deal: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = deal.read_text().replace("walk_away: 45", "walk_away: soon")
    bad.write_text(text.replace("{works: shared, g", "{workz: shared, g"))
    gone = tmp_path / "gone.yaml"
    done = goodoffices("check", bad, deal, gone)
    assert done.status == 2
    assert done.out == "ok: Water for two towns: 3 issues, 3 parties, 81 packages\n"
    assert done.err.count(f"{bad}:") == 2
    assert "works" in done.err
    assert f"{gone}: there is no such file" in done.err


def test_check_says_which_links_contradict(goodoffices: Run, contradiction: Path) -> None:
    done = goodoffices("check", contradiction)
    assert (done.status, done.out) == (2, "")
    assert "link" in done.err


def test_schema_is_json(goodoffices: Run) -> None:
    done = goodoffices("schema")
    assert done.status == 0
    assert "$schema" in json.loads(done.out)


def test_every_command_explains_itself(goodoffices: Run) -> None:
    done = goodoffices("-h")
    assert done.status == 0
    assert program.commands.keys() == set(COMMANDS)
    assert [done.out.index(f"\n  {name} ") for name in COMMANDS] == sorted(
        done.out.index(f"\n  {n} ") for n in COMMANDS
    )
    for name, command in program.commands.items():
        assert f"  {name} " in done.out
        assert command.help
        assert goodoffices(name, "-h").out.startswith(f"Usage: goodoffices {name}")
        assert all(param.help for param in command.params if param.param_type_name == "option")


def test_version(goodoffices: Run) -> None:
    assert goodoffices("--version").out == f"goodoffices {go.__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["analyze"], ["check"], ["analyse", "--limit", "0", "x"], ["--fast"]])
def test_a_command_that_cannot_be_understood(goodoffices: Run, arguments: list[str]) -> None:
    done = goodoffices(*arguments)
    assert done.status == 2
    assert "Usage: goodoffices" in done.err + done.out


@pytest.mark.parametrize("rubbish", [b"\0\xff\xfe" * 99, b"", b"[" * 100_000, b"{}", b"goodoffices: 1", b"\x89PNG\r"])
@pytest.mark.parametrize("kind", ["yaml", "json", "csv", "xlsx"])
def test_rubbish_is_met_with_a_message(goodoffices: Run, tmp_path: Path, rubbish: bytes, kind: str) -> None:
    path = tmp_path / f"rubbish.{kind}"
    path.write_bytes(rubbish)
    for command in ("check", "analyse"):
        done = goodoffices(command, path)
        assert (done.status, done.out) == (2, "")
        assert str(path) in done.err


def test_stopping_leaves_quietly(goodoffices: Run, deal: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("goodoffices.files.forms.read", stop)
    done = goodoffices("analyse", deal, "--html", tmp_path / "report.html")
    assert (done.status, done.out) == (130, "")
    assert done.err.strip() == "Stopped. Nothing was written."
    assert not (tmp_path / "report.html").exists()


def test_ctrl_c_in_a_process_of_its_own(process: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    pipe = tmp_path / "talks.yaml"
    os.mkfifo(pipe)  # reading it waits, as a long computation would
    running = process("check", pipe)
    writer = os.open(pipe, os.O_WRONLY)  # returns once the program reads
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    os.close(writer)
    assert (running.returncode, out, err.strip()) == (130, "", "Stopped. Nothing was written.")


def test_a_reader_that_goes_away_is_no_error(process: Callable[..., subprocess.Popen[str]]) -> None:
    read, write = os.pipe()
    os.close(read)
    running = process("schema", stdout=write)
    os.close(write)
    _, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (cli_program.NOBODY_READS, "")


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert cli_program.plain("A\x1b[2Jtitle\x07\r\n\u202eهد\u200cنة\u00a0") == "A[2Jtitle\nهد\u200cنة\u00a0"


def test_ctrl_c_while_the_program_is_still_being_read_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("goodoffices.cli.program.run", stopped)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130
    assert capsys.readouterr().err == "Stopped. Nothing was written.\n"


def test_a_folder_is_named_as_one(goodoffices: Run, tmp_path: Path) -> None:
    assert goodoffices("check", tmp_path).err.strip() == f"{tmp_path}: this is a folder; name the talks file in it"
    (tmp_path / "a.yaml").write_text("", encoding="utf-8")
    assert goodoffices("analyse", tmp_path).err.strip().endswith(f", such as {tmp_path / 'a.yaml'}")
