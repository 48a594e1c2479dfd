"""The method *bucket elimination* against brute force, against the bonus search on long chains, and stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from random import Random

import numpy as np
import pytest
from tests.exact.bonus_spaces import as_found, boxes, chain, plainly, small

from goodoffices.exact.bonuses.bonus_search import search_bonuses
from goodoffices.exact.elimination.bucket_elimination import eliminate_issues
from goodoffices.exact.elimination.buckets import MOST_ROWS, buckets
from goodoffices.exact.methods import METHODS
from goodoffices.exact.planner import plan
from goodoffices.exact.problem import Problem, Side, gains, scores
from goodoffices.exact.questions import Best, Chosen, Exists, Frontier, Highest, Objective, Points
from goodoffices.exact.tables import tables
from goodoffices.exact.trees import Count, Literal, Tree, every, issues_of
from goodoffices.exact.watch import QUIET, Watch

METHOD = METHODS["bucket elimination"]
PRODUCT = Objective("nash", lambda gains, best: gains[0] * gains[1], "product", nonnegative=True)


def eliminated(problem: Problem, over: Sequence[int], watch: Watch = QUIET) -> Points:
    question = Frontier(tuple(over))
    assert METHOD.accepts(problem, question)
    assert METHOD.cost(problem, question) > 0
    found = eliminate_issues(problem, [question], watch)[question]
    assert isinstance(found, Points)
    return found


@pytest.mark.parametrize("seed", range(300))
def test_the_frontier_is_that_of_every_package(seed: int) -> None:
    problem = small(seed + 40_000)
    everyone = range(len(problem.sides))
    found = eliminated(problem, everyone)
    assert found.complete
    assert as_found(found) == plainly(problem, everyone)


@pytest.mark.parametrize("seed", range(60))
def test_the_frontier_over_some_sides(seed: int) -> None:
    """A side that is not asked about counts with its red lines; with a floor it would be beyond the method."""
    problem = small(seed + 50_000)
    over = sorted(Random(seed).sample(range(len(problem.sides)), Random(seed).randint(1, len(problem.sides))))
    if problem.needs and any(side.floor is not None for k, side in enumerate(problem.sides) if k not in over):
        assert not METHOD.accepts(problem, Frontier(tuple(over)))
        problem = replace(problem, sides=tuple(replace(side, floor=None) for side in problem.sides))
    assert as_found(eliminated(problem, over)) == plainly(problem, over)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("sides", [1, 2, 3])
def test_chains_of_six_issues(seed: int, sides: int) -> None:
    problem = chain(seed, issues=6, options=3, over=2 + seed % 2, total=(10, 1000)[seed % 2], sides=sides)
    assert as_found(eliminated(problem, range(sides))) == plainly(problem, range(sides))


@pytest.mark.parametrize("sides", [2, 3])
def test_long_chains_like_the_bonus_search(sides: int) -> None:
    """With three sides and more the bonus search goes another way, so these are two witnesses."""
    problem = chain(1, issues=14, total=20, sides=sides)
    assert problem.packages == 4**14
    over = tuple(range(sides))
    found = search_bonuses(problem, [Frontier(over)], QUIET)[Frontier(over)]
    assert isinstance(found, Points)
    assert found.complete
    assert as_found(eliminated(problem, over)) == as_found(found)


def test_a_chain_of_forty_issues() -> None:
    """Beyond any table; every point has the scores it says, and none covers another."""
    problem = chain(3, issues=40, options=5, total=10**6)
    assert tables(problem) is None
    points = eliminated(problem, (0, 1)).points
    assert len(points) > 100
    assert all(scores(problem, package) == units for package, units in points)
    listed = np.array(sorted(units for _, units in points))
    assert (np.diff(listed[:, 0]) > 0).all()
    assert (np.diff(listed[:, 1]) < 0).all()


def test_issues_that_hang_on_several_others() -> None:
    """A star of three arms, 0 - 1 - 2, 0 - 3 - 4 and 0 - 5 - 6: lists are added up where the arms meet."""
    to = {(1, 2): (1, 2), (2, 3): (0, 3), (3, 4): (3, 4), (4, 5): (0, 5), (5, 6): (5, 6)}
    line = chain(4, issues=7, options=3)

    def moved(tree: Tree) -> Tree:
        assert isinstance(tree, Count)
        spoken = tuple(sorted(issues_of(tree)))
        parts = zip(to.get(spoken, spoken), tree.parts, strict=True)
        return every([replace(part, issue=issue) for issue, part in parts if isinstance(part, Literal)])

    sides = tuple(
        replace(side, bonuses=tuple((moved(tree), units) for tree, units in side.bonuses)) for side in line.sides
    )
    star = replace(line, sides=sides)
    steps = buckets(star, star.sizes)
    assert steps is not None
    assert max(len(step.lists) for step in steps) > 1
    assert as_found(eliminated(star, (0, 1))) == plainly(star, (0, 1))


@pytest.mark.parametrize("seed", range(30))
def test_a_formula_is_read_off_the_frontier(seed: int) -> None:
    problem = chain(seed, issues=5, options=3, total=30)
    problem = replace(problem, sides=tuple(replace(side, floor=side.highest // 3) for side in problem.sides))
    question = Best(PRODUCT)
    chosen = eliminate_issues(problem, [question], QUIET)[question]
    assert isinstance(chosen, Chosen)
    values = {
        package: (gains(problem, units)[0] * gains(problem, units)[1], sorted(gains(problem, units)))
        for units, package in plainly(problem, (0, 1)).items()
    }
    best = [package for package, value in values.items() if value == max(values.values())]
    assert (chosen.package, chosen.proved) == (min(best) if best else None, True)


def test_every_issue_goes_once_and_every_list_is_used_once() -> None:
    problem = boxes(1, issues=9, options=3, count=5, over=2)
    steps = buckets(problem, problem.sizes)
    assert steps is not None
    assert sorted(step.issue for step in steps) == list(range(9))
    used = [number for step in steps for number in step.lists]
    assert sorted(used) == [number for number, step in enumerate(steps) if step.separator]
    gone: set[int] = set()
    for number, step in enumerate(steps):
        gone.add(step.issue)
        assert not gone & set(step.separator)
        assert all(k < number and step.issue in steps[k].separator for k in step.lists)
        assert all(set(steps[k].separator) <= {step.issue, *step.separator} for k in step.lists)


def test_what_is_too_wide_is_declined() -> None:
    problem = boxes(0)
    assert buckets(problem, problem.sizes) is None
    assert not METHOD.accepts(problem, Frontier((0, 1)))
    assert prod([2] * 17) <= MOST_ROWS


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"needs": 1}, Frontier((0, 1))),
        ({}, Frontier(())),
        ({}, Exists()),
        ({}, Highest()),
        ({"sides": chain(0, issues=4, sides=6).sides, "needs": 6}, Frontier(tuple(range(6)))),
        ({"sides": (Side(((0, 1 << 62, 0, 0),) * 4),) * 2}, Frontier((0, 1))),
    ],
)
def test_what_it_does_not_answer_is_declined(changed: dict[str, object], question: Frontier) -> None:
    assert METHOD.accepts(chain(0, issues=4), Frontier((0, 1)))
    assert not METHOD.accepts(replace(chain(0, issues=4), **changed), question)  # type: ignore[arg-type]


def test_the_planner_takes_it_for_chains() -> None:
    assert plan(chain(3, issues=40), Frontier((0, 1))).name == "bucket elimination"


class Stops(Watch):
    """A watch with time for so many looks, and so much memory."""

    def __init__(self, looks: int, memory: int = 10**9) -> None:
        self.looks, self.memory = looks, memory

    def left(self) -> float:
        self.looks -= 1
        return float(self.looks)


@pytest.mark.parametrize("watch", [Stops(5), Stops(10**6, memory=2000)], ids=["time", "memory"])
def test_where_it_has_to_stop_nothing_is_known(watch: Stops) -> None:
    question = Best(PRODUCT)
    problem = chain(3, issues=20, total=1000)
    answers = eliminate_issues(problem, [Frontier((0, 1)), question], watch)
    assert answers == {Frontier((0, 1)): Points((), complete=False), question: Chosen(None, proved=False)}
