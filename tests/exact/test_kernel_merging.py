"""The kernel of the issue merge against its twin, and both against writing everything out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.exact.kernels import load
from goodoffices.exact.merging.merging import Losses, add, add_in_arrays, nothing_settled
from goodoffices.exact.tables import Units


@st.composite
def several_tables(draw: st.DrawFn) -> Losses:
    """Tables of a few rows; small losses, so that there are ties, or large ones, so that words are full."""
    columns, words = draw(st.integers(1, 6)), draw(st.integers(1, 2))
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    top = draw(st.sampled_from((1, 3, 9, 10**6, 2**40, 2**59)))
    total = sum(sizes)
    cells = st.lists(st.integers(0, top), min_size=total * columns, max_size=total * columns)
    losses = np.array(draw(cells), np.int64).reshape(total, columns)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    keys = np.zeros((total, words), np.uint64)
    for table in range(len(sizes)):
        rows = np.arange(sizes[table], dtype=np.uint64)
        keys[starts[table] : starts[table + 1], table % words] = rows << np.uint64(60 - 4 * table)
    widest = np.maximum.reduceat(losses, starts[:-1], axis=0).sum(axis=0)
    share = draw(st.lists(st.integers(0, 10), min_size=columns, max_size=columns))
    caps = np.array([int(wide) * part // 10 for wide, part in zip(widest, share, strict=True)], np.int64)
    return Losses(losses, keys, starts, widest, caps, tuple(range(columns)))


def plainly(tables: Losses) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """All sums within the caps that no other beats, each with its least key, in ascending order."""
    sums: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((0,) * tables.losses.shape[1], (0,) * tables.keys.shape[1])]
    for table in range(len(tables.starts) - 1):
        rows = range(tables.starts[table], tables.starts[table + 1])
        sums = [
            (
                tuple(a + int(b) for a, b in zip(loss, tables.losses[row], strict=True)),
                tuple(a | int(b) for a, b in zip(key, tables.keys[row], strict=True)),
            )
            for loss, key in sums
            for row in rows
        ]
    least: dict[tuple[int, ...], tuple[int, ...]] = {}
    for loss, key in sums:
        if all(a <= cap for a, cap in zip(loss, tables.caps.tolist(), strict=True)):
            least[loss] = min(key, least.get(loss, key))
    beaten = {loss for loss in least for other in least if other != loss and all(map(int.__le__, other, loss))}
    return sorted((loss, key) for loss, key in least.items() if loss not in beaten)


def as_pairs(answer: tuple[Units, Any] | None) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    assert answer is not None
    return list(zip(map(tuple, answer[0].tolist()), map(tuple, answer[1].tolist()), strict=True))


@settings(deadline=None, max_examples=300)
@given(several_tables())
def test_kernel_and_twin_are_the_plain_definition(tables: Losses) -> None:
    expected = plainly(tables)
    for way in (add, add_in_arrays):
        last = len(tables.starts) - 1
        assert as_pairs(way(nothing_settled(tables), tables, 0, last, 10**6, lambda: True)) == expected
        partial = nothing_settled(tables)
        for table in range(last):
            step = way(partial, tables, table, table + 1, 10**6, lambda: True)
            assert step is not None
            partial = step
        assert as_pairs(partial) == expected


@pytest.mark.parametrize("columns", [2, 3, 4, 5, 6])
def test_they_agree_on_thousands_of_points(columns: int) -> None:
    draw = np.random.default_rng(columns)
    sizes, top = [12] * 5, 10**4 if columns < 4 else 40
    losses = draw.integers(0, top, (sum(sizes), columns))
    losses[:, -1] = np.maximum(0, top - losses[:, :-1].sum(axis=1))  # what one side wins another loses
    starts = np.concatenate(([0], np.cumsum(sizes)))
    keys = (np.arange(sum(sizes), dtype=np.uint64) << np.uint64(8)).reshape(-1, 1)
    widest = np.maximum.reduceat(losses, starts[:-1], axis=0).sum(axis=0)
    tables = Losses(losses, keys, starts, widest, widest * 3 // 4, tuple(range(columns)))
    fast = add(nothing_settled(tables), tables, 0, len(sizes), 10**7, lambda: True)
    slow = add_in_arrays(nothing_settled(tables), tables, 0, len(sizes), 10**7, lambda: True)
    assert as_pairs(fast) == as_pairs(slow)
    assert len(as_pairs(fast)) > 1000


def test_it_stops_when_told_to_or_when_there_are_too_many() -> None:
    draw = np.random.default_rng(1)
    losses = draw.integers(0, 10**6, (200, 4))
    tables = Losses(
        losses,
        np.zeros((200, 1), np.uint64),
        np.arange(0, 201, 20),
        losses.max(0) * 10,
        losses.max(0) * 10,
        (0, 1, 2, 3),
    )
    for way in (add, add_in_arrays):
        assert way(nothing_settled(tables), tables, 0, 10, 50, lambda: True) is None
        assert way(nothing_settled(tables), tables, 0, 10, 10**6, lambda: False) is None


@pytest.mark.skipif(load("merging") is None, reason="the kernel was not built: there is nothing to hand arrays to")
def test_the_kernel_refuses_arrays_that_do_not_belong_together() -> None:
    kernel = load("merging")
    assert kernel is not None
    one, key = np.zeros((1, 2), np.int64), np.zeros((1, 1), np.uint64)
    starts, two = np.array([0, 1]), np.array([5, 5])
    good: list[Any] = [2, 1, one, key, one, key, starts, two, two, 10, lambda: True]
    assert kernel.add(*good) is not None
    for place, bad in (
        (0, 0),
        (0, 9),
        (1, 0),
        (2, np.zeros((1, 3), np.int64)),
        (3, np.zeros((2, 1), np.uint64)),
        (4, np.full((1, 2), -1)),
        (4, np.full((1, 2), 6)),
        (4, np.zeros((1, 2), np.int32)),
        (6, np.array([0, 2])),
        (6, np.array([1, 0])),
        (6, np.array([0, 10**9, 1])),
        (7, np.array([5])),
        (7, np.array([5, -1])),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 (each says in its own words what does not fit)
            kernel.add(*good[:place], bad, *good[place + 1 :])


@pytest.mark.skipif(load("merging") is None, reason="the kernel was not built: there is nothing to hand arrays to")
@pytest.mark.parametrize(
    "kind", ["uint64", "float64", np.dtype("int64").newbyteorder().str, "complex64", "S8", "i4,i4"]
)
def test_the_kernel_refuses_items_of_another_kind_whatever_their_size(kind: str) -> None:
    kernel = load("merging")
    assert kernel is not None
    one, key = np.zeros((1, 2), np.int64), np.zeros((1, 1), np.uint64)
    good: list[Any] = [2, 1, one, key, one, key, np.array([0, 1]), one[0], one[0], 10, lambda: True]
    for place in (2, 4, 6, 7, 8):
        with pytest.raises(ValueError, match=r"whole numbers|format"):
            kernel.add(*good[:place], np.zeros(2, kind), *good[place + 1 :])
    with pytest.raises(ValueError, match="without sign"):
        kernel.add(*good[:3], np.zeros((1, 1), np.int64), *good[4:])


@pytest.mark.skipif(load("merging") is None, reason="the kernel was not built: there is nothing to interrupt")
def test_an_error_while_it_looks_up_is_not_swallowed() -> None:
    def fails() -> bool:
        raise KeyboardInterrupt

    draw = np.random.default_rng(2)
    losses = draw.integers(0, 10**6, (300, 4))
    widest = losses.max(0) * 10
    tables = Losses(losses, np.zeros((300, 1), np.uint64), np.arange(0, 301, 30), widest, widest, (0, 1, 2, 3))
    with pytest.raises(KeyboardInterrupt):
        add(nothing_settled(tables), tables, 0, 10, 10**7, fails)
