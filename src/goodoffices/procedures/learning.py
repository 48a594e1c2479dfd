"""The learning one-text: each party compares two drafts at a time, beliefs propose, and the parties' own votes decide.

While it learns, nothing is on the table. In each round every party is asked, apart, which of two drafts is better for
it: the two whose order says most about its position, among the drafts that would be best if positions were as some
sample has them, and small trades around the draft that is best by all samples. Then that draft is laid on the table,
and changed only where every party says that the change is better for it. So what stands there never gets worse for
anybody, whatever the beliefs make of the answers; and the last word is the signature.

Source: the question whose answer is most open, Lindley 1956, On a Measure of the Information Provided by an Experiment,
Annals of Mathematical Statistics 27(4), 986-1005; the single text, Raiffa 1982, The Art and Science of Negotiation.

It is not registered yet: what is asked of one party rests on what the others answered, which the contract that all
registered procedures keep does not allow for.

Read next: ``blind_bidding.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import numpy as np

from ..beliefs import MISTAKEN, Rows, Samples, Worth, compared, drawn, frame
from ..beliefs.frame import Frame, Groups
from ..beliefs.worth import Packages, Reals
from .lots import Lots
from .one_text import drawn as first_draft
from .steps import Ask, Better, Draft, Ending, Reply, Running, Step, Table, Tell, signing, to_all, yes_of

Orders = tuple[tuple[Groups, ...], ...]
"""For each party and issue the options from the best to the worst, those as good as each other in one group."""

DRAWN, TRADES, REMEMBERED = 8, 300, 60
"""Draws of all positions in a round; trades looked at for each party; drafts that were promising, kept in mind."""

AMONG_DRAWS = 1.5
"""How much more an answer between two drafts that may be the best counts than one about a trade."""


@dataclass
class _Party:
    """What is believed of one party: a walk through the positions that fit, and the rows of its answers."""

    frame: Frame
    rows: Rows
    walk_away: float
    samples: Samples | None = None
    told: list[tuple[Draft, Draft]] = field(default_factory=list)

    def heard(self, better: Draft, worse: Draft) -> None:
        self.told.append((better, worse))
        self.rows = self.rows.also(compared(self.frame.worth, _packages([better]), _packages([worse])))

    def walked(self, seed: int, mistaken: Fraction) -> Samples:
        """Samples by all answers so far, from where the last walk stands."""
        self.samples = drawn(self.frame, self.rows, seed=seed, mistaken=mistaken, after=self.samples)
        return self.samples

    def gains(self, drafts: Packages) -> Reals:
        assert self.samples is not None
        return self.samples.scores(drafts) - self.walk_away


def learning_one_text(
    table: Table,
    lots: Lots,
    *,
    questions: int = 20,
    votes: int = 5,
    orders: Orders | None = None,
    walk_aways: tuple[Fraction, ...] | None = None,
    mistaken: Fraction = MISTAKEN,
) -> Running:
    """So many comparisons of every party, then votes on changes of the draft that is on the table, then a signature.

    ``orders``: where the order of the options within issues is known; ``walk_aways``: for each party, as a share of its
    scale, where they are known (0 otherwise). An issue's best options together are 1, its worst 0.
    """
    start = first_draft(table, lots)
    if start is None:
        return Ending(None, "no draft was found that meets the links")
    parties = [_party(table, number, orders, walk_aways) for number in range(table.parties)]
    promising: list[Draft] = [start]
    for round in range(questions):
        best, draws = _thought(table, parties, promising, lots, mistaken)
        asked = [_worth_most(one, [best, *draws], table, lots, mistaken) for one in parties]
        asks = tuple(Ask(number, Better(*pair)) for number, pair in enumerate(asked) if pair is not None)
        if not asks:
            break
        replies = yield Step(asks, (Tell(f"Which of two drafts is better for you? Question {round + 1}."),))
        for ask, reply in zip(asks, replies, strict=True):
            _learn(parties[ask.to], ask.question, reply)
    draft, _ = _thought(table, parties, promising, lots, mistaken)
    tried = {draft}
    for _ in range(votes):
        changed, _ = _thought(table, parties, promising, lots, mistaken, besides=tried)
        if changed in tried:
            break
        tried.add(changed)
        replies = yield to_all(table, Better(changed, draft), Tell("Is the changed draft better for you?", changed))
        for one, reply in zip(parties, replies, strict=True):
            _learn(one, Better(changed, draft), reply)
        if len(yes_of(replies)) == table.parties:
            draft = changed
    return (yield from signing(table, draft, "the draft that fits all answers best"))


def _party(table: Table, number: int, orders: Orders | None, walk_aways: tuple[Fraction, ...] | None) -> _Party:
    worth = Worth(table.sizes)
    known = {} if orders is None else dict(enumerate(orders[number]))
    walk_away = Fraction(0) if walk_aways is None else walk_aways[number]
    return _Party(frame(worth, known, walk_away=walk_away), Rows.none(worth), float(walk_away))


def _learn(one: _Party, question: object, reply: Reply) -> None:
    if isinstance(question, Better) and reply is not None:
        better, worse = (question.draft, question.than) if reply is True else (question.than, question.draft)
        one.heard(better, worse)


def _thought(
    table: Table,
    parties: Sequence[_Party],
    promising: list[Draft],
    lots: Lots,
    mistaken: Fraction,
    besides: frozenset[Draft] | set[Draft] = frozenset(),
) -> tuple[Draft, list[Draft]]:
    """The draft that is best by all samples, and those that are best in some draws; ``besides`` only if no other is."""
    walked = [one.walked(lots.below(1 << 63), mistaken) for one in parties]
    floors = np.array([one.walk_away for one in parties])
    means = np.stack([samples.mean for samples in walked])
    found = []
    for _ in range(DRAWN):
        draw = np.stack([samples.values[lots.below(len(samples))] for samples in walked])
        found.append(climbed(table, parties[0].frame.worth, draw, floors, lots, 2))
    promising += [climbed(table, parties[0].frame.worth, means, floors, lots, 6), *found]
    del promising[:-REMEMBERED]
    drafts = list(dict.fromkeys(promising))
    drafts = [draft for draft in drafts if draft not in besides] or drafts
    product = np.ones((len(drafts), len(walked[0])))
    for one in parties:
        product *= np.maximum(one.gains(_packages(drafts)), 0)
    return drafts[int(product.mean(axis=1).argmax())], list(dict.fromkeys(found))


def _worth_most(
    one: _Party, drafts: Sequence[Draft], table: Table, lots: Lots, mistaken: Fraction
) -> tuple[Draft, Draft] | None:
    """The two drafts whose order says most about this party's position; None where there are no two."""
    among = list(combinations(dict.fromkeys(drafts), 2))
    trades = [pair for _ in range(TRADES) if (pair := _trade(drafts[0], table, lots)) is not None]
    told = {*one.told, *((worse, better) for better, worse in one.told)}
    pairs = [(pair, AMONG_DRAWS) for pair in among if pair not in told]
    pairs += [(pair, 1.0) for pair in trades if pair not in told]
    if not pairs:
        return None
    ahead = one.gains(_packages([a for (a, _), _ in pairs])) > one.gains(_packages([b for (_, b), _ in pairs]))
    wrong = float(mistaken)
    yes = ahead.mean(axis=1) * (1 - 2 * wrong) + wrong
    said = yes * (1 - yes) * np.array([counted for _, counted in pairs])  # as open as a question is, without logarithms
    return pairs[int(said.argmax())][0]


