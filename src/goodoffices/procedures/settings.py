"""The settings of a procedure, checked at the door: what is refused here never reaches a party.

Every procedure that takes a setting of one of these names means the same by it, so that they are checked in one place;
what else a procedure takes, it brings a check of.

Read next: ``one_text.py``, the plainest procedure.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..errors import BadQuestion
from .registry import Check, Procedure, settings_of
from .steps import Table


def check_settings(procedure: Procedure, table: Table, settings: Mapping[str, Any]) -> None:
    """Raise `BadQuestion`, naming the setting, where one is unknown to this procedure or cannot be at this table.

    A setting that nobody brought a check of stays as it is: any other value of it is refused.
    """
    known = settings_of(procedure.start)
    for name, value in settings.items():
        if name not in known:
            there_are = ", ".join(known) or "none"
            raise BadQuestion(f"'{procedure.name}' has no setting '{name}'; its settings are: {there_are}")
        if value is known[name]:
            continue
        check = procedure.checks.get(name) or CHECKS.get(name, _unchecked)
        if wrong := check(table, value):
            raise BadQuestion(f"setting '{name}' of '{procedure.name}': {wrong}")


def _unchecked(_: Table, value: Any) -> str:
    return f"{value!r} cannot be checked; register the procedure with a check of it"


def _count(_: Table, value: Any) -> str:
    """What is wrong with a number of rounds or questions; "" where nothing is."""
    return "" if type(value) is int and value >= 0 else f"{value!r} is no whole number of 0 or more"


def _size(_: Table, value: Any) -> str:
    return "" if type(value) is int and value >= 1 else f"{value!r} is no whole number of 1 or more"


def _draft(table: Table, value: Any) -> str:
    if not table.is_draft(value):
        options = ", ".join(f"0 to {size - 1}" for size in table.sizes)
        return f"{value!r} is no draft of this table; give a tuple with one option number for each issue: {options}"
    return "" if table.admits(value) else f"the draft {value!r} does not meet the links"


def _drafts(table: Table, value: Any) -> str:
    if not isinstance(value, tuple) or not value:
        return "give one draft or more, as a tuple of drafts"
    wrong = ((place, _draft(table, draft)) for place, draft in enumerate(value, 1))
    return next((f"number {place} of {len(value)}: {said}" for place, said in wrong if said), "")


def _issue(table: Table, value: Any) -> str:
    last = len(table.sizes) - 1
    return "" if type(value) is int and 0 <= value <= last else f"{value!r} is no issue number; give one of 0 to {last}"


def _share(_: Table, value: Any) -> str:
    within = isinstance(value, Fraction) and 0 <= value <= 1
    return "" if within else f"{value!r} is no share; give a Fraction from 0 to 1"


def _rate(_: Table, value: Any) -> str:
    within = isinstance(value, Fraction) and 0 < value < Fraction(1, 2)
    return "" if within else f"{value!r} is no rate of mistakes; give a Fraction above 0 and below 1/2"


def _heat(_: Table, value: Any) -> str:
    within = isinstance(value, Fraction) and 0 < value <= 1
    return "" if within else f"{value!r} is no heat; give a Fraction above 0 and at most 1"


def _walk_aways(table: Table, value: Any) -> str:
    enough = isinstance(value, tuple) and len(value) == table.parties
    return "" if enough and not any(_share(table, one) for one in value) else "give a share of 0 to 1 for each party"


def _orders(table: Table, value: Any) -> str:
    if _listed(value, table.parties) and all(_listed(one, len(table.sizes)) for one in value):
        of_issues = zip((of for one in value for of in one), table.sizes * table.parties, strict=True)
        if all(_each_once(of, size) for of, size in of_issues):
            return ""
    return "give for each party and issue its options from the best to the worst, in groups, each option once"


def _listed(value: Any, many: int) -> bool:
    return isinstance(value, tuple) and len(value) == many


def _each_once(groups: Any, size: int) -> bool:
    """Whether these are groups of options, each option of an issue in one of them."""
    if not isinstance(groups, tuple) or not all(isinstance(group, tuple) for group in groups):
        return False
    named = [option for group in groups for option in group]
    return all(type(option) is int for option in named) and sorted(named) == list(range(size))


CHECKS: dict[str, Check] = {
    "draft": _draft, "drafts": _drafts, "heat": _heat, "issue": _issue, "mistaken": _rate, "near": _share,
    "orders": _orders, "questions": _count, "rounds": _count, "size": _size, "start": _draft,
    "walk_aways": _walk_aways,
}  # fmt: skip
"""For each setting a procedure may have what says what is wrong with a value of it: "" where nothing is."""
