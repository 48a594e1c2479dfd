"""Klein, Faratin, Sayama & Bar-Yam 2003 once more: 100 issues, each in or out, and every pair of them matters.

A party's influences, one for each ordered pair of issues and one for each issue, are drawn evenly from -1 to 1, and its
score is the sum of those over the issues that are in. Two parties work on one text that changes in one issue at a time:
two hill climbers, a climber and an annealer, two annealers. Scores are scaled so that a party's worst package is 0 and
its best 1. Best and worst, and the best total for both, are what many annealings with the whole table before them find:
they are not proved, so shares of them can be a little too high.

What drives the text is the package's own `annealing_one_text`, and what answers its own parties; only the scores are
looked up otherwise here, as 4,950 pairs are too many for a simulation's tables. Rounds and heat are ours: the heat
begins at `HEAT` of each party's scale, as with a whole scale nearly all rounds are spent on walking about.

Source: Klein, Faratin, Sayama & Bar-Yam 2003, Protocols for Negotiating Complex Contracts, IEEE Intelligent Systems
18(6), 32-38.

Read next: ``agreements.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np
from numpy.typing import NDArray

from goodoffices.procedures.annealing import annealing_one_text
from goodoffices.procedures.lots import Lots
from goodoffices.procedures.steps import Draft, Table
from goodoffices.simulate.behaviours import behaviour, replies
from goodoffices.simulate.own import Own
from goodoffices.simulate.run import driven
from goodoffices.simulate.summary import mean

from .keeping import Asked, Kept, made, version
from .sections import Section

Whole = NDArray[np.int64]
Reals = NDArray[np.float64]

ISSUES, UNITS = 100, 10**6
ROUNDS = 10_000
HEAT = Fraction(1, 25)
"""With what share of a party's scale the heat begins."""

CHAINS, SWEEPS = 24, 300
"""Annealings side by side, and how often each comes by every issue, in the search for the best and the worst."""

CELLS = {
    "two hill climbers": ("stubborn:0@all", 0.86, (0.73, 0.74)),
    "a climber and an annealer": ("stubborn:0@1", 0.86, (0.99, 0.51)),
    "two annealers": ("truthful", 0.98, (0.84, 0.84)),
}
"""How the parties answer, the published share of the optimum, and the published score of each."""
WITHIN = 0.04


@dataclass(eq=False)
class Influences:
    """One party's side: what it needs to reply as a party of a simulation does (`goodoffices.simulate.own.Own`).

    ``joint``: what two issues are worth together, twice what stands in the sum, 0 for an issue with itself; ``alone``:
    what an issue is worth alone. ``worst`` and ``best``: scores, as far as found. Comparing two drafts costs one look
    where they differ in one issue, as drafts that follow one another do.
    """

    joint: Whole
    alone: Whole
    worst: int
    best: int

    def __post_init__(self) -> None:
        self.side = _Unlimited()
        self._draft: Draft = (0,) * len(self.alone)
        self._added = self.alone.copy()  # what each issue adds to the draft, or would add

    @property
    def width(self) -> int:
        """The scale: what lies between the worst and the best package found."""
        return self.best - self.worst

    def score(self, draft: Draft) -> int:
        """The sum of influences over the issues that are in."""
        taken = np.array(draft, np.int64)
        return int(taken @ self.joint @ taken // 2 + self.alone @ taken)

    def scaled(self, draft: Draft) -> float:
        """The score from 0 at worst to 1 at best."""
        return (self.score(draft) - self.worst) / (self.best - self.worst)

    def loss(self, draft: Draft, than: Draft) -> int:
        """By how much a draft is worse than one that differs from it in one issue."""
        if than is not self._draft:
            self._move(than)
        (issue,) = [number for number, (one, other) in enumerate(zip(draft, than, strict=True)) if one != other]
        return int(self._added[issue]) * (1 if than[issue] else -1)

    def signs(self, draft: Draft) -> bool:
        """Nobody has a walk-away here."""
        return True

    def _move(self, draft: Draft) -> None:
        for issue, (now, then) in enumerate(zip(draft, self._draft, strict=True)):
            if now != then:
                self._added += (now - then) * self.joint[issue]
        self._draft = draft


@dataclass(frozen=True)
class _Unlimited:
    """A side without red lines or walk-away."""

    lines: tuple[()] = ()
    floor: None = None


@dataclass(frozen=True)
class Job:
    """One draw of both parties' influences, for all three cells."""

    seed: int
    issues: int = ISSUES
    rounds: int = ROUNDS

    def shares(self) -> dict[str, list[float]]:
        """For each cell the share of the optimum, and each party's score."""
        parties, optimum = talks(self.seed, self.issues)
        found = {}
        for cell, (how, _, _) in CELLS.items():
            scores = _run(parties, how, self)
            found[cell] = [sum(scores) / optimum, *scores]
        return found


def talks(seed: int, issues: int) -> tuple[list[Influences], float]:
    """Two parties, and the best sum of their scaled scores, as far as found."""
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence((seed, 2003))))
    drawn = [rng.integers(-UNITS, UNITS, (issues, issues), endpoint=True) for _ in range(2)]
    parties = []
    for matrix in drawn:
        joint, alone = matrix + matrix.T, np.diagonal(matrix).copy()
        np.fill_diagonal(joint, 0)
        best, worst = (sign * round(highest(sign * joint, sign * alone, rng)) for sign in (1, -1))
        parties.append(Influences(joint, alone, worst, best))
    wide = [float(one.best - one.worst) for one in parties]
    first, second = parties
    optimum = highest(
        first.joint / wide[0] + second.joint / wide[1], first.alone / wide[0] + second.alone / wide[1], rng
    )  # fmt: skip
    return parties, optimum - sum(one.worst / width for one, width in zip(parties, wide, strict=True))


