"""Programs in processes of their own: environments made on demand, a case handed over, a reading handed back.

An environment is made once, by ``python -m venv`` and pip, in ``$XDG_CACHE_HOME/goodoffices-bench`` (or
``~/.cache/goodoffices-bench``), and again when its pinned versions change. Nothing of it stands in the repository.

Read next: ``ours.py`` and the scripts in ``peers``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .readings import Case, Reading

PEERS = Path(__file__).parent / "peers"
ROOT = Path(__file__).parent.parent

START = 60.0
"""Seconds a program may take besides its limit: to start, to read the case, to tell what it found."""


FAILED = "failed"
"""How the reason begins where a program came back with an error."""


@dataclass(frozen=True)
class Program:
    """A measured program: its script, and the environment it needs (None: the project's own)."""

    name: str
    script: str
    environment: str | None = None

    def command(self) -> list[str]:
        """How to start it; makes its environment where there is none yet."""
        if self.script == "ours":
            return [sys.executable, "-m", "benchmarks.ours"]
        python = sys.executable if self.environment is None else str(interpreter(self.environment))
        return [python, str(PEERS / self.script)]


def cache() -> Path:
    """Where environments are kept."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "goodoffices-bench"


def interpreter(environment: str) -> Path:
    """The Python of a peer's environment, made where it is missing or its pinned versions have changed."""
    folder, pinned = cache() / environment, PEERS / f"requirements-{environment}.txt"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    mark = folder / "goodoffices-bench"
    if not mark.exists() or mark.read_text(encoding="utf-8") != pinned.read_text(encoding="utf-8"):
        print(f"Preparing {folder} (once)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", str(pinned)]
        subprocess.run(pip, check=True, stdout=subprocess.DEVNULL)
        mark.write_text(pinned.read_text(encoding="utf-8"), encoding="utf-8")
    return python


def read(program: Program, case: Case) -> Reading:
    """Run a program on a case. One that does not come back in time, or fails, has proved nothing, and says why."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        path.write_text(json.dumps(case.plain()), encoding="utf-8")
        try:
            done = subprocess.run(
                [*program.command(), str(path)],
                capture_output=True, text=True, timeout=1.5 * case.limit + START, cwd=ROOT,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Reading(case.limit, False, {}, why=f"did not come back in {1.5 * case.limit + START:.0f} s")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return Reading(case.limit, False, {}, why=f"{FAILED}: {last[:160]}")
    return Reading(**json.loads(done.stdout))
