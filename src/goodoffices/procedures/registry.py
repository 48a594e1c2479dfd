"""The door through which a procedure enters: a name, where it comes from, and a generator.

    @procedure("one-text", source="...")
    def one_text(table, lots, *, rounds=100): ...

Every registered procedure gets the contract tests in ``tests/procedures`` by being registered. What its settings may be
is said in ``settings.py``, once for every name that several share; of a setting of its own a procedure brings a check,
which says what is wrong with a value at a table, and "" where nothing is:

    @procedure("by turns", source="...", checks={"pace": lambda table, value: "" if value > 0 else "too slow"})

Read next: ``one_text.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .steps import Running, Table

Start = Callable[..., Running]
Check = Callable[[Table, Any], str]
"""Says what is wrong with a setting's value at a table; "" where nothing is."""


@dataclass(frozen=True)
class Procedure:
    """A way to run talks: ``start(table, lots, **settings)`` begins it; ``source`` says where it comes from.

    ``asks_by_replies``: what one party is asked apart rests on what the others replied, beyond what a round came to.
    Such a procedure tells everybody so in its first step. ``checks``: of settings by its own meaning of their names.
    """

    name: str
    source: str
    start: Start
    asks_by_replies: bool = False
    checks: Mapping[str, Check] = field(default_factory=dict)


PROCEDURES: dict[str, Procedure] = {}
"""Every registered procedure by name."""


def procedure(
    name: str, *, source: str, asks_by_replies: bool = False, checks: Mapping[str, Check] | None = None
) -> Callable[[Start], Start]:
    """Register a procedure under a name."""

    def register(start: Start) -> Start:
        PROCEDURES[name] = Procedure(name, source, start, asks_by_replies, checks or {})
        return start

    return register


def settings_of(start: Start) -> dict[str, Any]:
    """The settings of a procedure and what they are where nobody says otherwise."""
    return dict(start.__kwdefaults__ or {})
