"""Advice: what to ask next, and of whom, or which draft to table next, and what that rests on.

A party of which nothing is recorded is asked first, and for the most basic thing; no draft is tabled before everybody
has answered the basic questions. Otherwise the question is the one that raises most what is expected of the draft
tabled after it, and orders come before comparisons. Where even full knowledge of every position would raise
that by less than two hundredths of a party's scale, the advice is to table. The draft is what the exact engine picks
for the mean position of every party, among the drafts that meet the links, the red lines that are sure and, where that
is possible, those at least as likely as not. Nothing is said of a party that does not follow from what is recorded of
it; how the parties go together is told as if what one wants said nothing of what another wants, and that is said.

Read next: ``picking.py``, ``resting.py``, ``asking.py`` and ``proposing.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np

from ..errors import BadQuestion
from ..exact.chance import start_of, words
from ..exact.problem import Choices
from ..exact.watch import QUIET, Watch
from ..talks import Agreement, Talks, Verdict
from .asking import as_packages, expected
from .belief import NO_START, Belief, Chance, belief, chance_of_yes, numbers
from .bounds import Standing
from .fitting import DOUBT
from .picking import Ground, blocking, first_draft, ground, picked, share
from .proposing import Proposed, as_settled, basic_questions, open_questions
from .resting import parts, rests_on, told_by
from .worth import Reals

DRAWN = 12
"""So many samples of all parties, each on its own, say which drafts are promising."""

WORTH_ASKING = Fraction(1, 50)
"""What full knowledge has to add to what is expected of a draft, as a share of a party's scale, to ask on."""

Compared: TypeAlias = Literal["better", "as good", "worse", "open"]


@dataclass(frozen=True)
class PartyOnDraft:
    """How a draft stands with a party, and beside the draft before it.

    ``chance``: how likely its yes is, None where its own answers do not support one, or do not fit together, or where
    it is acceptable or not for sure. ``compared``: by all that is
    recorded, or ``open``; then ``share_better`` of its samples prefer the new draft. None where there was none before.
    """

    party: str
    standing: Standing
    chance: Chance | None
    compared: Compared | None
    share_better: Fraction | None


