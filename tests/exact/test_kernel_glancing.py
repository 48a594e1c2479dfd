"""The glance over many blocks: the kernel against its twin, and what it leaves out against seeing every package.

Tails are made tiny here, so that small spaces have many blocks, some thousand packages fill several pieces, and heads
speak with tails in links, red lines and bonuses. The file is long because the kernel, the estimates that it rounds and
the walk that believes it have to be judged together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from math import gcd, inf, prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.analysis.formulas import FORMULAS
from goodoffices.exact import arrays
from goodoffices.exact.enumerating import blocks, heads
from goodoffices.exact.enumerating.enumeration import MOST_GLANCED, MOST_PACKAGES, enumerate_packages
from goodoffices.exact.enumerating.estimates import Estimate, below_reached, grain, just_below, of_formula
from goodoffices.exact.enumerating.glancing import Glanced, Pieces, estimated, glance, glance_in_arrays, pieces
from goodoffices.exact.kernels import load
from goodoffices.exact.planner import methods
from goodoffices.exact.problem import Problem, Side, gains, in_zone
from goodoffices.exact.questions import (
    Best,
    Chosen,
    Coalitions,
    Conflict,
    Counted,
    Excludes,
    Exists,
    Found,
    Frontier,
    Heights,
    Highest,
    Minimal,
    MinimalSets,
    Objective,
    Open,
    Question,
    Raised,
    Result,
    Room,
    Size,
    SmallestConflict,
)
from goodoffices.exact.trees import Count, Literal, Tree
from goodoffices.exact.watch import QUIET, Watch

built = pytest.mark.skipif(load("glancing") is None, reason="the kernel was not built: every block is seen")
seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


# --- the same as the twin --------------------------------------------------------------------------------------------


def draw_pieces(rng: np.random.Generator, sides: int, packages: int) -> Pieces:
    """Ranks near one another or not, with ties, some of them below all others; points of few or many digits."""
    top = int(rng.choice([1, 3, 40, 32766]))
    ranks = rng.integers(-1, top, (sides, packages), endpoint=True).astype(np.int16)
    points = rng.integers(-int(rng.choice([3, 10**6])), int(rng.choice([5, 2**21])), (sides, packages))
    if rng.random() < 0.5:  # as they mostly are, more points with a higher rank
        ranks.sort(axis=1)
        points.sort(axis=1)
    return pieces(ranks, points.astype(np.float32))


def draw_estimates(rng: np.random.Generator, sides: int) -> list[Estimate]:
    drawn: list[Estimate] = []
    for _ in range(int(rng.integers(0, 4))):
        used = [float(rng.random() < 0.8) for _ in range(sides)]
        match str(rng.choice(["product", "least", "sum", "share"])):
            case "product":
                drawn.append(Estimate("product", tuple(one * 2.0**-21 for one in used)))
            case "least":
                drawn.append(Estimate("least", tuple(used)))
            case "sum":
                drawn.append(Estimate("sum", tuple(used)))
            case _:
                drawn.append(Estimate("share", tuple(one / 7 for one in used)))
    return drawn


@built
@given(seeds, st.integers(1, 16), st.one_of(st.integers(1, 40), st.integers(250, 1300)), st.booleans())
@settings(deadline=None, max_examples=300)
def test_what_the_kernel_sees_is_what_the_twin_sees(
    rng: np.random.Generator, sides: int, packages: int, counted: bool
) -> None:
    laid = draw_pieces(rng, sides, packages)
    many = int(rng.integers(1, 6))
    after = np.take_along_axis(laid.ranks.T, rng.integers(0, packages, (many, sides)), axis=0) - rng.integers(0, 2)
    after = np.where(rng.random((many, sides)) < 0.1, 32767, np.maximum(after, -1)).astype(np.int16)
    added = rng.integers(-(10**6), 10**6, (many, sides)).astype(np.float32)
    estimates = draw_estimates(rng, sides)
    needs, including = int(rng.integers(0, sides + 1)), int(rng.integers(0, 1 << sides)) if rng.random() < 0.5 else 0
    above = [-inf] * len(estimates)
    for _ in range(2):
        ours = glance(laid, after, added, estimates, above, needs, including, counted)
        theirs = glance_in_arrays(laid, after, added, estimates, above, needs, including, counted)
        for mine, other in zip(parts(ours), parts(theirs), strict=True):
            assert mine.tolist() == other.tolist()
        above = [float(column[many // 2]) for column in theirs.highest.T]  # the second time some have to be passed


def parts(seen: Glanced) -> tuple[Any, ...]:
    return seen.zone, seen.accepted_by, seen.highest


@given(seeds, st.integers(1, 5), st.integers(1, 1500))
@settings(deadline=None, max_examples=50)
def test_pieces_have_every_package_once(rng: np.random.Generator, sides: int, packages: int) -> None:
    ranks = rng.integers(-1, 5, (sides, packages)).astype(np.int16)
    points = rng.integers(0, 9, (sides, packages)).astype(np.float32)
    laid = pieces(ranks, points)
    assert sorted(zip(*laid.ranks.tolist(), *laid.points.tolist(), strict=True)) == sorted(
        zip(*ranks.tolist(), *points.tolist(), strict=True)
    )
    for piece, first in enumerate(range(0, packages, 256)):
        here = slice(first, first + 256)
        assert (laid.low[:, piece] == laid.ranks[:, here].min(axis=1)).all()
        assert (laid.high[:, piece] == laid.ranks[:, here].max(axis=1)).all()
        assert (laid.tops[:, piece] == laid.points[:, here].max(axis=1)).all()


@built
def test_the_kernel_refuses_arrays_that_do_not_belong_together() -> None:
    kernel = load("glancing")
    assert kernel is not None

    def of(dtype: Any, *shape: int) -> Any:
        return np.zeros(shape, dtype)

    short, single, whole = np.int16, np.float32, np.int64
    good: list[Any] = [
        *(of(short, 2, 300), of(short, 2, 2), of(short, 2, 2), of(single, 2, 300), of(single, 2, 2)),
        *(of(short, 3, 2), of(single, 3, 2), of(np.uint8, 1), of(single, 1, 2), of(single, 1), 2, 0),
        *(of(whole, 3, 3), of(whole, 3), of(single, 3, 1)),
    ]
    assert kernel.glance(*good) is None
    for place, bad in (
        (0, of(short, 2, 299)),
        (0, of(short, 2, 257).T),
        (0, of(np.int32, 2, 300)),
        (0, of(short, 0)),
        (1, of(short, 2, 1)),
        (2, of(short, 2, 3)),
        (3, of(single, 2, 301)),
        (4, of(single, 1, 2)),
        (5, of(short, 3, 1)),
        (5, of(short, 3, 17)),
        (6, of(single, 2, 2)),
        (7, np.array([3], np.uint8)),
        (8, of(single, 2, 2)),
        (9, of(single, 2)),
        (10, 3),
        (10, -1),
        (11, 4),
        (12, of(whole, 3, 2)),
        (13, of(whole, 0)),
        (14, of(single, 2, 1)),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 (each says in its own words what does not fit)
            kernel.glance(*good[:place], bad, *good[place + 1 :])
    frozen = of(whole, 3)
    frozen.flags.writeable = False
    with pytest.raises(ValueError, match=r"read-only|writable"):
        kernel.glance(*good[:13], frozen, good[14])
    wide = [of(short, 1, 32769), *(of(short, 1, 129),) * 2, of(single, 1, 32769), of(single, 1, 129)]
    with pytest.raises(ValueError, match="belong"):
        kernel.glance(*wide, of(short, 1, 1), *(of(single, 1, 1),), *good[7:8], of(single, 1, 1), *good[9:10], 1, 0,
                      of(whole, 1, 2), of(whole, 1), of(single, 1, 1))  # fmt: skip


# --- estimates -------------------------------------------------------------------------------------------------------

formulas: list[Objective] = [f.objective for f in FORMULAS.values() if f.objective is not None]


@given(seeds, st.sampled_from(formulas), st.sampled_from([9, 10**6, 2**23, 10**12, 2**55]), st.integers(1, 7))
@settings(deadline=None, max_examples=200)
def test_no_estimate_is_below_what_a_package_as_good_must_pass(
    rng: np.random.Generator, objective: Objective, top: int, sides: int
) -> None:
    """Tails and heads split the points anyhow; gains are near one another, so that many are ties or nearly so."""
    floors = rng.integers(-top, top, sides)
    low = -top if rng.random() < 0.3 else 0
    gained = rng.integers(low, top, sides, endpoint=True) - rng.integers(0, 3, (12, sides))
    gained = np.maximum(gained, low)
    tails = rng.integers(-top, top, (12, sides))
    head = floors + gained - tails
    problem = Problem(
        (1, 1),
        tuple(Side(((int(head[:, k].max()),), (int(tails[:, k].max()),)), floor=int(floors[k])) for k in range(sides)),
    )
    best = tuple(int(height) for height in gained.max(axis=0))
    question = Best(objective, best if objective.shape == "share" else ())
    estimate = of_formula(problem, question)
    if estimate is None or problem.largest >= 2**62:
        return
    bits = grain(problem)
    cut = ((tails >> bits) + ((head - floors) >> bits) + (2 if bits else 0)).astype(np.float32)
    ranks = np.zeros((sides, 12), np.int16)
    for k in range(12):
        own = glance_in_arrays(
            pieces(ranks[:, :1], cut[k][:, None]), np.full((1, sides), -1, np.int16), np.zeros((1, sides), np.float32),
            [estimate], [-inf], 0, 0, False,
        ).highest[0, 0]  # fmt: skip
        for other in gained.tolist():
            mine = tuple(gained[k].tolist())
            if objective.nonnegative and min(mine) < 0:
                continue
            if objective.value(mine, best) >= objective.value(tuple(other), best):
                assert own > just_below(estimate, other)


def test_shares_that_are_equal_pass_one_another() -> None:
    """One package gives side 0 some share of its best gain and side 1 all of it, another the other way round."""
    share = next(one for one in formulas if one.shape == "share")
    for tops in combinations(range(2, 60), 2):
        problem, common = Problem((1,), tuple(Side(((top,),), floor=0) for top in tops)), gcd(*tops)
        estimate = of_formula(problem, Best(share, tops))
        assert estimate is not None
        for part in range(1, common):
            pairs = (tops[0] * part // common, tops[1]), (tops[0], tops[1] * part // common)
            for one, other in (pairs, pairs[::-1]):
                assert estimated_at(one, estimate) > just_below(estimate, other)


@given(seeds)
@settings(deadline=None)
def test_long_sums_that_are_equal_pass_one_another(rng: np.random.Generator) -> None:
    """Sixteen gains in any order; beyond 2**24 the order changes how their sum is rounded."""
    gained = rng.integers(2**22, 2**23, 16)
    problem = Problem((1,), tuple(Side(((2**23 - 1,),), floor=0) for _ in range(16)))
    estimate = of_formula(problem, Best(next(one for one in formulas if one.shape == "sum")))
    assert estimate is not None
    assert estimate.grain == 0
    orders = [tuple(rng.permutation(gained).tolist()) for _ in range(20)]
    orders += [tuple(sorted(gained.tolist())), tuple(sorted(gained.tolist(), reverse=True))]
    values = [estimated_at(order, estimate) for order in orders]
    assert min(values) > just_below(estimate, orders[0])
    assert min(values) > below_reached(estimate, max(values))


def estimated_at(gained: tuple[int, ...], estimate: Estimate) -> float:
    return float(estimated(np.array(gained, np.float32)[:, None], estimate)[0])


def test_products_that_are_next_to_nothing_are_not_told_apart() -> None:
    tiny = Estimate("product", (2.0**-26,) * 5)
    assert just_below(tiny, (1,) * 5) < 0 < just_below(tiny, (1 << 20,) * 5)
    assert below_reached(tiny, 2.0**-120) == -inf < 0 < below_reached(tiny, 2.0**-80)


# --- whole walks -----------------------------------------------------------------------------------------------------


@st.composite
def trees(draw: st.DrawFn, sizes: Sequence[int]) -> Tree:
    """Conditions over one to three issues, of the head or the tail or both; sometimes none at all."""
    chosen = draw(st.lists(st.integers(0, len(sizes) - 1), max_size=3, unique=True))
    literals = [Literal(k, draw(st.frozensets(st.integers(0, sizes[k] - 1), max_size=sizes[k]))) for k in chosen]
    return Count(draw(st.integers(0, len(literals))), tuple(literals))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    sizes = tuple(draw(st.lists(st.integers(1, 4), min_size=2, max_size=5)))
    top = draw(st.sampled_from((1, 2, 9, 10**6, 10**10, 2**56)))
    count = draw(st.integers(1, 7 if top < 2**56 else 2))
    lowest = draw(st.sampled_from((0, 0, -top)))
    points = st.integers(lowest, top)
    sides = []
    for _ in range(count):
        scores = tuple(tuple(draw(st.lists(points, min_size=size, max_size=size))) for size in sizes)
        bonuses = draw(st.lists(st.tuples(trees(sizes), st.integers(-top, top)), max_size=2))
        lines = draw(st.lists(trees(sizes), max_size=draw(st.sampled_from((0, 0, 1)))))
        side = Side(scores, tuple(bonuses), tuple(lines))
        share = draw(st.sampled_from((None, -1, 0, 3, 5, 7, 9, 11)))
        floor = None if share is None else side.lowest + (side.highest - side.lowest) * share // 10
        sides.append(Side(scores, tuple(bonuses), tuple(lines), floor))
    links = draw(st.lists(trees(sizes), max_size=2))
    needs = draw(st.sampled_from((count, count, 0, max(0, count - 1), (count + 1) // 2)))
    including = draw(st.frozensets(st.integers(0, count - 1), max_size=min(needs, 2)))
    return Problem(sizes, tuple(sides), tuple(links), needs, including)


def asked(problem: Problem, heights: tuple[int, ...] | None) -> list[Question]:
    """Every question, with formulas of every shape."""
    best = gains(problem, heights) if heights and min(gains(problem, heights)) >= 0 else ()
    sides = range(len(problem.sides))
    return [
        *(Exists(), Size(), Highest(), Frontier(tuple(sides)), Excludes(), Minimal(), SmallestConflict(), Coalitions()),
        *(Room(side) for side in sides),
        *(Open(side) for side in sides),
        *(Best(one, best if one.shape == "share" else ()) for one in formulas if best or one.shape != "share"),
        Best(Objective("welcome sum", lambda gains, best: sum(gains), "sum", nonnegative=True)),
        Best(Objective("welcome least", lambda gains, best: min(gains), "least", nonnegative=True)),
        Best(Objective("any product", lambda gains, best: abs(sum(gains)), "other")),
    ]


class TwoCores(Watch):
    cores = 2


@contextmanager
def small_blocks(tail: int, at_once: int, glances: bool) -> Iterator[None]:
    """Blocks of at most so many packages, and glances (or none) at so many heads at once, however few there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "TAIL", tail)
        patch.setattr(heads, "FEWEST", 2 if glances else inf)
        patch.setattr(heads, "FEWEST_EACH", 1)
        patch.setattr(heads, "MOST_HEADS", at_once)
        yield


