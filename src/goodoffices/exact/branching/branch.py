"""The method *branch and bound*: formulas, highest scores and whether there is a zone, for any number of packages.

It settles one variable after another and drops what cannot come to what is wanted, by bounds that weigh the sides
(`weights`). What it says is proved: bounds are exact, and so is every comparison of packages. Where time runs out, it
gives the best package so far and a bound.

A formula is a chain of searches: first for the best value, then for the best sorted gains among packages of that
value, then for the first of these in file order. For a product one search does all three.

Source: Held & Karp 1971, Mathematical Programming 1, 6-25; Geoffrion 1974, Mathematical Programming Study 2, 82-114.

Read next: ``factors.py``, then ``wanted.py``, ``weights.py``, ``reduced.py`` and ``descent.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..methods import method
from ..problem import Choices, Problem
from ..questions import Best, Chosen, Exists, Found, Heights, Highest, Objective, Question, Raised, Result, Room
from ..watch import Part, Watch
from .descent import Descent
from .factors import Factors, factors
from .wanted import Aim, Gains, Key, Most, Product, Share, Sorted, Whole


def _accepts(problem: Problem, question: Question) -> bool:
    match question:
        case Exists() | Highest():
            able = True
        case Room():
            able = problem.needs_all and problem.needs > 0
        case Best(objective, best):
            able = objective.shape != "other" and (objective.shape != "product" or objective.nonnegative)
            able = able and (objective.shape != "share" or (len(best) == len(problem.sides) and min(best) >= 0))
        case _:
            able = False
    return able and bool(problem.sides) and factors(problem) is not None


def _cost(problem: Problem, question: Question) -> float:
    """Seconds, roughly: one to three milliseconds a search, more with every side and pair."""
    whole = factors(problem)
    assert whole is not None
    match question:
        case Highest():
            searches = len(problem.sides)
        case Exists() | Room() | Best(Objective(shape="product")):
            searches = 1
        case _:
            searches = 2
    return searches * (0.0015 + 6e-6 * len(whole) * len(problem.sides) + 2e-3 * len(whole.pairs))


@method(
    "branch and bound",
    source="Geoffrion 1974, Mathematical Programming Study 2, 82-114",
    accepts=_accepts,
    cost=_cost,
)
def branch_and_bound(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Result the questions by depth-first search under Lagrangian bounds.

    Every answer is proved where the watch leaves time for it. Cost: milliseconds for most talks of 60 issues and 20
    sides; in the worst case it grows with the number of packages. Memory: some tens of megabytes.

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=2)), needs=2)
    >>> branch_and_bound(fence, [Exists()], QUIET)
    {Exists(): Found(package=(1,), proved=True)}
    """
    whole = factors(problem)
    assert whole is not None  # otherwise the method does not accept
    talks = _Talks(problem, whole)
    answers: dict[Question, Result] = {}
    for number, question in enumerate(questions):
        answers[question] = talks.answer(question, Part(watch, len(questions) - number))
    return answers


class _Talks:
    """One problem under several questions. ``known``: packages found so far, to start each search with."""

    def __init__(self, problem: Problem, whole: Factors) -> None:
        self.problem, self.whole = problem, whole
        self.known: dict[Key, Gains] = {}

    def answer(self, question: Question, watch: Watch) -> Result:
        match question:
            case Exists():
                aim = Aim(self.whole.low)
                proved = self._search(aim, watch)
                return Found(self._package(aim), proved or aim.best is not None)
            case Highest():
                return self._highest(watch)
            case Room(side):
                low = self.whole.low.copy()
                low[side] = self.problem.sides[side].lowest - self.problem.sides[side].zero
                to, proved = self._most(low, side, watch)
                return Raised(to, unbounded=False, proved=proved)
            case Best():
                return self._best(question, watch)
            case _:
                raise TypeError(f"{question} is not for this method")

    def _search(self, aim: Aim, watch: Watch) -> bool:
        """Search for the best package an aim wants; whether it is proved."""
        if self.whole.empty:
            return True
        self._remind(aim)
        proved = aim.done() or Descent(self.whole, aim).best(watch)
        self._note(aim)
        return proved

    def _remind(self, aim: Aim) -> None:
        for key, gains in self.known.items():
            aim.see(gains, key)

    def _note(self, aim: Aim) -> None:
        if aim.best is not None:
            self.known[aim.best[2]] = aim.best[1]

    def _package(self, aim: Aim) -> Choices | None:
        return None if aim.best is None else self.whole.package(aim.best[2])

    def _most(self, low: Whole, side: int, watch: Watch) -> tuple[int | None, bool]:
        """The highest score of a side where all have at least the gains ``low``, and whether it is proved."""
        aim = Most(low, np.eye(len(low), dtype=np.int64)[side])
        proved = self._search(aim, watch)
        return (None if aim.best is None else aim.best[0] + int(self.whole.zeros[side])), proved

    def _highest(self, watch: Watch) -> Heights:
        sides = len(self.problem.sides)
        found = [self._most(self.whole.low, side, Part(watch, sides - side)) for side in range(sides)]
        proved = all(sure for _, sure in found)
        heights = [height for height, _ in found if height is not None]
        return Heights(tuple(heights) if len(heights) == sides else None, proved)

    def _best(self, question: Best, watch: Watch) -> Chosen:
        low = np.maximum(self.whole.low, 0) if question.objective.nonnegative else self.whole.low
        match question.objective.shape:
            case "product":
                aim, proved = self._product(low, watch)
            case "least" | "sorted":
                aim, proved = self._sorted(Sorted(low), watch)
            case "sum":
                most = Most(low, np.ones(len(low), np.int64))
                aim, proved = self._then_sorted(most, lambda: Sorted(low, most.best[0] if most.best else None), watch)
            case _:
                share = Share(low, question.best)
                aim, proved = self._then_sorted(share, lambda: Sorted(share.fair()), watch)
        return Chosen(self._package(aim), proved, None, None if proved else self._ceilings())

    def _product(self, low: Whole, watch: Watch) -> tuple[Aim, bool]:
        """The greatest product; where every package has a gain of 0, all are equal but for their sorted gains."""
        aim = Product(low)
        if self.whole.empty:
            return aim, True
        self._remind(aim)
        descent = Descent(self.whole, aim)
        proved = descent.best(watch, ties=True)
        if proved and aim.best is None:
            return self._sorted(Sorted(low), watch)
        self._note(aim)
        return aim, proved

    def _then_sorted(self, first: Aim, then: Callable[[], Sorted], watch: Watch) -> tuple[Aim, bool]:
        """The best by one aim, then by sorted gains among those."""
        proved = self._search(first, watch)
        return self._sorted(then(), watch) if proved and first.best is not None else (first, proved)

    def _sorted(self, aim: Sorted, watch: Watch) -> tuple[Aim, bool]:
        """The best sorted gains, then the first in file order."""
        if self.whole.empty:
            return aim, True
        self._remind(aim)
        descent = Descent(self.whole, aim)
        proved = descent.best(watch)
        for aim.stage in (1, 2):
            proved = proved and (aim.best is None or descent.rest(watch, ties=aim.stage == 2))
        self._note(aim)
        return aim, proved

    def _ceilings(self) -> Gains:
        """For each side a gain that no package can pass."""
        whole = self.whole
        ceilings = np.maximum.reduceat(whole.units, whole.starts[:-1], axis=0).sum(axis=0) - whole.zeros
        for pair in whole.pairs:
            ceilings += pair.units.max(axis=(0, 1))
        return tuple(ceilings.tolist())
