"""Each floor imports only floors below it, and what is below the edges touches nothing of the world."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .source import FILES, PACKAGE, floor_of, imported, inner_files, name_of, tree_of

WORLD = frozenset({
    "asyncio", "getpass", "glob", "http", "locale", "logging", "multiprocessing", "os", "pathlib", "platform", "random",
    "secrets", "select", "shutil", "signal", "socket", "ssl", "subprocess", "tempfile", "time", "urllib", "uuid",
})  # fmt: skip
"""Modules through which a program reaches files, clocks, sockets, the environment or chance."""
DOORS = frozenset({"print", "open", "input", "breakpoint", "exec", "eval", "__import__"})
CLOCKS = frozenset({"now", "utcnow", "today", "environ", "getenv", "stdout", "stderr", "stdin"})


def test_the_floors_hold(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(root)
    status = lint_imports(config_filename=str(root / "pyproject.toml"), cache_dir=None)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", inner_files(), ids=name_of)
def test_below_the_edges_nothing_touches_the_world(path: Path) -> None:
    tree = tree_of(path)
    found = [f"line {line}: imports {name}" for name, line in imported(tree) if name.split(".")[0] in WORLD]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DOORS:
            found.append(f"line {node.lineno}: calls {node.func.id}()")
        if isinstance(node, ast.Attribute) and _reaches_out(node):
            found.append(f"line {node.lineno}: uses .{node.attr}")
    assert not found


def _reaches_out(node: ast.Attribute) -> bool:
    of = ast.unparse(node.value).split(".")[-1]
    clock = of in {"datetime", "date", "sys", "os"} and node.attr in CLOCKS
    return clock or (of in {"np", "numpy"} and node.attr == "random")


@pytest.mark.parametrize("path", [path for path in FILES if floor_of(path)], ids=name_of)
def test_no_inner_file_imports_the_facade(path: Path) -> None:
    wrong = [f"line {line}: {name}" for name, line in taken_from_facade(path)]
    assert not wrong


def taken_from_facade(path: Path) -> list[tuple[str, int]]:
    """The names a file takes from ``goodoffices`` itself rather than from a floor; its version is free to take."""
    way_up = "." * len(path.relative_to(PACKAGE).parts)
    floors = {floor_of(file) for file in FILES} | {"__version__"}
    found = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            if home in {way_up, "goodoffices"}:
                found += [(alias.name, node.lineno) for alias in node.names if alias.name not in floors]
        elif isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names if alias.name == "goodoffices"]
    return found
