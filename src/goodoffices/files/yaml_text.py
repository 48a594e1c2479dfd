"""YAML text as plain data, strictly: what is written is what is read.

Plain YAML 1.1 reads ``NO`` as false, ``12:30`` as 750 and the second of two equal keys as if the first were not there.
Here only ``true`` and ``false`` are booleans, only canonical numbers are numbers, keys are always text, and what a
talks file never needs (anchors, aliases, tags, a second document) is refused. Two slips that YAML takes for something
else are met: a ':' without a space behind it, and text in braces with a comma of its own. The data is built from the
parser's events: nothing recurses, so nesting ends in a message. Cost: one pass; the C parser where PyYAML has it.

>>> read("NO: {start: 12:30, trucks: 300, firm: true}", "talks.yaml").data
{'NO': {'start': '12:30', 'trucks': Number(text='300'), 'firm': True}}

Read next: ``yaml_said.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from .findings import unspaced
from .numbers_text import NUMBER
from .plain import Builder, Number, Plain
from .yaml_said import BREAKS, IN_QUOTES, Loader, said

# Not every PyYAML is built with libyaml; the pure parser gives the same events, more slowly.
_LOADER: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_PROSE = {"because", "evidence", "label", "name", "text", "title", "unit"}
"""Keys whose values are people's words, in which a comma is more likely than an entry without a value."""
_STUCK = re.compile(r"[^\s:]+:(?:[\[{]|[^\S ])")
"""The start of a key out of brackets that is a key and the start of its value, for want of a space between them."""


def read(text: str, file: str) -> Plain:
    """The data of a YAML text, and where each part of it stands.

    Raises `BadFile` with the line: a text that is not YAML or uses more of it than is read here, nesting
    too deep, too many entries.
    """
    reader = _Reader(Builder(file))
    builder = reader.builder
    documents = 0
    last = len(BREAKS.split(text))  # a parser may place nothing at all, as after '---', one line past the end
    try:
        for event in _events(text):
            line = min(_line_of(event), last)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise builder.refuse("a second document begins here; a file holds one, so take out '---'", line)
            else:
                reader.take(event, line)
    except yaml.MarkedYAMLError as error:
        message, line = said(error, text, _LOADER)
        raise builder.refuse(message, line, reader.depth(text, line)) from None
    except yaml.YAMLError:
        raise builder.refuse("this is not YAML", 0) from None
    return builder.finish()


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
    return events


@dataclass(slots=True)
class _Open:
    """A mapping or list that is open; its kind, its column, its key last read, and the key of text just before it."""

    flow: bool
    listed: bool = False
    column: int = 0
    key: yaml.ScalarEvent | None = None
    prose: str | None = None


class _Reader:
    """The data so far, and what is open around the next event."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self._open = [_Open(False)]

    def take(self, event: yaml.Event, line: int) -> None:
        """Adds what one event says to the data."""
        if isinstance(event, yaml.AliasEvent):
            raise self.builder.refuse("an alias (*) is not read here; write the value out, or put it in quotes", line)
        if isinstance(event, yaml.NodeEvent):
            self._refuse_marks(event, line)
        if isinstance(event, yaml.ScalarEvent):
            if self.builder.wants_key:
                self._key(event, line)
            else:
                self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if self.builder.wants_key:
                raise self.builder.refuse("a key must be a text, not a list or a mapping", line)
            self.builder.open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
            self._open[-1].prose = None
            column = event.start_mark.column if event.start_mark else 0
            self._open.append(_Open(bool(event.flow_style), isinstance(event, yaml.SequenceStartEvent), column))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.builder.close()
            self._open.pop()

    def depth(self, text: str, line: int) -> int:
        """How many of the mappings and lists that are open a line belongs to, by its indentation.

        A parser closes what a line ends only when it has read that line.
        """
        start = re.match(r"( *)([^ ]?)", "".join(BREAKS.split(text)[line - 1 : line] if line else ""))
        if start is None or start[2] in {"", "\t"} or any(one.flow for one in self._open):
            return len(self._open)
        indent = len(start[1]) + (start[2] == "-")
        return sum(one.column < indent + (not one.listed) for one in self._open[1:])

    def _refuse_marks(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            raise self.builder.refuse("an anchor (&) is not read here; take it out, or put the text in quotes", line)
        if getattr(event, "tag", None) is not None:
            raise self.builder.refuse("a tag (!) is not read here; take it out, or put the text in quotes", line)

    def _key(self, event: yaml.ScalarEvent, line: int) -> None:
        around = self._open[-1]
        stuck = not event.style and not around.flow and _STUCK.match(event.value)
        if stuck and (message := unspaced(event.value)) is not None:
            raise self.builder.refuse(message, line)
        around.key = event
        self.builder.key(event.value, line)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        value, around = _value(event.value, event.style), self._open[-1]
        if self.builder.in_mapping and around.key is not None:
            alone = around.flow and not around.key.style and value is None and not event.value
            if alone and self._without_value(around, around.key.value, _line_of(around.key)):
                return
            around.prose = around.key.value if isinstance(value, str) and not event.style else None
        self.builder.scalar(value, line)

    def _without_value(self, around: _Open, key: str, line: int) -> bool:
        """Whether an entry in braces that has a key alone is none: ``{name:Arda}``, or words behind a comma.

        Each is a flaw; the reading then goes on with what was meant.
        """
        if (message := unspaced(key)) is not None:
            name, _, rest = key.partition(":")
            self.builder.drop_key()
            self.builder.flaw(message, name, line)
            self.builder.key(name, line)
            self.builder.scalar(_value(rest.strip(), None), line)
        elif around.prose is not None and (" " in key or around.prose in _PROSE):
            self.builder.drop_key()
            self.builder.flaw(IN_QUOTES, around.prose, line)
        else:
            return False
        return True


def _value(text: str, style: str | None) -> bool | str | Number | None:
    """A scalar's value: quoted text is text; plain text may be a constant or a number."""
    if style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return Number(text) if NUMBER.fullmatch(text) else text
