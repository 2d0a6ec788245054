"""What `guanjia tracks` tells of a movement, as JSON and as tables."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rich import box
from rich.table import Table

from analytics.vehicles.movement import Movement
from analytics.vehicles.pieces import Place, Stop, TopSpeed, Trip
from analytics.vehicles.way import totals_s
from guanjia.words import UNKNOWN, Words, number


@dataclass(frozen=True, slots=True)
class Told:
    """The whole track: way of its trips [m]; how long it moved and stood at 1 km/h [s]; fixes by doubt."""

    fixes: int
    doubts: dict[str, int]
    distance_m: float
    moving_s: float
    stopped_s: float
    stops: tuple[Stop, ...]
    trips: tuple[Trip, ...]


def told(found: Movement) -> Told:
    """Return what is told of a movement."""
    judged = found.judged
    moving_s, stopped_s = totals_s(judged.track.take(judged.believed))
    distance_m = round(sum(trip.distance_m for trip in found.trips), 3)
    return Told(len(judged.track), judged.counts(), distance_m, moving_s, stopped_s, found.stops, found.trips)


def document(whole: Told) -> dict[str, object]:
    """Return it for JSON, every field by its name."""
    return asdict(whole)


def tables(whole: Told, words: Words, zone: ZoneInfo) -> Iterator[Table]:
    """Yield the whole track, its trips, its stops, and what is wrong with its fixes."""
    yield _whole(whole, words)
    if whole.trips:
        yield _trips(whole.trips, words, zone)
    if whole.stops:
        yield _stops(whole.stops, words, zone)
    if any(whole.doubts.values()):
        yield _doubts(whole, words)


def _whole(whole: Told, words: Words) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=words.say("Track"), title_justify="left")
    for title in ("Fixes", "Trips", "Stops", "Distance km", "Moving", "Standing"):
        table.add_column(words.say(title), justify="right")
    table.add_row(
        f"{whole.fixes:,}",
        str(len(whole.trips)),
        str(len(whole.stops)),
        _km(whole.distance_m),
        _lasting(whole.moving_s),
        _lasting(whole.stopped_s),
    )
    return table


def _trips(trips: tuple[Trip, ...], words: Words, zone: ZoneInfo) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=words.say("Trips"), title_justify="left")
    for title in ("Start", "End"):
        table.add_column(words.say(title))
    lengths = ("Distance km", "Track km", "Odometer km")
    for title in (*lengths, "Driving", "Idling", "Standing", "Unknown", "Top km/h"):
        table.add_column(words.say(title), justify="right")
    for trip in trips:
        lasting = (trip.driving_s, trip.idling_s, trip.stopped_s, trip.gap_s)
        table.add_row(
            _at(trip.start, zone),
            _at(trip.end, zone),
            _km(trip.distance_m),
            _km(trip.track_m),
            _odometer(trip, words),
            *(_lasting(each) for each in lasting),
            _top(trip.top),
        )
    return table


def _stops(stops: tuple[Stop, ...], words: Words, zone: ZoneInfo) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=words.say("Stops"), title_justify="left")
    for title in ("Start", "End", "Place"):
        table.add_column(words.say(title))
    for title in ("Lasting", "Idling"):
        table.add_column(words.say(title), justify="right")
    for stop in stops:
        lasting = (stop.end - stop.start).total_seconds()
        times = (_lasting(lasting), _lasting(stop.idling_s))
        table.add_row(_at(stop.start, zone), _at(stop.end, zone), _place(stop.place), *times)
    return table


def _doubts(whole: Told, words: Words) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=words.say("Doubtful fixes"), title_justify="left")
    table.add_column(words.say("Doubt"))
    table.add_column(words.say("Fixes"), justify="right")
    for name, count in whole.doubts.items():
        if count:
            table.add_row(words.name("fix doubt", name), f"{count:,}")
    return table


def _odometer(trip: Trip, words: Words) -> str:
    if trip.odometer_lack is not None:
        return words.name("odometer lack", trip.odometer_lack)
    return _km(trip.odometer_m)


def _at(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _km(metres: float | None) -> str:
    return number(None if metres is None else metres / 1000, 2)


def _lasting(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))


def _top(top: TopSpeed | None) -> str:
    return UNKNOWN if top is None else number(top.speed_kmh, 0)


def _place(place: Place) -> str:
    return f"{place.lon:.5f}, {place.lat:.5f}"
