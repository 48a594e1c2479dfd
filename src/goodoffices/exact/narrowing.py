"""Which options of each issue are worth looking at: those that links and red lines leave, and no other makes needless.

Read next: ``bonuses/bonus_terms.py`` and ``elimination/buckets.py``, which both begin with this.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from .problem import Problem
from .trees import Count, Literal, Tree, literals, reduce


def must_hold(problem: Problem) -> list[Tree]:
    """The trees that every package of the zone meets: links, and red lines where every side has to accept."""
    lines = chain.from_iterable(side.lines for side in problem.sides) if problem.needs else ()
    return [*problem.links, *lines]


def narrowed(trees: Sequence[Tree], sizes: Sequence[int]) -> tuple[list[frozenset[int]], list[Tree]]:
    """The options that the trees of one issue leave open, and the other trees that must hold, reduced to these options.

    A tree that cannot hold is left as `FALSE`. Cost: a visit to each node for each issue that is narrowed.

    >>> first = Literal(0, frozenset({1}))
    >>> narrowed([first, Count(2, (first, Literal(1, frozenset({0}))))], sizes=[2, 2])
    ([frozenset({1}), frozenset({0})], [])
    """
    open_options = [frozenset(range(size)) for size in sizes]
    left, again = list(trees), True
    while again:
        again, todo, left = False, left, []
        while todo:
            match tree := reduce(todo.pop(0), open_options):
                case Literal(issue, options):
                    open_options[issue] &= options
                    again = True
                case Count(needs, parts) if needs == len(parts):
                    todo = [*parts, *todo]
                case _:
                    left.append(tree)
    return open_options, left


def worth_taking(
    problem: Problem, columns: tuple[int, ...], over: int, open_options: Sequence[frozenset[int]]
) -> list[frozenset[int]]:
    """The open options without those that another one makes needless: in the same literals, no worse for any side, and
    better for one of those asked about or before it in file order.

    So no frontier point is lost, nor the first package that has its scores.
    """
    spoken: list[set[frozenset[int]]] = [set() for _ in problem.sizes]
    for tree in chain(must_hold(problem), (tree for side in problem.sides for tree, _ in side.bonuses)):
        for literal in literals(tree):
            spoken[literal.issue].add(literal.options)
    kept = []
    for issue, options in enumerate(open_options):
        rows = [problem.sides[side].scores[issue] for side in columns]
        distinct: dict[tuple[tuple[bool, ...], tuple[int, ...]], int] = {}
        for option in sorted(options):
            alike = tuple(option in taken for taken in spoken[issue])
            distinct.setdefault((alike, tuple(row[option] for row in rows)), option)
        places, numbers = np.array(list(distinct.values())), {alike: k for k, (alike, _) in enumerate(distinct)}
        kind = np.array([numbers[alike] for alike, _ in distinct])
        units = np.array([units for _, units in distinct], np.int64)
        needless = (kind[:, None] == kind) & (units[:, None] >= units).all(axis=2)
        needless &= (units[:, None, :over] > units[:, :over]).any(axis=2) | (places[:, None] < places)
        kept.append(frozenset(places[~needless.any(axis=0)].tolist()))
    return kept
