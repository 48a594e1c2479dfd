"""What could have been reached, against every package listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from tests.simulate import listed

from goodoffices.errors import NoMethod
from goodoffices.exact.planner import answer
from goodoffices.exact.problem import Problem
from goodoffices.exact.questions import Question, Result
from goodoffices.exact.trees import Literal, every
from goodoffices.exact.watch import Watch
from goodoffices.simulate import yardsticks
from goodoffices.simulate.cases import drawing, drawn
from goodoffices.simulate.yardsticks import measured, still_to_win


@pytest.mark.parametrize("seed", range(150))
def test_yardsticks_are_those_of_all_packages(seed: int) -> None:
    problem = listed.small(seed)
    found = measured(problem)
    assert found.scales == tuple(listed.scale(problem, side) for side in problem.sides)
    assert found.zone == bool(listed.zone(problem))
    assert found.product == listed.best_product(problem)
    assert found.best == listed.best_gains(problem)


@pytest.mark.parametrize("seed", range(150))
def test_what_everybody_could_still_win_is_that_of_all_packages(seed: int) -> None:
    problem, rng = listed.small(seed), Random(seed)
    scales = [listed.scale(problem, side) for side in problem.sides]
    overs = [tuple(listed.units(side, package) for side in problem.sides) for package in
             rng.sample(listed.packages(problem), min(4, problem.packages))]  # fmt: skip
    for over in (*overs, tuple(side.zero for side in problem.sides)):
        assert still_to_win(problem, scales, over) == listed.still_to_win(problem, over)


class Late(Watch):
    """No time at all."""

    def left(self) -> float:
        return 0.0


def test_what_is_not_proved_is_none_and_never_a_guess() -> None:
    problem = drawn(drawing("parties=6,issues=50,options=8"), 1).problem
    found = measured(problem, Late())
    assert found.scales == tuple((side.lowest, side.highest) for side in problem.sides)
    known = measured(problem)
    assert known.product is not None
    assert found.product in (None, known.product)
    assert found.zone in (None, True)
    low = [low for low, _ in found.scales]
    assert still_to_win(problem, found.scales, low, Late()) in (None, still_to_win(problem, found.scales, low))


def test_what_an_engine_found_without_a_proof_is_no_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = drawn(drawing("issues=4,options=3"), 1).problem
    known = measured(problem)

    def unproved(given: Problem, asked: Sequence[Question], *, watch: Watch) -> dict[Question, tuple[Result, str]]:
        found = answer(given, asked, watch=watch)
        return {question: (replace(said, proved=False), name) for question, (said, name) in found.items()}  # type: ignore[call-arg]

    monkeypatch.setattr(yardsticks, "answer", unproved)
    assert measured(problem) == replace(known, product=None, best=None)  # a package in hand needs no proof
    assert still_to_win(problem, known.scales, (0, 0)) is None
    none = drawn(drawing("issues=1,options=2,share=1"), 0).problem
    assert not listed.zone(none)
    assert measured(none).zone is None


def test_without_time_for_the_scales_there_are_no_yardsticks() -> None:
    rng = Random(1)
    (side,) = drawn(drawing("parties=1,issues=30,options=4"), 1).problem.sides
    trees = [every([Literal(a, frozenset({rng.randrange(4)})) for a in rng.sample(range(30), 3)]) for _ in range(900)]
    bonuses = tuple((tree, rng.randrange(-90_000, 90_000)) for tree in trees)
    with pytest.raises(NoMethod, match="in the time given"):
        measured(Problem((4,) * 30, (replace(side, bonuses=bonuses, floor=0),), needs=1), Late())
