"""Parties that reply, for the contract tests: each knows the scores of one side of a small problem and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tests.simulate import listed

from goodoffices.exact.problem import Problem, Side, accepts, gains, in_zone, scores
from goodoffices.procedures.steps import Ask, Better, Draft, LetPass, Number, Rank, Reply, Sign, Table, Together, Which
from goodoffices.simulate import run

Replies = Callable[[Ask], Reply]


def small(seed: int) -> Problem:
    """Two to four parties, a few hundred packages at most, with and without a zone, ties and zeros among the scores."""
    rng = Random(seed)
    sizes = tuple(rng.choice((1, 2, 3, 4)) for _ in range(rng.choice((1, 2, 3, 4))))
    sides = []
    for _ in range(rng.choice((2, 2, 3, 4))):
        points = tuple(tuple(rng.choice((0, 0, 1, 2, 5, 9)) for _ in range(size)) for size in sizes)
        best = sum(map(max, points))
        sides.append(Side(points, floor=rng.choice((0, best // 3, best // 2, best, best + 1))))
    return Problem(sizes, tuple(sides), needs=len(sides))


def rich(seed: int) -> Problem:
    """Links, red lines, bonuses, walk-aways and quorums: with most seeds some of them."""
    return listed.small(seed)


def table_of(problem: Problem) -> Table:
    return run.table_of(problem)


def truthful(problem: Problem) -> Replies:
    def reply(ask: Ask) -> Reply:
        def gain(draft: Draft) -> int:
            return gains(problem, scores(problem, draft))[ask.to]

        def could_sign(draft: Draft) -> bool:
            return accepts(problem.sides[ask.to], draft)

        match ask.question:
            case Sign(draft):
                return could_sign(draft)
            case Better(draft, than):
                return gain(draft) > gain(than)
            case LetPass(draft, than, heat):
                return gain(draft) > gain(than) or (heat > Fraction(1, 20) and gain(draft) + 2 > gain(than))
            case Which(drafts):
                return frozenset(k for k, draft in enumerate(drafts) if could_sign(draft))
            case Rank(drafts):
                good = [k for k, draft in enumerate(drafts) if could_sign(draft)]
                return tuple(sorted(good, key=lambda k: -gain(drafts[k])))
            case Number(last=last):
                return Fraction(0 if ask.to else last)
            case Together():
                return frozenset()

    return reply


def mistaken(problem: Problem, seed: int) -> Replies:
    """Wrong in one reply of five, but never when it signs."""
    honest, rng = truthful(problem), Random(seed)

    def reply(ask: Ask) -> Reply:
        found = honest(ask)
        if isinstance(ask.question, Sign) or rng.random() > 0.2:
            return found
        match ask.question:
            case Better() | LetPass():
                return not found
            case Which(drafts):
                return frozenset(range(len(drafts))) - (found if isinstance(found, frozenset) else frozenset())
            case Rank(drafts):
                return tuple(rng.sample(range(len(drafts)), rng.randint(0, len(drafts))))
            case Number(last=last):
                return last * Fraction(rng.randint(0, 10), 10)
            case Together(_, among):
                return frozenset(rng.sample(among, rng.randint(0, len(among))))

    return reply


def silent(problem: Problem, seed: int) -> Replies:
    """Leaves one question of three unanswered, the signature too."""
    honest, rng = truthful(problem), Random(seed)
    return lambda ask: None if rng.random() < 0.34 else honest(ask)


def stubborn(problem: Problem, seed: int) -> Replies:
    """The first party says no to everything."""
    honest = truthful(problem)

    def reply(ask: Ask) -> Reply:
        if ask.to:
            return honest(ask)
        match ask.question:
            case Which():
                return frozenset()
            case Rank():
                return ()
            case Number(last=last):
                return Fraction(last)
            case Together():
                return frozenset()
            case _:
                return False

    return reply


BEHAVIOURS: dict[str, Callable[[Problem, int], Replies]] = {
    "truthful": lambda problem, seed: truthful(problem), "mistaken": mistaken, "silent": silent, "stubborn": stubborn,
}  # fmt: skip


def may_be_signed(problem: Problem, draft: Draft) -> bool:
    """Whether every party reaches its walk-away: what brute force says of an agreement."""
    return in_zone(problem, draft)
