"""What ``docs/simulate.md`` lists is what there is; and the way in from Python."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from tests.simulate.test_plan import all_rows, small_plan

import goodoffices as go
from goodoffices.cli.new import starter
from goodoffices.cli.simulate import DRAWN
from goodoffices.files.rows_text import COLUMNS
from goodoffices.report.simulation_json import as_json
from goodoffices.simulate.behaviours import KINDS, every_behaviour
from goodoffices.simulate.cases import UNITS, Drawing, drawing, drawn
from goodoffices.simulate.plan import plan
from goodoffices.simulate.summary import summary

QUICK = {"procedures": ["poll", "one-text:rounds=5"], "behaviours": ["truthful", "mistaken"]}


@pytest.fixture(scope="module")
def page() -> str:
    return (Path(__file__).parents[2] / "docs" / "simulate.md").read_text(encoding="utf-8")


def first_cells(page: str, heading: str) -> list[str]:
    """The names in the first column of the table under a heading."""
    text = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_every_part_of_a_spec_every_column_and_every_field_is_explained(page: str) -> None:
    assert first_cells(page, "Talks") == [field.name for field in fields(Drawing)]
    assert first_cells(page, "Rows") == list(COLUMNS)
    entry = as_json(small_plan(), summary(all_rows(small_plan().batches())))
    assert first_cells(page, "The summary as JSON") == list(entry["summary"][0])
    assert all(f"`{name}`" in page for name in entry)


def test_every_behaviour_stands_there_as_it_says_of_itself(page: str) -> None:
    for one in every_behaviour():
        assert f"| `{one}` | {KINDS[one.name].says} |" in page
    assert first_cells(page, "Behaviours") == [str(one) for one in every_behaviour()]


def test_the_numbers_of_the_page_are_those_of_the_code(page: str) -> None:
    assert f"{UNITS:,} units" in " ".join(page.split())
    assert drawing(DRAWN) == Drawing(2, 10, 5)


def test_from_python_the_rows_are_those_of_the_plan() -> None:
    talks = go.parse(starter(), "starter.yaml")
    rows = go.simulation(talks, "issues=2,options=3", draws=2, seeds=2, seed=4, given=["orders"], **QUICK)
    assert [row.number for row in rows] == list(range(3 * 2 * 4))
    assert {row.seed for row in rows} == {4, 5}
    assert [row.talks for row in rows[:8]] == [talks.title] * 8
    assert go.simulation("issues=2,options=3", draws=1, **QUICK) == go.simulation(
        "issues=2,options=3", draws=1, **QUICK
    )
    assert isinstance(rows[0], go.Row)
    with pytest.raises(go.BadQuestion, match="no talks"):
        go.simulation()
    with pytest.raises(go.BadQuestion, match="talks to draw"):
        go.simulation("peace")


def test_a_thousand_false_agreements_would_be_seen_and_there_is_none() -> None:
    """Talks with and without a zone, everybody answering in every way: what is signed can be signed."""
    sources = [drawing(f"parties={parties},issues=4,options=3{rest}") for parties in (2, 3)
               for rest in ("", ",zone=none", ",bonuses=3", ",bonuses=3,zone=none")]  # fmt: skip
    found = plan(
        sources, procedures=["one-text:rounds=12", "annealing one-text:rounds=30", "blind bidding", "poll"], draws=6
    )
    rows = all_rows(found.batches())
    assert len(rows) == 8 * 6 * 4 * 5
    assert not any(row.false_agreement for row in rows)
    assert not any(row.signed for row in rows if not row.zone)
    assert sum(row.signed for row in rows) > 300
    assert all(row.still_to_win is not None and row.zone is not None for row in rows)
    assert {row.zone for row in rows} == {True, False}
    assert drawn(sources[1], 0).problem.sizes == (3,) * 4
