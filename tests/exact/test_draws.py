"""Draws, and what is counted over them, against the plain definition: every package in every draw, one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.analysis.formulas import FORMULAS
from goodoffices.exact.chance import GOLDEN, mixed
from goodoffices.exact.drawing import draw_blocks, repicks, robust, robust_search
from goodoffices.exact.drawing.draws import Draws, Line, Samples, Spans, below, numbers_of, with_numbers
from goodoffices.exact.drawing.repicks import Wanted, repicked
from goodoffices.exact.drawing.robust import accepted, most_accepted
from goodoffices.exact.problem import Choices, Problem, Side, accepts, gains, in_zone, scores
from goodoffices.exact.trees import Count, Literal, Tree
from goodoffices.exact.watch import QUIET, Watch

WANTED = {f.name: Wanted(f.objective, f.needs_best) for f in FORMULAS.values() if f.objective is not None}
OTHER = 10**25
"""A number that no 64-bit integer holds."""


class OneStep(Watch):
    """A watch that has run out before it began."""

    def left(self) -> float:
        return 0.0


@st.composite
def trees(draw: st.DrawFn, sizes: tuple[int, ...]) -> Tree:
    def literal(issue: int) -> st.SearchStrategy[Tree]:
        return st.frozensets(st.integers(0, sizes[issue] - 1)).map(lambda options: Literal(issue, options))

    leaf = st.integers(0, len(sizes) - 1).flatmap(literal)
    several = st.lists(leaf, min_size=1, max_size=3).map(tuple)
    return draw(leaf | several.flatmap(lambda parts: st.integers(0, len(parts)).map(lambda n: Count(n, parts))))


@st.composite
def spreads(draw: st.DrawFn, side: Side, factor: int) -> Spans | Samples:
    numbers = numbers_of(side)
    off = st.sampled_from([0, 0, 1, 2]).map(lambda by: by * factor)
    if draw(st.booleans()):
        rows = draw(st.lists(st.tuples(*(off for _ in numbers)), min_size=1, max_size=4))
        return Samples(tuple(tuple(n + by for n, by in zip(numbers, row, strict=True)) for row in rows))
    offs = [draw(off) for _ in numbers]
    low, high = ([n + by * sign for n, by in zip(numbers, offs, strict=True)] for sign in (-1, 1))
    lines = []
    if len(side.scores[0]) > 2 and draw(st.booleans()):
        lines = [Line(1, 0, 2, 1, 2)]
    return Spans(tuple(low), tuple(high), tuple(lines))


@st.composite
def cases(draw: st.DrawFn) -> Draws:
    """Small draws with ties, zeros, links, red lines, bonuses, quorums, sides without floors, and very long numbers."""
    sizes = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=3)))
    factor = draw(st.sampled_from([1, 1, OTHER]))
    few = st.integers(-1, 3).map(lambda n: n * factor)
    conditions = trees(sizes)

    def side() -> Side:
        return Side(
            scores=tuple(tuple(draw(few) for _ in range(size)) for size in sizes),
            bonuses=tuple(draw(st.lists(st.tuples(conditions, few), max_size=2))),
            lines=tuple(draw(st.lists(conditions, max_size=1))),
            floor=draw(st.none() | few),
        )

    sides = tuple(side() for _ in range(draw(st.integers(1, 3))))
    needs = draw(st.sampled_from([len(sides), len(sides), 1]))
    including = frozenset(draw(st.sets(st.integers(0, len(sides) - 1), max_size=needs)))
    links = tuple(draw(st.lists(conditions, max_size=1)))
    problem = Problem(sizes, sides, links, needs, including)
    return Draws(
        problem, tuple(draw(spreads(one, factor)) for one in sides), draw(st.integers(1, 9)), draw(few).__abs__()
    )


def packages(problem: Problem) -> list[Choices]:
    return list(product(*map(range, problem.sizes)))


# --- draws -----------------------------------------------------------------------------------------------------------


def test_the_generator_is_the_published_one() -> None:
    # the first outputs of SplitMix64 started from 1234567, as its authors and Rosetta Code print them
    state, found = 1234567, []
    for _ in range(5):
        state = (state + GOLDEN) % 2**64
        found.append(mixed(state))
    assert found == [
        6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
    ]  # fmt: skip


@given(st.lists(st.integers(0, 2**64 - 1), max_size=5), st.integers(1, 2**70))
def test_below_is_the_high_half_of_the_product(words: list[int], limit: int) -> None:
    assert below(np.array(words, np.uint64), limit).tolist() == [word * limit >> 64 for word in words]


def test_every_whole_number_of_a_range_is_drawn_about_as_often_as_another() -> None:
    draws = Draws(Problem((1,), (Side(((0,),)),)), (Spans((-2, 0), (2, 0)),), count=50_000)
    counts = np.unique(draws.table(0, 0, draws.count)[0], return_counts=True)
    assert counts[0].tolist() == [-2, -1, 0, 1, 2]
    assert abs(counts[1] - 10_000).max() < 400  # four and a half standard deviations


def test_numbers_are_drawn_apart_from_one_another() -> None:
    side = Side(((0, 0, 0),))
    draws = Draws(Problem((3,), (side, side)), (Spans((0,) * 4, (1000,) * 3 + (0,)),) * 2, count=20_000)
    rows = np.concatenate([draws.table(number, 0, draws.count)[:3] for number in (0, 1)])
    assert abs(np.corrcoef(rows) - np.eye(6)).max() < 0.03


@given(cases(), st.data())
def test_a_draw_is_the_same_in_any_block_and_for_every_number_of_draws(draws: Draws, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, draws.count - 1))
    last = data.draw(st.integers(first + 1, draws.count))
    for number in range(len(draws.sides)):
        whole = draws.table(number, 0, draws.count)
        assert (draws.table(number, first, last) == whole[:, first:last]).all()
        assert (replace(draws, count=99).table(number, 0, draws.count) == whole).all()


@given(cases())
def test_what_is_drawn_lies_where_it_may(draws: Draws) -> None:
    for number, spread in enumerate(draws.sides):
        for column in draws.table(number, 0, draws.count).T.tolist():
            if isinstance(spread, Samples):
                assert tuple(column) in spread.rows
                continue
            on_lines = {line.place for line in spread.lines}
            for place, (low, high) in enumerate(zip(spread.low, spread.high, strict=True)):
                assert place in on_lines or low <= column[place] <= high
            for line in spread.lines:
                assert column[line.place] == (column[line.left] + column[line.right]) // 2


@given(cases())
def test_other_seeds_give_other_draws_and_the_numbers_fill_a_side(draws: Draws) -> None:
    for side in draws.problem.sides:
        assert with_numbers(side, draws.problem.sizes, numbers_of(side)) == side
    wide = Draws(Problem((1,), (Side(((0,),)),)), (Spans((0, 0), (10**9, 0)),), count=5)
    assert (wide.table(0, 0, 5) != replace(wide, seed=1).table(0, 0, 5)).any()


# --- counts ----------------------------------------------------------------------------------------------------------


def zones(draws: Draws) -> dict[Choices, list[bool]]:
    """By package in which draws it is in the zone, by the plain definition."""
    problems = [draws.drawn(draw) for draw in range(draws.count)]
    return {package: [in_zone(one, package) for one in problems] for package in packages(draws.problem)}


@pytest.fixture(params=[None, 1, 5], ids=["blocks as they are", "a draw at a time", "small blocks"])
def sizes_of_blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of packages and of draws of several sizes: nothing may depend on where one ends."""
    if request.param is not None:
        monkeypatch.setattr(draw_blocks, "CELLS", request.param)
        monkeypatch.setattr(repicks, "CELLS", request.param)
        monkeypatch.setattr("goodoffices.exact.enumerating.blocks.TAIL", request.param)


