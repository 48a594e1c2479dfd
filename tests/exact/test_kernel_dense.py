"""The compiled dense table against its numpy twin: the same arguments give the same cells, marks, losses and keys."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.exact.dense import dense_arrays as twin
from goodoffices.exact.dense.dense_order import AXES, SLACK
from goodoffices.exact.kernels import load

kernel = load("dense")
pytestmark = pytest.mark.skipif(kernel is None, reason="no compiled kernels here: the twin does the work")

seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)
shapes = st.tuples(
    *[st.integers(1, 4)] * 4, st.one_of(st.integers(1, 6), st.integers(60, 130), st.integers(1020, 1060))
)
types: st.SearchStrategy[Any] = st.sampled_from([np.uint8, np.uint16])


def form_of(extents: tuple[int, ...], lead: int, end: int) -> twin.Numbers:
    return np.array([*extents, lead, lead + end], np.int64)


def draw_cells(rng: np.random.Generator, form: twin.Numbers, unreached: int, dtype: Any) -> twin.Cells:
    """Any cells will do: the kernel need not know that they make sense."""
    size = prod(form[:4].tolist()) * int(form[6]) + SLACK
    return rng.integers(0, unreached, size, dtype, endpoint=True)


def draw_steps(rng: np.random.Generator, rows: int, lead: int, most: int) -> twin.Units:
    steps = rng.integers(0, 3, (rows, AXES + 1))
    steps[:, 4] = rng.integers(0, lead + 1, rows)
    steps[:, 5] = rng.integers(0, most + 1, rows)
    return steps


def word_count(width: int) -> int:
    return -(-width // 64)


# --- the same as the twin --------------------------------------------------------------------------------------------


@given(seeds, shapes, shapes, types, st.integers(0, 20), st.integers(1, 30))
@settings(deadline=None)
def test_layers_are_those_of_the_twin(
    rng: np.random.Generator, old_extents: tuple[int, ...], extents: tuple[int, ...], dtype: Any, rows: int, lead: int
) -> None:
    unreached = int(rng.integers(1, np.iinfo(dtype).max, endpoint=True))
    old = form_of(old_extents, lead, max(old_extents[4], extents[4]))
    new = form_of(extents, int(rng.integers(1, 9)), extents[4] + int(rng.integers(0, 9)))
    cells, steps = draw_cells(rng, old, unreached, dtype), draw_steps(rng, rows, lead, unreached)
    first = int(rng.integers(0, extents[0] + 1))
    last = int(rng.integers(first, extents[0] + 1))
    size = (last - first) * prod(extents[1:4]) * int(new[6])
    ours, theirs = np.zeros(size + SLACK, dtype), np.zeros(size + SLACK, dtype)
    kernel.add(cells, old, ours, new, steps, unreached, first, last)  # type: ignore[union-attr]
    twin.add(cells, old, theirs, new, steps, unreached, first, last)
    assert (ours == theirs).all()


@given(seeds, shapes, types, st.integers(1, 9))
@settings(deadline=None)
def test_marks_are_those_of_the_twin(rng: np.random.Generator, extents: tuple[int, ...], dtype: Any, lead: int) -> None:
    form = form_of(extents, lead, extents[4] + int(rng.integers(0, 9)))
    cells = draw_cells(rng, form, int(rng.integers(1, 6)), dtype)
    first = int(rng.integers(0, extents[0] + 1))
    last = int(rng.integers(first, extents[0] + 1))
    origin = int(rng.integers(0, max(first, 1)))
    plane = prod(extents[1:4])
    words = (last - first) * plane * word_count(extents[4])
    ours, theirs = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    here = cells[origin * plane * int(form[6]) :]
    kernel.undominated(here, form, origin, first, last, ours)  # type: ignore[union-attr]
    twin.undominated(here, form, origin, first, last, theirs)
    assert (ours == theirs).all()


@given(seeds, st.integers(0, 9), st.integers(1, 200), st.integers(0, 5))
@settings(deadline=None)
def test_counts_and_places_are_those_of_the_twin(rng: np.random.Generator, rows: int, width: int, row: int) -> None:
    bits = draw_bits(rng, rows, width)
    ours, theirs = np.zeros(len(bits), np.int64), np.zeros(len(bits), np.int64)
    size = kernel.count(bits, ours)  # type: ignore[union-attr]
    assert size == twin.count(bits, theirs) == sum(int(word).bit_count() for word in bits)
    assert (ours == theirs).all()
    listed, expected = np.zeros(size, np.int64), np.zeros(size, np.int64)
    kernel.places(bits, width, row, listed)  # type: ignore[union-attr]
    twin.places(bits, width, row, expected)
    assert (listed == expected).all()


def draw_bits(rng: np.random.Generator, rows: int, width: int) -> twin.Bits:
    marks = np.zeros((rows, word_count(width) * 64), np.bool_)
    marks[:, :width] = rng.random((rows, width)) < rng.choice([0.01, 0.3, 1.0])
    return np.packbits(marks, axis=1, bitorder="little").view("<u8").astype(np.uint64).reshape(-1)


@given(seeds, shapes, shapes, st.integers(1, 9), st.integers(1, 3))
@settings(deadline=None)
def test_losses_and_keys_are_those_of_the_twin(
    rng: np.random.Generator, old_extents: tuple[int, ...], extents: tuple[int, ...], rows: int, words: int
) -> None:
    old, new = form_of(old_extents, 1, old_extents[4]), form_of(extents, 1, extents[4])
    bits = draw_bits(rng, prod(old_extents[:4]), old_extents[4])
    before = np.zeros(len(bits), np.int64)
    size = twin.count(bits, before)
    losses = rng.integers(0, 3, size, np.uint16)
    keys = rng.integers(0, 4, (size, words), np.uint64) << np.uint64(62)
    steps, step_keys = draw_steps(rng, rows, 9, 2), rng.integers(0, 4, (rows, words), np.uint64) << np.uint64(60)
    cells = np.sort(rng.choice(prod(extents), min(prod(extents), 30), replace=False)).astype(np.int64)

    def carried(carry: Callable[..., None], cells: twin.Numbers) -> tuple[list[int], list[list[int]]] | str:
        found, unions = np.zeros(len(cells), np.uint16), np.zeros((len(cells), words), np.uint64)
        try:
            carry(cells, new, bits, before, losses, keys, old, steps, step_keys, found, unions)
        except ValueError as error:
            return str(error)
        return found.tolist(), unions.tolist()

    for chosen in (cells, *np.split(cells, len(cells))):
        assert carried(kernel.carry, chosen) == carried(twin.carry, chosen)  # type: ignore[union-attr]


# --- what does not fit is refused ------------------------------------------------------------------------------------

FORM = form_of((2, 1, 1, 3, 5), 2, 5)
ROWS = np.zeros(2 * 3 * 7 + SLACK, np.uint8)
STEPS = np.zeros((1, 6), np.int64)


@pytest.mark.parametrize(
    "changed",
    [
        {"cells": ROWS[1:]},
        {"cells": ROWS.astype(np.uint16)},
        {"cells": ROWS.astype(np.uint32)},
        {"old": form_of((2, 1, 1, 3, 5), 0, 7)},
        {"old": form_of((0, 1, 1, 3, 5), 2, 5)},
        {"old": form_of((1 << 40, 1 << 40, 1, 3, 5), 2, 5)},
        {"old": form_of((2, 1, 1, 3, 5), 3, 4)},
        {"old": form_of((2, 1, 1, 3, 4), 3, 4)},
        {"old": FORM[1:]},
        {"target": ROWS[1:]},
        {"steps": STEPS - 1},
        {"steps": STEPS + 3},
        {"steps": STEPS[:, 1:]},
        {"steps": STEPS + np.array([0, 0, 0, 0, 0, 200])},
        {"unreached": 0},
        {"unreached": 256},
        {"first": -1},
        {"last": 3},
    ],
)
def test_a_layer_that_does_not_fit_is_refused(changed: dict[str, Any]) -> None:
    fits = {"cells": ROWS, "old": FORM, "target": ROWS.copy(), "new": FORM, "steps": STEPS, "unreached": 100}
    fits |= {"first": 0, "last": 2}
    kernel.add(*fits.values())  # type: ignore[union-attr]
    with pytest.raises(ValueError, match=r"\w"):
        kernel.add(*(fits | changed).values())  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "changed", [{"origin": 1}, {"origin": -1}, {"first": 3}, {"last": 3}, {"bits": np.zeros(2, np.uint64)}]
)
def test_marks_that_do_not_fit_are_refused(changed: dict[str, Any]) -> None:
    fits = {"cells": ROWS, "form": FORM, "origin": 0, "first": 1, "last": 2, "bits": np.zeros(3, np.uint64)}
    kernel.undominated(*fits.values())  # type: ignore[union-attr]
    with pytest.raises(ValueError, match=r"\w"):
        kernel.undominated(*(fits | changed).values())  # type: ignore[union-attr]


def test_lists_that_do_not_fit_are_refused() -> None:
    bits = np.array([0b101], np.uint64)
    with pytest.raises(ValueError, match="before"):
        kernel.count(bits, np.zeros(2, np.int64))  # type: ignore[union-attr]
    for places in (1, 3):
        with pytest.raises(ValueError, match="as many marked cells"):
            kernel.places(bits, 3, 0, np.zeros(places, np.int64))  # type: ignore[union-attr]
    for width, row in ((0, 0), (65, 0), (3, -1)):
        with pytest.raises(ValueError, match="whole rows"):
            kernel.places(bits, width, row, np.zeros(2, np.int64))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "changed",
    [
        {"cells": np.array([30], np.int64)},
        {"cells": np.array([-1], np.int64)},
        {"bits": np.ones(5, np.uint64)},
        {"before": np.zeros(5, np.int64)},
        {"keys": np.zeros((1, 2), np.uint64)},
        {"losses": np.zeros(1, np.int64)},
        {"losses": np.zeros(0, np.uint16), "keys": np.zeros((0, 1), np.uint64)},
        {"steps": np.full((1, 6), -1)},
        {"steps": np.zeros((2, 6), np.int64)},
        {"new_losses": np.zeros(2, np.uint16)},
        {"new_keys": np.zeros((2, 1), np.uint64)},
    ],
)
def test_ways_that_do_not_fit_are_refused(changed: dict[str, Any]) -> None:
    fits: dict[str, Any] = {
        "cells": np.zeros(1, np.int64),
        "new": FORM,
        "bits": np.array([1, 0, 0, 0, 0, 0], np.uint64),
        "before": np.zeros(6, np.int64),
        "losses": np.zeros(1, np.uint16),
        "keys": np.zeros((1, 1), np.uint64),
        "old": FORM,
        "steps": STEPS,
        "step_keys": np.zeros((1, 1), np.uint64),
        "new_losses": np.zeros(1, np.uint16),
        "new_keys": np.zeros((1, 1), np.uint64),
    }
    kernel.carry(*fits.values())  # type: ignore[union-attr]
    with pytest.raises(ValueError, match=r"\w"):
        kernel.carry(*(fits | changed).values())  # type: ignore[union-attr]
