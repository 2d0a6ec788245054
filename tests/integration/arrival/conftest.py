"""A broker and a database as for ingest; the workers run beside them as processes."""

from tests.integration.ingest.conftest import mosquitto, secrets, send, stack

__all__ = ["mosquitto", "secrets", "send", "stack"]
