"""Nights of days that a test stores itself: kept as migration 0041 keeps those of days that are there."""

from importlib.resources import files

import psycopg


def migration(name: str) -> str:
    """Return the text of a migration."""
    return files("storage").joinpath("migrations", "sql", f"{name}.sql").read_text()


def keep_nights(connection: psycopg.Connection) -> None:
    """Let all stored days keep the amounts of their nights, from the hours that are stored."""
    statements = migration("0041_night_amounts").split(";\n")
    (keeping,) = (each for each in statements if "UPDATE consumption_daily" in each)
    connection.execute(keeping.encode())
