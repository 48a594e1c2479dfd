"""The package's own source as the house rules see it: its files, their floors, the names they define."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "goodoffices"
FILES = tuple(sorted(path for path in PACKAGE.rglob("*.py") if "examples" not in path.parts))
OUTER = frozenset({"cli", "server", "files", "engines", "vault", "store"})
"""The floors at the edge of the world; what is below them is pure."""
SKIPPED = frozenset({"build", "dist", "__pycache__", "node_modules"})


def name_of(path: Path) -> str:
    """A file as a test's name."""
    return path.relative_to(PACKAGE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def floor_of(path: Path) -> str:
    """The floor a file stands on; "" for the facade."""
    inside = path.relative_to(PACKAGE).parts
    return inside[0].removesuffix(".py") if len(inside) > 1 or inside[0] != "__init__.py" else ""


def inner_files() -> tuple[Path, ...]:
    """The files below the edges."""
    return tuple(path for path in FILES if floor_of(path) not in OUTER | {""})


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module or name that is imported, dotted, with its line; relative ones begin with their dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            yield home, node.lineno
            yield from ((f"{home}.{alias.name}", node.lineno) for alias in node.names)


def defined(tree: ast.AST, *, variables: bool = True) -> Iterator[tuple[str, int]]:
    """Every name the code gives to a function or class, and unless told otherwise to a variable, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg) and variables:
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and variables:
            yield node.id, node.lineno


def words(name: str) -> set[str]:
    """The words in a name: ``best_bid`` and ``BestBid`` both hold ``bid``."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def texts() -> Iterator[tuple[str, str]]:
    """The repository's own text files by their path, whether or not git is there; vendored scripts left out."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = any(part.startswith(".") and part not in {".ci", ".editorconfig", ".gitattributes", ".gitignore"}
                     for part in inside.parts)  # fmt: skip
        if hidden or SKIPPED & set(inside.parts) or "assets" in inside.parts or ".egg-info" in str(inside):
            continue
        if path.is_file() and not path.is_symlink():
            try:
                yield inside.as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
