"""Which answers cannot all be true: found by weights, decided in exact fractions, named by their ids.

A set of answers contradicts itself where no position at all fits all of them together. The sets that are named are
minimal: drop any one answer of a set, and nothing shows any more that the rest contradict each other. That there is a
contradiction is always proved; that there is none is proved where a sample fits (``fitting.py``). Else there may be one
more, where no proof by weights closes (an issue whose options nobody has ordered may hide it).

Read next: ``belief.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .evidence import Evidence
from .proving import Box, box, refuted
from .rows import Row, Source


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Sources that cannot all be true, in the order of the record: answers by their ids, and what else is recorded.

    ``recorded``: ``scores``, ``bonuses``, ``walk_away`` or ``red_line:ID``, where these have a part in it.

    >>> print(Contradiction(("3", "7")))
    answer '3' and answer '7' cannot both be true
    """

    answers: tuple[str, ...]
    recorded: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The same, as the sources of rows."""
        return (*(Source("answer", id) for id in self.answers), *(Source("recorded", id) for id in self.recorded))

    def __str__(self) -> str:
        named = [f"answer '{id}'" for id in self.answers] + [id.replace(":", " ") for id in self.recorded]
        first, last = ", ".join(named[:-1]), named[-1].replace("_", "-")
        return f"{first} and {last} cannot {'both' if len(named) == 2 else 'all'} be true" if first else last


def contradictions(evidence: Evidence, *, soft: bool = True, fits: bool = False) -> tuple[Contradiction, ...]:
    """Minimal sets of sources that cannot all be true; no two sets share one.

    ``soft``: whether comparisons and verdicts count too. ``fits``: whether a position is known that meets every row
    (`fitting.fitting`). None where the evidence is consistent as far as it is proved. Cost: nothing where a position
    fits; else a linear program for each source that a proof rests on, again for each set.
    """
    gone: set[Source] = set()
    found: list[tuple[Source, ...]] = []
    for clash in evidence.clashes:
        if not gone & set(clash):
            gone |= set(clash)
            found.append(clash)
    if fits:
        return tuple(_named(sources) for sources in found)
    limits, _ = box(evidence.worth, evidence.points)
    rows = [row for row in evidence.rows if row.in_proofs and (soft or not row.soft)]
    while (used := refuted(evidence.worth, limits, [row for row in rows if row.source not in gone])) is not None:
        sources = _minimal(evidence, limits, rows, used)
        if not sources:
            break
        gone |= set(sources)
        found.append(sources)
    return tuple(_named(sources) for sources in found)


def _named(sources: Sequence[Source]) -> Contradiction:
    return Contradiction(
        tuple(source.id for source in sources if source.kind == "answer"),
        tuple(source.id for source in sources if source.kind != "answer"),
    )


def _minimal(evidence: Evidence, limits: Box, rows: Sequence[Row], used: Sequence[Row]) -> tuple[Source, ...]:
    """Sources of a proof, without any that another proof can do without, in the order of the record."""
    named = {row.source for row in used}
    kept = [source for source in evidence.sources if source in named]
    for source in reversed(list(kept)):
        left = [other for other in kept if other != source]
        some = [row for row in rows if row.source is None or row.source in left]
        if refuted(evidence.worth, limits, some) is not None:
            kept = left
    return tuple(kept)
