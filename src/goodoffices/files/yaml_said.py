"""What a syntax error of YAML means, in our words, and the line where it was made.

A parser notices a mistake where it can read no further, which is often a line or more below: a forgotten space after
a ':' makes a text that runs on into the next line. So the message looks at the text around the place, not only at what
the parser says. PyYAML's two parsers word an error differently and set it at the same place; both are met here.

Read next: ``json_text.py``.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import yaml

from .findings import shown, unspaced

Loader: TypeAlias = type[yaml.SafeLoader] | type[yaml.CSafeLoader]

IN_QUOTES = "put text with , : or # in quotes"

BREAKS = re.compile("[\n\x85\u2028\u2029]")
"""YAML's line breaks, as its marks count them, once those of other systems are line feeds; not all of splitlines."""
_KEY = re.compile(r"[\w.-]+:(?:\s|$)")
_DASHES = re.compile(r"\s*(?:- +)*")
_OPENS = re.compile(r"[\s,{\[]")
_REMARK = re.compile(r"[ \t]#(.*)")
_PAIRS = {"[": "]", "{": "}"}
_TAB = "there is a tab before this text; indent with spaces"
_INSTEAD = {
    "'": """the text ends at its second '; write "..." around it, or '' for a ' inside""",
    '"': """the text ends at its second "; write '...' around it, or \\" for a " inside""",
}


def said(error: yaml.MarkedYAMLError, text: str, loader: Loader) -> tuple[str, int]:
    """The message about an error, and the line to blame (from 1; 0 where there is none)."""
    return _Around(error, text, loader).said()


class _Around:
    """An error and the text around it. ``opened``: the line on which the parser says that this part began."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str, loader: Loader) -> None:
        self.problem, self.context = error.problem or "", error.context or ""
        self.text, self.loader = text, loader
        self.lines = BREAKS.split(text)
        self.last = max((number for number, line in enumerate(self.lines, 1) if line.strip()), default=1)
        self.mark: Any = error.problem_mark or error.context_mark
        self.opened = error.context_mark.line + 1 if error.context_mark else 0
        self.start = error.context_mark.column if error.context_mark else 0
        self.line = self.mark.line + 1 if self.mark else 0
        column = self.mark.column if self.mark else 0
        self.before, self.after = self._of(self.line)[:column], self._of(self.line)[column:]

    def said(self) -> tuple[str, int]:
        if self.mark is None:
            return self._by_context(), 0
        for look in (self._start, self._quotation, self._colon, self._never_closed, self._prose):
            if (found := look()) is not None:
                return found
        return self._by_context(), min(self.line, self.last)

    def _of(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def _start(self) -> tuple[str, int] | None:
        """A tab, or a character with which no text begins."""
        if "tab" in self.problem or ("cannot start any token" in self.problem and self.after.startswith("\t")):
            return _TAB, self.line
        if "cannot start any token" in self.problem:
            return f"a text cannot begin with {self.after[:1] or 'this'}; put it in quotes", min(self.line, self.last)
        return None

    def _quotation(self) -> tuple[str, int] | None:
        """Text that goes on behind the quotation mark that ends it, and is no next entry with its comma missing."""
        mark = self.before.rstrip()[-1:]
        goes_on = self.after[:1] not in {"", "'", '"', ":", "]", "}", "[", "{", "#"}
        if "quoted" in self.context or mark not in _INSTEAD or not goes_on:
            return None
        whole = self.after.count(mark) % 2 == 0
        next_entry = whole and _KEY.match(self.after) and self.before.endswith((" ", "\t"))
        return None if next_entry else (_INSTEAD[mark], self.line)

    def _colon(self) -> tuple[str, int] | None:
        """A ':' without a space behind it: on the line where a text began that should have been a key."""
        if "unexpected ':'" in self.problem:
            return f"put a space after the ':' of '{shown(_OPENS.split(self.before)[-1])}'", self.line
        if "simple key" in self.context:
            message = unspaced(self._of(self.opened)[self.start :])
            return message or "this line is not 'key: value'; a ':' is missing, or the line is indented too little", (
                self.opened
            )
        if "not allowed" in self.problem:
            line = self.line - 1
            while line > 0 and not self._of(line).strip():
                line -= 1
            if (message := unspaced(_DASHES.sub("", self._of(line), count=1))) is not None:
                return message, line
        return None

    def _never_closed(self) -> tuple[str, int] | None:
        """A bracket that the text ends in, or one that closes nothing."""
        here = self.after[:1]
        if "flow" not in self.context and here not in {"]", "}"}:
            return None
        bracket, line = self._bracket() or ("", 0)
        if bracket and (self.line > self.last or (self.line == self.last and not self.after.strip())):
            closer = _PAIRS[bracket]
            return self._remark() or (
                f"the '{bracket}' opened on line {line} is never closed; write '{closer}' where it ends",
                line,
            )
        if here in {"]", "}"}:
            if not bracket:
                return f"the '{here}' closes nothing, for no bracket is open here; take it out", self.line
            if _PAIRS[bracket] != here:
                return f"the '{bracket}' opened on line {line} is not closed before this '{here}'", self.line
        return None

    def _bracket(self) -> tuple[str, int] | None:
        """The innermost bracket that is open at the mark, with its line."""
        opened: list[tuple[str, int]] = []
        starts = {yaml.FlowSequenceStartToken: "[", yaml.FlowMappingStartToken: "{"}
        try:
            for token in yaml.scan(self.text, Loader=self.loader):
                at: Any = token.start_mark
                if (at.line, at.column) >= (self.mark.line, self.mark.column):
                    break
                if type(token) in starts:
                    opened.append((starts[type(token)], at.line + 1))
                elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken) and opened:
                    opened.pop()
        except yaml.YAMLError:
            pass  # what can be scanned no further has been seen so far
        return opened[-1] if opened else None

    def _prose(self) -> tuple[str, int] | None:
        """Text inside brackets with a ':' or a '#' of its own."""
        if "flow mapping" not in self.context and "flow sequence" not in self.context:
            return None
        if self.after.startswith(":") and ": " in re.split(r"[,{\[]", self.before)[-1]:
            return f"{IN_QUOTES}; or a comma is missing before this", self.line
        return self._remark()

    def _remark(self) -> tuple[str, int] | None:
        """A remark with more brackets closed in it than opened, from the bracket that is open to the mark."""
        for line in range(max(self.opened, 1), min(self.line, self.last) + 1):
            found = _REMARK.search(self._of(line))
            if found and len(re.findall(r"[\]}]", found[1])) > len(re.findall(r"[\[{]", found[1])):
                return f"{IN_QUOTES}; what follows a # is a remark and closes nothing", line
        return None

    def _by_context(self) -> str:
        """What is left: by what the parser was reading."""
        opened = f" opened on line {self.opened}" if self.opened else ""
        if "not allowed" in self.problem:
            said = "this does not fit here; indent it as the lines around it, or put text that holds ': ' or '- '"
            return f"{said} in quotes"
        if "quoted scalar" in self.context:
            if "escape" in self.problem or "hexadecimal" in self.problem:
                return r"after \ in double quotes stands what is not an escape; write \\, or use single quotes"
            return f"a quotation mark{opened} is not closed"
        for kind, bracket in (("flow sequence", "["), ("flow mapping", "{")):
            if kind in self.context:
                return f"the '{bracket}'{opened} is not closed, or a comma is missing before this"
        if "block" in self.context or "document start" in self.problem:
            return "this does not fit the lines above; indent it as they are, or close what they opened"
        if "flow node" in self.context:
            return "a value is missing before this"
        return "this is not YAML as it is read here"
