"""Reading an example's talks and the facts that must come out of them.

``examples/NAME/expected.json`` holds facts, not a whole output. Numbers there are whole, or fractions written as text
(``"2/15"``); a list is a tuple of numbers.

Read next: ``test_published.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from goodoffices import files
from goodoffices.talks import Talks

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("scorable_base", "ampo_vs_city", "camp_david_1978", "panama_1974")


@cache
def talks_of(name: str) -> Talks:
    """The talks of one example."""
    return files.load(EXAMPLES / name / "talks.yaml")


def facts_of(name: str) -> dict[str, Any]:
    """What must come out of one example."""
    facts: dict[str, Any] = json.loads((EXAMPLES / name / "expected.json").read_text(encoding="utf-8"))
    return facts


def number(written: Any) -> Any:
    """A number of the facts, exact; a tuple where a list is written."""
    if isinstance(written, list):
        return tuple(Fraction(one) for one in written)
    return Fraction(written)


def points(written: Mapping[str, Any]) -> dict[str, Fraction]:
    """Points by party, exact."""
    return {party: Fraction(value) for party, value in written.items()}
