"""Small talks for the tests of beliefs: two issues of three options, whose orders are known, and answers drawn."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations, product

from tests.beliefs.fourier import Inequality, at_least, can_hold

from goodoffices.talks import (
    Alike,
    Answer,
    Importance,
    Issue,
    Option,
    Order,
    Party,
    Position,
    Rather,
    Said,
    Talks,
    Verdict,
    Weight,
)

ISSUES = ("pause", "aid")
OPTIONS = ("most", "some", "none")
"""From the best to the worst on the first issue; from the worst to the best on the second."""


def talks_of(*answers: Answer, issues: Sequence[str] = ISSUES, **position: object) -> Talks:
    """Talks with one party, ann, who answered so."""
    made = tuple(Issue(id, id, tuple(Option(option, option) for option in OPTIONS)) for id in issues)
    ann = Position("ann", answers=answers, **position)  # type: ignore[arg-type]
    return Talks("Small", (Party("ann", "Ann"), Party("bo", "Bo")), made, positions=(ann,))


def ordered() -> tuple[Answer, ...]:
    """The orders of both issues."""
    return (
        Answer("pause-order", Order("pause", tuple((option,) for option in OPTIONS))),
        Answer("aid-order", Order("aid", tuple((option,) for option in reversed(OPTIONS)))),
    )


def package(pause: int, aid: int) -> dict[str, str]:
    return {"pause": OPTIONS[pause], "aid": OPTIONS[aid]}


def answers_drawn(seed: int, count: int) -> tuple[Answer, ...]:
    """Answers that need not go together."""
    draws = random.Random(seed)
    return tuple(Answer(f"a{number}", _said(draws)) for number in range(count))


def _said(draws: random.Random) -> Said:
    kind = draws.choice(("rather", "rather", "rather", "alike", "yes or no", "yes or no", "importance", "weight"))
    one = package(draws.randrange(3), draws.randrange(3))
    other = dict(one)
    while other == one:
        other = package(draws.randrange(3), draws.randrange(3))
    if kind == "rather":
        return Rather(tuple(one.items()), tuple(other.items()))
    if kind == "alike":
        return Alike(tuple(one.items()), tuple(other.items()))
    if kind == "yes or no":
        return Verdict(tuple(one.items()), draws.random() < 0.5)
    if kind == "importance":
        return Importance(tuple(draws.sample(ISSUES, 2)))
    low = Fraction(draws.randrange(10), 10)
    return Weight(draws.choice(ISSUES), low, min(Fraction(1), low + Fraction(draws.randrange(5), 10)))


# a position in the fewest numbers: the first issue's swing m (the other's is 1 - m), the middle options p and a, the
# walk-away w


Ranking = tuple[tuple[str, ...], tuple[str, ...]]
"""The options of either issue from the best to the worst."""

RANKED: Ranking = (OPTIONS, OPTIONS[::-1])


def score(choice: Mapping[str, str], ranking: Ranking = RANKED) -> Inequality:
    """The score of a package over (m, p, a, w)."""
    pause = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 0))[ranking[0].index(choice["pause"])]
    aid = (((-1, 0, 0, 0), 1), ((0, 0, 1, 0), 0), ((0, 0, 0, 0), 0))[ranking[1].index(choice["aid"])]
    return at_least([x + y for x, y in zip(pause, aid[0], strict=True)], aid[1])


def minus(one: Inequality, other: Inequality, strict: bool = False) -> Inequality:
    return tuple(x - y for x, y in zip(one[0], other[0], strict=True)), one[1] - other[1], strict


WALK_AWAY = at_least((0, 0, 0, 1))
SWINGS = {"pause": at_least((1, 0, 0, 0)), "aid": at_least((-1, 0, 0, 0), 1)}

ANY = [SWINGS["pause"], SWINGS["aid"]]
"""Nothing limits the walk-away: a party may want no deal at all, or any deal rather than none."""
ORDERS = {
    "pause-order": [at_least((0, 1, 0, 0), 0, True), at_least((1, -1, 0, 0), 0, True)],
    "aid-order": [at_least((0, 0, 1, 0), 0, True), at_least((-1, 0, -1, 0), 1, True)],
}
WITHIN = [at_least((0, 1, 0, 0)), at_least((1, -1, 0, 0)), at_least((0, 0, 1, 0)), at_least((-1, 0, -1, 0), 1)]


def consistent(answers: Sequence[Answer]) -> bool:
    """Whether some position fits: where an issue's order was not answered, its options may have any order."""
    said = {answer.id for answer in answers}
    every = list(permutations(OPTIONS))
    choices = (
        [ranked] if order in said else every for ranked, order in zip(RANKED, ("pause-order", "aid-order"), strict=True)
    )
    for pause, aid in product(*choices):
        rows = [row for answer in answers for row in meant(answer, (pause, aid))]
        if can_hold([*ANY, *WITHIN, *rows]):
            return True
    return False


def meant(answer: Answer, ranking: Ranking = RANKED) -> list[Inequality]:
    """What an answer says of (m, p, a, w)."""
    match answer.said:
        case Order():
            return ORDERS[answer.id]
        case Rather(better, worse):
            return [minus(score(dict(better), ranking), score(dict(worse), ranking), strict=True)]
        case Alike(one, other):
            apart = minus(score(dict(one), ranking), score(dict(other), ranking))
            return [(tuple(way * x for x in apart[0]), way * apart[1] + Fraction(1, 50), False) for way in (1, -1)]
        case Verdict(draft, yes):
            gain = minus(score(dict(draft), ranking), WALK_AWAY)
            return [gain if yes else (tuple(-x for x in gain[0]), -gain[1], True)]
        case Importance((more, less)):
            return [minus(SWINGS[more], SWINGS[less], strict=True)]
        case Weight(issue, low, high):
            swing = SWINGS[issue]
            return [(swing[0], swing[1] - low, False), (tuple(-x for x in swing[0]), high - swing[1], False)]
        case _:
            raise AssertionError(answer)
