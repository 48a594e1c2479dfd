"""Numbers known only as ranges, in a talks file: read, refused, written again, kept private, and warned of."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices import files
from goodoffices.analysis import analyse
from goodoffices.confidence import view
from goodoffices.errors import BadFile, BadTalks
from goodoffices.talks import Bonus, Choice, Issue, IssueScores, Option, Party, Position, Release, Talks
from goodoffices.talks.warnings import MIDDLES, warnings

FENCE = """\
goodoffices: 1
title: A fence
parties: {ann: {name: Ann}, bo: {name: Bo}}
issues:
  height: {options: {low: Low, high: High}}
  cost: {range: {from: 0, to: 4, step: 1}}
positions:
  ann:
    scores: {height: {low: 0, high: 7}, cost: {0: 9, 4: 1}}
    bonuses: [{when: {height: low}, points: 2}]
    walk_away: 5
  bo:
    weights: {height: 2, cost: 1}
    values: {height: {low: 3, high: 1}, cost: {0: 0, 4: 8}}
"""


def fence(*pairs: tuple[str, str]) -> Talks:
    text = FENCE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return files.parse(text, "fence.yaml")


def numbers(*values: Fraction | int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, values))


def test_a_range_is_read_as_its_middle_and_how_far_it_goes() -> None:
    ann = fence(
        ("high: 7", "high: [4, 10]"), ("points: 2", 'points: [1, "5/2"]'), ("away: 5", "away: [4, 6]")
    ).position("ann")
    assert ann.scores[0] == IssueScores("height", numbers(0, 7), numbers(0, 3))
    assert ann.scores[0].ranges == (numbers(0, 0), numbers(4, 10))
    assert (ann.bonuses[0].points, ann.bonuses[0].within) == (Fraction(7, 4), Fraction(3, 4))
    assert (ann.walk_away, ann.walk_away_within) == numbers(5, 1)
    assert ann.has_ranges
    assert not fence().position("ann").has_ranges


def test_between_given_points_of_a_range_low_and_high_lie_on_straight_lines() -> None:
    ann = fence(("0: 9, 4: 1", "0: 9, 4: [-3, 5]")).position("ann")
    assert ann.scores[1] == IssueScores("cost", numbers(9, 7, 5, 3, 1), numbers(0, 1, 2, 3, 4))
    assert ann.scores[1].bends() == (0, 4)
    bent = fence(("0: 9, 4: 1", "0: 9, 2: [4, 6], 4: 1")).position("ann").scores[1]
    assert (bent.points, bent.within) == (numbers(9, 7, 5, 3, 1), numbers(0, Fraction(1, 2), 1, Fraction(1, 2), 0))
    assert bent.bends() == (0, 2, 4)


def test_within_stands_for_every_number_of_scores_values_and_bonuses() -> None:
    talks = fence(
        ("  ann:\n", "  ann:\n    within: 2\n"), ("low: 0,", "low: [0, 0],"), ("  bo:\n", '  bo:\n    within: "1/2"\n')
    )
    ann, bo = talks.positions
    assert [entry.within for entry in ann.scores] == [numbers(0, 2), numbers(2, 2, 2, 2, 2)]
    assert ann.bonuses[0].within == 2
    assert ann.walk_away_within == 0
    assert [entry.within for entry in bo.scores] == [numbers(1, 1), (Fraction(1, 2),) * 5]  # times the weight
    assert fence(("  ann:\n", "  ann:\n    within: 0\n")) == fence()


NUMBER = "needs a number; write 12, 12.5 or 1/3"
SWAPPED = "stands from high to low; write the lower number first, as in [10, 20]"
THREE = "needs a number, or two from low to high; write 12, or [10, 20]"
BELOW = "is below 0; write by how much a number may be off, to either side"
ALONE = "has no number to go with; it is about scores, values and bonuses"


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("high: 7", "high: [10, 4]", "9: positions.ann.scores.height.high", SWAPPED),
        ("high: 7", "high: [1, 2, 3]", "9: positions.ann.scores.height.high", THREE),
        ("high: 7", "high: [1, many]", "9: positions.ann.scores.height.high", NUMBER),
        ("high: 7", "high: [7]", "9: positions.ann.scores.height.high", THREE),
        ("high: 7", "high: 3-7", "9: positions.ann.scores.height.high", THREE),
        ("high: 7", "high: {low: 3, high: 7}", "9: positions.ann.scores.height.high", THREE),
        ("walk_away: 5", "walk_away: {from: 5, to: 8}", "11: positions.ann.walk_away", THREE),
        ("walk_away: 5", "walk_away: 5 to 8", "11: positions.ann.walk_away", THREE),
        ("4: 1}", "4: [1, 0]}", "9: positions.ann.scores.cost.4", SWAPPED),
        ("points: 2", "points: [2, 1]", "10: positions.ann.bonuses.0.points", SWAPPED),
        ("walk_away: 5", "walk_away: [5, 4]", "11: positions.ann.walk_away", SWAPPED),
        ("walk_away: 5", "within: -1", "11: positions.ann.within", BELOW),
        ("walk_away: 5", "within: [1, 2]", "11: positions.ann.within", NUMBER),
        ("height: 2,", "height: [1, 2],", "13: positions.bo.weights.height", NUMBER),
        ("ann:\n    scores:", "ann: {within: 3}\n  bob:\n    scores:", "8: positions.ann.within", ALONE),
    ],
)
def test_what_is_wrong_is_said_at_its_line(old: str, new: str, place: str, said: str) -> None:
    with pytest.raises(BadFile) as error:
        fence((old, new))
    assert f"fence.yaml:{place}: {said}" in str(error.value).splitlines()


def test_within_is_checked_in_talks_built_in_python() -> None:
    talks = fence()
    ann = talks.position("ann")
    for wrong in (
        replace(ann, scores=(IssueScores("height", numbers(0, 7), numbers(1)),)),
        replace(ann, scores=(IssueScores("height", numbers(0, 7), numbers(1, -1)),)),
        replace(ann, bonuses=(Bonus(Choice("height", ("low",)), Fraction(2), Fraction(-1)),)),
        replace(ann, walk_away_within=Fraction(-1)),
        replace(ann, walk_away=None, walk_away_within=Fraction(1)),
    ):
        with pytest.raises(BadTalks, match="within"):
            talks.with_position(wrong)


points = st.fractions(-9, 9, max_denominator=6)
offs = st.sampled_from([Fraction(0), Fraction(1), Fraction(5, 2), Fraction(1, 3)])


@st.composite
def loose(draw: st.DrawFn) -> Talks:
    """Talks with ranges everywhere, as weights and values or as scores."""
    cost = tuple(Option(str(value), str(value), value=Fraction(value)) for value in range(5))
    issues = (Issue("height", "Height", (Option("low", "Low"), Option("high", "High"))), Issue("cost", "cost", cost))
    weights = draw(st.none() | st.tuples(*(st.sampled_from([Fraction(1, 2), Fraction(3)]) for _ in issues)))
    scores = []
    for issue in issues:
        within = tuple(draw(offs) for _ in issue.options)
        scores.append(IssueScores(issue.id, tuple(draw(points) for _ in issue.options), within if any(within) else ()))
    walk_away = draw(st.none() | points)
    position = Position(
        "ann",
        tuple(scores),
        tuple(draw(st.lists(st.builds(Bonus, st.just(Choice("height", ("low",))), points, offs), max_size=2))),
        walk_away=walk_away,
        weights=None if weights is None else tuple(zip(("height", "cost"), weights, strict=True)),
        walk_away_within=Fraction(0) if walk_away is None else draw(offs),
    )
    return Talks("T", (Party("ann", "Ann"),), issues, positions=(position,))


@settings(max_examples=60, deadline=None)
@given(loose(), st.sampled_from(["yaml", "json"]))
def test_what_is_written_is_read_again(talks: Talks, kind: files.Kind) -> None:
    text = files.dump(talks, kind)
    assert files.parse(text, "again", kind=kind) == talks
    if kind == "json":
        jsonschema.validate(json.loads(text), files.schema())


@pytest.mark.parametrize("wrong", [[1], [1, 2, 3], ["a", 1], {"from": 1, "to": 2}])
def test_the_schema_knows_a_range(wrong: object) -> None:
    data = json.loads(files.dump(fence(("high: 7", "high: [4, 10]"), ("away: 5", "away: [4, 6]")), "json"))
    data["positions"]["ann"]["within"] = 2
    jsonschema.validate(data, files.schema())
    for place in (data["positions"]["ann"]["scores"]["height"], data["positions"]["ann"]):
        key = "high" if "high" in place else "walk_away"
        kept, place[key] = place[key], wrong
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, files.schema())
        place[key] = kept


def test_no_party_sees_how_wide_a_range_is_be_it_of_its_own_position_or_released() -> None:
    """The file cannot tell a range that the party gave from what the mediator is unsure of; all see the middle."""
    plain = fence()
    talks = fence(("high: 7", "high: [4, 10]"), ("points: 2", "points: [1, 3]"), ("away: 5", "away: [4, 6]"))
    assert talks.position("ann").has_ranges
    assert view(talks, "ann") == view(plain, "ann")
    assert view(talks, "ann").position("ann") == plain.position("ann")
    assert view(talks, "bo").position("ann") == Position("ann")
    for what in ("scores", "scores:height", "bonuses", "walk_away"):
        given = (Release((what,), ("bo",)),)
        seen, same = (view(t.with_position(replace(t.position("ann"), releases=given)), "bo") for t in (talks, plain))
        assert seen == same
        assert seen.position("ann").is_recorded


def test_every_answer_but_robustness_is_about_the_middle_and_there_is_a_warning() -> None:
    loose = fence(("high: 7", "high: [4, 10]"), ("points: 2", "points: [1, 3]"), ("away: 5", "away: [4, 6]"))
    assert f"Ann: {MIDDLES}" in warnings(loose)
    assert not any(MIDDLES in warning for warning in warnings(fence()))
    with_ranges, plain = analyse(loose), analyse(fence())
    assert (with_ranges.zone, with_ranges.formulas, with_ranges.headroom) == (
        plain.zone,
        plain.formulas,
        plain.headroom,
    )
