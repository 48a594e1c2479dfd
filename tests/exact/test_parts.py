"""The parts of the exact floor, each against its plain definition."""

from __future__ import annotations

from itertools import combinations, product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.exact.dominance import covered, undominated
from goodoffices.exact.enumerating import blocks as arrays
from goodoffices.exact.minimal import members, minimal_sets, transversals
from goodoffices.exact.planner import answer
from goodoffices.exact.problem import Problem, Side, accepts, in_zone, score, scores
from goodoffices.exact.questions import Best, Chosen, Objective
from goodoffices.exact.solver.logic import open_options
from goodoffices.exact.solver.model import Model
from goodoffices.exact.solver.satisfy import Undecided, contradiction, satisfy
from goodoffices.exact.tables import MOST_IN_ALL, hanging_together
from goodoffices.exact.trees import FALSE, TRUE, Count, Literal, Tree, every, holds, issues_of, negate, nodes, reduce
from goodoffices.exact.watch import QUIET, Part, Watch

SIZES = (2, 3, 2)
PACKAGES = list(product(*map(range, SIZES)))

literal = st.integers(0, 2).flatmap(
    lambda issue: st.builds(Literal, st.just(issue), st.frozensets(st.integers(0, SIZES[issue] - 1)))
)
trees: st.SearchStrategy[Tree] = st.recursive(
    literal, lambda part: st.builds(Count, st.integers(0, 4), st.lists(part, max_size=3).map(tuple)), max_leaves=8
)


# --- trees -----------------------------------------------------------------------------------------------------------


@given(trees)
def test_the_negation_holds_where_the_tree_does_not(tree: Tree) -> None:
    assert all(holds(negate(tree, SIZES), package) != holds(tree, package) for package in PACKAGES)


@given(trees, st.tuples(*(st.frozensets(st.integers(0, size - 1), min_size=1) for size in SIZES)))
def test_a_reduced_tree_says_the_same_of_what_is_open(tree: Tree, open_options: tuple[frozenset[int], ...]) -> None:
    left = reduce(tree, open_options)
    assert all(holds(left, package) == holds(tree, package) for package in product(*open_options))
    assert all(len(open_options[issue]) > 1 for issue in issues_of(left))
    assert nodes(left) <= nodes(tree)


@given(st.lists(trees, max_size=4))
def test_a_search_finds_a_package_exactly_where_there_is_one(conditions: list[Tree]) -> None:
    met = [package for package in PACKAGES if all(holds(tree, package) for tree in conditions)]
    found = satisfy(conditions, SIZES)
    assert found in met if met else found is None
    clash = contradiction(conditions, SIZES)
    assert bool(clash) == (not met)
    for subset in combinations(clash, len(clash) - 1) if clash else ():
        assert any(all(holds(conditions[k], package) for k in subset) for package in PACKAGES)


def test_a_search_beyond_its_budget_claims_nothing() -> None:
    tree = Count(2, (Literal(0, frozenset({0})), Literal(1, frozenset({0}))))
    with pytest.raises(Undecided):
        satisfy([tree, negate(tree, SIZES)], SIZES, budget=3)
    with pytest.raises(Undecided):
        contradiction([tree, negate(tree, SIZES)], SIZES, budget=3)


# --- dominance -------------------------------------------------------------------------------------------------------


def plain_undominated(rows: list[tuple[int, ...]]) -> list[int]:
    def beaten(row: tuple[int, ...]) -> bool:
        return any(all(a >= b for a, b in zip(other, row, strict=True)) and other != row for other in rows)

    return [k for k, row in enumerate(rows) if not beaten(row) and row not in rows[:k]]


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[st.integers(0, 3)] * n), min_size=1, max_size=30)))
def test_undominated_rows_are_those_of_the_definition(rows: list[tuple[int, ...]]) -> None:
    assert undominated(np.array(rows)).tolist() == plain_undominated(rows)
    wide = np.array([[value * 10**30 for value in row] for row in rows], dtype=object)
    assert undominated(wide).tolist() == plain_undominated(rows)


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_undominated_rows_of_a_large_set_are_those_found_piece_by_piece(columns: int) -> None:
    """Large sets take another way through the code; the frontier of pieces' frontiers is the frontier of the whole."""
    rows = np.random.default_rng(columns).integers(0, 40, (9_000, columns))
    pieces = np.concatenate([piece[undominated(piece)] for piece in np.split(rows, 30)])
    expected = {tuple(row) for row in pieces[undominated(pieces)].tolist()}
    found = undominated(rows)
    assert {tuple(row) for row in rows[found].tolist()} == expected
    assert len(found) == len(expected)
    assert covered(rows, rows[found]).all()


# --- sets of requirements --------------------------------------------------------------------------------------------

families = st.lists(st.integers(1, 63), max_size=7)


@given(families)
def test_minimal_sets_and_their_transversals(family: list[int]) -> None:
    smallest = minimal_sets(family)
    assert set(smallest) == {a for a in family if not any(b != a and a & b == b for b in family)}
    hitting = [bits for bits in range(64) if all(bits & one for one in smallest)]
    expected = {a for a in hitting if not any(b != a and a & b == b for b in hitting)}
    found, complete = transversals(smallest)
    assert complete
    assert set(found) == expected
    assert [members(bits) for bits in found] == sorted(map(members, found), key=lambda one: (len(one), one))


def test_a_family_with_too_many_transversals_is_cut_and_says_so() -> None:
    pairs = [0b11 << 2 * k for k in range(6)]  # 2**6 minimal transversals
    found, complete = transversals(pairs, most=10)
    assert not complete
    assert len(found) <= 20
    assert all(bits & pair for bits in found for pair in pairs)


