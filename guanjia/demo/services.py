"""What is done to a demo's vehicles again and again: a file of the registry, as an office writes it.

How long ago each was done is made up, and nothing is due yet: a demo begins with an ordinary day. What the
odometer showed is what the simulator drove.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from ruamel.yaml import YAML

from guanjia.commands.scenario_files import ScenarioFiles
from guanjia.demo.costs import serviced_on
from models.registry import Vehicle
from simulators.simulation import Simulation
from simulators.trackers import Filled

_BY_DISTANCE: Final = (("own_service", 2_500, 1_500), ("regular_service", 7_000, 4_500))
"""Task, every so many kilometres, and how many at most since it was done last."""
_RECEIPT_OF: Final = "regular_service"
"""What the receipts of a demo's workshop are for."""
_TYRES_KM: Final = 70_000
_TYRES_DRIVEN_KM: Final = 30_000
_BY_DATE: Final = ("insurance", "inspection")
_FEWEST_DAYS, _MOST_DAYS = 20, 290
"""How long ago what is done every year was done last."""


def write_services(files: ScenarioFiles, begin: datetime, now: datetime, zone: ZoneInfo, file: Path) -> None:
    """Write a file with the services of every vehicle; it says nothing else of them."""
    first, today = begin.astimezone(zone).date(), now.astimezone(zone).date()
    sites = tuple(files.sites.values())
    filled = Simulation(files.scenario, sites, files.use, begin).filled_before(today)
    vehicles = [vehicle for site in sites for vehicle in site.vehicles]
    receipts = serviced_on(vehicles, first, today)
    document = {
        "vehicles": [
            {
                "plate": vehicle.plate,
                "device": vehicle.device,
                "valid_from": vehicle.valid_from.isoformat(),
                "services": [
                    *_by_distance(vehicle, number, filled.get(vehicle.device, ()), receipts),
                    *_by_date(number, today),
                ],
            }
            for number, vehicle in enumerate(vehicles)
        ]
    }
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(document, out)


def _by_distance(
    vehicle: Vehicle, number: int, filled: Sequence[Filled], receipts: Mapping[str, date]
) -> Iterator[dict[str, Any]]:
    if not filled:
        return
    for task, every_km, most_km in _BY_DISTANCE:
        on = _driven_ago(filled, most_km * (1 + number % 4) / 4)
        if task == _RECEIPT_OF:
            on = receipts.get(vehicle.plate, on)
        yield {
            "task": task,
            "every_km": every_km,
            "last_on": on,
            "last_odometer_km": _odometer_km(filled, on),
        }
    yield {
        "task": "tyres",
        "every_km": _TYRES_KM,
        "last_on": vehicle.valid_from.date() - timedelta(days=180 + 5 * number),
        "last_odometer_km": round(max(filled[0].odometer_km - _TYRES_DRIVEN_KM, 0.0), 1),
    }


def _by_date(number: int, today: date) -> Iterator[dict[str, Any]]:
    for place, task in enumerate(_BY_DATE):
        days = _FEWEST_DAYS + (37 * number + 101 * place) % (_MOST_DAYS - _FEWEST_DAYS)
        yield {"task": task, "every_months": 12, "last_on": today - timedelta(days=days)}


def _driven_ago(filled: Sequence[Filled], most_km: float) -> date:
    """Return the first day on which the tank was filled within the last so many kilometres."""
    newest = filled[-1].odometer_km
    return next(each.on for each in filled if newest - each.odometer_km <= most_km)


def _odometer_km(filled: Sequence[Filled], on: date) -> float:
    """Return what the odometer showed about a day, between what it showed when the tank was filled."""
    days, shown = [each.on.toordinal() for each in filled], [each.odometer_km for each in filled]
    return round(float(np.interp(on.toordinal(), days, shown)), 1)
