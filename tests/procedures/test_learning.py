"""The learning one-text: it comes near the best draft, and what is on the table never gets worse for anybody."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pytest

from goodoffices.beliefs import Worth
from goodoffices.beliefs.worth import Reals
from goodoffices.procedures.believing import AFFORDABLE, Believed
from goodoffices.procedures.climbing import climbed
from goodoffices.procedures.learning import Orders, learning_one_text
from goodoffices.procedures.lots import Lots
from goodoffices.procedures.steps import Ask, Better, Draft, Ending, Reply, Running, Sign, Table, Together

Whole: TypeAlias = npt.NDArray[np.int64]
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


def run(
    started: Running, parties: list[list[list[Fraction]]], hangs: frozenset[int] = frozenset()
) -> tuple[Ending, list[tuple[Draft, list[Reply]]]]:
    """Truthful parties, who say that issues hang together; also the drafts voted on by all, with the votes."""

    def reply(ask: Ask) -> Reply:
        match ask.question:
            case Sign(draft):
                return score(parties[ask.to], draft) >= FLOOR
            case Better(draft, than):
                return score(parties[ask.to], draft) > score(parties[ask.to], than)
            case Together():
                return hangs
            case _:
                raise AssertionError

    voted = []
    try:
        step = next(started)
        while True:
            replies = [reply(ask) for ask in step.asks]
            if step.tells[0].draft is not None:
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

    few, many = share(0), share(20)
    assert many > 0.93
    assert many > few


def test_what_is_on_the_table_never_gets_worse_for_anybody() -> None:
    """Said to hang together, so that most questions are votes; too few to ask which."""
    changes = 0
    for seed in range(12):
        known = scores(seed, 2)
        started = learning_one_text(Table(SIZES, 2), Lots(seed, "x"), questions=9, walk_aways=(FLOOR,) * 2)
        ending, voted = run(started, known, frozenset(range(4)))
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
    worth, joined = Worth(SIZES), Worth(SIZES, ((0, 2), (1, 3)))
    for seed in range(10):
        known = scores(seed, 3)
        flat = np.array([[float(points) for row in of for points in row] for of in known])
        terms = np.random.default_rng(seed).normal(0, 0.1, (3, joined.coordinates))
        terms[:, : flat.shape[1]] = flat
        positions = [np.pad(of, (0, worth.coordinates - len(of)))[None] for of in flat[:2]] + [terms[2:]]
        found = climbed(Table(SIZES, 3), [worth, worth, joined], positions, np.full(3, 0.25), Lots(seed, "climb"), 3)

        def merit(draft: Draft, positions: list[Reals] = positions) -> float:
            package = np.array([draft])
            gains = [
                float((of.features(package) @ at.T)[0, 0]) - 0.25
                for of, at in zip((worth, worth, joined), positions, strict=True)
            ]
            return prod(gains) if min(gains) > 0 else sum(min(0, gain) for gain in gains)

        (draft,) = found
        for issue, size in enumerate(SIZES):
            for option in range(size):
                assert merit((*draft[:issue], option, *draft[issue + 1 :])) <= merit(draft) + 1e-9


def test_what_hangs_together_is_asked_and_nothing_is_asked_that_follows() -> None:
    """Three pairs in a row, 0-1-2, and 4: first which issues, then each of them until no pair is open."""
    together = {(0, 1), (1, 2), (0, 4)}
    one = Believed((2,) * 6, {}, Fraction(0), Fraction(1, 20))
    asked = []
    while (question := one.about_pairs(100)) is not None:
        asked.append(question)
        assert not one.knows_pairs
        if question.issue is None:
            one.hear(question, frozenset(issue for pair in together for issue in pair))
        else:
            one.hear(
                question, frozenset(k for k in question.among if {(k, question.issue), (question.issue, k)} & together)
            )
    assert asked == [
        Together(None, (0, 1, 2, 3, 4, 5)), Together(0, (1, 2, 4)), Together(1, (2, 4)), Together(2, (4,)),
    ]  # fmt: skip
    assert one.pairs == together
    assert one.frame.worth.joined == tuple(sorted(together))


def test_with_few_questions_left_any_two_issues_may_hang_together() -> None:
    one = Believed((2,) * 4, {}, Fraction(0), Fraction(1, 20))
    one.hear(Better((0, 0, 0, 0), (1, 1, 1, 1)), True)
    one.hear(Together(None, (0, 1, 2, 3)), frozenset({0, 1, 3}))
    assert one.about_pairs(AFFORDABLE * 2 - 1) is None
    assert one.about_pairs(AFFORDABLE * 2) == Together(0, (1, 3))
    assert one.frame.worth.joined == ((0, 1), (0, 3), (1, 3))
    assert len(one.rows.soft) == 1  # what was answered before still counts
    one.hear(Together(0, (1, 3)), None)
    assert one.frame.worth.joined == ((0, 1), (0, 3), (1, 3))  # no reply rules nothing out
    silent = Believed((2, 1, 2), {}, Fraction(0), Fraction(1, 20))
    silent.hear(Together(None, (0, 2)), None)
    assert silent.frame.worth.joined == ((0, 2),)


def test_where_issues_hang_together_it_still_comes_near_the_best() -> None:
    """Terms of two pairs of issues, as large as the issues themselves, and no order known."""
    shares = {0: [], 45: []}  # type: dict[int, list[float]]
    for seed in range(6):
        terms = np.random.default_rng(seed).integers(-40, 41, (2, 2, 4, 4))
        alone = np.random.default_rng(50 + seed).integers(0, 41, (2, 4, 4))

        def gain(who: int, draft: Draft, terms: Whole = terms, alone: Whole = alone) -> int:
            a, b, c, d = draft
            return int(sum(alone[who, j, k] for j, k in enumerate(draft)) + terms[who, 0, a, b] + terms[who, 1, c, d])

        best = max(max(0, gain(0, one)) * max(0, gain(1, one)) for one in product(*map(range, SIZES)))
        for questions, found in shares.items():
            signed = None

            def reply(ask: Ask) -> Reply:
                match ask.question:
                    case Better(draft, than):
                        return gain(ask.to, draft) > gain(ask.to, than)
                    case Together(None, _):
                        return frozenset({0, 1, 2, 3})
                    case Together(issue, among):
                        return frozenset({(1, 0, 3, 2)[issue]} & set(among))
                    case _:
                        return True

            started = learning_one_text(Table(SIZES, 2), Lots(seed, "x"), questions=questions)
            try:
                step = next(started)
                while True:
                    step = started.send([reply(ask) for ask in step.asks])
            except StopIteration as ended:
                signed = ended.value.signed
            assert signed is not None
            found.append(max(0, gain(0, signed)) * max(0, gain(1, signed)) / best)
    assert np.mean(shares[45]) > 0.7
    assert np.mean(shares[45]) > np.mean(shares[0]) + 0.2


def test_climbs_keep_to_the_links() -> None:
    table = Table(SIZES, 2, meets_links=lambda draft: sum(draft) % 3 == 0)
    for seed in range(10):
        started = learning_one_text(table, Lots(seed, "x"), questions=3)
        _, voted = run(started, scores(seed, 2))
        assert all(table.admits(draft) for draft, _ in voted)
