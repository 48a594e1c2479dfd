"""What is drawn from a wider zone: samples that are even, sizes within their interval, no package that is outside."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

import pytest
from tests.exact.spaces import space

from goodoffices.analysis.sampling import sample
from goodoffices.exact.counting import estimate, even, sampling, urns, wider
from goodoffices.exact.problem import Problem, Side, in_zone
from goodoffices.exact.questions import Counted, Size
from goodoffices.exact.trees import Literal, every
from goodoffices.exact.watch import QUIET, Watch
from goodoffices.talks import Bonus, Choice, Issue, IssueScores, Option, Party, Position, Talks
from goodoffices.talks.conditions import AllOf


def chain(issues: int, share: float, options: int = 3, seed: int = 1) -> Problem:
    """Three sides with a bonus for every two issues that follow one another, some of them below 0."""
    rng = Random(seed)
    sides = []
    for _ in range(3):
        scores = tuple(tuple(rng.randint(0, 30) for _ in range(options)) for _ in range(issues))
        pairs = [every([Literal(k, frozenset({0})), Literal(k + 1, frozenset({1}))]) for k in range(issues - 1)]
        bonuses = tuple((tree, rng.choice([-4, 2, 7])) for tree in pairs)
        sides.append(Side(scores, bonuses, floor=int(share * sum(map(max, scores)))))
    return Problem((options,) * issues, tuple(sides), needs=3)


def listed(problem: Problem) -> list[tuple[int, ...]]:
    return [one for one in product(*map(range, problem.sizes)) if in_zone(problem, one)]


@pytest.fixture(params=["numbered", "drawn"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The wider zone counted, or too large for it."""
    if request.param == "drawn":
        monkeypatch.setattr(wider, "numbering", lambda problem, watch: None)
        monkeypatch.setattr(urns, "MOST_CELLS", 1)
        monkeypatch.setattr(even, "AT_ONCE", 1 << 12)
    return str(request.param)


@pytest.mark.parametrize("seed", range(60))
def test_no_package_of_the_zone_is_lost(seed: int) -> None:
    problem = space(seed, conditions=True)
    wide = wider.wider(problem)
    if wide is not None:
        assert {*listed(problem)} <= {*listed(wide)}


def test_samples_are_even_and_fewer_are_the_first_of_more(how: str) -> None:
    problem = chain(5, 0.6)
    wide, zone = wider.wider(problem), listed(problem)
    assert wide is not None
    assert 20 < len(zone) < len(listed(wide))
    found = wider.samples_within(problem, wide, 4000, 3, QUIET)
    assert found is not None
    counts = Counter(map(tuple, found.tolist()))
    assert counts.keys() <= {*zone}
    off = sum((counts[one] - 4000 / len(zone)) ** 2 for one in zone) / (4000 / len(zone))
    assert abs(off - len(zone)) < 5 * (2 * len(zone)) ** 0.5  # chi-square: mean and variance
    fewer = wider.samples_within(problem, wide, 100, 3, QUIET)
    assert fewer is not None
    assert fewer.tolist() == found[:100].tolist()


@pytest.mark.parametrize("share", [0.4, 0.6, 0.75])
def test_the_interval_holds_the_size(share: float, how: str) -> None:
    for seed in range(8):
        problem = chain(6, share, seed=seed)
        wide, size = wider.wider(problem), len(listed(problem))
        assert wide is not None
        found = wider.estimate_within(problem, wide, QUIET)
        if found.low is None or found.high is None:
            assert found.count <= size
        else:
            assert found.low <= size <= found.high
            assert found.low <= found.count <= found.high
        assert not found.exact or found.count == size


def test_no_zone_is_never_estimated_to_be_one(how: str) -> None:
    problem = chain(5, 0.98)
    assert not listed(problem)
    wide = wider.wider(problem)
    assert wide is not None
    found = wider.estimate_within(problem, wide, QUIET)
    assert found.count == 0
    assert found.low is None
    drawn = wider.samples_within(problem, wide, 3, 0, QUIET)
    assert drawn is None or not len(drawn)


def test_what_is_joined_by_bonuses_is_estimated_and_drawn() -> None:
    problem = chain(40, 0.55)
    assert sampling.grouped(problem) is None
    assert estimate._accepts(problem, Size())
    found = estimate.estimate_the_zone(problem, [Size()], QUIET)[Size()]
    assert isinstance(found, Counted)
    assert found.low is not None
    assert found.low > 10**15
    drawn = sampling.samples(problem, 20, 0, QUIET)
    assert drawn is not None
    assert all(in_zone(problem, one) for one in map(tuple, drawn.tolist()))


def test_without_time_nothing_is_drawn() -> None:
    class Over(Watch):
        def left(self) -> float:
            return 0.0

    problem = chain(40, 0.55)
    assert sampling.samples(problem, 20, 0, Over()) is None
    found = estimate.estimate_the_zone(problem, [Size()], Over())[Size()]
    assert isinstance(found, Counted)
    assert found.low is None or found.count


@pytest.mark.parametrize(("points", "said"), [(1000, "bonuses, links and red lines join too many of the issues")])
def test_what_cannot_be_drawn_says_why(points: int, said: str) -> None:
    """A bonus that is needed almost everywhere leaves next to nothing of the wider zone."""
    issues = tuple(Issue(f"i{k}", f"I{k}", (Option("a", "A"), Option("b", "B"))) for k in range(40))
    pairs = [AllOf((Choice(f"i{k}", ("a",)), Choice(f"i{k + 1}", ("a",)))) for k in range(39)]
    scores = tuple(IssueScores(issue.id, (0, 1)) for issue in issues)  # type: ignore[arg-type]
    ann = Position("ann", scores, tuple(Bonus(pair, points) for pair in pairs), walk_away=points * 38)  # type: ignore[arg-type]
    talks = Talks("A chain", (Party("ann", "Ann"),), issues, positions=(ann,))
    from goodoffices.errors import NoMethod

    with pytest.raises(NoMethod, match=said):
        sample(talks, 2)