@pytest.mark.usefixtures("sizes_of_blocks")
@settings(max_examples=40, deadline=None)
@given(draws=cases())
def test_the_package_in_the_zone_of_the_most_draws(draws: Draws) -> None:
    found, judged = most_accepted(draws, [], QUIET), zones(draws)
    top = max(map(sum, judged.values()))
    assert (found.count, found.bound, found.draws, found.everywhere) == (top, top, draws.count, True)
    assert found.zone.tolist() == [any(held) for held in zip(*judged.values(), strict=True)]
    tied = [package for package, held in judged.items() if sum(held) == top] if top else []
    assert found.ties == len(tied)
    best = (
        min(tied, key=lambda one: ([-g for g in sorted(gains(draws.problem, scores(draws.problem, one)))], one))
        if tied
        else None
    )
    assert found.package == best


@settings(max_examples=40, deadline=None)
@given(draws=cases())
def test_who_accepts_a_package_in_which_draw(draws: Draws) -> None:
    yes = accepted(draws, packages(draws.problem))
    for k, package in enumerate(packages(draws.problem)):
        for draw in range(draws.count):
            sides = draws.drawn(draw).sides
            assert yes[k, :, draw].tolist() == [accepts(side, package) for side in sides]
    unlinked = replace(draws, problem=replace(draws.problem, links=()))
    assert robust.suffices(draws.problem, yes).tolist() == list(zones(unlinked).values())


