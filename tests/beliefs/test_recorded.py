"""Proofs where points are recorded: ranges, bonuses, and positions that fit because they came first."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise, product

import pytest
from tests.beliefs.small import ISSUES, OPTIONS, ordered, package, talks_of

from goodoffices.beliefs import Belief, belief, frame, standing, starting
from goodoffices.beliefs.belief import NO_START
from goodoffices.beliefs.bounds import TAKEN_APART, Bounds
from goodoffices.beliefs.contradictions import contradictions
from goodoffices.beliefs.evidence import evidence
from goodoffices.beliefs.starting import start
from goodoffices.talks import (
    AllOf,
    Answer,
    Bonus,
    Choice,
    Importance,
    IssueScores,
    Joined,
    Order,
    Rather,
    RedLine,
    Said,
    Verdict,
)

SURE = Fraction(0)


def _ranged(issue: str, *ranges: tuple[int, int]) -> IssueScores:
    middles = tuple(Fraction(low + high, 2) for low, high in ranges)
    return IssueScores(issue, middles, tuple(Fraction(high - low, 2) for low, high in ranges))


def _bonus(pause: int, aid: int, points: int) -> Bonus:
    return Bonus(AllOf((Choice("pause", (OPTIONS[pause],)), Choice("aid", (OPTIONS[aid],)))), Fraction(points))


def _verdict(pause: int, aid: int, yes: bool) -> Answer:
    return Answer(f"v{pause}{aid}", Verdict(tuple(package(pause, aid).items()), yes))


# scores outside of 0 to 1


@pytest.mark.parametrize("seed", range(60))
def test_with_bonuses_words_are_those_of_a_walk_away_that_nothing_limits(seed: int) -> None:
    """Every package's points are known; a walk-away above all that was refused and at most all that was taken fits."""
    draws = random.Random(seed)
    table = [[draws.randrange(10) for _ in OPTIONS] for _ in ISSUES]
    table[0][0] = 10
    cells = list(product(range(3), repeat=2))
    given = {cell: draws.choice((-40, -15, 5, 20, 30)) for cell in draws.sample(cells, draws.randrange(1, 4))}
    points = {(p, a): table[0][p] + table[1][a] + given.get((p, a), 0) for p, a in cells}
    said = {cell: draws.random() < 0.5 for cell in draws.sample(cells, draws.randrange(3))}
    known = evidence(
        talks_of(
            *(_verdict(*cell, yes) for cell, yes in said.items()),
            scores=tuple(_ranged(i, *((v, v) for v in row)) for i, row in zip(ISSUES, table, strict=True)),
            bonuses=tuple(_bonus(*cell, more) for cell, more in given.items()),
        ),
        "ann",
    )
    taken = [points[cell] for cell, yes in said.items() if yes]
    refused = [points[cell] for cell, yes in said.items() if not yes]
    fits = not taken or not refused or max(refused) < min(taken)
    assert bool(contradictions(known)) != fits
    for cell in cells if fits else ():
        never = bool(refused) and points[cell] <= max(refused)
        always = bool(taken) and points[cell] >= min(taken)
        assert Bounds(known).standing(cell).word == ("never" if never else "necessarily" if always else "possibly")


def test_samples_of_an_unknown_walk_away_reach_as_far_as_bonuses_do() -> None:
    """20 points on the issues, and 30 more on the best package: from 0 to 50 of 20."""
    scores = (_ranged("pause", (10, 10), (5, 5), (0, 0)), _ranged("aid", (0, 0), (4, 4), (10, 10)))
    held = belief(talks_of(scores=scores, bonuses=(_bonus(0, 2, 30),)), "ann", seed=1, kept=2000)
    assert held.samples is not None
    assert held.samples.walk_aways.min() < 0.1
    assert 2.4 < held.samples.walk_aways.max() <= 2.5 + 1e-9


