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
                return worth[draft] > worth[than] or heat > 0.5
            case _:
                return True

    table = Table((2, 2), 2)
    for seed in range(10):
        assert play("one-text", table, reply, seed=seed, start=(0, 0)).ending.signed == (0, 0)
    played = [play("annealing one-text", table, reply, seed=seed, start=(0, 0), rounds=40) for seed in range(10)]
    assert {run.ending.signed for run in played} == {(0, 0), (1, 1)}
    assert {len(run.steps) for run in played} == {41}


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


def test_a_poll_takes_what_nobody_vetoes_and_most_would_sign() -> None:
    """Of four, A is vetoed by the second and C by the third; B and D stand, and among equals the first listed."""
    could = {0: {0, 1, 3}, 1: {1, 2, 3}, 2: {0, 1, 3}}

    def reply(ask: Ask) -> Reply:
        return frozenset(could[ask.to]) if isinstance(ask.question, Which) else True

    table = Table((4,), 3)
    assert play("poll", table, reply, seed=1, drafts=((0,), (1,), (2,), (3,))).ending.signed == (1,)
    quorum = Table((4,), 3, enough=lambda yes: len(yes) >= 2)
    assert play("poll", quorum, reply, seed=1, drafts=((0,), (3,))).ending.signed == (3,)


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
