"""What was said to others is never turned into a number: beliefs do not look at statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import numpy as np
from tests.beliefs.small import ordered, package, talks_of

from goodoffices.analysis import analyse
from goodoffices.beliefs import belief, chance_of_yes, scores, standing
from goodoffices.beliefs.advice import advice
from goodoffices.report.advice_json import as_json as advice_json
from goodoffices.report.contract import as_json
from goodoffices.talks import (
    Account,
    Answer,
    Choice,
    Claim,
    Count,
    Moment,
    Mood,
    Not,
    Stance,
    Statement,
    Talks,
    Verdict,
)

WHEN = Moment(datetime(2024, 2, 14, 18, 30, tzinfo=UTC), "UTC")
YES = Answer("yes", Verdict(tuple(package(1, 1).items()), True))


def spoken(talks: Talks) -> Talks:
    """The same talks in which everybody said everything to the press, and in confidence."""
    claims: list[Claim | None] = [None, Account("Tuesday", "broken_off"), Mood("angry"), Mood("calm", "ann")]
    claims.append(Count("captives", "exactly", Fraction(737)))
    for issue in talks.issues:
        for option in issue.option_ids:
            claims += [Stance("ann", Choice(issue.id, (option,))), Stance("ann", Not(Choice(issue.id, (option,))))]
    told = [
        Statement(f"s{place}-{by}", WHEN, "Ann", True, "ann", words=(("", "Never"),), claim=claim, confided=by)
        for place, claim in enumerate(claims)
        for by in (None, "ann")
    ]
    return replace(talks, statements=tuple(told))


def test_a_belief_is_the_same_whatever_was_said() -> None:
    talks = talks_of(*ordered(), YES)
    told = spoken(talks)
    assert len(told.statements) > 20
    before, after = (belief(one, "ann", seed=1, kept=200) for one in (talks, told))
    packages = [package(a, b) for a in range(3) for b in range(3)]
    assert np.array_equal(scores(before, packages), scores(after, packages))
    for one in packages:
        assert standing(before, one) == standing(after, one)
        assert chance_of_yes(before, one) == chance_of_yes(after, one)


def test_nor_do_advice_and_answers_change() -> None:
    talks = talks_of(*ordered(), YES)
    told = spoken(talks)
    assert advice_json(talks, advice(talks)) == advice_json(told, advice(told))
    assert as_json(analyse(talks)) == as_json(analyse(told))
