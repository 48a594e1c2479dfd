"""What a long computation may use (time, cores, memory), handed in from outside so that the core asks no machine.

Read next: ``planner.py``.
"""

from __future__ import annotations

from math import inf

MEMORY = 2 * 10**9
"""The ceiling of memory, in bytes, where nobody names another."""


class Watch:
    """Says how long a method may still work and with what, and hears how far it is. This one never hurries or listens.

    ``cores``: how many threads may work at once; ``memory``: bytes that the arrays of a method may take. Answers do not
    depend on either, but for what says that it is not finished. The edges pass a subclass of their own; the methods may
    be called often and must be cheap.
    """

    cores: int = 1
    memory: int = MEMORY

    def left(self) -> float:
        """Seconds that remain; infinity where there is no limit."""
        return inf

    def step(self, done: float, what: str) -> None:
        """A part of the work is done: ``done`` from 0 to 1 (negative where unknown), ``what`` in a few words."""


class Share(Watch):
    """A part of what another watch has left, so that one long question does not starve those after it."""

    def __init__(self, whole: Watch, parts: int) -> None:
        self.whole, self.cores, self.memory = whole, whole.cores, whole.memory
        self.until = whole.left() * (1 - 1 / parts)  # what the whole must still have left when this part is over

    def left(self) -> float:
        left = self.whole.left()
        return left if left == inf else left - self.until

    def step(self, done: float, what: str) -> None:
        self.whole.step(done, what)


QUIET = Watch()
"""No limit, no progress."""
