"""Samples against plain draws: positions drawn from the prior itself, each weighed by how well it fits.

Everything is at fixed seeds; a mean may be off by five standard errors, those of either side taken together.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest

from goodoffices.beliefs import Rows, Samples, Worth, compared, drawn, frame, judged, orders_of
from goodoffices.beliefs.frame import PRIORS, Groups, Points
from goodoffices.beliefs.worth import Reals
from goodoffices.errors import BadQuestion
from goodoffices.exact.chance import start_of
from goodoffices.exact.kernels import load
from goodoffices.exact.trees import Literal

PLAIN = 150_000
"""Positions drawn from the prior."""

SMALL = Worth((3, 3))
ORDERS: dict[int, Groups] = {0: ((0,), (1,), (2,)), 1: ((2,), (1,), (0,))}
RATHER = compared(SMALL, np.array([[0, 0], [1, 1]]), np.array([[1, 2], [2, 2]]))
VERDICTS = judged(SMALL, np.array([[0, 1], [1, 0], [2, 2]]), np.array([1, 0, 1]))

needs_kernel = pytest.mark.skipif(load("polytope") is None, reason="the kernel was not built here")


def _plain(worth: Worth, orders: dict[int, Groups], by_step: bool, seed: int) -> Reals:
    """Positions from the prior, as it is defined: Dirichlet weights, even options between the ends, any order."""
    draws = np.random.default_rng(seed)
    steps = [len(orders[j]) - 1 if j in orders else size - 1 for j, size in enumerate(worth.sizes)]
    values = np.zeros((PLAIN, worth.coordinates))
    shares = draws.dirichlet(np.array(steps if by_step else np.ones(len(steps)), float), PLAIN)
    for issue, size in enumerate(worth.sizes):
        levels = np.sort(draws.random((PLAIN, steps[issue] + 1)), axis=1)
        levels[:, 0], levels[:, -1] = 0, 1
        inner = np.sort(draws.random((PLAIN, steps[issue] - 1)), axis=1)
        levels[:, 1:-1] = inner
        columns = slice(worth.first[issue], worth.first[issue] + size)
        if issue in orders:
            for place, group in enumerate(reversed(orders[issue])):
                for option in group:
                    values[:, worth.option(issue, option)] = levels[:, place]
        else:
            values[:, columns] = draws.permuted(levels, axis=1)
        values[:, columns] *= shares[:, [issue]]
        values[:, worth.swing(issue)] = shares[:, issue]
    values[:, worth.walk_away] = draws.random(PLAIN)
    joint = float(next(iter(PRIORS.values())).joint)
    cells = slice(worth.tables[0], worth.tables[-1])
    values[:, cells] = draws.laplace(0, joint, values[:, cells].shape)
    return values


def _weights(values: Reals, rows: Rows, mistaken: float) -> Reals:
    fails = (values @ rows.soft.T < 0).sum(axis=1)
    fits = (values @ rows.hard.T >= 0).all(axis=1)
    return np.asarray(fits * (mistaken / (1 - mistaken)) ** fails if mistaken else fits * (fails == 0))


def _agree(samples: Samples, values: Reals, weights: Reals) -> None:
    """Means and mean squares of all coordinates agree."""
    assert np.count_nonzero(weights) > 400
    for power in (1, 2):
        mine, theirs = samples.values**power, values**power
        mean = np.average(theirs, axis=0, weights=weights)
        error = np.sqrt(((weights[:, None] * (theirs - mean)) ** 2).sum(axis=0)) / weights.sum()
        batches = mine.reshape(20, -1, mine.shape[1]).mean(axis=1)
        own = batches.std(axis=0, ddof=1) / np.sqrt(len(batches))
        assert (np.abs(mine.mean(axis=0) - mean) <= 5 * np.sqrt(error**2 + own**2) + 1e-9).all()


CASES: dict[str, tuple[Worth, dict[int, Groups], Rows]] = {
    "nothing": (SMALL, {}, Rows.none(SMALL)),
    "orders": (SMALL, ORDERS, Rows.none(SMALL)),
    "comparisons": (SMALL, ORDERS, Rows.none(SMALL).also(RATHER)),
    "verdicts": (SMALL, ORDERS, Rows.none(SMALL).also(VERDICTS)),
    "no orders": (SMALL, {}, Rows.none(SMALL).also(np.concatenate((RATHER, VERDICTS)))),
    "one order": (SMALL, {1: ((1,), (0, 2))}, Rows.none(SMALL).also(RATHER[1:])),
}
LARGE = Worth((4, 2, 3), joined=((0, 1),))
CASES["joined"] = (
    LARGE,
    {0: ((3,), (0,), (1,), (2,))},
    Rows.none(LARGE).also(compared(LARGE, np.array([[0, 1, 2], [1, 0, 0]]), np.array([[1, 0, 2], [2, 1, 1]]))),
)
HARD = np.zeros((1, SMALL.coordinates))
HARD[0, [SMALL.swing(0), SMALL.swing(1)]] = 1, -0.6
CASES["a hard row"] = (SMALL, ORDERS, Rows(HARD, VERDICTS))


@cache
def _of_case(name: str, prior: str) -> Reals:
    worth, orders, _ = CASES[name]
    return _plain(worth, orders, PRIORS[prior].by_step, seed=7)


@needs_kernel
@pytest.mark.parametrize("mistaken", [Fraction(1, 5), Fraction(1, 20), Fraction(0)])
@pytest.mark.parametrize("prior", list(PRIORS))
@pytest.mark.parametrize("name", list(CASES))
def test_means_are_those_of_plain_draws(name: str, mistaken: Fraction, prior: str) -> None:
    worth, orders, rows = CASES[name]
    values = _of_case(name, prior)
    weights = _weights(values, rows, float(mistaken))
    start = _fitting(frame(worth, orders, prior=prior), rows) if mistaken == 0 else None
    samples = drawn(
        frame(worth, orders, prior=prior), rows, seed=3, mistaken=mistaken, after=start, kept=20_000, thin=3
    )
    _agree(samples, values, weights)


def _fitting(framed: Any, rows: Rows) -> Samples:
    """Where a walk stands that met every row: soft ones nearly never fail."""
    soft = Rows(rows.hard, rows.soft)
    for seed in range(100):
        samples = drawn(framed, soft, seed=seed, mistaken=Fraction(1, 1000), kept=1)
        if (samples.state @ rows.soft.T > 0).all():
            return samples
    raise AssertionError("no start was found")


@needs_kernel
def test_a_scored_block_weighs_as_much_as_its_issues() -> None:
    """Two issues in points, one open: their share is the sum of two even weights of three, and the ratios are kept."""
    worth = Worth((2, 2, 3), occasions=(Literal(0, frozenset({1})),))
    points = Points(
        {0: ((Fraction(1),) * 2, (Fraction(4),) * 2), 1: ((Fraction(9),) * 2, (Fraction(0),) * 2)},
        ((Fraction(6), Fraction(6)),),
        (Fraction(7), Fraction(7)),
    )
    samples = drawn(frame(worth, points=points), Rows.none(worth), seed=5, kept=20_000, thin=2)
    open_ = samples.values[:, worth.swing(2)]
    shares = np.random.default_rng(1).dirichlet([2, 1], PLAIN)[:, 1]
    assert abs(open_.mean() - shares.mean()) < 0.01
    assert abs(open_.std() - shares.std()) < 0.01
    unit = (1 - open_) / 12
    for coordinate, of in ((worth.option(0, 1), 3), (worth.swing(1), 9), (worth.bonus(0), 6), (worth.walk_away, 6)):
        assert np.allclose(samples.values[:, coordinate], of * unit)


@needs_kernel
def test_ranges_of_points_are_drawn_evenly_and_samples_are_shares() -> None:
    worth = Worth((3, 2))
    rows = ((Fraction(0),) * 2, (Fraction(2), Fraction(6)), (Fraction(4), Fraction(8)))
    points = Points({0: rows, 1: ((Fraction(2),) * 2, (Fraction(0),) * 2)})
    samples = drawn(frame(worth, points=points), Rows.none(worth), seed=5, kept=20_000, thin=2)
    draws = np.random.default_rng(3)
    some, most = draws.uniform(2, 6, PLAIN), draws.uniform(4, 8, PLAIN)
    whole = np.maximum(some, most) + 2
    assert np.allclose(samples.values[:, worth.swing(0)] + samples.values[:, worth.swing(1)], 1)
    for coordinate, plain in ((1, some / whole), (2, most / whole), (worth.swing(1), 2 / whole)):
        assert abs(samples.values[:, coordinate].mean() - plain.mean()) < 0.004
        assert abs(samples.values[:, coordinate].std() - plain.std()) < 0.004


@needs_kernel
def test_a_walk_away_in_points_stays_where_it_is_among_ranges() -> None:
    """The first option may be the worst or not; what lies between exact points and the walk-away is not moved by it."""
    worth = Worth((3, 2))
    rows = ((Fraction(0), Fraction(4)), (Fraction(1), Fraction(1)), (Fraction(9), Fraction(9)))
    points = Points({0: rows, 1: ((Fraction(0),) * 2, (Fraction(4),) * 2)}, walk_away=(Fraction(5), Fraction(5)))
    samples = drawn(frame(worth, points=points), Rows.none(worth), seed=2, kept=500)
    assert (samples.values[:, 0] == 0).any()
    assert (samples.values[:, 1] == 0).any()
    margin = samples.scores(np.array([[2, 1]]))[0] - samples.walk_aways
    assert np.allclose(margin, samples.values[:, 2] - samples.values[:, 1])  # 13 - 5 and 9 - 1 points
    assert np.allclose(margin / samples.values[:, worth.option(1, 1)], 2)


def _quick(seed: int = 1, **more: Any) -> Samples:
    return drawn(frame(SMALL, ORDERS), Rows.none(SMALL).also(RATHER), seed=seed, kept=30, thin=1, warm=5, **more)


def test_the_same_seed_gives_the_same_samples_and_another_others() -> None:
    assert (_quick().values == _quick().values).all()
    assert (_quick().values != _quick(2).values).any()
    assert start_of(1, "samples") != start_of(2, "samples")


def test_a_walk_goes_on_from_where_it_stands() -> None:
    first = _quick()
    before = first.state.copy()
    second = _quick(2, after=first)
    assert (first.state == before).all()
    assert (second.values[0] != _quick(2).values[0]).any()


@pytest.mark.parametrize("prior", list(PRIORS))
def test_every_sample_keeps_what_is_known(prior: str) -> None:
    """Orders, ends, the whole, and hard rows, whatever the answers."""
    worth, orders = Worth((4, 3, 1, 2)), {0: ((1,), (0, 3), (2,)), 3: ((0, 1),)}
    hard = np.zeros((1, worth.coordinates))
    hard[0, [worth.swing(0), worth.swing(1)]] = 1, -1
    against = compared(worth, np.array([[2, 0, 0, 0]] * 5), np.array([[1, 1, 0, 1]] * 5))
    values = drawn(frame(worth, orders, prior=prior), Rows(hard, against), seed=1, kept=60, thin=1).values
    first = values[:, :4]
    assert (first[:, 0] == first[:, 3]).all()
    assert (first[:, 1] >= first[:, 0]).all()
    assert (first[:, 0] >= first[:, 2]).all()
    assert (first[:, 2] == 0).all()
    assert (first[:, 1] == values[:, worth.swing(0)]).all()
    loose = values[:, 4:7]
    assert (loose.min(axis=1) == 0).all()
    assert (loose.max(axis=1) == values[:, worth.swing(1)]).all()
    assert (values[:, [7, 8, 9, worth.swing(2), worth.swing(3)]] == 0).all()
    assert np.allclose(values[:, worth.swing(0) : worth.walk_away].sum(axis=1), 1)
    assert (values[:, worth.swing(0)] >= values[:, worth.swing(1)] - 1e-12).all()


def test_a_known_walk_away_stays() -> None:
    framed = frame(SMALL, ORDERS, walk_away=Fraction(1, 4))
    samples = drawn(framed, Rows.none(SMALL), seed=1, kept=20, thin=1)
    assert np.allclose(samples.walk_aways, 0.25)


def test_scores_are_sums_of_coordinates() -> None:
    samples = _quick()
    found = samples.scores(np.array([[0, 2], [2, 0]]))
    assert np.allclose(found[0], 1)  # the best option of either issue
    assert np.allclose(found[1], 0)
    assert np.allclose(samples.mean, samples.values.mean(axis=0))


def test_orders_of_points_are_read_off() -> None:
    assert orders_of([[5, 5, 5], [0, 3, 1]]) == {0: ((0, 1, 2),), 1: ((1,), (2,), (0,))}


@pytest.mark.parametrize("wrong", [Fraction(1, 2), Fraction(-1, 20), Fraction(2)])
def test_a_share_of_mistakes_that_is_none_is_refused(wrong: Fraction) -> None:
    with pytest.raises(ValueError, match="half"):
        _quick(mistaken=wrong)


def test_a_prior_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadQuestion, match="even weights, even steps"):
        frame(SMALL, prior="flat")


def test_one_option_everywhere_leaves_a_walk_away_and_nothing_else() -> None:
    worth = Worth((1, 1))
    values = drawn(frame(worth), Rows.none(worth), seed=1, kept=50, thin=1).values
    assert (values[:, : worth.walk_away] == 0).all()
    assert 0 < values[:, worth.walk_away].min() < values[:, worth.walk_away].max() < 1


def test_features_are_the_terms_of_packages() -> None:
    worth = Worth((2, 3, 2), joined=((0, 2),), occasions=(Literal(1, frozenset({0, 2})),))
    packages = np.array([[0, 0, 0], [1, 2, 1], [0, 1, 1]])
    found = worth.features(packages)
    for row, package in zip(found, packages.tolist(), strict=True):
        assert sorted(worth.terms(tuple(package))) == np.flatnonzero(row).tolist()
    assert found.shape == (3, worth.coordinates)
