"""Plain data as text a person would have written: short things on one line, long ones line by line.

One layout serves YAML and JSON. ``Lines`` and ``LineList`` are always written line by line; any other mapping or list
stands on one line where it fits.

>>> print(yaml_text(Lines(title="A fence", pause={"name": "Pause", "options": ["none", "6"]})), end="")
title: A fence
pause: {name: Pause, options: [none, "6"]}

Read next: ``writing.py``, which makes such data of talks.
"""

from __future__ import annotations

import re

from .numbers_text import NUMBER
from .plain import UNPRINTABLE, Data, Number

WIDTH = 110

# Plain YAML text that no reader takes for anything else. First a letter or digit; no ': ', ' #' or bracket inside.
_PLAIN = re.compile(r"\w(?:[\w ./()'+&;%–—-]*[\w.)%'])?")
_NUMBER_LIKE = re.compile(r"\d[-+.:\d_eExXoOa-fA-F]*")
_RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_ESCAPED = re.compile(
    '["\\\\\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|' + UNPRINTABLE.pattern
)


class Lines(dict[str, Data]):
    """A mapping written line by line."""


class LineList(list[Data]):
    """A list written line by line."""


def yaml_text(data: Data) -> str:
    """The data as YAML, ending in a line break."""
    return "\n".join(_yaml_block(data, 0)) + "\n"


def json_text(data: Data) -> str:
    """The data as JSON, ending in a line break."""
    return "\n".join(_json_block(data, 0, 0)) + "\n"


def _yaml_block(data: Data, indent: int) -> list[str]:
    """Lines without their outer indentation."""
    lines: list[str] = []
    if isinstance(data, dict):
        for key, value in data.items():
            name = _yaml_key(key)
            # YAML reads a key only so far ahead; a longer one is announced.
            lines += _yaml_entry(f"{name}:" if len(name) < 900 else f"? {name}\n:", value, indent)
    elif isinstance(data, list):
        for item in data:
            lines += _yaml_entry("-", item, indent)
    return lines


def _yaml_entry(lead: str, value: Data, indent: int) -> list[str]:
    """A key or dash and its value: on the same line where that fits, else below it."""
    *announced, lead = lead.split("\n")
    if isinstance(value, str) and _is_block(value):
        return [*announced, f"{lead} |-", *("  " + line if line else "" for line in value.split("\n"))]
    if (
        not isinstance(value, dict | list)
        or not value
        or (not _must_break(value) and len(yaml_flow(value)) + len(lead) + indent < WIDTH)
    ):
        return [*announced, f"{lead} {yaml_flow(value)}"]
    inner = _yaml_block(value, indent + 2)
    if lead == "-":
        return [f"- {inner[0]}", *("  " + line if line else "" for line in inner[1:])]
    return [*announced, lead, *("  " + line if line else "" for line in inner)]


def yaml_flow(data: Data) -> str:
    """The data as YAML on one line."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_yaml_key(key)}: {yaml_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(yaml_flow(item) for item in data) + "]"
    if isinstance(data, str):
        return data if _is_plain(data) else _quoted(data)
    return _constant(data)


def _yaml_key(text: str) -> str:
    return text if _is_plain(text) or NUMBER.fullmatch(text) else _quoted(text)


def _is_plain(text: str) -> bool:
    """Whether a value can stand without quotes and is read as this text by any reader of YAML."""
    if not _PLAIN.fullmatch(text) or text.lower() in _RESERVED:
        return False
    return "/" in text or not _NUMBER_LIKE.fullmatch(text)


def _is_block(text: str) -> bool:
    """Whether a text of several lines can stand as lines: no blanks at their ends, nothing that needs an escape."""
    lines = text.split("\n")
    return (
        len(lines) > 1
        and bool(lines[-1])
        and not lines[0].startswith((" ", "\t"))
        and bool(lines[0])
        and not any(line != line.rstrip() or _ESCAPED.search(line.replace('"', "").replace("\\", "")) for line in lines)
    )


def _must_break(data: Data) -> bool:
    """Whether something in the data is to be written line by line."""
    if isinstance(data, Lines | LineList) and data:
        return True
    if isinstance(data, dict):
        return any(_must_break(value) for value in data.values())
    if isinstance(data, list):
        return any(_must_break(item) for item in data)
    return isinstance(data, str) and _is_block(data)


def _json_block(data: Data, indent: int, before: int) -> list[str]:
    """Lines without their outer indentation; ``before`` characters stand before the first one."""
    if not isinstance(data, dict | list) or not data:
        return [_json_flow(data)]
    if not _json_breaks(data) and len(text := _json_flow(data)) + indent + before < WIDTH:
        return [text]
    entries = (
        [(f"{_quoted(key)}: ", value) for key, value in data.items()]
        if isinstance(data, dict)
        else [("", item) for item in data]
    )
    lines: list[str] = []
    for number, (lead, value) in enumerate(entries, 1):
        first, *rest = _json_block(value, indent + 2, len(lead))
        lines += [f"  {lead}{first}", *("  " + line for line in rest)]
        lines[-1] += "," if number < len(entries) else ""
    return ["{" if isinstance(data, dict) else "[", *lines, "}" if isinstance(data, dict) else "]"]


def _json_breaks(data: Data) -> bool:
    if isinstance(data, Lines | LineList) and data:
        return True
    if isinstance(data, dict):
        return any(_json_breaks(value) for value in data.values())
    return isinstance(data, list) and any(_json_breaks(item) for item in data)


def _json_flow(data: Data) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_json_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(_json_flow(item) for item in data) + "]"
    return _quoted(data) if isinstance(data, str) else _constant(data)


def _constant(data: bool | Number | None) -> str:
    if data is None:
        return "null"
    if isinstance(data, Number):
        return data.text
    return "true" if data else "false"


def _quoted(text: str) -> str:
    """A text in double quotes, with escapes that YAML and JSON share."""
    return '"' + _ESCAPED.sub(lambda found: _escape(found.group()), text) + '"'


def _escape(character: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return short.get(character) or f"\\u{ord(character):04x}"
