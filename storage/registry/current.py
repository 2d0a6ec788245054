"""What the registry holds, read from the database in the form its files have."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

import psycopg
from psycopg.rows import dict_row

from models.errors import ConfigError
from models.factors import FactorSet, GridFactor
from models.quotas import Quota
from models.registry import (
    Device,
    Driver,
    Institution,
    Meter,
    MeteringRequirement,
    Occupancy,
    Place,
    Site,
    Vehicle,
    VirtualMeter,
)
from models.registry_draft.dated import tidy
from models.registry_state import Registry
from storage.database import query

S = TypeVar("S", MeteringRequirement, Occupancy, Vehicle)


def current_registry(connection: psycopg.Connection) -> Registry:
    """Return the whole registry; ConfigError when the database has no schema yet."""
    try:
        return _read(connection)
    except psycopg.errors.UndefinedTable as error:
        raise ConfigError("the database has no registry yet: run `guanjia db migrate`") from error


def _read(connection: psycopg.Connection) -> Registry:
    devices = _rows(connection, "devices")
    meters = [Meter.model_validate(row) for row in _rows(connection, "meters")]
    occupancy = [Occupancy.model_validate(row) for row in _rows(connection, "occupancy")]
    requirements = [
        MeteringRequirement.model_validate(row) for row in _rows(connection, "metering_requirements")
    ]
    vehicles = [Vehicle.model_validate(row) for row in _rows(connection, "vehicles")]
    return Registry(
        factor_sets={row["code"]: FactorSet.model_validate(row) for row in _rows(connection, "factor_sets")},
        grid_factors={
            row["code"]: GridFactor.model_validate(row) for row in _rows(connection, "grid_factors")
        },
        quotas={row["code"]: Quota.model_validate(row) for row in _rows(connection, "quotas")},
        institutions={
            row["code"]: Institution.model_validate(row) for row in _rows(connection, "institutions")
        },
        sites={row["code"]: Site.model_validate(row) for row in _rows(connection, "sites")},
        places={row["code"]: Place.model_validate(row) for row in _rows(connection, "places")},
        occupancy=_by_subject((each.place, each) for each in occupancy),
        device_sites={row["code"]: row.pop("site") for row in devices},
        devices={row["code"]: Device.model_validate(row) for row in devices},
        meters={
            meter.code: meter.model_copy(update={"installations": tidy(meter.installations)})
            for meter in meters
        },
        virtual_meters={
            row["code"]: VirtualMeter.model_validate(row) for row in _rows(connection, "virtual_meters")
        },
        metering_requirements=_by_subject((each.subject, each) for each in requirements),
        vehicles=_by_subject((each.plate, each) for each in vehicles),
        drivers={row["code"]: Driver.model_validate(row) for row in _rows(connection, "drivers")},
    )


def _rows(connection: psycopg.Connection, section: str) -> list[dict[str, str]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query(f"registry/select_{section}")).fetchall()


def _by_subject(spans: Iterable[tuple[str, S]]) -> dict[str, tuple[S, ...]]:
    groups: defaultdict[str, list[S]] = defaultdict(list)
    for code, span in spans:
        groups[code].append(span)
    return {code: tidy(group) for code, group in groups.items()}
