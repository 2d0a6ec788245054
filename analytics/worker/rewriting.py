"""Write what was recomputed of locked meters: only the hours that change, then the days and months above.

The meters are locked, so nobody else writes their hours: what is read of them here is what is there until
the commit, and an hour that is not there can be copied straight into its table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from analytics.accounts import ASIDE_REASONS, FLAG_REASONS, HOUR_REASONS, Account, Hours, chosen, reason_names
from analytics.aggregates import Touched, daily, monthly, night_amounts, touched
from analytics.changes import Changes, Stretch, changes, placed, stretches
from analytics.registers import Bools, Instants, Ints
from analytics.windows import BEGINNING, END, Span
from models.amounts import Amounts
from storage import consumption
from storage.consumption import Connection, HourSpan, Scratch

_REASON_TEXTS = [" ".join(reason_names(bits)) for bits in range(1 << len(HOUR_REASONS))]

_Zoned = Sequence[tuple[ZoneInfo, dict[int, Touched]]]


def rewrite(
    connection: Connection,
    account: Account,
    spans: Sequence[tuple[int, Span]],
    zones: Mapping[int, ZoneInfo],
    now: datetime,
) -> dict[int, Instants]:
    """Make the spans of meters what the account says; return the hours that changed, by meter."""
    within = stretches(spans)
    _rewrite_exceptions(connection, account, spans, now)
    known = _known(connection, within)
    fresh = placed(account.hours, within)
    difference = changes(known, fresh, within)
    changed = _changed_hours(known, fresh, difference)
    if not changed:
        return {}
    meters = np.array([stretch.meter for stretch in within], dtype=np.int64)
    _write_hours(connection, _of_meters(known, meters), _of_meters(fresh, meters), difference, now)
    hours = _in_order(chosen(known, difference.kept), fresh)
    for_zones = _by_zone(changed, [zones[stretch.meter] for stretch in within])
    _rewrite_days(connection, hours, meters, for_zones, now)
    _rewrite_months(connection, meters, for_zones, now)
    return _by_meter(changed, meters)


def _rewrite_exceptions(
    connection: Connection, account: Account, spans: Sequence[tuple[int, Span]], now: datetime
) -> None:
    aside, flagged = account.aside, account.flagged
    meters = np.array([meter for meter, _ in spans], dtype=np.int64)
    borders = np.array([(span.start, span.end) for _, span in spans], dtype=np.int64).reshape(-1, 2)
    starts, ends = np.ascontiguousarray(borders.T).view("datetime64[us]")
    consumption.fill(connection, Scratch.SPAN, [meters, starts, ends])
    consumption.fill(connection, Scratch.ASIDE, [aside.meter, aside.at, aside.value, aside.reason])
    consumption.fill(connection, Scratch.FLAGGED, [flagged.meter, flagged.at, flagged.value, flagged.reason])
    consumption.rewrite_exceptions(connection, ASIDE_REASONS, FLAG_REASONS, now)


def _known(connection: Connection, within: Sequence[Stretch]) -> Hours:
    spans = [_hour_span(stretch) for stretch in within]
    stored, reasons = consumption.known_hours(connection, spans, _REASON_TEXTS)
    return Hours(stored.meter, stored.start, stored.amount, stored.estimated, stored.coverage, reasons)


def _hour_span(stretch: Stretch) -> HourSpan:
    around = stretch.around
    start = None if around.start == BEGINNING else _instant(around.start)
    return stretch.meter, start, None if around.end == END else _instant(around.end)


def _write_hours(
    connection: Connection, known: Hours, fresh: Hours, difference: Changes, now: datetime
) -> None:
    new, different = chosen(fresh, difference.new), chosen(fresh, difference.different)
    if len(new.meter):
        consumption.add_hours(connection, _blocks(new), now)
    if len(different.meter):
        coverage = different.coverage.astype(np.float32)
        keys, amounts = [different.meter, different.hour], [different.amount, different.estimated]
        consumption.fill(connection, Scratch.HOUR, [*keys, *amounts, coverage, different.reasons])
        consumption.update_hours(connection, _REASON_TEXTS, now)
    if difference.gone.any():
        gone = chosen(known, difference.gone)
        consumption.fill(connection, Scratch.GONE, [gone.meter, gone.hour])
        consumption.remove_hours(connection)


def _blocks(hours: Hours) -> list[tuple[Amounts, list[str]]]:
    """Return hours in blocks of the same reasons."""
    of = [(int(bits), chosen(hours, hours.reasons == bits)) for bits in np.unique(hours.reasons)]
    return [(_amounts(block), list(reason_names(bits))) for bits, block in of]


def _rewrite_days(
    connection: Connection, hours: Hours, meters: Ints, for_zones: _Zoned, now: datetime
) -> None:
    for zone, of_stretch in for_zones:
        within = _amounts(chosen(hours, _within_days(hours, of_stretch, len(meters))))
        days = daily(within, zone)
        spans = [(int(meters[place]), *span.days) for place, span in of_stretch.items()]
        _fill(connection, Scratch.DAY_SPAN, spans)
        of_meters = replace(days, meter=meters[days.meter])
        consumption.fill_days(connection, of_meters, night_amounts(within, zone))
    consumption.rewrite_days(connection, now)


def _rewrite_months(connection: Connection, meters: Ints, for_zones: _Zoned, now: datetime) -> None:
    for zone, of_stretch in for_zones:
        of_meter: dict[int, tuple[date, date]] = {}
        for place, span in of_stretch.items():
            first, after = of_meter.get(int(meters[place]), span.months)
            of_meter[int(meters[place])] = min(first, span.months[0]), max(after, span.months[1])
        spans = [(meter, *months) for meter, months in of_meter.items()]
        months = monthly(consumption.days_within(connection, spans), zone)
        _fill(connection, Scratch.MONTH_SPAN, spans)
        consumption.fill_months(connection, months)
    consumption.rewrite_months(connection, now)


def _by_zone(changed: Mapping[int, Instants], zones: Sequence[ZoneInfo]) -> _Zoned:
    """Return, for each zone, what its changed stretches touch."""
    of_zone: dict[ZoneInfo, dict[int, Touched]] = {}
    for place, hours in changed.items():
        of_zone.setdefault(zones[place], {})[place] = touched(hours, zones[place])
    return list(of_zone.items())


def _within_days(hours: Hours, of_stretch: Mapping[int, Touched], count: int) -> Bools:
    """Tell which hours lie in the days that are written anew."""
    start, end = np.full((2, count), np.datetime64("NaT", "us"))
    for place, span in of_stretch.items():
        start[place], end[place] = _naive(span.start), _naive(span.end)
    # nothing compares with NaT: stretches of another zone, and those that did not change, have no hours here
    return (hours.hour >= start[hours.meter]) & (hours.hour < end[hours.meter])


def _changed_hours(known: Hours, fresh: Hours, difference: Changes) -> dict[int, Instants]:
    """Return the hours that are new, different or gone, by stretch."""
    written = chosen(fresh, difference.new | difference.different)
    gone = chosen(known, difference.gone)
    place = np.concatenate([written.meter, gone.meter])
    hour = np.concatenate([written.hour, gone.hour])
    order = np.lexsort((hour, place))
    places, firsts = np.unique(place[order], return_index=True)
    return dict(zip(places.tolist(), np.split(hour[order], firsts[1:]), strict=False))


def _by_meter(changed: Mapping[int, Instants], meters: Ints) -> dict[int, Instants]:
    found: dict[int, list[Instants]] = {}
    for place, hours in changed.items():
        found.setdefault(int(meters[place]), []).append(hours)
    return {meter: np.concatenate(hours) for meter, hours in found.items()}


def _in_order(kept: Hours, fresh: Hours) -> Hours:
    if not len(kept.meter):
        return fresh
    hours = Hours(
        np.concatenate([kept.meter, fresh.meter]),
        np.concatenate([kept.hour, fresh.hour]),
        np.concatenate([kept.amount, fresh.amount]),
        np.concatenate([kept.estimated, fresh.estimated]),
        np.concatenate([kept.coverage, fresh.coverage]),
        np.concatenate([kept.reasons, fresh.reasons]),
    )
    return chosen(hours, np.lexsort((hours.hour, hours.meter)))


def _of_meters(hours: Hours, meters: Ints) -> Hours:
    return replace(hours, meter=meters[hours.meter])


def _amounts(of: Hours) -> Amounts:
    # as the table keeps it, so that days add up the same whether hours were read or just computed
    coverage = of.coverage.astype(np.float32).astype(np.float64)
    return Amounts(of.meter, of.hour, of.amount, of.estimated, coverage)


def _fill(connection: Connection, scratch: Scratch, spans: Sequence[tuple[int, date, date]]) -> None:
    meters, starts, ends = zip(*spans, strict=True)
    columns = [np.array(meters), np.array(starts, "datetime64[D]"), np.array(ends, "datetime64[D]")]
    consumption.fill(connection, scratch, columns)


def _naive(at: datetime) -> np.datetime64:
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "us")


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1_000_000, UTC)
