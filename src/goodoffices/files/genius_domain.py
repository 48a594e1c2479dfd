"""What a GENIUS domain file says: the issues and every way to settle each.

GENIUS refers to issues and to their items by an index; people refer to them by name. Both are kept, since profiles do
not always agree with their domain on both.

Read next: ``genius_profile.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from ..errors import BadFile, Flaw
from ..talks import WORDS, Issue, Option
from .figures import read_number
from .slugs import ids
from .xml_text import Element

_MOST_OPTIONS = 10_000
_PREFERENCES = {"weight", "evaluator", "ufun", "hyperRectangle", "reservation", "discount_factor"}


@dataclass
class Remarks:
    """What is wrong with one file, and what is worth knowing about how it was read."""

    file: str
    flaws: list[Flaw] = field(default_factory=list)
    notes: list[Flaw] = field(default_factory=list)
    in_bounds: int = 0  # how many values the bounds of rectangles have named

    def wrong(self, element: Element, path: str, message: str) -> None:
        self.flaws.append(Flaw(message, path, element.line, self.file))

    def note(self, element: Element, path: str, message: str) -> None:
        self.notes.append(Flaw(message, path, element.line, self.file))

    def number(self, element: Element, attribute: str, path: str, default: Fraction | None = None) -> Fraction | None:
        """An attribute as a number; ``default`` where it is missing; a flaw where it is neither."""
        text = element.get(attribute)
        number = default if text is None else read_number(text)
        if number is None:
            wrong = "is missing" if text is None else "is not a plain decimal number"
            self.wrong(element, path, f"{attribute}= of <{element.name}> {wrong}; write one such as 0.25")
        return number


@dataclass(frozen=True)
class DomainIssue:
    """An issue and how GENIUS refers to it and to its items: by ``index``."""

    issue: Issue
    index: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Domain:
    """What a domain file says: a title (None where it has none of its own) and the issues, in the order of the file."""

    title: str | None
    issues: tuple[DomainIssue, ...]


def kind(root: Element) -> Literal["domain", "profile"] | None:
    """What a file is, by its content; None where it is neither.

    A `utility_space` that says nothing about anybody's preferences is a domain as much as a `negotiation_template` is.
    """
    if root.name == "negotiation_template":
        return "domain"
    if root.name != "utility_space":
        return None
    prefers = any(e.name in _PREFERENCES or e.get("evaluation") is not None for e in root.walk())
    return "profile" if prefers else "domain"


def read_domain(root: Element, file: str) -> Domain:
    """The issues of a domain file. Raises `BadFile` with everything wrong in it."""
    remarks = Remarks(file)
    elements = [element for element in root.walk() if element.name == "issue"]
    names = [element.get("name") or f"Issue {number}" for number, element in enumerate(elements, 1)]
    issues = []
    for number, (element, name, id) in enumerate(
        zip(elements, names, ids(names, fallback="issue", avoid=WORDS), strict=True), 1
    ):
        options, items = _options(element, id, remarks)
        issues.append(DomainIssue(Issue(id, name, options), element.get("index") or str(number), items))
    if not elements:
        remarks.wrong(root, "", "the domain has no <issue>; talks need at least one")
    if remarks.flaws:
        raise BadFile(remarks.flaws)
    title = next((element.get("name") for element in root.walk() if element.name == "objective"), None)
    return Domain(None if title in (None, "root") else title, tuple(issues))


def _options(element: Element, id: str, remarks: Remarks) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    """The options of an issue and the indexes of its items."""
    path = f"issue '{element.get('name') or id}'"
    match _type(element):
        case "discrete":
            items = element.named("item")
            labels = [item.get("value") or f"Option {number}" for number, item in enumerate(items, 1)]
            if not items:
                remarks.wrong(element, path, "there is no <item>; an issue needs at least one")
            options = tuple(map(Option, ids(labels, fallback="option"), labels))
            return options, tuple(item.get("index") or str(number) for number, item in enumerate(items, 1))
        case "integer":
            return tuple(Option(str(n), str(n), value=Fraction(n)) for n in _whole(element, path, remarks)), ()
        case other:
            remarks.wrong(element, path, f"issues of type '{other}' are not read; make it discrete or integer")
            return (), ()


def _type(element: Element) -> str:
    types = (element.get(name) for name in ("type", "etype", "vtype"))
    return next((text for text in types if text), "discrete").casefold()


def bounds_of(element: Element) -> Element:
    """The element that carries the bounds of an integer issue: the issue itself, or a `range` in it."""
    return next(iter(element.named("range")), element) if element.get("lowerbound") is None else element


def _whole(element: Element, path: str, remarks: Remarks) -> range:
    """The whole numbers of an integer issue."""
    bounds = bounds_of(element)
    low, high = remarks.number(bounds, "lowerbound", path), remarks.number(bounds, "upperbound", path)
    if low is None or high is None:
        return range(0)
    if low.denominator != 1 or high.denominator != 1 or low > high:
        remarks.wrong(element, path, "bounds must be whole numbers, the lower one first")
        return range(0)
    if high - low >= _MOST_OPTIONS:
        remarks.wrong(element, path, f"there are more than {_MOST_OPTIONS:,} whole numbers between the bounds")
        return range(0)
    return range(int(low), int(high) + 1)
