"""What a draft rests on: the parties without whose confidences, or without guesses about whom, it would be another.

Who sees a draft may infer what it rests on. Where two parties confided the same, neither is missed alone; so those that
are missed together are looked for as well, until the draft stays as it is without all the others together.

Read next: ``asking.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from ..exact.problem import Choices
from ..exact.watch import Watch
from ..talks import NoMoreLines, Position, Status, Talks
from .belief import Belief, belief
from .evidence import evidence
from .picking import HELD, first_draft

Part: TypeAlias = tuple[str, Literal["confided", "assumed"]]
"""A party, and what of its position: what was not said in public, or the red lines that an analyst assumes."""


def parts(talks: Talks, parties: Iterable[str]) -> list[Part]:
    """The parts of their positions on which drafts may rest; what was stated in public is none of them.

    Scores, walk-aways and answers count as confided. An assumed line counts where drafts are held to it.
    """
    found: list[Part] = []
    for party in parties:
        position = talks.position(party)
        lines = {line.status for line in position.red_lines if line.confidence is None or line.confidence >= HELD}
        told = any(answer.said != NoMoreLines() for answer in position.answers)
        points = bool(position.scores or position.bonuses) or position.walk_away is not None
        if told or points or any(line.status == "confided" for line in position.red_lines):
            found.append((party, "confided"))
        if "assumed" in lines:
            found.append((party, "assumed"))
    return found


def told_by(found: Iterable[Part], kind: Literal["confided", "assumed"]) -> tuple[str, ...]:
    """The parties of which there is such a part."""
    return tuple(party for party, what in found if what == kind)


def rests_on(talks: Talks, beliefs: Sequence[Belief], draft: Choices, watch: Watch) -> list[Part]:
    """The parts without which the first draft would not be this one, alone or together with others found.

    Without all parts that are not found it is the same draft, and so it is with any one of them besides: what one party
    wants may hide what others refuse. Cost: a belief and two drafts picked for each part, and some more where parts are
    missed only together.
    """
    thinned = _Thinned(talks, beliefs, watch)
    every = parts(talks, [one.party for one in beliefs])
    found = [part for part in every if thinned.draft([part]) != draft]
    others = [part for part in every if part not in found]
    while together := _missed_together(thinned, draft, others):
        found += together
        others = [part for part in others if part not in together]
    return [part for part in every if part in found]


def _missed_together(thinned: _Thinned, draft: Choices, others: list[Part]) -> list[Part]:
    """Parts, as few as go one by one, without which it is another draft; none where these others are not missed."""
    sets = [others, *([part for part in others if part != kept] for kept in others)]
    together = next((gone for gone in sets if gone and thinned.draft(gone) != draft), [])
    for part in together:
        fewer = [one for one in together if one != part]
        if fewer and thinned.draft(fewer) != draft:
            together = fewer
    return together


@dataclass
class _Thinned:
    """First drafts by less than what is recorded; each belief is made once."""

    talks: Talks
    beliefs: Sequence[Belief]
    watch: Watch
    made: dict[tuple[str, frozenset[Status]], Belief] = field(default_factory=dict)

    def draft(self, gone: Sequence[Part]) -> Choices | None:
        """The first draft where these parts are not recorded; None too where no position is found without them."""
        left = [
            self._belief(one, frozenset(what for party, what in gone if party == one.party)) for one in self.beliefs
        ]
        return None if any(one.no_start for one in left) else first_draft(self.talks, left, self.watch)[1]

    def _belief(self, one: Belief, gone: frozenset[Status]) -> Belief:
        if not gone:
            return one
        key = one.party, gone
        if key not in self.made:
            position = self.talks.position(one.party)
            lines = tuple(line for line in position.red_lines if line.status not in gone)
            kept = position if "confided" not in gone else Position(one.party)
            alone = replace(self.talks, positions=(replace(kept, red_lines=lines),))
            self.made[key] = self._but_for_lines(alone, one) or belief(alone, one.party, seed=one.seed)
        return self.made[key]

    def _but_for_lines(self, alone: Talks, one: Belief) -> Belief | None:
        """A belief by the same evidence but for red lines, with its samples: lines draw none."""
        known = evidence(alone, one.party)
        for made in (one, *(made for (party, _), made in self.made.items() if party == one.party)):
            if replace(known, lines=made.evidence.lines) == made.evidence:
                return replace(made, talks=alone, evidence=known)
        return None
