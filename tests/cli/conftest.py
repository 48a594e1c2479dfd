"""Running the program inside the test, and as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from goodoffices.cli.new import starter
from goodoffices.cli.program import run

NO_DEAL = """\
goodoffices: 1
title: A fence between two gardens
parties: {ann: {name: Ann}, bo: {name: Bo}}
issues:
  height: {name: Height, options: {low: Low, middle: Middle, high: High}}
  paint: {name: Paint, options: {green: Green, white: White}}
positions:
  ann:
    scores: {height: {low: 0, middle: 6, high: 10}, paint: {green: 0, white: 4}}
    walk_away: 13
  bo:
    scores: {height: {low: 10, middle: 4, high: 0}, paint: {green: 4, white: 0}}
    walk_away: 6
"""

CONTRADICTION = (
    NO_DEAL
    + """\
links:
  - {if: {height: [low, middle]}, then: {paint: green}}
  - {not: {paint: green}}
  - {not: {height: high}}
"""
)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def goodoffices(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """The program, run with these arguments in this process."""

    def call(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as left:
            run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Ended(int(left.value.code or 0), printed.out, printed.err)

    return call


@pytest.fixture
def process() -> Callable[..., subprocess.Popen[str]]:
    """The program as a process of its own."""

    def start(*arguments: object, **options: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "from goodoffices.cli import main; main()", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, **(pipes | options))  # type: ignore[call-overload, no-any-return]

    return start


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    """A file of talks that have a zone: the starter."""
    path = tmp_path / "deal.yaml"
    path.write_text(starter(), encoding="utf-8")
    return path


@pytest.fixture
def no_deal(tmp_path: Path) -> Path:
    """A file of talks that have none."""
    path = tmp_path / "no_deal.yaml"
    path.write_text(NO_DEAL, encoding="utf-8")
    return path


@pytest.fixture
def contradiction(tmp_path: Path) -> Path:
    """A file whose links no package meets."""
    path = tmp_path / "contradiction.yaml"
    path.write_text(CONTRADICTION, encoding="utf-8")
    return path
