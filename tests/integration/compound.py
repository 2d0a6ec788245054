"""The project's office compound in a database, with nothing measured."""

from pathlib import Path

import psycopg

from guanjia.registry_files.reading import read_files
from storage.registry import apply
from tests.integration.database import Database

CONFIG = Path(__file__).parents[2] / "config"
_FOLDERS = ("factors", "quotas", "sites")


def compound(database: Database) -> None:
    """Fill a database with the compound and nothing else."""
    with database.connect() as connection:
        load_compound(connection)


def load_compound(connection: psycopg.Connection) -> None:
    """Apply what the project ships: factors, quotas and the sites."""
    files = [file for name in _FOLDERS for file in sorted((CONFIG / name).glob("*.yaml"))]
    apply(connection, read_files(files))
