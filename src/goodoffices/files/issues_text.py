"""Issues and their options as the file writes them; ranges as the grid of numbers they stand for.

Read next: ``scores_text.py``.
"""

from __future__ import annotations

import math
from fractions import Fraction

from ..talks import WORDS, Issue, Option
from .findings import Findings
from .numbers_text import fits, text_of
from .pieces import piece
from .plain import Data, Path
from .shape import IssueShape, OptionShape, RangeShape

MOST_VALUES = 10_000
"""The most values a range may have."""


def read_issue(id: str, data: Data, path: Path, findings: Findings) -> Issue | None:
    """One issue, or None where something in it is flawed."""
    before = len(findings.flaws)
    if id in WORDS:
        findings.add(f"'{id}' is a word of the condition grammar; give the issue another id", path)
    shape = piece(IssueShape, data, path, findings)
    if shape is None:
        return None
    options: tuple[Option, ...] = ()
    unit = None
    if shape.options is not None and shape.range is not None:
        findings.add("has both options and a range; write one of them", path)
    elif shape.options is not None:
        options = _options(shape.options, (*path, "options"), findings)
    elif shape.range is not None:
        options, unit = _range(shape.range, (*path, "range"), findings)
    elif len(findings.flaws) == before:
        findings.add("needs options, such as options: {none: No pause, long: A long pause}, or a range", path)
    if len(findings.flaws) > before:
        return None
    return Issue(id, id if shape.name is None else shape.name, options, unit, bool(shape.divisible))


def grid(low: Fraction, high: Fraction, step: Fraction, unit: str | None) -> tuple[Option, ...]:
    """The options of a range: each number from ``low`` to ``high``, its text as id, with the unit as label.

    >>> [option.label for option in grid(Fraction(0), Fraction(1), Fraction(1, 2), "km")]
    ['0 km', '0.5 km', '1 km']
    """
    # Whole numbers over one denominator are quicker to count through than fractions are to add.
    common = math.lcm(low.denominator, step.denominator)
    first, last, by = (int(number * common) for number in (low, high, step))
    values = [Fraction(number, common) for number in range(first, last + 1, by)]
    texts = [text_of(value) for value in values]
    return tuple(
        Option(text, f"{text} {unit}" if unit else text, value=value) for text, value in zip(texts, values, strict=True)
    )


def _options(data: dict[str, Data], path: Path, findings: Findings) -> tuple[Option, ...]:
    if not data:
        findings.add("there is no option; an issue needs at least one, such as {none: No pause}", path)
    findings.take(len(data), path)
    return tuple(_option(id, value, (*path, id), findings) for id, value in data.items())


def _option(id: str, data: Data, path: Path, findings: Findings) -> Option:
    labelled: Data = data if data is None or isinstance(data, dict | list) else {"label": data}
    shape = piece(OptionShape, labelled, path, findings)
    if shape is None:
        return Option(id, id)
    return Option(id, id if shape.label is None else shape.label, wording(shape.text, (*path, "text"), findings))


def wording(data: Data, path: Path, findings: Findings) -> tuple[tuple[str, str], ...]:
    """The wording as pairs of a language tag and a text; the tag is empty where the file names none."""
    if data is None:
        return ()
    if isinstance(data, str):
        return (("", data),)
    if isinstance(data, dict) and data and all(isinstance(text, str) for text in data.values()):
        return tuple((tag, str(text)) for tag, text in data.items())
    findings.add('needs a text, or texts by language, such as {en: "...", ar: "..."}', path)
    return ()


def _range(data: Data, path: Path, findings: Findings) -> tuple[tuple[Option, ...], str | None]:
    shape = piece(RangeShape, data, path, findings)
    if shape is None or shape.from_ is None or shape.to is None or shape.step is None:
        return (), None
    low, high, step = shape.from_, shape.to, shape.step
    if step <= 0:
        findings.add("must be more than 0", (*path, "step"))
    elif high < low:
        findings.add("must not lie below 'from'", (*path, "to"))
    elif (high - low) / step >= MOST_VALUES:
        findings.add(f"makes more than {MOST_VALUES:,} values; take larger steps", (*path, "step"))
    elif (high - low) % step:
        findings.add(_step_that_divides(high - low, step), (*path, "step"))
    elif not fits(Fraction(max(Fraction(1), abs(low), abs(high)) * math.lcm(low.denominator, step.denominator))):
        findings.add("makes values with too many digits; write simpler numbers", (*path, "step"))
    else:
        findings.take(int((high - low) / step) + 1, path)
        return grid(low, high, step, shape.unit), shape.unit
    return (), None


def _step_that_divides(length: Fraction, step: Fraction) -> str:
    """The message about a step that leaves a rest, with the nearest steps, below and above, that leave none."""
    steps = int(length / step)
    nearest = [length / (steps + 1), length / max(steps, 1)]
    return f"does not divide the range; {' or '.join(dict.fromkeys(map(text_of, nearest)))} would"
