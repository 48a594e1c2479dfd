"""The method *hitting sets* against every package: conflicts, repairs, falls, the smallest conflict, and limits."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.exact.conflicts import conflicts as method
from goodoffices.exact.conflicts import falls, hitting, keeping, mixtures, row_search
from goodoffices.exact.conflicts.conflicts import conflicts, hit, repairs
from goodoffices.exact.conflicts.falls import _shrunk
from goodoffices.exact.conflicts.hitting import Proposals, TooMany
from goodoffices.exact.conflicts.keeping import GaveUp, Keeping
from goodoffices.exact.conflicts.marked_tables import is_markable, marked_tables
from goodoffices.exact.minimal import file_order, members, minimal_sets
from goodoffices.exact.planner import answer
from goodoffices.exact.problem import Choices, Problem, Side, broken, holds, in_zone, requirements, score, without
from goodoffices.exact.questions import Conflict, Minimal, MinimalSets, SmallestConflict
from goodoffices.exact.trees import Count, Literal, Tree, negate
from goodoffices.exact.watch import QUIET, Watch

NAME = "hitting sets"
JUDGES = ("enumerate", "logic")


# --- made-up problems ------------------------------------------------------------------------------------------------


def draw_tree(rng: random.Random, sizes: Sequence[int], depth: int = 2) -> Tree:
    if depth == 0 or rng.random() < 0.45:
        issue = rng.randrange(len(sizes))
        return Literal(issue, frozenset(rng.sample(range(sizes[issue]), rng.randint(1, max(1, sizes[issue] - 1)))))
    parts = tuple(draw_tree(rng, sizes, depth - 1) for _ in range(rng.randint(0, 3)))
    tree = Count(rng.randint(0, len(parts)), parts)
    return negate(tree, sizes) if rng.random() < 0.3 else tree


def draw_side(rng: random.Random, sizes: Sequence[int], high: int) -> Side:
    scores = tuple(tuple(rng.randint(-high // 4, high) for _ in range(size)) for size in sizes)
    bonuses = tuple((draw_tree(rng, sizes), rng.randint(-high, high)) for _ in range(rng.choice((0, 0, 1, 2))))
    lines = tuple(draw_tree(rng, sizes) for _ in range(rng.choice((0, 0, 1, 2))))
    side = Side(scores, bonuses, lines)
    floor = rng.randint(side.lowest, side.highest + 1) if rng.random() < 0.5 else side.highest * 3 // 4
    return replace(side, floor=None if rng.random() < 0.15 else floor)


def draw_opposed(rng: random.Random) -> Problem:
    """Three or four sides of which each likes what the others do not, and all ask for much: many trade-offs."""
    sizes, count = (3, 3, 4, 3), rng.choice((3, 4))
    sides = tuple(Side(tuple(tuple(rng.randint(0, 9) for _ in range(size)) for size in sizes)) for _ in range(count))
    floors = [side.highest - rng.randint(0, 6) for side in sides]
    lines = [draw_tree(rng, sizes) for _ in range(rng.choice((0, 0, 1)))]
    sides = tuple(replace(side, floor=floor) for side, floor in zip(sides, floors, strict=True))
    return Problem(sizes, (replace(sides[0], lines=tuple(lines)), *sides[1:]), needs=count)


def draw_problem(seed: int) -> Problem:
    """Ties, zeros, negative points, bonuses, links and red lines over several issues, 1 to 7 sides, mostly no zone."""
    rng = random.Random(seed)
    if seed % 6 == 0:
        return draw_opposed(rng)
    sizes = tuple(rng.choice((1, 2, 2, 3, 3, 4)) for _ in range(rng.randint(1, 4)))
    high = rng.choice((1, 3, 10, 1000, 10**9))
    sides = tuple(draw_side(rng, sizes, high) for _ in range(rng.choice((1, 2, 2, 3, 4, 5, 7))))
    links = tuple(draw_tree(rng, sizes) for _ in range(rng.choice((0, 0, 0, 1, 2))))
    return Problem(sizes, sides, links, needs=len(sides))


def packages(problem: Problem) -> Iterator[Choices]:
    for package in product(*map(range, problem.sizes)):
        if all(holds(link, package) for link in problem.links):
            yield package


def judged(problem: Problem) -> tuple[list[int], list[int]]:
    """The conflicts and the repairs by their definition, over all sets of requirements."""
    lost = {broken(problem, package) for package in packages(problem)}
    everything = (1 << len(requirements(problem))) - 1
    if not lost or 0 in lost:
        return [], []
    dropped = minimal_sets(lost)
    hitting_all = [
        bits
        for size in range(len(requirements(problem)) + 1)
        for chosen in combinations(members(everything), size)
        if all((bits := sum(1 << k for k in chosen)) & one for one in dropped)
    ]
    return minimal_sets(hitting_all), dropped


def judged_falls(problem: Problem, repair: int) -> list[tuple[int, ...]]:
    """The undominated falls by their definition."""
    named = [requirements(problem)[k] for k in members(repair)]
    opened, sides = without(problem, named), [need.side for need in named if need.line is None]
    found = {
        tuple(problem.sides[side].zero - score(problem.sides[side], package) for side in sides)
        for package in packages(problem)
        if in_zone(opened, package)
    }
    return sorted(one for one in found if not any(b != one and all(map(int.__le__, b, one)) for b in found))


def ask(problem: Problem, watch: Watch = QUIET) -> MinimalSets:
    found = hit(problem, [Minimal()], watch)[Minimal()]
    assert isinstance(found, MinimalSets)
    return found


def ask_smallest(problem: Problem, watch: Watch = QUIET) -> Conflict:
    found = hit(problem, [SmallestConflict()], watch)[SmallestConflict()]
    assert isinstance(found, Conflict)
    return found


def assert_right(problem: Problem, found: MinimalSets) -> None:
    kept, dropped = judged(problem)
    assert found.conflicts_complete
    assert found.repairs_complete
    assert [tuple(one) for one in found.conflicts] == [members(bits) for bits in kept]
    assert [one.requirements for one in found.repairs] == [members(bits) for bits in dropped]
    for one, bits in zip(found.repairs, dropped, strict=True):
        assert one.complete
        assert list(one.falls) == judged_falls(problem, bits)
        named = [requirements(problem)[k] for k in one.requirements]
        assert in_zone(without(problem, named), one.package)
        sides = [problem.sides[need.side] for need in named if need.line is None]
        assert tuple(side.zero - score(side, one.package) for side in sides) == one.falls[0]


SEEDS = range(280)


@pytest.mark.parametrize("seed", SEEDS)
def test_conflicts_repairs_and_falls_are_those_of_the_definition(seed: int) -> None:
    problem = draw_problem(seed)
    assert is_markable(problem)
    assert_right(problem, ask(problem))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smallest_conflict_is_the_first_of_all(seed: int) -> None:
    problem = draw_problem(seed)
    kept, _ = judged(problem)
    found = ask_smallest(problem)
    assert found.proved
    assert found.requirements == (members(kept[0]) if kept else None)


@pytest.mark.parametrize("seed", range(0, 280, 28))
def test_other_methods_find_the_same_smallest_conflict(seed: int) -> None:
    problem = draw_problem(seed)
    found = {name: answer(problem, [SmallestConflict()], method=name)[SmallestConflict()][0] for name in JUDGES}
    assert set(found.values()) == {ask_smallest(problem)}


def test_the_made_up_problems_are_of_every_kind() -> None:
    """Else the comparisons above would show little."""
    problems = [draw_problem(seed) for seed in SEEDS]
    sets = [judged(problem) for problem in problems]
    assert sum(bool(dropped) for _, dropped in sets) > 120
    assert sum(not dropped for _, dropped in sets) > 40
    assert max(len(kept) for kept, _ in sets) > 7
    trade_offs = [judged_falls(p, bits) for p, (_, dropped) in zip(problems, sets, strict=True) for bits in dropped]
    assert sum(len(one) > 2 for one in trade_offs) > 15
    assert sum(len(one[0]) > 1 for one in trade_offs) > 30
    floors = [problem for problem, (kept, _) in zip(problems, sets, strict=True) if kept]
    assert any(len(marked.rows) < len(marked.formed.units) for p in floors if (marked := marked_tables(p)) is not None)


# --- roads that are seldom taken -------------------------------------------------------------------------------------

FEW = range(0, 280, 7)


@pytest.mark.parametrize("seed", FEW)
def test_without_a_search_of_its_own_it_asks_other_methods(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_search, "MOST_NUMBERS", -1)
    problem = draw_problem(seed)
    assert_right(problem, ask(problem))


@pytest.mark.parametrize("seed", FEW)
def test_without_weights_the_search_decides_alone(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixtures, "MOST_STEPS", 0)
    monkeypatch.setattr(row_search, "MOST_WEIGHTS", 1)
    monkeypatch.setattr(keeping, "MOST_PACKAGES", 0)
    problem = draw_problem(seed)
    assert_right(problem, ask(problem))


@pytest.mark.parametrize("seed", FEW)
def test_a_search_too_short_says_so(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is listed then is right all the same; what is called complete is."""
    monkeypatch.setattr(row_search, "LOOKS", 2)
    monkeypatch.setattr(row_search, "MOST_LOOKS", 2)
    monkeypatch.setattr(mixtures, "MOST_STEPS", 1)
    problem = draw_problem(seed)
    kept, dropped = judged(problem)
    found = ask(problem)
    assert {one.requirements for one in found.repairs} <= {members(bits) for bits in dropped}
    assert set(found.conflicts) <= {members(bits) for bits in kept}
    assert not found.repairs_complete or len(found.repairs) == len(dropped)
    assert not found.conflicts_complete or len(found.conflicts) == len(kept)
    smallest = ask_smallest(problem)
    if smallest.proved:
        assert smallest.requirements == (members(kept[0]) if kept else None)


