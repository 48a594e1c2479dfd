"""What a long computation may use (time, cores, memory), handed in from outside so that the core asks no machine.

Read next: ``methods.py``.
"""

from __future__ import annotations

from math import inf

MEMORY = 2 * 10**9
"""The ceiling of memory, in bytes, where nobody names another."""


class Watch:
    """Says how long a method may still work and with what, and hears how far it is. This one never hurries or listens.

    ``cores``: how many threads may work at once; ``memory``: bytes that the arrays of a method may take. Answers do not
    depend on either, but for what says that it is not finished. The edges pass a subclass of their own; the methods may
    be called often and must be cheap. ``asked``: which question is being answered, where that was said.
    """

    cores: int = 1
    memory: int = MEMORY
    asked: str = ""

    def left(self) -> float:
        """Seconds that remain; infinity where there is no limit."""
        return inf

    def step(self, done: float, what: str) -> None:
        """A part of the work is done: ``done`` from 0 to 1 (negative where unknown), ``what`` in a few words."""


class OutOfTime(Exception):
    """The watch left no time for what was begun. Methods raise it within themselves, and answer with what they know."""


class Part(Watch):
    """A part of what another watch has left, so that one long question does not starve those after it."""

    def __init__(self, whole: Watch, parts: int) -> None:
        self.whole, self.cores, self.memory = whole, whole.cores, whole.memory
        self.asked = whole.asked
        self.until = whole.left() * (1 - 1 / parts)  # what the whole must still have left when this part is over

    def left(self) -> float:
        left = self.whole.left()
        return left if left == inf else left - self.until

    def step(self, done: float, what: str) -> None:
        self.whole.step(done, what)


class Asking(Watch):
    """Another watch that hears with each step which question is being answered; of a question within it, nothing."""

    def __init__(self, whole: Watch, asked: str) -> None:
        self.whole, self.cores, self.memory, self.asked = whole, whole.cores, whole.memory, whole.asked or asked

    def left(self) -> float:
        return self.whole.left()

    def step(self, done: float, what: str) -> None:
        self.whole.step(done, what if self.whole.asked else f"{self.asked}: {what}")


class Unheard(Watch):
    """Another watch's time, cores and memory; its steps are told by somebody else, who knows how many there will be."""

    def __init__(self, whole: Watch) -> None:
        self.whole, self.cores, self.memory, self.asked = whole, whole.cores, whole.memory, whole.asked

    def left(self) -> float:
        return self.whole.left()


QUIET = Watch()
"""No limit, no progress."""
