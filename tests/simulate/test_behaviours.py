"""How parties answer: by their own side alone, wrong only where the behaviour says so, and never when they sign."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from tests.simulate import listed

from goodoffices.errors import BadQuestion
from goodoffices.exact.problem import Choices, Side
from goodoffices.exact.trees import Literal, issues_of
from goodoffices.procedures.lots import Lots
from goodoffices.procedures.steps import Better, LetPass, Number, Question, Rank, Reply, Sign, Together, Which, answers
from goodoffices.simulate.behaviours import (
    KINDS,
    Behaviour,
    behaviour,
    declared,
    every_behaviour,
    happens_to_power,
    nearest_to_other,
    replies,
)
from goodoffices.simulate.own import MOST_REMEMBERED, Own

HALF = Fraction(1, 2)
LINE = Own(Side(((0, 1, 2, 3, 4, 5, 6, 7, 8, 10),), floor=4), (10,), 0, 10)
"""One issue, ten options, worth more and more; it signs from option 4 on."""


def own_of(seed: int, party: int = 0) -> Own:
    problem = listed.small(seed)
    side = problem.sides[party]
    return Own(side, problem.sizes, *listed.scale(problem, side))


def asking(spec: str, own: Own, seed: int = 0) -> Callable[[Question], Reply]:
    how = behaviour(spec)
    reply = replies(how, own, how.who or 0, Lots(seed, "a test"))
    return reply


def rate_of(ask: Callable[[], bool], times: int = 4000) -> float:
    return sum(ask() for _ in range(times)) / times


@pytest.mark.parametrize("seed", range(60))
def test_what_a_party_knows_is_what_its_side_says(seed: int) -> None:
    problem = listed.small(seed)
    own = own_of(seed)
    for package in (*listed.packages(problem), *listed.packages(problem)):  # the second time from what is remembered
        assert own.score(package) == listed.units(problem.sides[0], package)
        assert own.gain(package) == listed.gain(problem.sides[0], package)
        assert own.signs(package) == listed.signs(problem.sides[0], package)


def test_a_score_is_forgotten_and_worked_out_again() -> None:
    bonus = (Literal(0, frozenset({1})), 1)  # without a bonus nothing is remembered
    own = Own(Side(((0, 0), *((0, 1),) * 15), (bonus,)), (2,) * 16, 0, 16)
    for number in range(MOST_REMEMBERED + 10):
        draft = tuple(number >> bit & 1 for bit in range(16))
        assert own.score(draft) == sum(draft)


@pytest.mark.parametrize("seed", range(30))
def test_a_truthful_party_answers_by_its_scores(seed: int) -> None:
    problem, own = listed.small(seed), own_of(seed)
    side, ask = problem.sides[0], asking("truthful", own_of(seed))

    def key(package: Choices) -> tuple[int, int]:
        return -own.crossed(package), listed.units(side, package)

    drafts = tuple(listed.of_links(problem)[:6])  # nothing else is ever asked about
    for draft in drafts:
        assert ask(Sign(draft)) == listed.signs(side, draft)
        for than in drafts:
            assert ask(Better(draft, than)) == (key(draft) > key(than))
            if key(draft) >= key(than):
                assert ask(LetPass(draft, than, HALF)) is True
    good = {place for place, draft in enumerate(drafts) if listed.signs(side, draft)}
    assert ask(Which(drafts)) == good
    ranked = ask(Rank(drafts))
    assert isinstance(ranked, tuple)
    assert set(ranked) == good
    worth = [listed.units(side, drafts[place]) for place in ranked]
    assert worth == sorted(worth, reverse=True)


def test_a_worse_draft_passes_with_the_chance_that_the_question_names() -> None:
    ask = asking("truthful", LINE)
    for lost, heat in ((1, Fraction(1)), (5, Fraction(1)), (5, HALF), (8, Fraction(1, 20)), (8, Fraction(3, 1))):
        passed = rate_of(lambda: ask(LetPass((8 - lost,), (8,), heat)) is True)  # noqa: B023
        assert abs(passed - math.exp(-lost / 10 / heat)) < 0.03


@pytest.mark.parametrize(("up", "down"), [(0, 1), (1, 1000), (1, 2), (1, 1), (5, 2), (7, 1)])
def test_chances_of_e_to_a_power_are_exact(up: int, down: int) -> None:
    lots = Lots(3, "powers")
    assert abs(rate_of(lambda: happens_to_power(up, down, lots), 20_000) - math.exp(-up / down)) < 0.012
    assert not happens_to_power(10**30, 1, lots)
    assert not happens_to_power(1, 0, lots)


def test_the_mistaken_are_wrong_at_their_rate_but_never_when_they_sign() -> None:
    ask = asking("mistaken:1/4", LINE)
    assert abs(rate_of(lambda: ask(Better((7,), (3,))) is False) - 1 / 4) < 0.03
    assert abs(rate_of(lambda: ask(Better((3,), (7,))) is True) - 1 / 4) < 0.03
    assert abs(rate_of(lambda: ask(LetPass((7,), (3,), HALF)) is False) - 1 / 4) < 0.03
    assert rate_of(lambda: ask(Sign((4,))) is True) == 1
    assert rate_of(lambda: ask(Sign((3,))) is True) == 0
    drafts = tuple((option,) for option in range(10))
    for place in (0, 9):
        wrong = rate_of(lambda: (place in ask(Which(drafts))) != (place >= 4), 2000)  # type: ignore[operator]  # noqa: B023
        assert abs(wrong - 1 / 4) < 0.05
    first = [ask(Rank(((9,), (8,))))[:1] for _ in range(4000)]  # type: ignore[index]
    both, turned = 9 / 16, 9 / 16 / 4  # neither left out; then changed with one another
    assert abs(sum(said == (1,) for said in first) / 4000 - (turned + 3 / 16)) < 0.03
    assert abs(sum(said == (0,) for said in first) / 4000 - (both - turned + 3 / 16)) < 0.03


def test_the_exaggerating_act_as_if_their_walk_away_were_higher() -> None:
    ask = asking("exaggerating:1/5", LINE)  # a fifth of 10 more: 6
    assert [ask(Sign((option,))) for option in (4, 5, 6)] == [False, False, True]
    assert ask(Which(((5,), (6,), (7,)))) == {1, 2}
    assert ask(Rank(((5,), (6,), (7,)))) == (2, 1)
    assert ask(Better((5,), (4,))) is True
    how = behaviour("exaggerating:1/5@1")
    assert declared(how, LINE, 0).side.floor == 6
    assert declared(how, LINE, 1).side.floor == 4
    assert declared(behaviour("exaggerating:1/5@all"), LINE, 1).side.floor == 6
    assert declared(behaviour("mistaken"), LINE, 0) == LINE
    without = replace(LINE, side=replace(LINE.side, floor=None))
    assert without.raised(Fraction(1, 3)).side.floor == 4  # from the worst package up, rounded up


def test_the_stubborn_say_better_only_of_much_and_let_nothing_worse_pass() -> None:
    ask = asking("stubborn:1/5", LINE)
    assert [ask(Better((option,), (3,))) for option in (3, 4, 5, 6)] == [False, False, True, True]
    assert [ask(LetPass((option,), (3,), Fraction(1))) for option in (2, 3, 4)] == [False, False, True]
    assert ask(Sign((4,))) is True
    climber = asking("stubborn:0", LINE)
    assert [climber(Better((option,), (3,))) for option in (2, 3, 4)] == [False, False, True]


def test_the_slow_leave_questions_unanswered_but_not_the_signature() -> None:
    ask = asking("slow:1/4", LINE)
    assert abs(rate_of(lambda: ask(Better((7,), (3,))) is None) - 1 / 4) < 0.03
    assert {ask(Better((7,), (3,))) for _ in range(50)} == {True, None}
    assert {ask(Sign((4,))) for _ in range(50)} == {True}


def test_a_number_is_the_option_nearest_to_the_other_side_that_it_could_sign() -> None:
    sides = [Side(((0, 3, 9), (0, 5, 7)), floor=floor) for floor in (10, 0, 17)]
    for side, up, down in zip(sides, (1, 0, None), (2, 2, None), strict=True):
        own = Own(side, (3, 3), 0, 16)
        assert nearest_to_other(own, Number((1, 2), 0, 2, wants_end=True)) == up
        assert nearest_to_other(own, Number((1, 2), 0, 2, wants_end=False)) == down
    question = Number((0,), 0, 9, wants_end=True)
    honest, wrong = (replies(behaviour(spec), LINE, 0, Lots(1, "")) for spec in ("truthful", "mistaken:1/2"))
    assert honest(question) == 4
    assert {wrong(question) for _ in range(60)} == {3, 4, 5}
    assert replies(behaviour("exaggerating:1/5"), LINE, 0, Lots(1, ""))(question) == 6


@pytest.mark.parametrize("seed", range(60))
def test_issues_hang_together_where_what_one_adds_depends_on_the_other(seed: int) -> None:
    """Held against all packages; an issue that is in a bonus of three may be named though it makes no difference."""
    problem, own = listed.small(seed), own_of(seed)
    side, ask = problem.sides[0], asking("truthful", own_of(seed))
    places = range(len(problem.sizes))
    for one, other in combinations(places, 2):
        depends = False
        for package in listed.packages(problem):
            for a, b in product(range(problem.sizes[one]), range(problem.sizes[other])):
                moved = [(*package[:one], x, *package[one + 1 :]) for x in (package[one], a)]
                moved += [(*start[:other], b, *start[other + 1 :]) for start in moved]
                now, then, now_b, then_b = (listed.units(side, draft) for draft in moved)
                depends |= then - now != then_b - now_b
        named = (one, other) in own.joined
        assert named or not depends
        assert depends or not named or any(len(issues_of(tree)) > 2 for tree, _ in side.bonuses)
        assert ask(Together(other, (one,))) == ({one} if named else set())
        assert ask(Together(one, (other,))) == ({other} if named else set())
    assert ask(Together(None, tuple(places))) == {place for pair in own.joined for place in pair}


def test_the_mistaken_are_wrong_about_what_hangs_together() -> None:
    ask = asking("mistaken:1/4", LINE)
    assert abs(rate_of(lambda: ask(Together(None, (3,))) == {3}) - 1 / 4) < 0.03


def test_red_lines_come_before_points() -> None:
    """Option 9 is best by points, and crosses the line."""
    own = replace(LINE, side=replace(LINE.side, lines=(Literal(0, frozenset(range(9))),)))
    ask = asking("truthful", own)
    assert ask(Better((8,), (9,))) is True
    assert ask(Better((9,), (0,))) is False
    assert ask(Sign((9,))) is False
    assert abs(rate_of(lambda: ask(LetPass((9,), (9 - 1,), Fraction(10))) is True) - math.exp(-(11 - 2) / 100)) < 0.03


@pytest.mark.parametrize("spec", [str(one) for one in every_behaviour()])
def test_every_reply_answers_its_question_and_depends_on_nothing_but_the_partys_own_lots(spec: str) -> None:
    for seed in range(20):
        problem = listed.small(seed, parties=2)
        drafts = tuple(listed.packages(problem)[:5])
        first, last = drafts[0], drafts[-1]
        number = Number(first, 0, problem.sizes[0] - 1, wants_end=True)
        questions: list[Question] = [Sign(first), Better(first, last), LetPass(last, first, HALF)]
        questions += [Which(drafts), Rank(drafts), number, Together(None, (0, 1)), Together(0, (1,))]
        own = [Own(side, problem.sizes, *listed.scale(problem, side)) for side in problem.sides]

        def together(own: list[Own] = own, seed: int = seed) -> list[Callable[[Question], Reply]]:
            return [replies(behaviour(spec), one, k, Lots(seed, str(k))) for k, one in enumerate(own)]

        one, alone = together(), together()
        said = [(one[0](q), one[1](q)) for q in questions * 3]
        assert [alone[0](q) for q in questions * 3] == [of_first for of_first, _ in said]
        assert all(answers(q, reply) for q, pair in zip(questions * 3, said, strict=True) for reply in pair)


def test_specs_are_read_and_written() -> None:
    assert list(KINDS) == ["truthful", "mistaken", "exaggerating", "stubborn", "slow"]
    assert [str(one) for one in every_behaviour()] == [
        "truthful", "mistaken:1/20@all", "exaggerating:1/10@1", "stubborn:1/20@1", "slow:1/4@all",
    ]  # fmt: skip
    assert all(behaviour(str(one)) == one == behaviour(one.name) for one in every_behaviour())
    assert behaviour("stubborn:0@2") == Behaviour("stubborn", Fraction(0), 1)
    assert behaviour("mistaken:.05").rate == Fraction(1, 20)
    assert all(kind.says.endswith(".") for kind in KINDS.values())


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("sleepy", "there are: truthful, mistaken:1/20@all"), ("mistaken:2", "no share from 0 to 1"),
        ("mistaken:x", "no share"), ("mistaken:1/0", "no share"), ("mistaken@0", "the place of a party"),
        ("mistaken@first", "the place of a party"), ("truthful:1/2", "no rate"), ("truthful@1", "is everybody's"),
        ("", "there is no behaviour"), ("mistaken:", "there is no behaviour"),
    ],
)  # fmt: skip
def test_specs_that_are_none_are_refused(spec: str, said: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        behaviour(spec)
    assert said in str(refused.value)
