"""JSON text as plain data with places: the same talks, the same refusals, written as JSON.

The standard library's reader knows no lines, keeps the last of two equal keys, recurses, and turns numbers into floats;
hence this small scanner. It steps from token to token without recursion. Cost: one pass.

>>> plain = read('{"trucks":\\n {"from": 0, "to": 1e2}}', "talks.json")
>>> plain.data, plain.places.at(("trucks", "to")).line
({'trucks': {'from': Number(text='0'), 'to': Number(text='1e2')}}, 2)

Read next: ``shape.py``.
"""

from __future__ import annotations

import json
import re

from .numbers_text import NUMBER
from .plain import Builder, Number, Plain

_BLANK = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_STRINGS = json.JSONDecoder()
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read(text: str, file: str) -> Plain:
    """The data of a JSON text, and where each part of it stands.

    Raises `BadFile` with the line: a text that is not JSON, nesting too deep, too many entries.
    """
    return _Scanner(text, file).read()


class _Scanner:
    """A position in the text, and the data so far. ``_fresh``: what is open has nothing in it yet."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.at = text, 0
        self.builder = Builder(file)
        self._counted, self._line = 0, 1
        self._closers: list[str] = []
        self._fresh = False

    def read(self) -> Plain:
        if self._peek():
            self._value()
        while self._closers:
            self._step()
        if self._peek():
            raise self.builder.refuse("the JSON ended before this; take the rest out", self.line)
        return self.builder.finish()

    def _step(self) -> None:
        """One entry of the mapping or list that is open, or its end."""
        closer = self._closers[-1]
        if self._peek() == closer:
            self.at += 1
            self._closers.pop()
            self.builder.close()
            self._fresh = False
            return
        if not self._fresh:
            if self._peek() != ",":
                raise self.builder.refuse(f"needs ',' or '{closer}' here", self.line)
            self.at += 1
            if self._peek() == closer:
                raise self.builder.refuse(f"take out the comma before '{closer}'", self.line)
        if self.builder.in_mapping:
            self._key()
        self._value()

    @property
    def line(self) -> int:
        """The line of the current position; each part of the text is counted once."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def _peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.text[self.at : self.at + 1]

    def _key(self) -> None:
        if self._peek() != '"':
            raise self.builder.refuse('needs a key in double quotes here, such as "title"', self.line)
        line = self.line
        self.builder.key(self._string(), line)
        if self._peek() != ":":
            raise self.builder.refuse("needs ':' after the key", self.line)
        self.at += 1

    def _value(self) -> None:
        first, line = self._peek(), self.line
        self._fresh = first in {"{", "["}
        if self._fresh:
            self.at += 1
            self.builder.open({} if first == "{" else [], line)
            self._closers.append("}" if first == "{" else "]")
        elif first == '"':
            self.builder.scalar(self._string(), line)
        elif number := NUMBER.match(self.text, self.at):
            self.at = number.end()
            if self.text[self.at : self.at + 1] not in {"", ",", "]", "}", " ", "\t", "\n", "\r"}:
                raise self.builder.refuse("needs a number such as 12 or 12.5, or a text in double quotes", line)
            self.builder.scalar(Number(number.group()), line)
        else:
            self._constant(line)

    def _constant(self, line: int) -> None:
        word = _WORD.match(self.text, self.at)
        if word is None or word.group() not in _CONSTANTS:
            raise self.builder.refuse("needs a value here: a text in double quotes, a number, true, false, null", line)
        self.at = word.end()
        self.builder.scalar(_CONSTANTS[word.group()], line)

    def _string(self) -> str:
        line = self.line
        try:
            text, self.at = _STRINGS.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            unclosed = "Unterminated" in error.msg
            message = (
                "a quotation mark is not closed"
                if unclosed
                else r"a text in quotes holds a line break, a tab or a wrong escape; write \n, \t or \\"
            )
            raise self.builder.refuse(message, line if unclosed else self.line) from None
        return str(text)
