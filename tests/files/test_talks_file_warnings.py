"""What is worth a warning in talks that are not wrong."""

from __future__ import annotations

import pytest

from goodoffices import files
from goodoffices.talks.warnings import warnings

HEAD = """\
goodoffices: 1
title: A fence
parties: {ann: {name: Ann}, med: {name: Med, role: mediator}}
issues: {height: {options: {low: Low, high: High}}, colour: {options: {red: Red, blue: Blue}}}
positions:
"""
SCORES = "height: {low: 12345, high: 1}, colour: {red: 1, blue: 2}"


@pytest.mark.parametrize(
    ("positions", "said"),
    [
        (f"  ann: {{scores: {{{SCORES}}}, walk_away: 2}}", ()),
        (f"  ann: {{weights: {{height: 0.4, colour: 0.6}}, values: {{{SCORES}}}, walk_away: 2}}", ()),
        (f"  ann: {{weights: {{height: 40, colour: 60}}, values: {{{SCORES}}}, walk_away: 2}}", ()),
        (
            f"  ann: {{weights: {{height: 4, colour: 6}}, values: {{{SCORES}}}, walk_away: 2}}",
            ("Ann: its weights add up to neither 1 nor 100; they are taken as they stand.",),
        ),
        (
            "  ann: {scores: {height: {low: 12345, high: 1}}, walk_away: 2}",
            ("Ann: it gives no scores on 'colour'; every option there counts 0 for it.",),
        ),
        (
            f"  ann: {{scores: {{{SCORES}}}}}",
            ("Ann: it has scores but no walk-away; its gains are measured from 0, an arbitrary zero.",),
        ),
        (
            "  ann: {walk_away: 12345}",
            ("Ann: it has a walk-away but no scores; every package counts 0 for it.",),
        ),
        ("  ann: {red_lines: [{must: {height: low}}]}", ()),
        ("  ann:", ("Ann: nothing is recorded of what it wants; every package counts as one it can sign.",)),
        (
            f"  ann: {{scores: {{{SCORES}}}, walk_away: 2}}\n  med: {{walk_away: 12345}}",
            ("Med: a position is recorded, but it is no signatory; no answer rests on it.",),
        ),
    ],
)
def test_warnings(positions: str, said: tuple[str, ...]) -> None:
    found = warnings(files.parse(HEAD + positions, "fence.yaml"))
    assert found == said
    assert "12345" not in "".join(found)


def test_talks_without_a_signatory() -> None:
    talks = files.parse(HEAD.replace("name: Ann}", "role: observer}") + "  ann:", "fence.yaml")
    assert warnings(talks) == ("No party is a signatory: nobody's yes is needed, and every package counts as agreed.",)
