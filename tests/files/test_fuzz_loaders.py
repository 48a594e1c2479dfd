"""Whatever is in a file, reading it gives talks or a `BadFile` with a message; never anything else."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodoffices import files
from goodoffices.errors import BadFile
from goodoffices.files import yaml_text
from goodoffices.talks import Talks

GOOD = """\
goodoffices: 1
title: A fence
parties: {ann: {name: Ann}, bo: {}, med: {role: mediator}}
agreement: {needs: 2, including: [ann], of: [ann, bo]}
issues:
  height: {name: Height, options: {low: Low, middle: {label: M, text: {en: x, ar: y}}, high: High}}
  cost: {range: {from: 0, to: 600, step: 50, unit: crowns}, divisible: true}
links:
  - {if: {height: high}, then: {cost: {at_least: 300}}, because: So}
  - {at_least: 1, of: [{height: [low, middle]}, {not: {cost: 0}}]}
positions:
  ann:
    scores: {height: {low: 0, middle: 1/2, high: 9}, cost: {0: 8, 600: 0}}
    bonuses: [{when: {any: [{height: low}, {cost: 50}]}, points: 2.5}]
    red_lines: [{id: not-low, never: {height: low}, status: stated, because: Said, evidence: [s1]}]
    walk_away: 7
    releases: [{what: ["scores:height", walk_away], to: [bo]}, {what: red_lines, to: all}]
  bo:
    weights: {height: 40, cost: 60}
    values: {height: {low: 1, middle: 0.5, high: 0}, cost: {0: 0, 600: 1}}
statements:
  - {id: s1, at: 2024-02-14 18:30 UTC, speaker: Ada, for: ann, through: [A, B], words: No, never: {height: low}}
  - {id: s2, at: 2024-02-14 +02:00, unnamed: a clerk, told: {en: x, ar: y}, count: {of: posts, from: 3, to: 7}}
  - {id: s3, at: 2024-02-15 UTC, speaker: Bo, confided: bo, meeting: Monday, supersedes: s2, confidence: 0.5}
"""
GOOD_JSON = files.dump(files.parse(GOOD, "good.yaml"), "json")
TREE = json.loads(GOOD_JSON)
PIECES = [
    *"{}[]:,-#&*!|>'\"%@`?~\n\t\r \x00\x85\ufeff",
    "true",
    "null",
    "- ",
    ": ",
    "\n  ",
    "1e9",
    "<<",
    "\\u0000",
    "\\ud800",
]
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # YAML's line breaks
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["all", "none", "low", "height", "cost", "ann", "1/3", 300, 325, 10**400, "x" * 2000])
)
keys = st.text() | st.sampled_from(
    [
        "all",
        "any",
        "not",
        "if",
        "then",
        "of",
        "at_least",
        "at_most",
        "must",
        "never",
        "because",
        "height",
        "cost",
        "ann",
    ]
)
trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


def check(text: str | bytes, kind: files.Kind) -> None:
    try:
        talks = files.parse(text, "fuzz", kind=kind)
    except BadFile as error:
        flaws = error.flaws
    else:
        assert isinstance(talks, Talks)
        assert files.parse(files.dump(talks), "again") == talks
        return
    assert flaws
    for flaw in flaws:
        assert flaw.message
        assert flaw.file == "fuzz"
        assert 0 <= flaw.line <= len(BREAK.findall(text if isinstance(text, str) else text.decode("latin-1"))) + 1


def paths(tree: object) -> list[tuple[str | int, ...]]:
    """The way to every part of a tree."""
    inside: list[tuple[str | int, object]] = []
    if isinstance(tree, dict):
        inside = list(tree.items())
    elif isinstance(tree, list):
        inside = list(enumerate(tree))
    return [(), *((step, *rest) for step, part in inside for rest in paths(part))]


def replaced(tree: object, path: tuple[str | int, ...], new: object) -> object:
    """The tree with another part at the end of a path."""
    if not path:
        return new
    step, *rest = path
    if isinstance(tree, dict):
        return {key: replaced(part, tuple(rest), new) if key == step else part for key, part in tree.items()}
    assert isinstance(tree, list)
    return [replaced(part, tuple(rest), new) if index == step else part for index, part in enumerate(tree)]


@pytest.fixture(autouse=True, params=["fast", "pure"], scope="module")
def _parser(request: pytest.FixtureRequest) -> object:
    """Both of PyYAML's parsers; where it was built without libyaml both are the pure one."""
    before = yaml_text._LOADER
    if request.param == "pure":
        yaml_text._LOADER = yaml.SafeLoader
    yield request.param
    yaml_text._LOADER = before


def test_the_good_file_is_good() -> None:
    check(GOOD, "yaml")
    check(GOOD_JSON, "json")


@settings(max_examples=150, deadline=None)
@given(st.binary() | st.text(), st.sampled_from(["yaml", "json"]))
def test_rubbish(raw: str | bytes, kind: files.Kind) -> None:
    check(raw, kind)


@settings(max_examples=150, deadline=None)
@example("---")
@given(st.lists(st.sampled_from(PIECES) | st.sampled_from(GOOD.split()), max_size=40).map("".join))
def test_rubbish_that_looks_like_yaml(text: str) -> None:
    check(text, "yaml")
    check("goodoffices: 1\ntitle: T\n" + text, "yaml")
    check(text, "json")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(paths(TREE)), trees)
def test_a_good_file_with_a_part_replaced(path: tuple[str | int, ...], part: object) -> None:
    text = json.dumps(replaced(TREE, path, part))
    check(text, "json")
    check(text, "yaml")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_good_file_damaged(data: st.DataObject) -> None:
    kind: files.Kind = data.draw(st.sampled_from(["yaml", "json"]))
    text = GOOD if kind == "yaml" else GOOD_JSON
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 1, 2, 10, 200]))
        new = data.draw(st.sampled_from(PIECES) | st.text(max_size=3) | st.sampled_from(GOOD.split()))
        text = text[:start] + new + text[start + length :]
    check(text, kind)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_good_file_with_damaged_bytes(data: st.DataObject) -> None:
    raw = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(raw), "yaml")


@pytest.mark.parametrize("kind", ["yaml", "json"])
@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "{" * 1_000_000,
        '{"a":' * 500_000,
        "[[" * 29 + "]]" * 29,
        "1e999999999",
        "9" * 1_000_000,
        '"' + "\\" * 999_999,
        "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "\n" * 1_000_000,
        "goodoffices: " + "9" * 10_000,
        "goodoffices: 1\nagreement: {needs: " + "9" * 10_000 + "}",
    ],
    ids=lambda text: str(text)[:12],
)
def test_what_was_made_to_hurt(text: str, kind: files.Kind) -> None:
    check(text, kind)
