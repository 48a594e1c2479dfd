"""What a light command may not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset({
    "altair", "asyncio", "defusedxml", "google", "jinja2", "jsonschema", "moocore", "narwhals", "numpy", "openpyxl",
    "ortools", "pandas", "rich", "xml",
})  # fmt: skip
"""Nothing of this may be loaded by ``--help``, ``check`` of a talks file, or ``import goodoffices``."""

PROBE = """
import sys
from goodoffices.cli import main
sys.argv = ["goodoffices", *sys.argv[1:]]
try:
    main()
finally:
    print("\\n" + " ".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


def loaded(*arguments: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["analyse", "--help"], ["schema", "--help"]])
def test_help_is_light(arguments: list[str]) -> None:
    assert not loaded(*arguments) & HEAVY


def test_check_is_light(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    loaded("new", str(path))
    assert not loaded("check", str(path)) & HEAVY


def test_the_probe_sees_what_is_loaded() -> None:
    assert {"click", "goodoffices"} <= loaded("--help")


def test_the_facade_is_light() -> None:
    code = "import sys, goodoffices as go; go.Talks; go.Zone; go.BadFile; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {name.split(".")[0] for name in done.stdout.split()} & (HEAVY | {"click", "pydantic", "yaml"})
