"""What detection reads of the database: meters to watch and their hours; and what it finds, written there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from psycopg.types.json import Jsonb

from models.amounts import Amounts
from models.detection import Leak, LeakReason, MeterNight, MeterState, WatchedMeter
from storage.arrays import array_cursor
from storage.consumption import Connection, stacked
from storage.database import query


@dataclass(frozen=True, slots=True)
class Found:
    """What the nights of a site came to: everything of its meters from their night in `firsts` on."""

    firsts: Mapping[int, date]
    nights: Sequence[MeterNight]
    leaks: Sequence[tuple[int, Leak]]
    states: Sequence[MeterState]


def sites_to_judge(connection: Connection, now: datetime, every: timedelta) -> list[int]:
    """Return the sites whose hours changed since their nights were judged, which is `every` ago at least."""
    rows = connection.execute(query("analytics/sites_to_judge"), {"now": now, "every": every})
    return [site for (site,) in rows]


def try_site(connection: Connection, site: int) -> bool:
    """Lock a site for this transaction; tell whether no other worker holds it."""
    row = connection.execute(query("analytics/try_site"), {"site": site}).fetchone()
    return row is not None and bool(row[0])


def watched_meters(connection: Connection, site: int) -> list[WatchedMeter]:
    """Return the water meters of a site."""
    rows = connection.execute(query("analytics/read_watched_meters"), {"site": site})
    return [WatchedMeter(*row) for row in rows]


def night_hours(
    connection: Connection, meters: Sequence[int], begins: datetime, ends: datetime, zone: str
) -> Amounts:
    """Return the measured hours of meters in the nights from one instant up to another."""
    parameters = {"meters": list(meters), "begins": begins, "ends": ends, "zone": zone}
    with closing(array_cursor(connection)) as cursor:
        return stacked(cursor.execute(query("analytics/read_night_hours"), parameters).fetchall(), "us")


def earlier_leaks(
    connection: Connection, meters: Sequence[int], *, before: date, after: date
) -> Mapping[int, list[Leak]]:
    """Return the leaks of meters that began before a night and ran after another, the latest first."""
    parameters = {"meters": list(meters), "before": before, "after": after}
    found: defaultdict[int, list[Leak]] = defaultdict(list)
    for meter, reason, *rest in connection.execute(query("analytics/read_leaks"), parameters):
        found[meter].append(Leak(LeakReason(reason), *rest))
    return found


def write_found(connection: Connection, found: Found, now: datetime) -> int:
    """Make nights, leaks and states what was found; return how many nights and leaks changed."""
    span = {"meters": list(found.firsts), "firsts": list(found.firsts.values()), "computed_at": now}
    nights = [asdict(night) for night in found.nights]
    leaks = [{"meter_id": meter, **asdict(leak)} for meter, leak in found.leaks]
    states = [asdict(state) for state in found.states]
    changed = _number(connection, "analytics/write_nights", {**span, "nights": _json(nights)})
    changed += _number(connection, "analytics/write_leaks", {**span, "leaks": _json(leaks)})
    connection.execute(query("analytics/write_watches"), {"watches": _json(states), "computed_at": now})
    return changed


def note_leaks_judged(connection: Connection, site: int, at: datetime) -> None:
    """Note when the nights of a site were judged."""
    connection.execute(query("analytics/note_leaks_judged"), {"site": site, "at": at})


@dataclass(frozen=True, slots=True)
class Learner:
    """A meter to learn a baseline of, with its site, and the zone and the heating region of that."""

    id: int
    site: int
    zone: str
    heating: str | None


@dataclass(frozen=True, slots=True)
class Learnt:
    """What training gave: parameters, or how many days are missing; a row of `meter_baseline`."""

    meter_id: int
    state: str
    days_missing: int
    trained_days: int
    trained_from: date | None = None
    trained_to: date | None = None
    spread: float | None = None
    parameters: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StoredBaseline:
    """The latest baseline of a meter, as it was learnt, with the zone and the heating region of its site."""

    meter_id: int
    version: int
    parameters: Mapping[str, Any]
    spread: float
    trained_from: date
    trained_to: date
    trained_days: int
    zone: str
    heating: str | None


def meters_to_train(connection: Connection, now: datetime, limit: int) -> list[Learner]:
    """Return up to `limit` meters to be trained, unless another worker trains."""
    row = connection.execute(query("analytics/try_training")).fetchone()
    if row is None or not row[0]:
        return []
    rows = connection.execute(query("analytics/meters_to_train"), {"now": now, "limit": limit})
    return [Learner(*each) for each in rows]


def odd_days(
    connection: Connection, meters: Sequence[int], since: date, zone: str
) -> Mapping[int, frozenset[date]]:
    """Return the days of meters that say nothing of ordinary use, by meter."""
    parameters = {"meters": list(meters), "since": since, "zone": zone}
    rows = connection.execute(query("analytics/read_odd_days"), parameters)
    return {meter: frozenset(days) for meter, days in rows}


def write_baselines(connection: Connection, learnt: Sequence[Learnt], now: datetime) -> None:
    """Keep what was learnt, each as the next version of its meter."""
    rows = [asdict(one) for one in learnt]
    connection.execute(query("analytics/write_baselines"), {"baselines": _json(rows), "trained_at": now})


def sites_to_score(connection: Connection, now: datetime, every: timedelta) -> list[int]:
    """Return the sites whose hours changed since their days were scored, which is `every` ago at least."""
    rows = connection.execute(query("analytics/sites_to_score"), {"now": now, "every": every})
    return [site for (site,) in rows]


def baselines(connection: Connection, site: int) -> list[StoredBaseline]:
    """Return the latest baseline of each meter of a site that has one."""
    rows = connection.execute(query("analytics/read_baselines"), {"site": site})
    return [StoredBaseline(*row) for row in rows]


def write_scores(
    connection: Connection,
    meters: Sequence[int],
    first: date,
    scores: Sequence[Mapping[str, Any]],
    now: datetime,
) -> int:
    """Make the scores of meters from a day on what was computed; return how many changed."""
    parameters = {"meters": list(meters), "first": first, "scores": _json(scores), "computed_at": now}
    return _number(connection, "analytics/write_scores", parameters)


def note_days_scored(connection: Connection, site: int, at: datetime) -> None:
    """Note when the days of a site were scored."""
    connection.execute(query("analytics/note_days_scored"), {"site": site, "at": at})


def _number(connection: Connection, name: str, parameters: dict[str, Any]) -> int:
    row = connection.execute(query(name), parameters).fetchone()
    return 0 if row is None else int(row[0])


def _json(rows: Sequence[Mapping[str, Any]]) -> Jsonb:
    return Jsonb(list(rows), dumps=orjson.dumps)
