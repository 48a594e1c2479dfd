"""``goodoffices next``: advice one could read out, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.beliefs.test_advice import ANSWERED, HEAD, SCORED

from .conftest import Ended

Run = Callable[..., Ended]
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.as_posix() for path in (ROOT / "examples").glob("*/talks.yaml"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "well.yaml"
    found.write_text(HEAD + ANSWERED, encoding="utf-8")
    return found


def test_the_advice_can_be_read_out(goodoffices: Run, file: Path) -> None:
    said = goodoffices("next", file).out
    assert "Ask " in said
    assert "of the greatest product" in said
    assert "acceptable" in said
    assert said.rstrip().endswith("For the mediator only: this rests on what every side confided.")
    assert "will accept" not in said


def test_the_same_as_json(goodoffices: Run, file: Path) -> None:
    found = json.loads(goodoffices("next", file, "--json").out)
    assert found["question"]["words"].endswith("?")
    assert set(found["draft"]["parties"]) == {"ann", "bo"}
    assert found["draft"]["parties"]["bo"]["chance"] is None
    again = json.loads(goodoffices("next", file, "--json").out)
    assert {**found, "seconds": 0} == {**again, "seconds": 0}


def test_nothing_recorded(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    file.write_text(HEAD, encoding="utf-8")
    said = goodoffices("next", file).out
    assert "Nothing is recorded of what Ann and Bo want; ask first." in said
    assert "Ask Ann: Is there anything without which you could not sign, whatever else you get?" in said
    assert "Next in line: ask Bo: Is there anything" in said


def test_tabling(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    file.write_text(HEAD + SCORED, encoding="utf-8")
    said = goodoffices("next", file).out
    assert "Table this draft next: depth: Middle; site: " in said
    assert "Necessarily acceptable" in said


def test_hard_evidence_that_leaves_no_position(goodoffices: Run, tmp_path: Path) -> None:
    file = tmp_path / "well.yaml"
    weights = "[{id: a1, weight: {depth: 0.8}}, {id: a2, weight: {site: 0.7}}]"
    file.write_text(HEAD + f"positions: {{ann: {{answers: {weights}}}, bo: {{walk_away: 3}}}}\n", encoding="utf-8")
    ended = goodoffices("next", file)
    assert ended.status == 2
    assert "what is recorded of Ann leaves no position at all" in ended.err
    assert "a1" in ended.err
    assert "a2" in ended.err


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: Path(path).parent.name)
def test_every_example_gets_advice(goodoffices: Run, example: str) -> None:
    said = goodoffices("next", example).out
    assert "Ask " in said or "Table this draft next" in said or "The draft as of now" in said
