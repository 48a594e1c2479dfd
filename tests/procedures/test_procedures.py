"""What each procedure does, on cases that can be followed by hand."""

from __future__ import annotations

from fractions import Fraction

from goodoffices.procedures.running import play
from goodoffices.procedures.steps import Ask, Better, Ending, LetPass, Number, Rank, Reply, Sign, Table, Which

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


def test_blind_bidding_hides_what_was_refused_until_more_drafts_follow() -> None:
    """Only C is signable to both, and it comes in the second round; in the first they are told nothing but that."""

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
