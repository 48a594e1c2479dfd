"""What a mediator should know about talks that are not wrong, before an answer is read.

Nothing here repeats a number of a position.

Read next: ``analysis/zone.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from .positions import Position
from .talks import Talks


def warnings(talks: Talks) -> tuple[str, ...]:
    """Everything worth a warning, party by party in file order.

    >>> from goodoffices.talks import Issue, Option, Party
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> warnings(Talks("A fence", (Party("ann", "Ann"),), (height,)))
    ('Ann: nothing is recorded of what it wants; every package counts as one it can sign.',)
    """
    found: list[str] = []
    if not talks.signatories:
        found.append("No party is a signatory: nobody's yes is needed, and every package counts as agreed.")
    for party in talks.parties:
        position = talks.position(party.id)
        if party.id in talks.signatories:
            found += [f"{party.name}: {text}" for text in _signatory(talks, position)]
        elif position.is_recorded:
            found.append(f"{party.name}: a position is recorded, but it is no signatory; no answer rests on it.")
    return tuple(found)


def _signatory(talks: Talks, position: Position) -> Iterator[str]:
    if not position.is_recorded:
        yield "nothing is recorded of what it wants; every package counts as one it can sign."
        return
    if position.weights is not None and sum(weight for _, weight in position.weights) not in {1, 100}:
        yield "its weights add up to neither 1 nor 100; they are taken as they stand."
    if position.scores:
        for issue in talks.issues:
            if position.points(issue.id) is None:
                yield f"it gives no scores on '{issue.id}'; every option there counts 0 for it."
    if position.has_scores and position.walk_away is None:
        yield "it has scores but no walk-away; its gains are measured from 0, an arbitrary zero."
    if position.walk_away is not None and not position.has_scores:
        yield "it has a walk-away but no scores; every package counts 0 for it."
