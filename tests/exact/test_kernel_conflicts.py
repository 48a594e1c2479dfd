"""The compiled loops of conflicts and repairs against their numpy twins: the same, to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.exact.conflicts import marked_tables, mixtures, row_search
from goodoffices.exact.conflicts.mixtures import Mixture
from goodoffices.exact.kernels import load

kernel = load("conflicts")
pytestmark = pytest.mark.skipif(kernel is None, reason="no compiled kernels here: the twin does the work")

seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def the_same(name: str, twin: Callable[..., Any], arguments: Callable[[], list[Any]]) -> list[Any]:
    """Call both with arguments of their own; what they return and what they wrote must be the same."""
    compiled, plain = arguments(), arguments()
    assert getattr(kernel, name)(*compiled) == twin(*plain)
    for one, other in zip(compiled, plain, strict=True):
        assert np.array_equal(one, other)
    return compiled


# --- the search ------------------------------------------------------------------------------------------------------


@given(seeds, st.integers(1, 6), st.integers(1, 9), st.integers(1, 60))
def test_a_search_goes_the_same_way(rng: np.random.Generator, tables: int, weights: int, looks: int) -> None:
    """Until nothing is left: calls of so many looks find the same packages, with less room after some of them."""
    starts = np.concatenate([[0], np.cumsum(rng.integers(0 if rng.random() < 0.2 else 1, 5, tables))])
    short = rng.integers(0, rng.choice([2, 9, 2**60]), (starts[-1], weights))
    left = np.zeros((tables + 1, weights), np.int64)
    left[0] = rng.integers(-1, max(2, int(short.max(initial=1)) * tables // 2 + 1), weights)
    taken, state, found = np.full(tables, -1), np.array([0, looks]), 0
    for _ in range(200):
        before = [one.copy() for one in (left, taken, state)]
        _, _, left, taken, state = the_same(
            "advance", row_search.advance, lambda before=before: [short, starts, *(one.copy() for one in before)]
        )
        if state[0] < 0:
            break
        if state[1]:
            found += 1
            assert (short[taken].sum(axis=0, dtype=object) <= left[0].astype(object)).all()
            left -= int(rng.integers(0, 2))
        state[1] = looks
    assert found or state[0] < 0 or looks < 60


@given(seeds)
def test_a_search_finds_every_package_for_which_there_is_room(rng: np.random.Generator) -> None:
    counts = rng.integers(1, 4, 4)
    starts = np.concatenate([[0], np.cumsum(counts)])
    short, room = rng.integers(0, 5, (starts[-1], 2)), rng.integers(0, 12, 2)
    choices = np.indices(counts).reshape(4, -1).T + starts[:-1]
    expected = {tuple(one) for one in choices.tolist() if (short[one].sum(axis=0) <= room).all()}
    for step in (row_search.advance, kernel.advance if kernel else row_search.advance):
        left, taken, state, found = np.zeros((5, 2), np.int64), np.full(4, -1), np.array([0, 10**6]), []
        left[0] = room
        while step(short, starts, left, taken, state):
            found.append(tuple(taken.tolist()))
        assert state[0] == -1
        assert found == sorted(expected)


# --- mixtures --------------------------------------------------------------------------------------------------------


@given(seeds, st.integers(1, 8), st.integers(1, 30), st.booleans(), st.sampled_from([1, 3, 10**6, 10**15]))
def test_a_mixture_settles_the_same_way(
    rng: np.random.Generator, sides: int, packages: int, has_aim: bool, high: int
) -> None:
    gains = rng.integers(-high, high, (packages, sides), endpoint=True)
    gains[0] = np.abs(gains[0])
    aim = int(rng.integers(sides)) if has_aim else None
    made = [Mixture(gains, np.full(sides, 2 * high), aim) for _ in range(2)]
    places = iter(made)

    def arguments() -> list[Any]:
        one = next(places)
        near, zero, most = mixtures.NEAR, mixtures.ZERO, mixtures.MOST_STEPS * (sides + 1)
        return [one.columns, one.count, one.inverse, one.right, one.basis, near, zero, most]

    the_same("settle", mixtures.settle, arguments)
    weights, sought = made[0].settle()
    assert (weights >= 0).all()
    shares = weights * 2 * high
    assert shares.sum() == pytest.approx(1.0, abs=1e-6) if aim is None else shares[aim] == pytest.approx(1.0)
    assert (gains @ weights).max() <= sought + 1e-6 * max(1.0, shares.max())
    parts = made[0].shares()
    assert sum(parts.values()) == pytest.approx(1.0)
    mixed = sum(part * gains[number] for number, part in parts.items()) / (2 * high)
    assert sought == pytest.approx(mixed.min() if aim is None else mixed[aim], abs=1e-6)
    assert aim is None or (np.delete(mixed, aim) >= -1e-6).all()


@given(seeds, st.integers(1, 7), st.integers(1, 9))
def test_the_best_rows_are_the_same(rng: np.random.Generator, sides: int, tables: int) -> None:
    counts = rng.integers(1, 6, tables)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    columns = rng.integers(-3, 4, (sides, counts.sum())).astype(np.float64)
    weights = rng.integers(0, 3, sides) / 7
    chosen = the_same("best", marked_tables.best, lambda: [columns, weights, starts, np.full(tables, -1)])[-1]
    for table, row in enumerate(chosen.tolist()):
        own = slice(starts[table], starts[table] + counts[table])
        worth = weights @ columns
        assert worth[row] == pytest.approx(worth[own].max())
        assert own.start <= row < own.stop


# --- arguments that do not fit ---------------------------------------------------------------------------------------

WHOLE, REAL = np.zeros(4, np.int64), np.zeros(4)
SEARCH = [np.zeros((3, 2), np.int64), np.array([0, 2, 3]), np.zeros((3, 2), np.int64), np.array([-1, 1]), WHOLE[:2]]
SETTLE = [np.ones((3, 5)), 2, np.eye(3), np.ones(3), WHOLE[:2].copy(), 0.1, 0.1, 9]
BEST = [np.ones((2, 3)), np.ones(2), np.array([0, 1]), WHOLE[:2].copy()]


@pytest.mark.parametrize(
    ("name", "arguments", "place", "wrong"),
    [
        ("advance", SEARCH, 0, np.zeros((3, 2), np.int32)),
        ("advance", SEARCH, 0, np.zeros((2, 2), np.int64)),
        ("advance", SEARCH, 1, np.array([0, 4, 3])),
        ("advance", SEARCH, 1, np.array([1, 2, 3])),
        ("advance", SEARCH, 1, np.array([0])),
        ("advance", SEARCH, 2, np.zeros((2, 2), np.int64)),
        ("advance", SEARCH, 3, np.array([2, 1])),
        ("advance", SEARCH, 3, np.array([-2, 1])),
        ("advance", SEARCH, 3, np.array([-1])),
        ("advance", SEARCH, 4, np.array([2, 9])),
        ("advance", SEARCH, 4, np.array([-2, 9])),
        ("advance", SEARCH, 4, np.array([0, 9, 9])),
        ("settle", SETTLE, 0, np.ones((2, 5))),
        ("settle", SETTLE, 1, 6),
        ("settle", SETTLE, 1, 0),
        ("settle", SETTLE, 2, np.eye(2)),
        ("settle", SETTLE, 3, np.ones(1)),
        ("settle", SETTLE, 4, WHOLE[:3].copy()),
        ("best", BEST, 0, np.ones((2, 3), np.float32)),
        ("best", BEST, 0, np.ones(5)),
        ("best", BEST, 1, np.ones(0)),
        ("best", BEST, 2, np.array([0, 3])),
        ("best", BEST, 2, np.array([1, 1])),
        ("best", BEST, 2, np.array([-1, 1])),
        ("best", BEST, 2, np.array([0, 1, 2])),
        ("best", BEST, 3, WHOLE[:3].copy()),
    ],
)
def test_arguments_that_do_not_fit_are_refused(name: str, arguments: list[Any], place: int, wrong: Any) -> None:
    getattr(kernel, name)(*arguments)
    with pytest.raises(ValueError, match=r"belong together|needed"):
        getattr(kernel, name)(*arguments[:place], wrong, *arguments[place + 1 :])


def test_what_is_written_must_be_writable() -> None:
    frozen = np.zeros(2, np.int64)
    frozen.flags.writeable = False
    with pytest.raises((ValueError, BufferError)):
        kernel.best(*BEST[:3], frozen)  # type: ignore[union-attr]
