"""XML from a stranger, read safely into plain elements that remember their lines.

Refused, whatever the file is for: document types and with them every entity and external file, more than 8 MiB, more
than 100,000 elements, elements nested deeper than 50. The parser is the standard library's behind defusedxml.

Some programs leave blank lines before the XML declaration, which XML forbids; these are passed over, and lines are
still counted from the top of the file.

Read next: ``genius_domain.py``, which makes issues of such elements.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import quoteattr

from ..errors import BadFile, Flaw
from .opening import refuse_giant

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

_MOST_ELEMENTS = 100_000
_DEEPEST = 50
_BLANK = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Element:
    """One element: its name, attributes and children, and the line it starts on. Text between elements is not kept."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)

    def get(self, attribute: str) -> str | None:
        """An attribute without outer blanks; None where it is missing or blank."""
        return (self.attributes.get(attribute) or "").strip() or None

    def named(self, *names: str) -> list[Element]:
        """The children of these names."""
        return [child for child in self.children if child.name in names]

    def walk(self) -> Iterator[Element]:
        """This element and everything in it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


class TooMuch(Exception):
    """More elements, or deeper ones, than any file of this kind has; stops the parser."""


def read_xml(data: bytes, file: str) -> Element:
    """The root element of a file's bytes. Cost: one pass.

    Raises `BadFile` with the line where the bytes are not XML, or where they hold what is refused here.

    >>> root = read_xml(b'\\n\\n<?xml version="1.0"?>\\n<talks><issue name="Aid"/></talks>', "a.xml")
    >>> root.name, root.line, root.children[0].get("name")
    ('talks', 4, 'Aid')
    """
    refuse_giant(data, file, "domain or profile")
    body = data.removeprefix(_BOM).lstrip(_BLANK)
    skipped = data[: len(data) - len(body)].count(b"\n")
    handler = _Elements(skipped)
    _parse(body, handler, skipped, file)
    if handler.root is None:
        raise BadFile([Flaw("the file holds no XML element", file=file)])
    return handler.root


def element_text(name: str, attributes: dict[str, str], *children: str, depth: int = 0) -> str:
    """One element as indented text, its attributes quoted; children are texts made by this function.

    >>> print(element_text("issue", {"name": "Aid & trade"}, element_text("item", {"value": "1"}, depth=1)))
    <issue name="Aid &amp; trade">
      <item value="1"/>
    </issue>
    """
    start = "  " * depth + "<" + name + "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    if not children:
        return start + "/>"
    return "\n".join([start + ">", *children, "  " * depth + f"</{name}>"])


def writable(text: str) -> bool:
    """Whether XML 1.0 can hold every character of a text.

    >>> writable("Aid\\n"), writable("Aid\\x00")
    (True, False)
    """
    return not re.search("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)


class _Elements(ContentHandler):
    """Builds elements out of the parser's events, and stops it where there are too many."""

    def __init__(self, skipped: int) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self._skipped = skipped

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) >= _DEEPEST:
            raise TooMuch
        # The standard library's type for the locator leaves out that it may not have been set.
        line = (self._locator.getLineNumber() or 1) if self._locator else 1  # type: ignore[attr-defined]
        element = Element(name, dict(attrs.items()), line + self._skipped)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:
        self._open.pop()


def _parse(body: bytes, handler: _Elements, skipped: int, file: str) -> None:
    from xml.sax import SAXException, SAXParseException

    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import make_parser

    parser = make_parser()
    parser.forbid_dtd = True
    parser.forbid_entities = True
    parser.forbid_external = True
    parser.setContentHandler(handler)
    try:
        parser.parse(io.BytesIO(body))
    except DefusedXmlException:
        message = "the file declares a document type or entities, which are not read; take out its <!DOCTYPE ...> part"
        raise BadFile([Flaw(message, file=file)]) from None
    except TooMuch:
        message = f"the file has elements nested deeper than {_DEEPEST}, or more than {_MOST_ELEMENTS:,} of them"
        raise BadFile([Flaw(message, file=file)]) from None
    except SAXParseException as error:
        line = (error.getLineNumber() or 1) + skipped
        raise BadFile([Flaw(f"not well-formed XML: {error.getMessage()}", line=line, file=file)]) from None
    except (SAXException, ValueError, LookupError) as error:
        # An encoding that is unknown, or that the parser cannot read byte by byte.
        raise BadFile([Flaw(f"not readable as XML ({error}); save it as UTF-8", file=file)]) from None
