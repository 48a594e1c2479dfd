"""The pinned versions: everything has hashes, nothing has an address, and the two files agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(root: Path, name: str) -> set[tuple[str, str]]:
    found = set()
    for line in (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if match := PIN.match(line):
            found.add((match[1], match[2]))
    return found


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_line_is_a_pin_or_a_hash_and_no_line_an_address(root: Path, name: str) -> None:
    lines = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if not line.startswith("#") and not PIN.match(line) and not HASH.match(line)]
    assert not [line for line in lines if "://" in line or "index" in line or "find-links" in line]
    after_pins = [lines[number + 1] for number, line in enumerate(lines) if PIN.match(line)]
    assert all(HASH.match(line) for line in after_pins)


def test_what_the_program_needs_is_pinned_and_the_gate_has_the_same_versions(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {re.split(r"[^a-z0-9-]", need)[0] for need in project["project"]["dependencies"]}
    assert needed | {"setuptools"} <= {name for name, _ in pins(root, "run")}
    assert pins(root, "run") <= pins(root, "test")
    tools = {re.split(r"[^a-z0-9-]", need)[0] for need in project["dependency-groups"]["test"]}
    assert tools <= {name for name, _ in pins(root, "test")}