def highest(joint: Whole | Reals, alone: Whole | Reals, rng: np.random.Generator) -> float:
    """The highest score that `CHAINS` annealings find. Cost: a step of all chains for each sweep and issue."""
    many, chains = len(alone), np.arange(CHAINS)
    taken = rng.integers(0, 2, (CHAINS, many)).astype(np.float64)
    joint, alone = joint.astype(np.float64), alone.astype(np.float64)
    added = taken @ joint + alone
    hot = 3 * float(np.abs(joint).mean()) * many**0.5
    steps = SWEEPS * many
    for step in range(steps):
        issue = rng.integers(0, many, CHAINS)
        change = 1 - 2 * taken[chains, issue]
        gain = added[chains, issue] * change
        goes = gain > rng.standard_exponential(CHAINS) * -hot * (1 - step / steps)
        moved = chains[goes]
        taken[moved, issue[goes]] += change[goes]
        added[moved] += change[goes, None] * joint[issue[goes]]
    for _ in range(many):  # uphill as far as it goes
        gains = added * (1 - 2 * taken)
        issue = gains.argmax(axis=1)
        change = np.where(gains[chains, issue] > 0, 1 - 2 * taken[chains, issue], 0)
        taken[chains, issue] += change
        added += change[:, None] * joint[issue]
    return float(((added + alone) * taken).sum(axis=1).max() / 2)


def klein(asked: Asked) -> list[Section]:
    """Run what is not there yet, and sum up all."""
    jobs = [Job(seed, 12, 300) if asked.quick else Job(seed) for seed in range(min(asked.talks, 100))]
    kept = Kept(asked.folder / ("klein-quick.jsonl" if asked.quick else "klein.jsonl"), version("klein"), asked)
    waiting = [job for job in jobs if str(job.seed) not in kept.values]
    for job, shares in made(Job.shares, waiting, asked, "100 issues that all hang together"):
        kept.add(str(job.seed), shares)
    return [_section([kept.values[str(job.seed)] for job in jobs], asked)]


def _section(found: Sequence[dict[str, list[float]]], asked: Asked) -> Section:
    rows, verdicts, values = [], [], {}
    for cell, (_, published, each) in CELLS.items():
        share, one, other = (mean([shares[cell][column] for shares in found]) for column in range(3))
        told = " / ".join(f"{score:.2f}" for score in each)
        rows.append(
            [cell, f"{published:.2f}", f"{share.value:.3f} ± {share.half or 0:.3f}", told, f"{one}", f"{other}"]
        )
        verdicts.append((f"{cell}: {share.value:.3f}, published {published:.2f}, within {WITHIN} wanted",
                         None if asked.quick else abs(share.value - published) <= WITHIN))  # fmt: skip
        values[cell] = [share.value, one.value, other.value]
    notes = [
        f"{len(found)} draws, {ROUNDS:,} rounds; the heat begins at {HEAT} of each party's scale. Means with 95 % "
        "intervals by Student's t.",
        "How many rounds the published runs had, and how hot they began, is not known here; both were chosen once.",
        "Best and worst packages, and the best total, are the best of many searches; they are not proved.",
    ]
    head = ("parties", "published", "share of the optimum", "published, each", "first", "second")
    return Section("Klein et al. 2003, 100 issues that all hang together", head, rows, notes, verdicts, values)


def _run(parties: Sequence[Influences], how: str, job: Job) -> list[float]:
    """One run to its end: each party's scaled score of the text."""
    table = Table((2,) * job.issues, len(parties))
    own = cast(list[Own], parties)
    answering = [replies(behaviour(how), one, k, Lots(job.seed, f"{how} party {k}")) for k, one in enumerate(own)]
    done = driven(annealing_one_text(table, Lots(job.seed, how), rounds=job.rounds, heat=HEAT), answering)
    assert done.ending.signed is not None
    return [one.scaled(done.ending.signed) for one in parties]
