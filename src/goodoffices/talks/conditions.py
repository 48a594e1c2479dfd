"""Conditions: logical statements about packages.

A condition is a small tree. Its leaves say that one issue is settled in one of some ways (`Choice`); its inner nodes
join conditions (`AllOf`, `AnyOf`, `Not`, `AtLeast`, `IfThen`). Links, red lines and the occasions of bonuses are all
conditions, so that every solver can read them and every report can explain them.

>>> from goodoffices.talks import Choice, IfThen, holds
>>> no_release_under_fire = IfThen(Choice("pause", ("none",)), Choice("captives", ("none",)))
>>> holds(no_release_under_fire, {"pause": "none", "captives": "all"})
False

Read next: ``positions.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Package: TypeAlias = Mapping[str, str]
"""One option for every issue: option ids by issue id. For a range, an option's id is its number as text."""

WORDS = frozenset({"all", "any", "not", "at_least", "at_most", "of", "if", "then"})
"""The words of the condition grammar; none of them can name an issue."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The issue is settled by one of these options (listed in the issue's own order)."""

    issue: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts, always true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds; with no parts, never true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class IfThen:
    """Where ``when`` holds, ``then`` holds too."""

    when: Condition
    then: Condition


Condition: TypeAlias = Choice | AllOf | AnyOf | Not | AtLeast | IfThen


def holds(condition: Condition, package: Package) -> bool:
    """Whether the package meets the condition.

    This is the meaning of the grammar; every faster evaluation is tested against it. Cost: one visit to each node.
    Raises ``KeyError`` where the package leaves out an issue the condition speaks of.
    """
    match condition:
        case Choice(issue, options):
            return package[issue] in options
        case AllOf(parts):
            return all(holds(part, package) for part in parts)
        case AnyOf(parts):
            return any(holds(part, package) for part in parts)
        case Not(part):
            return not holds(part, package)
        case AtLeast(count, parts):
            return sum(holds(part, package) for part in parts) >= count
        case IfThen(when, then):
            return not holds(when, package) or holds(then, package)


def choices(condition: Condition) -> Iterator[Choice]:
    """The leaves of a condition, from left to right, repeats included."""
    match condition:
        case Choice():
            yield condition
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from choices(part)
        case Not(part):
            yield from choices(part)
        case IfThen(when, then):
            yield from choices(when)
            yield from choices(then)


def issues_of(condition: Condition) -> tuple[str, ...]:
    """The issues a condition speaks of, each once, in the order they are named."""
    return tuple(dict.fromkeys(choice.issue for choice in choices(condition)))
