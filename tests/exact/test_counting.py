"""Counting, numbering and estimating the zone against brute force, and against numbers that are known by formulas.

The file is long because counts, estimates and samples are held against one another, on the same few problems.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import comb, inf, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exact.test_kernel_counting import problems
from tests.judge import brute
from tests.judge.generated import CASES
from tests.judge.known import known

from goodoffices import analysis
from goodoffices.analysis.numbered import numbered
from goodoffices.errors import BadQuestion, NoMethod
from goodoffices.exact import kernels, planner
from goodoffices.exact.counting import counting, counting_table, estimate, even, grouped, halves, sampling, urns
from goodoffices.exact.counting.tilt import tilted
from goodoffices.exact.problem import Problem, Side, in_zone
from goodoffices.exact.questions import Counted, Size
from goodoffices.exact.trees import Literal, every, some
from goodoffices.exact.watch import QUIET, Watch
from goodoffices.report.contract import as_json
from goodoffices.talks import Agreement, Issue, IssueScores, Option, Party, Position, Talks, agrees


def counted(problem: Problem, watch: Watch = QUIET) -> Counted:
    found = counting.count_the_zone(problem, [Size()], watch)[Size()]
    assert isinstance(found, Counted)
    return found


def listed(problem: Problem) -> list[tuple[int, ...]]:
    return [choices for choices in product(*(range(size) for size in problem.sizes)) if in_zone(problem, choices)]


@pytest.fixture(params=["in a table", "in halves", "as planned"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Force one of the two ways to count."""
    if request.param == "in a table":
        monkeypatch.setattr(halves, "cost", lambda zone: inf)
    if request.param == "in halves":
        monkeypatch.setattr(halves, "cost", lambda zone: 0.0)
    for remembered in (counting._zone_seconds, counting._seconds, counting._sets):
        remembered.cache_clear()
    return str(request.param)


@pytest.fixture(params=["kernel", "twin"])
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "twin":
        for module in (counting_table, halves, urns, estimate, even):
            monkeypatch.setattr(module, "load", lambda name: None)
    elif kernels.load("counting") is None:
        pytest.skip("the kernel was not built here")
    return str(request.param)


# --- exact -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(0, CASES, 3))
def test_talks_of_every_kind_are_counted_as_by_hand(seed: int, way: str) -> None:
    """Links, red lines, bonuses, any rule of agreement; by how many sides, too, where there are few."""
    judged = known(seed)
    problem = numbered(judged.talks).problem
    if counting._accepts(problem, Size()):
        found = counted(problem)
        if not found.exact:
            assert (way, found.count) == ("in a table", 0)  # points of ten digits: the box is too large
            return
        assert found.count == len(brute.zone(judged))
        assert found.accepted_by == brute.accepted_by(judged) or (way == "in a table" and found.accepted_by is None)
    else:
        assert way == "in a table" or problem.largest >= 2**62


def test_a_half_of_which_every_way_loses_too_much() -> None:
    first = Side(((0,), (0, 0, -1), (192, 0), (0, 0, 0, 0), (0, 0, 0, -192)), floor=0)
    other = Side(((0,), (0, 0, 1), (201, 275), (664, 0, 0, 0), (0, 0, 3, 77)), floor=943)
    problem = Problem((1, 3, 2, 4, 4), (first, other), needs=2)
    assert counted(problem).count == len(listed(problem))
    zone = grouped.grouped(problem)
    assert zone is not None
    assert any(len(halves.half_of(zone, tables).points) == 0 for tables in halves.split(zone) or ())


@settings(deadline=None, max_examples=150)
@given(problems(most_sides=7), st.data())
def test_problems_are_counted_and_numbered_as_by_hand(problem: Problem, data: st.DataObject) -> None:
    sides = len(problem.sides)
    problem = replace(problem, needs=data.draw(st.sampled_from((0, 1, sides, sides))))
    expected = listed(problem)
    found = counted(problem)
    assert (found.count, found.exact) == (len(expected), True)
    numbering = sampling.numbering(problem, QUIET)
    assert numbering is not None
    assert numbering.size == len(expected)
    assert sorted(map(tuple, numbering.packages(range(len(expected))).tolist())) == expected


@pytest.mark.parametrize("seed", range(0, CASES, 6))
def test_every_number_is_one_package_of_the_zone(seed: int, way: str, by: str) -> None:
    """From the numbers below the size to the packages is one to one and onto, so even chances give even chances."""
    problem = numbered(known(seed).talks).problem
    numbering = sampling.numbering(problem, QUIET)
    if numbering is None:
        assert way == "in a table"
        return
    packages = numbering.packages(range(numbering.size))
    assert packages.shape == (numbering.size, len(problem.sizes))
    assert sorted(map(tuple, packages.tolist())) == listed(problem)


