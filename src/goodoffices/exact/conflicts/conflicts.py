"""The method *hitting sets*: what blocks an agreement and what would open one, at any number of packages.

A conflict shares a requirement with every repair, and a repair with every conflict. So each kind is found smallest
first: propose the first set that meets all that is known of the other kind; it is right, or it leads to one more of the
other kind. Whether a set of requirements leaves a package is decided by weights on the walk-aways, else by a search.

Source: Reiter 1987, Artificial Intelligence 32(1), 57-95; Ignatiev, Previti, Liffiton & Marques-Silva 2015, CP 2015,
173-182 (smallest conflict); Liffiton, Previti, Malik & Marques-Silva 2016, Constraints 21(2), 223-250 (both kinds).

Read next: ``hitting.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from ..methods import method
from ..minimal import members, transversals
from ..problem import Choices, Problem
from ..questions import Conflict, Exists, Found, Minimal, MinimalSets, Opening, Question, Result, SmallestConflict
from ..watch import Part, Watch
from .falls import opening
from .hitting import Proposals, TooMany
from .keeping import GaveUp, Keeping, Unsure
from .marked_tables import is_markable, marked_tables

MOST_REPAIRS = 200
"""Repairs listed at most; more are said to be left out."""

MOST_CONFLICTS = 100
"""Conflicts listed at most where the repairs are not complete; else `minimal.MOST_SETS`."""

MOST_ASKED = 3_000
"""Sets of requirements looked into for one list, beyond what is known; then the list is cut."""


def _accepts(problem: Problem, question: Question) -> bool:
    return isinstance(question, Minimal | SmallestConflict) and is_markable(problem)


def _cost(problem: Problem, question: Question) -> float:
    needs = sum(len(side.lines) + (side.floor is not None) for side in problem.sides)
    return 2e-3 + 2e-4 * len(problem.sizes) + 1e-3 * needs * (1 if isinstance(question, SmallestConflict) else needs)


@method("hitting sets", source="Reiter 1987; Ignatiev, Previti, Liffiton & Marques-Silva 2015",
        accepts=_accepts, cost=_cost)  # fmt: skip
def hit(problem: Problem, questions: Sequence[Question], watch: Watch) -> dict[Question, Result]:
    """Conflicts and repairs; or one conflict of the fewest requirements, proved to be one.

    Lists come by number of requirements, then file order, and are cut where they grow too long or time runs out.
    Cost: exponential in the requirements in the worst case; a millisecond or so for each set looked into.

    Side 0 wants 5 and side 1 wants 3; requirement 0 falls by 5 to open the first package, 1 by 1 the second:

    >>> from goodoffices.exact.problem import Side
    >>> from goodoffices.exact.watch import QUIET
    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=3)), needs=2)
    >>> found = hit(fence, [Minimal()], QUIET)[Minimal()]
    >>> [(opening.requirements, opening.falls, opening.package) for opening in found.repairs], found.conflicts
    ([((0,), ((5,),), (0,)), ((1,), ((1,),), (1,))], ((0, 1),))
    """
    marked = marked_tables(problem)
    assert marked is not None
    keeping = Keeping(marked, watch, _elsewhere)
    answers: dict[Question, Result] = {}
    for place, question in enumerate(questions):
        keeping.watch = Part(watch, len(questions) - place)
        answers[question] = minimal(keeping) if isinstance(question, Minimal) else smallest(keeping)
    return answers


def _elsewhere(problem: Problem, watch: Watch) -> tuple[Choices | None, bool]:
    """A package of a problem's zone, by whichever method the planner chooses."""
    from ..planner import answer  # the planner knows this method, so not before it is needed

    found, _ = answer(problem, [Exists()], watch=watch)[Exists()]
    assert isinstance(found, Found)
    return found.package, found.proved


def conflicts(keeping: Keeping, known: Sequence[int] = ()) -> Iterator[int]:
    """The conflicts as bits, by number of requirements and then file order, each as soon as it is proved.

    ``known``: repairs known already. Nothing comes where there is a zone, or where no package meets the links.
    Raises `GaveUp`, `TooMany`.
    """
    return _in_order(
        Proposals(keeping.everything.bit_length(), known),
        is_right=lambda kept: keeping.ask(kept).package is None,
        missed=lambda kept: keeping.everything & ~_grown(keeping, kept),
    )


