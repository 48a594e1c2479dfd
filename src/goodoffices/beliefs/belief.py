"""A belief: what may be concluded about one party's position from what is recorded of it, and nothing else.

It says three things of a package, in this order: how it stands for sure (`standing`), what it scores in the positions
that fit (`scores`), and how likely the party's yes is (`chance_of_yes`). The last is given only where the party's own
walk-away or verdicts say where its yes begins; it rests on a prior, which is named, and is told under a second one too.
A party of which nothing is recorded has a belief as well: every position fits.

Read next: ``worth.py``, where it begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from ..errors import BadQuestion
from ..exact.problem import Choices
from ..exact.trees import holds
from ..talks import NoMoreLines, Package, Talks
from .bounds import Bounds, Standing
from .contradictions import Contradiction, contradictions, with_unless
from .evidence import Evidence, evidence
from .fitting import fitting
from .frame import DEFAULT, PRIORS, frame
from .proving import box, refuted
from .rows import Line
from .samples import KEPT, MISTAKEN, Samples, drawn
from .starting import start
from .worth import Packages, Reals

NO_START = "no position was found that fits all of it, and no contradiction was proved; widen a range or drop an answer"
"""What is to be said where `Belief.no_start`."""


@dataclass(frozen=True)
class Chance:
    """How likely a party's yes is, under each of two priors by name; ``draws`` samples each."""

    value: float
    prior: str
    beside: float
    beside_prior: str
    draws: int


@dataclass(frozen=True, eq=False)
class Belief:
    """What may be concluded about one party's position.

    ``prior``: the name of the prior; ``mistaken``: the share of comparisons and verdicts held to be mistaken;
    ``samples``: positions drawn, None where none was found that fits hard evidence; ``beside``: the same under the
    other prior.
    """

    talks: Talks
    party: str
    seed: int
    prior: str
    mistaken: Fraction
    evidence: Evidence
    samples: Samples | None
    kept: int = KEPT

    @property
    def is_empty(self) -> bool:
        """Whether it is proved that the evidence leaves no position at all; `contradictions` says why."""
        return self._refuted

    @property
    def no_start(self) -> bool:
        """Whether no position was found that fits, though it is not proved that there is none."""
        return self.samples is None and not self._refuted

    @cached_property
    def _refuted(self) -> bool:
        if self.samples is not None:
            return False
        known, sure = self.evidence, self.mistaken == 0
        rows = [row for row in known.rows if row.in_proofs and (sure or not row.soft)]
        return refuted(known.worth, box(known.worth, known.points)[0], rows) is not None and bool(self._against)

    @property
    def nothing_recorded(self) -> bool:
        """Whether nothing is recorded from which something could be concluded."""
        position = self.talks.position(self.party)
        return not (position.is_recorded or any(one.said != NoMoreLines() for one in position.answers))

    @cached_property
    def fitting(self) -> Reals:
        """The samples that meet all that is recorded: (samples, coordinates)."""
        return fitting(self.evidence, self.samples)

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Minimal sets of answers that cannot all be true, and which issues would have to hang together else."""
        return tuple(with_unless(self.talks, self.party, self.evidence, one) for one in self._against)

    @cached_property
    def _against(self) -> tuple[Contradiction, ...]:
        return contradictions(self.evidence, fits=len(self.fitting) > 0)

    @cached_property
    def bounds(self) -> Bounds:
        """The evidence, ready for proofs: without the answers that contradict each other."""
        return Bounds(self.evidence, without=frozenset(s for one in self._against for s in one.sources))

    @cached_property
    def other_prior(self) -> str:
        """The name of the prior told beside this belief's own."""
        return next(name for name in PRIORS if name != self.prior)

    @cached_property
    def beside(self) -> Samples | None:
        """Samples under the other prior."""
        return _samples(self.evidence, self.other_prior, self.seed, self.mistaken, None, self.kept)