def test_without_any_walk_away_that_excludes_something_all_is_counted() -> None:
    free = Problem((10,) * 60, (Side(((0, 1) * 5,) * 60, floor=0), Side(((3,) * 10,) * 60)), needs=2)
    assert counted(free) == Counted(10**60, True, (0, 0, 10**60))
    beyond = replace(free, sides=(replace(free.sides[0], floor=61), free.sides[1]))
    assert counted(beyond) == Counted(0, True, (0, 10**60, 0))


def test_numbers_far_beyond_128_bits(by: str) -> None:
    """At least 100 of 200 for one side, at least 90 of the others for the second; and so for a quorum of one."""
    sides = (Side(((0, 1),) * 200, floor=100), Side(((1, 0),) * 200, floor=90))
    both = sum(comb(200, k) for k in range(100, 111))
    ann, bo = sum(comb(200, k) for k in range(100, 201)), sum(comb(200, k) for k in range(111))
    found = counted(Problem((2,) * 200, sides, needs=2))
    assert found == Counted(both, True, (2**200 - ann - bo + both, ann + bo - 2 * both, both))
    assert counted(Problem((2,) * 200, sides, needs=1)).count == ann + bo - both
    assert counted(Problem((2,) * 200, sides, needs=1, including=frozenset({0}))).count == ann
    numbering = sampling.numbering(Problem((2,) * 200, sides, needs=2), QUIET)
    assert numbering is not None
    ends = numbering.packages([0, both - 1, *sampling.below(1, both, 50)])
    assert set(ends.sum(axis=1).tolist()) <= set(range(100, 111))
    assert len(np.unique(ends, axis=0)) == 52


def test_joined_issues_are_counted_together() -> None:
    """Forty pairs of issues that must differ, one point for each first issue that is taken: a binomial number."""
    links = tuple(
        some([every([Literal(2 * k, frozenset({0})), Literal(2 * k + 1, frozenset({1}))]),
              every([Literal(2 * k, frozenset({1})), Literal(2 * k + 1, frozenset({0}))])])
        for k in range(40)
    )  # fmt: skip
    side = Side(((0, 1), (0, 0)) * 40, floor=30)
    assert counted(Problem((2,) * 80, (side,), links, needs=1)).count == sum(comb(40, k) for k in range(30, 41))


def test_points_of_many_digits_are_counted_in_halves() -> None:
    """The powers of two from 1 to 2^35 make every sum once, so the zone of a walk-away is known."""
    side = Side(tuple((0, 10**6 << k) for k in range(36)), floor=(10**6 << 36) - 5_000_000 * 10**6)
    other = Side(tuple((0, -(3**k)) for k in range(36)), floor=-(3**37))
    found = counted(Problem((2,) * 36, (side, other), needs=2))
    assert found == Counted(5_000_000, True, (0, 2**36 - 5_000_000, 5_000_000))


def test_half_as_many_threads_count_the_same() -> None:
    class Two(Watch):
        cores = 2

    for at_once in (1, counting_table.AT_ONCE):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(counting_table, "AT_ONCE", at_once)
            patch.setattr(halves, "AT_ONCE", 5)
            for problem in (three_sides(4, 8), replace(three_sides(4, 8), sides=three_sides(10**7, 8).sides)):
                assert counted(problem, Two()) == counted(problem)
            zone = grouped.grouped(three_sides(40, 12))
            assert zone is not None
            assert estimate.estimate(zone, Two()) == estimate.estimate(zone, QUIET)


def three_sides(top: int, issues: int, share: float = 0.55) -> Problem:
    """Three sides with random points, each with a walk-away at a share of its best."""
    draw = np.random.default_rng(top)
    sides = []
    for _ in range(3):
        scores = draw.integers(0, top + 1, (issues, 4))
        sides.append(Side(tuple(map(tuple, scores.tolist())), floor=int(scores.max(axis=1).sum() * share)))
    return Problem((4,) * issues, tuple(sides), needs=3)


# --- what there is no time or memory for -----------------------------------------------------------------------------


