"""What differs between servers: shapes that TimescaleDB gives the tables, plain twins, what a version can do.

Everything above these relations has the same name and columns on all.
"""

from importlib.resources import files

import psycopg

_AVAILABLE = "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')"

_SKIPS_IN_INDEXES = 180_000
"""The first version whose scans of an index leave out a column before the one that is asked for."""


def create_extension(connection: psycopg.Connection) -> bool:
    """Create the extension where the server offers it; return whether this database has TimescaleDB."""
    row = connection.execute(_AVAILABLE).fetchone()
    if row is None or not row[0]:
        return False
    connection.execute("CREATE EXTENSION IF NOT EXISTS timescaledb")
    return True


def shape(connection: psycopg.Connection, has_timescale: bool) -> None:
    """Make hypertables, columnstore and the gauge aggregate, or their plain twins; and let views be read.

    Repeatable.
    """
    shapes = files("storage").joinpath("shapes")
    connection.commit()
    connection.execute(shapes.joinpath("timescale.sql" if has_timescale else "plain.sql").read_bytes())
    if not has_timescale and connection.info.server_version >= _SKIPS_IN_INDEXES:
        connection.execute(shapes.joinpath("skip_scan.sql").read_bytes())
    connection.execute(shapes.joinpath("readable.sql").read_bytes())
    connection.commit()
