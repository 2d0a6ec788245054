"""When a silence holds: once, or again and again by the clock of a place.

Two ways to write what recurs, because people have them already: a cron expression, or the RRULE of a calendar
(RFC 5545). Either says when a silence begins; how long it lasts stands beside it.

Where clocks change, a begin at a time that is skipped is moved behind the skip (cron: to its end, as Debian's
cron does; RRULE: by its length, as RFC 5545 says), and one at a time that comes twice is the first of them,
unless the expression names every hour. Whole days of a duration count by the clock, the rest as hours pass:
a silence of 1 day from midnight ends at midnight, and one of 1 day and 6 hours six hours later.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from dateutil.rrule import rrule, rrulestr

from models.errors import ConfigError

_CLOCK_CHANGE = timedelta(hours=3)
"""More than clocks are moved by for summer time."""
_MINUTE = timedelta(minutes=1)
_YEAR = timedelta(days=366)
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_TIMES_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DIGIT = re.compile(r"[0-9]")
_COUNTS = re.compile(r"[1-9][0-9]{0,3}")
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Once:
    """From an instant up to, and without, another."""

    begin: datetime
    end: datetime

    def is_active(self, at: datetime) -> bool:
        """Tell whether it holds at an instant."""
        return self.begin <= at < self.end

    def next_change(self, at: datetime) -> datetime | None:
        """Return when it next begins or ends after an instant, in UTC; None when it is over."""
        return next((change for change in (self.begin, self.end) if change > at), None)


class Beginnings(Protocol):
    """The instants at which something recurs, in UTC and ascending."""

    def latest(self, at: datetime) -> datetime | None:
        """Return the last one at or before an instant."""
        ...

    def after(self, at: datetime) -> datetime | None:
        """Return the first one after an instant."""
        ...


@dataclass(frozen=True, slots=True)
class Recurring:
    """For a while from each of many beginnings; where they follow on each other it holds without a break."""

    beginnings: Beginnings
    lasts: timedelta
    zone: ZoneInfo

    def is_active(self, at: datetime) -> bool:
        """Tell whether it holds at an instant."""
        begin = self.beginnings.latest(at)
        return begin is not None and at < self._end(begin)

    def next_change(self, at: datetime) -> datetime | None:
        """Return when it next begins or ends after an instant, in UTC; None where it never does."""
        if not self.is_active(at):
            return self.beginnings.after(at)
        end = at
        while end - at <= _YEAR:
            begin = self.beginnings.latest(end)
            if begin is None or self._end(begin) <= end:
                return end.astimezone(UTC)
            end = self._end(begin)
        return None

    def _end(self, begin: datetime) -> datetime:
        local = begin.astimezone(self.zone)
        days = timedelta(days=self.lasts.days)
        # adding to an aware datetime moves its clock, and not the time that passes
        return (local + days).replace(fold=local.fold).astimezone(UTC) + (self.lasts - days)


@dataclass(frozen=True, slots=True)
class CronBeginnings:
    """The instants of a cron expression by the clock of a zone.

    cronsim finds the readings of a clock that is never changed, and which instants show them is told here: it
    misses some itself where clocks are changed by half an hour.
    """

    expression: str
    zone: ZoneInfo

    def latest(self, at: datetime) -> datetime | None:
        """Return the last one at or before an instant."""
        readings = CronSim(self.expression, self._clock(at) + _CLOCK_CHANGE, reverse=True)
        found: datetime | None = None
        for reading in readings:
            # an earlier reading may be of a later instant where the clock is put back
            if found is not None and reading < self._clock(found) - _CLOCK_CHANGE:
                break
            shown = [begin for begin in self._shown(reading) if begin <= at]
            found = max([*shown, found]) if found else max(shown, default=None)
        return found

    def after(self, at: datetime) -> datetime | None:
        """Return the first one after an instant; None where there is none for 50 years."""
        readings = CronSim(self.expression, self._clock(at) - _CLOCK_CHANGE)
        found: datetime | None = None
        for reading in readings:
            if found is not None and reading > self._clock(found) + _CLOCK_CHANGE:
                break
            shown = [begin for begin in self._shown(reading) if begin > at]
            found = min([*shown, found]) if found else min(shown, default=None)
        return found

    def _clock(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)

    def _shown(self, reading: datetime) -> list[datetime]:
        """Return the instants, in UTC, at which begins what is to begin at a reading of the clock."""
        first, second = (reading.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if self._names_every_hour:
            return sorted({each for each in (first, second) if self._clock(each) == reading})
        while self._clock(first) != reading:
            # skipped: to the end of the skip
            reading += _MINUTE
            first = reading.replace(tzinfo=self.zone).astimezone(UTC)
        return [first]

    @property
    def _names_every_hour(self) -> bool:
        minute, hour = self.expression.split()[:2]
        return minute.startswith("*") or hour.startswith("*")


@dataclass(frozen=True, slots=True)
class RuleBeginnings:
    """The instants of an RRULE by the clock of the zone that `first` is in."""

    rule: str
    first: datetime
    _parsed: rrule = field(repr=False, compare=False)

    def latest(self, at: datetime) -> datetime | None:
        """Return the last one at or before an instant."""
        begin = self._parsed.before(at.astimezone(UTC), inc=True)
        return None if begin is None else begin.astimezone(UTC)

    def after(self, at: datetime) -> datetime | None:
        """Return the first one after an instant."""
        begin = self._parsed.after(at.astimezone(UTC))
        return None if begin is None else begin.astimezone(UTC)


SilenceTime = Once | Recurring
"""When a silence holds, however it was written."""


def once(begin: datetime, end: datetime, zone: str) -> Once:
    """Return the silence from `begin` up to `end`; what has no offset is read by the clock of an IANA zone.

    Raises
    ------
    ConfigError
        For a zone nobody knows, or an end that is not after the begin.
    """
    first, last = (_instant(moment, _zone(zone)) for moment in (begin, end))
    if last <= first:
        raise ConfigError(f"the silence until {end} ends before it begins, {begin}: write a later end")
    return Once(first, last)


def by_cron(expression: str, lasts: timedelta, zone: str) -> Recurring:
    """Return the silence that begins by a cron expression, as in `30 22 * * 1-5`; also `L`, `5L` and `1#1`.

    Raises
    ------
    ConfigError
        For what is no such expression, begins more than once an hour or never, or leaves no pause; for a zone
        nobody knows.
    """
    where = _zone(zone)
    remedy = "write minute, hour, day, month and weekday, as in '30 22 * * 1-5'"
    if len(expression.split()) != 5:
        raise ConfigError(f"the cron expression {expression!r} has not five fields: {remedy}")
    try:
        parsed = CronSim(expression, _ANY_TIME)
    except CronSimError as error:
        raise ConfigError(f"the cron expression {expression!r}: {error}: {remedy}") from error
    if len(parsed.minutes) != 1:
        raise ConfigError(
            f"the cron expression {expression!r} begins more than once an hour: write one minute, and let the"
            " silence last longer"
        )
    return _checked(Recurring(CronBeginnings(expression, where), lasts, where), expression, _ANY_TIME)


def by_rule(rule: str, first: datetime, lasts: timedelta, zone: str) -> Recurring:
    """Return the silence that begins by an RRULE of RFC 5545, as in `FREQ=WEEKLY;BYDAY=SA,SU`.

    `first` is DTSTART: it gives the time of day, and nothing begins before it. Without an offset it is read
    by the clock of the zone.

    Raises
    ------
    ConfigError
        For what is no such rule, begins more than once a day or never, or leaves no pause; for a zone nobody
        knows.
    """
    where = _zone(zone)
    begin = _instant(first, where).astimezone(where)
    text, parsed = read_rule(rule, begin)
    return _checked(Recurring(RuleBeginnings(text, begin, parsed), lasts, where), rule, begin)


def read_rule(rule: str, begin: datetime) -> tuple[str, rrule]:
    """Return an RRULE as it is kept, and read with `begin`, which is aware, as its DTSTART.

    Raises
    ------
    ConfigError
        For what is no such rule, or begins more than once a day.
    """
    text = rule.strip().upper().removeprefix("RRULE:")
    _refuse_oddities(text)
    try:
        parsed = rrulestr(text, dtstart=begin, cache=True)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(
            f"the rule {rule!r}: {error}: write it as calendars do, FREQ=WEEKLY;BYDAY=SA,SU, with UNTIL in"
            " UTC, 20261231T160000Z"
        ) from error
    if not isinstance(parsed, rrule):
        raise ConfigError(f"the rule {rule!r} is more than one: write a silence for each")
    return text, parsed


def recurring(text: str, first: datetime, lasts: timedelta, zone: str) -> Recurring:
    """Return the silence of a cron expression, or of an RRULE: which of them is told by its FREQ.

    Raises
    ------
    ConfigError
        As `by_cron` and `by_rule`.
    """
    return by_rule(text, first, lasts, zone) if "FREQ=" in text.upper() else by_cron(text, lasts, zone)


def _refuse_oddities(text: str) -> None:
    """Refuse what dateutil takes and misreads or never comes to an end with, and other times of day."""
    parts = {name: value for name, _, value in (part.partition("=") for part in text.split(";"))}
    if parts.get("FREQ") not in _FREQUENCIES:
        raise ConfigError(f"the rule {text!r} needs a FREQ of {', '.join(_FREQUENCIES)}")
    if found := [name for name in _TIMES_OF_DAY if name in parts]:
        raise ConfigError(
            f"the rule {text!r} has {found[0]}: leave it out, the first begin gives the time of day"
        )
    if parts["FREQ"] in _FREQUENCIES[:2] and _DIGIT.search(parts.get("BYDAY", "")):
        raise ConfigError(f"the rule {text!r} numbers its weekdays: that needs FREQ=MONTHLY or YEARLY")
    for name in ("INTERVAL", "COUNT"):
        if not _COUNTS.fullmatch(parts.get(name, "1")):
            raise ConfigError(
                f"the rule {text!r} has {name}={parts[name]}: write a whole number from 1 to 9999"
            )


def _checked(silence: Recurring, text: str, since: datetime) -> Recurring:
    """Return the silence unless it never begins, or once it began never ends."""
    if silence.lasts <= timedelta(0):
        raise ConfigError(f"the silence {text!r} lasts {silence.lasts}: write a duration above 0")
    first = silence.beginnings.after(since - timedelta(seconds=1))
    if first is None:
        raise ConfigError(f"the silence {text!r} never begins: write days that exist")
    if silence.next_change(first) is None:
        raise ConfigError(
            f"the silence {text!r} lasts {silence.lasts} and leaves no pause within a year: write a shorter"
            " duration, or take the rule out of use"
        )
    return silence


def _instant(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(
            f"nobody knows the time zone {name!r}: write an IANA name, as in Asia/Shanghai"
        ) from error
