"""The registry of the tests of ingest: meters and trackers on one yard."""

from pathlib import Path

import psycopg
from ruamel.yaml import YAML

from guanjia.broker.access import Clients
from guanjia.registry_files.reading import read_files
from storage.registry import apply

SITE = "yard"
METERS = tuple(f"m{number}" for number in range(8))
TRACKERS = ("t0", "t1")
INSTALLED_AT = "2026-01-01T00:00:00Z"
NEWCOMER = "newcomer"
"""A device that the broker lets in and the registry does not know at first."""

CLIENTS = Clients(frozenset({*METERS, *TRACKERS, NEWCOMER}))


def register(connection: psycopg.Connection, folder: Path, *more: str) -> None:
    """Apply the site, with `more` meters on it."""
    file = folder / "yard.yaml"
    document = {
        "site": {"code": SITE, "name": SITE, "institution": "bureau"},
        "institutions": [{"code": "bureau", "name": "bureau", "type": "government"}],
        "devices": [
            *(_device(code, "water_meter") for code in (*METERS, *more)),
            *(_device(code, "vehicle_tracker") for code in TRACKERS),
        ],
    }
    with file.open("w", encoding="utf-8") as out:
        YAML().dump(document, out)
    apply(connection, read_files((file,)), dry_run=False)


def _device(code: str, kind: str) -> dict[str, str]:
    return {"code": code, "kind": kind, "installed_at": INSTALLED_AT}