@given(
    problems(), st.integers(1, 40), st.sampled_from((1, 2, 4096)), st.sampled_from((QUIET, TwoCores())), st.booleans()
)
@settings(deadline=None, max_examples=120)
def test_small_blocks_answer_as_one_large_block_does(
    problem: Problem, tail: int, at_once: int, watch: Watch, glances: bool
) -> None:
    """Ties are counted across blocks, and the first package in file order is the one given, with glances or without."""
    (heights,) = enumerate_packages(problem, [Highest()], QUIET).values()
    assert isinstance(heights, Heights)
    questions = asked(problem, heights.heights)
    expected = enumerate_packages(problem, questions, QUIET)
    with small_blocks(tail, at_once, glances):
        assert same(enumerate_packages(problem, questions, watch), expected)
        for question in questions if glances else ():  # alone, each has glances of its own
            assert same(enumerate_packages(problem, [question], watch), {question: expected[question]})


def same(one: Mapping[Question, Result], other: Mapping[Question, Result]) -> bool:
    """Whether the answers are the same. How far a score goes that no walk-away bounds depends on where one stops."""

    def plain(found: Result) -> Result:
        return Raised(None, True, True) if isinstance(found, Raised) and found.unbounded else found

    for question in other:
        assert plain(one[question]) == plain(other[question]), question
    return list(one) == list(other)