def test_who_refuses_even_the_best_may_want_no_deal_at_all() -> None:
    """No contradiction; a walk of sure answers finds no start there, and that is said as what it is."""
    no = _verdict(0, 2, yes=False)
    held = belief(talks_of(*ordered(), no), "ann", seed=1, kept=20)
    assert held.contradictions == ()
    assert standing(held, package(1, 1)).word == "never"
    sure = belief(talks_of(*ordered(), no), "ann", seed=1, kept=20, mistaken=SURE)
    assert (sure.no_start, sure.is_empty, sure.contradictions) == (True, False, ())
    assert "no contradiction was proved" in NO_START


# ranges


def test_ranges_with_the_same_middle_may_differ() -> None:
    """From -3 to 5, and 1 twice: the first may be the best by 4 points, or the worst."""
    tied = _ranged("pause", (-3, 5), (1, 1), (1, 1))
    for better, worse in ((0, 1), (1, 0)):
        rather = Rather((("pause", OPTIONS[better]),), (("pause", OPTIONS[worse]),))
        held = belief(talks_of(Answer("r", rather), scores=(tied,)), "ann", seed=1, kept=2000)
        assert held.contradictions == ()
        assert held.samples is not None
        gains = held.samples.values[:, better] - held.samples.values[:, worse]
        assert (gains > 0).mean() > 0.75
    same = Answer("r", Rather((("pause", "some"),), (("pause", "none"),)))
    held = belief(talks_of(same, scores=(tied,)), "ann", seed=1, kept=20)
    assert [(one.answers, one.recorded) for one in held.contradictions] == [(("r",), ("scores",))]


def test_a_start_takes_swings_from_where_it_is_not_from_middles() -> None:
    """9 points weigh more than 5 to 21 only where these are less than 9."""
    scores = (_ranged("pause", (0, 0), (0, 0), (9, 9)), _ranged("aid", (0, 0), (0, 0), (5, 21)))
    for mistaken in (SURE, Fraction(1, 20)):
        more = Answer("more", Importance(("pause", "aid")))
        held = belief(talks_of(more, scores=scores), "ann", seed=1, kept=500, mistaken=mistaken)
        assert held.samples is not None
        worth = held.evidence.worth
        ratio = held.samples.values[:, worth.swing(1)] / held.samples.values[:, worth.swing(0)]
        assert 5 / 9 - 1e-9 <= ratio.min() < 0.65
        assert 0.9 < ratio.max() <= 1 + 1e-9


def test_a_start_keeps_swings_as_the_frame_does() -> None:
    """A swing lies between the options that are the best and the worst by the middles."""
    scores = (_ranged("pause", (0, 0), (0, 0), (9, 9)), _ranged("aid", (0, 0), (0, 0), (5, 21)))
    known = evidence(talks_of(Answer("more", Importance(("pause", "aid"))), scores=scores), "ann")
    found = start(frame(known.worth, known.orders, known.points), known, known.walked(), seed=1, sure=True)
    assert found is not None
    for issue in range(2):
        state, worth = found.state, known.worth
        apart = state[worth.option(issue, 2)] - state[worth.option(issue, 0)]
        assert state[worth.swing(issue)] == pytest.approx(apart)


