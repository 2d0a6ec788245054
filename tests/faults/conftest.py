"""A server, a broker and a database for bad days: this folder stops and kills them."""

from tests.integration.conftest import database, postgres
from tests.integration.ingest.conftest import mosquitto, secrets, stack

__all__ = ["database", "mosquitto", "postgres", "secrets", "stack"]
