"""Whether fuel is missing, as tables for a terminal and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import orjson
from rich.table import Table

from analytics.vehicles.fuel import Doubtful, FuelDoubt
from dashboards.vehicle_fuel import VehicleFuel, day_of
from guanjia.words import UNKNOWN, Words, number


def tables(found: Sequence[VehicleFuel], words: Words) -> Iterator[Table]:
    """Yield what was filled by receipts and by levels, and what is doubtful."""
    table = _table(words, "Fuel by receipts and by level", "Plate")
    for name in ("litres by receipts", "litres by level", "days with levels", "doubtful"):
        table.add_column(words.say(name), justify="right")
    for vehicle in found:
        table.add_row(
            vehicle.plate,
            number(vehicle.filled_litres, 1),
            number(vehicle.raised_litres if vehicle.days else None, 1),
            str(vehicle.days),
            str(len(vehicle.doubtful)),
        )
    yield table
    if any(vehicle.doubtful for vehicle in found):
        yield _doubtful(found, words)


def fuel_json(found: Sequence[VehicleFuel]) -> str:
    """Return it for JSON; instants are UTC."""
    document = [
        {
            "plate": vehicle.plate,
            "filled_litres": vehicle.filled_litres,
            "raised_litres": vehicle.raised_litres if vehicle.days else None,
            "days_with_levels": vehicle.days,
            "doubtful": [asdict(each) | {"day": day_of(each, vehicle.zone)} for each in vehicle.doubtful],
        }
        for vehicle in found
    ]
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z).decode()


def _doubtful(found: Sequence[VehicleFuel], words: Words) -> Table:
    table = _table(words, "Doubtful fuel", "Plate", "day", "what", "how much", "row of the ledger")
    for vehicle in found:
        for each in vehicle.doubtful:
            table.add_row(
                vehicle.plate,
                _when(each, vehicle),
                words.name("fuel doubt", each.doubt),
                _much(each),
                " ".join(map(str, each.receipts)) or UNKNOWN,
            )
    return table


def _when(each: Doubtful, vehicle: VehicleFuel) -> str:
    if each.doubt is FuelDoubt.FELL and each.at is not None:
        return each.at.astimezone(vehicle.zone).strftime("%Y-%m-%d %H:%M")
    return str(day_of(each, vehicle.zone))


def _much(each: Doubtful) -> str:
    return f"{number(each.km, 0)} km" if each.km is not None else f"{number(each.litres, 1)} L"


def _table(words: Words, title: str, *columns: str) -> Table:
    table = Table(title=words.say(title), title_justify="left", pad_edge=False, box=None)
    for name in columns:
        table.add_column(words.say(name), overflow="fold")
    return table