def repairs(keeping: Keeping, known: Sequence[int] = ()) -> Iterator[int]:
    """The repairs as bits, by number of requirements and then file order, each as soon as it is proved.

    ``known``: conflicts known already. Nothing comes where no package meets the links; where there is a zone, the set
    without members. Raises `GaveUp`, `TooMany`.
    """
    return _in_order(
        Proposals(keeping.everything.bit_length(), known),
        is_right=lambda dropped: keeping.ask(keeping.everything & ~dropped).package is not None,
        missed=lambda dropped: shrunk(keeping, keeping.everything & ~dropped),
    )


def _in_order(proposals: Proposals, is_right: Callable[[int], bool], missed: Callable[[int], int]) -> Iterator[int]:
    """The proposals that are right. What a wrong one misses is added, and what it misses with that in it, and so on."""
    for proposed in proposals:
        if is_right(proposed):
            proposals.right.append(proposed)
            yield proposed
            continue
        widened, wrong = proposed, True
        while wrong:
            one = missed(widened)
            if not one:  # nothing is ever right
                return
            proposals.family.append(one)
            widened |= one
            wrong = False
            with suppress(Unsure):
                wrong = not is_right(widened)


def _grown(keeping: Keeping, kept: int) -> int:
    """All that a package meets which meets ``kept`` and to which no requirement can be added, as far as is decided."""
    met = keeping.ask(kept).met
    for number in members(keeping.everything & ~met):
        if not met >> number & 1:
            with suppress(Unsure):
                met |= keeping.ask(met | 1 << number).met
    return met


def shrunk(keeping: Keeping, kept: int) -> int:
    """A conflict among requirements that leave no package: one after another is left out, the last first.

    Where it is not decided whether one can be left out, it stays.
    """
    clash = keeping.ask(kept).clash
    for number in reversed(members(clash)):
        if clash >> number & 1:
            with suppress(Unsure):
                less = keeping.ask(clash & ~(1 << number))
                clash = clash if less.package is not None else less.clash
    return clash


def smallest(keeping: Keeping) -> Conflict:
    """The first conflict in file order among those of the fewest requirements; none where there is a zone.

    Where the proof that none is smaller is not finished it is one that was found on the way, and says so.
    """
    keeping.asks = MOST_ASKED
    try:
        first = keeping.ask(keeping.everything)
        if first.package is not None or keeping.marked.formed.empty:  # no package meets the links
            return Conflict(None, proved=True)
        best = shrunk(keeping, keeping.everything)
    except GaveUp:
        return Conflict(None, proved=False)
    found, _ = _listed(keeping, islice(conflicts(keeping), 1), 1)
    best = found[0] if found else best
    return Conflict(members(best), bool(found))


def minimal(keeping: Keeping) -> MinimalSets:
    """Repairs with their falls, and conflicts; neither where there is a zone."""
    watch, keeping.asks = keeping.watch, 1
    try:
        first = keeping.ask(keeping.everything)
    except GaveUp:
        return MinimalSets((), False, (), False)
    if first.package is not None or keeping.marked.formed.empty:  # no package meets the links
        return MinimalSets((), True, (), True)
    keeping.watch = Part(watch, 3)
    dropped, complete = _listed(keeping, repairs(keeping), MOST_REPAIRS)
    if complete:
        kept, all_found = transversals(dropped)
    else:
        keeping.watch = Part(watch, 2)
        kept, all_found = _listed(keeping, conflicts(keeping, dropped), MOST_CONFLICTS)
    openings: list[Opening] = []
    for place, repair in enumerate(dropped):
        keeping.watch = Part(watch, len(dropped) - place)
        openings.append(opening(keeping, repair))
        watch.step(place / len(dropped), "how far walk-aways would have to fall")
    return MinimalSets(tuple(openings), complete, tuple(members(one) for one in kept), all_found)


def _listed(keeping: Keeping, sets: Iterator[int], most: int) -> tuple[list[int], bool]:
    """The first ``most`` of some sets, and whether there are no more."""
    found: list[int] = []
    keeping.asks = MOST_ASKED
    try:
        for one in sets:
            if len(found) == most:
                return found, False
            found.append(one)
            keeping.watch.step(-1, f"{len(found)} sets of requirements proved")
    except (GaveUp, TooMany):
        return found, False
    return found, True
