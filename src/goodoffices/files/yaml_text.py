"""YAML text as plain data, strictly: what is written is what is read.

Plain YAML 1.1 reads ``NO`` as false, ``12:30`` as 750 and the second of two equal keys as if the first were not there.
Here only ``true`` and ``false`` are booleans, only canonical numbers are numbers, keys are always text, and what a
talks file never needs (anchors, aliases, tags, a second document) is refused. The data is built from the parser's
events: nothing recurses, so nesting ends in a message. Cost: one pass; the C parser where PyYAML has it.

>>> read("NO: {start: 12:30, trucks: 300, firm: true}", "talks.yaml").data
{'NO': {'start': '12:30', 'trucks': Number(text='300'), 'firm': True}}

Read next: ``json_text.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from .numbers_text import NUMBER
from .plain import Builder, Number, Plain

# Not every PyYAML is built with libyaml; the pure parser gives the same events, more slowly.
_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


def read(text: str, file: str) -> Plain:
    """The data of a YAML text, and where each part of it stands.

    Raises `BadFile` with the line: a text that is not YAML or uses more of it than is read here, nesting
    too deep, too many entries.
    """
    builder = Builder(file)
    documents = 0
    try:
        for event in _events(text):
            line = _line_of(event)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise builder.refuse("a second document begins here; a file holds one, so take out '---'", line)
            else:
                _take(builder, event, line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise builder.refuse(_said(error, text), _line(mark, text)) from None
    except yaml.YAMLError:
        raise builder.refuse("this is not YAML", 0) from None
    return builder.finish()


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
    return events


def _take(builder: Builder, event: yaml.Event, line: int) -> None:
    """Adds what one event says to the data."""
    if isinstance(event, yaml.AliasEvent):
        raise builder.refuse("an alias (*) is not read here; write the value out, or put it in quotes", line)
    if isinstance(event, yaml.NodeEvent):
        _refuse_marks(builder, event, line)
    if isinstance(event, yaml.ScalarEvent):
        if builder.wants_key:
            builder.key(event.value, line)
        else:
            builder.scalar(_value(event), line)
    elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
        if builder.wants_key:
            raise builder.refuse("a key must be a text, not a list or a mapping", line)
        builder.open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
    elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        builder.close()


def _refuse_marks(builder: Builder, event: yaml.NodeEvent, line: int) -> None:
    if event.anchor is not None:
        raise builder.refuse("an anchor (&) is not read here; take it out, or put the text in quotes", line)
    if getattr(event, "tag", None) is not None:
        raise builder.refuse("a tag (!) is not read here; take it out, or put the text in quotes", line)


def _value(event: yaml.ScalarEvent) -> bool | str | Number | None:
    """A scalar's value: quoted text is text; plain text may be a constant or a number."""
    text: str = event.value
    if event.style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return Number(text) if NUMBER.fullmatch(text) else text


def _line(mark: yaml.Mark | None, text: str) -> int:
    """The line of a mark; the end of the text counts as its last line with anything on it."""
    if mark is None:
        return 0
    return min(mark.line + 1, text.rstrip().count("\n") + 1)


def _said(error: yaml.MarkedYAMLError, text: str) -> str:
    """What a syntax error means, in our words. The two parsers word them differently; both are met here."""
    problem, context = error.problem or "", error.context or ""
    opened = f" opened on line {error.context_mark.line + 1}" if error.context_mark else ""
    if "cannot start any token" in problem:
        return _bad_start(error.problem_mark, text)
    if "not allowed" in problem:
        return "this does not fit here; indent it as the lines around it, or put text that holds ': ' or '- ' in quotes"
    if "quoted scalar" in context:
        if "escape" in problem or "hexadecimal" in problem:
            return r"after \ in double quotes stands what is not an escape; write \\, or use single quotes"
        return f"a quotation mark{opened} is not closed"
    if "flow sequence" in context:
        return f"the '['{opened} is not closed, or a comma is missing before this"
    if "flow mapping" in context:
        return f"the '{{'{opened} is not closed, or a comma is missing before this"
    if "simple key" in context:
        return "this line is not 'key: value'; a ':' is missing, or the line is indented too little"
    if "block" in context or "document start" in problem:
        return "this does not fit the lines above; indent it as they are, or close what they opened"
    if "flow node" in context:
        return "a bracket is closed here that was not opened, or a value is missing"
    return "this is not YAML as it is read here"


def _bad_start(mark: yaml.Mark | None, text: str) -> str:
    lines = text.splitlines()
    here = lines[mark.line][mark.column : mark.column + 1] if mark and mark.line < len(lines) else ""
    if here == "\t":
        return "there is a tab before this text; indent with spaces"
    return f"a text cannot begin with {here or 'this'}; put it in quotes"
