"""Talks in whole numbers and back: fractions over a common denominator, ids to places in file order.

Read next: ``exact/problem.py`` for what comes out of here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from ..errors import BadQuestion
from ..exact.problem import Choices, Problem, Side
from ..exact.trees import Count, Literal, Tree, every, negate, some
from ..talks import (
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    Condition,
    IfThen,
    Not,
    Position,
    Requirement,
    Talks,
    requirements,
)

Places: TypeAlias = dict[str, tuple[int, dict[str, int]]]
"""The number of each issue and of its options, by id."""

MOST_BITS = 900
"""A common denominator longer than this (about 270 digits) is refused: floating-point bounds could not be formed."""


@dataclass(frozen=True)
class Numbered:
    """Talks as a problem, and the way back.

    ``sides``: the party ids behind the side numbers; ``unit``: the points that one unit stands for.
    """

    talks: Talks
    sides: tuple[str, ...]
    unit: Fraction
    problem: Problem

    def package(self, choices: Choices) -> dict[str, str]:
        """The package behind option numbers."""
        return {issue.id: issue.options[option].id for issue, option in zip(self.talks.issues, choices, strict=True)}

    def points(self, units: Sequence[int]) -> dict[str, Fraction]:
        """Points by party, of one number of units for each side."""
        return {party: self.unit * value for party, value in zip(self.sides, units, strict=True)}

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """The requirements behind the numbers of `exact.problem.requirements`: side by side, in the same order."""
        return tuple(need for party in self.sides for need in requirements(self.talks.position(party)))


def numbered(talks: Talks, sides: Sequence[str] | None = None) -> Numbered:
    """The talks as a problem: over the signatories under the talks' own rule, or over ``sides``, who must all agree.

    Cost: one visit to each option, score and condition.
    Raises `BadQuestion` where the points share no denominator of a reasonable length.
    """
    chosen = tuple(talks.signatories if sides is None else sides)
    positions = [talks.position(party) for party in chosen]
    denominator = math.lcm(*(points.denominator for position in positions for points in _all_points(position)))
    if denominator.bit_length() > MOST_BITS:
        raise BadQuestion(
            "the points of these talks share no denominator of fewer than 270 digits; round them a little"
        )
    links, places, sizes = link_trees(talks)
    problem = Problem(
        sizes=sizes,
        sides=tuple(_side(talks, position, denominator, places) for position in positions),
        links=links,
        needs=len(chosen),
    )
    if sides is None:
        including = frozenset(chosen.index(party) for party in talks.agreement.including)
        problem = replace(problem, needs=talks.needs, including=including)
    return Numbered(talks, chosen, Fraction(1, denominator), problem)


def link_trees(talks: Talks) -> tuple[tuple[Tree, ...], Places, tuple[int, ...]]:
    """The links as trees, the numbers behind issues and options, and the number of options of each issue."""
    places = {issue.id: (k, {id: j for j, id in enumerate(issue.option_ids)}) for k, issue in enumerate(talks.issues)}
    sizes = tuple(len(issue.options) for issue in talks.issues)
    return tuple(tree(link.condition, places) for link in talks.links), places, sizes


def tree(condition: Condition, places: Places) -> Tree:
    """A condition as a tree of counts."""
    match condition:
        case Choice(issue, options):
            number, option_numbers = places[issue]
            return Literal(number, frozenset(option_numbers[option] for option in options))
        case AllOf(parts):
            return every([tree(part, places) for part in parts])
        case AnyOf(parts):
            return some([tree(part, places) for part in parts])
        case Not(part):
            return negate(tree(part, places), _sizes(places))
        case AtLeast(count, parts):
            return Count(count, tuple(tree(part, places) for part in parts))
        case IfThen(when, then):
            return some([negate(tree(when, places), _sizes(places)), tree(then, places)])


def _sizes(places: Places) -> tuple[int, ...]:
    return tuple(len(options) for _, options in places.values())


def _side(talks: Talks, position: Position, denominator: int, places: Places) -> Side:
    def units(points: Fraction) -> int:
        return int(points * denominator)

    given = [position.points(issue.id) or (Fraction(0),) * len(issue.options) for issue in talks.issues]
    return Side(
        scores=tuple(tuple(units(points) for points in row) for row in given),
        bonuses=tuple((tree(bonus.when, places), units(bonus.points)) for bonus in position.bonuses),
        lines=tuple(tree(line.holds, places) for line in position.red_lines),
        floor=None if position.floor is None else units(position.floor),
        scored=position.has_scores,
    )


def _all_points(position: Position) -> Iterator[Fraction]:
    for entry in position.scores:
        yield from entry.points
    yield from (bonus.points for bonus in position.bonuses)
    if position.walk_away is not None:
        yield position.walk_away
