"""One mapping of the file against its shape: every error of it, in our words, and what of it can still be used.

Read next: ``conditions_text.py``.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .findings import Findings, nearest, unspaced
from .plain import Data, Path
from .shape import Shape

S = TypeVar("S", bound=Shape)

_SAID = {
    "bool_type": "needs true or false",
    "list_type": "needs a list, such as [one, two] or lines that begin with '- '",
}


def piece(shape: type[S], data: Data, path: Path, findings: Findings) -> S | None:
    """The data in its shape, or None where it is no mapping at all.

    A key that is flawed is reported and left None, so that its neighbours can be read on.
    """
    if not isinstance(data, dict):
        findings.add(_stuck(data) or f"needs {shape.called}", path)
        return None
    _report_missing(shape, data, path, findings)
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        flaws = error.errors(include_url=False, include_input=False)
    for flaw in flaws:
        _report(flaw, shape, (*path, *flaw["loc"]), findings, data)
    return _salvaged(shape, data, {flaw["loc"][0] for flaw in flaws})


def mapping(data: Data, path: Path, findings: Findings, example: str) -> dict[str, Data] | None:
    """The data where it is a mapping; else None, and the flaw is reported."""
    if isinstance(data, dict):
        return data
    findings.add(_stuck(data) or f"needs a mapping, such as {example}", path)
    return None


def default_ids(word: str, items: list[Data]) -> list[str]:
    """The id of each item: the one the file gives it; without one its place, or where another item is called that the
    next number that is left. Cost: one visit to each item.

    >>> default_ids("line", [{}, {}, {}, {"id": "line-2"}])
    ['line-1', 'line-4', 'line-3', 'line-2']
    """
    written = [item.get("id") if isinstance(item, dict) else None for item in items]
    taken = {id for id in written if isinstance(id, str)}
    made = [id if isinstance(id, str) else f"{word}-{place}" for place, id in enumerate(written, 1)]
    clashes = [place for place, id in enumerate(made) if id in taken and not isinstance(written[place], str)]
    taken.update(made)
    number = 0
    for place in clashes:
        number = max(number, place + 1) + 1
        while f"{word}-{number}" in taken:
            number += 1
        made[place] = f"{word}-{number}"
    return made


def _stuck(data: Data) -> str | None:
    """What to say of a text that stands where a mapping should, for want of a space behind its ':'."""
    return unspaced(data) if isinstance(data, str) else None


def _report_missing(shape: type[S], data: dict[str, Data], path: Path, findings: Findings) -> None:
    """The needed keys that are not there, but for those that an unknown key was probably meant to be."""
    missing = [key for key in shape.needed if data.get(key) is None]
    unknown = [key for key in data if key not in keys_of(shape)] if missing else []
    meant = {nearest(key, keys_of(shape)) for key in unknown[:20]}
    for key in missing:
        if key not in meant:
            findings.add(f"'{key}' is missing; write {shape.needed[key]}", path)


def keys_of(shape: type[Shape]) -> list[str]:
    """The keys a mapping of this shape may have, as the file writes them."""
    return [field.alias or name for name, field in shape.model_fields.items()]


def _salvaged(shape: type[S], data: dict[str, Data], flawed: set[Any]) -> S:
    names = {field.alias or name: name for name, field in shape.model_fields.items()}
    whole = shape()
    for key, value in data.items():
        if key in names and key not in flawed:
            setattr(whole, names[key], value)
    return whole


def _report(flaw: ErrorDetails, shape: type[Shape], path: Path, findings: Findings, data: dict[str, Data]) -> None:
    """A pydantic error in our words; the checks of ``shape.py`` already speak so."""
    key = str(flaw["loc"][-1])
    if flaw["type"] == "extra_forbidden":
        findings.unknown("is not known here", key, keys_of(shape), path, there_are="the keys here are")
    elif flaw["type"] == "dict_type":
        example = shape.examples.get(key) or shape.needed.get(key) or "{key: value}"
        findings.add(_stuck(data.get(key)) or f"needs a mapping, such as {example}", path)
    else:
        findings.add(_SAID.get(flaw["type"], flaw["msg"]), path)
