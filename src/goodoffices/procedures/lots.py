"""Lots: what a procedure draws by chance, a function of its seed alone, the same on every machine and version.

The numbers are those of ``exact/chance.py``, taken one after another.

Read next: ``one_text.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ..exact.chance import ALL, GOLDEN, mixed, start_of

T = TypeVar("T")


class Lots:
    """Even chances from a seed, for one use of it.

    >>> Lots(7, "a walk").below(6) == Lots(7, "a walk").below(6)
    True
    """

    def __init__(self, seed: int, what: str) -> None:
        self._state = start_of(seed, what)

    def below(self, limit: int) -> int:
        """A whole number from 0 up to ``limit``, it not included; at most 2**64. Each is exactly as likely.

        Raises `ValueError` for a limit below 1: there is nothing to draw from.
        """
        if limit < 1:
            raise ValueError(f"there is nothing to draw from below {limit}")
        bits = (limit - 1).bit_length()
        while True:
            self._state = self._state + GOLDEN & ALL
            number = mixed(self._state) >> 64 - bits
            if number < limit:
                return number

    def pick(self, things: Sequence[T]) -> T:
        """One of these. Raises `ValueError` where there is none."""
        return things[self.below(len(things))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """All of these, in an order of which each is as likely as another."""
        return list(self.in_turn(things))[::-1]

    def in_turn(self, things: Sequence[T]) -> Iterator[T]:
        """One after another of these, each as likely as any other that is left; drawn only when it is asked for.

        Source: Durstenfeld 1964, algorithm 235, Communications of the ACM 7(7), 420.
        """
        left = list(things)
        while len(left) > 1:
            place = self.below(len(left))
            left[place], left[-1] = left[-1], left[place]
            yield left.pop()
        yield from left
