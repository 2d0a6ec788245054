"""Daily checks (三检) beside outings: on a day on which a vehicle was out, all of them are made."""

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from analytics.dispatch.findings import Finding, FindingKind
from analytics.dispatch.matching import Gone
from models.dispatch import CheckKind

Made = Mapping[tuple[str, date], Set[CheckKind]]
"""The checks that were made, by plate and local day."""


def missing_checks(
    outings: Iterable[Gone], made: Made, zones: Mapping[str, ZoneInfo], today: Mapping[str, date]
) -> list[Finding]:
    """Return the days on which a vehicle drove and not all checks were made, one finding a vehicle and day.

    `zones` and `today` are by institution. The check after coming home is not missed while the vehicle is
    out, none is on a day that is not over but the one before driving.
    """
    missing: dict[tuple[str, date], Finding] = {}
    for one in outings:
        for day in _days(one, zones[one.institution]):
            lacking = [
                kind for kind in _due(one, day, zones, today) if kind not in made.get((one.plate, day), ())
            ]
            if lacking:
                missing[one.plate, day] = Finding(
                    one.start,
                    FindingKind.CHECK_MISSING,
                    one.institution,
                    "",
                    one.plate,
                    len(lacking),
                    " ".join(lacking),
                    day,
                )
    return list(missing.values())


def _days(one: Gone, zone: ZoneInfo) -> Iterator[date]:
    """Yield the local days on which it drove."""
    days = {
        leg.start.astimezone(zone).date() + timedelta(days=later)
        for leg in one.legs
        for later in range((leg.end.astimezone(zone).date() - leg.start.astimezone(zone).date()).days + 1)
    }
    yield from sorted(days)


def _due(
    one: Gone, day: date, zones: Mapping[str, ZoneInfo], today: Mapping[str, date]
) -> Iterator[CheckKind]:
    yield CheckKind.BEFORE
    if day >= today[one.institution]:
        return
    yield CheckKind.DURING
    is_last_day = one.end.astimezone(zones[one.institution]).date() == day
    if one.is_home or not is_last_day:
        yield CheckKind.AFTER
