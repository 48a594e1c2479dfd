"""The learning one-text: parties compare drafts, beliefs propose, and the parties' own votes decide.

At first nothing is on the table. In each round every party is asked one question apart: which issues hang together for
it, then which of two drafts is better. The two are those whose order says most about its position, among the
drafts that would be best if positions were as some sample has them, and small trades around the draft that is best by
all samples. Then that draft is laid on the table, and changes are put to the vote: the change first whose chance to be
better for everybody, times what it adds to the product of gains, is largest. It stays only where every party says that
it is better. So what is on the table never gets worse for anybody, whatever the beliefs make of the replies; and the
last word is the signature.

Source: the question whose answer is most open, Lindley 1956, On a Measure of the Information Provided by an Experiment,
Annals of Mathematical Statistics 27(4), 986-1005; the change with the greatest expected improvement, Mockus 1978, The
application of Bayesian methods for seeking the extremum; the single text, Raiffa 1982, The Art and Science of
Negotiation.

Read next: ``blind_bidding.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import numpy as np

from ..beliefs import MISTAKEN
from ..beliefs.frame import Groups
from ..beliefs.worth import Packages
from .believing import Believed
from .climbing import climbed
from .lots import Lots
from .one_text import drawn as first_draft
from .registry import procedure
from .steps import Ask, Better, Draft, Ending, Question, Running, Step, Table, Tell, signing, to_all, yes_of

Orders = tuple[tuple[Groups, ...], ...]
"""For each party and issue the options from the best to the worst, those as good as each other in one group."""

DRAWN, TRADES, REMEMBERED = 12, 150, 80
"""Draws of all positions in a round; trades looked at for each party; drafts that were promising, kept in mind."""

AMONG_DRAWS = 2.5
"""How much more an answer between two drafts that may be the best counts than one about a trade."""

CHANGES = 800
"""So many changes of one or two issues are looked at before a vote."""

WORTH_A_VOTE = 1e-4
"""No vote is taken on a change that is expected to add less than that share to the product of gains."""

LEAST_GAIN = 0.01
"""A gain counts as this share of the scale at least, where products of gains are compared."""

_TOLD = (
    "Each party is asked apart, and its replies are shown to nobody. What one party is asked rests on what the others "
    "replied as well: agree to this way of working only if you can live with that."
)


@dataclass(eq=False)
class _Sitting:
    """What the mediator has before them: the table, what is believed of each party, and drafts that were promising."""

    table: Table
    lots: Lots
    parties: list[Believed]
    promising: list[Draft] = field(default_factory=list)

    def walk(self) -> None:
        """Draw samples of every party by all its replies so far."""
        for one in self.parties:
            one.walk(self.lots.below(1 << 63))

    def think(self) -> tuple[Draft, list[Draft]]:
        """The draft that is best by all samples, drawn anew, and those that are best in some draws."""
        self.walk()
        mean = [one.samples.mean for one in self.parties]
        draws = [[one.samples.values[self.lots.below(len(one.samples))] for one in self.parties] for _ in range(DRAWN)]
        positions = [np.stack(of_one) for of_one in zip(mean, mean, *draws, strict=True)]
        worths = [one.frame.worth for one in self.parties]
        floors = np.array([float(one.walk_away) for one in self.parties])
        found = climbed(self.table, worths, positions, floors, self.lots, 2)
        self.promising = [*self.promising, *found][-REMEMBERED:]
        drafts = list(dict.fromkeys(self.promising))
        kept = min(len(one.samples) for one in self.parties)
        product = np.ones((len(drafts), kept))
        for one in self.parties:
            product *= np.maximum(one.gains(_packages(drafts))[:, :kept], 0)
        return drafts[int(product.mean(axis=1).argmax())], list(dict.fromkeys(found[2:]))


@procedure("learning one-text", source="Raiffa 1982; Lindley 1956; Mockus 1978", asks_by_replies=True)
def learning_one_text(
    table: Table,
    lots: Lots,
    *,
    questions: int = 40,
    orders: Orders | None = None,
    walk_aways: tuple[Fraction, ...] | None = None,
    mistaken: Fraction = MISTAKEN,
) -> Running:
    """``questions`` to each party, votes among them, then one signature.

    ``orders``: where the order of the options within issues is known; ``walk_aways``: for each party, as a share of its
    scale, where they are known (0 otherwise). An issue's best option less its worst is its swing; all swings together
    are 1, and every worst option is 0. ``mistaken``: the share of replies held to be mistaken.
    """
    start = first_draft(table, lots)
    if start is None:
        return Ending(None, "no draft was found that meets the links")
    parties = [_believed(table, number, orders, walk_aways, mistaken) for number in range(table.parties)]
    sitting = _Sitting(table, lots, parties, [start])
    left, said = questions, _TOLD
    while left > _votes(questions, parties):
        asks = _asks(sitting, left)
        if not asks:
            break
        replies = yield Step(asks, (Tell(said),))
        left, said = left - 1, "Which of two drafts is better for you?"
        for ask, reply in zip(asks, replies, strict=True):
            parties[ask.to].hear(ask.question, reply)
    draft, _ = sitting.think()
    refused: set[Draft] = set()
    while left and (changed := _change(sitting, draft, refused)) is not None:
        replies = yield to_all(table, Better(changed, draft), Tell("Is the changed draft better for you?", changed))
        left -= 1
        for one, reply in zip(parties, replies, strict=True):
            one.hear(Better(changed, draft), reply)
        if len(yes_of(replies)) == table.parties:
            draft, refused = changed, set()
            sitting.think()
        else:  # the drafts that were promising mostly still are
            refused.add(changed)
            sitting.walk()
    return (yield from signing(table, draft, "the draft that fits all answers best"))


def _believed(
    table: Table, number: int, orders: Orders | None, walk_aways: tuple[Fraction, ...] | None, mistaken: Fraction
) -> Believed:
    known = {} if orders is None else dict(enumerate(orders[number]))
    return Believed(table.sizes, known, Fraction(0) if walk_aways is None else walk_aways[number], mistaken)


def _votes(questions: int, parties: Sequence[Believed]) -> int:
    """How many of the questions are votes on changes of the draft that is on the table.

    Where issues hang together, what is learned of other drafts says little of this one: most questions are votes then.
    """
    return questions * 2 // 3 if any(one.pairs for one in parties) else questions // 20


def _asks(sitting: _Sitting, left: int) -> tuple[Ask, ...]:
    """One question to each party, apart; none to a party that has compared whatever there is."""
    about_pairs = {number: one.about_pairs(left) for number, one in enumerate(sitting.parties)}
    found: dict[int, Question] = {number: question for number, question in about_pairs.items() if question is not None}
    if len(found) < len(sitting.parties):
        best, draws = sitting.think()
        for number, one in enumerate(sitting.parties):
            if number not in found and (pair := _worth_most(sitting, one, [best, *draws])) is not None:
                found[number] = Better(*pair)
    return tuple(Ask(number, found[number]) for number in sorted(found))


def _worth_most(sitting: _Sitting, one: Believed, drafts: Sequence[Draft]) -> tuple[Draft, Draft] | None:
    """The two drafts whose order says most about this party's position; None where there are no two."""
    among = [(pair, AMONG_DRAWS) for pair in combinations(dict.fromkeys(drafts), 2)]
    trades = [(pair, 1.0) for _ in range(TRADES) if (pair := _trade(drafts[0], sitting.table, sitting.lots))]
    told = {pair for better, worse in one.told for pair in ((better, worse), (worse, better))}
    pairs = [(pair, counted) for pair, counted in (*among, *trades) if pair not in told]
    if not pairs:
        return None
    ahead = one.gains(_packages([a for (a, _), _ in pairs])) > one.gains(_packages([b for (_, b), _ in pairs]))
    wrong = float(one.mistaken)
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
    return pair if pair[0] != pair[1] and all(map(table.may_stand, pair)) else None


