"""Who may be told of alerts, as the registry has it."""

import psycopg
from psycopg.rows import dict_row
from pydantic import TypeAdapter

from models.people import Office, People
from storage.database import query

_OFFICES = TypeAdapter(list[Office])


def people(connection: psycopg.Connection) -> People:
    """Return all institutions with contacts and rota, by one query."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query("alerts/people")).fetchall()
    return People(_OFFICES.validate_python(rows))
