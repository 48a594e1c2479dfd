"""The method *bucket elimination*: the exact frontier by eliminating one issue after another, as in a junction tree.

For each way to settle the issues that hang together with the one that goes, what remains of it is a list: the
undominated losses of all that was eliminated with it, each with its first package. Where issues hang together in chains
and trees, through bonuses, links and red lines over few issues each, the lists are few however many issues there are.

Source: Rollon & Larrosa 2006, Journal of Heuristics 12(4-5), 307-328.

Read next: ``../bonuses/bonus_search.py``, for issues that all hang together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import chain

import numpy as np
import numpy.typing as npt

from ..arrays import FITS, Packages, truths
from ..from_frontier import listed, read, readable
from ..merging import issue_merge
from ..merging.merging import Losses, add
from ..methods import method
from ..narrowing import must_hold, narrowed, worth_taking
from ..problem import Problem
from ..questions import Best, Chosen, Frontier, Points, Question, Result
from ..tables import Keys, Units, hanging_together, layout
from ..trees import FALSE, TRUE, Tree, issues_of
from ..trees import reduce as reduce_tree
from ..watch import OutOfTime, Watch
from .buckets import Bucket, buckets, guess

MOST_SIDES = 5
"""Sides beyond which it declines: hardly any list would be short."""

List = tuple[Units, Keys]
"""Undominated losses, ascending, and the keys of their first packages."""


def _over(problem: Problem, question: Question) -> tuple[int, ...]:
    everyone = tuple(range(len(problem.sides)))
    return question.over if isinstance(question, Frontier) else everyone


def _accepts(problem: Problem, question: Question) -> bool:
    """Floors of sides that are not asked about are beyond it: lists would lose first packages that reach them."""
    if not isinstance(question, Best | Frontier) or not (readable(problem, question) or isinstance(question, Frontier)):
        return False
    over = _over(problem, question)
    others = [side for number, side in enumerate(problem.sides) if number not in over]
    if (problem.needs and not problem.needs_all) or problem.largest >= FITS or not 0 < len(over) <= MOST_SIDES:
        return False
    if problem.needs and any(side.floor is not None for side in others):
        return False
    ground = _ground(problem, over)
    return ground is None or buckets(problem, ground.sizes) is not None


def _cost(problem: Problem, question: Question) -> float:
    over = _over(problem, question)
    if (ground := _ground(problem, over)) is None:
        return 0.001
    if (
        (alone := hanging_together(problem))
        and len(alone) == len(problem.sizes)
        and issue_merge.accepts(problem, question)
    ):
        return 2 * issue_merge.cost(problem, question)  # which does the same with less, where nothing hangs together
    steps = buckets(problem, ground.sizes)
    assert steps is not None  # or the problem was not accepted
    longer = 10.0 ** max(0, len(over) - 2)  # lists grow far faster with the sides than the guess does
    return 0.001 + longer * guess(steps, ground.sizes, [ground.spread(issue) for issue in range(len(ground.sizes))])


@method(
    "bucket elimination",
    source="Rollon & Larrosa 2006, Journal of Heuristics 12(4-5), 307-328",
    accepts=_accepts,
    cost=_cost,
    together=True,
)
def eliminate_issues(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result the questions from the frontier, found by eliminating one issue after another.

    Every answer is proved where the watch leaves time and memory for it; otherwise nothing is known. ``ties`` are not
    counted. Cost: for each issue the ways to settle it and its separator, times the sums of the lists that meet there.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.trees import Count, Literal
    >>> from goodoffices.exact.watch import QUIET
    >>> both = Count(2, (Literal(0, frozenset({1})), Literal(1, frozenset({1}))))
    >>> fence = Problem((2, 2), (Side(((0, 1), (0, 0)), ((both, 7),)), Side(((4, 2), (0, 3)))))
    >>> eliminate_issues(fence, [Frontier((0, 1))], QUIET)[Frontier((0, 1))].points
    (((1, 1), (8, 5)), ((0, 1), (0, 7)))
    """
    known: dict[tuple[int, ...], tuple[Packages, Units] | None] = {}
    answers: dict[Question, Result] = {}
    for question in questions:
        over = _over(problem, question)
        if over not in known:
            known[over] = eliminated(problem, over, watch)
        answers[question] = _answer(problem, question, known[over])
    return answers


def _answer(problem: Problem, question: Question, found: tuple[Packages, Units] | None) -> Result:
    if found is None:
        return Points((), complete=False) if isinstance(question, Frontier) else Chosen(None, proved=False)
    if isinstance(question, Frontier):
        return listed(*found, question.most)
    return read(problem, *found, question)


