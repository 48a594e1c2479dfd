"""Whether two programs found the same. Answers of the same question, as ``ours.py`` and the peers' scripts tell them.

Read next: ``bench.py``.
"""

from __future__ import annotations

import math
from typing import Any

from .readings import Reading

SLACK = 3e-5
"""How far from one another logarithms of products may be: solvers prove them to 1e-6 a side, for up to 20 sides."""


def differs(question: str, ours: Reading, other: Reading, name: str) -> str | None:
    """What is not the same, "" where nothing is; None where there is nothing to compare."""
    if not ours.answer or not other.answer:
        return None
    mine, theirs = ours.answer, other.answer
    found: list[str | None] = []
    if question in ("frontier", "bargaining"):
        found.append(_same(mine, theirs, ["size", "print"]) if ours.proved and other.proved else None)
    if question == "bargaining":
        found.append(_same(mine, theirs, ["nash", "maximin", "utilitarian"]) if ours.proved and other.proved else None)
    if question in ("nash", "enumeration"):
        found.append(_product(ours, other))
    if question in ("size", "enumeration"):
        found.append(_same(mine, theirs, ["count"]) if ours.proved and other.proved else None)
    if question == "conflict":
        found.append(_conflict(mine, theirs, ours.proved and other.proved))
    if all(each is None for each in found):
        return None
    said = "; ".join(each for each in found if each)
    return f"{name}: {said}" if said else ""


def _same(mine: Any, theirs: Any, keys: list[str]) -> str:
    return ", ".join(
        f"{key} {mine.get(key)} against {theirs.get(key)}" for key in keys if mine.get(key) != theirs.get(key)
    )


def _product(ours: Reading, other: Reading) -> str | None:
    """Who proved the highest product must have the higher one, and both the same where both proved it."""
    mine, theirs = (None if (text := r.answer.get("nash")) in (None, "None") else int(text) for r in (ours, other))
    said = f"nash {mine} against {theirs}"
    if mine is None or theirs is None:
        return None if not (ours.proved and other.proved) else "" if mine == theirs else said
    apart = math.log(max(mine, 1)) - math.log(max(theirs, 1))
    if ours.proved and mine < theirs:
        return said
    if other.proved and apart > SLACK:
        return said
    return said if ours.proved and other.proved and abs(apart) > SLACK else ""


def _conflict(mine: Any, theirs: Any, proved: bool) -> str | None:
    """A smallest conflict is as small as another's smallest, and no larger than one that is only minimal."""
    if not proved:
        return None
    if theirs.get("confirmed") is not None:  # a check of our own conflict, not another one
        return "" if theirs["confirmed"] else "what we found is no conflict, or not a minimal one"
    one, other = mine["conflict"], theirs["conflict"]
    if one is None or other is None:
        return "" if one == other else f"conflict {one} against {other}"
    larger = len(one) > len(other)
    return f"a conflict of {len(one)} against {len(other)}" if larger or len(one) < theirs.get("at_least", 0) else ""
