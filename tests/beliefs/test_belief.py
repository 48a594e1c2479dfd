"""What is said of one party from its own answers: the door, and what it does not say."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.beliefs.small import answers_drawn, ordered, package, talks_of

from goodoffices.beliefs import Belief, belief, chance_of_yes, scores, standing
from goodoffices.beliefs.belief import confidence
from goodoffices.errors import BadQuestion
from goodoffices.exact.kernels import load
from goodoffices.talks import (
    Answer,
    Choice,
    Importance,
    IssueScores,
    Joined,
    Position,
    Rather,
    RedLine,
    Verdict,
    Weight,
)

needs_kernel = pytest.mark.skipif(load("polytope") is None, reason="the twin takes long for so many walks")
BEST, MIDDLE, WORST = package(0, 2), package(1, 1), package(2, 0)
YES = Answer("yes", Verdict(tuple(MIDDLE.items()), True))
NO = Answer("no", Verdict(tuple(package(0, 0).items()), False))
POINTS = (
    IssueScores("pause", (Fraction(9), Fraction(5), Fraction(0))),
    IssueScores("aid", (Fraction(0), Fraction(2), Fraction(3))),
)


def _held(*answers: Answer, **position: Any) -> Belief:
    return belief(talks_of(*answers, **position), "ann", seed=1, kept=200)


def test_with_nothing_recorded_every_position_fits() -> None:
    held = _held()
    assert held.nothing_recorded
    assert not held.is_empty
    assert held.contradictions == ()
    for one in (BEST, MIDDLE, WORST):
        assert standing(held, one).word == "possibly"
        assert standing(held, one).score == (0, 1)
        assert chance_of_yes(held, one) is None
    many = belief(held.talks, "ann", seed=1, kept=4000)
    assert abs(scores(many, [MIDDLE]).mean() - 0.5) < 0.02


def test_a_chance_needs_the_partys_own_walk_away_or_verdict() -> None:
    assert chance_of_yes(_held(*ordered()), BEST) is None
    assert chance_of_yes(_held(scores=POINTS), BEST) is None
    assert chance_of_yes(_held(*ordered(), walk_away=Fraction(4)), BEST) is None  # points of a scale nobody recorded
    assert chance_of_yes(_held(*ordered(), YES), BEST) is not None
    assert chance_of_yes(_held(scores=POINTS, walk_away=Fraction(4)), BEST) is not None


def test_a_chance_names_both_priors_and_rises_with_the_score() -> None:
    held = _held(*ordered(), YES, NO)
    best, middle, worst = (chance_of_yes(held, one) for one in (BEST, MIDDLE, WORST))
    assert best
    assert middle
    assert worst
    assert best.value >= middle.value > 0.7 > 0.3 > worst.value
    assert (best.prior, best.beside_prior, best.draws) == ("even weights", "even steps", 200)
    other = belief(held.talks, "ann", seed=1, prior="even steps", kept=200)
    there = chance_of_yes(other, MIDDLE)
    assert there
    assert (there.value, there.beside) == (middle.beside, middle.value)


def test_exact_points_leave_no_doubt() -> None:
    held = _held(scores=POINTS, walk_away=Fraction(7))
    assert held.samples is not None
    assert np.allclose(scores(held, [MIDDLE, package(1, 0)]), [[7 / 12], [5 / 12]])
    chances = [chance_of_yes(held, one) for one in (BEST, package(1, 0))]
    assert [chance and (chance.value, chance.beside) for chance in chances] == [(1, 1), (0, 0)]


def test_orders_and_weights_shape_the_scores() -> None:
    share = Answer("w", Weight("pause", Fraction(7, 10), Fraction(7, 10)))
    found = scores(_held(*ordered(), share), [package(0, 0), package(2, 2), BEST, WORST])
    assert np.allclose(found[0], 0.7, atol=0.0051)
    assert found[0].std() > 0  # said as one number, a weight is a rough one
    assert np.allclose(found[1], 0.3, atol=0.0051)
    assert np.allclose(found[2:], [[1], [0]])
    ranked = scores(_held(*ordered(), Answer("i", Importance(("aid", "pause")))), [package(0, 0)])[0]
    assert (ranked < 0.5).all()


def test_several_exact_weights_are_met_together() -> None:
    ids = ("one", "two", "three", "four")
    answers = [Answer(id, Weight(id, Fraction(n, 10), Fraction(n, 10))) for n, id in enumerate(ids, 1)]
    held = belief(talks_of(*answers, issues=ids), "ann", seed=1, kept=50)
    assert held.samples is not None
    swings = held.samples.values[:, [held.evidence.worth.swing(issue) for issue in range(4)]]
    assert (np.abs(swings - np.array([0.1, 0.2, 0.3, 0.4])) <= 0.005 + 1e-9).all()


def test_weights_that_miss_the_whole_by_rounding_leave_positions_and_are_named() -> None:
    ids = ("one", "two", "three")
    thirds = [Answer(id, Weight(id, Fraction(33, 100), Fraction(33, 100))) for id in ids]
    held = belief(talks_of(*thirds, issues=ids), "ann", seed=1, kept=50)
    assert [one.answers for one in held.contradictions] == [ids]
    assert held.samples
    swings = held.samples.values[:, [held.evidence.worth.swing(issue) for issue in range(3)]]
    assert (np.abs(swings - 0.33) <= 0.005 + 1e-9).all()
    far = [Answer(id, Weight(id, Fraction(3, 10), Fraction(3, 10))) for id in ids]
    assert belief(talks_of(*far, issues=ids), "ann", seed=1, kept=50).is_empty


def test_one_mistaken_answer_among_many_does_not_decide() -> None:
    said = [Answer(f"a{n}", Rather(tuple(package(0, 0).items()), tuple(package(2, 2).items()))) for n in range(6)]
    against = Answer("slip", Rather(tuple(package(2, 2).items()), tuple(package(0, 0).items())))
    held = _held(*ordered(), *said, against)
    assert not held.is_empty
    assert (held.contradictions[0].answers[-1]) == "slip"
    assert (scores(held, [package(0, 0)])[0] > 0.5).mean() > 0.9


def test_hard_evidence_that_leaves_no_position_is_said_and_why() -> None:
    both = (Answer("1", Importance(("pause", "aid"))), Answer("2", Importance(("aid", "pause"))))
    held = _held(*both, YES)
    assert held.is_empty
    assert [one.answers for one in held.contradictions] == [("1", "2")]
    assert scores(held, [BEST]).shape == (1, 0)
    assert chance_of_yes(held, BEST) is None
    assert standing(held, MIDDLE).word == "necessarily"  # that yes contradicts nothing


def test_what_contradicts_itself_counts_on_neither_side() -> None:
    twice = (YES, Answer("no", Verdict(tuple(MIDDLE.items()), False)))
    assert standing(_held(*ordered(), *twice), MIDDLE).word == "possibly"


def test_a_red_line_weighs_by_its_confidence_and_falls_with_a_yes_across_it() -> None:
    line = RedLine("short", Choice("pause", ("most", "some")), confidence=Fraction(3, 5))
    sure = RedLine("sure", Choice("aid", ("most", "some")))
    held = _held(scores=POINTS, walk_away=Fraction(0), red_lines=(line,))
    chance = chance_of_yes(held, WORST)
    assert chance
    assert chance.value == pytest.approx(0.4)
    crossed = Answer("y", Verdict(tuple(WORST.items()), True))
    after = _held(crossed, scores=POINTS, walk_away=Fraction(0), red_lines=(line,))
    assert confidence(after, after.evidence.lines[0]) == Fraction(3, 41)
    certain = chance_of_yes(_held(scores=POINTS, walk_away=Fraction(0), red_lines=(sure,)), BEST)
    assert certain
    assert certain.value == 0


def test_a_no_across_a_red_line_says_nothing_of_scores() -> None:
    line = RedLine("short", Choice("pause", ("some",)), confidence=Fraction(1, 10))
    rows = _held(NO, red_lines=(line,)).evidence.rows
    assert not [row for row in rows if row.source and row.source.id == "no"]
    assert [row for row in _held(NO).evidence.rows if row.source and row.source.id == "no"]
    assert chance_of_yes(_held(NO, red_lines=(line,)), MIDDLE) is None
    assert chance_of_yes(_held(NO), MIDDLE) is not None


def test_joined_issues_get_joint_terms_and_no_others() -> None:
    assert _held(Answer("t", Joined(("aid", "pause"), True))).evidence.worth.joined == ((0, 1),)
    assert _held(Answer("t", Joined(("aid", "pause"), False))).evidence.worth.joined == ()


def test_the_same_belief_again_and_one_that_goes_on() -> None:
    talks = talks_of(*ordered(), YES)
    first = belief(talks, "ann", seed=4, kept=20)
    again = belief(talks, "ann", seed=4, kept=20)
    assert first.samples
    assert again.samples
    assert (first.samples.values == again.samples.values).all()
    more = talks.with_position(Position("ann", answers=(*ordered(), YES, NO)))
    on = belief(more, "ann", seed=5, kept=20, after=first)
    fresh = belief(more, "ann", seed=5, kept=20)
    assert on.samples
    assert fresh.samples
    assert (on.samples.values != fresh.samples.values).any()


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ((YES,), {}),  # the orders are gone
        ((*ordered(), YES, Answer("i", Importance(("aid", "pause")))), {}),
        ((*ordered(), YES), {"prior": "even steps"}),
        ((*ordered(), YES, NO), {"mistaken": Fraction(0)}),
        ((*ordered(), YES, Answer("t", Joined(("aid", "pause"), True))), {}),
    ],
    ids=["orders", "importance", "prior", "no mistakes", "joined"],
)
def test_a_walk_starts_anew_where_more_than_comparisons_changed(
    answers: tuple[Answer, ...], more: dict[str, Any]
) -> None:
    first = belief(talks_of(*ordered(), YES), "ann", seed=4, kept=20)
    on = belief(talks_of(*answers), "ann", seed=5, kept=20, after=first, **more)
    alone = belief(talks_of(*answers), "ann", seed=5, kept=20, **more)
    assert on.samples
    assert alone.samples
    assert (on.samples.values == alone.samples.values).all()


@needs_kernel
@pytest.mark.parametrize("seed", range(40))
def test_a_start_is_found_without_orders_too(seed: int) -> None:
    """Five comparisons and verdicts of a party that has a position, none of them mistaken."""
    draws = random.Random(seed)
    worth = [[draws.random() for _ in range(3)] for _ in range(2)]
    answers = []
    for number in range(5):
        one, other = ((draws.randrange(3), draws.randrange(3)) for _ in range(2))
        better, worse = sorted((one, other), key=lambda two: -worth[0][two[0]] - worth[1][two[1]])
        if better != worse:
            said = Rather(tuple(package(*better).items()), tuple(package(*worse).items()))
            answers.append(Answer(f"a{number}", said))
    held = belief(talks_of(*answers), "ann", seed=seed, mistaken=Fraction(0), kept=20)
    assert held.samples
    rows = held.evidence.walked()
    assert (held.samples.values @ rows.soft.T > -1e-9).all()


@needs_kernel
def test_a_start_among_ranges_keeps_the_walk_away_in_points() -> None:
    """One issue has a range, one is open but weighs more than the other: a program looks for the start."""
    pause = IssueScores("pause", (Fraction(2), Fraction(1), Fraction(9)), (Fraction(2), Fraction(0), Fraction(0)))
    more = Answer("more", Importance(("aid", "pause")))
    held = belief(talks_of(more, scores=(pause,), walk_away=Fraction(5)), "ann", seed=1, kept=4000)
    assert held.samples
    values, worth = held.samples.values, held.evidence.worth
    assert (values[:, worth.swing(1)] >= values[:, worth.swing(0)] - 1e-9).all()
    assert (values[:, 0] == 0).any()
    assert (values[:, 1] == 0).any()
    assert (values[:, 3:6].min(axis=1) == 0).all()
    assert np.allclose(values[:, 3:6].max(axis=1), values[:, worth.swing(1)])
    assert np.allclose(values[:, 2] - values[:, 1], 2 * (values[:, 2] - values[:, worth.walk_away]))  # 8 and 4 points


@needs_kernel
@pytest.mark.parametrize("mistaken", [Fraction(0), Fraction(1, 20)])
@pytest.mark.parametrize("seed", range(25))
def test_samples_lie_within_the_proved_bounds(seed: int, mistaken: Fraction) -> None:
    """With no mistakes every sample does; and there are none exactly where the answers contradict each other."""
    talks = talks_of(*ordered(), *answers_drawn(seed, 1 + seed % 4))
    held = belief(talks, "ann", seed=seed, mistaken=mistaken, kept=60)
    if mistaken == 0:
        assert held.is_empty == bool(held.contradictions)
    if held.samples is None or mistaken:
        return
    for one in (BEST, MIDDLE, package(0, 0), package(2, 2)):
        found, drawn = standing(held, one), scores(held, [one])[0]
        assert found.score
        assert found.score[0] - 0.006 <= drawn.min() <= drawn.max() <= found.score[1] + 0.006
        gains = drawn - held.samples.walk_aways
        assert found.margin is None or found.margin[0] - 0.006 <= gains.min() <= gains.max() <= found.margin[1] + 0.006


def test_another_partys_position_changes_nothing() -> None:
    talks = talks_of(*ordered(), YES)
    other = talks.with_position(Position("bo", scores=POINTS, walk_away=Fraction(3), answers=(NO,)))
    one, two = (belief(t, "ann", seed=2, kept=20) for t in (talks, other))
    assert one.samples
    assert two.samples
    assert (one.samples.values == two.samples.values).all()
    assert standing(one, MIDDLE) == standing(two, MIDDLE)


def test_what_cannot_be_asked_is_refused_with_the_reason() -> None:
    with pytest.raises(BadQuestion, match="carl"):
        belief(talks_of(), "carl", seed=1)
    with pytest.raises(BadQuestion, match="even weights"):
        belief(talks_of(), "ann", seed=1, prior="flat")
    with pytest.raises(BadQuestion, match="half"):
        belief(talks_of(), "ann", seed=1, mistaken=Fraction(1, 2))
    held = _held()
    with pytest.raises(BadQuestion, match="leaves out issue 'aid'"):
        standing(held, {"pause": "most"})
    with pytest.raises(BadQuestion, match="no option 'all'"):
        scores(held, [{"pause": "most", "aid": "all"}])
    flat = tuple(IssueScores(issue, (Fraction(4),) * 3) for issue in ("pause", "aid"))
    with pytest.raises(BadQuestion, match="no scale"):
        _held(scores=flat)


def test_no_message_repeats_a_number_of_the_position() -> None:
    flat = tuple(IssueScores(issue, (Fraction(4711),) * 3) for issue in ("pause", "aid"))
    with pytest.raises(BadQuestion) as caught:
        _held(scores=flat, walk_away=Fraction(815))
    assert "4711" not in str(caught.value)
    assert "815" not in str(caught.value)
