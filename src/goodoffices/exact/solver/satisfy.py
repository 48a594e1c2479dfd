"""Do some trees hold together? A small depth-first search in plain Python, to check a file without a solver.

Read next: ``analysis/links.py``, which names the links that contradict one another.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..problem import Choices
from ..trees import FALSE, TRUE, Tree, every, literals, nodes, reduce

BUDGET = 1_000_000
"""How many nodes of trees a search may visit before it gives up: a second or two."""

DEEPEST = 300
"""How many choices a search may make one upon another: Python's own stack is not endless."""


class Undecided(Exception):
    """The search took more than its budget."""


def satisfy(trees: Sequence[Tree], sizes: Sequence[int], budget: int = BUDGET) -> Choices | None:
    """A package that meets every tree; None where none does. Raises `Undecided` where the budget ran out first.

    Branches on the first undecided literal: its options together, then the others. Cost: exponential in the worst case,
    at most ``budget`` nodes visited.

    >>> from goodoffices.exact.trees import Literal
    >>> satisfy([Literal(0, frozenset({1})), Literal(1, frozenset({0, 2})), Literal(1, frozenset({1, 2}))], (2, 3))
    (1, 2)
    """
    visited = 0

    def search(tree: Tree, open_options: list[frozenset[int]], depth: int) -> list[frozenset[int]] | None:
        nonlocal visited
        visited += nodes(tree)
        if visited > budget or depth > DEEPEST:
            raise Undecided
        tree = reduce(tree, open_options)
        if tree in (TRUE, FALSE):
            return open_options if tree == TRUE else None
        literal = next(literals(tree))
        left = open_options[literal.issue]
        for options in (left & literal.options, left - literal.options):
            narrowed = [*open_options]
            narrowed[literal.issue] = options
            if (found := search(tree, narrowed, depth + 1)) is not None:
                return found
        return None

    found = search(every(trees), [frozenset(range(size)) for size in sizes], 0)
    return None if found is None else tuple(min(options) for options in found)


def contradiction(trees: Sequence[Tree], sizes: Sequence[int], budget: int = BUDGET) -> tuple[int, ...]:
    """The numbers of a minimal set of trees that cannot hold together; empty where they can. Raises `Undecided`.

    A tree whose part in it is not decided within the budget stays in the set, which may then not be minimal.
    Cost: a search for each tree and one more.

    >>> from goodoffices.exact.trees import Literal
    >>> contradiction([Literal(0, frozenset({1})), Literal(1, frozenset({0})), Literal(0, frozenset({0}))], (2, 2))
    (0, 2)
    """
    if satisfy(trees, sizes, budget) is not None:
        return ()
    kept = list(range(len(trees)))
    for number in range(len(trees)):
        fewer = [k for k in kept if k != number]
        try:
            if satisfy([trees[k] for k in fewer], sizes, budget) is None:
                kept = fewer
        except Undecided:
            continue
    return tuple(kept)
