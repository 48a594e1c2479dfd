"""The worth of a question: by how much the draft that could be tabled after its answer is expected to be better.

Every sample of a party says how that party would answer. So a question parts the samples, the best draft is looked for
in each part, and what is expected of it is compared with what is expected of the best draft now. Half of the samples
choose the drafts and the other half judge them: so chance alone gives a question no worth.

What is expected of a draft is the product of the parties' expected gains, as if what one wants said nothing of what
another wants. It is told as the root of that product, in shares of a party's scale.

Source: the expected value of sample information, Raiffa & Schlaifer 1961, Applied Statistical Decision Theory,
chapter 4.

Read next: ``basics.py``, for the questions of which no sample says what they are worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ..exact.problem import Choices
from .belief import Belief
from .picking import Ground
from .rows import differing
from .worth import Packages, Reals

Kind: TypeAlias = Literal["red_lines", "importance", "order", "together", "rather", "draft"]

TABLED = 10
"""So many of the most promising drafts are paired, and put as "could you sign this"."""

ALIKE = 1e-9
"""Scores that differ by less are equal but for rounding."""

TRADES = 150
"""So many trades of one issue for another, around the most promising draft, are looked at."""


@dataclass(frozen=True)
class Question:
    """A question to one party, by number. ``issue``: of an order; ``drafts``: the two compared, or the one put."""

    party: int
    kind: Kind
    issue: int | None = None
    drafts: tuple[Choices, ...] = ()


def questions(ground: Ground, party: int, drafts: Sequence[Choices]) -> Iterator[Question]:
    """The questions worth a thought for one party; ``drafts``: the most promising ones, the best first.

    An order is asked of issues of which neither an order nor points are recorded; whether a draft could be signed, of a
    party whose walk-away is not recorded. What it answered already is not asked again, nor is a comparison that comes
    to the same. Cost: `TABLED` squared and `TRADES`.
    """
    known = ground.beliefs[party].evidence
    put, compared = {draft for draft, _ in known.verdicts}, set(known.compared)
    for issue, size in enumerate(ground.sizes):
        if size > 1 and issue not in known.orders and issue not in known.points.issues:
            yield Question(party, "order", issue)
    if known.points.walk_away is None:
        yield from (Question(party, "draft", drafts=(draft,)) for draft in drafts[:TABLED] if draft not in put)
    for one, other in chain(combinations(drafts[:TABLED], 2), _trades(ground, drafts[0])):
        difference = differing(known.worth, one, other)
        if difference not in compared:
            compared |= {difference, difference[::-1]}
            yield Question(party, "rather", drafts=(one, other))


def _trades(ground: Ground, draft: Choices) -> Iterator[tuple[Choices, Choices]]:
    """Pairs of drafts that each differ from this one in another issue: what of the one is worth what of the other."""
    changes = [
        (issue, (*draft[:issue], option, *draft[issue + 1 :]))
        for issue, size in enumerate(ground.sizes)
        for option in range(size)
        if option != draft[issue]
    ]
    standing = [(issue, changed) for issue, changed in changes if ground.admits(changed)]
    pairs = [(a, b) for (i, a), (j, b) in combinations(standing, 2) if i != j]
    step = max(1, -(-len(pairs) // TRADES))
    yield from pairs[::step]


def replies(belief: Belief, posed: Sequence[Question]) -> list[npt.NDArray[np.intp]]:
    """How the party would answer each question in each sample, as the number of the reply: (samples,) each.

    Two drafts are alike where their scores are equal but for rounding. Cost: the scores of all drafts in all samples.
    """
    assert belief.samples is not None
    drafts = {draft: place for place, draft in enumerate(dict.fromkeys(d for one in posed for d in one.drafts))}
    scores = belief.samples.scores(as_packages(list(drafts))) if drafts else np.zeros((0, len(belief.samples)))
    return [_reply(belief, question, [scores[drafts[draft]] for draft in question.drafts]) for question in posed]


def _reply(belief: Belief, question: Question, scores: Sequence[Reals]) -> npt.NDArray[np.intp]:
    """The replies to one question; ``scores``: of its drafts in each sample."""
    samples, worth = belief.samples, belief.evidence.worth
    assert samples is not None
    match question:
        case Question(kind="rather"):
            one, other = scores
            return np.asarray((one > other + ALIKE) + 2 * (other > one + ALIKE), np.intp)
        case Question(kind="draft"):
            return np.asarray(scores[0] >= samples.walk_aways - ALIKE, np.intp)
        case Question(kind="order", issue=int(issue)):
            options = samples.values[:, worth.first[issue] : worth.first[issue + 1]]
            return np.asarray(
                np.unique(np.argsort(-options, axis=1, kind="stable"), axis=0, return_inverse=True)[1]
            ).ravel()
        case _:
            raise ValueError(f"no sample says how '{question.kind}' would be answered")


def worths(gains: Sequence[Reals], party: int, answered: Sequence[npt.NDArray[np.intp]]) -> Reals:
    """By how much each question raises what is expected of the best draft: (questions,), at least 0.

    ``gains``: for each party (drafts, samples); ``answered``: for each question to ``party`` its reply in each sample.
    Cost: questions times drafts times samples.

    >>> ann = np.array([[1.0, 0.0] * 4, [0.0, 1.0] * 4])  # which of two drafts is worth 1 changes from sample to sample
    >>> bo = np.ones((2, 8))
    >>> knows = np.array([0, 1] * 4)
    >>> [round(float(worth), 3) for worth in worths([ann, bo], 0, [knows, knows * 0])]  # from .5 to 1, under the root
    [0.293, 0.0]
    """
    others = np.ones(len(gains[0]))
    for number, of_one in enumerate(gains):
        if number != party:
            others *= np.maximum(of_one, 0).mean(axis=1)
    own = np.maximum(gains[party], 0) * others[:, None]
    places = np.arange(own.shape[1])
    choosing, judging = own[:, places // 2 % 2 == 0], own[:, places // 2 % 2 == 1]
    root, whole = 1 / len(gains), choosing.sum(axis=1)
    now = float(judging[int(whole.argmax())].mean())
    said = np.array(answered, np.intp).reshape(len(answered), len(places))
    first, second = said[:, places // 2 % 2 == 0], said[:, places // 2 % 2 == 1]
    after = np.zeros(len(said))
    for number in np.unique(second).tolist():
        at = np.flatnonzero((second == number).any(axis=1))
        here = first[at] == number
        sums = here.astype(np.float64) @ choosing.T
        sums[~here.any(axis=1)] = whole  # no sample that chooses replies so: the best draft stays
        after[at] += (judging[sums.argmax(axis=1)] * (second[at] == number)).sum(axis=1)
    return np.asarray(np.maximum(0.0, (after / judging.shape[1]) ** root - now**root))


def openness(answered: Sequence[npt.NDArray[np.intp]]) -> Reals:
    """How open each question is: (questions,), the chance that two samples would answer it differently.

    >>> openness([np.array([0, 1, 0, 1]), np.array([2, 2, 2, 2])]).tolist()
    [0.5, 0.0]
    """
    shares = [np.bincount(reply) / len(reply) for reply in answered]
    return np.array([1 - float((share * share).sum()) for share in shares])


def expected(gains: Sequence[Reals]) -> Reals:
    """What is expected of every draft: (drafts,), the root of the product of the parties' expected gains."""
    product = np.ones(len(gains[0]))
    for of_one in gains:
        product *= np.maximum(of_one, 0).mean(axis=1)
    return np.asarray(product ** (1 / len(gains)))


def as_packages(drafts: Sequence[Choices]) -> Packages:
    """Drafts as an array: (drafts, issues)."""
    return np.array(drafts, np.intp).reshape(len(drafts), -1)
