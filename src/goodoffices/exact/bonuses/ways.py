"""The ways to meet a condition, as boxes: for some issues some of their options (a disjunctive normal form).

A package meets the condition where it lies in one of the boxes. A condition on n options has one box for "all of
these", n for "any of these", and more for what lies between; `how_many` says beforehand how many there can be.

Read next: ``bonus_terms.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from ..trees import Count, Literal, Tree

Box: TypeAlias = tuple[tuple[int, frozenset[int]], ...]
"""Some issues, ascending, each with some of its options: the packages that take one of these on each."""

EVERYWHERE: Box = ()
"""The box of all packages."""


def how_many(tree: Tree, *, denied: bool = False) -> int:
    """As many boxes as `ways` makes of a tree (of its negation where ``denied``), or more; on the way too.

    Cost: nodes of the tree, times parts of a node.

    >>> either = Count(1, (Literal(0, frozenset({1})), Literal(1, frozenset({0}))))
    >>> how_many(either), how_many(either, denied=True)
    (2, 1)
    """
    match tree:
        case Literal():
            return 1
        case Count(needs, parts):
            counted = [1]
            for part in parts:
                here = max(1, how_many(part, denied=denied))
                counted = [a + here * b for a, b in zip([*counted, 0], [0, *counted], strict=True)]
            wanted = len(parts) - needs + 1 if denied else needs
            return counted[wanted] if 0 <= wanted < len(counted) else 1


def ways(tree: Tree, open_options: Sequence[frozenset[int]]) -> tuple[Box, ...]:
    """Boxes of open options that together are the packages that meet a tree, none of them inside another.

    Boxes come by the parts of the tree, in order. Cost: the boxes squared, times issues; see `how_many`.

    >>> either = Count(1, (Literal(0, frozenset({1})), Literal(1, frozenset({0}))))
    >>> ways(either, [frozenset({0, 1}), frozenset({0, 1})])
    (((0, frozenset({1})),), ((1, frozenset({0})),))
    """
    match tree:
        case Literal(issue, options):
            left = options & open_options[issue]
            if left == open_options[issue]:
                return (EVERYWHERE,)
            return (((issue, left),),) if left else ()
        case Count(needs, parts):
            counted: dict[int, tuple[Box, ...]] = {0: (EVERYWHERE,)}  # the ways in which so many parts hold
            for done, part in enumerate(parts, 1):
                here = ways(part, open_options)
                wanted = range(max(0, needs - len(parts) + done), min(done, needs) + 1)
                counted = {
                    held: _outer([*counted.get(held, ()), *_both(counted.get(held - 1, ()), here, open_options)])
                    for held in wanted
                }
            return counted.get(max(0, needs), ())


def _both(ones: Iterable[Box], others: Sequence[Box], open_options: Sequence[frozenset[int]]) -> Iterator[Box]:
    """The boxes of packages that lie in one of each."""
    for one in ones:
        for other in others:
            joined = dict(one)
            for issue, options in other:
                joined[issue] = joined.get(issue, open_options[issue]) & options
            if all(joined.values()):
                yield tuple(sorted(joined.items(), key=lambda pair: pair[0]))


def _outer(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes that lie in none of the others; of equal ones the first."""
    kept: list[Box] = []
    for box in boxes:
        if not any(_inside(box, other) for other in kept):
            kept = [other for other in kept if not _inside(other, box)]
            kept.append(box)
    return tuple(kept)


def _inside(inner: Box, outer: Box) -> bool:
    taken = dict(inner)
    return all(issue in taken and taken[issue] <= options for issue, options in outer)
