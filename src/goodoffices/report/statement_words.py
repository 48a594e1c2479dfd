"""A statement in words: who said it, when, through whom, in public or in confidence.

Read next: ``position_words.py``, where red lines name those that speak for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..talks import Moment, RedLine, Statement, Talks
from .words import apart, who

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MOST_STATEMENTS = 3
"""How many statements a line names."""


def moment_words(one: Moment) -> str:
    """A moment as people say it, in the time of the zone it was told in.

    >>> from datetime import datetime, timedelta, timezone
    >>> start = datetime(2024, 2, 14, 18, 30, tzinfo=timezone(timedelta(hours=2)))
    >>> moment_words(Moment(start, "Africa/Cairo"))
    '14 February 2024, 18:30 (Africa/Cairo)'
    """
    day = f"{one.start.day} {MONTHS[one.start.month - 1]} {one.start.year}"
    return day if one.is_day else f"{day}, {one.start:%H:%M} ({one.zone})"


def statement_words(one: Statement, talks: Talks) -> str:
    """Where a statement comes from: its id, who spoke, when, who reports it, whether in public.

    >>> from datetime import datetime, timezone
    >>> from goodoffices.talks import Issue, Option, Party
    >>> talks = Talks("A fence", (Party("ann", "Ann"),), (Issue("h", "H", (Option("a", "A"),)),))
    >>> when = Moment(datetime(2024, 2, 14, 18, 30, tzinfo=timezone.utc), "UTC")
    >>> statement_words(Statement("s7", when, "Ann", True, words=(("", "No."),)), talks)
    's7: Ann, 14 February 2024, 18:30 (UTC), no outlet named, said in public'
    """
    speaker = apart(one.speaker if one.named else f"{one.speaker} (not named)")
    through = f"reported by {', after '.join(map(apart, reversed(one.through)))}" if one.through else "no outlet named"
    if one.confided is None:
        return f"{one.id}: {speaker}, {moment_words(one.at)}, {through}, said in public"
    through = f", {through}" if one.through else ""
    return f"{one.id}: {speaker}, {moment_words(one.at)}{through}, confided by {who(talks, one.confided)}"


def evidence_of(line: RedLine, talks: Talks) -> tuple[Statement, ...]:
    """The statements that speak for a red line; none where its evidence is notes."""
    return tuple(one for one in talks.statements if one.id in line.evidence)


def evidence_words(said: Sequence[Statement], talks: Talks) -> str:
    """Statements in a few words, the first ones where they are many; empty where there are none."""
    words = [statement_words(one, talks) for one in said[:MOST_STATEMENTS]]
    more = len(said) - MOST_STATEMENTS
    return "; ".join([*words, *([f"and {more} more"] if more > 0 else [])])