def test_what_grains_hide_is_seen() -> None:
    """Beside large numbers 65,534 is estimated lower than 32,768: one is rounded down twice, the other never."""
    size = 1 << 15
    scores = (size, size - 1, 1 << 37), (0, size - 1)
    first = Count(1, (Literal(0, frozenset({0})), Literal(1, frozenset({1}))))
    second = Count(1, (Literal(0, frozenset({1})), Literal(1, frozenset({0}))))
    problem = Problem((3, 2), (Side(scores),), (first, second, Literal(0, frozenset({0, 1}))), needs=1)
    assert grain(problem) == 15
    total = Best(next(one for one in formulas if one.shape == "sum"))
    for each in (1, 4096):
        with small_blocks(tail=2, at_once=each, glances=True):
            answers = enumerate_packages(problem, [total, Highest()], QUIET)
        assert answers[total] == Chosen((1, 1), proved=True, ties=1)
        assert answers[Highest()] == Heights((2 * size - 2,), proved=True)


@pytest.mark.parametrize("shape", ["sum", "least", "product"])
def test_a_package_that_a_formula_leaves_out_hides_no_other(shape: Any) -> None:
    value: Any = {"sum": sum, "least": min, "product": prod}[shape]
    best = Best(Objective(shape, lambda gains, best: value(gains), shape, nonnegative=True))
    problem = Problem((3, 1), (Side(((-1, 1, -4), (0,))), Side(((50, 2, -9), (0,)))))
    with small_blocks(tail=1, at_once=4096, glances=True):
        assert enumerate_packages(problem, [best], QUIET) == {best: Chosen((1, 0), proved=True, ties=1)}


