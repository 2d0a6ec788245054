"""The dispatcher's board: who and what is here, what is planned today, and what was wrong last night."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from analytics.vehicles.areas import area
from dashboards.panel import Row
from dashboards.sections import Kind, Section, SectionColumn, Value
from dashboards.vehicle_rows import Source
from dashboards.vehicle_services import services
from models.geofences import FenceRole, Geofence
from models.registry import Turn

NIGHT_BEGINS: Final = time(18)
"""Since then, local time of the day before, it is last night."""
SILENT_AFTER: Final = timedelta(hours=24)
"""A vehicle that told nothing for so long may be anywhere."""
_DUE_SHARE: Final = 0.9
"""As the shipped rule vehicle-maintenance-due."""
_LICENCE_DAYS: Final = 30
_C = SectionColumn


class Whereabouts(StrEnum):
    """Where a vehicle is, for a dispatcher."""

    HOME = "home"
    OUT = "out"
    REPAIR = "repair"
    """Its last fix lies in a workshop."""
    UNKNOWN = "unknown"
    """It has no home, or told nothing for a day."""


@dataclass(frozen=True)
class Board:
    """What the board is made of, each asked once: `fences` are those of config/geofences/."""

    source: Source
    fences: Sequence[Geofence]
    now: datetime

    @cached_property
    def vehicles(self) -> list[Row]:
        """Every vehicle with its open order."""
        return self.source.rows("board/vehicles", {"now": self.now})

    @cached_property
    def zone(self) -> str:
        """The clock of the board: that of the first vehicle's site."""
        return next((str(row["timezone"]) for row in self.vehicles if row["timezone"]), "Asia/Shanghai")

    @cached_property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def at(self, clock: time, days: int = 0) -> datetime:
        """Return a local time of today, or of so many days later."""
        return datetime.combine(self.today + timedelta(days), clock, ZoneInfo(self.zone))

    def where(self, vehicle: Row) -> Whereabouts:
        """Return where a vehicle is."""
        if vehicle["last_seen_at"] is None:
            return Whereabouts.UNKNOWN
        if self._is_in_repair(vehicle):
            return Whereabouts.REPAIR
        is_silent = self.now - vehicle["last_seen_at"] > SILENT_AFTER
        if not vehicle["has_home"] or (is_silent and vehicle["out_since"] is not None):
            return Whereabouts.UNKNOWN
        return Whereabouts.HOME if vehicle["out_since"] is None else Whereabouts.OUT

    def _is_in_repair(self, vehicle: Row) -> bool:
        if vehicle["lon"] is None:
            return False
        lon, lat = np.array([vehicle["lon"]]), np.array([vehicle["lat"]])
        workshops = (fence for fence in self.fences if fence.properties.role is FenceRole.REPAIR)
        return any(area(fence).away_m(lon, lat)[0] <= 0 for fence in workshops)


def board(source: Source, fences: Sequence[Geofence], now: datetime) -> list[Section]:
    """Return the sections of the board; what somebody has to look into stands first."""
    of = Board(source, fences, now)
    late, night = _not_returned(of), _exceptions(of)
    orders, drivers, due = _orders(of), _drivers(of), _due(of)
    where = [of.where(vehicle) for vehicle in of.vehicles]
    counts: list[tuple[SectionColumn, Value]] = [
        *((_C(f"board {each}", Kind.COUNT), where.count(each)) for each in Whereabouts),
        (_C("services due", Kind.COUNT), len(due.rows)),
        (_C("drivers on duty", Kind.COUNT), len(drivers.rows)),
        (_C("orders today", Kind.COUNT), len(orders.rows)),
        (_C("not returned", Kind.COUNT), len(late.rows)),
        (_C("exceptions last night", Kind.COUNT), len(night.rows)),
    ]
    columns, values = zip(*counts, strict=True)
    head = Section("board", "Dispatch board", columns, [values], of.zone, is_facts=True)
    return [head, late, night, _vehicles(of), orders, drivers, due]


