"""The package as it is given away: built, looked into, and run without anything that only the gate needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from goodoffices.exact import kernels

pytestmark = pytest.mark.slow


def run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel. It is built from a copy, so that nothing is left in the repository."""
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "src", "examples"):
        run("cp", "-R", root / name, copy / name)
    run("rm", "-rf", *copy.glob("src/*.egg-info"))
    run(sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "-w", out, copy)
    (built,) = out.glob("*.whl")
    return built


def test_everything_the_program_reads_is_in_the_wheel(root: Path, wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    package = root / "src" / "goodoffices"
    wanted = {
        f"goodoffices/{path.relative_to(package).as_posix()}"
        for path in [*package.rglob("*"), *(package / "examples").rglob("*")]
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".c", ".h")
    }
    assert wanted <= held, sorted(wanted - held)
    assert {f"goodoffices/exact/kernels/{name}.abi3.so" for name in kernels.NAMES} <= held
    assert {"goodoffices/py.typed", "goodoffices/cli/starter.yaml"} <= held
    assert any(name.startswith("goodoffices/report/assets/") and name.endswith(".woff2") for name in held)
    assert any(name.endswith("licenses/LICENSE") for name in held)
    assert not [name for name in held if name.startswith(("tests", "benchmarks", "build"))]


def test_the_wheel_runs_with_nothing_but_what_it_needs(root: Path, wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    python, program = (tmp_path / "venv" / "bin" / name for name in ("python", "goodoffices"))
    quiet = ("-m", "pip", "install", "-qq", "--disable-pip-version-check")
    run(python, *quiet, "--require-hashes", "-r", root / "requirements" / "run.txt")
    run(python, *quiet, "--no-deps", wheel)
    assert run(program, "--version").startswith("goodoffices ")
    assert "pytest" not in run(python, "-m", "pip", "list")
    assert run(program, "schema").startswith("{")
    assert "Arda" in run(program, "demo", "--html", tmp_path / "demo.html")
    assert (tmp_path / "demo.html").stat().st_size > 100_000
