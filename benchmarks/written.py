"""A generated space as what the program takes: a `Problem` for its exact floor, and `Talks` to be written as a file.

Read next: ``reach.py``.
"""

from __future__ import annotations

from fractions import Fraction

from goodoffices.exact.problem import Problem, Side
from goodoffices.exact.trees import Literal, Tree, every, literals
from goodoffices.talks import (
    AllOf,
    Bonus,
    Choice,
    Issue,
    IssueScores,
    Option,
    Party,
    Position,
    RedLine,
    Talks,
)

from .generated import Bonus as Given
from .generated import Line, Space, When


def problem(space: Space) -> Problem:
    """The space in numbers; a package is in the zone where every side accepts it."""
    sides = range(len(space.scores))
    return Problem(space.sizes, tuple(_side(space, number) for number in sides), needs=len(sides))


def _side(space: Space, number: int) -> Side:
    return Side(
        scores=space.scores[number],
        bonuses=tuple(
            (every([Literal(issue, frozenset(options)) for issue, options in bonus.when]), bonus.points)
            for bonus in space.bonuses
            if bonus.side == number
        ),
        lines=tuple(Literal(line.issue, frozenset(line.options)) for line in space.lines if line.side == number),
        floor=space.floors[number],
    )


def as_space(given: Problem, title: str) -> Space:
    """A problem as a space: every side must accept, and bonuses and red lines must be plain (no links, no "or")."""
    assert not given.links
    assert given.needs_all
    return Space(
        title,
        tuple(side.scores for side in given.sides),
        tuple(side.floor for side in given.sides),
        tuple(
            Given(number, tuple((part.issue, tuple(sorted(part.options))) for part in literals(tree)), units)
            for number, side in enumerate(given.sides)
            for tree, units in side.bonuses
            if holds_all(tree)
        ),
        tuple(
            Line(number, part.issue, tuple(sorted(part.options)))
            for number, side in enumerate(given.sides)
            for tree in side.lines
            for part in literals(tree)
            if holds_all(tree)
        ),
    )


def holds_all(tree: Tree) -> bool:
    """Whether a tree is an "and" of literals on different issues. Raises where it is not."""
    parts = list(literals(tree))
    plain = isinstance(tree, Literal) or (tree.needs == len(tree.parts) == len(parts))
    assert plain, "only bonuses and red lines over issues one by one can be handed to others"
    assert len({part.issue for part in parts}) == len(parts)
    return True


def talks(space: Space) -> Talks:
    """The space as talks: parties p0, p1, ..., issues i0, i1, ..., options o0, o1, ..."""
    sides = range(len(space.scores))
    return Talks(
        space.title,
        tuple(Party(f"p{side}", f"P{side}") for side in sides),
        tuple(
            Issue(f"i{issue}", f"Issue {issue}", tuple(Option(f"o{k}", f"Option {k}") for k in range(size)))
            for issue, size in enumerate(space.sizes)
        ),
        positions=tuple(_position(space, side) for side in sides),
    )


def _position(space: Space, side: int) -> Position:
    floor = space.floors[side]
    lines = [line for line in space.lines if line.side == side]
    return Position(
        f"p{side}",
        scores=tuple(
            IssueScores(f"i{issue}", tuple(Fraction(points) for points in options))
            for issue, options in enumerate(space.scores[side])
        ),
        bonuses=tuple(
            Bonus(_condition(bonus.when), Fraction(bonus.points)) for bonus in space.bonuses if bonus.side == side
        ),
        red_lines=tuple(
            RedLine(f"line{number}", _choice(line.issue, line.options)) for number, line in enumerate(lines)
        ),
        walk_away=None if floor is None else Fraction(floor),
    )


def _condition(when: When) -> AllOf:
    return AllOf(tuple(_choice(issue, options) for issue, options in when))


def _choice(issue: int, options: tuple[int, ...]) -> Choice:
    return Choice(f"i{issue}", tuple(f"o{k}" for k in options))
