"""What one party knows: its own scores, walk-away and red lines, and nothing of anybody else's.

A simulation asks for millions of scores, so that they are looked up: a row for each issue, a table for each pair of
issues that bonuses speak of, and the tree itself for what speaks of more; and with bonuses each draft's is remembered.

Read next: ``behaviours.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from operator import getitem

from ..exact.problem import Side
from ..exact.trees import Tree, holds, issues_of
from ..procedures.steps import Draft

MOST_REMEMBERED = 50_000
"""Drafts whose scores are kept; past that all are forgotten."""

Pair = tuple[int, int, tuple[tuple[int, ...], ...]]
"""Two issues, and the units that their options are worth together beyond each by itself."""


@dataclass(frozen=True)
class Own:
    """One party's side of the talks; ``low`` and ``high``: the scores of its worst and its best package."""

    side: Side
    sizes: tuple[int, ...]
    low: int
    high: int

    @property
    def width(self) -> int:
        """What lies between the worst and the best package, in units: the party's scale."""
        return self.high - self.low

    @cached_property
    def score(self) -> Callable[[Draft], int]:
        """The units of a draft.

        >>> Own(Side(((0, 7), (1, 2))), (2, 2), 1, 9).score((1, 0))
        8
        """
        rows, pairs, trees = self.side.scores, *_tables(self.side, self.sizes)
        if not pairs and not trees:
            return lambda draft: sum(map(getitem, rows, draft))
        known = dict[Draft, int]()

        def score(draft: Draft) -> int:
            if (found := known.get(draft)) is not None:
                return found
            found = sum(map(getitem, rows, draft))
            for one, other, table in pairs:
                found += table[draft[one]][draft[other]]
            for tree, units in trees:
                if holds(tree, draft):
                    found += units
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            known[draft] = found
            return found

        return score

    @cached_property
    def joined(self) -> frozenset[tuple[int, int]]:
        """The pairs of issues, the lower number first, that hang together: what one adds depends on the other.

        Issues that one bonus names together with others count as hanging together, even where that makes no difference.

        >>> from goodoffices.exact.trees import Literal, every
        >>> both = every([Literal(1, frozenset({1})), Literal(2, frozenset({0}))])
        >>> sorted(Own(Side(((0,), (0, 1), (3, 0)), ((both, 4),)), (1, 2, 2), 0, 8).joined)
        [(1, 2)]
        """
        pairs, trees = _tables(self.side, self.sizes)
        found = {(one, other) for one, other, table in pairs if not _adds_up(table)}
        return frozenset(found.union(*(combinations(sorted(issues_of(tree)), 2) for tree, _ in trees)))

    def hangs_together(self, issue: int | None, other: int) -> bool:
        """Whether an issue hangs together with that one, or (None) with any."""
        if issue is None:
            return any(other in pair for pair in self.joined)
        return (min(issue, other), max(issue, other)) in self.joined

    def crossed(self, draft: Draft) -> int:
        """How many of its red lines a draft crosses."""
        return sum(not holds(line, draft) for line in self.side.lines) if self.side.lines else 0

    def signs(self, draft: Draft) -> bool:
        """Whether it could sign: the draft crosses no red line and reaches the walk-away."""
        floor = self.side.floor
        return (floor is None or self.score(draft) >= floor) and not self.crossed(draft)

    def loss(self, draft: Draft, than: Draft) -> int:
        """By how many units one draft is worse than another; below 0 where it is better.

        Each red line that one crosses more than the other counts as the whole scale, and one unit.
        """
        lost = self.score(than) - self.score(draft)
        if self.side.lines:
            lost += (self.crossed(draft) - self.crossed(than)) * (self.width + 1)
        return lost

    def gain(self, draft: Draft) -> int:
        """Units above the walk-away, or above 0 where none is recorded."""
        return self.score(draft) - self.side.zero

    def raised(self, share: Fraction) -> Own:
        """The same party with its walk-away higher by a share of its scale; without one, from its worst package up."""
        floor = self.low if self.side.floor is None else self.side.floor
        added = -(-self.width * share.numerator // share.denominator)
        return replace(self, side=replace(self.side, floor=floor + added))


def _adds_up(table: tuple[tuple[int, ...], ...]) -> bool:
    """Whether each cell is what its row adds and what its column adds: so the two issues can be scored one by one."""
    first = table[0]
    return all(cell - row[0] == above - first[0] for row in table for cell, above in zip(row, first, strict=True))


def _tables(side: Side, sizes: tuple[int, ...]) -> tuple[list[Pair], list[tuple[Tree, int]]]:
    """The bonuses as tables of pairs of issues, and those that speak of more as they are."""
    found, rest = dict[tuple[int, int], list[list[int]]](), list[tuple[Tree, int]]()
    for tree, units in side.bonuses:
        spoken = sorted(issues_of(tree))
        if len(spoken) > 2 or len(sizes) < 2:
            rest.append((tree, units))
            continue
        one, other = (*spoken, *(k for k in range(len(sizes)) if k not in spoken))[:2]
        table = found.setdefault((one, other), [[0] * sizes[other] for _ in range(sizes[one])])
        draft = [0] * len(sizes)
        for a, b in product(range(sizes[one]), range(sizes[other])):
            draft[one], draft[other] = a, b
            table[a][b] += units * holds(tree, draft)
    return [(*pair, tuple(map(tuple, table))) for pair, table in found.items()], rest
