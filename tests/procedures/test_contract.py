"""What every registered procedure promises, by being registered: no false agreement, the same run from the same seed,
a record that leads to the same state, and an end."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from inspect import signature
from random import Random
from typing import Any

import pytest
from tests.procedures.parties import BEHAVIOURS, may_be_signed, small, table_of, truthful

from goodoffices.errors import BadQuestion
from goodoffices.procedures.registry import settings_of
from goodoffices.procedures.running import Sitting, play, procedures, resumed, seen_by
from goodoffices.procedures.steps import Better, Draft, LetPass, Question, Rank, Sign, Table, Which, answers


def drafts_of(question: Question) -> tuple[Draft, ...]:
    match question:
        case Sign(draft):
            return (draft,)
        case Better(draft, than) | LetPass(draft, than):
            return (draft, than)
        case Which(drafts) | Rank(drafts):
            return drafts
        case _:
            return ()


NAMES = sorted(procedures())
FEW = {name: {"rounds": 4} if "rounds" in settings_of(found.start) else {} for name, found in procedures().items()}
"""So few rounds that a run can be made again after each of its replies."""
SEEDS = range(60)


@pytest.mark.parametrize("behaviour", sorted(BEHAVIOURS))
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_agreed_that_somebody_could_not_sign(name: str, behaviour: str) -> None:
    agreed = 0
    for seed in SEEDS:
        problem = small(seed)
        played = play(name, table_of(problem), BEHAVIOURS[behaviour](problem, seed), seed=seed)
        if (draft := played.ending.signed) is not None:
            agreed += 1
            assert may_be_signed(problem, draft)
            last, replies = played.steps[-1]
            assert [ask.question for ask in last.asks] == [Sign(draft)] * len(problem.sides)
            assert list(replies) == [True] * len(problem.sides)
    assert agreed == 0 if behaviour == "stubborn" else agreed > 0


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_and_replies_give_the_same_run(name: str) -> None:
    for seed in SEEDS:
        problem = small(seed)
        one, other = (play(name, table_of(problem), truthful(problem), seed=seed) for _ in range(2))
        assert one == other
        counted = Counter(ask.to for step, _ in one.steps for ask in step.asks)
        assert one.asked == max(counted.values(), default=0)


@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_a_replay_of_its_replies(name: str) -> None:
    """Replies come in one by one, in any order within a round; at any moment the record leads to the same state."""
    for seed in range(20):
        problem, table = small(seed), table_of(small(seed))
        reply, order = truthful(problem), Random(seed)
        played = play(name, table, reply, seed=seed, **FEW[name])
        sitting = Sitting(name, table, seed=seed, **FEW[name])
        while sitting.step is not None:
            place = order.choice(sitting.waiting_for())
            ask = sitting.step.asks[place]
            sitting.reply(sitting.round, place, ask.to, reply(ask))
            again = resumed(name, table, sitting.replied, seed=seed, **FEW[name])
            assert (again.step, again.ending, again.round) == (sitting.step, sitting.ending, sitting.round)
            assert again.waiting_for() == sitting.waiting_for()
        assert sitting.ending == played.ending


@pytest.mark.parametrize("name", NAMES)
def test_it_ends_though_nobody_ever_replies(name: str) -> None:
    for seed in SEEDS:
        table = table_of(small(seed))
        sitting = Sitting(name, table, seed=seed)
        for _ in range(2000):
            if sitting.step is None:
                break
            sitting.close_round()
        assert sitting.ending is not None
        assert sitting.ending.signed is None


@pytest.mark.parametrize("name", NAMES)
def test_drafts_meet_the_links(name: str) -> None:
    """A link that forbids half of the packages: no draft that crosses it is ever asked about or signed."""
    table = Table((3, 3, 2), 2, meets_links=lambda draft: sum(draft) % 2 == 0)
    for seed in range(20):
        played = play(name, table, lambda ask: True if isinstance(ask.question, Sign) else None, seed=seed)
        told = [tell.draft for step, _ in played.steps for tell in step.tells if tell.draft is not None]
        asked = [draft for step, _ in played.steps for ask in step.asks for draft in drafts_of(ask.question)]
        assert all(table.admits(draft) for draft in [*told, *asked])
    nothing = Table((3, 3), 2, meets_links=lambda draft: False)
    assert play(name, nothing, lambda ask: True, seed=1).ending.signed is None


@pytest.mark.parametrize("name", NAMES)
def test_a_quorum_is_enough(name: str) -> None:
    """Two of three suffice, the first among them: the third's no stops nothing, the first's does."""
    table = Table((2, 2), 3, enough=lambda yes: len(yes) >= 2 and 0 in yes)
    for against, stops in ((2, False), (0, True)):

        def reply(ask: Any, against: int = against) -> Any:
            if ask.to == against:
                return False if isinstance(ask.question, Sign) else None
            question = ask.question
            if hasattr(question, "drafts"):
                places = range(len(question.drafts))
                return tuple(places) if answers(question, tuple(places)) else frozenset(places)
            return isinstance(question, Sign)

        signed = play(name, table, reply, seed=1).ending.signed
        if name == "split-the-gap":
            assert signed is None  # it is for two parties
        else:
            assert (signed is None) == stops


@pytest.mark.parametrize("name", NAMES)
def test_what_a_party_sees_is_told_to_all_or_asked_of_it(name: str) -> None:
    for seed in range(20):
        problem = small(seed)
        played = play(name, table_of(problem), truthful(problem), seed=seed)
        for party in range(len(problem.sides)):
            for (step, replies), (tells, own) in zip(played.steps, seen_by(played, party), strict=True):
                assert tells == step.tells
                assert len(own) == sum(ask.to == party for ask in step.asks)
                assert all(reply in replies for _, reply in own)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_has_a_value_and_the_source_is_named(name: str) -> None:
    found = procedures()[name]
    assert found.source
    assert found.start.__doc__
    settings = [one.name for one in signature(found.start).parameters.values() if one.kind is one.KEYWORD_ONLY]
    assert list(settings_of(found.start)) == settings


# --- replies that cannot be taken ------------------------------------------------------------------------------------


@pytest.fixture
def sitting() -> Sitting:
    return Sitting("one-text", Table((2, 2), 2), seed=1)


BAD: list[tuple[tuple[int, int, int, Any], str]] = [
    ((3, 0, 0, True), "round 3 was never begun; this is round 0"),
    ((0, 7, 0, True), "question 7 of round 0 was never asked"),
    ((0, 0, 5, True), "party 5 is not in these talks"),
    ((0, 0, 1, True), "question 0 of round 0 was put to somebody else"),
    ((0, 0, 0, Fraction(1)), "this is no reply to question 0 of round 0"),
    ((0, 0, 0, "yes"), "this is no reply to question 0 of round 0"),
]


@pytest.mark.parametrize(("given", "message"), BAD)
def test_replies_to_nothing_that_was_asked(sitting: Sitting, given: tuple[int, int, int, Any], message: str) -> None:
    with pytest.raises(BadQuestion, match=message):
        sitting.reply(*given)
    assert (sitting.replied, sitting.waiting_for(), sitting.round) == ([], (0, 1), 0)


def test_a_second_reply_and_a_draft_that_is_withdrawn(sitting: Sitting) -> None:
    sitting.reply(0, 0, 0, True)
    with pytest.raises(BadQuestion, match="question 0 of round 0 has its reply already; a second one is not taken"):
        sitting.reply(0, 0, 0, False)
    sitting.reply(0, 1, 1, False)
    with pytest.raises(BadQuestion, match="round 0 is over; its drafts are withdrawn; this is round 1"):
        sitting.reply(0, 1, 1, True)
    assert sitting.replied == [(0, 0, True), (0, 1, False)]


def test_after_the_end_nothing_is_taken() -> None:
    sitting = Sitting("split-the-gap", Table((2, 2), 3), seed=1)
    assert sitting.ending is not None
    for act in (lambda: sitting.reply(0, 0, 0, True), sitting.close_round):
        with pytest.raises(BadQuestion, match="the procedure has ended"):
            act()


def test_a_record_that_does_not_fit() -> None:
    with pytest.raises(BadQuestion, match="the record has a reply to question 9 of round 0, which was not asked then"):
        resumed("one-text", Table((2, 2), 2), [(0, 9, True)], seed=1)


def test_a_procedure_there_is_not() -> None:
    with pytest.raises(BadQuestion, match="there is no procedure 'duel'; there are: "):
        play("duel", Table((2,), 2), lambda ask: None, seed=1)
