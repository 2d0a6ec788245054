"""Apply what files say: checked, in one transaction, all or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psycopg

from models.errors import FileMistakesError, Mistake
from models.registry_checks import mistakes_across, notices_across
from models.registry_draft.draft import draft
from models.registry_draft.written import WrittenEntry
from storage.audit import record
from storage.database import query
from storage.registry.changes import Change
from storage.registry.current import current_registry
from storage.registry.left import Left, left
from storage.registry.marking import mark_stale
from storage.registry.plan import changes
from storage.registry.writer import write

_NAMED = 20


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply changed, or would change; `stale_hours` are to be computed again.

    `notices` are entries that somebody should look at: they were applied as they are written.
    """

    changes: tuple[Change, ...]
    left: tuple[Left, ...]
    revision: int
    stale_hours: int
    notices: tuple[Mistake, ...] = ()


def apply(
    connection: psycopg.Connection,
    entries: Iterable[WrittenEntry],
    *,
    dry_run: bool = False,
    author: str = "guanjia",
) -> Applied:
    """Lay `entries` over the registry and write the difference; a dry run writes nothing.

    `author` is who did it for the audit log; "guanjia" where no person did.

    Raises
    ------
    FileMistakesError
        With every mistake; nothing is changed then.
    """
    with connection.transaction():
        connection.execute(query("registry/lock"))
        plan = draft(current_registry(connection), entries)
        mistakes = list(dict.fromkeys([*plan.mistakes, *mistakes_across(plan)]))
        if mistakes:
            raise FileMistakesError(_in_order(mistakes))
        found = changes(plan.before, plan.after)
        stale_hours = 0
        if found and not dry_run:
            write(connection, plan.after, found)
            stale_hours = mark_stale(connection, plan.before, plan.after)
            connection.execute(query("registry/raise_revision"))
            _record(connection, author, found)
        return Applied(
            changes=tuple(found),
            left=tuple(left(plan)),
            revision=_revision(connection),
            stale_hours=stale_hours,
            notices=tuple(_in_order(notices_across(plan))),
        )


def _record(connection: psycopg.Connection, author: str, found: Sequence[Change]) -> None:
    """Write the changes into the audit log, the first of them by name: a new site has thousands."""
    names = [f"{change.kind} {change.subject} {change.code}" for change in found[:_NAMED]]
    became = {"revision": _revision(connection), "changes": len(found), "first": names}
    record(connection, author, "apply", "registry", None, became)


def _in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    return sorted(mistakes, key=lambda each: (each.file, each.line or 0))


def _revision(connection: psycopg.Connection) -> int:
    row = connection.execute(query("registry/revision")).fetchone()
    return int(row[0]) if row is not None else 0
