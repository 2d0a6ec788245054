"""What differs between the two stacks: shapes that TimescaleDB gives the tables, and their plain twins.

Everything above these relations has the same name and columns on both.
"""

from importlib.resources import files

import psycopg

_AVAILABLE = "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')"


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
    connection.execute(shapes.joinpath("readable.sql").read_bytes())
    connection.commit()
