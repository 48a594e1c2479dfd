"""Samples that fit as proofs, and answers that two packages are as good as each other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.beliefs.small import answers_drawn, ordered, package, talks_of

from goodoffices.beliefs import Belief, belief, scores
from goodoffices.beliefs.advice import _compared
from goodoffices.beliefs.bounds import Bounds
from goodoffices.beliefs.contradictions import contradictions
from goodoffices.beliefs.evidence import evidence
from goodoffices.beliefs.fitting import fitting
from goodoffices.beliefs.proving import bound
from goodoffices.beliefs.rows import Row, differing, terms
from goodoffices.beliefs.said import NEARLY
from goodoffices.beliefs.worth import Worth
from goodoffices.talks import Alike, Answer, Importance, IssueScores, Joined, Rather

ONE, OTHER = package(0, 1), package(1, 2)
TIE = Answer("tie", Alike(tuple(ONE.items()), tuple(OTHER.items())))
JOINED = Answer("both", Joined(("pause", "aid"), True))


def held_by(*answers: Answer, kept: int = 200, mistaken: Fraction = Fraction(1, 20)) -> Belief:
    return belief(talks_of(*answers), "ann", seed=2, kept=kept, mistaken=mistaken)


@pytest.mark.parametrize("seed", range(30))
def test_samples_that_fit_meet_every_row_exactly_and_show_what_proofs_say(seed: int) -> None:
    answers = (*ordered(), *answers_drawn(seed, 2 + seed % 4))
    held = held_by(*answers, *((JOINED,) if seed % 3 == 0 else ()))
    for values in held.fitting[:20].tolist():
        exact = [Fraction(value) for value in values]
        for row in held.evidence.rows:
            if row.in_proofs:
                total = sum((times * exact[coordinate] for coordinate, times in row.terms), Fraction(0))
                assert total > 0 if row.strict else total >= 0
    assert tuple(replace(one, unless_joined=()) for one in held.contradictions) == contradictions(held.evidence)
    if held.contradictions:
        assert len(held.fitting) == 0


def test_where_something_is_scored_no_sample_is_taken_for_a_proof() -> None:
    points = IssueScores("pause", (Fraction(9), Fraction(5), Fraction(0)))
    held = belief(talks_of(scores=(points,)), "ann", seed=1, kept=20)
    assert len(held.fitting) == 0
    assert len(fitting(held.evidence, None)) == 0


def test_a_strict_row_is_not_met_on_its_edge() -> None:
    held = held_by(*ordered(), Answer("more", Importance(("pause", "aid"))))
    assert held.samples is not None
    pause, aid = (held.evidence.worth.swing(issue) for issue in range(2))
    edge = held.samples.values[:1].copy()
    edge[0, pause] = edge[0, aid] = 0.5
    edge[0, :6] = [0.5, 0.25, 0.0, 0.0, 0.25, 0.5]
    over = edge.copy()
    over[0, [0, pause]] = 0.5 + 2**-20
    for values, met in ((edge, 0), (over, 1)):
        assert len(fitting(held.evidence, replace(held.samples, values=values))) == met


def test_what_clashes_before_any_number_is_named_also_where_a_sample_fits() -> None:
    held = held_by(JOINED, Answer("not", Joined(("pause", "aid"), False)))
    assert len(held.fitting) > 0
    assert [one.answers for one in held.contradictions] == [("both", "not")]


@pytest.mark.parametrize("seed", range(12))
def test_drafts_compare_as_proofs_alone_would_have_it(seed: int) -> None:
    held, bare = (held_by(*ordered(), *answers_drawn(seed, 3)) for _ in range(2))
    if held.samples is None:
        return
    bare.__dict__["fitting"] = np.zeros((0, held.evidence.worth.coordinates))
    for one, other in product(product(range(3), repeat=2), repeat=2):
        assert _compared(held, one, other) == _compared(bare, one, other)


def test_what_is_alike_differs_by_no_more_than_a_fiftieth_of_the_scale() -> None:
    sure = held_by(*ordered(), TIE, mistaken=Fraction(0))
    apart = np.subtract(*scores(sure, [ONE, OTHER]))
    assert np.abs(apart).max() <= float(NEARLY) + 1e-9
    assert (apart > 0).any()
    assert (apart < 0).any()
    unsure = np.subtract(*scores(held_by(*ordered(), TIE, kept=2000), [ONE, OTHER]))
    assert 0.05 < (np.abs(unsure) > float(NEARLY)).mean() < 0.95  # the party may have been mistaken
    known = Bounds(evidence(talks_of(*ordered(), TIE), "ann"))
    worth = known.evidence.worth
    wanted = dict(terms(*((at, 1) for at in worth.terms((0, 1))), *((at, -1) for at in worth.terms((1, 2)))))
    least, most = (known.program.least({at: way * times for at, times in wanted.items()}) for way in (1, -1))
    assert least
    assert most
    assert (least.value, most.value) == (-NEARLY, -NEARLY)


def test_a_tie_contradicts_what_says_more_and_nothing_less() -> None:
    best, worst = tuple(package(0, 2).items()), tuple(package(2, 0).items())
    flat = Answer("flat", Alike(best, worst))
    assert [one.answers for one in held_by(*ordered(), flat).contradictions] == [("pause-order", "aid-order", "flat")]
    either = Answer("either", Rather(tuple(ONE.items()), tuple(OTHER.items())))
    assert held_by(*ordered(), TIE, either).contradictions == ()


def test_a_tie_that_leaves_joined_issues_open_holds_however_these_are_settled() -> None:
    part = Answer("part", Alike((("pause", "most"),), (("pause", "none"),)))
    known = evidence(talks_of(JOINED, part), "ann")
    proofs = [row for row in known.rows if row.soft and row.in_proofs]
    walks = [row for row in known.rows if row.soft and row.in_walks]
    assert (len(proofs), len(walks)) == (6, 2)  # three ways to settle the aid, and their average; each with its mirror
    for aid in range(3):
        assert differing(known.worth, (0, aid), (2, aid)) in known.compared
        assert differing(known.worth, (2, aid), (0, aid)) in known.compared


fractions = st.fractions(-3, 3, max_denominator=12)


@given(
    st.lists(st.tuples(st.lists(st.tuples(st.integers(0, 6), fractions), max_size=4), st.booleans(),
                       st.fractions(0, 2, max_denominator=9)), max_size=4),
    st.dictionaries(st.integers(0, 6), fractions, max_size=3),
    fractions,
    st.lists(st.tuples(st.fractions(-2, 0, max_denominator=5), st.fractions(0, 2, max_denominator=5)),
             min_size=7, max_size=7),
)  # fmt: skip
def test_a_bound_is_the_least_over_the_corners_of_the_box(
    weighed: list[tuple[list[tuple[int, Fraction]], bool, Fraction]],
    wanted: dict[int, Fraction],
    level: Fraction,
    limits: list[tuple[Fraction, Fraction]],
) -> None:
    """Every corner, one after another: what is wanted, less the weighed rows, with the level of the swing."""
    worth = Worth((2,))
    rows = [(Row(terms(*pairs), strict=strict), weight) for pairs, strict, weight in weighed]
    found = bound(worth, tuple(limits), wanted, rows, level)
    totals = []
    for corner in product(*limits):
        total = sum((times * corner[at] for at, times in wanted.items()), Fraction(0))
        for row, weight in rows:
            total -= weight * sum((times * corner[at] for at, times in row.terms), Fraction(0))
        totals.append(total + level * (1 - corner[worth.swing(0)]))
    assert found.value == min(totals)
    assert found.strict == any(row.strict and weight for row, weight in rows)
