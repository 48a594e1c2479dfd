"""Adjusted Winner: two sides divide what is contested so that each gets the same share of its own points.

Source: Brams & Taylor 1996, Fair Division, chapter 4. On each issue a side's stake is what it would lose between its
own best option and the other side's. Every contested issue goes to one side; at most one issue, marked ``divisible``,
is split so that both sides end with the same share of their stakes.

With every issue divisible this is Adjusted Winner as published (in shares, so that sides whose points do not add up to
the same total are treated alike). Where some are not, the division with the greatest least share is taken among those
that split divisible issues only, and the shares may differ.

Read next: ``analyse.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ..talks import Agreement, Issue, Position, Talks, agrees, score
from .answers import Pick, Split
from .formulas import picks

MOST_DIVISIONS = 100_000
"""Undominated divisions of the indivisible issues kept at a time; beyond this the formula gives no answer."""


@dataclass(frozen=True)
class Stake:
    """One contested issue: each side's best option, and what each side gains if its own is taken (both above 0)."""

    issue: Issue
    options: tuple[str, str]
    points: tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Division:
    """Who wins each contested issue, the one issue that may be split, and what share of its stakes each side has.

    ``wins``: pairs of an issue and the side, 0 or 1. ``part``: how much of the ``split`` issue the first side gets.
    """

    wins: tuple[tuple[str, int], ...]
    shares: tuple[Fraction, Fraction]
    split: str | None = None
    part: Fraction = Fraction(0)


@picks("adjusted_winner", source="Brams & Taylor 1996, Fair Division, chapter 4")
def adjusted_winner(talks: Talks) -> Pick:
    """The division between two sides that gives both the same share of their stakes,
    splitting at most one divisible issue.

    Applies to two signatories with scores and no bonuses; elsewhere, and where the division would cross a link, a red
    line or a walk-away, the answer says why there is none. Scores and gains are in points; ``value`` is the lesser
    share, from 0 to 1. Ties go to the division that gives the first signatory more of the indivisible issues.

    Cost: the undominated divisions of the indivisible issues (2 to the power of their number at worst, and no answer
    beyond `MOST_DIVISIONS`), times the divisible issues. Source: at the top of this file.

    Ann's stakes are 40 and 60, Bo's 10 and 90: Ann takes the gate and a third of the cost, 40 + 20 of her 100; Bo is
    left with two thirds of 90 of his 100. Both have a share of 3/5.

    >>> from goodoffices.talks import IssueScores, Option, Party
    >>> gate = Issue("gate", "Gate", (Option("open", "Open"), Option("shut", "Shut")))
    >>> cost = Issue("cost", "Who pays", (Option("bo", "Bo"), Option("ann", "Ann")), divisible=True)
    >>> def wants(party, *points):
    ...     rows = zip(("gate", "cost"), points, strict=True)
    ...     return Position(party, tuple(IssueScores(id, tuple(map(Fraction, row))) for id, row in rows))
    >>> positions = (wants("ann", (40, 0), (60, 0)), wants("bo", (0, 10), (0, 90)))
    >>> talks = Talks("A fence", (Party("ann", "Ann"), Party("bo", "Bo")), (gate, cost), positions=positions)
    >>> print(adjusted_winner(talks))
    adjusted_winner: gate: open (proved, by adjusted winner)
      cost divided: bo 1/3, ann 2/3
      gains: ann 60, bo 60
    """
    if why := _why_not(talks):
        return Pick("adjusted_winner", why=why)
    first, second = (talks.position(party) for party in talks.signatories)
    stakes, settled = _stakes(talks, first, second)
    if not any(stake.issue.divisible for stake in stakes) and stakes:
        return Pick("adjusted_winner", why="No contested issue is marked divisible.")
    division = _divide(stakes)
    if division is None:
        return Pick("adjusted_winner", why="The indivisible issues allow too many divisions to compare.")
    return _pick(talks, stakes, settled, division)


def _why_not(talks: Talks) -> str | None:
    if len(talks.signatories) != 2:
        return "It is for two signatories."
    positions = [talks.position(party) for party in talks.signatories]
    if not all(position.scores for position in positions):
        return "It needs the scores of both signatories."
    if any(position.bonuses for position in positions):
        return "It needs points that add up issue by issue; there are bonuses."
    return None


def _stakes(talks: Talks, first: Position, second: Position) -> tuple[list[Stake], dict[str, str]]:
    """The contested issues, and the options of the issues on which both sides can have their best."""
    stakes, settled = [], {}
    for issue in talks.issues:
        none = (Fraction(0),) * len(issue.options)
        mine, theirs = first.points(issue.id) or none, second.points(issue.id) or none
        places = range(len(none))
        # a side that is indifferent between options takes the one better for the other side, then the first
        best = max(places, key=lambda k: (mine[k], theirs[k], -k))
        other = max(places, key=lambda k: (theirs[k], mine[k], -k))
        points = (mine[best] - mine[other], theirs[other] - theirs[best])
        if points[0] > 0 and points[1] > 0:
            stakes.append(Stake(issue, (issue.options[best].id, issue.options[other].id), points))
        else:
            settled[issue.id] = issue.options[best].id
    return stakes, settled


