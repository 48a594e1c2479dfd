"""Moments: when something was said, to the minute or only by its day, always with the zone it was told in.

A moment carries its distance from Greenwich, so that two of them can be compared wherever a program runs. Which
distance a zone had on a day is looked up where files are read: ``files/moments_text.py``.

Read next: ``statements.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, or a whole day where only that is known.

    ``start``: with its distance from Greenwich (an aware ``datetime``), in the zone's own time. ``zone``: the zone's
    name, such as ``Africa/Cairo``, or ``+02:00``. ``end``: None for a time; for a day, when the next one begins.

    >>> from datetime import timedelta, timezone
    >>> cairo = timezone(timedelta(hours=2))
    >>> noon = Moment(datetime(2024, 2, 14, 12, tzinfo=cairo), "Africa/Cairo")
    >>> day = datetime(2024, 2, 14, tzinfo=cairo)
    >>> that_day = Moment(day, "Africa/Cairo", day + timedelta(days=1))
    >>> noon.is_day, that_day.is_day, noon.before(that_day), that_day.before(noon)
    (False, True, False, False)
    """

    start: datetime
    zone: str
    end: datetime | None = None

    @property
    def is_day(self) -> bool:
        return self.end is not None

    def before(self, other: Moment) -> bool:
        """Whether it is surely earlier; a day only where it is over when the other begins."""
        return self.start < other.start if self.end is None else self.end <= other.start
