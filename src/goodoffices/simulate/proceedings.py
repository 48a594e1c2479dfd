"""Procedures as a person writes them: a name and settings, such as ``one-text:rounds=50``.

Read next: ``plan.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..errors import BadQuestion
from ..procedures.lots import Lots
from ..procedures.registry import Procedure, settings_of
from ..procedures.running import procedures
from ..procedures.steps import Draft, Table
from .ratios import ratio
from .run import Proceeding

GIVEN: Mapping[str, str] = {"orders": "orders", "walk-aways": "walk_aways"}
"""What may be given to procedures beforehand, and the setting that takes it."""


def proceeding(spec: str) -> Proceeding:
    """A procedure with its settings, by its spec. Raises `BadQuestion` for what is none.

    Values are not held against any talks here. A draft is written ``0-3-1``, several of them with ``+`` between.

    >>> proceeding("one-text: rounds=50").spec
    'one-text:rounds=50'
    """
    name, _, rest = spec.partition(":")
    known = procedures()
    if (found := known.get(name.strip())) is None:
        raise BadQuestion(f"there is no procedure '{name.strip()}'; there are: {', '.join(known)}")
    parts = [part.partition("=") for part in rest.split(",") if part.strip()]
    settings = {name.strip(): value.strip() for name, _, value in parts}
    read = {name: _value(found, name, value) for name, value in settings.items()}
    said = ",".join(f"{name}={value}" for name, value in settings.items())
    return Proceeding(f"{found.name}:{said}" if said else found.name, found.name, tuple(read.items()))


def suits(name: str, table: Table) -> bool:
    """Whether a procedure asks anybody anything at this table, where nothing is set."""
    running = procedures()[name].start(table, Lots(0, name))
    try:
        next(running)
    except StopIteration:
        return False
    finally:
        running.close()
    return True


def _value(found: Procedure, name: str, value: str) -> Any:
    """The value of a setting, in the shape that the setting has."""
    known = settings_of(found.start)
    if name not in known:
        raise BadQuestion(f"'{found.name}' has no setting '{name}'; its settings are: {', '.join(known) or 'none'}")
    if name in GIVEN.values():
        flag = next(flag for flag, setting in GIVEN.items() if setting == name)
        raise BadQuestion(f"'{name}' of '{found.name}' comes from the talks; ask for it with --given {flag}")
    try:
        if name in ("start", "draft"):
            return _draft(value)
        if name == "drafts":
            return tuple(map(_draft, value.split("+")))
        return ratio(value) if isinstance(known[name], Fraction) else int(value)
    except (ValueError, ZeroDivisionError):
        raise BadQuestion(f"setting '{name}' of '{found.name}': '{value}' is no value; {_SUCH.get(name, _NUMBER)}") \
            from None  # fmt: skip


_NUMBER = "write a number, such as 20 or 1/10"
_SUCH = dict.fromkeys(("start", "draft"), "write a draft as 0-3-1, one option number for each issue")
_SUCH["drafts"] = "write drafts as 0-3-1+2-0-0, one option number for each issue"


def _draft(value: str) -> Draft:
    return tuple(int(option) for option in value.split("-"))
