"""What the planner makes of answers that say nothing, of little time, and of frontiers too long to list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import get_args

import numpy as np
import pytest

from goodoffices.errors import NoMethod
from goodoffices.exact import planner
from goodoffices.exact.methods import Method
from goodoffices.exact.planner import answer
from goodoffices.exact.problem import Problem, Side
from goodoffices.exact.questions import (
    Counted,
    Exists,
    Frontier,
    Minimal,
    MinimalSets,
    Points,
    Question,
    Result,
    Size,
)
from goodoffices.exact.thinning import short_enough, standing_for_all
from goodoffices.exact.watch import Watch


class Spent(Watch):
    """No time is left."""

    def left(self) -> float:
        return 0.0


def line(size: int, unit: int, above: int = 0) -> Problem:
    """One issue on which two sides want the opposite."""
    up = tuple(above + unit * number for number in range(size))
    return Problem((size,), (Side((up,)), Side((up[::-1],))), needs=2)


def test_small_talks_are_answered_whatever_the_limit() -> None:
    found, name = answer(line(12, 1), [Frontier((0, 1))], watch=Spent())[Frontier((0, 1))]
    assert isinstance(found, Points)
    assert (len(found.points), found.complete, name) == (12, True, "enumerate")


def test_a_part_of_a_long_frontier_stands_for_all_of_it_in_numbers_of_any_length() -> None:
    for above in (0, 2**63):
        problem, question = line(2000, 3, above), Frontier((0, 1), most=100)
        found, _ = answer(problem, [question])[question]
        assert isinstance(found, Points)
        assert found.within is not None
        assert (found.complete, found.size, len(found.points) <= 100) == (False, 2000, True)
        kept = [units for _, units in found.points]
        for option in range(2000):
            units = [side.scores[0][option] for side in problem.sides]
            assert any(all(u - k <= w for u, k, w in zip(units, one, found.within, strict=True)) for one in kept)


def test_nothing_is_closer_than_the_distance_said() -> None:
    draw = np.random.default_rng(3)
    for sides in (2, 3, 5):
        units = draw.integers(0, 1000, (400, sides))
        places, within = standing_for_all(units, 40)
        assert sides <= len(places) <= 40
        assert (((units[:, None] - units[places]) <= np.array(within)).all(axis=2)).any(axis=1).all()


def test_a_short_frontier_stays_as_it_is() -> None:
    points = Points((((0,), (1, 2)), ((1,), (2, 1))), complete=True)
    assert short_enough(Frontier((0, 1), 2), points) is points


def test_where_there_is_a_zone_nobody_looks_for_conflicts() -> None:
    joined = Problem((3,) * 40, tuple(Side(((0, 1, 2),) * 40, floor=20) for _ in range(3)), needs=3)
    found = answer(joined, [Minimal(), Exists()])
    assert found[Minimal()][0] == MinimalSets((), True, (), True)


def asked_in_turn(monkeypatch: pytest.MonkeyPatch, left: float, **known: tuple[float, float, bool]) -> list[str]:
    """The methods asked for the size of a zone, in turn. Of each method: its cost, ``rough``, whether it finds it."""
    asked: list[str] = []

    def known_as(name: str, cost: float, rough: float, finds: bool) -> Method:
        def solve(problem: Problem, questions: Sequence[Question], watch: Watch) -> Mapping[Question, Result]:
            asked.append(name)
            return dict.fromkeys(questions, Counted(5, exact=True) if finds else Counted(0, exact=False))

        return Method(name, "", lambda problem, question: True, lambda problem, question: cost, solve, rough=rough)

    faked = {name: known_as(name, *given) for name, given in known.items()}
    monkeypatch.setattr(planner, "methods", lambda: faked)
    monkeypatch.setattr(planner, "PLAIN", ())
    watch = Watch()
    monkeypatch.setattr(watch, "left", lambda: left)
    answer(line(5, 1), [Size()], watch=watch)
    return asked


def test_a_proof_comes_first_where_it_is_quick_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for cost, left, first in (
        (17, inf, "sure"),
        (17, 18, "sure"),
        (17, 16, "about"),
        (21, inf, "about"),
        (2.5, 0.5, "sure"),  # no longer than the rough one
        (3.5, 0.5, "about"),
    ):
        assert asked_in_turn(monkeypatch, left, about=(3, 20, True), sure=(cost, 0, True)) == [first]


def test_where_a_method_finds_nothing_the_others_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"late": (500, 0, False), "about": (3, 20, False), "sure": (2, 0, False), "slower": (5, 0, False)}
    assert asked_in_turn(monkeypatch, inf, **known) == ["sure", "slower", "about", "late"]
    assert asked_in_turn(monkeypatch, 4, **known) == ["sure", "about", "slower", "late"]
    assert asked_in_turn(monkeypatch, inf, **{**known, "about": (3, 20, True)}) == ["sure", "slower", "about"]


def test_where_a_rough_method_finds_nothing_a_proof_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"late": (500, 0, True), "about": (3, 20, False), "later": (600, 0, True)}
    assert asked_in_turn(monkeypatch, inf, **known) == ["about", "late"]


def test_without_time_nobody_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_in_turn(monkeypatch, 0, sure=(1, 0, False), about=(3, 20, True)) == ["sure"]


def test_a_method_that_does_not_take_a_question_names_those_that_do() -> None:
    with pytest.raises(
        NoMethod, match=r"'size of the zone' over 5 packages .* 'issue merge'; try counting, enumerate,"
    ):
        answer(line(5, 1), [Size()], method="issue merge")


def test_every_question_says_what_it_is_called() -> None:
    assert len({one.words for one in get_args(Question)}) == len(get_args(Question))
