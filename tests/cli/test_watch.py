"""Time limits, and progress that only a person who waits gets to see."""

from __future__ import annotations

import io
import os
import pty
import signal
import sys
import time
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import ClassVar

import pytest
from tests.cli.conftest import Ended
from tests.report.samples import NO_DEAL

from goodoffices import analysis as go_analysis
from goodoffices.cli.watch import Deadline, OnScreen
from goodoffices.exact.watch import Part, Watch


def test_without_a_limit_there_is_all_the_time() -> None:
    assert Deadline(None).left() == inf


def test_time_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    watch = Deadline(5)
    assert watch.left() == 5
    now[0] = 103
    assert watch.left() == 2
    now[0] = 106
    assert watch.left() == 0


def test_nothing_is_shown_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    with OnScreen(None, patience=0) as watch:
        watch.step(0.5, "Counting")
        time.sleep(0.2)
    assert err.getvalue() == ""


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, patience: float, seconds: float) -> str:
    above, below = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    with open(below, "w", encoding="utf-8") as screen, monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        with OnScreen(None, patience=patience) as watch:
            watch.step(0.5, "Counting packages")
            time.sleep(seconds)
            watch.step(-1, "Looking")
    os.set_blocking(above, False)
    try:
        return os.read(above, 100_000).decode()
    except (BlockingIOError, OSError):
        return ""
    finally:
        os.close(above)


def test_a_person_who_waits_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Counting packages" in on_a_terminal(monkeypatch, patience=0, seconds=0.5)


def test_the_time_that_a_step_still_takes_is_guessed_from_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    watch = OnScreen(None)
    assert watch.to_go() == ""
    watch.step(0.0, "merging issues")
    now[0] = 130
    watch.step(0.25, "merging issues")
    assert watch.to_go() == "about 1:30 left"
    watch.step(0.5, "filling the table")  # another step, of which nothing is known yet
    assert watch.to_go() == ""
    now[0] = 140
    watch.step(-1, "asking the solver")
    assert watch.to_go() == ""


def test_progress_says_which_question_is_being_answered() -> None:
    class Ear(Watch):
        heard: ClassVar[list[str]] = []

        def step(self, done: float, what: str) -> None:
            self.heard.append(what)

    ear = Ear()
    go_analysis.conflicts(NO_DEAL, method="enumerate", watch=ear)
    assert set(ear.heard) == {"conflicts and repairs: looking at every package"}
    ear.heard.clear()
    go_analysis.analyse(NO_DEAL, only=["zone"], watch=ear)
    assert ear.heard
    assert {what.partition(":")[0] for what in ear.heard} <= {"zone", "zone and 2 more", "without what is stated"}


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_a_terminal(monkeypatch, patience=30, seconds=0.05) == ""


def test_ctrl_c_leaves_no_time_and_a_second_one_stops_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    with OnScreen(None) as watch:
        whole, part = Part(watch, 4), Part(watch, 1)
        assert min(watch.left(), whole.left(), part.left()) > 10_000
        os.kill(os.getpid(), signal.SIGINT)
        assert watch.stopped
        assert all(one.left() <= 0 for one in (watch, whole, part))
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert "Ctrl-C once more stops at once." in capfd.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with OnScreen(None, at_once=True), pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_after_ctrl_c_the_answer_is_what_is_known(
    goodoffices: Callable[..., Ended], deal: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The clock is pressed as soon as the work begins."""

    class Pressed(OnScreen):
        def __enter__(self) -> OnScreen:
            entered = super().__enter__()
            os.kill(os.getpid(), signal.SIGINT)
            return entered

    monkeypatch.setattr("goodoffices.cli.analyse.OnScreen", Pressed)
    done = goodoffices("analyse", deal, "--html", tmp_path / "report.html")
    assert done.status == 130
    assert "Stopped: the answer is what was known by then." in done.err
    assert (tmp_path / "report.html").exists()
