"""The dispatch orders of a demo: for what its simulator plans to drive, as an office would enter them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import psycopg

from guanjia.commands.scenario_files import ScenarioFiles
from models.dispatch import FOLLOWER, CheckKind, Order, OrderChange, OrderState
from models.registry import Driver, SiteFile, Vehicle
from simulators.chance import chance
from simulators.days import local_day
from simulators.demand import Demand
from simulators.errands import errands
from simulators.plan import planned
from simulators.trips import Trip
from storage import dispatch as stored
from storage.dispatch import DailyCheck

DAYS_AHEAD: Final = 3
"""So many days after today are planned already: a demo may run on."""
_HALF_HOUR: Final = timedelta(minutes=30)
_OVER: Final = timedelta(hours=2)
"""So long after coming home an order is looked through."""
_DISPATCHER: Final = "调度员"
_APPROVER: Final = "王主任"
_APPLICANTS: Final = ("李文", "张敏", "马晓燕", "王建国", "丁丽", "杨帆", "陈静", "吴涛")
_PURPOSES: Final = {
    "enforcement": ("执法巡查", "现场执法", "夜间巡查"),
    "leadership": ("基层调研", "参加会议"),
    "reception": ("公务接待",),
}
_GENERAL: Final = ("机要文件送达", "基层调研", "参加会议", "项目检查", "资产盘点")


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """An order without a number, and when its vehicle really leaves and comes home."""

    order: Order
    leaves: datetime
    home: datetime


def planned_orders(
    files: ScenarioFiles, begin: datetime, now: datetime, zone: ZoneInfo
) -> list[PlannedOrder]:
    """Return the orders from the day of `begin` until some days after `now`, by when vehicles leave."""
    first = begin.astimezone(zone).date()
    last = now.astimezone(zone).date() + timedelta(days=DAYS_AHEAD)
    days = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    found = [each for day in days for each in _with_drivers(_of_day(files, begin, day, zone), files, day)]
    return sorted(found, key=lambda each: (each.leaves, each.order.plate or ""))


def _of_day(files: ScenarioFiles, begin: datetime, on: date, zone: ZoneInfo) -> Iterator[PlannedOrder]:
    scenario, pool = files.scenario, files.use.pool
    if pool is None:
        return
    seed = scenario.seed
    demand, day = Demand(seed, files.use), local_day(on, zone)
    midnight = datetime.fromtimestamp(day.start, UTC)
    for vehicle in _vehicles(files.sites.values()):
        placed = errands(
            (trip for trip in scenario.trips if trip.device == vehicle.device),
            pool,
            zone,
            scenario.seed,
            begin,
        )
        for trip in planned(demand, vehicle, day, pool, placed):
            # what a scenario places as a violation has no order
            if not trip.violation:
                yield _order(vehicle, trip, midnight, seed)


def _order(vehicle: Vehicle, trip: Trip, midnight: datetime, seed: int) -> PlannedOrder:
    leaves = midnight + timedelta(seconds=trip.out.start_s)
    home = midnight + timedelta(days=trip.days_away, seconds=trip.home.end_s)
    lon, lat = trip.out.corners[-1]
    purposes = _PURPOSES.get(vehicle.duty, _GENERAL)
    picked = chance(seed, "order", vehicle.device, leaves)
    order = Order(
        id=0,
        institution=vehicle.institution,
        number="",
        applicant=_APPLICANTS[int(picked.integers(len(_APPLICANTS)))],
        purpose=purposes[int(picked.integers(len(purposes)))],
        destination=trip.destination,
        fence="",
        lon=lon,
        lat=lat,
        planned_from=_floor(leaves),
        planned_to=_floor(home) + _HALF_HOUR,
        plate=vehicle.plate,
        driver="",
        passengers="",
    )
    return PlannedOrder(order, leaves, home)


def _floor(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)


def _with_drivers(planned: Iterable[PlannedOrder], files: ScenarioFiles, on: date) -> Iterator[PlannedOrder]:
    """Give each order somebody who is on duty that day and drives for no other order at the time."""
    drivers = [driver for site in files.sites.values() for driver in site.drivers]
    here = [driver for driver in drivers if any(turn.is_on(on) for turn in driver.duty)] or drivers
    busy: dict[str, datetime] = {}
    for each in sorted(planned, key=lambda one: one.leaves):
        free = [d for d in here if busy.get(d.code, each.order.planned_from) <= each.order.planned_from]
        driver = _first(free or here)
        if driver is None:
            yield each
        else:
            busy[driver.code] = each.order.planned_to
            # whoever drove stands behind those who did not
            here = [d for d in here if d is not driver] + [driver]
            yield replace(each, order=replace(each.order, driver=driver.name))


def _first(drivers: Sequence[Driver]) -> Driver | None:
    return drivers[0] if drivers else None


def enter_orders(connection: psycopg.Connection, planned: Sequence[PlannedOrder], now: datetime) -> None:
    """Enter orders with what happened to them by `now`, and one that somebody wants for today.

    What comes later the trackers tell, and people.
    """
    for number, each in enumerate(planned, 1):
        order = replace(each.order, number=f"{each.leaves:%Y}-{number:04d}")
        changes = list(_changes(each, now))
        if changes[-1].state is OrderState.APPLIED:
            order = replace(order, plate=None, driver="")
        _enter(connection, order, changes, now)
        _checks(connection, each, now)
    if planned:
        order = _application(planned[-1].order, now)
        at = now - timedelta(minutes=20)
        _enter(connection, order, [OrderChange(at, order.applicant, None, OrderState.APPLIED)], now)


def _enter(
    connection: psycopg.Connection, order: Order, changes: Sequence[OrderChange], now: datetime
) -> None:
    entered = stored.enter(connection, replace(order, state=changes[-1].state))
    if entered is not None:
        for change in changes:
            stored.add_change(connection, entered, change, min(change.at, now))


def _application(like: Order, now: datetime) -> Order:
    """Return what somebody wants for this afternoon, and nobody decided on yet."""
    begin = _floor(now) + timedelta(hours=2)
    return replace(
        like,
        number=f"{now:%Y}-0000",
        applicant=_APPLICANTS[0],
        purpose="机要文件送达",
        planned_from=begin,
        planned_to=begin + timedelta(hours=3),
        plate=None,
        driver="",
    )


def _changes(each: PlannedOrder, now: datetime) -> Iterator[OrderChange]:
    """Yield what happened to an order until now: those of the day after tomorrow wait to be approved."""
    order, begin = each.order, each.order.planned_from
    applied = min(begin - timedelta(hours=20), now - timedelta(hours=3))
    yield OrderChange(applied, order.applicant, None, OrderState.APPLIED)
    if begin - now > timedelta(days=2):
        return
    at, state = min(begin - timedelta(hours=17), now - timedelta(hours=1)), OrderState.APPROVED
    yield OrderChange(at, _APPROVER, OrderState.APPLIED, state)
    if begin - now > timedelta(days=1):
        return
    at = min(begin - timedelta(minutes=40), now)
    yield OrderChange(at, _DISPATCHER, state, OrderState.DISPATCHED)
    if now - each.home < _OVER:
        return
    yield OrderChange(each.leaves, FOLLOWER, OrderState.DISPATCHED, OrderState.UNDER_WAY)
    yield OrderChange(each.home, FOLLOWER, OrderState.UNDER_WAY, OrderState.RETURNED)
    at = each.home + timedelta(minutes=20)
    yield OrderChange(at, _DISPATCHER, OrderState.RETURNED, OrderState.CHECKED)


def _checks(connection: psycopg.Connection, each: PlannedOrder, now: datetime) -> None:
    if not each.order.plate:
        return
    zone = ZoneInfo("Asia/Shanghai")
    for kind, at in (
        (CheckKind.BEFORE, each.leaves - timedelta(minutes=20)),
        (CheckKind.DURING, each.leaves + (each.home - each.leaves) / 2),
        (CheckKind.AFTER, each.home + timedelta(minutes=10)),
    ):
        if at <= now:
            day, driver = at.astimezone(zone).date(), each.order.driver or _DISPATCHER
            check = DailyCheck(each.order.plate, day, kind, driver, True, "", at, _DISPATCHER)
            stored.write_check(connection, check)


def _vehicles(sites: Iterable[SiteFile]) -> Iterator[Vehicle]:
    for site in sites:
        yield from site.vehicles