def eliminated(problem: Problem, over: tuple[int, ...], watch: Watch) -> tuple[Packages, Units] | None:
    """For each undominated score vector over some sides the first package, (points, issues), and its units, (points,
    sides asked about). None where time or memory ran out first."""
    ground = _ground(problem, over)
    if ground is None or (ground.caps < 0).any():
        return np.empty((0, len(problem.sizes)), np.intp), np.empty((0, len(over)), np.int64)
    steps = buckets(problem, ground.sizes)
    assert steps is not None  # or the problem was not accepted
    lists: dict[int, list[List]] = {}
    try:
        for number, step in enumerate(steps):
            used = [(steps[k].separator, lists.pop(k)) for k in step.lists]
            lists[number] = list(ground.bucket(step, used, watch))
            watch.step((number + 1) / len(steps), "eliminating issues")
        losses, keys = reduce(
            lambda one, other: ground.sums(one, other, watch),
            sorted(chain(*lists.values()), key=lambda part: len(part[0])),
        )
    except OutOfTime:
        return None
    return _packages(problem, keys), ground.best - losses


def _packages(problem: Problem, keys: Keys) -> Packages:
    """The packages behind keys."""
    word, shift, bits = np.array(layout(problem.sizes), np.intp).reshape(-1, 3).T
    masks = np.array([(1 << width) - 1 for width in bits.tolist()], np.uint64)
    return ((keys[:, word] >> shift.astype(np.uint64)) & masks).astype(np.intp)


