"""Conditions as trees of counts: the one form that every method reads.

A tree is a `Literal` (one issue is settled by one of these options) or a `Count` (at least so many parts hold). "All"
is a count of every part, "any" a count of one, and "not" is pushed down to the literals, where it is the other options.
Two kinds of node keep evaluation, partial evaluation and the encoding for solvers to a few lines each.

>>> either = Count(1, (Literal(0, frozenset({1})), Literal(1, frozenset({0}))))
>>> holds(either, (0, 0)), holds(negate(either, sizes=(2, 2)), (0, 0))
(True, False)

Read next: ``problem.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """Issue number ``issue`` is settled by one of the option numbers ``options``."""

    issue: int
    options: frozenset[int]


@dataclass(frozen=True, slots=True)
class Count:
    """At least ``needs`` of the parts hold."""

    needs: int
    parts: tuple[Tree, ...]


Tree: TypeAlias = Literal | Count

TRUE = Count(0, ())
FALSE = Count(1, ())


def every(parts: Sequence[Tree]) -> Tree:
    """All of the parts."""
    return Count(len(parts), tuple(parts))


def some(parts: Sequence[Tree]) -> Tree:
    """One or more of the parts."""
    return Count(1, tuple(parts))


def negate(tree: Tree, sizes: Sequence[int]) -> Tree:
    """The opposite, with negation at the literals; ``sizes`` has the number of options of each issue.

    At least k of n parts fail to hold together exactly where at least n - k + 1 of them do not hold.
    """
    match tree:
        case Literal(issue, options):
            return Literal(issue, frozenset(range(sizes[issue])) - options)
        case Count(needs, parts):
            return Count(len(parts) - needs + 1, tuple(negate(part, sizes) for part in parts))


def holds(tree: Tree, package: Sequence[int]) -> bool:
    """Whether a package (option numbers, one an issue) meets the tree. Cost: one visit to each node."""
    match tree:
        case Literal(issue, options):
            return package[issue] in options
        case Count(needs, parts):
            return sum(holds(part, package) for part in parts) >= needs


def reduce(tree: Tree, open_options: Sequence[frozenset[int]]) -> Tree:
    """What is left of a tree once each issue is narrowed to ``open_options``: `TRUE`, `FALSE`, or what is undecided.

    A count drops its decided parts, so what is left speaks only of issues that are still open. It is `TRUE` or `FALSE`
    whenever its parts taken one by one decide it; a tree that is decided only by an interplay of undecided parts stays.
    Cost: one visit to each node.

    >>> either = Count(1, (Literal(0, frozenset({1})), Literal(1, frozenset({0}))))
    >>> reduce(either, [frozenset({0}), frozenset({0, 1})])
    Literal(issue=1, options=frozenset({0}))
    """
    match tree:
        case Literal(issue, options):
            left = open_options[issue]
            if left <= options:
                return TRUE
            return tree if left & options else FALSE
        case Count(needs, parts):
            undecided = []
            for part in parts:
                reduced = reduce(part, open_options)
                if reduced == TRUE:
                    needs -= 1
                elif reduced != FALSE:
                    undecided.append(reduced)
            if needs <= 0:
                return TRUE
            if needs > len(undecided):
                return FALSE
            return undecided[0] if len(undecided) == 1 else Count(needs, tuple(undecided))


def nodes(tree: Tree) -> int:
    """How many nodes a tree has."""
    match tree:
        case Literal():
            return 1
        case Count(_, parts):
            return 1 + sum(nodes(part) for part in parts)


def issues_of(tree: Tree) -> frozenset[int]:
    """The numbers of the issues a tree speaks of."""
    return frozenset(literal.issue for literal in literals(tree))


def literals(tree: Tree) -> Iterator[Literal]:
    """The leaves, from left to right."""
    match tree:
        case Literal():
            yield tree
        case Count(_, parts):
            for part in parts:
                yield from literals(part)
