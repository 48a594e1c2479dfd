"""``import goodoffices as go``: every name is there, typed, and answers as the inner function does."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import goodoffices as go
from goodoffices import analysis
from goodoffices.cli.new import starter

from .source import PACKAGE, tree_of

QUESTIONS = ("zone", "frontier", "formula", "headroom", "conflicts", "repairs", "analyse")


@pytest.fixture(scope="module")
def talks() -> go.Talks:
    """The talks of the starter file."""
    return go.parse(starter(), "starter.yaml")


@pytest.mark.parametrize("name", go.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(go, name) is not None
    assert name in dir(go)


def test_a_name_is_known_to_type_checkers_exactly_where_it_is_offered() -> None:
    tree = tree_of(PACKAGE / "__init__.py")
    (guarded,) = [node for node in tree.body if isinstance(node, ast.If)]
    imported = {alias.name for node in guarded.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    written = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}
    assert imported - {"Watch"} | written == set(go.__all__)


def test_another_name_is_not_there() -> None:
    with pytest.raises(AttributeError, match="peace"):
        _ = go.peace


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_the_inner_one_with_a_limit_in_place_of_a_watch(name: str) -> None:
    outer, inner = (inspect.signature(getattr(place, name)).parameters for place in (go, analysis))
    assert [other if other != "limit" else "watch" for other in outer] == list(inner)


def test_questions_answer(talks: go.Talks) -> None:
    assert go.zone(talks) == analysis.zone(talks)
    assert go.formula(talks, "nash", limit=60) == analysis.formula(talks, "nash")
    assert go.analyse(talks, only=["zone"]).zone == analysis.zone(talks)
    with pytest.raises(go.BadQuestion):
        go.formula(talks, "peace")


def test_talks_are_saved_and_loaded_in_any_form(talks: go.Talks, tmp_path: Path) -> None:
    assert go.save(talks, tmp_path / "talks.json") == ()
    assert go.load(tmp_path / "talks.json") == talks
    with pytest.raises(go.BadQuestion, match=r"\.odt"):
        go.save(talks, tmp_path / "talks.odt")


def test_the_report_is_a_page(talks: go.Talks) -> None:
    seen = go.view(talks, "upper")
    assert go.page(go.analyse(seen), for_party="upper").rstrip().endswith("</html>")