class Short(Watch):
    """A watch that runs out after some looks at it."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def left(self) -> float:
        self.looks -= 1
        return 1000.0 if self.looks >= 0 else 0.0


def test_where_time_runs_out_nothing_is_said_that_is_not_known() -> None:
    problem = three_sides(40, 12)
    whole, finished = counted(problem), 0
    for looks in range(0, 150, 6):
        found = counted(problem, Short(looks))
        assert found in (whole, replace(whole, accepted_by=None), Counted(0, exact=False))
        finished += found.exact
        assert sampling.numbering(problem, Short(0)) is None
    assert 0 < finished < 25


def test_where_memory_does_not_do_another_method_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Little(Watch):
        memory = 10_000

    monkeypatch.setattr(halves, "cost", lambda zone: inf)
    problem = three_sides(10, 20)
    assert counted(problem, Little()) == Counted(0, exact=False)
    found, method = planner.answer(problem, [Size()], watch=Little())[Size()]
    assert isinstance(found, Counted)
    assert method == "estimate"
    assert found.low is not None
    assert found.high is not None
    assert found.low <= counted(problem).count <= found.high
    assert sampling.numbering(problem, Little()) is None


def test_what_is_too_much_is_declined() -> None:
    many = Problem((2,) * 9, (Side(((0, 1),) * 9, floor=4),) * 9, needs=5)
    assert not counting._accepts(many, Size())
    assert counting._accepts(replace(many, needs=9), Size())
    wide = replace(three_sides(2**62, 3), needs=3)
    assert not counting._accepts(wide, Size())
    assert not estimate._accepts(wide, Size())
    assert not counting._accepts(three_sides(10**9, 40), Size())
    assert not estimate._accepts(three_sides(4, 8), Size())  # that few are counted
    assert planner.plan(three_sides(100, 20), Size()).name == "counting"
    assert planner.plan(three_sides(10**9, 40), Size()).name == "estimate"


# --- estimates -------------------------------------------------------------------------------------------------------


def test_the_interval_holds_the_size_as_often_as_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 300 seeds, 99 % promised: with chance 1 % each, more than 10 misses have a chance of less than 1 in 1000.

    A shorter look than in earnest, and wider, so that all is over soon; what is promised is the same.
    """
    monkeypatch.setattr(estimate, "FIRST_LOOK", 1 << 11)
    monkeypatch.setattr(estimate, "NARROW", 0.15)
    for problem in (three_sides(20, 24, 0.62), three_sides(1000, 11, 0.6)):
        zone = grouped.grouped(problem)
        assert zone is not None
        size, misses, widths = counted(problem).count, 0, set()
        for seed in range(300):
            found = estimate.estimate(zone, QUIET, seed)
            assert not found.exact
            if found.low is None or found.high is None:
                misses += found.count > size
            else:
                misses += not found.low <= size <= found.high
                widths.add((found.low, found.high))
        assert misses <= 10
        assert len(widths) > 50  # the seeds do differ, and an interval is given


def test_kernel_and_twin_estimate_the_same(by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimate, "FIRST_LOOK", 1 << 12)
    monkeypatch.setattr(estimate, "MOST_WORK", 1 << 20)
    zone = grouped.grouped(three_sides(10**5, 30, 0.6))
    assert zone is not None
    assert estimate.estimate(zone, QUIET, 3) == Counted(
        511_000_000_000_000_000, False, None, 471_000_000_000_000_000, 551_000_000_000_000_000
    )


