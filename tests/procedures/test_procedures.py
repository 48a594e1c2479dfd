"""What each procedure does, on cases that can be followed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from goodoffices.errors import BadQuestion
from goodoffices.procedures.lots import Lots
from goodoffices.procedures.registry import PROCEDURES, procedure
from goodoffices.procedures.running import Played, play
from goodoffices.procedures.steps import (
    Ask,
    Better,
    Draft,
    Ending,
    LetPass,
    Number,
    Rank,
    Reply,
    Running,
    Sign,
    Table,
    Tell,
    Which,
    signing,
    to_all,
)  # fmt: skip

LINE = Table((3,), 2)
A, B, C = (0,), (1,), (2,)


def test_one_text_climbs_while_everybody_gains() -> None:
    """Both gain from each step up; the text ends where no step is left."""

    def reply(ask: Ask) -> Reply:
        match ask.question:
            case Better(draft, than):
                return draft > than
            case _:
                return True

    table = Table((4, 4), 2)
    played = play("one-text", table, reply, seed=3, start=(0, 0))
    assert (played.ending.signed, played.ending.why) == ((3, 3), "every change was tried")
    short = play("one-text", table, reply, seed=3, start=(0, 0), rounds=1)
    assert short.ending.why == "the rounds were used up"
    assert short.ending.signed != (3, 3)


def test_annealing_leaves_a_draft_that_no_single_change_betters() -> None:
    """Two issues that both want settled alike, (1, 1) above (0, 0): the climb stays at (0, 0), the heat leads away."""
    worth = {(0, 0): 5, (1, 1): 9, (0, 1): 0, (1, 0): 0}

    def reply(ask: Ask) -> Reply:
        match ask.question:
            case Better(draft, than):
                return worth[draft] > worth[than]
            case LetPass(draft, than, heat):
                return worth[draft] > worth[than] or heat > 0.05
            case _:
                return True

    table = Table((2, 2), 2)
    for seed in range(10):
        assert play("one-text", table, reply, seed=seed, start=(0, 0)).ending.signed == (0, 0)
    played = [play("annealing one-text", table, reply, seed=seed, start=(0, 0), rounds=40) for seed in range(10)]
    assert {run.ending.signed for run in played} == {(0, 0), (1, 1)}
    assert {len(run.steps) for run in played} == {41}


def test_annealing_asks_in_every_round_and_cools_in_equal_steps() -> None:
    """Half of the packages cross the link; what crosses it is drawn again, so that no round goes by unasked."""
    diagonal = Table((3, 3, 2), 2, meets_links=lambda draft: draft[0] == draft[2] or draft[0] == 2)
    for seed in range(10):
        played = play("annealing one-text", diagonal, lambda ask: True, seed=seed, rounds=8)
        heats = [step.asks[0].question.heat for step, _ in played.steps[:-1]]  # type: ignore[union-attr]
        assert heats == [Fraction(8 - done, 80) for done in range(8)]
        hotter = play("annealing one-text", diagonal, lambda ask: True, seed=seed, rounds=8, heat=Fraction(1, 2))
        assert hotter.steps[2][0].asks[0].question.heat == Fraction(6, 16)  # type: ignore[union-attr]
    alone = Table((2, 2), 2, meets_links=lambda draft: draft == (1, 1))
    played = play("annealing one-text", alone, lambda ask: True, seed=1)
    assert played.ending == Ending((1, 1), "no further change was found that meets the links")
    assert len(played.steps) == 1


def test_split_the_gap_promises_no_more_than_it_keeps() -> None:
    """From the middle, 5, and its own 6 the first side knows that the other named 4, or a little more."""
    named = [Fraction(6), Fraction(5)]
    table = Table((11,), 2)
    played = play("split-the-gap", table, lambda a: named[a.to] if isinstance(a.question, Number) else True, seed=1)
    assert played.ending.signed == (5,)
    told = played.steps[0][0].tells[0].said
    assert "each can work out about what the other named" in told
    assert "Nobody" not in told


def test_blind_bidding_falls_back_to_the_middle() -> None:
    """Opposite orders meet at the second of three: each falls back one step (Brams & Kilgour 2001)."""
    orders = {0: (0, 1, 2), 1: (2, 1, 0)}

    def reply(ask: Ask) -> Reply:
        return orders[ask.to] if isinstance(ask.question, Rank) else True

    assert play("blind bidding", LINE, reply, seed=1, drafts=(A, B, C)).ending.signed == B


def test_blind_bidding_goes_on_with_more_drafts_until_one_is_signable() -> None:
    """Only C is signable to both, and it comes in the second round; they are told that none was before."""

    def reply(ask: Ask) -> Reply:
        match ask.question:
            case Rank(drafts):
                good = (A, C) if ask.to else (B, C)
                return tuple(k for k, draft in enumerate(drafts) if draft in good)
            case _:
                return True

    played = play("blind bidding", LINE, reply, seed=1, drafts=(A, B, C), size=2)
    assert played.ending.signed == C
    assert [len(step.asks[0].question.drafts) for step, _ in played.steps[:2]] == [2, 3]  # type: ignore[union-attr]
    assert played.steps[1][0].tells[0].said.startswith("No draft so far could be signed by enough parties.")


def test_a_poll_takes_what_enough_could_sign_and_of_that_what_most_could() -> None:
    """Of four, A is vetoed by the second and C by the third; B and D stand, and among equals the first listed.

    Where two of three suffice, nothing said of the ending may claim that nobody was against.
    """
    could = {0: {0, 1, 3}, 1: {1, 2, 3}, 2: {0, 1, 3}}

    def reply(ask: Ask) -> Reply:
        match ask.question:
            case Which(drafts):
                return frozenset(k for k, (option,) in enumerate(drafts) if option in could[ask.to])
            case _:
                return True

    table = Table((4,), 3)
    assert play("poll", table, reply, seed=1, drafts=((0,), (1,), (2,), (3,))).ending.signed == (1,)
    quorum = Table((4,), 3, enough=lambda yes: len(yes) >= 2)
    assert play("poll", quorum, reply, seed=1, drafts=((0,), (3,))).ending.signed == (3,)
    why = "enough parties could sign it, and it had the most yeses"
    assert play("poll", quorum, reply, seed=1, drafts=((0,),)).ending == Ending((0,), why)
    none = Ending(None, "no draft of the list could be signed by enough parties")
    assert play("poll", table, reply, seed=1, drafts=((0,), (2,))).ending == none


def test_the_gap_is_split_when_it_is_small() -> None:
    def bids(wants: list[int], gives: list[int]) -> Ending:
        rows = {0: iter(wants), 1: iter(gives)}

        def reply(ask: Ask) -> Reply:
            return Fraction(next(rows[ask.to])) if isinstance(ask.question, Number) else True

        return play("split-the-gap", Table((2, 11), 2), reply, seed=1, issue=1, draft=(1, 0), rounds=2).ending

    assert bids([10, 6], [0, 5]) == Ending((1, 5), "the numbers met")  # apart by one of ten: near enough
    assert bids([4, 0], [8, 0]) == Ending((1, 6), "the numbers met")  # they crossed at once
    assert bids([10, 7], [0, 5]) == Ending(None, "the numbers did not meet")


def test_what_was_voted_better_is_still_not_agreed_without_a_signature() -> None:
    played = play("one-text", LINE, lambda ask: not isinstance(ask.question, Sign), seed=1)
    assert (played.ending.signed, played.ending.why) == (None, "the last draft was not signed")


def test_blind_bidding_ends_when_no_further_draft_is_there() -> None:
    """Nobody could sign any: each round has more drafts than the one before, and after the last one it ends."""

    def nothing(ask: Ask) -> Reply:
        return () if isinstance(ask.question, Rank) else False

    def listed(played: Played) -> list[int]:
        return [len(step.asks[0].question.drafts) for step, _ in played.steps]  # type: ignore[union-attr]

    given = play("blind bidding", LINE, nothing, seed=1, drafts=(A, B, C), size=2)
    assert listed(given) == [2, 3]
    assert given.ending == Ending(None, "no draft of the list could be signed by enough parties")
    for seed in range(20):
        every = listed(play("blind bidding", LINE, nothing, seed=seed, size=1, rounds=50))
        assert every == [1, 2, 3]  # though lots fall on known drafts again and again
        linked = Table((9, 9), 2, meets_links=lambda draft: draft in {(2, 3), (8, 1)})
        assert listed(play("blind bidding", linked, nothing, seed=seed, size=1)) == [1, 2]


TELLS = {
    "blind bidding": ("shown to nobody", "not signable to enough of the others", "ranked before it", "of the other."),
    "poll": ("shown to nobody", "not signable to enough of the others", "stand before it", "of the other."),
    "split-the-gap": ("each can work out about what the other named",),
}


@pytest.mark.parametrize("name", sorted(TELLS))
def test_parties_are_told_beforehand_what_can_be_worked_out(name: str) -> None:
    played = play(name, Table((3, 3), 2), lambda ask: None, seed=1)
    for step, _ in played.steps:
        assert all(part in step.tells[0].said for part in TELLS[name])


def test_what_can_be_worked_out_from_blind_bidding_and_a_poll() -> None:
    """As the parties are told: of two, whoever ranked others before the draft that is put to signature learns that the
    other could not sign them or ranked them below it; in a poll, that the other could not sign those listed before it.
    """
    drafts = tuple((k,) for k in range(4))
    for seed in range(300):
        lots = Lots(seed, "ranks")
        said = [tuple(lots.shuffled(range(4))[: lots.below(5)]) for _ in range(2)]

        def reply(ask: Ask, said: list[tuple[int, ...]] = said) -> Reply:
            match ask.question:
                case Rank():
                    return said[ask.to]
                case Which():
                    return frozenset(said[ask.to])
                case _:
                    return True

        ranked = play("blind bidding", Table((4,), 2), reply, seed=1, drafts=drafts, rounds=1).ending.signed
        polled = play("poll", Table((4,), 2), reply, seed=1, drafts=drafts).ending.signed
        for mine, other in (said, said[::-1]):
            if ranked is None:
                assert not set(mine) & set(other)
                continue
            (place,) = ranked
            for before in mine[: mine.index(place)]:
                assert before not in other or other.index(before) > other.index(place)
            assert polled is not None
            assert not {k for k in mine if k < polled[0]} & set(other)


@pytest.mark.parametrize("name", ["one-text", "annealing one-text"])
def test_under_a_quorum_everybody_is_told_that_a_change_stays_over_a_no(name: str) -> None:
    def reply(ask: Ask) -> Reply:
        return ask.to != 2  # the third says no to everything

    quorum = Table((3, 3), 3, enough=lambda yes: len(yes) >= 2)
    over = play(name, quorum, reply, seed=1, rounds=1, start=(0, 0))
    assert over.ending.signed not in (None, (0, 0))
    assert "where enough parties say so" in over.steps[0][0].tells[0].said
    all_must = play(name, Table((3, 3), 3), reply, seed=1, rounds=1, start=(0, 0))
    assert "where every party says so" in all_must.steps[0][0].tells[0].said


@pytest.fixture
def paced() -> Iterator[str]:
    """A procedure of somebody else's, with settings of its own, one of them unchecked; gone after the test."""
    checks = {"pace": lambda table, value: "" if value in range(1, 4) else f"{value} is no pace"}

    @procedure("by turns", source="nobody", checks=checks)
    def by_turns(table: Table, lots: Lots, *, pace: int = 1, mood: str = "calm", draft: Draft | None = None) -> Running:
        for number in range(pace):
            yield to_all(table, Sign((0, 0)), Tell(f"{number} {mood}"))
        return (yield from signing(table, draft or (0, 0), "it was its turn"))

    yield "by turns"
    del PROCEDURES["by turns"]