@settings(max_examples=40, deadline=None)
@given(draws=cases())
def test_the_search_counts_rightly_and_its_bound_holds(draws: Draws) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robust, "LOOKED_AT", 0)
        found = most_accepted(draws, [], QUIET)
    judged = zones(draws)
    assert found.count <= max(map(sum, judged.values())) <= found.bound
    assert found.count == (0 if found.package is None else sum(judged[found.package]))
    assert found.zone.tolist() == [any(held) for held in zip(*judged.values(), strict=True)][: len(found.zone)]
    assert len(found.zone) == draws.count  # so few draws are all asked
    assert not found.everywhere


def test_a_signatory_that_must_be_among_them_has_to_sign() -> None:
    # the first side always takes the package; the second, which has to be among those that do, in some draws
    sides = (Side(((1,),), floor=0), Side(((6,),), floor=5))
    spans = (Spans((1, 0), (1, 0)), Spans((3, 5), (8, 5)))
    draws = Draws(Problem((1,), sides, needs=1, including=frozenset({1})), spans, count=60)
    often = sum(units >= 5 for units in draws.table(1, 0, 60)[0].tolist())
    assert 0 < often < 60
    assert most_accepted(draws, [], QUIET).count == often
    assert robust.suffices(draws.problem, accepted(draws, [(0,)])).sum() == often
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robust, "LOOKED_AT", 0)
        assert most_accepted(draws, [], QUIET).count == often


def test_the_bound_holds_where_the_search_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robust, "LOOKED_AT", 0)
    monkeypatch.setattr(robust, "FIRST_ASKED", 0)
    monkeypatch.setattr(robust_search, "RESTARTS", 0)
    draws = Draws(Problem((1,), (Side(((6,),), floor=5),), needs=1), (Spans((3, 5), (8, 5)),), count=60)
    often = sum(units >= 5 for units in draws.table(0, 0, 60)[0].tolist())
    found = most_accepted(draws, [], QUIET)
    assert (found.package, found.count, found.bound, int(found.zone.sum())) == (None, 0, often, often)
    monkeypatch.setattr(robust, "ASKED", 0.0)  # nothing is asked: then nothing is ruled out either
    found = most_accepted(draws, [], QUIET)
    assert (found.bound, len(found.zone)) == (60, 0)


def test_a_search_ends_at_a_package_that_no_change_betters_and_starts_where_it_is_told() -> None:
    # both sides want the same of two issues, and nothing of either alone: only the start leads there
    pair = Count(2, (Literal(0, frozenset({1})), Literal(1, frozenset({1}))))
    side = Side(((0, 0), (0, 0)), bonuses=((pair, 5),), floor=4)
    draws = Draws(Problem((2, 2), (side,), needs=1), (Spans((0,) * 4 + (3, 4), (0,) * 4 + (7, 4)),), count=40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robust_search, "RESTARTS", 0)
        assert list(robust_search.climbed(draws, [(1, 1), (0, 1)], QUIET)) == [(1, 1), (1, 1)]
        assert list(robust_search.climbed(draws, [(0, 0)], QUIET)) == [(0, 0)]


def test_time_that_runs_out_leaves_draws_out_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_blocks, "CELLS", 8)
    side = Side(((0, 6),), floor=5)
    draws = Draws(Problem((2,), (side,), needs=1), (Spans((0, 3, 5), (0, 8, 5)),), count=50)
    found = most_accepted(draws, [], OneStep())
    assert (found.draws, len(found.zone)) == (4, 4)
    assert found.count == found.zone.sum()
    assert most_accepted(replace(draws, count=4), [], QUIET).count == found.count


# --- formulas --------------------------------------------------------------------------------------------------------