def belief(
    talks: Talks,
    party: str,
    *,
    seed: int,
    prior: str = DEFAULT,
    mistaken: Fraction = MISTAKEN,
    after: Belief | None = None,
    kept: int = KEPT,
) -> Belief:
    """What may be concluded about a party's position from what is recorded of it in the talks.

    ``mistaken``: the share of comparisons and verdicts held to be mistaken, from 0 up to a half. ``after``: an earlier
    belief about the same party, from whose walk this one goes on where nothing but comparisons and verdicts was added.
    ``kept``: how many samples. The same arguments give the same belief. Cost: see `samples.drawn`.
    Raises `BadQuestion` for a party or a prior there is not, and where `evidence.evidence` does.

    >>> from goodoffices.talks import Answer, Issue, Option, Order, Party, Position, Verdict
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> said = (Answer("1", Order("height", (("low",), ("high",)))), Answer("2", Verdict((("height", "low"),), True)))
    >>> talks = Talks("A fence", (Party("ann", "Ann"),), (height,), positions=(Position("ann", answers=said),))
    >>> held = belief(talks, "ann", seed=1)
    >>> standing(held, {"height": "low"}).word, standing(held, {"height": "high"}).word
    ('necessarily', 'possibly')
    >>> round(float(scores(held, [{"height": "low"}]).mean()), 6)  # the best package, the worst being 0
    1.0
    """
    if not 0 <= mistaken < Fraction(1, 2):
        raise BadQuestion("the share of mistaken answers lies from 0 up to a half, such as 1/20")
    known = evidence(talks, party)
    walked = after.samples if after is not None and _goes_on(after, known, prior, mistaken) else None
    samples = _samples(known, prior, seed, mistaken, walked, kept)
    return Belief(talks, party, seed, prior, mistaken, known, samples, kept)


def _goes_on(after: Belief, known: Evidence, prior: str, mistaken: Fraction) -> bool:
    """Whether a walk under earlier evidence stands where one under this evidence may go on."""
    before = after.evidence
    return (
        mistaken > 0
        and prior == after.prior
        and (before.worth, before.orders, before.points) == (known.worth, known.orders, known.points)
        and [row for row in before.rows if not row.soft] == [row for row in known.rows if not row.soft]
    )


def _samples(
    known: Evidence, prior: str, seed: int, mistaken: Fraction, after: Samples | None, kept: int
) -> Samples | None:
    """Samples of what is known, from where an earlier walk stands or from a start of their own."""
    made = frame(known.worth, known.orders, known.points, prior=prior)
    rows = known.walked()
    here = start(made, known, rows, seed=seed, sure=mistaken == 0) if after is None else after
    return None if here is None else drawn(made, rows, seed=seed, mistaken=mistaken, after=here, kept=kept)


def numbers(talks: Talks, package: Package) -> Choices:
    """A package by option numbers. Raises `BadQuestion` where it is no package of these talks."""
    for issue in talks.issues:
        if issue.id not in package:
            raise BadQuestion(f"the package leaves out issue '{issue.id}'; give every issue an option")
        issue.option(package[issue.id])
    return tuple(issue.option_ids.index(package[issue.id]) for issue in talks.issues)


def scores(belief: Belief, packages: Packages | Sequence[Package]) -> Reals:
    """The score of every package in every sample: (packages, samples), as shares of the scale.

    ``packages``: as mappings, or by option numbers (packages, issues). No samples where no position is left.
    Cost: packages times samples times coordinates.
    """
    if not isinstance(packages, np.ndarray):
        rows = [numbers(belief.talks, package) for package in packages]
        packages = np.array(rows, np.intp).reshape(len(rows), len(belief.talks.issues))
    if belief.samples is None:
        return np.zeros((len(packages), 0))
    return belief.samples.scores(packages)


def standing(belief: Belief, package: Package) -> Standing:
    """Whether a package is necessarily, possibly or never acceptable by all that is recorded, and the proved ranges.

    Cost: four linear programs. Raises `BadQuestion` where it is no package of the talks.
    """
    return belief.bounds.standing(numbers(belief.talks, package))


def chance_of_yes(belief: Belief, package: Package) -> Chance | None:
    """How likely the party's yes to a package is, from its own answers alone; None where these do not support a chance.

    It is the share of samples in which the package reaches the walk-away, times the chance that no red line which it
    breaks is one. A red line's confidence falls with every yes to a draft that breaks it (rule of Bayes).
    Raises `BadQuestion` where it is no package of the talks.
    """
    choices = numbers(belief.talks, package)
    if not belief.evidence.knows_walk_away or belief.samples is None or belief.beside is None:
        return None
    free = 1.0
    for line in belief.evidence.lines:
        if not holds(line.tree, choices):
            free *= 1 - float(confidence(belief, line))
    own, beside = (_reached(samples, choices) * free for samples in (belief.samples, belief.beside))
    return Chance(own, belief.prior, beside, belief.other_prior, len(belief.samples))


def confidence(belief: Belief, line: Line) -> Fraction:
    """How sure it is that a red line is one, after every yes to a draft that breaks it."""
    sure, r = line.confidence, belief.mistaken
    for package, yes in belief.evidence.verdicts:
        if yes and not holds(line.tree, package) and 0 < sure < 1:
            sure = sure * r / (sure * r + (1 - sure) * (1 - r))
    return sure


def _reached(samples: Samples, choices: Choices) -> float:
    found = samples.scores(np.array([choices], np.intp))[0]
    return float(np.mean(found >= samples.walk_aways))
