"""What rows come to: means that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from goodoffices.simulate.run import Row
from goodoffices.simulate.summary import Mean, mean, student, summary

ROW = Row(
    number=0, talks="t", talks_seed=0, procedure="poll", behaviour="truthful", seed=0, parties=2, issues=1,
    packages="2", zone=True, signed=True, draft="0", nash_share=0.5, still_to_win=0.25, least_served=0.75,
    questions=3, rounds=2,
    false_agreement=False, gains="0.5 0.25", gain=None,
)  # fmt: skip


def test_talks_count_once_with_the_mean_of_their_seeds() -> None:
    """Two talks; one with two seeds: (.2 + .4) / 2 = .3, the other .9. Mean .6, deviation .3 * sqrt 2, t(1) = 12.71."""
    shares = {(0, 0): 0.2, (0, 1): 0.4, (1, 0): 0.9}
    rows = [replace(ROW, number=k, talks_seed=talks, seed=seed, nash_share=share)
            for k, ((talks, seed), share) in enumerate(shares.items())]  # fmt: skip
    (entry,) = summary(rows)
    found = entry.means["nash_share"]
    assert found is not None
    assert (entry.runs, found.count) == (3, 2)
    assert found.value == pytest.approx(0.6)
    assert found.half == pytest.approx(12.7062 * 0.3)


def test_of_one_talks_every_run_counts() -> None:
    rows = [replace(ROW, number=k, talks_seed=None, seed=k, nash_share=k / 4) for k in range(5)]
    (entry,) = summary(rows)
    assert entry.means["nash_share"] == mean([0, 0.25, 0.5, 0.75, 1])
    assert entry.means["questions"] == Mean(3.0, 0.0, 5)


def test_what_cannot_be_said_is_left_out_of_means() -> None:
    rows = [replace(ROW, number=k, talks_seed=k, nash_share=share) for k, share in enumerate((None, 0.5, None))]
    assert summary(rows)[0].means["nash_share"] == Mean(0.5, None, 1)
    assert summary([replace(ROW, nash_share=None)])[0].means["nash_share"] is None
    assert summary([]) == ()


def test_entries_stand_in_the_order_of_numbers_whatever_the_order_of_rows() -> None:
    rows = [replace(ROW, number=k, talks=talks, procedure=name, behaviour=how, nash_share=k / 10)
            for k, (talks, name, how) in enumerate((t, p, b) for t in "uv" for p in ("poll", "one-text")
                                                   for b in ("truthful", "slow:1/4@all"))]  # fmt: skip
    shuffled = rows[:]
    Random(1).shuffle(shuffled)
    assert summary(shuffled) == summary(rows)
    assert [(e.talks, e.procedure, e.behaviour) for e in summary(rows)] == [
        (r.talks, r.procedure, r.behaviour) for r in rows
    ]


def test_false_agreements_are_counted() -> None:
    rows = [replace(ROW, number=k, false_agreement=k < 2) for k in range(5)]
    assert summary(rows)[0].false_agreements == 2


def test_what_a_behaviour_gains_is_taken_pair_by_pair() -> None:
    """By party 2: on talks 0 it has .4 instead of .25, on talks 1 nothing instead of .35: +.15 and -.35, mean -.1."""
    honest = [replace(ROW, number=k, talks_seed=k, gains=f"0.5 {0.25 + k / 10}") for k in range(2)]
    acting = [replace(ROW, number=2 + k, talks_seed=k, behaviour="exaggerating:1/10@2", gain=gain)
              for k, gain in enumerate((0.4, 0.0))]  # fmt: skip
    other = replace(acting[0], number=9, talks_seed=7, gain=99.0)  # without a truthful run beside it
    entries = {entry.behaviour: entry for entry in summary([*acting, *honest, other])}
    assert entries["truthful"].by_behaving is None
    found = entries["exaggerating:1/10@2"].by_behaving
    assert found is not None
    assert found.count == 2
    assert found.value == pytest.approx(-0.1)
    assert summary(acting)[0].by_behaving is None


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (19, 2.093), (30, 2.042), (120, 1.980)],
)
def test_quantiles_are_those_of_the_printed_tables(freedom: int, printed: float) -> None:
    """Two-sided 95 % points of Student's distribution, as in any table (Fisher & Yates 1963, table III)."""
    assert student(freedom) == pytest.approx(printed, abs=0.0055)