def judged_pick(problem: Problem, wanted: Wanted) -> Choices | None:
    """What a formula picks, by its own words: every package in the zone, its exact value, ties as promised."""
    signed = [package for package in packages(problem) if in_zone(problem, package)]
    units = {package: gains(problem, scores(problem, package)) for package in signed}
    best = tuple(max(column) for column in zip(*units.values(), strict=True)) if units else ()
    if wanted.needs_best and any(top < 0 for top in best):
        return None
    kept = [p for p in signed if not wanted.objective.nonnegative or min(units[p]) >= 0]
    value: Callable[[Choices], Any] = lambda p: wanted.objective.value(units[p], best)  # noqa: E731
    top = max(map(value, kept), default=None)
    tied = [p for p in kept if value(p) == top]
    return min(tied, key=lambda p: ([-gain for gain in sorted(units[p])], p), default=None)


def everyone(draws: Draws) -> Draws:
    return replace(draws, problem=replace(draws.problem, needs=len(draws.sides), including=frozenset()))


@pytest.mark.usefixtures("sizes_of_blocks")
@settings(max_examples=40, deadline=None)
@given(draws=cases())
def test_every_formula_picks_in_every_draw_what_it_should(draws: Draws) -> None:
    draws = everyone(draws)
    picked = repicked(draws, WANTED, QUIET)
    assert picked.draws == draws.count
    for draw in range(draws.count):
        problem = draws.drawn(draw)
        signed = [gains(problem, scores(problem, p)) for p in packages(problem) if in_zone(problem, p)]
        assert picked.best[draw] == (tuple(map(max, zip(*signed, strict=True))) if signed else None)
        for name, wanted in WANTED.items():
            package = judged_pick(problem, wanted)
            assert picked.packages[name][draw] == package, name
            vector = None if package is None else gains(problem, scores(problem, package))
            assert picked.gains[name][draw] == vector


@settings(max_examples=25, deadline=None)
@given(draws=cases())
def test_draw_by_draw_the_planner_gives_the_same(draws: Draws) -> None:
    draws = everyone(draws)
    together = repicked(draws, WANTED, QUIET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repicks, "PAIRS", 0)
        apart = repicked(draws, WANTED, QUIET)
    assert (apart.packages, apart.gains, list(apart.best)) == (together.packages, together.gains, list(together.best))


def test_values_that_floating_point_cannot_tell_apart_are_told_apart() -> None:
    # products 3 * 10**30 and one more: the same double
    much = 10**15
    one, two = Side(((3 * much, 3 * much),), floor=0), Side(((much, much),), floor=0)
    spans = (Spans((3 * much, 3 * much, 0), (3 * much, 3 * much, 0)), Spans((much, much + 1, 0), (much, much + 1, 0)))
    picked = repicked(Draws(Problem((2,), (one, two), needs=2), spans, count=3), WANTED, QUIET)
    assert [picked.packages[name] for name in WANTED] == [[(1,)] * 3] * len(WANTED)


def test_fewer_draws_are_weighed_where_packages_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    side = Side(((0, 6),), floor=5)
    draws = Draws(Problem((2,), (side,), needs=1), (Spans((0, 3, 5), (0, 8, 5)),), count=500)
    monkeypatch.setattr(repicks, "PAIRS", 600)
    assert repicked(draws, WANTED, QUIET).draws == 300
    monkeypatch.setattr(repicks, "PAIRS", 398)
    monkeypatch.setattr(repicks, "ASKED", 0.0)
    assert repicked(draws, WANTED, QUIET).draws == repicks.LEAST_ASKED
    assert repicked(draws, WANTED, OneStep()).draws == 1


def test_the_judge_knows_a_case_by_hand() -> None:
    one, two = Side(((0, 4, 5),), floor=0), Side(((9, 3, 2),), floor=0)
    problem = Problem((3,), (one, two), needs=2)
    picks = {name: judged_pick(problem, wanted) for name, wanted in WANTED.items()}
    # products 0, 12, 10; least 0, 3, 2; sums 9, 7, 7; shares 0, 1/3, 2/9
    assert picks == {"nash": (1,), "maximin": (1,), "leximin": (1,), "kalai_smorodinsky": (1,), "utilitarian": (0,)}
    assert Fraction(3, 9) == WANTED["kalai_smorodinsky"].objective.value((4, 3), (5, 9))