def test_rare_zones_get_a_floor_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a few draws that hit, what they found is counted once each, with all that goes with it."""
    monkeypatch.setattr(estimate, "FIRST_LOOK", 1 << 9)
    monkeypatch.setattr(estimate, "MOST_WORK", 1 << 10)
    monkeypatch.setattr(urns, "MOST_CELLS", 60)
    problem, floors = three_sides(30, 11, 0.6), set()
    size = counted(problem).count
    zone = grouped.grouped(problem)
    assert zone is not None
    for seed in range(100):
        found = estimate.estimate(zone, QUIET, seed)
        if found.low is None:
            floors.add(found.count)
            assert 0 <= found.count <= size
            assert not found.exact
    assert len(floors) > 5


def test_no_zone_is_proved_by_the_bound_alone() -> None:
    greedy = Problem((2,) * 80, (Side(((0, 1),) * 80, floor=60), Side(((1, 0),) * 80, floor=60)), needs=2)
    zone = grouped.grouped(greedy)
    assert zone is not None
    assert estimate.estimate(zone, QUIET) == Counted(0, exact=True)


def test_a_zone_of_one_package_is_not_estimated_away() -> None:
    """What one side wins the other loses, and no two sums are the same: only one package is just enough for both."""
    points = np.random.default_rng(1).integers(10**14, 10**15, 24).tolist()
    just = sum(points[::2])
    ann, bo = (tuple((0, way * some) for some in points) for way in (1, -1))
    zone = grouped.grouped(Problem((2,) * 24, (Side(ann, floor=just), Side(bo, floor=-just)), needs=2))
    assert zone is not None
    found = estimate.estimate(zone, QUIET)
    assert found in (Counted(0, exact=False), Counted(1, exact=False))


def test_no_zone_is_seen_where_no_issue_can_be_settled_with_the_others() -> None:
    """The bound is above 1, and yet the narrow issues alone ask for more than there is."""
    ann = Side(((0, 3, 3), (0, 2, 2, 6), (0, 1, 5), (0, 4, 4), (0, 2)), floor=15)
    bo = Side(((7, 3, 3), (5, 3, 3, 0), (6, 2, 0), (3, 0, 0), (2, 1)), floor=12)
    problem = Problem((3, 4, 3, 3, 2), (ann, bo), needs=2)
    zone = grouped.grouped(problem)
    assert zone is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urns, "MOST_CELLS", 60)
        assert estimate.estimate(zone, QUIET) == Counted(0, exact=True)
        assert even.even(zone, 3, 0, QUIET) is not None
    assert listed(problem) == []


def test_where_nothing_is_left_to_be_drawn_an_estimate_is_exact() -> None:
    half = Problem((2,) * 30, (Side(((0, 1),) * 30, floor=15), Side(((1, 0),) * 30, floor=14)), needs=2)
    zone = grouped.grouped(half)
    assert zone is not None
    assert estimate.estimate(zone, QUIET) == Counted(comb(30, 15) + comb(30, 16), exact=True)


def test_digits_are_rounded_outwards() -> None:
    assert [estimate._rounded(number, -1) for number in (0, 7, 999, 1000, 1009, 123_999)] == [
        0, 7, 999, 1000, 1000, 123_000,
    ]  # fmt: skip
    assert [estimate._rounded(number, 1) for number in (0, 7, 999, 1001, 1010, 999_001)] == [
        0, 7, 999, 1010, 1010, 1_000_000,
    ]  # fmt: skip
    assert [estimate._rounded(number, 0) for number in (1004, 1005, 1006)] == [1000, 1010, 1010]


# --- in the words of the talks ---------------------------------------------------------------------------------------


def talks_of(problem: Problem, agreement: Agreement | None = None) -> Talks:
    names = [f"p{number}" for number in range(len(problem.sides))]
    issues = tuple(
        Issue(f"i{issue}", f"Issue {issue}", tuple(Option(f"o{k}", f"Option {k}") for k in range(size)))
        for issue, size in enumerate(problem.sizes)
    )
    positions = tuple(
        Position(
            name,
            tuple(IssueScores(f"i{issue}", tuple(map(Fraction, row))) for issue, row in enumerate(side.scores)),
            walk_away=None if side.floor is None else Fraction(side.floor),
        )
        for name, side in zip(names, problem.sides, strict=True)
    )
    parties = tuple(Party(name, name.upper()) for name in names)
    return Talks("Many packages", parties, issues, positions=positions, agreement=agreement or Agreement())


def test_an_estimate_is_reported_as_one() -> None:
    talks = talks_of(three_sides(10**6, 30, 0.6))
    answer = analysis.analyse(talks, only=["zone"])
    assert answer.zone is not None
    size = answer.zone.size
    assert size.kind == "estimate"
    assert size.low is not None
    assert size.high is not None
    assert 0.9 * size.value < size.low < size.value < size.high < 1.1 * size.value
    assert "estimate" in answer.zone.method
    fields = as_json(answer)["zone"]
    assert (fields["size_is"], fields["low"], fields["high"]) == ("estimate", str(size.low), str(size.high))
    assert fields["size"] == str(size.value)


def test_a_sample_is_even_repeatable_and_from_the_zone() -> None:
    talks = talks_of(three_sides(9, 20, 0.6))
    some = analysis.sample(talks, 40, seed=5)
    assert some[:7] == analysis.sample(talks, 7, seed=5)
    assert some != analysis.sample(talks, 40, seed=6)
    assert all(agrees(talks, package) for package in some)
    assert len({tuple(package.items()) for package in some}) == 40
    assert analysis.sample(talks, 0) == ()


@pytest.mark.parametrize("most", [1, 3, urns.MOST_CELLS])
@pytest.mark.parametrize("how", ["numbered", "kept", "kept in whole numbers"])
def test_a_small_zone_is_drawn_from_evenly(most: int, how: str, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nineteen packages, each drawn as often as another, to within five and a half standard deviations.

    Some options are equal, and what one side wins the other mostly loses. Drawn by number; by the urns, with more or
    fewer issues left out of them; and by the urns with each draw decided in whole numbers.
    """
    monkeypatch.setattr(urns, "MOST_CELLS", most)
    monkeypatch.setattr(even, "AT_ONCE", 1 << 13)
    if how != "numbered":
        monkeypatch.setattr(sampling, "numbering", lambda problem, watch: None)
    if how == "kept in whole numbers":
        monkeypatch.setattr(even, "CLOSE", 100.0)
        monkeypatch.setattr(even, "bound_of", lambda urns: Fraction(np.exp(urns.log_top + 1e-6)))
    ann = Side(((0, 3, 3), (0, 2, 2, 6), (0, 1, 5), (0, 4, 4), (0, 2)), floor=11)
    bo = Side(((7, 3, 3), (5, 3, 3, 0), (6, 2, 0), (3, 0, 0), (2, 1)), floor=12)
    problem = Problem((3, 4, 3, 3, 2), (ann, bo), needs=2)
    draws = 3000 if how == "kept in whole numbers" else 6000
    found = sampling.samples(problem, draws, 1, QUIET)
    assert found is not None
    packages = list(map(tuple, found.tolist()))
    counts = [packages.count(package) for package in listed(problem)]
    assert len(counts) == 19
    assert sum(counts) == draws
    assert all(abs(count - draws / 19) < 5.5 * (draws / 19) ** 0.5 for count in counts)
    fewer = sampling.samples(problem, draws // 7, 1, QUIET)
    assert fewer is not None
    assert packages[: draws // 7] == list(map(tuple, fewer.tolist()))


def test_whole_numbers_decide_as_floating_point_where_that_is_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """A draw is kept by a chance just below what it stands for, and not by one just above."""
    monkeypatch.setattr(urns, "MOST_CELLS", 60)
    zone = grouped.grouped(three_sides(9, 10, 0.5))
    assert zone is not None
    made = urns.urns_of(zone, tilted(zone))
    found = estimate.weights(made, 5, 100, 200, QUIET)
    assert found is not None
    hits = np.flatnonzero(found > -inf).tolist()
    assert len(hits) > 20
    for hit in hits:
        edge = np.exp(found[hit] - made.log_top - even.CLOSE)
        for chance, kept in ((edge * (1 - 1e-9), True), (edge * (1 + 1e-9), False)):
            assert even._is_kept(made, 5, 100 + hit, int(Fraction(chance) * 2**128)) == kept


def test_what_is_beyond_counting_is_drawn_from_all_the_same() -> None:
    talks = talks_of(three_sides(10**9, 30))
    some = analysis.sample(talks, 20, seed=4)
    assert all(agrees(talks, package) for package in some)
    assert len({tuple(package.items()) for package in some}) == 20
    assert some[:6] == analysis.sample(talks, 6, seed=4)


def test_what_cannot_be_drawn_evenly_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = talks_of(Problem((3,), (Side(((0, 1, 2),), floor=3),), needs=1))
    with pytest.raises(BadQuestion, match="there is no package to sample: the zone is empty"):
        analysis.sample(empty, 5)
    monkeypatch.setattr(even, "MOST_DRAWS", 1 << 18)
    large = talks_of(three_sides(10**9, 40))
    with pytest.raises(NoMethod, match=r"even chances; try rounder scores, fewer issues or fewer parties$"):
        analysis.sample(large, 10**6)
    quorum = talks_of(three_sides(5, 30), Agreement(needs=2))
    with pytest.raises(NoMethod, match="name a coalition"):
        analysis.sample(quorum)
    assert len(analysis.sample(quorum, 3, coalition=["p2", "p0"])) == 3
    with pytest.raises(NoMethod, match="time ran out"):
        analysis.sample(talks_of(three_sides(100, 20)), watch=Short(0))
    with pytest.raises(BadQuestion, match="cannot agree without others"):
        analysis.sample(quorum, coalition=["p0"])
    with pytest.raises(BadQuestion, match="-1"):
        analysis.sample(empty, -1)
    few = talks_of(three_sides(5, 5), Agreement(needs=2))
    assert all(agrees(few, package) for package in analysis.sample(few, 30))


def test_no_estimate_is_larger_than_all_packages_there_are() -> None:
    for share in (0.3, 0.5, 0.7):
        problem = three_sides(10**6, 12, share)
        zone = grouped.grouped(problem)
        assert zone is not None
        found = estimate.estimate(zone, QUIET)
        assert found.high is not None
        assert found.high <= prod(problem.sizes)
