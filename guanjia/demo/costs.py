"""The receipts of a demo's vehicles: fuel as its simulator fills it, and what else a pool pays for.

Prices and amounts are made up, as the simulator's roads are.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import psycopg

from guanjia.commands.scenario_files import ScenarioFiles
from guanjia.vehicles.cost_rules_file import read_cost_rules
from guanjia.vehicles.entering import numbered
from models.registry import Vehicle
from models.vehicle_costs import CostEntry, CostKind
from simulators.chance import chance
from simulators.simulation import Simulation
from simulators.trackers import Filled
from storage import vehicle_costs as stored

_AUTHOR: Final = "演示 demo"
_YUAN_PER_LITRE: Final = {"diesel": Decimal("6.95"), "gasoline": Decimal("7.32")}
_TOLL_YUAN_PER_KM: Final = 0.22
_STATION: Final = "定点加油站"
_WORKSHOP: Final = "定点维修厂"
_DEAR: Final = (
    (Decimal(4260), "办公会纪要第 11 号", "变速箱维修"),
    (Decimal(3380), "", "空调压缩机更换"),
)
"""Amount [yuan], approval and note of a repair."""
_SERVICED: Final = 4
"""Every so manieth vehicle is serviced within the past of a demo."""


def receipts(files: ScenarioFiles, begin: datetime, now: datetime, zone: ZoneInfo) -> list[CostEntry]:
    """Return the receipts of the days from `begin` to the one before `now`, by day."""
    first, today = begin.astimezone(zone).date(), now.astimezone(zone).date()
    sites = tuple(files.sites.values())
    filled = Simulation(files.scenario, sites, files.use, begin).filled_before(today)
    vehicles = [vehicle for site in sites for vehicle in site.vehicles]
    found = [*_repairs(vehicles, first, today)]
    for vehicle in vehicles:
        since = [each for each in filled.get(vehicle.device, []) if each.on >= first]
        found += _driving(vehicle, since, files.scenario.seed)
    return sorted(found, key=lambda receipt: (receipt.day, receipt.plate, receipt.kind))


def enter_receipts(connection: psycopg.Connection, entries: Sequence[CostEntry], now: datetime) -> None:
    """Enter receipts in the ledger, by the rules that are shipped."""
    lines = numbered(dict(enumerate(entries, 1)), read_cost_rules(None))
    stored.enter(connection, lines, _AUTHOR, now)


def serviced_on(vehicles: Sequence[Vehicle], first: date, today: date) -> dict[str, date]:
    """Return when which vehicles were serviced within the past of a demo, by plate."""
    serviced, days = vehicles[::_SERVICED], (today - first).days
    return {
        vehicle.plate: first + timedelta(days=days * number // (len(serviced) + 1))
        for number, vehicle in enumerate(serviced, 1)
    }


def _driving(vehicle: Vehicle, filled: Sequence[Filled], seed: int) -> Iterator[CostEntry]:
    """Yield the fuel of a vehicle, the tolls since it was filled last, and its washings."""
    price = _YUAN_PER_LITRE.get(vehicle.fuel, _YUAN_PER_LITRE["gasoline"])
    before: Filled | None = None
    for each in filled:
        litres, km = Decimal(str(each.litres)), Decimal(f"{each.odometer_km:.1f}")
        yield CostEntry(
            vehicle.plate,
            each.on,
            CostKind.FUEL,
            _yuan(litres * price),
            litres=litres,
            odometer_km=km,
            supplier=_STATION,
            voucher=f"JY{each.on:%Y%m%d}{vehicle.device[-2:]}",
        )
        if before is not None:
            tolls = _yuan(Decimal((each.odometer_km - before.odometer_km) * _TOLL_YUAN_PER_KM))
            yield CostEntry(vehicle.plate, each.on, CostKind.TOLLS, tolls, supplier="ETC")
        if chance(seed, "washing", vehicle.device, each.on).random() < 1 / 3:
            yield CostEntry(vehicle.plate, each.on, CostKind.WASHING, Decimal(30))
        before = each


def _repairs(vehicles: Sequence[Vehicle], first: date, today: date) -> Iterator[CostEntry]:
    """Yield services, and two repairs that are dear: one was approved, of the other nobody wrote it down."""
    for number, (plate, on) in enumerate(serviced_on(vehicles, first, today).items(), 1):
        amount = Decimal(445 + 35 * number)
        yield CostEntry(plate, on, CostKind.MAINTENANCE, amount, supplier=_WORKSHOP, note="常规保养")
    on = first + timedelta(days=(today - first).days * 2 // 3)
    for vehicle, (amount, approval, note) in zip(vehicles[1:3], _DEAR, strict=False):
        yield CostEntry(
            vehicle.plate,
            on,
            CostKind.REPAIR,
            amount,
            supplier=_WORKSHOP,
            voucher=f"WX{vehicle.device[-2:]}",
            approval=approval,
            note=note,
        )


def _yuan(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
