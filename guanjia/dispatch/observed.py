"""Read what orders are compared with: outings with their trips, stops and paths, duty, checks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from analytics.dispatch.checks import missing_checks
from analytics.dispatch.comparing import Compared, compared
from analytics.dispatch.findings import Finding
from analytics.dispatch.matching import Duty, Gone, Path, Planned, Tolerances
from analytics.dispatch.paths import need_paths
from analytics.vehicles.homes import outside_m
from analytics.vehicles.judging import judged
from analytics.vehicles.outings import Halt, Leg
from analytics.worker.vehicle_track import vehicle_track
from guanjia.dispatch.book import OrderBook
from models.dispatch import Order, OrderState
from models.track_window import Window
from storage import dispatch as stored
from storage import dispatch_tracks as tracks
from storage.dispatch import Asked
from storage.dispatch_tracks import OutRow, PieceRow

_A_DAY: Final = timedelta(days=1)
_COVERING: Final = tuple(state for state in OrderState if state.covers)


def findings(book: OrderBook, since: datetime, until: datetime, tolerances: Tolerances) -> list[Finding]:
    """Return what does not fit of outings that began, and orders that were to begin, in a span of time."""
    what = _compared(book, since, until, tolerances)
    found = compared(what, tolerances, book.now)
    judged_outings = [one for one in what.outings if one.plate not in what.exempt and one.start >= since]
    zones = dict(book.zones)
    today = {code: book.now.astimezone(zone).date() for code, zone in zones.items()}
    made = stored.checks(book.connection, (since - _A_DAY).date(), (book.now + _A_DAY).date())
    missing = missing_checks(judged_outings, made, zones, today)
    begins = _begins(what)
    told = [(begins.get((one.institution, one.number), one.at), one) for one in [*found, *missing]]
    return [one for at, one in sorted(told, key=_in_order) if since <= at < until]


def _in_order(told: tuple[datetime, Finding]) -> tuple[datetime, str, str, str]:
    one = told[1]
    return one.at, one.kind, one.plate or "", one.number


def _begins(what: Compared) -> dict[tuple[str, str], datetime]:
    """Return when each order was to begin: what is found of it is told with that day."""
    return {(order.institution, order.number): order.start for order in what.orders}


def _compared(book: OrderBook, since: datetime, until: datetime, tolerances: Tolerances) -> Compared:
    """Read a span of time, and as far around as its outings and orders reach."""
    slack = tolerances.time
    meant = stored.orders(book.connection, Asked(states=_COVERING, since=since - slack, until=until + slack))
    first = min([since, *(order.planned_from for order in meant)]) - slack
    last = max([until, *(order.planned_to for order in meant)]) + slack
    rows = tracks.outings(book.connection, first, last)
    begin = min([first, *(row.started_at for row in rows)]) - slack
    end = max([last, *(row.seen_at for row in rows)]) + slack
    orders = stored.orders(book.connection, Asked(states=_COVERING, since=begin, until=end))
    planned = [planned_of(book, order) for order in orders]
    pieces = tracks.pieces(book.connection, rows)
    what = Compared(
        planned,
        [_gone(row, own) for row, own in zip(rows, pieces, strict=True)],
        [Duty(*row) for row in stored.duties(book.connection, begin, end)],
        {vehicle.plate for vehicle in book.vehicles.values() if vehicle.exempt},
        book.in_town,
        tracks.seen(book.connection, begin, end),
    )
    needed = need_paths(what, tolerances)
    outings = [
        replace(one, path=_path(book, row)) if place in needed or _may_be_in_town(book, own) else one
        for place, (one, row, own) in enumerate(zip(what.outings, rows, pieces, strict=True))
    ]
    return replace(what, outings=outings)


def planned_of(book: OrderBook, order: Order) -> Planned:
    """Return an order as it is compared."""
    return Planned(
        order.institution,
        order.number,
        order.plate,
        order.planned_from,
        order.planned_to,
        book.destination(order),
        order.approved_at,
        book.is_in_town(order),
    )


def _gone(row: OutRow, pieces: Sequence[PieceRow]) -> Gone:
    return Gone(
        row.institution,
        row.plate,
        row.started_at,
        row.seen_at,
        row.is_home,
        tuple(_leg(piece) for piece in pieces if piece.kind == "trip"),
        tuple(_halt(piece) for piece in pieces if piece.kind == "stop"),
    )


def _leg(piece: PieceRow) -> Leg:
    return Leg(piece.started_at, piece.ended_at, piece.distance_m, piece.furthest_m or 0.0)


def _halt(piece: PieceRow) -> Halt:
    # between the first and the last trip of an outing there is no stop at home
    return Halt(piece.started_at, piece.ended_at, piece.lon, piece.lat, float("inf"))


def _may_be_in_town(book: OrderBook, pieces: Sequence[PieceRow]) -> bool:
    """Tell whether all that is known of an outing without its fixes lies in the zone without dispatch."""
    if not book.in_town or not pieces:
        return False
    lon, lat = np.array([piece.lon for piece in pieces]), np.array([piece.lat for piece in pieces])
    return bool((outside_m(book.in_town, lon, lat) <= 0).all())


def _path(book: OrderBook, row: OutRow) -> Path:
    track = vehicle_track(book.connection, row.vehicle, Window(row.started_at, row.seen_at))
    found = judged(track)
    clean = found.track.take(found.believed)
    return Path(clean.lon, clean.lat)
