"""Ids out of labels, for formats that have names but no ids.

An id is made of the label's own letters and digits in lower case, whatever their script, joined by underscores. It is
the same each time the same labels come in the same order.

Read next: ``genius.py`` and ``sheets.py``, which read such formats.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable


def slug(label: str) -> str:
    """The label as an id; empty where it has neither letter nor digit. Accents on Latin letters are dropped.

    >>> slug("Women and minors"), slug("Überflüge: 10 %"), slug("-5 days"), slug("هدنة"), slug("?!")
    ('women_and_minors', 'uberfluge_10', 'minus_5_days', 'هدنة', '')
    """
    text = re.sub(r"(?:(?<=\s)|^)[-−](?=\d)", "minus ", label.strip())
    text = unicodedata.normalize("NFKC", "".join(map(_without_accent, unicodedata.normalize("NFC", text)))).casefold()
    return re.sub(r"[\W_]+", "_", text).strip("_")


def ids(labels: Iterable[str], *, fallback: str, avoid: Collection[str] = ()) -> tuple[str, ...]:
    """One id for each label, no two the same and none in ``avoid``.

    A label without letters or digits becomes ``fallback``; a label that may not stand alone has ``fallback`` in front;
    a repeated id is numbered from 2 on.

    >>> ids(["Aid", "aid", "all", "?"], fallback="issue", avoid={"all"})
    ('aid', 'aid_2', 'issue_all', 'issue')
    """
    wanted = [slug(label) or fallback for label in labels]
    wanted = [f"{fallback}_{id}" if id in avoid else id for id in wanted]
    # Ids that need no number keep theirs, even where a numbered one before them would have taken it.
    taken, numbers = set(wanted), Counter[str]()
    for place, id in enumerate(wanted):
        numbers[id] += 1
        while numbers[id] > 1 and (numbered := f"{id}_{numbers[id]}") in taken:
            numbers[id] += 1
        if numbers[id] > 1:
            wanted[place] = numbered
            taken.add(numbered)
    return tuple(wanted)


def _without_accent(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[:1]
    return base if base.isascii() and base.isalpha() else character
