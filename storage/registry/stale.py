"""Which hours of which register a change of the registry makes stale: pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from models.registry import Installation, Meter
from models.registry.spans import ends
from models.registry_state import Registry
from storage.registry.plan import paired

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)
_COUNTS = ("start_register", "end_register", "modulus", "multiplier", "max_rate_per_hour", "two_way")


@dataclass(frozen=True, slots=True)
class StaleSpan:
    """Hours of `meter` where `device` has readings from `begin` to `end`; None is without bound."""

    meter: str
    device: str
    quantity: str
    begin: datetime | None
    end: datetime | None


def stale_spans(before: Registry, after: Registry) -> list[StaleSpan]:
    """Return what must be computed again; changes that no hour depends on give none."""
    found: list[StaleSpan] = []
    for code, meter in after.meters.items():
        found += _of_meter(before.meters.get(code), meter)
        if _days_of(before, meter.place) not in (None, _days_of(after, meter.place)):
            # long gaps are filled by the kind of day and the heating season: both are the site's
            found.append(StaleSpan(code, meter.device_code, meter.quantity, None, None))
    return found


def moved_calendars(before: Registry, after: Registry) -> list[str]:
    """Return the meters whose days begin at other instants now, or are heated otherwise."""
    return [
        code
        for code, meter in after.meters.items()
        if code in before.meters
        and _days_of_place(before, before.meters[code].place) != _days_of_place(after, meter.place)
    ]


def _days_of_place(registry: Registry, place: str) -> tuple[ZoneInfo | None, str | None]:
    site = registry.site_of(place)
    return registry.zone_of_place(place), registry.sites[site].heating if site is not None else None


def _of_meter(known: Meter | None, meter: Meter) -> Iterator[StaleSpan]:
    if known is None:
        spans = _changed((), meter.installations)
    elif (known.device_code, known.quantity) != (meter.device_code, meter.quantity):
        # what the old register gave must go, what the new one gives must come
        yield StaleSpan(meter.code, known.device_code, known.quantity, None, None)
        yield StaleSpan(meter.code, meter.device_code, meter.quantity, None, None)
        return
    else:
        spans = _changed(known.installations, meter.installations)
    merged = list(spans)
    if merged:
        begin, end = min(span[0] for span in merged), max(span[1] for span in merged)
        yield StaleSpan(
            meter.code,
            meter.device_code,
            meter.quantity,
            None if begin == _BEGINNING else begin,
            None if end == _END else end,
        )


def _changed(
    before: Sequence[Installation], after: Sequence[Installation]
) -> Iterator[tuple[datetime, datetime]]:
    old_ends = dict(zip((each.valid_from for each in before), _ends(before), strict=True))
    for (known, span), end in zip(paired(before, after), _ends(after), strict=True):
        if known is None:
            yield span.valid_from, end
            continue
        old_end = old_ends[known.valid_from]
        different = {name for name in _COUNTS if getattr(known, name) != getattr(span, name)}
        if known.valid_from != span.valid_from or different - {"end_register"}:
            yield min(known.valid_from, span.valid_from), max(old_end, end)
        elif old_end != end or different:
            # only its end moved: what lies before both ends stays as it was
            yield min(old_end, end), max(old_end, end)


def _ends(spans: Sequence[Installation]) -> list[datetime]:
    return [end if isinstance(end, datetime) else _END for end in ends(spans)]


def _days_of(registry: Registry, place: str) -> tuple[str, str | None] | None:
    """Return what says what kind of day it is somewhere: time zone and heating region."""
    site = registry.sites.get(registry.site_of(place) or "")
    return None if site is None else (site.timezone, site.heating)