def _change(sitting: _Sitting, draft: Draft, refused: set[Draft]) -> Draft | None:
    """The change of the draft on the table that is most worth a vote; None where none is.

    That is its chance to be better for every party, times what it then adds to the product of gains, on average.
    """
    near = [changed for changed in _near(sitting, draft) if sitting.table.may_stand(changed)]
    drafts = [one for one in dict.fromkeys([*near, *sitting.promising]) if one != draft and one not in refused]
    if not drafts:
        return None
    chance, growth = np.ones(len(drafts)), np.ones(len(drafts))
    for one in sitting.parties:
        after, now = one.gains(_packages(drafts)), one.gains(_packages([draft]))
        better = after > now
        times = better.sum(axis=1)
        chance *= (times + 0.5) / (better.shape[1] + 1)
        above, below = ((np.maximum(gains, LEAST_GAIN) * better).sum(axis=1) for gains in (after, now))
        growth *= np.where(times > 0, above / np.where(times > 0, below, 1), 1)
    value = chance * (growth - 1)
    place = int(value.argmax())
    return drafts[place] if value[place] > WORTH_A_VOTE else None


def _near(sitting: _Sitting, draft: Draft) -> list[Draft]:
    """Drafts that differ from this one in one issue or in two; of very many some, by lot."""
    sizes, lots = sitting.table.sizes, sitting.lots
    moves = [(issue, k) for issue, size in enumerate(sizes) for k in range(size) if k != draft[issue]]
    singles = [(move,) for move in moves]
    doubles = [(one, other) for one, other in combinations(moves, 2) if one[0] != other[0]]
    if len(doubles) > CHANGES:
        doubles = [doubles[lots.below(len(doubles))] for _ in range(CHANGES)]
    found = []
    for changes in (*singles, *doubles):
        changed = list(draft)
        for issue, option in changes:
            changed[issue] = option
        found.append(tuple(changed))
    return found


def _packages(drafts: Sequence[Draft]) -> Packages:
    return np.array(drafts, np.intp).reshape(len(drafts), -1)
