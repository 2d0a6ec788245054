"""The audit log's entries about the quality of data."""

from collections.abc import Mapping

import psycopg

from models.identity import Identity
from models.registry import Installation
from storage.audit import record


def note(
    connection: psycopg.Connection,
    who: Identity,
    action: str,
    subject: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write down, in the transaction of a change, who made it; `subject` is KIND NAME, as in `meter w1`."""
    record(connection, who.name, action, subject, before, after)


def installation_facts(installations: tuple[Installation, ...]) -> dict[str, object]:
    """Return physical meters as the audit log keeps them: by serial, what is known of each."""
    return {
        each.serial: each.model_dump(mode="json", exclude_none=True, exclude={"serial", "two_way"})
        for each in installations
    }