def test_a_zone_that_outlives_a_no_is_seen_wherever_it_is() -> None:
    """Side 0 has its highest score where side 1 says no; elsewhere side 1 says yes, and one yes is enough."""
    problem = Problem((2, 2), (Side(((9, 0), (0, 0)), floor=3), Side(((0, 1), (0, 0)), floor=1)), needs=1)
    with small_blocks(tail=2, at_once=4096, glances=True):
        (raised,) = enumerate_packages(problem, [Room(0)], QUIET).values()
    assert isinstance(raised, Raised)
    assert raised.unbounded


def test_the_smallest_conflict_is_the_first_of_all() -> None:
    sides = tuple(Side(((0, 0, 0),), lines=(Literal(0, frozenset({k})),)) for k in range(3))  # each wants another
    problem = Problem((3,), sides, needs=3)
    answers = enumerate_packages(problem, [Minimal(), SmallestConflict()], QUIET)
    conflict, minimal = answers[SmallestConflict()], answers[Minimal()]
    assert isinstance(minimal, MinimalSets)
    assert isinstance(conflict, Conflict)
    assert minimal.conflicts == ((0, 1), (0, 2), (1, 2))
    assert conflict.requirements == (0, 1)
    assert conflict.proved
    assert enumerate_packages(replace(problem, needs=1), [SmallestConflict()], QUIET) == {
        SmallestConflict(): Conflict(None, proved=True)
    }


