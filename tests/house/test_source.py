"""How the source reads: short files, each introduced; every public thing explained; one word for one thing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .source import FILES, PACKAGE, defined, name_of, texts, tree_of, words

KERNELS = tuple(sorted(path for kind in ("*.c", "*.h") for path in PACKAGE.rglob(kind)))
LONGEST = 400
FOREIGN = frozenset({"agent", "agents", "utility", "utilities", "outcome", "outcomes", "bid", "bids", "bidder"})
"""Words of other programs for what the design calls party, score, package."""
EMPTY = frozenset({"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"})
"""Names that say nothing, for a file, a class or a function."""


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_short_or_says_why_not(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    introduction = ast.get_docstring(tree_of(path)) or ""
    assert lines <= LONGEST or "long because" in introduction, f"{lines} lines, and the docstring does not say why"


@pytest.mark.parametrize("path", KERNELS, ids=name_of)
def test_a_kernel_is_introduced_and_short_or_says_why_not(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("/* "), "the file does not say what it is about"
    lines, introduction = len(text.splitlines()), " ".join(text[: text.index("*/")].split())
    assert lines <= LONGEST or "long because" in introduction, f"{lines} lines, and its first comment does not say why"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_and_every_public_thing_is_introduced(path: Path) -> None:
    tree = tree_of(path)
    things = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    silent = [thing.name for thing in things if not thing.name.startswith("_") and not ast.get_docstring(thing)]
    assert ast.get_docstring(tree), "the file does not say what it is about"
    assert not silent, "without a docstring"


@pytest.mark.parametrize("folder", sorted({path.parent for path in (PACKAGE / "exact").rglob("*.py")}), ids=name_of)
def test_a_folder_of_the_exact_floor_lists_its_files(folder: Path) -> None:
    introduction = (folder / "__init__.py").read_text(encoding="utf-8")
    files = [path.name for path in FILES if path.parent == folder and path.name != "__init__.py"]
    assert not [name for name in files if f"``{name}``" not in introduction]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_names_are_words_of_the_design(path: Path) -> None:
    wrong = [f"line {line}: {name}" for name, line in defined(tree_of(path)) if words(name) & FOREIGN]
    empty = [name for name, _ in defined(tree_of(path), variables=False) if words(name) & EMPTY]
    assert not wrong
    assert not empty
    assert not words(path.stem) & (FOREIGN | EMPTY)


def test_a_name_is_read_as_its_words() -> None:
    assert words("best_bid") == {"best", "bid"}
    assert words("BestBid") == {"best", "bid"}
    assert "bid" not in words("forbidden")


def test_no_file_names_a_place_on_this_machine(root: Path) -> None:
    places = [place for place in (f"{root}/", f"{Path.home()}/") if len(place) > 2]
    wrong = [f"{name}: {place}" for name, text in texts() for place in places if place in text]
    assert not wrong


def test_the_texts_are_seen() -> None:
    seen = dict(texts())
    assert {"pyproject.toml", "run", "requirements/run.txt", "src/goodoffices/errors.py"} <= seen.keys()
    assert not any(name.startswith(".venv") for name in seen)
