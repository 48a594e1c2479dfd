"""What holds of a package for sure: necessarily, possibly or never acceptable to a party, and the range of its score.

All that is recorded is taken as true here, comparisons and verdicts too; but what contradicts itself counts on neither
side. A package is *never* acceptable where it breaks a sure red line, or where it is proved that its score is below the
walk-away in every position that fits. It is *necessarily* acceptable where it breaks no red line, sure or not, and is
proved to reach the walk-away in all of them; that needs a walk-away on record or some yes, for who never said yes may
want no deal at all. In between, and wherever a proof does not close, it is *possibly* acceptable. All of it goes by
what is recorded: nobody has said yes. And while a party was not asked which issues hang together for it, it is taken
that none do.

Read next: ``belief.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from ..exact.problem import Choices
from ..exact.trees import holds
from .evidence import Evidence
from .proving import Program, box, refuted
from .rows import Row, Source

TAKEN_APART = "taking it that no issues hang together for it"
"""What a word rests on besides the record where `Standing.taken_apart` says so."""

Word: TypeAlias = Literal["necessarily", "possibly", "never"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a package stands with a party.

    ``score``: the range of its score, as shares of the scale; ``margin``: of its score less the walk-away. Proved from
    outside: no position that fits lies beyond. None where points are too rough for any limit, and no margin where
    nothing that the party said tells where its yes begins. ``broken``: ids of the red lines it breaks. ``taken_apart``:
    whether the word rests on taking it that issues do not hang together of which the party was not asked that; the
    ranges always do. It never is where the word only repeats a verdict, or goes by a red line.
    """

    word: Word
    score: tuple[Fraction, Fraction] | None
    margin: tuple[Fraction, Fraction] | None
    broken: tuple[str, ...] = ()
    taken_apart: bool = False


class Bounds:
    """The rows of some evidence, ready to be asked about one package after another.

    ``without``: sources that are left out because they contradict each other; red lines always count.
    """

    def __init__(self, evidence: Evidence, without: frozenset[Source] = frozenset()) -> None:
        self.evidence = evidence
        limits, self.limited = box(evidence.worth, evidence.points)
        rows = [row for row in evidence.rows if row.in_proofs and row.source not in without]
        self.program = Program(evidence.worth, limits, rows)
        away = [dict(row.terms).get(evidence.worth.walk_away, 0) for row in rows]
        self.said = frozenset(row.terms for row in rows)
        self.away_below, self.away_known = any(times < 0 for times in away), any(away)

    def standing(self, package: Choices) -> Standing:
        """How a package stands. Cost: four linear programs, each again from where the last one ended."""
        broken = tuple(line for line in self.evidence.lines if not holds(line.tree, package))
        ids = tuple(line.source.id.removeprefix("red_line:") for line in broken)
        sure = any(line.confidence == 1 for line in broken)
        worth = self.evidence.worth
        score = {coordinate: Fraction(1) for coordinate in worth.terms(package)}
        margin_of = score | {worth.walk_away: Fraction(-1)}
        scored, margin = self._range(score), self._range(margin_of)
        if not self.limited or scored is None or margin is None:
            return Standing("never" if sure else "possibly", None, None, ids)
        (low, high, _), (least, most, below) = scored, margin
        refused = sure or most < 0 or (most == 0 and (below or self._never(margin_of)))
        reached = least >= 0 and not broken and self.away_below
        word: Word = "never" if refused else "necessarily" if reached else "possibly"
        taken = bool(self.evidence.taken_apart) and not sure and not self._repeats(word, margin_of)
        return Standing(word, (low, high), (least, most) if self.away_known else None, ids, taken)

    def _repeats(self, word: Word, margin: Mapping[int, Fraction]) -> bool:
        """Whether a word says no more than a verdict on the same package did; *possibly* says nothing."""
        way = -1 if word == "never" else 1
        return word == "possibly" or tuple((at, way * times) for at, times in sorted(margin.items())) in self.said

    def _never(self, margin: Mapping[int, Fraction]) -> bool:
        """Whether it is proved that a margin, which is 0 at most, is never 0: where strict rows stand against it."""
        reached = Row(tuple(sorted(margin.items())))
        return refuted(self.evidence.worth, self.program.limits, [*self.program.rows, reached]) is not None

    def _range(self, wanted: Mapping[int, Fraction]) -> tuple[Fraction, Fraction, bool] | None:
        """The least and the most of a sum, as far as proved, and whether it stays below the most."""
        low = self.program.least(wanted)
        high = self.program.least({coordinate: -times for coordinate, times in wanted.items()})
        if low is None or high is None or low.value > -high.value:
            return None
        return low.value, -high.value, high.strict
