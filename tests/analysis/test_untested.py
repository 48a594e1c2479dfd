"""A walk-away is compared with scores or with nothing: where none are recorded, or only some, no answer rests on it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from goodoffices import analysis
from goodoffices.confidence import view
from goodoffices.errors import BadQuestion
from goodoffices.talks import (
    Choice,
    Issue,
    IssueScores,
    Option,
    Party,
    Position,
    RedLine,
    Release,
    Talks,
    accepts,
    agrees,
    score,
)

LOW_HIGH = (Option("low", "Low"), Option("high", "High"))


def fence() -> Talks:
    """Two packages please both: Bo needs 6 of his points, and has them only where both issues are high."""
    issues = (Issue("height", "Height", LOW_HIGH), Issue("share", "Share", LOW_HIGH))
    ann = Position("ann", (IssueScores("height", (Fraction(5), Fraction(4))),), walk_away=Fraction(3))
    bo = Position(
        "bo",
        (IssueScores("height", (Fraction(0), Fraction(6))), IssueScores("share", (Fraction(1), Fraction(2)))),
        walk_away=Fraction(6),
    )
    return Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), issues, positions=(ann, bo))


def test_a_walk_away_without_scores_blocks_nothing_and_proves_nothing() -> None:
    talks = fence().with_position(Position("bo", walk_away=Fraction(6)))
    answer = analysis.analyse(talks)
    assert answer.zone is not None
    assert (answer.zone.status, answer.zone.size.value) == ("compatible", 4)
    assert answer.zone.nothing_recorded == ("bo",)
    assert answer.headroom is not None
    assert answer.headroom.by_party == {"ann": 2}
    assert any("Bo" in warning for warning in answer.warnings)


def test_beside_red_lines_it_leaves_the_answer_compatible() -> None:
    line = RedLine("line", Choice("height", ("high",)))
    talks = fence().with_position(Position("bo", red_lines=(line,), walk_away=Fraction(6)))
    zone = analysis.zone(talks)
    assert (zone.status, zone.size.value, zone.nothing_recorded) == ("compatible", 2, ())


@pytest.mark.parametrize("what", [("walk_away",), ("walk_away", "scores:height"), ("walk_away", "scores")])
def test_what_was_released_in_part_is_shown_and_not_computed_with(what: tuple[str, ...]) -> None:
    """Bonuses that were not released may exist: released scores alone do not make a walk-away comparable either."""
    talks = fence()
    talks = talks.with_position(replace(talks.position("bo"), releases=(Release(what, ("ann",)),)))
    seen = view(talks, "ann")
    assert seen.position("bo").walk_away == 6
    zone = analysis.zone(seen)
    assert (zone.status, zone.size.value) == ("compatible", 4)
    assert analysis.formula(seen, "nash").why == "No scores are recorded for Bo."


def test_what_was_released_whole_is_computed_with() -> None:
    talks = fence()
    parts = ("scores", "bonuses", "walk_away")
    talks = talks.with_position(replace(talks.position("bo"), releases=(Release(parts, ("all",)),)))
    assert analysis.zone(view(talks, "ann")).size.value == analysis.zone(talks).size.value == 2


@pytest.mark.parametrize(
    ("package", "words"),
    [
        ({}, "leaves out issue 'height'"),
        ({"height": "low", "share": "middle"}, "no option 'middle'"),
        ({"height": "low", "share": "low", "pasue": "x"}, "no issue 'pasue'"),
    ],
)
def test_what_is_no_package_is_refused_in_words(package: dict[str, str], words: str) -> None:
    talks = fence()
    for ask in (
        lambda: score(talks, "ann", package),
        lambda: accepts(talks, "bo", package),
        lambda: agrees(talks, package),
    ):
        with pytest.raises(BadQuestion, match=words):
            ask()
    with pytest.raises(BadQuestion, match="no party 'nobody'"):
        score(talks, "nobody", {"height": "low", "share": "low"})