@dataclass(frozen=True, eq=False)
class _Ground:
    """What all buckets share.

    ``options``: of each issue those worth looking at, ascending. ``trees``: what must hold, with None, and bonuses,
    with the losses of not meeting them and of meeting them, column by column. ``best``: (columns,), units from which
    losses are counted; ``widest``: (columns,), the greatest losses; ``caps``: (columns,), the greatest that reach the
    floors.
    """

    problem: Problem
    columns: tuple[int, ...]
    options: Sequence[Sequence[int]]
    trees: Sequence[tuple[Tree, tuple[Units, Units] | None]]
    best: Units
    widest: Units
    caps: Units

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(options) for options in self.options)

    def spread(self, issue: int) -> list[int]:
        """What each side can lose on an issue, with its part of the bonuses that speak of it."""
        spread = [
            max(side.scores[issue][k] for k in self.options[issue])
            - min(side.scores[issue][k] for k in self.options[issue])
            for side in (self.problem.sides[number] for number in self.columns)
        ]
        for tree, loss in self.trees:
            if loss is not None and issue in (spoken := issues_of(tree)):
                spread = [a + b // len(spoken) for a, b in zip(spread, (loss[0] + loss[1]).tolist(), strict=True)]
        return spread

    def bucket(self, step: Bucket, used: Sequence[tuple[tuple[int, ...], list[List]]], watch: Watch) -> Iterator[List]:
        """The lists that an issue leaves, one for each way to settle its separator, in file order of these."""
        issues = (*step.separator, step.issue)
        sizes = [len(self.options[issue]) for issue in issues]
        places = np.indices(sizes).reshape(len(sizes), -1)
        packages = np.zeros((places.shape[1], len(self.problem.sizes)), np.intp)
        for issue, digits in zip(issues, places, strict=True):
            packages[:, issue] = np.array(self.options[issue])[digits]
        losses, allowed = self.settled(step, packages)
        keys = self.keys(step.issue, packages[:, step.issue])
        parts = [(lists, self.place(separator, issues, places)) for separator, lists in used]
        for first in range(0, len(packages), sizes[-1]):
            if watch.left() <= 0:
                raise OutOfTime
            found = [
                self.row(losses[row], keys[row], [lists[at[row]] for lists, at in parts], watch)
                for row in range(first, first + sizes[-1])
                if allowed[row]
            ]
            yield self.union(found, watch)

    def settled(self, step: Bucket, packages: Packages) -> tuple[Units, npt.NDArray[np.bool_]]:
        """For each way to settle a bucket's issues the losses decided here, and whether what must hold does."""
        losses = np.zeros((len(packages), len(self.columns)), np.int64)
        allowed = np.ones(len(packages), np.bool_)
        for column, side in enumerate(self.columns):
            points = np.array(self.problem.sides[side].scores[step.issue], np.int64)
            losses[:, column] = points[list(self.options[step.issue])].max() - points[packages[:, step.issue]]
        here = {step.issue, *step.separator}
        for tree, loss in self.trees:
            spoken = issues_of(tree)
            if step.issue in spoken and spoken <= here:
                held = truths(tree, packages)
                if loss is None:
                    allowed &= held
                else:
                    losses += np.where(held[:, None], loss[1], loss[0])
        return losses, allowed

    def keys(self, issue: int, options: npt.NDArray[np.intp]) -> Keys:
        """The keys of an issue's options."""
        places = layout(self.problem.sizes)
        word, shift, _ = places[issue]
        keys = np.zeros((len(options), places[-1][0] + 1), np.uint64)
        keys[:, word] = options.astype(np.uint64) << np.uint64(shift)
        return keys

    def place(self, separator: Sequence[int], issues: Sequence[int], places: npt.NDArray[np.intp]) -> list[int]:
        """For each way to settle ``issues`` the place of the list of an earlier bucket."""
        at = np.zeros(places.shape[1], np.intp)
        for issue in separator:
            at = at * len(self.options[issue]) + places[issues.index(issue)]
        found: list[int] = at.tolist()
        return found

    def row(self, loss: Units, key: Keys, lists: Sequence[List], watch: Watch) -> List:
        """What one option brings: its own losses and all sums of what hangs on it, within the caps."""
        losses, keys = np.zeros((1, len(loss)), np.int64), np.zeros((1, len(key)), np.uint64)
        if lists:
            losses, keys = reduce(
                lambda one, other: self.sums(one, other, watch), sorted(lists, key=lambda one: len(one[0]))
            )
        losses, keys = losses + loss, keys | key
        within = (losses <= self.caps).all(axis=1)
        return (losses, keys) if within.all() else (losses[within], keys[within])

    def sums(self, one: List, other: List, watch: Watch) -> List:
        """The undominated sums of two lists."""
        if not len(one[0]) or not len(other[0]):
            return one[0][:0], one[1][:0]
        starts = np.array([0, len(one[0])])
        table = Losses(one[0], one[1], starts, self.widest, self.caps, self.columns)
        most = watch.memory // (64 * (len(self.columns) + one[1].shape[1]))
        found = add(other, table, 0, 1, most, lambda: watch.left() > 0)
        if found is None:
            raise OutOfTime
        return found

    def union(self, lists: Sequence[List], watch: Watch) -> List:
        """What is undominated among several lists."""
        words = layout(self.problem.sizes)[-1][0] + 1
        if not lists:
            return np.empty((0, len(self.columns)), np.int64), np.empty((0, words), np.uint64)
        if len(lists) == 1:
            return lists[0]
        nothing = np.zeros((1, len(self.columns)), np.int64), np.zeros((1, words), np.uint64)
        return self.sums((np.concatenate([a for a, _ in lists]), np.concatenate([b for _, b in lists])), nothing, watch)


@lru_cache(maxsize=8)
def _ground(problem: Problem, over: tuple[int, ...]) -> _Ground | None:
    """What all buckets share; None where no package meets the links and the red lines."""
    open_options, must = narrowed(must_hold(problem), problem.sizes)
    if FALSE in must:
        return None
    options = [sorted(left) for left in worth_taking(problem, over, len(over), open_options)]
    trees: list[tuple[Tree, tuple[Units, Units] | None]] = [(tree, None) for tree in must]
    best, widest = np.zeros(len(over), np.int64), np.zeros(len(over), np.int64)
    for column, side in enumerate(problem.sides[number] for number in over):
        for row, left in zip(side.scores, options, strict=True):
            best[column] += max(row[k] for k in left)
            widest[column] += max(row[k] for k in left) - min(row[k] for k in left)
        for bonus, units in side.bonuses:
            tree = reduce_tree(bonus, [frozenset(left) for left in options])
            if tree == TRUE:
                best[column] += units
            elif tree != FALSE:
                best[column] += max(0, units)
                widest[column] += abs(units)
                alone = abs(units) * (np.arange(len(over)) == column)
                trees.append((tree, (alone, 0 * alone) if units > 0 else (0 * alone, alone)))
    floors = [problem.sides[side].floor if problem.needs else None for side in over]
    caps = [
        wide if floor is None else min(top - floor, wide)
        for wide, top, floor in zip(widest.tolist(), best.tolist(), floors, strict=True)
    ]
    return _Ground(problem, over, options, trees, best, widest, np.array(caps, np.int64))
