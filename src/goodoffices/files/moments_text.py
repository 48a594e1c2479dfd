"""Moments as a file writes them: a day, the time where it is known, and the zone.

    2024-02-14 18:30 Africa/Cairo    2024-02-14 18:30 +02:00    2024-02-14 18:30 UTC    2024-02-14 Africa/Cairo

A time that comes twice because clocks go back is told apart by its distance from Greenwich in front of the zone:
``2024-10-31 23:30+03:00 Africa/Cairo``. Zones are those of the IANA database as this machine or the package
``tzdata`` has it.

Read next: ``statements_text.py``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ..talks import Moment
from .findings import nearest, shown

_EXAMPLE = "2024-02-14 18:30 Africa/Cairo"
_FORM = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ]\s*(?P<time>\d\d:\d\d(?::\d\d)?))?\s*"
    r"(?P<off>[+-]\d\d:\d\d|Z\b)?\s*(?P<zone>[A-Za-z][\w+/-]*)?",
    re.ASCII,
)
_NAME = re.compile(r"[A-Z]\w*(?:/[\w+-]+)+|UTC|GMT", re.ASCII)
_FIRST, _LAST = 1900, 2199
_FARTHEST = timedelta(hours=15)


class NotAMoment(ValueError):
    """What is wrong with a text that should be a moment, and what to write instead."""


class _Parts(NamedTuple):
    """What a text names: a day, a time or none, a distance from Greenwich or none, a zone or none."""

    day: date
    time: time | None
    off: timedelta | None
    zone: str | None


def moment(text: str) -> Moment:
    """The moment a text names.

    >>> moment("2024-02-14 18:30 Africa/Cairo").start.isoformat(), moment("2024-02-14 +02:00").end.isoformat()
    ('2024-02-14T18:30:00+02:00', '2024-02-15T00:00:00+02:00')

    Raises `NotAMoment` where there is no zone, or no such zone, day or time, and where a time comes twice.
    """
    day, at, off, name = _parts(text)
    if name is None:
        if off is None:
            clock = f" {at.isoformat('minutes')}" if at else ""
            said = f"needs a zone; write {day}{clock} Africa/Cairo, or {day}{clock} +02:00"
            raise NotAMoment(said)
        zone: tzinfo = timezone(off)
        name, off = _sign(off), None
    else:
        zone = _zone(name)
    return _day(day, zone, name, off) if at is None else Moment(_time(datetime.combine(day, at), zone, name, off), name)


def moment_text(one: Moment) -> str:
    """The text that is read again as this moment; raises `NotAMoment` where there is none."""
    local = one.start.replace(tzinfo=None)
    clock = "" if one.is_day else " " + local.time().isoformat("seconds" if local.second else "minutes")
    zone = "" if one.zone[:1] in "+-" else " " + one.zone
    off = one.start.utcoffset()
    plain = f"{local.date()}{clock} {one.zone}"
    exact = f"{local.date()}{clock}{_sign(off) if off is not None else ''}{zone}"
    for text in (plain, exact):
        try:
            if (again := moment(text)) == one and again.start.utcoffset() == off:
                return text
        except NotAMoment:
            continue
    raise NotAMoment("is no moment that a file can hold; use whole seconds, and the zone's own time")


def _parts(text: str) -> _Parts:
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise NotAMoment(f"'{shown(text)}' is no day or time; write {_EXAMPLE}, or 2024-02-14 Africa/Cairo")
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        raise NotAMoment(f"there is no day {found['day']}; write the year, the month, the day") from None
    if not _FIRST <= day.year <= _LAST:
        raise NotAMoment(f"the year must lie between {_FIRST} and {_LAST}")
    try:
        at = _time_of_day(found["time"]) if found["time"] else None
    except ValueError:
        raise NotAMoment(f"there is no time {found['time']}; the hours go from 00 to 23") from None
    if found["off"] == "Z" and found["zone"] is None:
        return _Parts(day, at, None, "UTC")
    return _Parts(day, at, _distance(found["off"]), found["zone"])


def _time_of_day(text: str) -> time:
    """A time from 00:00 to 23:59:59; some versions of Python would take 24:00 too."""
    hours, minutes, *seconds = map(int, text.split(":"))
    return time(hours, minutes, seconds[0] if seconds else 0)


def _distance(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text == "Z":
        return timedelta(0)
    off = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    if off > _FARTHEST or int(text[4:6]) > 59:
        raise NotAMoment(f"no zone lies {text} from Greenwich; write a distance such as +02:00, or Africa/Cairo")
    return -off if text[0] == "-" else off


def _zone(name: str) -> tzinfo:
    """The zone of that name. What a machine alone calls a zone, and short names that mean several, are none."""
    if name in {"UTC", "GMT"}:
        return UTC
    try:
        if not _NAME.fullmatch(name):
            raise ValueError
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        meant = nearest(name, sorted(zone for zone in available_timezones() if _NAME.fullmatch(zone)))
        ends = f"did you mean '{meant}'?" if meant else "write one such as Africa/Cairo, or +02:00"
        raise NotAMoment(f"there is no zone '{shown(name)}'; {ends}") from None


def _time(local: datetime, zone: tzinfo, name: str, off: timedelta | None) -> datetime:
    """A time of a zone, with its distance from Greenwich."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    ways = list(dict.fromkeys(_known(one) for one in (first, second)))
    real = [way for way in ways if _back(local, way, zone) == local]
    clock = f"{local.date()} {_clock(local)}"
    if not real:
        later = _back(local, ways[0], zone)
        said = f"there is no {_clock(local)} on {local.date()} in {name}, where clocks go forward"
        raise NotAMoment(f"{said}; write {later.date()} {_clock(later)} {name}, if that is meant")
    if off is not None:
        if off not in real:
            are = " or ".join(map(_sign, real))
            raise NotAMoment(f"{name} is {are} from Greenwich then; write {clock} {name}")
        return local.replace(tzinfo=timezone(off))
    if len(real) > 1:
        both = " (the first time) or ".join(f"{clock}{_sign(way)} {name}" for way in real)
        raise NotAMoment(f"comes twice in {name}, where clocks go back; write {both} (the second)")
    return local.replace(tzinfo=timezone(real[0]))


def _day(day: date, zone: tzinfo, name: str, off: timedelta | None) -> Moment:
    """A whole day of a zone, from its first moment to that of the next day."""
    if off is not None:
        raise NotAMoment(f"a day has its zone alone; write {day} {name}")
    start, end = (_begins(one, zone) for one in (day, day + timedelta(days=1)))
    if start.date() != day:
        raise NotAMoment(f"there is no {day} in {name}, where that day was left out")
    return Moment(start, name, end)


def _begins(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day: midnight, or where clocks go forward at midnight, what they go to."""
    midnight = datetime.combine(day, time(), tzinfo=zone)
    begins = midnight.astimezone(UTC).astimezone(zone)
    return begins.replace(tzinfo=timezone(_known(begins)), fold=0)


def _back(local: datetime, off: timedelta, zone: tzinfo) -> datetime:
    """What clocks of a zone show at a local time with that distance from Greenwich."""
    return (local - off).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None, fold=0)


def _known(one: datetime) -> timedelta:
    return one.utcoffset() or timedelta(0)


def _clock(local: datetime) -> str:
    return local.time().isoformat("seconds" if local.second else "minutes")


def _sign(off: timedelta) -> str:
    """A distance from Greenwich as ``+02:00``."""
    minutes = round(off.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
