"""A database with a year of readings in it, every hour of them marked stale."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql
from ruamel.yaml import YAML

from guanjia.bench.registers import MAX_RATE_PER_HOUR, Installed, Registers
from guanjia.registry_files.reading import read_files
from models.quantities import BY_NAME
from storage import schema
from storage.arrays import copy_rows
from storage.database import connect, query
from storage.embedded import EmbeddedPostgres
from storage.registry import apply

APPLICATION = "guanjia-bench"

_QUANTITY = "energy_kwh"
_READINGS = "COPY reading (device_id, quantity_id, at, value, received_at) FROM STDIN (FORMAT BINARY)"
_MARKS = "COPY stale_hour (device_id, quantity_id, hour) FROM STDIN (FORMAT BINARY)"


def make_database(server: EmbeddedPostgres, name: str, registers: Registers, folder: Path) -> str:
    """Make a database with the registry of `registers` and nothing read yet; return the owner's URL."""
    identifier = sql.Identifier(name)
    with connect(server.url(), application=APPLICATION, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
    url = server.url(name)
    schema.migrate(lambda: connect(url, application=APPLICATION))
    site = folder / f"{name}.yaml"
    _write_site(site, registers)
    with connect(url, application=APPLICATION) as connection:
        apply(connection, read_files((site,)), dry_run=False)
        connection.execute(query("bench_create_plain_hours"))
    return url


def drop_database(server: EmbeddedPostgres, name: str) -> None:
    """Give its room back."""
    with connect(server.url(), application=APPLICATION, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def load(connection: psycopg.Connection, registers: Registers) -> int:
    """Store all readings in the order in which they arrive, with their marks; return how many."""
    devices = [device for device, _ in connection.execute(query("bench_list_registers")).fetchall()]
    of_meter, stored = np.array(devices, dtype=np.int32), 0
    for first, after in registers.days():
        readings = _readings(registers, of_meter, first, after)
        stored += len(readings[0])
        _copy(connection, _READINGS, readings)
        _copy(connection, _MARKS, _marks(registers, of_meter, first, after))
        connection.commit()
    settle(connection)
    return stored


def settle(connection: psycopg.Connection) -> None:
    """Let the server do now what it would do soon, so that nothing measured pays for what went before."""
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")
    connection.execute("CHECKPOINT")
    connection.autocommit = False


def _readings(registers: Registers, devices: NDArray[np.int32], first: int, after: int) -> list[NDArray[Any]]:
    value, at = registers.value[first:after], registers.instants(first, after)
    read = ~np.isnan(value)
    of = np.broadcast_to(devices, value.shape)[read]
    return [of, _quantity(len(of)), at[read], value[read], at[read]]


def _marks(registers: Registers, devices: NDArray[np.int32], first: int, after: int) -> list[NDArray[Any]]:
    read = ~np.isnan(registers.value[first:after])
    by_hour = read.reshape(-1, registers.extent.slots_an_hour, len(devices)).any(axis=1)
    instants = registers.instants(first, after)[:: registers.extent.slots_an_hour]
    hours = instants.astype("datetime64[h]").astype("datetime64[us]")
    of = np.broadcast_to(devices, by_hour.shape)[by_hour]
    return [of, _quantity(len(of)), hours[by_hour]]


def _quantity(count: int) -> NDArray[np.int16]:
    return np.full(count, BY_NAME[_QUANTITY].id, dtype=np.int16)


def _copy(connection: psycopg.Connection, statement: str, columns: Sequence[NDArray[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.write(copy_rows(columns))


def _write_site(file: Path, registers: Registers) -> None:
    codes = [f"m{number:05d}" for number in range(registers.extent.meters)]
    minutes = registers.extent.interval.total_seconds() / 60
    document = {
        "site": {"code": "bench", "name": "bench", "institution": "bench"},
        "institutions": [{"code": "bench", "name": "bench", "type": "government"}],
        "devices": [{"code": code, "kind": "energy_monitor", "interval_minutes": minutes} for code in codes],
        "meters": [
            _meter(code, installed) for code, installed in zip(codes, registers.installed, strict=True)
        ],
    }
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(document, out)


def _meter(code: str, installed: Sequence[Installed]) -> dict[str, object]:
    return {
        "code": code,
        "name": code,
        "quantity": _QUANTITY,
        "medium": "electricity",
        "level": 3,
        "place": "bench",
        "installations": [_installation(code, number, one) for number, one in enumerate(installed)],
    }


def _installation(code: str, number: int, one: Installed) -> dict[str, object]:
    written: dict[str, object] = {
        "serial": f"{code}-{number}",
        "valid_from": one.valid_from.isoformat(),
        "start_register": one.start_register,
        "modulus": one.modulus,
        "max_rate_per_hour": MAX_RATE_PER_HOUR,
    }
    return written if one.end_register is None else written | {"end_register": one.end_register}
