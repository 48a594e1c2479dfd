"""Robustness in the words of the talks, against brute force over every draw, and a case by hand."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from tests.judge import brute
from tests.judge.generated import talks_case

import goodoffices as go
from goodoffices.analysis import Share, robustness
from goodoffices.analysis.drawn import STEPS, drawn, loosened
from goodoffices.analysis.robustness import Robustness
from goodoffices.exact.drawing import repicks, robust
from goodoffices.exact.watch import Watch
from goodoffices.talks import Bonus, Choice, Issue, IssueScores, Option, Package, Party, Position, RedLine, Talks

DRAWS = 12
CASES = range(0, 120, 3)


def loose(seed: int) -> Talks:
    """Generated talks in which some numbers became ranges, of every width from nothing to a few points."""
    talks, draw = talks_case(seed), random.Random(seed)

    def off(points: Fraction) -> Fraction:
        return draw.choice((Fraction(0), Fraction(0), Fraction(1, 3), abs(points) / 8, Fraction(2)))

    positions = []
    for position in talks.positions:
        scores = tuple(
            replace(entry, within=within if any(within := tuple(map(off, entry.points))) else ())
            for entry in position.scores
        )
        bonuses = tuple(replace(bonus, within=off(bonus.points)) for bonus in position.bonuses)
        floor = Fraction(0) if position.walk_away is None else off(position.walk_away)
        positions.append(replace(position, scores=scores, bonuses=bonuses, walk_away_within=floor))
    return replace(talks, positions=tuple(positions))


def each_draw(talks: Talks, seed: int = 0) -> list[Talks]:
    """The talks of every draw: the numbers that were drawn, as fractions, and nothing else of the engine."""
    cases = drawn(talks, DRAWS, seed, {})
    unit, found = cases.whole.unit, []
    for draw in range(DRAWS):
        one = talks
        for number, party in enumerate(cases.whole.sides):
            values = [unit * int(value) for value in cases.draws.table(number, draw, draw + 1)[:, 0]]
            recorded, scores = talks.position(party), []
            for issue in talks.issues:
                points, values = tuple(values[: len(issue.options)]), values[len(issue.options) :]
                if recorded.points(issue.id) is not None:
                    scores.append(IssueScores(issue.id, points))
            bonuses = tuple(Bonus(bonus.when, value) for bonus, value in zip(recorded.bonuses, values, strict=False))
            floor = recorded.walk_away if recorded.floor is None else values[-1]
            by_issue = {entry.issue: entry for entry in scores}
            ordered = tuple(by_issue[entry.issue] for entry in recorded.scores)
            if recorded != Position(party):
                plain = replace(recorded, walk_away_within=Fraction(0))
                one = one.with_position(replace(plain, scores=ordered, bonuses=bonuses, walk_away=floor))
        found.append(one)
    return found


@pytest.mark.parametrize("seed", CASES)
def test_shares_are_those_of_brute_force_over_all_packages_and_draws(seed: int) -> None:
    talks = loose(seed)
    if not any(talks.position(party).has_ranges for party in talks.signatories):
        return
    answer, judged = robustness(talks, draws=DRAWS), [brute.table(one) for one in each_draw(talks)]
    zones = [[row.package for row in brute.zone(table)] for table in judged]
    assert answer.zone == Share(sum(map(bool, zones)), DRAWS)
    counts = Counter(tuple(package.items()) for zone in zones for package in zone)
    top = max(counts.values(), default=0)
    assert answer.proved
    assert answer.bound == Share(top, DRAWS)
    assert (answer.best is None) == (top == 0)
    assert answer.ties == sum(count == top for count in counts.values())
    for tried in answer.tried:
        assert tried.acceptable == Share(counts[tuple(tried.package.items())], DRAWS)
        for party, share in tried.by_party.items():
            assert share == Share(sum(_signs(table, party, tried.package) for table in judged), DRAWS)
    _same_formulas(answer, judged, [brute.table(talks)])
    _same_losses(answer, judged)


def _signs(table: brute.Table, party: str, package: Package) -> bool:
    (row,) = [row for row in table.rows if row.package == package]
    return party in brute.willing(table, row)


def _same_formulas(answer: Robustness, judged: list[brute.Table], recorded: list[brute.Table]) -> None:
    for name, firm in answer.formulas.items():
        verdicts = [brute.formula(table, name) for table in judged]
        packages = [None if verdict is None else verdict.package for verdict in verdicts]
        (base,) = [brute.formula(table, name) for table in recorded]
        assert firm.package == (None if base is None else base.package)
        assert firm.same == (None if base is None else Share(packages.count(base.package), DRAWS))
        assert firm.nothing == Share(packages.count(None), DRAWS)
        often = Counter(tuple(package.items()) for package in packages if package is not None)
        assert firm.packages == len(often)
        assert firm.most_often_in.count == max(often.values(), default=0)
        if firm.most_often is not None:
            assert often[tuple(firm.most_often.items())] == firm.most_often_in.count
        if name in ("nash", "maximin", "utilitarian"):
            assert _value_lost(name, base, verdicts, judged) == firm.lost


def _value_lost(
    name: str, base: brute.Verdict | None, verdicts: list[brute.Verdict | None], judged: list[brute.Table]
) -> go.analysis.Loss | None:
    lost = []
    for verdict, table in zip(verdicts, judged, strict=True):
        if base is None or verdict is None or not all(_signs(table, p, base.package) for p in table.signatories):
            continue
        (row,) = [row for row in table.rows if row.package == base.package]
        zeros = [position.walk_away or Fraction(0) for position in table.positions]
        gains = tuple(score - zero for score, zero in zip(row.scores, zeros, strict=True))
        (value,) = brute.values_of(name, [gains])
        assert isinstance(verdict.value, Fraction)
        if value == verdict.value:
            lost.append(Fraction(0))
        elif value is None or verdict.value <= 0:
            lost.append(Fraction(1))
        else:
            assert isinstance(value, Fraction)
            lost.append(round(min(Fraction(1), 1 - value / verdict.value), 9))
    return go.analysis.Loss(max(lost), sum(lost, Fraction(0)) / len(lost)) if lost else None


def _same_losses(answer: Robustness, judged: list[brute.Table]) -> None:
    for tried in answer.tried if answer.formulas else ():
        lost: dict[str, list[Fraction]] = {party: [] for party in answer.talks.signatories}
        for table in judged:
            signed = [row for row in table.rows if set(brute.willing(table, row)) >= set(table.signatories)]
            mine = [row for row in signed if row.package == tried.package]
            for place, party in enumerate(table.signatories if mine else ()):
                lost[party].append(max(row.scores[place] for row in signed) - mine[0].scores[place])
        told = {p: (max(some), sum(some, Fraction(0)) / len(some)) for p, some in lost.items() if some}
        assert {party: (loss.greatest, loss.average) for party, loss in tried.lost.items()} == told


@pytest.mark.parametrize("seed", [3, 12, 39, 60])
def test_where_packages_are_too_many_the_answer_is_no_other_or_says_that_it_is_not_proved(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = robustness(loose(seed), draws=DRAWS)
    monkeypatch.setattr(robust, "LOOKED_AT", 0)
    monkeypatch.setattr(repicks, "PAIRS", 0)
    found = robustness(loose(seed), draws=DRAWS)
    assert found.zone == whole.zone
    assert found.formulas == whole.formulas
    assert found.bound.count >= whole.bound.count
    assert (found.best.acceptable.count if found.best else 0) <= whole.bound.count
    assert not found.proved or found.bound == whole.bound


# --- by hand ---------------------------------------------------------------------------------------------------------

HEIGHT = Issue("height", "Height", tuple(Option(id, id) for id in ("low", "middle", "high")))
SIDES = (Party("ann", "Ann"), Party("bo", "Bo"))


def scored(party: str, low: int, middle: int, high: int, walk_away: int) -> Position:
    points = tuple(map(Fraction, (low, middle, high)))
    return Position(party, (IssueScores("height", points),), walk_away=Fraction(walk_away))


FENCE = Talks(
    "A fence", SIDES, (HEIGHT,), positions=(scored("ann", 0, 6, 10, 5), scored("bo", 10, 4, 3, 3))
)  # both could sign middle (gains 1 and 1) and high (gains 5 and 0)


def test_samples_by_hand() -> None:
    # of Ann's four samples one asks for 7, so that middle will not do; Bo is as recorded
    samples = [scored("ann", 0, 6, 10, walk_away) for walk_away in (5, 5, 6, 7)]
    answer = robustness(FENCE, draws=2000, samples={"ann": samples})
    picks = drawn(FENCE, 2000, 0, {"ann": samples}).draws.table(0, 0, 2000)[-1]
    asks = Counter(int(units) for units in picks)
    assert sorted(asks) == [5, 6, 7]
    assert abs(asks[5] - 1000) < 110
    assert answer.drawn == {"ann": "samples"}
    assert answer.zone == Share(2000, 2000)
    assert answer.best is not None
    assert answer.best.package == {"height": "high"}
    assert answer.best.acceptable == Share(2000, 2000)
    assert answer.ties == 1
    # Nash: middle's product is 1 where Ann asks for 5, else 0; high's is 0: of equal products the better sorted gains
    assert answer.formulas["nash"].package == {"height": "middle"}
    assert answer.formulas["nash"].same == Share(asks[5], 2000)
    middle = next(one for one in answer.tried if one.package == {"height": "middle"})
    assert middle.by_party == {"ann": Share(asks[5] + asks[6], 2000), "bo": Share(2000, 2000)}
    assert middle.lost["ann"] == go.analysis.Loss(Fraction(4), Fraction(4))
    assert answer.formulas["utilitarian"].same == Share(2000, 2000)


def test_numbers_of_samples_that_are_no_multiples_of_those_recorded_stay_exact() -> None:
    recorded = replace(FENCE.positions[0], walk_away=Fraction(16, 3))
    sample = replace(scored("ann", 0, 6, 10, 5), walk_away=Fraction(11, 2))
    cases = drawn(FENCE.with_position(recorded), 3, 0, {"ann": [sample]})
    assert [value * cases.whole.unit for value in cases.draws.table(0, 0, 3)[:, 0].tolist()] == [
        0,
        6,
        10,
        Fraction(11, 2),
    ]
    assert cases.whole.problem.sides[0].zero * cases.whole.unit == Fraction(16, 3)


def test_two_gains_below_zero_are_no_product() -> None:
    # nobody has a walk-away; where both get less than nothing from the high fence, Nash does not look at it
    points, off = tuple(map(Fraction, (1, 0, 2))), tuple(map(Fraction, (0, 0, 6)))
    sides = tuple(Position(party, (IssueScores("height", points, off),)) for party in ("ann", "bo"))
    talks = replace(FENCE, positions=sides)
    answer = robustness(talks, draws=DRAWS, seed=1)
    judged = [brute.table(one) for one in each_draw(talks, seed=1)]
    assert any(max(row.scores) < 0 for table in judged for row in table.rows)
    _same_formulas(answer, judged, [brute.table(talks)])


def test_a_walk_away_that_is_reached_exactly_is_reached_in_every_draw() -> None:
    # a tenth and two tenths against three tenths: nothing may be lost in rounding, however fine the grid of the rest
    issues = tuple(Issue(id, id, (Option("hers", "hers"),)) for id in ("barn", "field", "barrow"))
    scores = tuple(IssueScores(i, (Fraction(n, 10),)) for i, n in (("barn", 1), ("field", 2)))
    ann = Position("ann", scores, walk_away=Fraction(3, 10))
    bo = Position("bo", (IssueScores("barrow", (Fraction(1),), (Fraction(1, 7),)),))
    answer = robustness(Talks("Parcels", SIDES, issues, positions=(ann, bo)), draws=300)
    assert answer.zone == Share(300, 300)


def test_on_a_range_what_lies_between_two_given_points_is_drawn_with_them() -> None:
    cost = Issue("cost", "Cost", tuple(Option(str(v), str(v), value=Fraction(v)) for v in range(5)))
    numbers = tuple(map(Fraction, (0, 2, 4, 6, 8)))
    ann = Position("ann", (IssueScores("cost", numbers, tuple(map(Fraction, (0, 1, 2, 3, 4)))),))
    cases = drawn(Talks("Costs", SIDES, (cost,), positions=(ann,)), 50, 0, {})
    for row in cases.draws.table(0, 0, 50).T.tolist():
        assert [value - (row[4] * step // 4) for step, value in enumerate(row[:5])] == [0] * 5
        assert 4 <= row[4] * cases.whole.unit <= 12


def test_every_range_has_enough_steps_and_what_is_known_stays_as_it_is() -> None:
    ann = replace(FENCE.positions[0], walk_away_within=Fraction(1, 300))
    cases = drawn(FENCE.with_position(ann), 400, 0, {})
    table, unit = cases.draws.table(0, 0, 400), cases.whole.unit
    assert Fraction(2, 300) / unit >= STEPS
    assert [{row * unit for row in column.tolist()} for column in table[:3]] == [{0}, {6}, {10}]
    drawn_floors = {value * unit for value in table[3].tolist()}
    assert min(drawn_floors) >= 5 - Fraction(1, 300)
    assert max(drawn_floors) <= 5 + Fraction(1, 300)
    assert len(drawn_floors) > 100


def test_the_same_question_gives_the_same_answer_and_another_seed_another() -> None:
    class TwoCores(Watch):
        cores = 2

    talks = loosened(FENCE, Fraction(3))
    one = robustness(talks, draws=500, seed=7)
    assert one == robustness(talks, draws=500, seed=7, watch=TwoCores())
    assert one == replace(robustness(FENCE, draws=500, seed=7, within=3), within=None)
    assert one.zone != robustness(talks, draws=500, seed=8).zone


def test_within_is_for_numbers_that_are_no_ranges_themselves() -> None:
    ann = replace(
        FENCE.positions[0],
        scores=(IssueScores("height", tuple(map(Fraction, (0, 6, 10))), tuple(map(Fraction, (0, 2, 0)))),),
    )
    talks = loosened(replace(FENCE, positions=(ann,)), Fraction(1))
    assert talks.position("ann").scores[0].within == tuple(map(Fraction, (1, 2, 1)))
    assert talks.position("ann").walk_away_within == 0


def test_a_party_of_whom_no_scores_are_recorded() -> None:
    answer = robustness(replace(FENCE, positions=FENCE.positions[:1]), draws=100, within=2)
    assert answer.formulas == {}
    assert answer.why == "No scores are recorded for Bo."
    assert answer.best is not None
    assert answer.best.package == {"height": "high"}
    assert answer.best.lost == {}


def test_formulas_that_pick_nothing_as_recorded_have_nothing_to_stay_the_same() -> None:
    talks = replace(FENCE, positions=(scored("ann", 0, 6, 10, 7), scored("bo", 10, 4, 2, 3)))
    answer = robustness(talks, draws=300, within=2)
    assert {firm.same for firm in answer.formulas.values()} == {None}
    assert answer.zone is not None
    assert 0 < answer.zone.count < 300
    assert answer.formulas["nash"].nothing.count == 300 - answer.zone.count


BONUS = replace(scored("ann", 0, 6, 10, 5), bonuses=(Bonus(Choice("height", ("low",)), Fraction(1)),))
OPEN = replace(scored("ann", 0, 6, 10, 5), walk_away=None)
RED = replace(scored("ann", 0, 6, 10, 5), red_lines=(RedLine("high", Choice("height", ("high",))),))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "no number that an answer rests on is a range"),
        ({"within": 0}, "a number above 0"),
        ({"within": 1, "draws": 0}, "the number of draws"),
        ({"within": 1, "draws": 10**7}, "the number of draws"),
        ({"within": 1, "seed": -1}, "a seed is a whole number"),
        ({"samples": {"cy": [scored("cy", 0, 1, 2, 1)]}}, "'cy' is not a signatory"),
        ({"samples": {"ann": []}}, "there are no samples of 'ann'"),
        ({"samples": {"ann": [scored("bo", 0, 1, 2, 1)]}}, "is a position of 'bo'"),
        ({"samples": {"ann": [RED]}}, "other red lines"),
        ({"samples": {"ann": [BONUS]}}, "bonuses"),
        ({"samples": {"ann": [scored("ann", 0, 1, 2, 1), OPEN]}}, "some have none"),
        ({"samples": {"ann": [replace(scored("ann", 0, 1, 2, 1), walk_away_within=Fraction(1))]}}, "ranges itself"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(asked: dict[str, object], said: str) -> None:
    with pytest.raises(go.BadQuestion, match=said):
        go.robustness(FENCE, **asked)  # type: ignore[arg-type]


def test_samples_may_tell_what_no_position_does() -> None:
    talks = replace(FENCE, positions=FENCE.positions[1:])
    answer = go.robustness(talks, draws=50, samples={"ann": [scored("ann", 0, 6, 10, 5)]}, limit=60)
    assert answer.zone == Share(50, 50)
    assert answer.formulas["nash"].same is None
    assert answer.formulas["nash"].most_often == {"height": "middle"}


def test_positions_that_no_answer_rests_on_are_no_reason_to_draw() -> None:
    outsider = (*SIDES, Party("cy", "Cy", "guarantor"))
    loose = replace(scored("cy", 0, 6, 10, 5), walk_away_within=Fraction(1))
    with pytest.raises(go.BadQuestion, match="no number that an answer rests on"):
        robustness(replace(FENCE, parties=outsider, positions=(*FENCE.positions, loose)))


def test_a_share_never_says_all_or_none_where_it_is_not_so() -> None:
    assert str(Share(10_000, 10_000)) == "100 % (at least 99.9) of 10,000 draws"
    assert str(Share(9_999, 10_000)) == "99.9 % (99.9 to 100) of 10,000 draws"
    assert str(Share(0, 10)) == "0 % (at most 27.8) of 10 draws"  # Wilson: up to z^2 / (n + z^2)
    assert str(Share(9_600, 10_000)) == "96 % (95.5 to 96.4) of 10,000 draws"
    assert str(Share(1, 10_000)) == "0.1 % (0 to 0.1) of 10,000 draws"
    low, high = Share(5, 10).interval
    assert (round(low, 4), round(high, 4)) == (0.2366, 0.7634)


def test_an_answer_prints_in_short() -> None:
    text = str(robustness(FENCE, draws=100, within=1))
    assert text.splitlines()[0].startswith("zone in ")
    assert "acceptable in the most draws: height: middle" in text
    assert "nash: the same in" in text
