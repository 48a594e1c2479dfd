"""The kernel of the search among bonuses against its twins, node by node, and what it refuses."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.exact.bonuses.bit_sets import packed
from goodoffices.exact.bonuses.bonus_shares import share, share_in_python
from goodoffices.exact.bonuses.bonus_stack import Stack, Weighed, weighed
from goodoffices.exact.bonuses.bonus_terms import Options, Terms
from goodoffices.exact.bonuses.bonus_twin import search_in_python
from goodoffices.exact.bonuses.bonuses import ENDED, FOUND, NO_GOAL, search
from goodoffices.exact.kernels import load
from goodoffices.exact.problem import Problem


def made_up(seed: int) -> Terms:
    """Terms with random rivals, boxes and requirements: more than a real problem would ever combine."""
    rng = np.random.default_rng(seed)
    terms, columns = int(rng.choice([1, 5, 20, 63, 64, 65, 130, 200, 300])), int(rng.integers(1, 5))
    rivals = np.triu(rng.random((terms, terms)) < rng.choice([0.1, 0.5, 0.9]), 1)
    units = rng.integers(0, rng.choice([2, 10, 10**12]), (terms, columns))
    units[rng.random((terms, columns)) < 0.4] = 0
    counts = [int(count) for count in rng.choice([2, 5, 20, 64, 70, 130], rng.integers(1, 5))]
    spans, used = [], 0
    for count in counts:
        if used % 64 + count > 64:
            used = -(-used // 64) * 64
        spans.append((used // 64, -(-count // 64), ((1 << ((count - 1) % 64 + 1)) - 1) << used % 64))
        used += count
    words = -(-used // 64)
    boxes = np.full((terms, words * 64), True)
    narrows = rng.random((terms, len(counts))) < rng.choice([0.1, 0.4])
    for k, ((first, _, mask), count) in enumerate(zip(spans, counts, strict=True)):
        start = 64 * first + (0 if count > 64 else (mask & -mask).bit_length() - 1)
        chosen = rng.random((terms, count)) < rng.choice([0.2, 0.6])
        chosen[np.arange(terms), rng.integers(0, count, terms)] = True
        boxes[:, start : start + count] = np.where(narrows[:, k, None], chosen, True)
    musts = rng.random((int(rng.choice([0, 0, 1, 3, 12])), terms)) < 4 / terms
    options = Options(tuple(tuple(range(c)) for c in counts), tuple(range(len(counts))), np.array(spans, np.uint64),
                      np.full(words, (1 << 64) - 1, np.uint64))  # fmt: skip
    zero = np.zeros(columns, np.int64)
    return Terms(Problem((1,), ()), tuple(range(columns)), columns, zero, zero, units, packed(boxes),
                 np.cumsum((0, *narrows.sum(axis=1))), np.nonzero(narrows)[1], rivals | rivals.T, musts,
                 np.array([0, terms]), options)  # fmt: skip


def asked(among: Weighed, rng: Random) -> tuple[Any, int]:
    """Corners that may be within reach, and a goal or none."""
    totals = among.terms.units.sum(axis=0)
    share = [[rng.choice([0.0, 0.1, 0.3, 0.5, 0.8]) for _ in totals] for _ in range(rng.randint(1, 4))]
    corners = among.corners((totals * np.array(share)).astype(np.int64))
    return corners, rng.choice([NO_GOAL, NO_GOAL, int(among.units[:, -1].sum()) // 3])


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_kernel_and_twin_walk_together(seed: int, how: int) -> None:
    rng, terms = Random(how), made_up(seed)
    among = weighed(terms, [rng.choice([0, 1, 3]) for _ in terms.columns], by_issues=rng.random() < 0.6)
    corners, goal = asked(among, rng)
    candidates = np.array([rng.random() < 0.9 for _ in among.units])
    one, two = (Stack(among, candidates, terms.options.all) for _ in range(2))
    for _ in range(12):
        nodes = rng.choice([0, 1, 2, 10, 40])
        states = search(one, corners, goal, nodes), search_in_python(two, corners, goal, nodes)
        depth = int(one.at[0])
        assert states[0] == states[1]
        assert one.at.tolist() == two.at.tolist()
        assert np.array_equal(one.frames[:depth], two.frames[:depth])
        if states[0] == ENDED:
            return
        if states[0] == FOUND:
            if rng.random() < 0.5:
                one.skip()
                two.skip()
            else:
                goal = max(goal, int(one.frames[depth - 1, 2 * among.rivals.shape[1] + len(terms.columns)])) + 1


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, 4))
def test_kernel_and_twin_share_alike(seed: int, sweeps: int) -> None:
    among = weighed(made_up(seed), [1] * made_up(seed).units.shape[1], by_issues=True)
    arrays = among.units, among.boxes, among.terms.options.spans, among.slots, among.issue
    equal, shares = share(*arrays, 0), share(*arrays, sweeps)
    assert shares.tolist() == share_in_python(*arrays, equal, sweeps).tolist()
    assert (shares >= 0).all()
    for term, (first, last) in enumerate(zip(among.slots[:-1], among.slots[1:], strict=True)):
        assert first == last or shares[first:last].sum() == among.units[term, -1]
        assert first == last or equal[first:last].max() - equal[first:last].min() <= 1


def arguments(**changed: Any) -> list[Any]:
    """What the kernel takes for two terms, one side, and one issue of two options."""
    named = {
        "terms": 2, "columns": 2, "open_words": 1, "units": np.array([[1, 1], [2, 2]]),
        "boxes": np.full((2, 1), 3, np.uint64), "spans": np.array([[0, 1, 3]], np.uint64), "slots": np.array([0, 1, 2]),
        "issue": np.array([0, 0]), "shares": np.array([1, 2]), "rivals": np.zeros((2, 1), np.uint64),
        "musts": np.zeros((0, 1), np.uint64), "corners": np.array([[3, 3]]),
        "frames": np.array([[3, 0, 0, 0, 3]] + [[0] * 5] * 2, np.uint64), "at": np.array([1, 1, 0]), "goal": NO_GOAL,
        "nodes": 100,
    }  # fmt: skip
    assert set(changed) <= set(named)
    return list((named | changed).values())


@pytest.mark.skipif(load("bonuses") is None, reason="the kernel was not built here")
class TestTheDoor:
    def test_it_finds_both_terms(self) -> None:
        given_to = arguments()
        kernel = load("bonuses")
        assert kernel is not None
        assert kernel.search(*given_to) == FOUND
        frames, at = given_to[12:14]
        assert frames[at[0] - 1].tolist()[2:4] == [3, 3]

    @pytest.mark.parametrize(
        "changed",
        [
            {"terms": 0},
            {"terms": 5000},
            {"columns": 1},
            {"columns": 10},
            {"open_words": 0},
            {"open_words": 65},
            {"slots": np.array([0, 1])},
            {"slots": np.array([1, 1, 2])},
            {"slots": np.array([0, 3, 2])},
            {"slots": np.array([0, 1, 1])},
            {"issue": np.array([0, 1])},
            {"issue": np.array([0, -1])},
            {"shares": np.array([1, 2, 3])},
            {"units": np.zeros((2, 3), np.int64)},
            {"units": np.zeros((2, 2), np.int32)},
            {"rivals": np.zeros((3, 1), np.uint64)},
            {"spans": np.zeros(4, np.uint64)},
            {"spans": np.array([[0, 0, 3]], np.uint64)},
            {"spans": np.array([[1, 1, 3]], np.uint64)},
            {"spans": np.array([[0, 2, 3]], np.uint64)},
            {"spans": np.array([[2**64 - 1, 1, 3]], np.uint64)},
            {"musts": np.array([[8]], np.uint64)},
            {"corners": np.zeros(3, np.int64)},
            {"frames": np.zeros((2, 5), np.uint64)},
            {"frames": np.array([[4, 0, 0, 0, 3]] + [[0] * 5] * 2, np.uint64)},
            {"frames": np.array([[0, 9, 0, 0, 3]] + [[0] * 5] * 2, np.uint64)},
            {"at": np.array([4, 1, 0])},
            {"at": np.array([-1, 1, 0])},
            {"at": np.array([1, 1])},
        ],
    )
    def test_what_does_not_belong_together_is_refused(self, changed: dict[str, Any]) -> None:
        kernel = load("bonuses")
        assert kernel is not None
        with pytest.raises(ValueError, match=r"are needed|belong together"):
            kernel.search(*arguments(**changed))

    def test_a_stack_deeper_than_there_are_terms_is_refused(self) -> None:
        frame = [0, 3, 0, 0, 3]
        with pytest.raises(ValueError, match="deeper"):
            load("bonuses").search(*arguments(frames=np.array([frame] * 3, np.uint64), at=np.array([3, 0, 0])))  # type: ignore[union-attr]

    def test_shares_of_arrays_that_do_not_belong_together_are_refused(self) -> None:
        kernel = load("bonuses")
        assert kernel is not None
        with pytest.raises(ValueError, match="belong together"):
            kernel.share(*arguments(issue=np.array([0, 7]))[:9], 3)

    def test_a_term_of_more_issues_than_there_is_room_for_is_refused(self) -> None:
        kernel = load("bonuses")
        assert kernel is not None
        many = {"slots": np.array([0, 300, 300]), "issue": np.zeros(300, np.int64), "shares": np.zeros(300, np.int64)}
        with pytest.raises(ValueError, match="belong together"):
            kernel.share(*arguments(**many)[:9], 3)
