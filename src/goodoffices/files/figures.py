"""Numbers as other programs write them, exactly: never through a float.

The talks file has its own, stricter numbers (``numbers_text.py``). Other files write `1.0E-4`, `.5` or `+3`, and a
sheet may hold digits of another script. The size of a number is bounded: `1e999999999` is refused, not computed.

Read next: ``slugs.py``.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from .numbers_text import DIGITS, fits

_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_RATIO = re.compile(r"[+-]?\d+/\d*[1-9]\d*", re.ASCII)


def read_number(text: str, *, ratios: bool = False) -> Fraction | None:
    """The number a text stands for, or None where it stands for none.

    Digits of any script are read, and the true minus sign. Signs that group digits and a decimal comma are not: `1,000`
    is a thousand to one reader and one to another. With ``ratios``, `1/3` is read too.

    >>> read_number("0.25"), read_number("1e-2"), read_number("1,000"), read_number("1/3", ratios=True)
    (Fraction(1, 4), Fraction(1, 100), None, Fraction(1, 3))
    """
    text = _ascii_digits(text.strip())
    if len(text) > 2 * DIGITS or not (_DECIMAL.fullmatch(text) or (ratios and _RATIO.fullmatch(text))):
        return None
    number = Fraction(text)
    return number if fits(number) else None


def as_decimal(number: Fraction) -> str | None:
    """The number as an exact decimal without an exponent, or None where that has no end (1/3).

    >>> as_decimal(Fraction(-3, 40)), as_decimal(Fraction(45)), as_decimal(Fraction(1, 3))
    ('-0.075', '45', None)
    """
    places = _places(number.denominator)
    if places is None:
        return None
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if number < 0 else "") + whole + (f".{rest}" if rest else "")


def _places(denominator: int) -> int | None:
    """How many decimals 1/denominator has; None where they have no end."""
    places = 0
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        places = max(places, power)
    return places if denominator == 1 else None


def _ascii_digits(text: str) -> str:
    """The same text with ASCII digits and an ASCII minus."""
    return "".join(
        character if character.isascii() else str(unicodedata.decimal(character, character))
        for character in text.replace("−", "-")
    )