# --- blocks ----------------------------------------------------------------------------------------------------------

units = st.one_of(st.integers(-5, 5), st.integers(-(10**25), 10**25))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    def side() -> Side:
        return Side(
            scores=tuple(tuple(draw(units) for _ in range(size)) for size in SIZES),
            bonuses=tuple(draw(st.lists(st.tuples(trees, units), max_size=2))),
            lines=tuple(draw(st.lists(trees, max_size=1))),
            floor=draw(st.none() | units),
        )

    sides = tuple(side() for _ in range(draw(st.integers(1, 3))))
    needs = draw(st.integers(0, len(sides)))
    including = frozenset(draw(st.sets(st.integers(0, len(sides) - 1), max_size=needs)))
    return Problem(SIZES, sides, tuple(draw(st.lists(trees, max_size=2))), needs, including)


@given(problems(), st.integers(1, 12))
def test_blocks_hold_every_package_once_as_the_definition_has_it(problem: Problem, tail: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "TAIL", tail)
        seen, zone = [], []
        for block in arrays.blocks(problem):
            packages = [block.package(place) for place in range(block.size)]
            assert [problem.number(package) for package in packages] == [block.first + k for k in range(block.size)]
            for number, side in enumerate(problem.sides):
                expected = [accepts(side, package) for package in packages]
                assert np.broadcast_to(block.accepts[number], block.size).tolist() == expected
            everywhere = np.arange(block.size)
            assert [tuple(row) for row in block.scores(everywhere).tolist()] == [scores(problem, p) for p in packages]
            seen += packages
            zone += [packages[place] for place in block.zone]
    assert seen == PACKAGES
    assert zone == [package for package in PACKAGES if in_zone(problem, package)]
    assert [problem.package(number) for number in range(len(PACKAGES))] == PACKAGES


# --- the solver's comparisons ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1, 2**29, 2**31, 2**40, 10**30])
def test_the_solver_compares_scores_exactly_at_any_size(scale: int) -> None:
    points = ((3, -1), (0, 7, 2), (-4, 5))
    side = Side(tuple(tuple(value * scale + k for k, value in enumerate(row)) for row in points))
    problem = Problem(SIZES, (side,))
    bounds = sorted({score(side, package) + shift for package in PACKAGES[::3] for shift in (-1, 0, 1)})
    for bound in bounds:
        model = Model(problem, QUIET)
        model.require(model.reaches(0, bound))
        found, complete = model.find_all(100)
        assert complete
        assert found == {package for package in PACKAGES if score(side, package) >= bound}


def test_the_solver_divides_wide_numbers_by_what_they_have_in_common() -> None:
    """Split into limbs as they stand, OR-Tools 9.15 does not come to an end with these."""
    unit = 3 * 10**33
    rows = ((2, 0), (0, 1, 2), (2, 0, 1), (0, 1, 0), (0, 0, 0))
    bonuses = (
        (Count(1, (Literal(0, frozenset({0})), Literal(3, frozenset({0})))), -unit),
        (Count(1, (Literal(1, frozenset({0, 2})), Literal(4, frozenset({1, 2})), Literal(2, frozenset({0})))), unit),
    )
    side = Side(tuple(tuple(value * unit for value in row) for row in rows), bonuses, floor=10**34)
    problem = Problem((2, 3, 3, 3, 3), (side,), needs=1)
    packages = [package for package in product(*map(range, problem.sizes)) if score(side, package) >= 10**34]
    found = open_options(problem, 0, QUIET)
    assert found.complete
    assert found.options == tuple(
        tuple(any(package[issue] == option for package in packages) for option in range(size))
        for issue, size in enumerate(problem.sizes)
    )


# --- time ------------------------------------------------------------------------------------------------------------


def test_a_share_of_the_time_leaves_the_rest_to_others() -> None:
    class Clock(Watch):
        seconds = 12.0

        def left(self) -> float:
            return self.seconds

    clock = Clock()
    part = Part(clock, 3)
    assert part.left() == 4
    clock.seconds = 9
    assert part.left() == 1
    assert Part(QUIET, 3).left() == float("inf")
    assert Part(clock, 1).left() == 9


def test_the_constants_are_what_their_names_say() -> None:
    assert all(holds(TRUE, package) and not holds(FALSE, package) for package in PACKAGES)


def test_tables_are_not_written_out_beyond_a_number_of_rows_in_all() -> None:
    """They are before a method that knows of time and memory is chosen."""

    def joined(groups: int) -> Problem:
        trees = [every([Literal(8 * g + k, frozenset({0})) for k in range(7)]) for g in range(groups)]
        bonuses = tuple((tree, 1) for tree in trees)
        return Problem((4,) * (8 * groups), (Side(((0, 1, 2, 3),) * (8 * groups), bonuses, floor=5),), needs=1)

    assert 8 * 4**7 <= MOST_IN_ALL < 9 * 4**7
    assert hanging_together(joined(8)) is not None
    assert hanging_together(joined(9)) is None


@pytest.mark.parametrize("method", ["issue merge", "dense table", "enumerate"])
def test_a_product_past_all_floating_point_beside_one_that_is_nothing(method: str) -> None:
    most = 2 * 10**17
    up, down = (0, most // 2, most), (most, most // 2, 0)
    others = [Side(((most, most, most),), floor=0)] * 18
    problem = Problem((3,), (Side((up,), floor=0), Side((down,), floor=0), *others), needs=20)
    nash = Best(Objective("nash", lambda gains, best: prod(gains), "product", nonnegative=True))
    found, _ = answer(problem, [nash], method=method)[nash]
    assert isinstance(found, Chosen)
    assert (found.package, found.proved) == ((1,), True)
