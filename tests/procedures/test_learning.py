"""The learning one-text: it comes near the best draft, and what is on the table never gets worse for anybody."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from math import prod

import numpy as np
import pytest

from goodoffices.beliefs import Worth
from goodoffices.procedures.learning import Orders, climbed, learning_one_text
from goodoffices.procedures.lots import Lots
from goodoffices.procedures.steps import Ask, Better, Draft, Ending, Reply, Running, Sign, Table

SIZES = (4, 4, 4, 4)
FLOOR = Fraction(1, 4)


def scores(seed: int, parties: int) -> list[list[list[Fraction]]]:
    """For each party, issue and option a share of its scale: all best options together 1, every worst 0."""
    lots = Lots(seed, "scores")
    found = []
    for _ in range(parties):
        rows = [[0, *(1 + lots.below(50) for _ in range(size - 1))] for size in SIZES]
        whole = sum(map(max, rows))
        found.append([[Fraction(points, whole) for points in lots.shuffled(row)] for row in rows])
    return found


def score(of: list[list[Fraction]], draft: Draft) -> Fraction:
    return sum((row[option] for row, option in zip(of, draft, strict=True)), Fraction(0))


def orders_of(all_scores: list[list[list[Fraction]]]) -> Orders:
    return tuple(
        tuple(tuple((k,) for k in sorted(range(len(row)), key=lambda k, row=row: -row[k])) for row in of)  # type: ignore[misc]
        for of in all_scores
    )


def run(started: Running, parties: list[list[list[Fraction]]]) -> tuple[Ending, list[tuple[Draft, list[Reply]]]]:
    """Truthful parties; also the drafts that were voted on by all, with the votes."""

    def reply(ask: Ask) -> Reply:
        match ask.question:
            case Sign(draft):
                return score(parties[ask.to], draft) >= FLOOR
            case Better(draft, than):
                return score(parties[ask.to], draft) > score(parties[ask.to], than)
            case _:
                raise AssertionError

    voted = []
    try:
        step = next(started)
        while True:
            replies = [reply(ask) for ask in step.asks]
            if len({ask.question for ask in step.asks}) == 1 and isinstance(step.asks[0].question, Better | Sign):
                voted.append((step.asks[0].question.draft, replies))
            step = started.send(replies)
    except StopIteration as ended:
        return ended.value, voted


def reached(parties: list[list[list[Fraction]]], draft: Draft) -> float:
    """What of the best product of gains a draft reaches, by brute force."""

    def gains(one: Draft) -> float:
        return float(prod(max(Fraction(0), score(of, one) - FLOOR) for of in parties))

    return gains(draft) / max(gains(one) for one in product(*map(range, SIZES)))


@pytest.mark.parametrize("parties", [2, 3])
def test_more_questions_bring_it_nearer_to_the_best(parties: int) -> None:
    def share(questions: int) -> float:
        shares = []
        for seed in range(8):
            known = scores(seed, parties)
            started = learning_one_text(
                Table(SIZES, parties), Lots(seed, "x"), questions=questions, orders=orders_of(known),
                walk_aways=(FLOOR,) * parties,
            )  # fmt: skip
            ending, _ = run(started, known)
            shares.append(0.0 if ending.signed is None else reached(known, ending.signed))
        return float(np.mean(shares))

    few, many = share(0), share(15)
    assert many > 0.93
    assert many > few


def test_what_is_on_the_table_never_gets_worse_for_anybody() -> None:
    changes = 0
    for seed in range(12):
        known = scores(seed, 2)
        started = learning_one_text(Table(SIZES, 2), Lots(seed, "x"), questions=1, votes=8, walk_aways=(FLOOR,) * 2)
        ending, voted = run(started, known)
        *votes, (last, _) = voted
        accepted = [draft for draft, replies in votes if all(replies)]
        assert not accepted or last == accepted[-1]
        for draft, replies in votes:
            if not all(replies):
                assert draft != last or draft in accepted
        for earlier, later in pairwise(accepted):
            assert all(score(of, later) > score(of, earlier) for of in known)
        changes += len(accepted)
        assert ending.signed in (None, last)
    assert changes > 0


def test_a_climb_ends_at_a_draft_that_no_single_change_betters() -> None:
    for seed in range(10):
        known = scores(seed, 3)
        flat = np.array([[float(points) for row in of for points in row] for of in known])
        worth = Worth(SIZES)
        positions = np.concatenate((flat, np.zeros((3, worth.coordinates - flat.shape[1]))), axis=1)
        draft = climbed(Table(SIZES, 3), worth, positions, np.full(3, 0.25), Lots(seed, "climb"), 3)
        value = reached(known, draft)
        for issue, size in enumerate(SIZES):
            for option in range(size):
                assert reached(known, (*draft[:issue], option, *draft[issue + 1 :])) <= value + 1e-9


def test_climbs_keep_to_the_links() -> None:
    table = Table(SIZES, 2, meets_links=lambda draft: sum(draft) % 3 == 0)
    for seed in range(10):
        started = learning_one_text(table, Lots(seed, "x"), questions=3)
        _, voted = run(started, scores(seed, 2))
        assert all(table.admits(draft) for draft, _ in voted)