def test_a_procedure_brings_checks_of_its_own_settings(paced: str) -> None:
    table = Table((2, 2), 2)
    assert len(play(paced, table, lambda ask: True, seed=1, pace=3, mood="calm").steps) == 4
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"pace": 9}, "setting 'pace' of 'by turns': 9 is no pace"), ({"draft": (7, 7)}, "is no draft of this table"),
        ({"mood": "stormy"}, "'stormy' cannot be checked; register the procedure with a check of it"),
    ]  # fmt: skip
    for settings, said in wrong:
        with pytest.raises(BadQuestion, match=said):
            play(paced, table, lambda ask: True, seed=1, **settings)


GOOD = (((0,), (1,)), ((0, 1),))


@pytest.mark.parametrize(
    "orders",
    [(1, 2), ((1, 2), (3, 4)), (((0,), (1,)), (0, 1)), (GOOD, None), (GOOD, (((0,), ("1",)), ((0, 1),))), "no",
     (GOOD, (((0,), (0,)), ((0, 1),))), (GOOD,), (GOOD, (((0,), (1,)), ((False, True),)))],
)  # fmt: skip
def test_orders_that_are_none_are_refused_in_words(orders: Any) -> None:
    with pytest.raises(BadQuestion, match="give for each party and issue its options from the best to the worst"):
        play("learning one-text", Table((2, 2), 2), lambda ask: None, seed=1, questions=0, orders=orders)


def test_from_nothing_no_lot_is_drawn() -> None:
    for limit in (0, -1):
        with pytest.raises(ValueError, match="nothing to draw from"):
            Lots(1, "nothing").below(limit)
    with pytest.raises(ValueError, match="nothing to draw from"):
        Lots(1, "nothing").pick([])
    assert Lots(1, "one").below(1) == 0


def test_a_middle_that_crosses_a_link_is_not_put_to_signature() -> None:
    """Both would sign whatever they are shown."""

    def reply(ask: Ask) -> Reply:
        return Fraction(1) if isinstance(ask.question, Number) else True

    linked = Table((3,), 2, meets_links=lambda draft: draft != B)
    assert play("split-the-gap", linked, reply, seed=1).ending == Ending(None, "the last draft does not meet the links")