def _trade(draft: Draft, table: Table, lots: Lots) -> tuple[Draft, Draft] | None:
    """Two drafts that settle two or three issues each by lot and all others alike; None where they may not stand."""
    one, other = list(draft), list(draft)
    for _ in range(2 + lots.below(2)):
        issue = lots.below(len(draft))
        one[issue], other[issue] = lots.below(table.sizes[issue]), lots.below(table.sizes[issue])
    pair = tuple(one), tuple(other)
    return pair if pair[0] != pair[1] and all(map(table.admits, pair)) else None


def climbed(table: Table, worth: Worth, positions: Reals, floors: Reals, lots: Lots, starts: int) -> Draft:
    """A draft that no change of one issue makes better in the product of gains, the best of so many climbs.

    ``positions``: (parties, coordinates); ``floors``: (parties,). Where some gain would be negative, the least negative
    ones count first. Cost: for each step the options of all issues, times parties.
    """
    first = np.array(worth.first[:-1])
    options = positions[:, : worth.first[-1]]
    issue_of = np.repeat(np.arange(len(table.sizes)), table.sizes)
    best: tuple[float, Draft] | None = None
    for climb in range(starts):
        draft = _beginning(table, options, first, lots, climb)
        taken = first + np.array(draft)
        gained = options[:, taken].sum(axis=1) - floors
        value = float(_merit(gained[:, None])[0])
        while True:
            after = gained[:, None] + options - options[:, taken[issue_of]]
            merit = _merit(after)
            place = _best_allowed(table, merit, draft, issue_of, first, value)
            if place is None:
                break
            issue = int(issue_of[place])
            draft = (*draft[:issue], place - int(first[issue]), *draft[issue + 1 :])
            taken[issue], gained, value = place, after[:, place], float(merit[place])
        if best is None or value > best[0]:
            best = (value, draft)
    assert best is not None
    return best[1]


def _beginning(table: Table, options: Reals, first: Packages, lots: Lots, climb: int) -> Draft:
    """Where a climb begins: once at the best sum of scores, then by lot; a draft that may stand."""
    ends = [*first[1:].tolist(), options.shape[1]]
    total = options.sum(axis=0)
    draft = tuple(int(total[a:b].argmax()) for a, b in zip(first.tolist(), ends, strict=True))
    if climb or not table.admits(draft):
        draft = first_draft(table, lots) or draft
    return draft


def _merit(gained: Reals) -> Reals:
    """What a climb raises: the product of gains; where some are not above 0, less than 0 by what they miss."""
    return np.asarray(np.where(gained.min(axis=0) > 0, gained.prod(axis=0), np.minimum(gained, 0).sum(axis=0)))


def _best_allowed(
    table: Table, merit: Reals, draft: Draft, issue_of: Packages, first: Packages, value: float
) -> int | None:
    """The change with the greatest merit, above what there is, that may stand."""
    for place in (int(merit.argmax()),) if table.meets_links is None else np.argsort(-merit, kind="stable").tolist():
        if merit[place] <= value + 1e-12:  # what rounding alone can add is no step
            return None
        issue = int(issue_of[place])
        if table.admits((*draft[:issue], place - int(first[issue]), *draft[issue + 1 :])):
            return place
    return None


def _packages(drafts: Sequence[Draft]) -> Packages:
    return np.array(drafts, np.intp).reshape(len(drafts), -1)