# --- spaces of their own size ----------------------------------------------------------------------------------------


def space(issues: int, options: int, sides: int, top: int, seed: int) -> Problem:
    """Random points, walk-aways at half of what a side can have; a link, a bonus and a red line over head and tail."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, top, (sides, issues, options)).tolist()
    first, second = Literal(0, frozenset({0})), Literal(1, frozenset({1}))
    both, last = Count(1, (first, Literal(issues - 1, frozenset({0})))), Literal(issues - 2, frozenset({1}))
    plain = [Side(tuple(map(tuple, rows)), floor=sum(map(max, rows)) // 2) for rows in points]
    plain[0] = replace(plain[0], bonuses=((both, top), (second, -top // 2), (last, top // 3)))
    plain[1] = replace(plain[1], lines=(Count(1, (first, last)), Count(1, (first, second))))
    return Problem((options,) * issues, tuple(plain), (Count(1, (both, second)),), needs=sides)


@built
@pytest.mark.parametrize(("issues", "options", "sides", "top"), [(18, 2, 3, 9), (18, 2, 5, 10**6), (9, 4, 2, 10**9)])
def test_spaces_of_many_pieces_against_plain_arrays(issues: int, options: int, sides: int, top: int) -> None:
    problem = space(issues, options, sides, top, seed=issues + sides)
    packages = np.indices(problem.sizes, dtype=np.intp).reshape(issues, -1).T
    scored = arrays.units(problem, packages)
    zone = np.flatnonzero(arrays.in_zone(problem, packages, scored))
    gained = scored[zone] - np.array([side.zero for side in problem.sides])
    assert len(zone) > 1000
    assert heads.can_glance(problem, blocks.even(problem))
    asked_for = [Best(one) for one in formulas if one.shape != "share"]
    answers = enumerate_packages(problem, [Exists(), Size(), Highest(), *asked_for], QUIET)
    assert answers[Exists()] == Found(problem.package(int(zone[0])), proved=True)
    counted = answers[Size()]
    assert isinstance(counted, Counted)
    assert (counted.count, counted.exact) == (len(zone), True)
    assert counted.accepted_by is not None
    assert counted.accepted_by[sides] == len(zone)
    assert sum(counted.accepted_by) == int(arrays.truths(problem.links[0], packages).sum())
    assert answers[Highest()] == Heights(tuple(scored[zone].max(axis=0).tolist()), proved=True)
    for question in asked_for:
        values = [question.objective.value(row, ()) for row in map(tuple, gained.tolist())]
        best = max(values)
        tied = [k for k, value in enumerate(values) if value == best]
        first = max(tied, key=lambda k: (sorted(gained[k].tolist()), -k))
        assert answers[question] == Chosen(problem.package(int(zone[first])), proved=True, ties=len(tied))


class Stopped(Watch):
    """Time runs out once this share is done. ``heard``: the shares done."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.heard = [0.0]

    def left(self) -> float:
        return float(max(self.heard) < self.share)

    def step(self, done: float, what: str) -> None:
        self.heard.append(done)


