"""The tally of the smallest conflict: the first of all minimal ones, which the tally of the minimal sets lists.

Read next: ``enumeration.py``.
"""

from __future__ import annotations

from ..problem import Problem
from ..questions import Conflict
from .blocks import Block
from .minimal_tally import MinimalSoFar


class SmallestSoFar:
    """The conflict with the fewest requirements; it takes the passes that `MinimalSoFar` takes.

    Side 0 wants 5 and side 1 wants 3, and only one of them can have it:

    >>> from goodoffices.exact.enumerating.blocks import blocks
    >>> from goodoffices.exact.problem import Side
    >>> fence = Problem((2,), (Side(((0, 7),), floor=5), Side(((4, 2),), floor=3)), needs=2)
    >>> tally, more = SmallestSoFar(fence), True
    >>> while more:
    ...     for block in blocks(fence):
    ...         tally.see(block)
    ...     more = tally.again()
    >>> tally.answer(done=True).requirements
    (0, 1)
    """

    def __init__(self, problem: Problem) -> None:
        self.minimal = MinimalSoFar(problem)

    def see(self, block: Block) -> None:
        self.minimal.see(block)

    def again(self) -> bool:
        return self.minimal.again()

    def answer(self, done: bool) -> Conflict:
        found = self.minimal.answer(done)
        return Conflict(found.conflicts[0] if found.conflicts else None, proved=found.conflicts_complete)
