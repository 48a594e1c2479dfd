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
            ("Ann: its weights add up to neither 1 nor 100; to make that 1, divide them by their sum.",),
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
            ("Ann: it has a walk-away and no scores: it cannot be compared with anything, and is left aside.",),
        ),
        (
            f"  ann: {{scores: {{{SCORES}}}, bonuses: [{{when: {{height: low}}, points: -3}}], walk_away: 12347}}",
            (),
        ),
        (
            f"  ann: {{scores: {{{SCORES}}}, bonuses: [{{when: {{height: low}}, points: -3}}], walk_away: 12347.1}}",
            ("Ann: no package can reach its walk-away; check its scores.",),
        ),
        (
            f"  ann: {{scores: {{{SCORES}}}, bonuses: [{{when: {{height: low}}, points: 3}}], walk_away: 12350}}",
            (),
        ),
        (
            "  ann: {red_lines: [{id: all-of-it, must: {height: {at_least: low}, colour: {at_most: red}}}]}",
            ("Ann: its red line 'all-of-it' names every option of issue 'height'; check its bounds.",),
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


@pytest.mark.parametrize(
    ("issues", "links", "said"),
    [
        ("a: {range: {from: 0, to: 6, step: 2}}", "{a: {at_most: 5}}", ()),
        (
            "a: {range: {from: 0, to: 6, step: 2}}",
            "{a: {at_most: 9}}",
            ("Link 1 names every option of issue 'a'; check its bounds.",),
        ),
        ("a: {range: {from: 6, to: 6, step: 2}}", "{a: 6}", ()),
        (
            "a: {options: {x: 'For  good', y: Z, z: for good}}",
            "{a: y}",
            ("Options 'x' and 'z' of issue 'a' have the same label; give each a label of its own.",),
        ),
        (
            "a: {options: {u: X, v: X, x: X, y: X, z: X}}",
            "{a: x}",
            ("Options 'u', 'v', 'x' and others of issue 'a' have the same label; give each a label of its own.",),
        ),
        (
            "a: {name: Aid, options: {x: X, y: Y}}, b: {name: Aid, options: {x: X, y: Y}}",
            "{a: x}",
            ("Issues 'a' and 'b' have the same name; give each a name of its own.",),
        ),
    ],
)
def test_warnings_about_what_everybody_sees(issues: str, links: str, said: tuple[str, ...]) -> None:
    head = f"goodoffices: 1\ntitle: A fence\nparties: {{med: {{role: mediator}}}}\nissues: {{{issues}}}\n"
    *found, last = warnings(files.parse(f"{head}links: [{links}]\n", "fence.yaml"))
    assert tuple(found) == said
    assert last.startswith("No party is a signatory")
    assert not any(warning.startswith("med: ") for warning in found)