@built
def test_what_is_found_when_time_runs_out_says_that_it_is_not_proved() -> None:
    problem = space(18, 2, 3, 100, seed=5)
    nash = Best(next(one for one in formulas if one.name == "nash"))
    whole = enumerate_packages(problem, [Size(), nash, Highest()], QUIET)
    watch = Stopped(share=0.1)
    part = enumerate_packages(problem, [Size(), nash, Highest()], watch)
    size, all_of_it, chosen, heights = part[Size()], whole[Size()], part[nash], part[Highest()]
    assert isinstance(size, Counted)
    assert isinstance(all_of_it, Counted)
    assert isinstance(chosen, Chosen)
    assert isinstance(heights, Heights)
    assert 0 < size.count < all_of_it.count
    assert not size.exact
    assert size.accepted_by is None
    assert chosen.package is not None
    assert in_zone(problem, chosen.package)
    assert not chosen.proved
    assert chosen.bound is not None
    assert not heights.proved
    assert 0.1 <= max(watch.heard) < 1


@built
def test_a_package_is_found_among_a_hundred_thousand_million_without_looking_at_all_of_them() -> None:
    problem = space(11, 10, 3, 100, seed=6)
    watch = Stopped(share=1)
    found = enumerate_packages(problem, [Exists()], watch)[Exists()]
    assert isinstance(found, Found)
    assert found.package is not None
    assert in_zone(problem, found.package)
    assert max(watch.heard) < 0.1


def test_how_many_packages_the_method_takes() -> None:
    accepts = methods()["enumerate"].accepts
    rooms: list[Question] = [Room(side) for side in range(3)]
    glanced: list[Question] = [Exists(), Size(), Highest(), *rooms]
    glanced += [Best(one) for one in formulas if one.shape != "share"]
    others: list[Question] = [Frontier((0, 1)), Excludes(), Minimal(), Coalitions(), Open(0), SmallestConflict()]
    others += [Best(Objective("any", lambda gains, best: gains[0]))]
    far, farther = space(11, 10, 3, 9, seed=1), space(12, 10, 3, 9, seed=1)
    near = replace(far, sizes=(4, *(10,) * 8))
    assert (near.packages, far.packages) == (MOST_PACKAGES, MOST_GLANCED)
    assert all(accepts(near, question) for question in [*glanced, *others])
    built_here = load("glancing") is not None
    assert [accepts(far, question) for question in [*glanced, *others]] == [built_here] * 10 + [False] * 7
    assert not any(accepts(farther, question) for question in [*glanced, *others])
    assert not any(accepts(space(11, 10, 3, 2**60, seed=1), question) for question in glanced)
    long = replace(far, sizes=(50_000, 1_000_000, 2))  # blocks of two packages
    assert long.packages == MOST_GLANCED
    assert not accepts(long, Size())
    quorum = replace(far, needs=2, including=frozenset({0}))
    assert [accepts(quorum, room) for room in rooms] == [built_here, False, False]


def test_what_the_method_says_it_costs() -> None:
    method, problem = methods()["enumerate"], space(9, 9, 3, 100, seed=1)
    glance, sight = (method.cost(problem, question) for question in (Size(), Frontier((0, 1))))
    assert sight > 10
    assert load("glancing") is None or glance < 0.2
