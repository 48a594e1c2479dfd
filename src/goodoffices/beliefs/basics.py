"""The basic questions, in the order in which a mediator asks them before anything is compared.

First what a party could not sign without: a draft across a red line is worth nothing, however well it trades the rest,
and no comparison of drafts brings a line to light. Then which issues matter most; then how each issue should be settled
(`asking.questions`, the issue worth most first). Before a party is asked to compare drafts that differ in several
issues it is asked which of them hang together, because its answers say something else if some do. None of these has a
number that says what it is worth: until it is answered, every draft rests on a guess.

Whoever wrote down points for every issue was asked all this then, and is not asked again.

Read next: ``proposing.py``.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..talks import Importance, Joined, NoMoreLines, Talks, Weight
from .worth import pairs_of

Basic: TypeAlias = Literal["red_lines", "importance"]

FIRST: tuple[Basic, ...] = ("red_lines", "importance")
"""What is asked before anything else, in this order."""


def basic(talks: Talks, party: str) -> Basic | None:
    """The first basic question that a party has not answered; None where it answered both, or scored every issue.

    Red lines: answered where the party named one to the mediator, or said that there are no more. Importance: where it
    gave an order of issues, or a weight, or there is only one issue. Cost: one visit to each answer.

    >>> from goodoffices.talks import Answer, Issue, Option, Party, Position
    >>> two = tuple(Issue(id, id, (Option("a", "A"), Option("b", "B"))) for id in ("depth", "site"))
    >>> well = Talks("A well", (Party("ann", "Ann"),), two)
    >>> basic(well, "ann")
    'red_lines'
    >>> basic(well.with_position(Position("ann", answers=(Answer("1", NoMoreLines()),))), "ann")
    'importance'
    """
    position = talks.position(party)
    said = [answer.said for answer in position.answers]
    if scored(talks, party):
        return None
    if NoMoreLines() not in said and all(line.status != "confided" for line in position.red_lines):
        return "red_lines"
    if len(talks.issues) > 1 and not any(isinstance(one, Importance | Weight) for one in said):
        return "importance"
    return None


def together_open(talks: Talks, party: str) -> bool:
    """Whether a party is still to be asked which issues hang together.

    It is not where it named some, scored every issue, or said of every pair of issues that it does not. Cost: issues
    squared.
    """
    position = talks.position(party)
    joined = [answer.said for answer in position.answers if isinstance(answer.said, Joined)]
    if scored(talks, party) or any(one.together for one in joined):
        return False
    places = {issue.id: place for place, issue in enumerate(talks.issues)}
    apart = pairs_of(tuple(tuple(places[issue] for issue in one.issues) for one in joined))
    return len(apart) < len(places) * (len(places) - 1) // 2


def scored(talks: Talks, party: str) -> bool:
    """Whether a party gave points for every issue."""
    return {entry.issue for entry in talks.position(party).scores} == {issue.id for issue in talks.issues}
