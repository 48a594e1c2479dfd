"""An answer that had to stop says nothing that is not so: whatever it calls proved is, and what it gives is there.

Each talks of a sample is asked with a clock that runs out after so many looks at it, at every such moment.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.judge import brute
from tests.judge.generated import talks_case
from tests.report.samples import NO_DEAL

from goodoffices import analysis
from goodoffices.analysis.formulas import formulas
from goodoffices.exact.conflicts import certificate as proofs
from goodoffices.exact.enumerating import blocks
from goodoffices.exact.watch import Watch


class Looks(Watch):
    """Time that is over after a number of looks at the clock."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def left(self) -> float:
        self.looks -= 1
        return 1.0 if self.looks >= 0 else 0.0


SEEDS = [*range(0, 120, 5)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("looks", [0, 1, 2, 5, 11])
def test_enumerate_stopped(seed: int, looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "TAIL", 4)
    assert_nothing_false(seed, "enumerate", looks)


@pytest.mark.parametrize("seed", SEEDS[::6])
@pytest.mark.parametrize("looks", [0, 3, 9, 30])
def test_logic_stopped(seed: int, looks: int) -> None:
    assert_nothing_false(seed, "logic", looks)


@pytest.mark.parametrize("seed", SEEDS[::3])
def test_a_formula_that_goes_its_own_way_says_the_same_in_any_time(seed: int) -> None:
    talks = talks_case(seed)
    in_time = analysis.formula(talks, "adjusted_winner")
    picks = formulas(talks, method="logic", watch=Looks(0))
    assert picks["nash"].package is None
    assert picks["adjusted_winner"] == in_time or in_time.why == "There is no zone."


def test_the_proof_by_weights_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    found = proofs.certificate
    monkeypatch.setattr(proofs, "certificate", lambda *given, **named: asked.append(given) or found(*given, **named))
    answer = analysis.analyse(NO_DEAL)
    assert answer.zone is not None
    assert answer.zone.status == "none"
    assert answer.zone.without
    assert len(asked) == 1


def assert_nothing_false(seed: int, method: str, looks: int) -> None:
    talks = talks_case(seed)
    judged = brute.table(talks)
    expected = brute.zone(judged)
    answer = analysis.analyse(talks, method=method, watch=Looks(looks))
    zone, frontier, picks = answer.zone, answer.frontier, answer.formulas
    assert zone is not None
    assert frontier is not None
    assert picks is not None
    assert zone.exists in (None, bool(expected))
    assert zone.example is None or dict(zone.example) in [dict(row.package) for row in expected]
    assert zone.size.value == len(expected) if zone.size.kind == "exact" else zone.size.value <= len(expected)
    if frontier.complete:
        assert {tuple(point.scores.get(p, Fraction(0)) for p in talks.signatories) for point in frontier.points} == set(
            brute.frontier(judged, "zone")
        )
    for name, pick in picks.items():
        if name != "adjusted_winner":
            assert_pick(pick, brute.formula(judged, name))
    if answer.headroom is not None and answer.headroom.proved:
        assert answer.headroom.by_party == brute.headroom(judged)
    assert answer.conflicts is not None
    assert {frozenset(found) for found in answer.conflicts.sets} <= {frozenset(one) for one in brute.conflicts(judged)}
    if answer.conflicts.complete:
        assert len(answer.conflicts.sets) == len(brute.conflicts(judged))


def assert_pick(pick: analysis.Pick, expected: brute.Verdict | None) -> None:
    if pick.proved and pick.package is not None:
        assert expected is not None
        assert pick.package == expected.package
    elif pick.package is not None:
        assert expected is not None
        assert pick.value is not None
        assert pick.value <= expected.value
        assert pick.bound is None or pick.bound >= expected.value