def test_a_start_moves_an_unknown_walk_away_along_with_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst of one issue is 3 points at most, far from its middle, and between 27 and 30 points a yes begins."""
    monkeypatch.setattr(starting, "ROUNDS", 0)
    scores = (_ranged("pause", (0, 20), (30, 30), (30, 30)), _ranged("aid", (0, 0), (27, 27), (27, 27)))
    said = (Answer("more", Importance(("pause", "aid"))), _verdict(1, 0, yes=True), _verdict(0, 1, yes=False))
    known = evidence(talks_of(*said, scores=scores), "ann")
    assert start(frame(known.worth, known.orders, known.points), known, known.walked(), seed=1, sure=True) is not None


def _of_a_position(seed: int) -> tuple[Belief, bool]:
    """A belief about a party of three issues, the last one open, that answers by points within its ranges; or, every
    third time, by others: then it need not fit. And whether it fits."""
    draws = random.Random(seed)
    issues, fits = (*ISSUES, "town"), seed % 3 > 0
    table = [[draws.randrange(13) for _ in OPTIONS] for _ in issues]
    ranges = [[(v - draws.choice((0, 0, 3, 8)), v + draws.choice((0, 0, 3, 8))) for v in row] for row in table[:2]]
    if not fits:
        table = [[draws.randrange(13) for _ in OPTIONS] for _ in issues]
    swings = [max(row) - min(row) for row in table]
    rank = sorted(range(3), key=lambda j: -swings[j])
    said: list[Said] = []
    if all(swings[one] > swings[other] for one, other in pairwise(rank)):
        said.append(Importance(tuple(issues[j] for j in rank)))
    if len(set(table[2])) == 3:
        said.append(Order("town", tuple((OPTIONS[k],) for k in sorted(range(3), key=lambda k: -table[2][k]))))
    for _ in range(draws.randrange(3)):
        one, other = ([draws.randrange(3) for _ in issues] for _ in range(2))
        worth = [sum(row[k] for row, k in zip(table, of, strict=True)) for of in (one, other)]
        if worth[0] != worth[1]:
            better, worse = (one, other) if worth[0] > worth[1] else (other, one)
            sides = [tuple((i, OPTIONS[k]) for i, k in zip(issues, of, strict=True)) for of in (better, worse)]
            said.append(Rather(sides[0], sides[1]))
    away = draws.randrange(5, 25)
    for _ in range(draws.randrange(3)):
        of = [draws.randrange(3) for _ in issues]
        yes = sum(row[k] for row, k in zip(table, of, strict=True)) >= away
        said.append(Verdict(tuple((i, OPTIONS[k]) for i, k in zip(issues, of, strict=True)), yes))
    answers = (Answer(f"a{number}", one) for number, one in enumerate(said))
    scores = tuple(_ranged(issue, *row) for issue, row in zip(issues, ranges, strict=False))
    talks = talks_of(*answers, issues=issues, scores=scores)
    return belief(talks, "ann", seed=seed, kept=10, mistaken=SURE if seed % 2 else Fraction(1, 20)), fits


@pytest.mark.parametrize("first", range(0, 180, 30))
def test_no_position_at_all_is_said_only_with_a_contradiction(first: int) -> None:
    """And never where a position was there first; nearly always a start is found then."""
    lost = 0
    for seed in range(first, first + 30):
        held, fits = _of_a_position(seed)
        assert not held.is_empty or held.contradictions
        assert held.samples is None or not (held.is_empty or held.no_start)
        if fits:
            assert held.contradictions == ()
            lost += held.samples is None
    assert lost <= 1


# issues that may hang together

SHORT_NONE, SHORT_UN, LONG_NONE, LONG_UN = (package(*cell) for cell in ((0, 0), (0, 1), (1, 0), (1, 1)))
CROSSED = (
    Answer("1", Rather(tuple(SHORT_NONE.items()), tuple(SHORT_UN.items()))),
    Answer("2", Rather(tuple(LONG_UN.items()), tuple(LONG_NONE.items()))),
)


def _held(*answers: Answer, **position: object) -> Belief:
    return belief(talks_of(*answers, **position), "ann", seed=1, kept=20)


def test_answers_that_only_issues_apart_contradict_are_told_with_the_issues() -> None:
    (found,) = _held(*CROSSED).contradictions
    assert (found.answers, found.unless_joined) == (("1", "2"), ISSUES)
    assert str(found).endswith("cannot both be true unless issue 'pause' and issue 'aid' hang together")
    (found,) = _held(*CROSSED, Answer("no", Joined(ISSUES, False))).contradictions
    assert (found.answers, found.unless_joined) == (("1", "2"), ())
    assert _held(*CROSSED, Answer("yes", Joined(ISSUES, True))).contradictions == ()


def test_what_contradicts_itself_however_issues_hang_together_is_told_without_them() -> None:
    better, worse = tuple(SHORT_NONE.items()), tuple(LONG_UN.items())
    (found,) = _held(Answer("1", Rather(better, worse)), Answer("2", Rather(worse, better))).contradictions
    assert found.unless_joined == ()
    (found,) = _held(Answer("1", Importance(ISSUES)), Answer("2", Importance(ISSUES[::-1]))).contradictions
    assert found.unless_joined == ()


def test_only_the_issues_that_matter_are_named() -> None:
    """Of three issues two explain it; the third is the same in every draft."""
    issues = (*ISSUES, "town")
    sides = [tuple((side | {"town": "most"}).items()) for side in (SHORT_NONE, SHORT_UN, LONG_UN, LONG_NONE)]
    said = (Answer("1", Rather(sides[0], sides[1])), Answer("2", Rather(sides[2], sides[3])))
    (found,) = belief(talks_of(*said, issues=issues), "ann", seed=1, kept=20).contradictions
    assert found.unless_joined == ISSUES


def test_of_several_issues_that_would_explain_it_all_are_named() -> None:
    """A yes to the worst and a no to the best of three issues: any two of them might do."""
    issues = (*ISSUES, "town")
    orders = (Answer(f"o-{issue}", Order(issue, tuple((option,) for option in OPTIONS))) for issue in issues)
    best, worst = (tuple((issue, option) for issue in issues) for option in ("most", "none"))
    said = (*orders, Answer("no", Verdict(best, False)), Answer("yes", Verdict(worst, True)))
    (found,) = belief(talks_of(*said, issues=issues), "ann", seed=1, kept=20).contradictions
    assert found.unless_joined == issues
    assert str(found).endswith("unless some of the issues 'pause', 'aid' and 'town' hang together")


def test_a_clash_does_not_go_away_where_issues_hang_together() -> None:
    line = RedLine("short", Choice("pause", ("some",)))
    (found,) = _held(_verdict(0, 0, yes=True), red_lines=(line,)).contradictions
    assert (found.recorded, found.unless_joined) == (("red_line:short",), ())


def test_a_word_says_whether_it_takes_issues_to_be_apart() -> None:
    yes = _verdict(1, 1, yes=True)
    held = _held(*ordered(), yes)
    better, same, worse = (standing(held, package(*cell)) for cell in ((0, 2), (1, 1), (2, 0)))
    assert (better.word, better.taken_apart) == ("necessarily", True)
    assert (same.word, same.taken_apart) == ("necessarily", False)  # it said yes to just this
    assert (worse.word, worse.taken_apart) == ("possibly", False)
    asked = _held(*ordered(), yes, Answer("no", Joined(ISSUES, False)))
    assert standing(asked, package(0, 2)).taken_apart is False
    refused = _held(*ordered(), _verdict(1, 1, yes=False), red_lines=(RedLine("l", Choice("aid", ("most", "some"))),))
    assert standing(refused, package(2, 0)).taken_apart is True
    assert standing(refused, package(1, 1)).taken_apart is False
    assert standing(refused, package(0, 2)).taken_apart is False  # for its red line
    assert "hang together" in TAKEN_APART


def test_what_is_scored_is_as_it_is_recorded() -> None:
    scores = (_ranged("pause", (10, 10), (5, 5), (0, 0)), _ranged("aid", (0, 0), (4, 4), (10, 10)))
    held = _held(scores=scores, walk_away=Fraction(9))
    assert (standing(held, package(1, 1)).word, standing(held, package(1, 1)).taken_apart) == ("necessarily", False)
    assert _held(scores=scores[:1]).evidence.taken_apart == ((0, 1),)