@pytest.mark.parametrize("seed", FEW)
def test_lists_are_cut_after_their_first(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method, "MOST_REPAIRS", 2)
    monkeypatch.setattr(method, "MOST_CONFLICTS", 2)
    monkeypatch.setattr(falls, "MOST_FALLS", 2)
    problem = draw_problem(seed)
    kept, dropped = judged(problem)
    found = ask(problem)
    assert [one.requirements for one in found.repairs] == [members(bits) for bits in dropped[:2]]
    assert found.repairs_complete == (len(dropped) <= 2)
    if not found.repairs_complete:
        assert list(found.conflicts) == [members(bits) for bits in kept[:2]]
        assert found.conflicts_complete == (len(kept) <= 2)
    for one, bits in zip(found.repairs, dropped, strict=False):
        right = judged_falls(problem, bits)
        assert set(one.falls) <= set(right)
        assert one.complete == (len(one.falls) == len(right))
        assert len(one.falls) == min(2, len(right))


class Countdown(Watch):
    """A clock that runs out after so many looks at it."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def left(self) -> float:
        self.looks -= 1
        return float(max(0, self.looks))


@pytest.mark.parametrize("looks", [0, 1, 2, 3, 5, 8, 13, 40, 100, 300])
@pytest.mark.parametrize("seed", range(0, 280, 31))
def test_where_time_runs_out_nothing_wrong_is_said(seed: int, looks: int) -> None:
    problem = draw_problem(seed)
    kept, dropped = judged(problem)
    found = ask(problem, Countdown(looks))
    assert {one.requirements for one in found.repairs} <= {members(bits) for bits in dropped}
    assert set(found.conflicts) <= {members(bits) for bits in kept}
    assert not found.repairs_complete or len(found.repairs) == len(dropped)
    assert not found.conflicts_complete or len(found.conflicts) == len(kept)
    for one in found.repairs:
        right = judged_falls(problem, sum(1 << k for k in one.requirements))
        if one.complete:
            assert list(one.falls) == right
        named = [requirements(problem)[k] for k in one.requirements]
        assert in_zone(without(problem, named), one.package)
        assert all(len(fall) == len(right[0]) and all(part > 0 for part in fall) for fall in one.falls)
    smallest = ask_smallest(problem, Countdown(looks))
    if smallest.requirements is not None:
        bits = sum(1 << k for k in smallest.requirements)
        assert any(one & bits == one for one in kept)
        assert not smallest.proved or bits == kept[0]
    elif smallest.proved:
        assert not kept


def test_more_requirements_than_a_word_has_bits() -> None:
    """Seventy red lines, of which two exclude one another, and a walk-away that a third makes impossible."""
    low, high = Literal(0, frozenset({0})), Literal(0, frozenset({1}))
    idle = tuple(Literal(1, frozenset({0, 1})) for _ in range(68))
    sides = (Side(((0, 0), (0, 3)), (), (*idle, low), floor=0), Side(((0, 0), (0, 3)), (), (high,), floor=4))
    problem = Problem((2, 2), sides, needs=2)
    found = ask(problem)
    assert [one.requirements for one in found.repairs] == [(68, 71), (70, 71)]
    assert found.repairs[0].falls == ((1,),)
    assert found.conflicts == ((71,), (68, 70))
    assert ask_smallest(problem).requirements == (71,)


def test_links_that_no_package_meets_leave_nothing_to_say() -> None:
    never = Count(1, ())
    problem = Problem((2,), (Side(((0, 1),), floor=9),), (never,), needs=1)
    assert ask(problem) == MinimalSets((), True, (), True)
    assert ask_smallest(problem) == Conflict(None, proved=True)


def test_a_rule_that_needs_some_sides_but_not_all_is_for_other_methods() -> None:
    sides = tuple(Side(((0, 1),), floor=2) for _ in range(3))
    assert not is_markable(Problem((2,), sides, needs=2))
    assert not is_markable(Problem((2,), sides, needs=0))
    assert is_markable(Problem((2,), sides, needs=3))


def test_a_red_line_of_several_conditions_at_once_joins_no_issues() -> None:
    """Nineteen issues of ten options would be too many to write out in one table."""
    line = Count(19, tuple(Literal(issue, frozenset({0})) for issue in range(19)))
    side = Side(tuple(tuple(range(10)) for _ in range(19)), (), (line,), floor=1)
    found = ask(Problem((10,) * 19, (side,), needs=1))
    assert [(one.requirements, one.falls) for one in found.repairs] == [((0,), ((),)), ((1,), ((1,),))]
    assert found.conflicts == ((0, 1),)


def test_the_planner_gives_it_what_is_too_large_to_list() -> None:
    sides = tuple(
        Side(tuple((0, 5, 9) if number % 2 else (9, 5, 0) for _ in range(20)), floor=110) for number in (0, 1)
    )
    found, name = answer(Problem((3,) * 20, sides, needs=2), [Minimal()])[Minimal()]
    assert name == NAME
    assert isinstance(found, MinimalSets)
    assert [one.falls for one in found.repairs] == [((25,),), ((25,),)]
    assert found.conflicts == ((0, 1),)


def test_the_lists_come_lazily() -> None:
    problem = next(p for p in map(draw_problem, SEEDS) if len(judged(p)[0]) > 5 and len(judged(p)[1]) > 5)
    kept, dropped = judged(problem)
    marked = marked_tables(problem)
    assert marked is not None
    known = Keeping(marked, QUIET, lambda problem, watch: (None, False))
    known.asks = 10**6
    assert list(islice(conflicts(known), 3)) == kept[:3]
    assert list(islice(repairs(known, kept[:2]), 3)) == dropped[:3]
    known = Keeping(marked, QUIET, lambda problem, watch: (None, False))
    known.asks = 1
    with pytest.raises(GaveUp):
        list(conflicts(known))


# --- sets that meet a family -----------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 127), max_size=8))
def test_proposals_come_in_file_order_and_are_all_that_meet_the_family(family: list[int]) -> None:
    proposals = Proposals(7, family)
    found = []
    for proposed in proposals:
        proposals.right.append(proposed)
        found.append(proposed)
    meeting = [bits for bits in range(128) if all(bits & one for one in family)]
    assert found == minimal_sets(meeting)
    assert found == sorted(found, key=file_order)


@given(st.lists(st.integers(1, 255), min_size=1, max_size=8))
def test_a_family_that_grows_on_the_way_loses_nothing(hidden: list[int]) -> None:
    """The family is found out set by set, each by a proposal that misses it."""
    proposals = Proposals(8)
    for proposed in proposals:
        missed = next((one for one in hidden if not one & proposed), None)
        if missed is None:
            proposals.right.append(proposed)
        else:
            proposals.family.append(missed)
    meeting = [bits for bits in range(256) if all(bits & one for one in hidden)]
    assert proposals.right == minimal_sets(meeting)


def test_proposals_that_take_too_long_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hitting, "MOST_NODES", 5)
    with pytest.raises(TooMany):
        list(Proposals(12, [0b111000000000, 0b000111000000, 0b000000111000, 0b000000000111]))


# --- boxes -----------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=7))
def test_boxes_hold_just_what_no_point_covers(points: list[tuple[int, ...]]) -> None:
    corners: list[tuple[int, ...]] = [(-1, -1, -1)]
    for point in points:
        corners = _shrunk(corners, point)
    for one in product(range(6), repeat=3):
        covered = any(all(a <= b for a, b in zip(one, point, strict=True)) for point in points)
        held = any(all(a > b for a, b in zip(one, corner, strict=True)) for corner in corners)
        assert held == (not covered)
    assert len(set(corners)) == len(corners)
