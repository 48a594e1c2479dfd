"""Bounds and contradictions against elimination: what is claimed is so, and what is so is claimed."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import pytest
from tests.beliefs import small
from tests.beliefs.fourier import Inequality, at_least, can_hold, range_of
from tests.beliefs.small import answers_drawn, ordered, package, talks_of

from goodoffices.beliefs.bounds import Bounds
from goodoffices.beliefs.contradictions import Contradiction, contradictions
from goodoffices.beliefs.evidence import evidence
from goodoffices.beliefs.proving import NO_DEAL, Bound, bound
from goodoffices.beliefs.rows import Row
from goodoffices.beliefs.worth import Worth
from goodoffices.talks import (
    AllOf,
    Answer,
    Bonus,
    Choice,
    Importance,
    IssueScores,
    Joined,
    Order,
    Rather,
    RedLine,
    Verdict,
    Weight,
)

LIMITED = [small.WALK_AWAY, at_least((0, 0, 0, -1), 1 + NO_DEAL)]
"""The walk-away as proofs have it; what can be true is the same without."""


def _weight(id: str, issue: str, share: Fraction) -> Answer:
    return Answer(id, Weight(issue, share, share))


def _rows(answers: tuple[Answer, ...]) -> list[Inequality]:
    return [*small.ANY, *small.WITHIN, *(row for answer in answers for row in small.meant(answer))]


def test_elimination_knows_open_ends() -> None:
    rows = [at_least((1, 0)), at_least((-1, 1), 0, True), at_least((0, -1), 3)]  # 0 <= x < y <= 3
    assert can_hold(rows)
    assert range_of(rows, at_least((1, 0))) == (0, 3, True, False)
    assert range_of(rows, at_least((-1, 1))) == (0, 3, False, True)
    assert not can_hold([*rows, at_least((1, -1))])


@pytest.mark.parametrize("seed", range(24))
def test_bounds_are_those_of_elimination(seed: int) -> None:
    """Ranges are met exactly; the words follow, strictness included."""
    said = answers_drawn(seed, 1 + seed % 4)
    answers = (*ordered(), *said)
    rows = _rows(answers)
    if not can_hold(rows):
        return
    bounds = Bounds(evidence(talks_of(*answers), "ann"))
    for pause, aid in product(range(3), repeat=2):
        found = bounds.standing((pause, aid))
        score = small.score(package(pause, aid))
        assert found.score == range_of(rows, score)[:2]
        margin = small.minus(score, small.WALK_AWAY)
        verdicts = [answer.said.yes for answer in said if isinstance(answer.said, Verdict)]
        assert found.margin == (range_of([*rows, *LIMITED], margin)[:2] if verdicts else None)
        never = not can_hold([*rows, margin])
        below = can_hold([*rows, small.minus(small.WALK_AWAY, score, strict=True)])
        assert found.word == ("never" if never else "possibly" if below else "necessarily")


@pytest.mark.parametrize("seed", range(60))
def test_contradictions_are_minimal_and_none_is_missed(seed: int) -> None:
    answers = (*ordered(), *answers_drawn(seed, 3 + seed % 4))
    found = contradictions(evidence(talks_of(*answers), "ann"))
    by_id = {answer.id: answer for answer in answers}
    assert bool(found) != small.consistent(answers)
    for one in found:
        said = tuple(by_id[id] for id in one.answers)
        assert not one.recorded
        assert not small.consistent(said)
        assert all(small.consistent(rest) for rest in combinations(said, len(said) - 1))
    named = [id for one in found for id in one.answers]
    assert len(named) == len(set(named))
    assert small.consistent([answer for answer in answers if answer.id not in named])


def test_a_draft_that_was_refused_is_never_acceptable_and_one_that_was_not_is() -> None:
    """Both stand on an edge: the margin is 0 at most, and only strictness says that it is less."""
    no, yes = package(1, 1), package(0, 1)
    answers = (Answer("n", Verdict(tuple(no.items()), False)), Answer("y", Verdict(tuple(yes.items()), True)))
    bounds = Bounds(evidence(talks_of(*ordered(), *answers), "ann"))
    assert bounds.standing((1, 1)).word == "never"
    assert bounds.standing((1, 1)).margin == (-1, 0)
    assert bounds.standing((0, 1)).word == "necessarily"
    assert bounds.standing((2, 1)).word == "never"  # worse on one issue than what was refused
    assert bounds.standing((0, 0)).word == "possibly"


def test_points_leave_nothing_open() -> None:
    scores = (_scores("pause", 0, 5, 9), _scores("aid", 3, 0, 1))
    bounds = Bounds(evidence(talks_of(scores=scores, walk_away=Fraction(8)), "ann"))
    for pause, aid in product(range(3), repeat=2):
        points = (0, 5, 9)[pause] + (3, 0, 1)[aid]
        found = bounds.standing((pause, aid))
        assert found.score == (Fraction(points, 12), Fraction(points, 12))
        assert found.word == ("necessarily" if points >= 8 else "never")


def test_who_said_nothing_of_a_yes_may_want_no_deal_at_all() -> None:
    scores = (_scores("pause", 0, 5, 9), _scores("aid", 3, 0, 1))
    no = Answer("no", Verdict((("pause", "some"), ("aid", "some")), False))
    for answers in ((), (no,)):
        found = Bounds(evidence(talks_of(*answers, scores=scores), "ann")).standing((2, 0))
        assert (found.word, found.score) == ("possibly", (1, 1))
        assert (found.margin is None) == (not answers)


def test_ranges_of_points_and_of_the_walk_away_are_kept() -> None:
    """0 and 8 to 10 points on one issue, 0 and 4 on the other, from 5 to 6: by hand."""
    pause = IssueScores("pause", (Fraction(0), Fraction(0), Fraction(9)), (Fraction(0), Fraction(0), Fraction(1)))
    held = {
        "scores": (pause, _scores("aid", 4, 0, 0)),
        "walk_away": Fraction(11, 2),
        "walk_away_within": Fraction(1, 2),
    }
    bounds = Bounds(evidence(talks_of(**held), "ann"))
    assert bounds.standing((2, 1)).score == (Fraction(8, 12), Fraction(10, 14))
    assert bounds.standing((2, 1)).word == "necessarily"
    assert bounds.standing((0, 0)).score == (Fraction(4, 14), Fraction(4, 12))
    assert bounds.standing((0, 0)).word == "never"


@pytest.mark.parametrize(
    ("ranges", "swing"),
    [(((0, 0), (4, 8), (6, 10)), (6, 10)), (((0, 4), (1, 3), (9, 9)), (6, 9)), (((0, 1), (0, 4), (9, 12)), (8, 12))],
)
def test_a_swing_lies_as_ranges_let_it(ranges: tuple[tuple[int, int], ...], swing: tuple[int, int]) -> None:
    """Also where it is open which option is the best, or the worst: 4 points of the other issue are 4 / (4 + swing)."""
    middles = tuple(Fraction(low + high, 2) for low, high in ranges)
    within = tuple(Fraction(high - low, 2) for low, high in ranges)
    held = (IssueScores("pause", middles, within), _scores("aid", 4, 0, 0))
    bounds = Bounds(evidence(talks_of(scores=held), "ann"))
    found = bounds._range({bounds.evidence.worth.swing(1): Fraction(1)})
    assert found
    assert found[:2] == (Fraction(4, 4 + swing[1]), Fraction(4, 4 + swing[0]))


def test_a_bonus_counts_where_its_occasion_holds() -> None:
    both = AllOf((Choice("pause", ("most",)), Choice("aid", ("most",))))
    scores = (_scores("pause", 6, 3, 0), _scores("aid", 0, 2, 4))
    bounds = Bounds(evidence(talks_of(scores=scores, bonuses=(Bonus(both, Fraction(5)),)), "ann"))
    assert bounds.standing((0, 0)).score == (Fraction(11, 10), Fraction(11, 10))
    assert bounds.standing((0, 1)).score == (Fraction(8, 10), Fraction(8, 10))


def test_points_that_say_nothing_of_a_scale_prove_nothing() -> None:
    wide = IssueScores("pause", (Fraction(0),) * 2 + (Fraction(1),), (Fraction(5),) * 3)
    bounds = Bounds(evidence(talks_of(scores=(wide,), walk_away=Fraction(1)), "ann"))
    found = bounds.standing((0, 0))
    assert (found.word, found.score, found.margin) == ("possibly", None, None)


def test_a_sure_red_line_says_never_and_an_unsure_one_only_not_necessarily() -> None:
    scores = (_scores("pause", 9, 5, 0), _scores("aid", 3, 0, 1))
    for confidence, word in ((None, "never"), (Fraction(1), "never"), (Fraction(1, 2), "possibly")):
        line = RedLine("short", Choice("pause", ("some", "none")), confidence=confidence)
        bounds = Bounds(evidence(talks_of(scores=scores, walk_away=Fraction(3), red_lines=(line,)), "ann"))
        assert bounds.standing((0, 0)).word == word
        assert bounds.standing((0, 0)).broken == ("short",)
        assert bounds.standing((1, 0)).word == "necessarily"


def test_joint_terms_leave_more_open_only_where_they_count() -> None:
    together = Answer("t", Joined(("pause", "aid"), True))
    apart = Bounds(evidence(talks_of(*ordered()), "ann")).standing((0, 2)).score
    joined = Bounds(evidence(talks_of(*ordered(), together), "ann")).standing((0, 2)).score
    assert apart == (1, 1)
    assert joined == (0, 2)


def test_a_comparison_of_parts_holds_however_the_rest_is_settled() -> None:
    """With a joined issue left out, there is a row for each way to settle it in proofs, and their mean in walks."""
    part = Answer("part", Rather((("pause", "some"),), (("pause", "most"),)))
    plain = evidence(talks_of(part), "ann")
    assert [(row.in_proofs, row.in_walks) for row in plain.rows if row.source] == [(True, True)]
    joined = evidence(talks_of(part, Answer("t", Joined(("aid", "pause"), True))), "ann")
    rows = [row for row in joined.rows if row.source]
    assert [(row.in_proofs, row.in_walks) for row in rows] == [(True, False)] * 3 + [(False, True)]
    assert [len(row.terms) for row in rows] == [4, 4, 4, 8]


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (
            {"answers": (Answer("1", Joined(("pause", "aid"), True)), Answer("2", Joined(("aid", "pause"), False)))},
            Contradiction(("1", "2")),
        ),
        (
            {
                "answers": (Answer("yes", Verdict((("pause", "most"), ("aid", "most")), True)),),
                "red_lines": (RedLine("short", Choice("pause", ("some",))),),
            },
            Contradiction(("yes",), ("red_line:short",)),
        ),
        (
            {"scores": (IssueScores("pause", (Fraction(0), Fraction(5), Fraction(9))),), "answers": ordered()[:1]},
            Contradiction(("pause-order",), ("scores",)),
        ),
        (
            {"answers": (_weight("p", "pause", Fraction(1, 2)), _weight("a", "aid", Fraction(1, 5)))},
            Contradiction(("p", "a")),
        ),
        (
            {"answers": (Answer("1", Importance(small.ISSUES)), Answer("2", Importance(small.ISSUES[::-1])))},
            Contradiction(("1", "2")),
        ),
        (
            {"answers": (*ordered()[:1], Answer("other", Order("pause", (("some", "most"), ("none",)))))},
            Contradiction(("pause-order", "other")),
        ),
    ],
)  # fmt: skip
def test_what_cannot_both_be_true_is_named(position: dict[str, object], expected: Contradiction) -> None:
    answers = position.pop("answers")
    assert isinstance(answers, tuple)
    assert contradictions(evidence(talks_of(*answers, **position), "ann")) == (expected,)


def test_a_yes_across_an_unsure_red_line_contradicts_nothing() -> None:
    yes = Answer("yes", Verdict((("pause", "most"), ("aid", "most")), True))
    line = RedLine("short", Choice("pause", ("some",)), confidence=Fraction(9, 10))
    assert contradictions(evidence(talks_of(yes, red_lines=(line,)), "ann")) == ()


def test_a_contradiction_reads_as_a_sentence() -> None:
    assert str(Contradiction(("3", "7"))) == "answer '3' and answer '7' cannot both be true"
    assert str(Contradiction(("3", "7"), ("scores",))) == "answer '3', answer '7' and scores cannot all be true"
    assert str(Contradiction(("3",), ("walk_away",))) == "answer '3' and walk-away cannot both be true"


def test_soft_answers_can_be_left_out_of_it() -> None:
    against = Answer("against", Rather((("pause", "none"),), (("pause", "most"),)))
    known = evidence(talks_of(*ordered(), against), "ann")
    assert contradictions(known) == (Contradiction(("pause-order", "against")),)
    assert contradictions(known, soft=False) == ()


def test_a_bound_holds_whatever_the_weights() -> None:
    """Weights that are none of the best give a bound that is only worse."""
    worth, limits = Worth((2,)), ((Fraction(0), Fraction(1)),) * 4
    levels = [bound(worth, limits, {1: Fraction(1), 2: Fraction(1)}, [], Fraction(level, 4)) for level in range(9)]
    assert max(found.value for found in levels) == 1  # the swing is 1, the option is worth 0 or more
    assert Bound(Fraction(0), False) in levels


def _scores(issue: str, *points: int) -> IssueScores:
    return IssueScores(issue, tuple(Fraction(value) for value in points))


def test_a_bound_is_strict_where_a_strict_row_has_a_weight() -> None:
    worth, limits = Worth((2,)), ((Fraction(0), Fraction(1)),) * 4
    strict, plain = Row(((1, Fraction(1)),), strict=True), Row(((1, Fraction(1)),))
    for weights, expected in (((1, 1), True), ((0, 2), False), ((2, 0), True)):
        weighed = list(zip((strict, plain), map(Fraction, weights), strict=True))
        assert bound(worth, limits, {1: Fraction(2)}, weighed, Fraction(0)) == Bound(Fraction(0), expected)
