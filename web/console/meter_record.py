"""What a meter's page shows, asked at once: where it is, what stood there, what it read and counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dashboards.panel import Row
from web.console.session import Seen
from web.console.way import institutions_above, places_around

_READINGS_SINCE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MeterRecord:
    """A meter; `hours` and `days` have a place for each of the day and of its month, None: not counted."""

    meter: Row
    institutions: list[Row]
    places: list[Row]
    installations: list[Row]
    readings: list[Row]
    day: date
    hours: list[tuple[datetime, Row | None]]
    days: list[tuple[date, Row | None]]
    alerts: list[Row]

    @property
    def month(self) -> date:
        """The first day of the month."""
        return self.day.replace(day=1)


@dataclass(frozen=True, slots=True)
class Quality:
    """How far some hours can be trusted: `coverage` and `estimated` are shares, None where nothing counts.

    `reasons` says how many hours have each.
    """

    amount: float
    coverage: float | None
    estimated: float | None
    reasons: dict[str, int]


def quality(hours: Sequence[Row]) -> Quality:
    """Return how far hours can be trusted."""
    amount = sum(row["amount"] or 0.0 for row in hours)
    guessed = sum(row["estimated"] or 0.0 for row in hours)
    reasons = Counter(reason for row in hours for reason in row["reasons"])
    return Quality(
        amount,
        sum(row["coverage"] for row in hours) / len(hours) if hours else None,
        guessed / amount if amount > 0 else None,
        dict(reasons.most_common()),
    )


def meter_record(
    source: Seen, code: str, day: date | None, now: datetime, language: str
) -> MeterRecord | None:
    """Return the record of a meter on a day of its site, None: today; None where it is not seen."""
    found = source.rows("console/meter", {"meter": code})
    if not found:
        return None
    meter, of = found[0], {"meter": code}
    zone = ZoneInfo(meter["timezone"])
    shown = day or now.astimezone(zone).date()
    begin, end = _midnight(shown, zone), _midnight(shown + timedelta(days=1), zone)
    first, after = shown.replace(day=1), next_month(shown)
    hours = source.rows("console/meter_hours", {**of, "since": begin, "until": end})
    days = source.rows("console/meter_days", {**of, "first": first, "until": after})
    subjects = [f"meter:{code}", f"device:{meter['device']}"]
    return MeterRecord(
        meter,
        institutions_above(source, meter["institution"], language),
        places_around(source, meter["place"], language),
        source.rows("console/meter_installations", of),
        source.rows("console/meter_readings", {**of, "since": now - _READINGS_SINCE, "until": now}),
        shown,
        _by_hour(hours, begin, end),
        _by_day(days, first, after),
        source.rows("console/meter_alerts", {"subjects": subjects}),
    )


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))


def _by_hour(rows: Sequence[Row], begin: datetime, end: datetime) -> list[tuple[datetime, Row | None]]:
    known = {row["hour"]: row for row in rows}
    hours = [begin + timedelta(hours=number) for number in range(int((end - begin) / timedelta(hours=1)))]
    return [(hour, known.get(hour)) for hour in hours]


def _by_day(rows: Sequence[Row], first: date, after: date) -> list[tuple[date, Row | None]]:
    known = {row["day"]: row for row in rows}
    days = [first + timedelta(days=number) for number in range((after - first).days)]
    return [(day, known.get(day)) for day in days]
