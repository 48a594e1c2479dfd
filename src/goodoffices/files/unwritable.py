"""What talks built in Python may hold that no talks file can.

Read next: ``layout.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..errors import Flaw
from ..talks import Issue, Talks
from .issues_text import MOST_VALUES, grid
from .numbers_text import NotANumber, number
from .plain import DEEPEST, UNPRINTABLE, Data, Number


def steps_of(issue: Issue) -> tuple[Fraction, Fraction, Fraction] | None:
    """From, to and step of an issue that can be written as a range; None for any other."""
    values = [option.value for option in issue.options if option.value is not None]
    if not values or len(values) < len(issue.options) or len(values) > MOST_VALUES:
        return None
    step = values[1] - values[0] if len(values) > 1 else Fraction(1)
    if step <= 0 or grid(values[0], values[0] + step * (len(values) - 1), step, issue.unit) != issue.options:
        return None
    return values[0], values[-1], step


def talks_flaws(talks: Talks) -> Iterator[Flaw]:
    """Ids and options for which the file has no form."""
    for party in talks.parties:
        if party.id == "all":
            yield Flaw("'all' stands for every party; give this one another id", "parties.all")
    for issue in talks.issues:
        path = f"issues.{issue.id}"
        if (issue.unit or any(option.value is not None for option in issue.options)) and steps_of(issue) is None:
            said = "options with numbers or a unit are written as a range: equal steps, ids and labels the numbers"
            yield Flaw(said, path)
        for option in issue.options:
            yield from _tags(option.text, f"{path}.{option.id}")
    for place, one in enumerate(talks.statements):
        yield from _tags(one.words, f"statements.{place}")
        if not one.id.strip():
            yield Flaw("an id is empty; give everything an id", f"statements.{place}.id")


def _tags(texts: tuple[tuple[str, str], ...], path: str) -> Iterator[Flaw]:
    tags = [tag for tag, _ in texts]
    if tags != [""] and ("" in tags or len(set(tags)) < len(tags)):
        yield Flaw("wordings need a language each, or one wording none", path)


def data_flaws(data: Data) -> Iterator[Flaw]:
    """Nesting, characters and numbers that no file holds, in one walk without recursion."""
    left: list[tuple[Data, int]] = [(data, 1)]
    while left:
        part, depth = left.pop()
        if isinstance(part, dict | list) and depth > DEEPEST:
            yield Flaw(f"conditions are nested more than {DEEPEST} deep")
            return
        if isinstance(part, dict):
            if not all(key.strip() for key in part):
                yield Flaw("an id is empty; give everything an id")
            left += [(inner, depth + 1) for inner in (*part, *part.values())]
        elif isinstance(part, list):
            left += [(inner, depth + 1) for inner in part]
        elif isinstance(part, str) and UNPRINTABLE.search(part):
            yield Flaw("a text holds a control character; take it out")
        elif isinstance(part, Number) and not _is_short(part):
            yield Flaw("a number has too many digits for a file")


def _is_short(written: Number) -> bool:
    try:
        number(written)
    except NotANumber:
        return False
    return True