def _divide(stakes: list[Stake]) -> Division | None:
    """The division with the greatest least share, then the greatest other share; None where there are too many.

    Ties go to the division that gives the first side more of the indivisible issues, for these are sorted by shares.
    """
    totals = (sum(stake.points[0] for stake in stakes), sum(stake.points[1] for stake in stakes))
    shares = {s.issue.id: tuple(p / t for p, t in zip(s.points, totals, strict=True)) for s in stakes}
    whole: list[Division] = [Division((), (Fraction(0), Fraction(0)))]
    for stake in (stake for stake in stakes if not stake.issue.divisible):
        whole = _undominated([_give(division, stake, side, shares) for division in whole for side in (0, 1)])
        if len(whole) > MOST_DIVISIONS:
            return None
    divisible = [stake for stake in stakes if stake.issue.divisible]
    divisible.sort(key=lambda stake: shares[stake.issue.id][0] / shares[stake.issue.id][1], reverse=True)
    divided = [_balance(division, divisible, shares) for division in whole]
    return max(divided, key=lambda division: (min(division.shares), max(division.shares)))


def _give(division: Division, stake: Stake, side: int, shares: dict[str, tuple[Fraction, ...]]) -> Division:
    gained = [Fraction(0), Fraction(0)]
    gained[side] = shares[stake.issue.id][side]
    first, second = division.shares
    return Division((*division.wins, (stake.issue.id, side)), (first + gained[0], second + gained[1]))


def _undominated(divisions: list[Division]) -> list[Division]:
    """Of two-sided divisions, those that no other matches for one side and betters for the other.

    They come with the greatest share of the first side first; of divisions with equal shares the first is kept.
    """
    kept: list[Division] = []
    for division in sorted(divisions, key=lambda d: d.shares, reverse=True):
        if not kept or division.shares[1] > kept[-1].shares[1]:
            kept.append(division)
    return kept


def _balance(division: Division, divisible: list[Stake], shares: dict[str, tuple[Fraction, ...]]) -> Division:
    """Give the first side the divisible issues it values most in proportion, until both shares are equal."""
    for stake in divisible:
        division = _give(division, stake, 1, shares)
    for stake in divisible:
        first, second = division.shares
        mine, theirs = shares[stake.issue.id]
        part = (second - first) / (mine + theirs)
        if part <= 0:
            break
        issue = stake.issue.id
        if part >= 1:
            wins = tuple((id, 0 if id == issue else side) for id, side in division.wins)
            division = Division(wins, (first + mine, second - theirs))
        else:
            wins = tuple((id, side) for id, side in division.wins if id != issue)
            return Division(wins, (first + part * mine, second - part * theirs), issue, part)
    return division


def _pick(talks: Talks, stakes: list[Stake], settled: dict[str, str], division: Division) -> Pick:
    """The division as an answer, or why it cannot stand."""
    by_issue = {stake.issue.id: stake for stake in stakes}
    taken = settled | {id: by_issue[id].options[side] for id, side in division.wins}
    ends = [taken]
    split = None
    if division.split is not None:
        options = by_issue[division.split].options
        ends = [taken | {division.split: option} for option in options]
        split = Split(division.split, {options[0]: division.part, options[1]: 1 - division.part})
    free = _without_walk_aways(talks)
    if not all(agrees(free, end) for end in ends):
        return Pick("adjusted_winner", why="The division would cross a link or a red line.")
    scores = _scores(talks, ends, division.part)
    gains = {party: points - (talks.position(party).walk_away or 0) for party, points in scores.items()}
    if not all(talks.position(party).walk_away is None or gain >= 0 for party, gain in gains.items()):
        return Pick("adjusted_winner", why="The division would not reach a walk-away.")
    return Pick(
        "adjusted_winner",
        package={issue.id: taken[issue.id] for issue in talks.issues if issue.id in taken},
        scores=scores,
        gains=gains,
        value=min(division.shares) if stakes else Fraction(1),
        proved=True,
        method="adjusted winner",
        zero_is_arbitrary=tuple(party for party in talks.signatories if talks.position(party).walk_away is None),
        split=split,
        first_stage=_first_stage(talks, stakes, settled),
    )


def _without_walk_aways(talks: Talks) -> Talks:
    """The talks with links and both sides' red lines alone: walk-aways are compared with the divided scores."""
    # a division needs both sides, whatever rule of agreement the talks have
    talks = replace(talks, agreement=Agreement(signatories=talks.signatories))
    for party in talks.signatories:
        position = talks.position(party)
        talks = talks.with_position(Position(party, scores=position.scores, red_lines=position.red_lines))
    return talks


def _scores(talks: Talks, ends: list[dict[str, str]], part: Fraction) -> dict[str, Fraction]:
    """Each side's score of the package, or of the mixture of its two ends with ``part`` of the first."""
    weights = [Fraction(1)] if len(ends) == 1 else [part, 1 - part]
    return {
        party: sum((w * score(talks, party, end) for w, end in zip(weights, ends, strict=True)), Fraction(0))
        for party in talks.signatories
    }


def _first_stage(talks: Talks, stakes: list[Stake], settled: dict[str, str]) -> dict[str, Fraction]:
    """The scores where each contested issue goes whole to the side with the greater stake (the first, where equal)."""
    winners = {s.issue.id: s.options[0 if s.points[0] >= s.points[1] else 1] for s in stakes}
    return {party: score(talks, party, settled | winners) for party in talks.signatories}
