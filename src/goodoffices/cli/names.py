"""Names given on the command line: one that is none of those there are is answered with the one probably meant.

Read next: ``analyse.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..errors import BadQuestion


def check_names(
    given: Collection[str], ids: Collection[str], noun: str, called: Mapping[str, str] | None = None
) -> None:
    """Raise `BadQuestion` for the first name that is no id; ``called`` has ids by another name they go by.

    >>> check_names(["Zone"], ["zone", "frontier"], "question")
    Traceback (most recent call last):
    goodoffices.errors.BadQuestion: there is no question 'Zone'; did you mean zone? There are: zone, frontier
    """
    from ..files.findings import nearest

    for name in given:
        if name not in ids:
            known = dict(called or {}) | {id: id for id in ids}
            meant = nearest(name, known)
            hint = f"did you mean {known[meant]}? There are" if meant else "there are"
            raise BadQuestion(f"there is no {noun} '{name}'; {hint}: {', '.join(ids)}")
