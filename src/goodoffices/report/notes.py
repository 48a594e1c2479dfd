"""Warnings as notes for a reader: those that are alike but for one name are put in one line.

Read next: ``tables.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .words import say_list

NAME = re.compile(r"(?<=\s)'[^\s']+'(?=[\s.,;:])")
"""An id as warnings quote it; an apostrophe inside a party's name is none."""


def joined(warnings: Iterable[str]) -> tuple[str, ...]:
    """The warnings in their order, each kind with the names of all it is said of.

    >>> joined(["Bo: it gives no scores on 'pay'; 0 for it.", "Bo: it gives no scores on 'term'; 0 for it."])
    ("Bo: it gives no scores on 'pay' and 'term'; 0 for it.",)
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for warning in warnings:
        names = NAME.findall(warning)
        if len(names) == 1:
            alike.setdefault(tuple(NAME.split(warning)), []).append(names[0])
        else:
            alike.setdefault((warning,), [])
    return tuple(
        f"{text[0]}{say_list(list(dict.fromkeys(names)))}{text[1]}" if names else text[0]
        for text, names in alike.items()
    )
