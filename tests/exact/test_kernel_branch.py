"""The kernel of branch and bound against its numpy twin: the same stack, memory and counts after every call."""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exact.spaces import space

from goodoffices.exact.branching import factors
from goodoffices.exact.branching.reduced import Reduced, reduced
from goodoffices.exact.branching.stepping import Search, descend
from goodoffices.exact.branching.wanted import Product, Sorted
from goodoffices.exact.kernels import load
from goodoffices.exact.problem import Problem, Side

KERNEL = load("branch")
needs_kernel = pytest.mark.skipif(KERNEL is None, reason="the kernel was not built here")


@dataclass(frozen=True)
class Setting:
    """A search to try: the space, how wide and long its steps are, how little it remembers and what it wants.

    ``alike``: a space of equal issues, where many nodes gain the same.
    """

    seed: int
    width: int
    budget: int
    places: int
    slots: int
    ties: bool
    least: int
    goal: bool
    alike: bool = False


settings_of_a_search = st.builds(
    Setting,
    seed=st.integers(0, 400),
    width=st.sampled_from([1, 2, 5, 64]),
    budget=st.sampled_from([1, 30, 10**6]),
    places=st.sampled_from([1, 3, 64]),
    slots=st.sampled_from([0, 7, 500]),
    ties=st.booleans(),
    least=st.integers(-2, 12),
    goal=st.booleans(),
    alike=st.booleans(),
)


def _alike(seed: int) -> Problem:
    scores = np.random.default_rng(seed).integers(0, 5, (3, 3)).tolist()
    return Problem((3,) * 5, tuple(Side((tuple(options),) * 5, floor=0) for options in scores), needs=3)


def _search(setting: Setting) -> Search | None:
    """The arrays of a search with the root on its stack; None where the space has no such form."""
    problem = _alike(setting.seed) if setting.alike else space(setting.seed, conditions=True)
    whole = factors.factors(problem)
    if whole is None or whole.empty:
        return None
    sides, variables = len(problem.sides), len(whole)
    draws = np.random.default_rng(setting.seed)
    weights = np.concatenate((draws.integers(0, 9, (16 - sides, sides)), np.eye(sides, dtype=np.int64))).astype(float)
    tree = reduced(whole, weights)
    aim = Sorted(whole.low + setting.least)
    slots = int(tree.starts[-1]) + setting.width + setting.slots
    static: list[Any] = [getattr(tree, field.name) for field in fields(Reduced) if field.name != "root"]
    nodes: list[Any] = [
        draws.permutation(slots),
        np.zeros(slots, np.int64),
        np.zeros(slots, np.int32),
        np.zeros((slots, variables), np.int32),
        np.zeros((slots, sides), np.int64),
        np.zeros((slots, len(weights))),
        np.zeros(slots),
    ]
    memory: list[Any] = [
        np.zeros(setting.places, np.int32),
        np.zeros((setting.places, variables), np.int32),
        np.zeros((setting.places, sides), np.int64),
    ]
    state: Any = np.array([1, 0, setting.budget, setting.width, setting.ties])
    search = _made(
        [state, *static, aim.need(weights), aim.scale(weights), _goal(setting, tree, whole), *nodes, *memory, sides]
    )
    search.gains[search.slots[0]], search.bounds[search.slots[0]] = -whole.zeros, tree.root
    return search


def _goal(setting: Setting, tree: Reduced, whole: factors.Factors) -> Any:
    """What some package of rows without their pairs comes to."""
    draws = np.random.default_rng(setting.seed)
    rows = tree.starts[:-1] + (draws.random(len(whole)) * np.diff(tree.starts)).astype(np.int64)
    aim = Product(np.zeros(len(whole.zeros), np.int64))
    if setting.goal:
        aim.see(tuple((tree.units[rows].sum(axis=0) - whole.zeros).tolist()), ())
    return aim.goal()


def _made(arrays: list[Any]) -> Search:
    return Search(*arrays)


def _copy(search: Search) -> Search:
    values = [getattr(search, field.name) for field in fields(Search)]
    return _made([value.copy() if isinstance(value, np.ndarray) else value for value in values])


def _call(kernel: ModuleType, search: Search) -> None:
    kernel.descend(*(getattr(search, field.name) for field in fields(Search)))


def _seen(search: Search) -> list[Any]:
    """The stack from bottom to top and what is remembered, without what was left over from before."""
    stack = [
        (search.rows[slot, : search.depth[slot]].tolist(), search.gains[slot].tolist(), search.bounds[slot].tolist())
        for slot in search.slots[: search.state[0]]
    ]
    memory = [
        (depth, rows[:depth].tolist(), gains.tolist())
        for depth, rows, gains in zip(search.seen_depth.tolist(), search.seen_rows, search.seen_gains, strict=True)
        if depth
    ]
    return [search.state.tolist(), sorted(search.slots.tolist()), stack, memory]


def _drop_complete(search: Search) -> None:
    while search.state[0] and search.depth[search.slots[search.state[0] - 1]] == search.rows.shape[1]:
        search.state[0] -= 1


@needs_kernel
@settings(max_examples=150, deadline=None)
@given(settings_of_a_search)
def test_kernel_and_twin_agree(setting: Setting) -> None:
    assert KERNEL is not None
    one = _search(setting)
    if one is None:
        return
    other = _copy(one)
    for _ in range(60):
        _call(KERNEL, one)
        descend(other)
        assert _seen(one) == _seen(other)
        _drop_complete(one)
        _drop_complete(other)
        if not one.state[0]:
            break


@needs_kernel
@pytest.mark.parametrize("name", [field.name for field in fields(Search) if field.name not in ("sides", "open")])
def test_an_array_that_does_not_fit_is_refused(name: str) -> None:
    assert KERNEL is not None
    search = next(
        s for seed in range(50) if (s := _search(Setting(seed, 4, 9, 8, 9, True, 0, False))) and len(s.pair_with)
    )
    arrays = {field.name: getattr(search, field.name) for field in fields(Search)}
    arrays[name] = np.concatenate((arrays[name].reshape(-1), arrays[name].reshape(-1)[:1]))
    with pytest.raises(ValueError, match=r"."):
        KERNEL.descend(*arrays.values())


@needs_kernel
@pytest.mark.parametrize(
    ("name", "value"),
    [("starts", 10**9), ("pair_at", 10**9), ("pair_with", 10**6), ("pair_with", -1), ("slots", 10**9), ("slots", -1),
     ("open_starts", -5), ("state", 10**9), ("state", -1)],
)  # fmt: skip
def test_a_place_outside_its_array_is_refused(name: str, value: int) -> None:
    assert KERNEL is not None
    search = next(
        s for seed in range(50) if (s := _search(Setting(seed, 4, 9, 8, 9, True, -9, False))) and len(s.pair_with)
    )
    getattr(search, name)[0] = value
    with pytest.raises(ValueError, match=r"fit|slots"):
        _call(KERNEL, search)


@needs_kernel
def test_a_table_without_rows_is_refused() -> None:
    assert KERNEL is not None
    for place in (1, -1):
        search = next(s for seed in range(50) if (s := _search(Setting(seed, 4, 9, 8, 9, True, -9, False))))
        search.starts[place] = search.starts[place - 1]
        with pytest.raises(ValueError, match="fit"):
            _call(KERNEL, search)


@needs_kernel
def test_too_few_arguments_are_refused() -> None:
    assert KERNEL is not None
    with pytest.raises(ValueError, match="arguments"):
        KERNEL.descend(1, 2)
