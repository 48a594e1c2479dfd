"""Numbers of a talks file, exactly: what was written becomes a fraction, and a fraction is written again.

Read next: ``yaml_text.py``.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TypeAlias

from .plain import Number

DIGITS = 100
"""The most digits above and below the line of a fraction."""

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
"""A number as YAML and JSON write it. 007, +5 and .5 are text."""
NUMBER_TEXT = r"-?(0|[1-9][0-9]*)((\.[0-9]+)?([eE][+-]?[0-9]+)?|/[1-9][0-9]*)"
"""The pattern of a number written as a text: also 1/3."""

_NUMBER_TEXT = re.compile(NUMBER_TEXT)
_FROM_TO = re.compile(r"\s*[0-9.]+\s*(-|–|to|\.\.)\s*[0-9.]+\s*")
"""A range as people write it, which a file does not."""
_LIMIT: int = 10**DIGITS


Figure: TypeAlias = tuple[Fraction, Fraction | None]
"""A number and None; or the middle of a range, and how far it may lie from there to either side."""


class NotANumber(ValueError):
    """What was written is not a number this program reads; the message says what to write."""


def number(written: object) -> Fraction:
    """The exact value of a `Number`, or of a text such as "1/3". Raises `NotANumber`.

    >>> number(Number("12.50")), number("1/3")
    (Fraction(25, 2), Fraction(1, 3))
    """
    text = written.text if isinstance(written, Number) else written
    if not isinstance(text, str) or not _NUMBER_TEXT.fullmatch(text):
        raise NotANumber("needs a number; write 12, 12.5 or 1/3")
    exponent = re.split("[eE]", text)[1].lstrip("+-0") if re.search("[eE]", text) else ""
    # The length is looked at before the value: 1e999999999 must not be worked out.
    if len(text) > 2 * DIGITS + 10 or len(exponent) > 3 or int(exponent or 0) > DIGITS:
        raise NotANumber(f"has too many digits; numbers of up to {DIGITS} are read")
    value = Fraction(text)
    if not fits(value):
        raise NotANumber(f"has too many digits; numbers of up to {DIGITS} are read")
    return value


def number_or_range(written: object) -> Figure:
    """A number, or two from low to high, as a `Figure`. Raises `NotANumber`.

    >>> number_or_range(Number("12")), number_or_range([Number("10"), Number("20")])
    ((Fraction(12, 1), None), (Fraction(15, 1), Fraction(5, 1)))
    """
    if isinstance(written, list) and len(written) == 2:
        low, high = map(number, written)
    elif isinstance(written, list | dict) or (isinstance(written, str) and _FROM_TO.fullmatch(written)):
        raise NotANumber("needs a number, or two from low to high; write 12, or [10, 20]")
    else:
        return number(written), None
    if low > high:
        raise NotANumber("stands from high to low; write the lower number first, as in [10, 20]")
    return (low + high) / 2, (high - low) / 2


def fits(value: Fraction) -> bool:
    """Whether a number is short enough to be read again once it is written."""
    return max(abs(value.numerator), value.denominator) < _LIMIT


def text_of(value: Fraction) -> str:
    """The one text of a number: a whole number or a decimal where that is exact, else a fraction.

    >>> text_of(Fraction(300)), text_of(Fraction(-25, 2)), text_of(Fraction(1, 3))
    ('300', '-12.5', '1/3')
    """
    places = _decimals(value.denominator)
    if value.denominator == 1 or places is None:
        return str(value)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def written(value: Fraction) -> Number | str:
    """A number as plain data for a file: a `Number`, or a text where only a fraction is exact."""
    text = text_of(value)
    # A fraction too long to be read again stays a `Number`, which the writer then refuses.
    return text if "/" in text and fits(value) else Number(text)


def _decimals(denominator: int) -> int | None:
    """How many decimals a fraction in lowest terms has, up to 30; None where a fraction is the better text."""
    for places in range(31):
        if 10**places % denominator == 0:
            return places
    return None
