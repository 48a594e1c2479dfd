"""The kernels under the address and undefined-behaviour sanitizers, driven by their own tests.

The kernels are built once more, with the sanitizers, into a folder of their own; then a Python that looks there first
runs every ``test_kernel_*.py``. Whatever a sanitizer finds ends that Python at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from goodoffices.exact.kernels import NAMES

FLAGS = "-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g -O1 -DGOODOFFICES_PLAIN"

RUNNER = """
import sys
import goodoffices.exact.kernels as kernels
kernels.__path__.insert(0, sys.argv[1])
for name in kernels.NAMES:
    assert kernels.load(name).__file__.startswith(sys.argv[1]), name
import pytest
sys.exit(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=1", *sys.argv[2:]]))
"""

pytestmark = pytest.mark.skipif(
    shutil.which("gcc") is None or not sys.platform.startswith("linux"),
    reason="the sanitizers are those of gcc on Linux",
)


@pytest.fixture(scope="module")
def sanitized(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the kernels built with the sanitizers."""
    out = tmp_path_factory.mktemp("sanitized")
    done = subprocess.run(
        [sys.executable, "setup.py", "-q", "build_ext", "--build-lib", out, "--build-temp", out / "temp"],
        cwd=root, env={**os.environ, "GOODOFFICES_KERNEL_FLAGS": FLAGS}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    built = out / "goodoffices" / "exact" / "kernels"
    assert {path.name.split(".")[0] for path in built.glob("*.so")} == set(NAMES), done.stderr
    return built


@pytest.mark.parametrize("name", NAMES)
def test_a_kernel_touches_nothing_it_should_not(root: Path, sanitized: Path, name: str) -> None:
    tests = root / "tests" / "exact" / f"test_kernel_{name}.py"
    library = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True, check=True)
    environment = {
        **os.environ,
        "LD_PRELOAD": library.stdout.strip(),
        "ASAN_OPTIONS": "detect_leaks=0",  # Python itself frees little of what it holds at its end
        "UBSAN_OPTIONS": "print_stacktrace=1",
        "PYTHONMALLOC": "malloc",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, sanitized, tests],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    assert " passed" in done.stdout
