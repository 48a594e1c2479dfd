"""Ratios as a person writes them in a spec: ``1/20``, ``0.05`` or ``5e-2``.

Length and exponent are looked at before the value: 1e-3000000 must not be worked out.

Read next: ``proceedings.py``.
"""

from __future__ import annotations

import re
from fractions import Fraction

LONGEST = 40
"""So many characters a ratio may have."""
_FORM = re.compile(r"-?(\d+/\d+|(\d+\.?\d*|\.\d+)(e[-+]?\d{1,2})?)", re.ASCII | re.IGNORECASE)


def ratio(text: str) -> Fraction:
    """The number a text stands for. Raises `ValueError` where it stands for none, `ZeroDivisionError` for 1/0.

    >>> ratio("1/20"), ratio("0.05"), ratio("5e-2")
    (Fraction(1, 20), Fraction(1, 20), Fraction(1, 20))
    """
    if len(text) > LONGEST or not _FORM.fullmatch(text):
        raise ValueError(f"'{text[:LONGEST]}' is no number such as 1/20")
    return Fraction(text)