@dataclass(frozen=True)
class ProposedDraft:
    """A draft to table. ``changes``: what differs from the draft before, as issue, option then, option now.

    ``together``: the chance that all say yes, as if what one wants said nothing of what another wants; None where
    nothing supports one for somebody to whom the draft is possibly acceptable, or it never is to somebody.
    ``of_the_best``: what it reaches of the greatest product of gains, on average over draws of all positions, and in
    the worst of them. ``expected``: the root of the product of the parties' expected gains, as a share of a party's
    scale; ``missing``: what full knowledge of every position would add to it. ``rests_on``: the parties without whose
    confidences it would be another, alone or together; ``rests_on_assumed``: those of whom red lines are assumed
    without which it would be.
    """

    package: tuple[tuple[str, str], ...]
    parties: tuple[PartyOnDraft, ...]
    changes: tuple[tuple[str, str, str], ...]
    together: Fraction | None
    of_the_best: tuple[Fraction, Fraction]
    expected: Fraction
    missing: Fraction
    rests_on: tuple[str, ...]
    rests_on_assumed: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What to ask next and the runner-up, and the draft to table; ``table``: whether tabling comes first.

    ``draft`` is None where no draft meets the links and the sure red lines, or while nothing is recorded of somebody.
    ``contradictions``: for each party the answers that cannot all be true, in words. ``blocked_by``: where no draft
    meets links and sure lines, a smallest set of these lines that leaves none, as party and id; ``coalition``: the
    parties it is for, where not all signatories. ``all_said_yes``: whether the draft is the one put to the parties
    last, and all have said yes to it; then there is no question. ``no_walk_away``: of whom nothing says when they would
    rather have no deal.
    """

    table: bool
    question: Proposed | None
    runner_up: Proposed | None
    draft: ProposedDraft | None
    nothing_recorded: tuple[str, ...]
    contradictions: tuple[tuple[str, str], ...]
    draws: int
    blocked_by: tuple[tuple[str, str], ...] = ()
    coalition: tuple[str, ...] | None = None
    all_said_yes: bool = False
    no_walk_away: tuple[str, ...] = ()


LOOKED_AT = 20
"""So many of the most promising drafts are looked at for one that is not known to be refused."""


def advice(
    talks: Talks,
    *,
    seed: int = 0,
    before: tuple[tuple[str, str], ...] | None = None,
    worth_asking: Fraction = WORTH_ASKING,
    coalition: Sequence[str] | None = None,
    watch: Watch = QUIET,
) -> Advice:
    """What to do next in these talks, by what is recorded.

    ``before``: the draft tabled last; where it is left out, the last one of which a party's verdict is recorded.
    ``coalition``: signatories who can agree without others, and for whom alone this is; needed where not all have to
    sign. The same talks and seed give the same advice. Cost: two or three beliefs a party, `DRAWN` drafts picked and
    some for each party, some hundred questions looked at for each party. Raises `BadQuestion` where there is no
    signatory, where not all have to sign and no coalition is named, for a coalition that does not suffice, and where
    `belief` does.
    """
    if not talks.signatories:
        raise BadQuestion("these talks have no signatory, so there is nobody to ask; give a party the role 'party'")
    members = None if coalition is None else tuple(coalition)
    found = _for_all(_among(talks, members), seed, before, worth_asking, watch)
    return replace(found, coalition=members and _among(talks, members).signatories)


def _among(talks: Talks, coalition: Sequence[str] | None) -> Talks:
    """The talks as an agreement of all its signatories, or of all members of a coalition."""
    if coalition is None:
        if talks.needs_all:
            return talks
        raise BadQuestion(
            f"{talks.needs} of {len(talks.signatories)} signatories suffice here, and advice is for parties who must "
            "all sign; name a coalition of them, such as "
            f"{','.join(_enough(talks))} (from the command line: --coalition)"
        )
    for party in coalition:
        if party not in talks.signatories:
            raise BadQuestion(f"'{party}' is not a signatory; the signatories are {', '.join(talks.signatories)}")
    members = tuple(party for party in talks.signatories if party in coalition)
    if len(members) < talks.needs or not set(talks.agreement.including) <= set(members):
        raise BadQuestion(f"{', '.join(members) or 'nobody'} cannot agree without others under the rule of these talks")
    return replace(talks, agreement=Agreement(signatories=members))


def _enough(talks: Talks) -> list[str]:
    """The first signatories in file order that suffice, with those who must be among them."""
    needed = talks.agreement.including
    free = [party for party in talks.signatories if party not in needed][: max(0, talks.needs - len(needed))]
    return [party for party in talks.signatories if party in needed or party in free]


def _for_all(
    talks: Talks, seed: int, before: tuple[tuple[str, str], ...] | None, worth_asking: Fraction, watch: Watch
) -> Advice:
    """The advice where all signatories have to sign."""
    beliefs = []
    for place, party in enumerate(talks.signatories):
        watch.step(place / len(talks.signatories), f"what is recorded of {talks.party(party).name}")
        beliefs.append(belief(talks, party, seed=seed))
    silent = tuple(one.party for one in beliefs if one.nothing_recorded)
    against = tuple((one.party, str(found)) for one in beliefs for found in one.contradictions)
    if empty := [one.party for one in beliefs if one.is_empty]:
        said = "; ".join(text for party, text in against if party in empty)
        raise BadQuestion(f"what is recorded of {_named(talks, empty)} leaves no position at all: {said}")
    if lost := [one.party for one in beliefs if one.no_start]:
        raise BadQuestion(f"of {_named(talks, lost)}, {NO_START}")
    basics = basic_questions(talks, silent)
    if silent:
        return Advice(False, basics[0], basics[1] if basics[1:] else None, None, silent, against, 0)
    before = before or _last_draft(talks)
    replied = _said_to(talks, before)
    unknown = tuple(one.party for one in beliefs if not one.evidence.knows_walk_away)
    if before is not None and all(replied.get(party) for party in talks.signatories):
        draft = _proposed(talks, ground(talks, beliefs), numbers(talks, dict(before)), 0.0, (), before, watch)
        return Advice(True, None, None, draft, (), against, 0, all_said_yes=True, no_walk_away=unknown)
    base, first = first_draft(talks, beliefs, watch)
    if first is None:
        return Advice(False, None, None, None, (), against, 0, blocking(talks, beliefs, watch))
    found = _advised(talks, base, first, seed, before, worth_asking, basics, against, watch)
    waiting = [party for party in talks.signatories if party not in replied]
    tabled = found.table and found.draft is not None and dict(found.draft.package) == dict(before or ())
    if before is not None and replied and all(replied.values()) and waiting and not basics and not tabled:
        rests = parts(talks, [party for party in talks.signatories if party != waiting[0]])
        put = Proposed(waiting[0], "draft", drafts=(before,), rests_on=told_by(rests, "confided"),
                       rests_on_assumed=told_by(rests, "assumed"))  # fmt: skip
        found = replace(found, table=False, question=put, runner_up=found.question)
    return replace(found, no_walk_away=unknown)


def _advised(
    talks: Talks,
    base: Ground,
    first: Choices,
    seed: int,
    before: tuple[tuple[str, str], ...] | None,
    worth_asking: Fraction,
    basics: Sequence[Proposed],
    against: tuple[tuple[str, str], ...],
    watch: Watch,
) -> Advice:
    """The advice where something is recorded of every party, and there is a first draft."""
    draws = [_draw(base, seed, number) for number in range(DRAWN)]
    watch.step(0.3, "drafts that may be the best")
    best = [(draw, draft) for draw in draws if (draft := picked(base, draw, watch)) is not None]
    drafts = list(dict.fromkeys([first, *(draft for _, draft in best), *_neighbours(base, first)]))
    gains = base.gains(as_packages(drafts))
    hoped = expected(gains)
    order = [0, *sorted(range(1, len(drafts)), key=lambda place: -hoped[place])]
    order.insert(0, order.pop(_open_to_all(base, [drafts[place] for place in order[:LOOKED_AT]])))
    ranked = [drafts[place] for place in order]
    gains = [of_one[order] for of_one in gains]
    asked = [*basics, *(() if basics[1:] else open_questions(talks, base, ranked, gains, watch))]
    proposed = _proposed(talks, base, ranked[0], float(expected(gains)[0]), best, before, watch)
    open_to_all = all(one.standing.word != "never" for one in proposed.parties)
    table = open_to_all and not basics and (not asked or proposed.missing < worth_asking)
    return Advice(table, asked[0] if asked else None, asked[1] if asked[1:] else None, proposed, (), against, DRAWN)


def _proposed(
    talks: Talks,
    base: Ground,
    draft: Choices,
    hoped: float,
    best: Sequence[tuple[Sequence[Reals], Choices]],
    before: tuple[tuple[str, str], ...] | None,
    watch: Watch,
) -> ProposedDraft:
    """Everything there is to say of a draft before it is tabled; ``best``: draws, and what is picked for each."""
    last = None if before is None else numbers(talks, dict(before))
    watch.step(0.9, "how the draft stands with each party")
    parties = tuple(_on_draft(talks, one, draft, last) for one in base.beliefs)
    unsure = [one for one in parties if one.standing.word != "necessarily"]
    chances = [one.chance.value for one in unsure if one.chance is not None]
    together = share(float(np.prod(chances))) if len(chances) == len(unsure) else None
    package = as_settled(talks, draft)
    then = {} if before is None else dict(before)
    changes = tuple((issue, then[issue], now) for issue, now in package if then and then[issue] != now)
    products = [(_product(base, draw, draft), _product(base, draw, one)) for draw, one in best]
    reached = [now / most for now, most in products if most > 0] or [0.0]
    root = 1 / len(base.beliefs)
    resting = rests_on(talks, base.beliefs, draft, watch)
    return ProposedDraft(
        package,
        parties,
        changes,
        together,
        (share(float(np.mean(reached))), share(min(reached))),
        share(hoped),
        share(float(np.mean([most**root - now**root for now, most in products])) if products else 0.0),
        told_by(resting, "confided"),
        told_by(resting, "assumed"),
    )


def _on_draft(talks: Talks, one: Belief, draft: Choices, last: Choices | None) -> PartyOnDraft:
    package = dict(as_settled(talks, draft))
    compared, better = None, None
    if last is not None:
        compared, better = _compared(one, draft, last)
    standing = one.bounds.standing(draft)
    chance = chance_of_yes(one, package) if standing.word == "possibly" and not one.contradictions else None
    return PartyOnDraft(one.party, standing, chance, compared, better)


def _open_to_all(base: Ground, drafts: Sequence[Choices]) -> int:
    """The place of the first draft that is never for sure refused by anybody; 0 where there is none."""
    open_to = (all(one.bounds.standing(draft).word != "never" for one in base.beliefs) for draft in drafts)
    return next((place for place, stands in enumerate(open_to) if stands), 0)


def _compared(one: Belief, draft: Choices, last: Choices) -> tuple[Compared, Fraction]:
    """Whether the new draft is better by all that is recorded, and in what share of the samples it is."""
    worth, samples = one.evidence.worth, one.samples
    assert samples is not None
    scores = samples.scores(as_packages([draft, last]))
    better = share(float(np.mean(scores[0] > scores[1])))
    apart = one.fitting @ (worth.features(as_packages([draft]))[0] - worth.features(as_packages([last]))[0])
    if (apart > DOUBT).any() and (apart < -DOUBT).any():
        return "open", better
    difference: dict[int, Fraction] = {}
    for package, sign in ((draft, 1), (last, -1)):
        for term in worth.terms(package):
            difference[term] = difference.get(term, Fraction(0)) + sign
    low = one.bounds.program.least(difference)
    high = one.bounds.program.least({term: -times for term, times in difference.items()})
    if draft == last or (low and high and low.value == 0 == high.value):
        return "as good", better
    if low is not None and low.value > 0:
        return "better", better
    if high is not None and high.value > 0:
        return "worse", better
    return "open", better


def _draw(base: Ground, seed: int, number: int) -> list[Reals]:
    """One sample of each party, each drawn on its own."""
    start = start_of(seed, "drafts")
    places = np.arange(len(base.beliefs), dtype=np.uint64) + np.uint64(number * len(base.beliefs))
    drawn = words(start, places).tolist()
    return [
        one.samples.values[word % len(one.samples)]
        for one, word in zip(base.beliefs, drawn, strict=True)
        if one.samples
    ]


def _product(base: Ground, draw: Sequence[Reals], draft: Choices) -> float:
    """The product of all gains from a draft, were positions as drawn."""
    product = 1.0
    for one, values in zip(base.beliefs, draw, strict=True):
        worth = one.evidence.worth
        score = float(sum(values[term] for term in worth.terms(draft)))
        product *= max(0.0, score - (float(values[worth.walk_away]) if one.evidence.knows_walk_away else 0.0))
    return product


def _neighbours(base: Ground, draft: Choices) -> list[Choices]:
    """The drafts that differ from this one in one issue and may stand."""
    changed = [
        (*draft[:issue], option, *draft[issue + 1 :]) for issue, size in enumerate(base.sizes) for option in range(size)
    ]
    return [one for one in changed if one != draft and base.admits(one)]


def _last_draft(talks: Talks) -> tuple[tuple[str, str], ...] | None:
    """The last draft, in file order, of which some party's verdict is recorded."""
    said = [a.said for position in talks.positions for a in position.answers if isinstance(a.said, Verdict)]
    return said[-1].draft if said else None


def _said_to(talks: Talks, draft: tuple[tuple[str, str], ...] | None) -> dict[str, bool]:
    """What each signatory last said to a draft, of those that said something."""
    if draft is None:
        return {}
    return {
        party: answer.said.yes
        for party in talks.signatories
        for answer in talks.position(party).answers
        if isinstance(answer.said, Verdict) and dict(answer.said.draft) == dict(draft)
    }


def _named(talks: Talks, parties: Sequence[str]) -> str:
    return " and ".join(talks.party(party).name for party in parties)
