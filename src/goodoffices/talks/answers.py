"""What a party answered when it was asked: an order, a weight, this rather than that, yes or no to a draft.

In real talks nobody hands the mediator a table of scores. An `Answer` is one thing a party said of its own position,
with an id of its own, so that two answers that cannot both be true can be named. What follows from answers is
concluded in ``beliefs``; nothing here turns words into points.

Read next: ``positions.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Settled: TypeAlias = tuple[tuple[str, str], ...]
"""One option for each of some issues, as pairs of issue and option ids."""


@dataclass(frozen=True, slots=True)
class Order:
    """The options of one issue from the best to the worst; those in one group are as good as each other.

    >>> Order("pause", (("permanent",), ("six_weeks", "none"))).options
    ('permanent', 'six_weeks', 'none')
    """

    issue: str
    groups: tuple[tuple[str, ...], ...]

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(option for group in self.groups for option in group)


@dataclass(frozen=True, slots=True)
class Importance:
    """Issues from the most to the least important: by how much lies between the best and the worst option of each."""

    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """How much lies between the best and the worst option of an issue, as a share of all issues together: 0 to 1."""

    issue: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Rather:
    """The one is better than the other. Where they leave issues out, that holds however these are settled in both."""

    better: Settled
    worse: Settled


@dataclass(frozen=True, slots=True)
class Alike:
    """The one is as good as the other; not to the last point, but nothing to choose between them."""

    one: Settled
    other: Settled


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no to a draft: whether the party could sign this package."""

    draft: Settled
    yes: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Whether issues hang together: what one is worth depends on how another is settled (``together``), or does not."""

    issues: tuple[str, ...]
    together: bool


@dataclass(frozen=True, slots=True)
class NoMoreLines:
    """Asked what it could not sign without, the party named no red line besides those that are recorded, if any."""


Said: TypeAlias = Order | Importance | Weight | Rather | Alike | Verdict | Joined | NoMoreLines


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing a party said of its own position, and where it is known from."""

    id: str
    said: Said
    because: str | None = None
    evidence: tuple[str, ...] = ()


def settled(said: Said) -> Iterator[Settled]:
    """The packages, or parts of packages, that an answer speaks of."""
    match said:
        case Rather(one, other) | Alike(one, other):
            yield one
            yield other
        case Verdict(draft):
            yield draft
        case _:
            return


def issues_spoken_of(said: Said) -> tuple[str, ...]:
    """The issues an answer names, each once, in the order they are named."""
    match said:
        case Order(issue) | Weight(issue):
            return (issue,)
        case Importance(issues) | Joined(issues):
            return tuple(dict.fromkeys(issues))
        case _:
            return tuple(dict.fromkeys(issue for part in settled(said) for issue, _ in part))
