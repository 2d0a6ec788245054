"""Mark what a change of the registry makes stale, in the transaction that makes the change."""

import psycopg

from models.registry_state import Registry
from storage.database import query
from storage.registry.stale import moved_calendars, stale_spans
from storage.registry.stale_figures import stale_figures


def mark_stale(connection: psycopg.Connection, before: Registry, after: Registry) -> int:
    """Mark hours, days and figures that are to be computed again; return how many hours."""
    moved = moved_calendars(before, after)
    if moved:
        connection.execute(query("registry/mark_calendars"), {"meters": moved})
    figures = [
        {"institution": each.institution, "since": each.since} for each in stale_figures(before, after)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(query("registry/mark_figures"), figures)
    return _mark_hours(connection, before, after)


def _mark_hours(connection: psycopg.Connection, before: Registry, after: Registry) -> int:
    marked = 0
    for span in stale_spans(before, after):
        marked += connection.execute(
            query("registry/mark_stale"),
            {
                "meter": span.meter,
                "device": span.device,
                "quantity": span.quantity,
                "since": span.begin,
                "until": span.end,
            },
        ).rowcount
    return marked
