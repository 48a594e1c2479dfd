"""The generated talks are what they claim to be: the same for ever, and of every kind often enough."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.judge.asked import MOST_WANTS
from tests.judge.features import features
from tests.judge.generated import CASES, CROWDS, talks_case
from tests.judge.known import known

AT_LEAST = {
    "links": 150, "links that leave at most 6 packages": 25, "one package left": 5, "an issue with one option": 80,
    "a range": 120, "a divisible issue": 120, "more than 200 packages": 15, "2 signatories": 60, "3 signatories": 60,
    "4 signatories": 60, "agreement of all": 150, "a quorum": 60, "a quorum including somebody": 30,
    "signatories named": 20, "positions out of order": 60, "an outsider with a position": 60,
    "link: AllOf": 40, "link: AnyOf": 40, "link: AtLeast": 40, "link: Choice": 100, "link: IfThen": 30, "link: Not": 60,
    "a red line over several issues": 100, "red line: AllOf": 60, "red line: AnyOf": 60, "red line: AtLeast": 60,
    "red line: Choice": 100, "red line: IfThen": 60, "red line: Not": 100, "status: stated": 100,
    "status: confided": 100, "status: assumed": 100, "a positive bonus": 100, "a negative bonus": 100,
    "a bonus over several issues": 100, "a bonus over three issues": 60, "bonus: AllOf": 60, "bonus: AnyOf": 60,
    "bonus: AtLeast": 60, "bonus: Choice": 100, "bonus: IfThen": 60, "bonus: Not": 60, "fractional points": 100,
    "common denominator past 64 bits": 30, "scores, no walk-away": 60, "only red lines": 40,
    "a walk-away, no scores": 8, "nothing recorded": 30, "negative scores": 60, "an issue not scored": 60,
    "a walk-away exactly reached": 150, "a walk-away missed by a hair": 25, "an empty zone": 80,
    "a zone of one package": 40, "a zone of many packages": 60, "equal score vectors in the zone": 25,
    "a frontier of several points": 50, "formulas that tie": 20, "formulas that differ": 25, "several conflicts": 40,
    "several repairs": 40, "a repair of several requirements": 40, "a repair with trade-offs": 15,
    "unbounded headroom": 40, "a quorum zone that not all accept": 15,
}  # fmt: skip


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    return Counter(feature for seed in range(CASES) for feature in features(known(seed)))


def test_there_are_enough_cases() -> None:
    assert CASES >= 400


@pytest.mark.parametrize("feature", AT_LEAST)
def test_every_kind_occurs_often_enough(feature: str, counts: Counter[str]) -> None:
    assert counts[feature] >= AT_LEAST[feature]


def test_no_kind_is_left_uncounted(counts: Counter[str]) -> None:
    assert set(counts) <= set(AT_LEAST)


def test_crowds_are_of_five_to_seven_and_of_every_other_kind() -> None:
    """But for the few cases that name some of the parties as signatories."""
    found = [features(known(seed)) for seed in CROWDS if len(known(seed).wants) <= MOST_WANTS]
    counts = Counter(feature for one in found for feature in one)
    assert min(counts[f"{many} signatories"] for many in (5, 6, 7)) >= 15
    kinds = ("agreement of all", "a quorum", "links", "a red line over several issues", "a negative bonus")
    zones = ("an empty zone", "a zone of many packages", "a frontier of several points", "several repairs")
    assert min(counts[kind] for kind in (*kinds, *zones)) >= 10


def test_a_seed_gives_the_same_talks_again() -> None:
    assert talks_case(17) == talks_case(17)
    assert talks_case(17) != talks_case(18)


def test_the_talks_are_small() -> None:
    assert max(talks_case(seed).packages for seed in range(CROWDS.stop)) <= 600
