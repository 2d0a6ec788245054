"""A server, a broker and a database for bad days: this folder stops and kills them."""

from tests.integration.conftest import content, database, postgres, prepared
from tests.integration.ingest.conftest import mosquitto, secrets, stack

__all__ = ["content", "database", "mosquitto", "postgres", "prepared", "secrets", "stack"]
