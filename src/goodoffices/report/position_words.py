"""A position in words: red lines with where they come from, and walk-aways.

Read next: ``repair_words.py``, where conflicts and repairs name them.
"""

from __future__ import annotations

import re

from ..talks import Not, Position, RedLine, Requirement, Talks
from .statement_words import evidence_of, evidence_words
from .words import SMALL_WORDS, condition_words, points_words, who, whose

SAID = frozenset(
    {"after", "announced", "as", "asked", "at", "before", "by", "confided", "confirmed", "declared", "during", "from",
     "heard", "in", "its", "made", "on", "our", "published", "repeated", "reported", "said", "since",
     "so", "stated", "supposed", "their", "this", "told", "when", "whispered", "with", "written"}
)  # fmt: skip
"""Words with which a reason often begins, none of them a name."""


def red_line(talks: Talks, requirement: Requirement) -> RedLine | None:
    """The red line a requirement names; None where it names the walk-away."""
    id = requirement.name.removeprefix("red_line:")
    lines = talks.position(requirement.party).red_lines
    return None if requirement.name == "walk_away" else next(line for line in lines if line.id == id)


def reason_words(line: RedLine) -> str:
    """Why a red line is held to stand, as recorded; of *said on 3 May* only the day, since the status says the rest."""
    reason = (line.because or "").strip().rstrip(".")
    return re.sub(r"^(said|stated|told us|told the mediator|confided)\s+on\s+", "", reason, flags=re.I)


def source_words(line: RedLine) -> str:
    """Where a red line comes from, in a few words: ``stated, 3 May``; ``stated: said to the press``; ``assumed``.

    The first letter of a reason is written small where its first word can be no name.
    """
    reason = reason_words(line)
    if not reason:
        return line.status
    if reason != (line.because or "").strip().rstrip("."):
        return f"{line.status}, {reason}"
    first = re.match(r"\w+", reason)
    is_plain = first is not None and first[0].lower() in SMALL_WORDS | SAID and first[0][1:].islower()
    return f"{line.status}: {reason[0].lower() + reason[1:] if is_plain else reason}"


def will_not_sign(line: RedLine, party: str, talks: Talks) -> str:
    """A red line as a clause: what the party will not sign without, where that comes from, and what speaks for it."""
    known = "; ".join(part for part in (source_words(line), evidence_words(evidence_of(line, talks), talks)) if part)
    if isinstance(line.holds, Not):
        clause = f"if {condition_words(line.holds.part, talks)}"
    else:
        clause = f"unless {condition_words(line.holds, talks)}"
    return f"{who(talks, party)} will not sign {clause} ({known})"


def line_name(requirement: Requirement, talks: Talks) -> str:
    """A red line's short name: what it asks is said only where the party has more lines than one."""
    name = whose(who(talks, requirement.party))
    line = red_line(talks, requirement)
    if line is None or len(talks.position(requirement.party).red_lines) == 1:
        return f"{name} line"
    return f"{name} line “{condition_words(line.holds, talks)}”"


def walk_away_words(position: Position) -> str:
    """A walk-away; of a range the middle, which counts, and what it is the middle of.

    >>> from fractions import Fraction
    >>> walk_away_words(Position("ann", walk_away=Fraction(55), walk_away_within=Fraction(5)))
    '55, the middle of 50 to 60'
    """
    at, within = position.walk_away, position.walk_away_within
    if at is None:
        return ""
    of = f", the middle of {points_words(at - within)} to {points_words(at + within)}" if within else ""
    return f"{points_words(at)}{of}"
