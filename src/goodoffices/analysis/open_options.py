"""What one party can still sign, issue by issue, taken on its own.

Read next: ``analyse.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..exact.questions import Open, Opened, Question
from ..exact.watch import QUIET, Watch
from ..talks import Talks
from .asking import Answers, ask, found
from .numbered import Numbered, numbered


def open_options(
    talks: Talks, party: str, *, method: str | None = None, watch: Watch = QUIET
) -> Mapping[str, tuple[bool, ...]]:
    """For each issue, one truth an option: does some package with it meet the links and this party's own requirements?

    Nobody else's position is looked at. An option not seen in the time given counts as closed.
    Cost: a pass over the packages with the method *enumerate*; with the method *logic* at worst a run of the solver for
    each option.
    Raises `BadQuestion` for a party or a method that does not exist, `NoMethod` where the method named does not accept
    the question.

    Ann can sign the high fence only:

    >>> from fractions import Fraction
    >>> from goodoffices.talks import Issue, IssueScores, Option, Party, Position
    >>> height = Issue("height", "Height", (Option("low", "Low"), Option("high", "High")))
    >>> ann = Position("ann", (IssueScores("height", (Fraction(0), Fraction(7))),), walk_away=Fraction(5))
    >>> open_options(Talks("A fence", (Party("ann", "Ann"),), (height,), positions=(ann,)), "ann")
    {'height': (False, True)}
    """
    talks.party(party)  # raises where there is no such party
    whole = numbered(talks, [party])
    return _by_issue(whole, found(ask(whole.problem, [Open(0)], method, watch), Open(0)))


def asked(whole: Numbered) -> list[Question]:
    """What is asked of a problem: the open options of every side of which something is recorded."""
    return [Open(number) for number, side in enumerate(whole.sides) if whole.talks.position(side).is_recorded]


def read(whole: Numbered, answers: Answers) -> dict[str, Mapping[str, tuple[bool, ...]]] | None:
    """The open options by party, out of the answers; None where time ran out before all were settled."""
    numbers = [question.side for question in asked(whole) if isinstance(question, Open)]
    opened: list[Opened] = [found(answers, Open(number)) for number in numbers]
    if not all(one.complete for one in opened):
        return None
    return {whole.sides[number]: _by_issue(whole, one) for number, one in zip(numbers, opened, strict=True)}


def _by_issue(whole: Numbered, opened: Opened) -> dict[str, tuple[bool, ...]]:
    return {issue.id: truths for issue, truths in zip(whole.talks.issues, opened.options, strict=True)}