def _not_returned(of: Board) -> Section:
    columns = (
        _C("Plate"),
        _C("driver"),
        _C("order number"),
        _C("destination"),
        _C("out since", Kind.INSTANT),
        _C("is back", Kind.INSTANT),
        _C("last seen", Kind.INSTANT),
    )
    names = ("plate", "driver", "order_number", "destination", "out_since", "planned_to", "last_seen_at")
    rows = [
        tuple(row[name] for name in names)
        for row in of.vehicles
        if row["out_since"] is not None
        and not row["exempt"]
        and (row["planned_to"] is None or row["planned_to"] < of.now)
        and of.where(row) is not Whereabouts.REPAIR
    ]
    title = "Not returned, or out without an order"
    return Section("late", title, columns, rows, of.zone, is_alarm=True, empty="Everybody is back in time")


def _exceptions(of: Board) -> Section:
    columns = (
        _C("Plate"),
        _C("exception", Kind.WORD, "rule"),
        _C("since", Kind.INSTANT),
        _C("state", Kind.WORD, "state"),
    )
    since = of.at(NIGHT_BEGINS, -1)
    rows = [
        (row["plate"], row["rule"], row["since"], row["state"])
        for row in of.source.rows("board/exceptions", {"since": since})
    ]
    title = "Exceptions of last night"
    return Section("night", title, columns, rows, of.zone, is_alarm=True, empty="A normal night")


def _vehicles(of: Board) -> Section:
    columns = (
        _C("Plate"),
        _C("where", Kind.WORD, "vehicle now"),
        _C("out since", Kind.INSTANT),
        _C("last seen", Kind.INSTANT),
        _C("order number"),
        _C("driver"),
        _C("destination"),
        _C("is back", Kind.INSTANT),
    )
    names = ("out_since", "last_seen_at", "order_number", "driver", "destination", "planned_to")
    rows = [(row["plate"], of.where(row).value, *(row[name] for name in names)) for row in of.vehicles]
    return Section("vehicles", "Vehicles now", columns, rows, of.zone)


def _orders(of: Board) -> Section:
    columns = (
        _C("number"),
        _C("state", Kind.WORD, "order state"),
        _C("Plate"),
        _C("driver"),
        _C("leaves", Kind.INSTANT),
        _C("is back", Kind.INSTANT),
        _C("destination"),
        _C("purpose"),
        _C("applicant"),
    )
    span: dict[str, object] = {"since": of.at(time()), "until": of.at(time(), 1)}
    rows = [tuple(row.values()) for row in of.source.rows("board/orders", span)]
    return Section("orders", "Orders of today", columns, rows, of.zone, empty="No order today")


def _drivers(of: Board) -> Section:
    columns = (
        _C("driver"),
        _C("driver code"),
        _C("licence class"),
        _C("licence until", Kind.DAY),
        _C("remark", Kind.WORD),
    )
    rows: list[Sequence[Value]] = []
    listed = of.source.rows("board/drivers", {"day": of.today})
    for _, turns in groupby(listed, lambda row: row["driver"]):
        of_one = list(turns)
        row = of_one[0]
        if any(_turn(each).is_on(of.today) for each in of_one if each["first_day"] is not None):
            is_ending = row["licence_until"] < of.today + timedelta(days=_LICENCE_DAYS)
            remark = "licence ends" if is_ending else None
            names = ("driver_name", "driver", "licence_class", "licence_until")
            rows.append((*(row[name] for name in names), remark))
    return Section("drivers", "Drivers on duty", columns, rows, of.zone, empty="Nobody is on duty today")


def _turn(row: Row) -> Turn:
    return Turn(first_day=row["first_day"], last_day=row["last_day"], every=row["every"], days=row["days"])


def _due(of: Board) -> Section:
    columns = (
        _C("Plate"),
        _C("task", Kind.WORD),
        _C("used share", Kind.SHARE),
        _C("due on", Kind.DAY),
        _C("left km", Kind.AMOUNT),
    )
    rows = [
        (plate, service.task, found.used, found.due_on, found.left_km)
        for plate, service, found in services(of.source, of.now, of.today)
        if found.used is not None and found.used >= _DUE_SHARE
    ]
    return Section("due", "Services due", columns, rows, of.zone, empty="No service is due")
