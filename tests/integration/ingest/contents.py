"""What stands in the database of a test, in few words."""

import psycopg


def stored(connection: psycopg.Connection) -> list[tuple[str, float]]:
    """Return (device, value) of every reading."""
    statement = b"SELECT code, value FROM reading INNER JOIN device ON device_id = id ORDER BY code, at"
    return [(str(row[0]), float(row[1])) for row in connection.execute(statement)]


def refusals(connection: psycopg.Connection) -> list[tuple[str, bytes]]:
    """Return (reason, payload) of every refused telemetry message, oldest first."""
    statement = b"SELECT reason, payload FROM rejected_message WHERE topic LIKE '%/telemetry' ORDER BY id"
    return [(str(row[0]), bytes(row[1])) for row in connection.execute(statement)]


def conflicts(connection: psycopg.Connection) -> list[str]:
    """Return what is said of each conflict, without its key."""
    rows = connection.execute("SELECT detail FROM rejected_message WHERE reason = 'conflict' ORDER BY id")
    return [str(row[0]).split(": ", 1)[1] for row in rows]
