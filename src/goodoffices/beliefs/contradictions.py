"""Which answers cannot all be true: found by weights, decided in exact fractions, named by their ids.

A set of answers contradicts itself where no position at all fits all of them together. The sets that are named are
minimal: drop any one answer of a set, and nothing shows any more that the rest contradict each other. That there is a
contradiction is always proved; that there is none is proved where a sample fits (``fitting.py``). Else there may be one
more, where no proof by weights closes (an issue whose options nobody has ordered may hide it).

While a party was not asked which issues hang together for it, it is taken that none do, and answers may contradict each
other for that alone. So what was found is tried again with the issues that its answers name hanging together.

Read next: ``belief.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..talks import Talks, settled
from .evidence import Evidence, evidence
from .proving import Box, box, refuted
from .rows import Row, Source


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Sources that cannot all be true, in the order of the record: answers by their ids, and what else is recorded.

    ``recorded``: ``scores``, ``bonuses``, ``walk_away`` or ``red_line:ID``, where these have a part in it.
    ``unless_joined``: ids of issues of which the party was not asked whether they hang together; it is proved unless
    some of these do. Where there are none, it is proved whichever of the issues that the answers name hang together.

    >>> print(Contradiction(("3", "7")))
    answer '3' and answer '7' cannot both be true
    >>> print(Contradiction(("3", "7"), unless_joined=("pause", "aid")))
    answer '3' and answer '7' cannot both be true unless issue 'pause' and issue 'aid' hang together
    """

    answers: tuple[str, ...]
    recorded: tuple[str, ...] = ()
    unless_joined: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The same, as the sources of rows."""
        return (*(Source("answer", id) for id in self.answers), *(Source("recorded", id) for id in self.recorded))

    def __str__(self) -> str:
        named = [f"answer '{id}'" for id in self.answers] + [id.replace(":", " ") for id in self.recorded]
        first, last = ", ".join(named[:-1]), named[-1].replace("_", "-")
        unless = f" unless {_together(self.unless_joined)} hang together" if self.unless_joined else ""
        several = f"{first} and {last} cannot {'both' if len(named) == 2 else 'all'} be true"
        return (several if first else f"{last} cannot be true") + unless


def _together(issues: Sequence[str]) -> str:
    """Two issues, or some of several, in words."""
    named = [f"'{id}'" for id in issues]
    if len(named) == 2:
        return f"issue {named[0]} and issue {named[1]}"
    return f"some of the issues {', '.join(named[:-1])} and {named[-1]}"


def contradictions(known: Evidence, *, soft: bool = True, fits: bool = False) -> tuple[Contradiction, ...]:
    """Minimal sets of sources that cannot all be true; no two sets share one.

    ``soft``: whether comparisons and verdicts count too. ``fits``: whether a position is known that meets every row
    (`fitting.fitting`). None where the evidence is consistent as far as it is proved. Cost: nothing where a position
    fits; else a linear program for each source that a proof rests on, again for each set.
    """
    gone: set[Source] = set()
    found: list[tuple[Source, ...]] = []
    for clash in known.clashes:
        if not gone & set(clash):
            gone |= set(clash)
            found.append(clash)
    if fits:
        return tuple(_named(sources) for sources in found)
    limits, _ = box(known.worth, known.points)
    rows = [row for row in known.rows if row.in_proofs and (soft or not row.soft)]
    while (used := refuted(known.worth, limits, [row for row in rows if row.source not in gone])) is not None:
        sources = _minimal(known, limits, rows, used)
        if not sources:
            break
        gone |= set(sources)
        found.append(sources)
    return tuple(_named(sources) for sources in found)


def with_unless(talks: Talks, party: str, known: Evidence, found: Contradiction) -> Contradiction:
    """The same, with the issues of which some would have to hang together if all of it were true.

    An issue is left out where there is a proof also if it hangs together with any other. Cost: two linear programs,
    and two more for each issue that its answers name; nothing where the party was asked about all of these.
    """
    pairs = _open_pairs(talks, party, known, found)
    if not pairs or set(found.sources) in map(set, known.clashes) or _stands(talks, party, found, pairs):
        return found
    named = sorted({issue for pair in pairs for issue in pair})
    for issue in list(named):
        left = {other for other in named if other != issue}
        if len(left) > 1 and _stands(talks, party, found, tuple(pair for pair in pairs if not left.issuperset(pair))):
            named.remove(issue)
    return replace(found, unless_joined=tuple(known.issues[issue] for issue in named))


def _open_pairs(talks: Talks, party: str, known: Evidence, found: Contradiction) -> tuple[tuple[int, int], ...]:
    """Pairs of issues that the comparisons and verdicts of a contradiction name and of which nobody asked."""
    answers = [answer for answer in talks.position(party).answers if answer.id in found.answers]
    named = {known.issues.index(id) for answer in answers for side in settled(answer.said) for id, _ in side}
    return tuple(pair for pair in known.taken_apart if named.issuperset(pair))


def _stands(talks: Talks, party: str, found: Contradiction, joined: tuple[tuple[int, int], ...]) -> bool:
    """Whether sources still contradict each other where pairs of issues hang together."""
    wider = evidence(talks, party, joined)
    rows = [row for row in wider.rows if row.in_proofs and (row.source is None or row.source in found.sources)]
    return refuted(wider.worth, box(wider.worth, wider.points)[0], rows) is not None


def _named(sources: Sequence[Source]) -> Contradiction:
    return Contradiction(
        tuple(source.id for source in sources if source.kind == "answer"),
        tuple(source.id for source in sources if source.kind != "answer"),
    )


def _minimal(known: Evidence, limits: Box, rows: Sequence[Row], used: Sequence[Row]) -> tuple[Source, ...]:
    """Sources of a proof, without any that another proof can do without, in the order of the record."""
    named = {row.source for row in used}
    kept = [source for source in known.sources if source in named]
    for source in reversed(list(kept)):
        left = [other for other in kept if other != source]
        some = [row for row in rows if row.source is None or row.source in left]
        if refuted(known.worth, limits, some) is not None:
            kept = left
    return tuple(kept)
