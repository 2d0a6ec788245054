"""Local times as people write them."""

import re
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

_AT: Final = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[T\s]*(?P<hour>\d{1,2})[:：时点](?P<minute>\d{1,2})?分?(?:[:：](?P<second>\d{1,2}))?)?"
)


_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100


def local_instant(text: str, zone: ZoneInfo) -> datetime:
    """Return an instant: with an offset as written, else as local time.

    Raises
    ------
    ValueError
        Where it is no date and time.

    Examples
    --------
    `2026-11-28 08:30`, `2026/11/28 8:30`, `2026年11月28日 8时30分`, `2026-11-28T08:30+08:00`
    """
    found = _AT.fullmatch(text.strip())
    if found is not None and found["hour"] is not None:
        _check_year(text, int(found["year"]))
        numbers = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        return datetime(*numbers, tzinfo=zone)  # pyright: ignore[reportArgumentType]
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValueError(f"{text!r} is no date and time: write it as 2026-11-28 08:30")
    _check_year(text, at.year)
    return at


def local_day(text: str) -> date:
    """Return a day: `2026-11-28`, `2026/11/28`, `2026年11月28日`."""
    found = _AT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no day: write it as 2026-11-28")
    _check_year(text, int(found["year"]))
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _check_year(text: str, year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"{text!r}: a year from {_FIRST_YEAR} to {_LAST_YEAR} is meant, is it not?")
