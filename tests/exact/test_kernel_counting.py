"""The kernels of counting against their twins, and both against writing everything out."""

from __future__ import annotations

from itertools import product
from math import prod
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.exact import chance
from goodoffices.exact.counting import counting_table, estimate, halves, urns
from goodoffices.exact.counting.grouped import grouped
from goodoffices.exact.counting.tilt import tilted
from goodoffices.exact.kernels import load
from goodoffices.exact.problem import Problem, Side

KERNEL = load("counting")
WRONG = r"belong together|items of"
compiled = pytest.mark.skipif(KERNEL is None, reason="the kernel was not built here")


def kernel() -> ModuleType:
    assert KERNEL is not None
    return KERNEL


@st.composite
def problems(draw: st.DrawFn, most_sides: int = 5) -> Problem:
    """Scores of few or many digits, some negative; walk-aways loose, tight, beyond reach or none."""
    sizes = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=5)))
    top = draw(st.sampled_from((1, 2, 7, 1000, 2**40)))
    step = draw(st.sampled_from((1, 1, 10)))
    sides = []
    for _ in range(draw(st.integers(1, most_sides))):
        scores = tuple(tuple(draw(st.integers(-top // 4, top)) * step for _ in range(size)) for size in sizes)
        best, worst = sum(map(max, scores)), sum(map(min, scores))
        floor = draw(st.none() | st.integers(worst - 1, best + 1) | st.integers((best + worst) // 2, best))
        sides.append(Side(scores, floor=floor))
    return Problem(sizes, tuple(sides), needs=len(sides))


# --- layers ----------------------------------------------------------------------------------------------------------


@st.composite
def steps(draw: st.DrawFn) -> dict[str, Any]:
    """One step of a table: a box below, a box above, rows between; few bits, so that there are many limbs and carries.

    Numbers below are so small that their sum fits the limbs above.
    """
    axes, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    below, above = (np.array(draw(st.lists(st.integers(1, 4), min_size=axes, max_size=axes))) for _ in range(2))
    times = draw(st.lists(st.sampled_from((1, 1, 2, 3, 9)), min_size=rows, max_size=rows))
    bits, limbs = draw(st.integers(2, 50)), draw(st.integers(1, 4))
    most, cells = (1 << bits * limbs) // sum(times), int(below.prod())
    numbers = draw(st.lists(st.integers(0, max(0, most - 1)), min_size=cells, max_size=cells))
    shifts = draw(st.lists(st.integers(-4, 4), min_size=rows * axes, max_size=rows * axes))
    return {
        "below": counting_table.limbs_of(numbers, limbs, bits),
        "below_shape": below,
        "above_shape": above,
        "shifts": np.array(shifts, np.int64).reshape(rows, axes),
        "times": np.array(times, np.uint64),
        "limbs": limbs,
        "bits": bits,
    }


def plainly(step: dict[str, Any]) -> list[list[int]]:
    """For each cell above what each row adds."""
    numbers = {
        place: counting_table.number_of(limbs, step["bits"])
        for place, limbs in zip(np.ndindex(*step["below_shape"]), step["below"], strict=True)
    }
    cells = []
    for cell in np.ndindex(*step["above_shape"]):
        parts = []
        for shift, times in zip(step["shifts"].tolist(), step["times"].tolist(), strict=True):
            at = [min(i + s, size - 1) for i, s, size in zip(cell, shift, step["below_shape"].tolist(), strict=True)]
            parts.append(numbers[tuple(at)] * times if min(at) >= 0 else 0)
        cells.append(parts)
    return cells


@compiled
@settings(deadline=None, max_examples=400)
@given(steps(), st.integers(0, 3))
def test_a_layer_is_the_sum_of_its_rows(step: dict[str, Any], cut: int) -> None:
    expected = [sum(parts) for parts in plainly(step)]
    lines = prod(step["above_shape"][:-1].tolist())
    for fill in (counting_table.layer, kernel().layer):
        above = np.full((prod(step["above_shape"].tolist()), step["limbs"]), 7, np.uint64)
        for first, last in ((0, min(cut, lines)), (min(cut, lines), lines)):
            fill(step["below"], above, *(step[name] for name in list(step)[1:]), first, last)
        assert [counting_table.number_of(limbs, step["bits"]) for limbs in above] == expected
        assert (above < 1 << step["bits"]).all()


@compiled
@settings(deadline=None, max_examples=400)
@given(steps(), st.data())
def test_a_number_leads_to_its_row(step: dict[str, Any], data: st.DataObject) -> None:
    """Every number below the sum of a cell leads to one row, one copy of it, and one number within the cell below."""
    parts = plainly(step)
    shapes = list(np.ndindex(*step["above_shape"]))
    some = [(cell, number) for cell, row in zip(shapes, parts, strict=True) for number in _some(sum(row), data)]
    if not some:
        return
    found = []
    for choose in (counting_table.choose, kernel().choose):
        states = np.array([cell for cell, _ in some], np.int64)
        left = counting_table.limbs_of([number for _, number in some], step["limbs"] + 1, step["bits"])
        places = np.empty(len(some), np.int64)
        arrays = (step["below"], step["below_shape"], step["shifts"], step["times"])
        choose(*arrays, states, left, places, step["limbs"], step["bits"])
        found.append((places.tolist(), states.tolist(), left.tolist()))
    assert found[0] == found[1]
    times = step["times"].tolist()
    for (cell, number), place, rest in zip(some, found[0][0], found[0][2], strict=True):
        row = next(row for row in range(len(times)) if place < sum(times[: row + 1]))
        adds = parts[shapes.index(cell)]
        each = adds[row] // times[row]
        inside = counting_table.number_of(np.array(rest, np.uint64), step["bits"])
        assert number == sum(adds[:row]) + (place - sum(times[:row])) * each + inside
        assert 0 <= inside < each


def _some(total: int, data: st.DataObject) -> list[int]:
    """Up to three numbers below a total, both ends among them."""
    if not total:
        return []
    return sorted({0, total - 1, data.draw(st.integers(0, total - 1))})


@compiled
def test_a_layer_refuses_what_does_not_fit() -> None:
    below, above = np.ones((3, 1), np.uint64), np.zeros((4, 1), np.uint64)
    shape, wider, shifts = np.array([3]), np.array([4]), np.array([[0]])
    once = np.array([1], np.uint64)
    good = [below, above, shape, wider, shifts, once, 1, 60, 0, 1]
    kernel().layer(*good)
    bad: list[tuple[int, Any]] = [
        (0, np.ones((2, 1), np.uint64)), (0, np.ones(3, np.int32)), (1, np.zeros((5, 1), np.uint64)),
        (2, np.array([4])), (2, np.array([2**50])), (2, np.array([0])), (3, np.array([-4])),
        (4, np.array([[0, 0]])), (4, np.array([[-(2**61)]])), (4, np.array([[2**62]])),
        (5, np.array([2**62], np.uint64)), (5, np.array([2**3], np.uint64)), (6, 2), (6, 0), (7, 63), (7, 0),
        (8, -1), (8, 2), (9, 2),
    ]  # fmt: skip
    for place, value in bad:
        with pytest.raises(ValueError, match=WRONG):
            kernel().layer(*good[:place], value, *good[place + 1 :])


@compiled
def test_a_sum_that_does_not_fit_is_an_error_not_a_wrap() -> None:
    for limbs in (1, 2):
        below = counting_table.limbs_of([(1 << 4 * limbs) - 1], limbs, 4)
        for fill in (counting_table.layer, kernel().layer):
            one, twice = np.array([1]), np.array([2], np.uint64)
            with pytest.raises(ValueError, match="does not fit its limbs"):
                fill(below, below.copy(), one, one, np.array([[0]]), twice, limbs, 4, 0, 1)


@compiled
def test_a_number_that_is_too_large_is_refused() -> None:
    for choose in (counting_table.choose, kernel().choose):
        left, states = np.array([[5]], np.uint64), np.zeros((1, 1), np.int64)
        arrays = (np.array([[4]], np.uint64), np.array([1]), np.array([[0]]), np.array([1], np.uint64))
        with pytest.raises(ValueError, match="not so many"):
            choose(*arrays, states, left, np.zeros(1, np.int64), 1, 60)


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**200 - 1), min_size=1, max_size=4), st.integers(1, 62))
def test_limbs_and_numbers_are_the_same(numbers: list[int], bits: int) -> None:
    size = -(-200 // bits)
    limbs = counting_table.limbs_of(numbers, size, bits)
    assert limbs.shape == (len(numbers), size)
    assert (limbs < 1 << bits).all()
    assert [counting_table.number_of(one, bits) for one in limbs] == numbers


# --- halves ----------------------------------------------------------------------------------------------------------


@compiled
@settings(deadline=None, max_examples=150)
@given(st.integers(1, 300), st.integers(1, 4), st.sampled_from((1, 5, 10**9)), st.integers(0, 2**32 - 1))
def test_boxes_find_what_is_within_a_limit(points: int, axes: int, top: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    at, weights = draw.integers(0, top + 1, (points, axes)), draw.integers(0, 4, points).astype(np.uint64)
    zone: Any = None
    half = halves.Half(zone, (), at, weights, np.zeros((points, 0), np.intp))
    boxes = halves.boxes_of(half)
    limits = np.concatenate((draw.integers(-1, top + 2, (20, axes)), np.full((1, axes), top)))
    expected = [int(weights[(at <= limit).all(axis=1)].sum()) for limit in limits]
    for look in (halves.beneath, kernel().beneath):
        found = np.full(len(limits), 9, np.uint64)
        boxes.ask(look, limits, found)
        assert found.tolist() == expected
    limit = np.repeat(limits[-1:], expected[-1], axis=0)
    for find in (halves.pick, kernel().pick):
        left, place = np.arange(expected[-1], dtype=np.uint64), np.empty(expected[-1], np.int64)
        boxes.ask(find, limit, left, place)
        pairs = set(zip(boxes.order[place].tolist(), left.tolist(), strict=True))
        assert pairs == {(k, copy) for k in range(points) for copy in range(int(weights[k]))}
        with pytest.raises(ValueError, match="not so many"):
            boxes.ask(find, limits[-1:], np.array([expected[-1]], np.uint64), np.empty(1, np.int64))


@compiled
def test_boxes_that_do_not_belong_together_are_refused() -> None:
    points, weights = np.zeros((2, 1, 4), np.int64), np.ones(8, np.uint64)
    corner, sums, limits = np.zeros((3, 1), np.int64), np.array([8, 4, 4], np.uint64), np.zeros((1, 1), np.int64)
    found = np.zeros(1, np.uint64)
    good = [points, weights, corner, corner, sums, limits, found, 1, 4]
    kernel().beneath(*good)
    assert found.tolist() == [8]
    bad: list[tuple[int, Any]] = [
        (0, points[:1]), (1, weights[:7]), (1, np.full(8, 2**61, np.uint64)), (2, corner[:2]), (4, sums[:2]),
        (5, np.zeros((2, 1), np.int64)), (7, 2), (7, 0), (8, 3), (8, 0), (8, 8), (8, 2**40),
    ]  # fmt: skip
    for place, value in bad:
        with pytest.raises(ValueError, match=WRONG):
            kernel().beneath(*good[:place], value, *good[place + 1 :])


# --- draws -----------------------------------------------------------------------------------------------------------

cells = st.sampled_from((1, 2, 6, urns.MOST_CELLS))
"""How many states are counted beforehand: with hardly any, all tables are drawn."""


def made_of(problem: Problem, most: int) -> urns.Urns | None:
    """The urns of a problem; None where it has no zone."""
    zone = grouped(problem)
    assert zone is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urns, "MOST_CELLS", most)
        return None if zone.empty else urns.urns_of(zone, tilted(zone))


@compiled
@settings(deadline=None, max_examples=200)
@given(problems(most_sides=10), cells, st.integers(0, 2**64 - 1), st.integers(0, 2**30))
def test_draws_are_the_same_and_below_what_they_may_stand_for(
    problem: Problem, most: int, start: int, first: int
) -> None:
    made = made_of(problem, most)
    if made is None:
        return
    with np.errstate(divide="ignore"):
        rest = np.log(made.ways)
    arrays = (made.starts, made.shifts, made.keep, made.rows, made.losses, made.logs, made.caps, made.shape, rest)
    one, other = np.empty(40), np.empty(40)
    estimate.weigh(start, first, *arrays, one)
    kernel().weigh(start, first, *arrays, other)
    assert (one == other).all()
    assert (one <= made.log_top + 1e-9).all()
    zone = grouped(problem)
    assert zone is not None
    assert made.log_top <= tilted(zone).log_bound + 1e-6  # no looser than the bound that needs no draws


@settings(deadline=None, max_examples=200)
@given(problems(), cells)
def test_the_urns_make_up_the_zone(problem: Problem, most: int) -> None:
    """Every row has tickets, together 2**32; chance times weight, over all rows drawn, is the size of the zone."""
    made, total = made_of(problem, most), 0.0
    if made is None:
        return
    tickets: list[dict[int, int]] = []
    for urn, shift in enumerate(made.shifts.tolist()):
        held: dict[int, int] = {}
        for column in range(made.starts[urn], made.starts[urn + 1]):
            keep = int(made.keep[column])
            for row, number in zip(made.rows[column].tolist(), (keep, (1 << shift) - keep), strict=True):
                held[row] = held.get(row, 0) + number
        assert sum(held.values()) == urns.TICKETS
        assert min(held.values()) > 0
        tickets.append(held)
    for rows in product(*tickets):
        state = int(urns.states_drawn(made, np.array([rows], np.int64).reshape(1, -1))[0])
        if state >= 0:
            chance_of = prod(held[row] / urns.TICKETS for held, row in zip(tickets, rows, strict=True))
            total += chance_of * float(np.exp(made.logs[list(rows)].sum())) * float(made.ways[state])
    expected = sum(_accepted(problem, choices) for choices in product(*(range(size) for size in problem.sizes)))
    assert total == pytest.approx(expected, rel=1e-9, abs=1e-9)


def _accepted(problem: Problem, choices: tuple[int, ...]) -> bool:
    return all(
        side.floor is None
        or sum(points[option] for points, option in zip(side.scores, choices, strict=True)) >= side.floor
        for side in problem.sides
    )


@compiled
def test_the_last_ticket_of_a_row_is_its_own() -> None:
    """Two columns of 2**31 tickets; draw 0 holds just the last ticket of the first row, or the one after it."""
    zone = np.zeros((2, 4), np.int64), np.array([1.0, 2.0]), np.zeros(4, np.int64), np.ones(4, np.int64), np.zeros(1)
    ticket = int(chance.words(7, np.zeros(1, np.uint64))[0]) >> 32
    for keep, log in (((ticket & (2**31 - 1)) + 1, 1.0), (ticket & (2**31 - 1), 2.0)):
        columns = np.array([keep, keep], np.uint32), np.array([[0, 1], [0, 1]], np.int32)
        for look in (estimate.weigh, kernel().weigh):
            found = np.zeros(1)
            look(7, 0, np.array([0, 2]), np.array([31]), *columns, *zone, found)
            assert found.tolist() == [log]


def test_many_rows_alike_all_have_tickets() -> None:
    tickets = urns._tickets(np.zeros(2**18))
    assert tickets.sum() == urns.TICKETS
    assert tickets.min() > 2**14 - 2


@compiled
def test_urns_that_do_not_belong_together_are_refused() -> None:
    zone = grouped(Problem((3, 3), (Side(((0, 4, 9), (0, 5, 7)), floor=9),), needs=1))
    assert zone is not None
    tickets = urns._columns(np.array([2**30, 2**30, 2**31]))
    shape, rest = np.array([1, 1, 1, 1]), np.zeros(1)
    losses, caps = np.zeros((3, 4), np.int64), np.zeros(4, np.int64)
    keep, rows = tickets[0].astype(np.uint32), tickets[1].astype(np.int32)
    good = [0, 0, np.array([0, 4]), np.array([30]), keep, rows, losses, np.zeros(3), caps, shape, rest, np.zeros(5)]
    kernel().weigh(*good)
    bad: list[tuple[int, Any]] = [
        (2, np.array([0, 3])), (2, np.array([1, 4])), (3, np.array([31])), (3, np.array([33])), (3, np.array([0])),
        (4, keep[:3]), (4, keep.astype(np.uint64)), (5, rows + 1), (5, rows - 1), (5, rows[:3]), (6, losses - 1),
        (6, losses + 2**61), (6, losses[:, :3].copy()), (7, np.zeros(2)), (8, caps[:3]), (8, caps + 2**61),
        (9, shape[:3]), (9, shape + 1), (10, np.zeros(2)), (11, np.zeros(5, np.float32)),
    ]  # fmt: skip
    for place, value in bad:
        with pytest.raises(ValueError, match=WRONG):
            kernel().weigh(*good[:place], value, *good[place + 1 :])


@settings(deadline=None)
@given(st.integers(0, 2**64 - 1), st.integers(1, 2**130), st.integers(0, 20))
def test_numbers_below_a_limit_are_below_it_and_the_first_of_more(start: int, limit: int, count: int) -> None:
    found = chance.below(start, limit, count)
    assert len(found) == count
    assert all(0 <= number < limit for number in found)
    assert chance.below(start, limit, count + 7)[:count] == found
