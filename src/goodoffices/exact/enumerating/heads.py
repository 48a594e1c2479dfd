"""Heads of packages, many at a time: which blocks does a question have to see package by package?

A block is a head with every package of the tail. What a head adds is worked out for many heads together: its points,
what links and red lines over the head's issues say, the ranks from which each side accepts. What they say of the tail
is laid out in pieces; where some speak of both, each way to settle the head's issues among them (a *setting*) has
pieces of its own, so there may not be many of them.

Read next: ``tallies.py``, which asks; then ``enumeration.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain
from math import prod

import numpy as np
import numpy.typing as npt

from ..arrays import FITS, truths
from ..kernels import load
from ..problem import Problem
from ..trees import Tree, issues_of
from .blocks import Block, Tail, Truth, Units, split
from .estimates import Estimate, grain
from .glancing import MOST_PACKAGES, MOST_SIDES, NEVER, Glanced, Pieces, Ranks, Single, glance, pieces

FEWEST = 256
"""Fewer blocks than this are seen without a glance."""

FEWEST_EACH = 32
"""So they are where a setting has fewer blocks than this: it takes as long to lay out as to see some of them."""

MOST_LAID = 1 << 24
"""The most numbers laid out in all settings, packages times sides; each takes some 14 bytes."""

AT_ONCE = 1 << 27
"""About how many packages are glanced at between two looks at the watch: well under a second's work."""

MOST_HEADS = 1 << 12
"""The most heads at once: few enough that what an earlier one showed is of use to the later."""


@dataclass(frozen=True)
class Rule:
    """Which packages count: those that meet the links and that ``needs`` sides accept, all of ``including`` among them.

    ``whatever``: a side that accepts whatever meets its red lines, as if it had no walk-away.
    """

    needs: int
    including: frozenset[int]
    whatever: int | None = None


@dataclass(frozen=True)
class Asked:
    """What a question asks of a glance. ``counted``: how many sides accept each package that meets the links."""

    rule: Rule
    estimates: tuple[Estimate, ...] = ()
    counted: bool = False


def can_glance(problem: Problem, most: int | None = None) -> bool:
    """Whether the kernel is there, the numbers fit it, and blocks are many enough to be worth it.

    ``most``: the most packages in a block, as in `blocks.split`.
    """
    head = split(problem.sizes, most)
    many, packages = prod(problem.sizes[:head]), prod(problem.sizes[head:])
    if many < FEWEST or packages > MOST_PACKAGES or load("glancing") is None:
        return False
    if not 0 < len(problem.sides) <= MOST_SIDES or problem.largest >= FITS:
        return False
    settings = prod(problem.sizes[issue] for issue in _shared(problem, head))
    return settings * FEWEST_EACH <= many and settings * packages * len(problem.sides) <= MOST_LAID


@lru_cache(maxsize=16)
def _shared(problem: Problem, head: int) -> tuple[int, ...]:
    """The issues of the head that some tree speaks of together with issues of the tail, ascending."""
    trees = chain(problem.links, *((*side.lines, *(tree for tree, _ in side.bonuses)) for side in problem.sides))
    named = [issues for tree in trees if not _within(issues := issues_of(tree), head)]
    return tuple(sorted({issue for issues in named for issue in issues if issue < head}))


def _within(issues: frozenset[int], head: int) -> bool:
    return max(issues, default=-1) < head


def _speaking(problem: Problem, head: int, within: bool) -> Problem:
    """The problem with the links, red lines and bonuses over the head's issues alone, or with all the others."""

    def kept(tree: Tree) -> bool:
        return _within(issues_of(tree), head) == within

    sides = (
        replace(
            side,
            bonuses=tuple(bonus for bonus in side.bonuses if kept(bonus[0])),
            lines=tuple(filter(kept, side.lines)),
        )
        for side in problem.sides
    )
    return replace(problem, links=tuple(filter(kept, problem.links)), sides=tuple(sides))


def _without_points(problem: Problem, head: int) -> Problem:
    """The problem with no points for the options of the head's issues."""
    nothing = tuple((0,) * size for size in problem.sizes[:head])
    sides = (replace(side, scores=(*nothing, *side.scores[head:])) for side in problem.sides)
    return replace(problem, sides=tuple(sides))


