"""The talks of a simulation: what a spec draws, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

import pytest
from tests.simulate import listed

import goodoffices as go
from goodoffices.cli.new import starter
from goodoffices.errors import BadQuestion, NoMethod
from goodoffices.exact.problem import Problem
from goodoffices.exact.trees import issues_of
from goodoffices.exact.watch import Watch
from goodoffices.simulate.cases import UNITS, Drawing, drawing, drawn, given


def test_a_seed_draws_the_same_talks_on_every_machine_and_version() -> None:
    """Pinned: whoever changes how talks are drawn makes every recorded simulation incomparable."""
    bonused = drawn(drawing("bonuses=2,issues=4"), 1).problem
    said = [repr([side.scores for side in drawn(drawing(""), seed).problem.sides]) for seed in range(3)]
    said += [str([[units for _, units in side.bonuses] for side in bonused.sides])]
    assert sha256(" ".join(said).encode()).hexdigest()[:16] == "0bfdbce6ec5dd96e"


@pytest.mark.parametrize("seed", range(10))
def test_all_issues_together_weigh_the_same_for_every_party(seed: int) -> None:
    for side in drawn(drawing("parties=3,issues=7,options=3"), seed).problem.sides:
        assert all(min(row) == 0 and len(row) == 3 for row in side.scores)
        assert sum(map(max, side.scores)) == UNITS


def test_parties_pull_at_opposite_ends_more_often_than_not() -> None:
    """With chance .6 each the first party's ideal is one end and the second's the other."""
    opposed = 0
    for seed in range(60):
        first, second = drawn(drawing("issues=10"), seed).problem.sides
        for row, other in zip(first.scores, second.scores, strict=True):
            opposed += row.index(max(row)) in (0, 1) and other.index(max(other)) in (3, 4)
    assert 0.45 < opposed / 600 < 0.75


def test_weights_are_as_likely_one_way_as_another() -> None:
    """Dirichlet(1) over four issues: an issue weighs more than half with chance (1 - 1/2)^3 = 1/8, its mean is 1/4."""
    weights = [max(row) for seed in range(300) for side in drawn(drawing("issues=4"), seed).problem.sides
               for row in side.scores]  # fmt: skip
    assert len(weights) == 2400
    assert sum(weights) == 600 * UNITS
    assert abs(sum(weight > UNITS // 2 for weight in weights) / 2400 - 1 / 8) < 0.03


def test_bonuses_lie_on_the_same_pairs_for_all_and_change_no_scores() -> None:
    plain, more = (drawn(drawing(f"parties=3,issues=6{rest}"), 5).problem for rest in ("", ",bonuses=4"))
    assert [side.scores for side in plain.sides] == [side.scores for side in more.sides]
    pairs = [{tuple(sorted(issues_of(tree))) for tree, _ in side.bonuses} for side in more.sides]
    assert pairs[0] == pairs[1] == pairs[2]
    assert len(pairs[0]) == 4
    cells = [len(side.bonuses) / 100 for side in more.sides]
    assert all(0.25 < share < 0.55 for share in cells)  # 4 pairs of 25 cells, each with chance .4
    sizes = [units / UNITS for side in more.sides for _, units in side.bonuses]
    assert 0.1 < (sum(size**2 for size in sizes) / len(sizes)) ** 0.5 < 0.3  # about .6 * 2 / 6
    assert min(sizes) < 0 < max(sizes)


@pytest.mark.parametrize("rest", ["", ",bonuses=2", ",share=2/5", ",share=0", ",share=1"])
def test_walk_aways_lie_at_the_share_asked_for(rest: str) -> None:
    of = drawing(f"parties=3,issues=3,options=3{rest}")
    for seed in range(5):
        problem = drawn(of, seed).problem
        for side in problem.sides:
            low, high = listed.scale(problem, side)
            exact = low + (high - low) * of.share
            assert side.floor is not None
            assert 0 <= side.floor - exact < 1


@pytest.mark.parametrize(("share", "first"), [("1/4", 250), ("19/20", 950)])
@pytest.mark.parametrize("seed", range(8))
def test_talks_without_a_zone_have_none_by_as_little_as_can_be(seed: int, share: str, first: int) -> None:
    problem = drawn(drawing(f"parties=2,issues=3,options=3,bonuses=1,share={share},zone=none"), seed).problem
    scales = [listed.scale(problem, side) for side in problem.sides]

    def at(step: int) -> Problem:
        """The same with walk-aways at so many thousandths of what is between worst and best, rounded up."""
        floors = [low + -(-(high - low) * step // 1000) for low, high in scales]
        pairs = zip(problem.sides, floors, strict=True)
        return replace(problem, sides=tuple(replace(side, floor=floor) for side, floor in pairs))

    assert problem == at(next(step for step in range(first, 1002) if not listed.zone(at(step))))


def test_a_spec_is_read_and_written() -> None:
    assert drawing("") == Drawing()
    assert drawing(" parties = 4 , share=1/3,zone=none") == Drawing(4, share=Fraction(1, 3), zone="none")
    for spec in ("parties=2,issues=10,options=5", "parties=3,issues=4,options=2,bonuses=6,share=1/3,zone=none"):
        assert str(drawing(spec)) == spec


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("parties=0", "a whole number from 1 to 60"), ("issues=none", "a whole number from 1 to 60"),
        ("options=1", "a whole number from 2"), ("colour=red", "write parties=..., issues=..."),
        ("share=2", "a share from 0 to 1"), ("share=1/0", "a share from 0 to 1"), ("zone=some", "any or none"),
        ("issues=3,bonuses=4", "3 issues have only 3 pairs"), ("parties", "a whole number"),
        ("parties=²", "a whole number"),
        ("parties=-1,zone=x", "any or none"),
    ],
)  # fmt: skip
def test_a_spec_that_is_none_is_refused(spec: str, said: str) -> None:
    with pytest.raises(BadQuestion, match="talks to draw") as refused:
        drawing(spec)
    assert said in str(refused.value)


def test_given_talks_are_numbered_as_ever() -> None:
    case = given(go.parse(starter(), "starter.yaml"))
    assert case.seed is None
    assert len(case.parties) == len(case.problem.sides) == 2


HEAD = """\
goodoffices: 1
title: Two gardens
parties: {ann: {name: Ann}, bo: {name: Bo}, cy: {name: Cy, role: mediator}}
issues: {height: {name: Height, options: {low: Low, high: High}}}
"""


def test_talks_nobody_could_answer_in_are_refused() -> None:
    with pytest.raises(BadQuestion, match=r"'Two gardens' has no scores of Ann, Bo: .* write some"):
        given(go.parse(HEAD, "t.yaml"))
    scored = HEAD + "positions: {ann: {scores: {height: {low: 0, high: 1}}}}\n"
    with pytest.raises(BadQuestion, match="no scores of Bo"):
        given(go.parse(scored, "t.yaml"))


def test_talks_without_a_signatory_are_refused() -> None:
    talks = go.parse(HEAD, "t.yaml")
    nobody = replace(talks, parties=tuple(party for party in talks.parties if party.role != "party"))
    with pytest.raises(BadQuestion, match="no signatory"):
        given(nobody)


def test_what_is_not_proved_in_time_is_no_talks() -> None:
    class Late(Watch):
        def left(self) -> float:
            return 0.0

    with pytest.raises(NoMethod, match="in the time given"):
        drawn(drawing("parties=2,issues=40,options=8,bonuses=700"), 1, Late())
