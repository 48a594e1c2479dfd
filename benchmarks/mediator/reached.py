"""What the rows of the contest come to: means, paired differences to the learner, and how soon a share is reached.

Every mean has its 95 % interval by Student's t over talks. A difference is taken talks by talks, contestant less
learner, so that what talks have in common falls out of it.

Read next: ``sections.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from goodoffices.simulate.run import Row
from goodoffices.simulate.summary import Mean, mean

from .climb import NAME as CLIMB
from .kinds import CONTESTANTS, LEARNER, TO_REACH, Kind, spec


@dataclass(frozen=True)
class Standing:
    """How one contestant did with so many questions. ``behind``: the mean paired difference to the learner, None for
    itself and where that did not take part; ``below``: agreements below somebody's walk-away; ``unsigned``: runs
    without a deal.
    """

    questions: int
    share: Mean
    behind: Mean | None
    below: int
    unsigned: int


Standings = Mapping[str, Sequence[Standing]]
"""For each contestant how it did, by questions."""


def standings(kind: Kind, rows: Iterable[Row]) -> Standings:
    """How every contestant did in the rows of one kind; who has no rows, or talks whose best is not known, is left out.

    Only talks count in which every contestant has its row, so that all are measured on the same.
    """
    by_name: dict[str, dict[int, Row]] = {}
    for row in rows:
        if row.nash_share is not None and row.talks_seed is not None:
            by_name.setdefault(row.procedure, {})[row.talks_seed] = row
    talks = sorted(set.intersection(*(set(found) for found in by_name.values()))) if by_name else []
    found: dict[str, list[Standing]] = {}
    for name in CONTESTANTS:
        for asked in kind.tried(name):
            if talks and (mine := by_name.get(spec(name, asked))):
                learner = by_name.get(spec(LEARNER, asked), {}) if name != LEARNER else {}
                standing = _standing(
                    asked, [mine[seed] for seed in talks], [learner[seed] for seed in talks if learner]
                )
                found.setdefault(name, []).append(standing)
    return found


def first_at(found: Sequence[Standing], share: float = TO_REACH) -> tuple[float, str]:
    """The questions with which a share is first reached on average, between two that were tried in proportion.

    Infinite where it is not; the words say so.

    >>> some = [Standing(asked, Mean(share, 0.1, 9), None, 0, 0) for asked, share in ((5, 0.5), (10, 0.7), (20, 0.8))]
    >>> first_at(some), first_at(some[:2]), first_at(some, 0.4)
    ((15.0, '15'), (inf, 'more than 10'), (5.0, '5 or fewer'))
    """
    if found[0].share.value >= share:
        return float(found[0].questions), f"{found[0].questions} or fewer"
    for one, next in pairwise(found):
        if next.share.value >= share:
            part = (share - one.share.value) / (next.share.value - one.share.value)
            asked = one.questions + part * (next.questions - one.questions)
            return asked, f"{asked:.0f}"
    return float("inf"), f"more than {found[-1].questions}"


def verdicts(kind: Kind, found: Standings) -> list[tuple[str, bool]]:
    """What the kind was to reach, in words, and whether it did."""
    if kind.reach is not None:
        share = found[LEARNER][-1].share
        return [(f"{kind.says}: {share} of the best product, {kind.reach:.2f} wanted", share.value >= kind.reach)]
    said = []
    ahead = [one for one in found.get(CLIMB, ()) if one.behind is not None]
    under = [one.questions for one in ahead if one.behind and one.behind.value - (one.behind.half or 0) > 0]
    with_so_many = "nowhere" if not under else f"with {', '.join(map(str, under))} questions"
    said.append((f"{kind.says}: below the climb {with_so_many}", not under))
    if CLIMB in found:
        (ours, in_words), (theirs, in_theirs) = first_at(found[LEARNER]), first_at(found[CLIMB])
        half = 2 * ours <= min(theirs, float(found[CLIMB][-1].questions))  # it needs at least so many
        said.append((f"{kind.says}: {TO_REACH} after {in_words} questions, the climb after {in_theirs}", half))
    return said


def _standing(asked: int, rows: Sequence[Row], learner: Sequence[Row]) -> Standing:
    shares = [float(row.nash_share or 0) for row in rows]
    apart = [float(row.nash_share or 0) - float(best.nash_share or 0) for row, best in zip(rows, learner, strict=False)]
    below, unsigned = sum(row.false_agreement for row in rows), sum(not row.signed for row in rows)
    return Standing(asked, mean(shares), mean(apart) if apart else None, below, unsigned)
