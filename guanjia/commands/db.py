"""`guanjia db`: bring the database to the current schema, say where it stands, make its logins."""

import click

from guanjia.commands.lazy import LazyGroup, Place

_SCHEMA = "guanjia.commands.db_schema"
_PLACES = {
    "migrate": Place(_SCHEMA, "Apply the migrations that are missing", "migrate"),
    "status": Place(_SCHEMA, "List the migrations and which this database has", "status"),
    "logins": Place("guanjia.commands.db_logins", "Make a login with least rights for each process"),
}


@click.group(cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Migrate the database GUANJIA_DATABASE_URL names, as its owner, and make its logins."""