def _sums(problem: Problem, first: int, last: int) -> Units:
    """The units of every combination of the issues from ``first`` to before ``last``, in file order: (ways, sides)."""
    total = np.zeros((1, len(problem.sides)), np.int64)
    for issue in range(first, last):
        rows = np.array([side.scores[issue] for side in problem.sides], np.int64).T
        total = (total[:, None, :] + rows).reshape(-1, len(problem.sides))
    return total


@dataclass(frozen=True, eq=False)
class _Laid:
    """The tail in one setting. ``values``: for each side the points it gives to some package, ascending."""

    pieces: Pieces
    values: list[npt.NDArray[np.int64]]


@dataclass(frozen=True, eq=False)
class _Added:
    """What each of some heads adds.

    ``meets``: (heads,), whether it meets the links over its own issues; ``setting``: (heads,), the number of its
    setting; ``points``: (heads, sides), units; ``keeps``: (heads, sides), whether it keeps the side's red lines over
    its own issues.
    """

    meets: Truth
    setting: npt.NDArray[np.intp]
    points: npt.NDArray[np.int64]
    keeps: Truth


class Heads:
    """The heads of a problem, numbered in file order, and the pieces they share.

    A side wants 20,000 from two options (0 or 7) and 20,000 more (0 to 19,999): the last seven with a 7 will do.

    >>> from goodoffices.exact.problem import Side
    >>> long = Problem((2, 20_000), (Side(((0, 7), tuple(range(20_000))), floor=20_000),), needs=1)
    >>> heads = Heads(long)
    >>> heads.many
    2
    >>> (seen,) = heads.glance(0, 2, [Asked(Rule(1, frozenset()), counted=True)], [()])
    >>> seen.zone.tolist(), seen.accepted_by.tolist()
    ([0, 7], [[20000, 0], [19993, 7]])
    """

    def __init__(self, problem: Problem, most: int | None = None, cores: int = 1, pool: Executor | None = None) -> None:
        self.problem, self.cores, self.pool = problem, cores, pool
        self.tail = Tail(problem, most)
        head = self.tail.head
        self.sizes = problem.sizes[:head]
        self.many = prod(self.sizes)
        self.grain = grain(problem)
        self._shared = _shared(problem, head)
        self._own = _speaking(problem, head, within=True)
        self._rest = Tail(_without_points(_speaking(problem, head, within=False), head), most)
        self._looks = bool(self._shared or self._own.links or any(s.lines or s.bonuses for s in self._own.sides))
        middle = split(self.sizes, MOST_HEADS) if head else 0
        self._upper, self._lower = _sums(problem, 0, middle), _sums(problem, middle, head)
        self._laid: dict[int, _Laid | None] = {}

    def block(self, number: int) -> Block:
        """The block of one head."""
        first = number * self.tail.size
        return Block(self.tail, self.problem.package(first)[: self.tail.head], first)

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Ranges of heads to glance at together: few at first, so that much is known once there are many."""
        first, many = 0, 64
        while first < self.many:
            last = min(self.many, first + many)
            yield first, last
            first, many = last, min(many * 8, MOST_HEADS, max(1, AT_ONCE // self.tail.size))

    def glance(self, first: int, last: int, asked: Sequence[Asked], above: Sequence[Sequence[float]]) -> list[Glanced]:
        """What there is to see for each of ``asked`` in the blocks of the heads from ``first`` to before ``last``.

        ``above``: for each of ``asked`` the numbers that its estimates have to pass. Where somebody counts how many
        sides accept, all who ask by the same rule are told. Cost: see `glancing.glance`, for each rule.
        """
        added = self._add(np.arange(first, last))
        found: dict[int, Glanced] = {}
        for rule in dict.fromkeys(ask.rule for ask in asked):
            members = [place for place, ask in enumerate(asked) if ask.rule == rule]
            together = Asked(
                rule,
                tuple(chain.from_iterable(asked[place].estimates for place in members)),
                any(asked[place].counted for place in members),
            )
            whole = self._see(first, added, together, list(chain.from_iterable(above[place] for place in members)))
            start = 0
            for place in members:
                end = start + len(asked[place].estimates)
                found[place] = replace(whole, highest=whole.highest[:, start:end])
                start = end
        return [found[place] for place in range(len(asked))]

    def _see(self, first: int, added: _Added, ask: Asked, above: list[float]) -> Glanced:
        """Glance by one rule at the heads that meet their links, setting by setting, on all cores."""
        heads, sides = added.points.shape
        whole = Glanced(
            np.zeros(heads, np.int64),
            np.zeros((heads if ask.counted else 0, sides + 1), np.int64),
            np.tile(np.array(above, np.float32), (heads, 1)),
        )
        including = sum(1 << side for side in ask.rule.including)
        for setting in np.unique(added.setting[added.meets]).tolist():
            places = np.flatnonzero(added.meets & (added.setting == setting))
            laid = self._pieces(setting, first + int(places[0]))
            if laid is None:
                continue
            after, grains = self._after(laid, added, places, ask.rule.whatever), self._grains(added.points[places])
            shares = np.array_split(np.arange(len(places)), min(self.cores, len(places)))

            def look(share: npt.NDArray[np.intp], laid: _Laid, after: Ranks, grains: Single) -> Glanced:
                rule = ask.rule.needs, including
                return glance(laid.pieces, after[share], grains[share], ask.estimates, above, *rule, ask.counted)

            run = self.pool.map if self.pool else map
            seen = run(partial(look, laid=laid, after=after, grains=grains), shares)
            for here, part in zip((places[share] for share in shares), seen, strict=True):
                whole.zone[here], whole.highest[here] = part.zone, part.highest
                if ask.counted:
                    whole.accepted_by[here] = part.accepted_by
        return whole

    def _add(self, numbers: npt.NDArray[np.intp]) -> _Added:
        """What the heads of these numbers add."""
        points = self._upper[numbers // len(self._lower)] + self._lower[numbers % len(self._lower)]
        meets, keeps = np.ones(len(points), np.bool_), np.ones(points.shape, np.bool_)
        setting = np.zeros(len(points), np.intp)
        digits = np.stack(np.unravel_index(numbers, self.sizes), axis=1) if self._looks else np.empty((0, 0), np.intp)
        for link in self._own.links:
            meets &= truths(link, digits)
        for number, side in enumerate(self._own.sides):
            for line in side.lines:
                keeps[:, number] &= truths(line, digits)
            for tree, units in side.bonuses:
                points[:, number] += units * truths(tree, digits)
        for issue in self._shared:
            setting = setting * self.sizes[issue] + digits[:, issue]
        return _Added(meets, setting, points, keeps)

    def _after(self, laid: _Laid, added: _Added, places: npt.NDArray[np.intp], whatever: int | None) -> Ranks:
        """The ranks after which each side accepts: (places, sides)."""
        after = np.full((len(places), len(self.problem.sides)), -1, np.int16)
        for number, side in enumerate(self.problem.sides):
            if side.floor is not None and number != whatever:
                missing = side.floor - added.points[places, number]
                after[:, number] = np.searchsorted(laid.values[number], missing) - 1
        after[~added.keeps[places]] = NEVER
        return after

    def _grains(self, points: npt.NDArray[np.int64]) -> Single:
        """What a head adds to the points of a gain, in grains; two more where grains round down."""
        zeros = np.array([side.zero for side in self.problem.sides], np.int64)
        return (((points - zeros) >> self.grain) + (2 if self.grain else 0)).astype(np.float32)

    def _pieces(self, setting: int, number: int) -> _Laid | None:
        """The tail in the setting of one head; None where no package meets the links."""
        if setting not in self._laid:
            self._laid[setting] = self._lay(number)
        return self._laid[setting]

    def _lay(self, number: int) -> _Laid | None:
        """Lay out the tail as it is in the setting of one head, without what the head adds."""
        block = Block(self._rest, self.problem.package(number * self.tail.size)[: self.tail.head], 0)
        kept = np.flatnonzero(block.meets)
        if not len(kept):
            return None
        points = block.scores(kept).T
        values, ranks = zip(*(np.unique(row, return_inverse=True) for row in points), strict=True)
        keeps = np.stack([block.lines(side)[kept] for side in range(len(points))])
        ranked = np.where(keeps, np.stack(ranks), -1).astype(np.int16)
        return _Laid(pieces(ranked, (points >> self.grain).astype(np.float32)), list(values))
