"""Enter a file of receipts: what it holds goes in once, however often it is given."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from guanjia.vehicles.ledger_file import LedgerFile
from models.errors import Mistake
from models.vehicle_cost_rules import CostRules
from models.vehicle_costs import BookedCost, CostEntry
from storage import vehicle_costs as stored
from storage.audit import record
from storage.vehicle_costs import Alike, Line, Wanted


@dataclass(frozen=True, slots=True)
class Recording:
    """Who enters, when, and by which rules."""

    by: str
    at: datetime
    rules: CostRules


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of the entries of a file: how many are new, got their approval, stood there already.

    `doubled` names new lines that look like a row which is not in the file; `unapproved` are all
    rows of the file's vehicles and days that need an approval and have none.
    """

    added: int
    approved: int
    there: int
    doubled: list[Mistake]
    unapproved: list[BookedCost]


def entered(connection: psycopg.Connection, path: Path, read: LedgerFile, recording: Recording) -> Entered:
    """Enter what a file holds, within the transaction of `connection`."""
    stored.lock(connection)
    lines = numbered(read.entries, recording.rules)
    alike = stored.alike(connection, lines)
    became = stored.enter(connection, lines, recording.by, recording.at)
    counts = Counter(became.values())
    if became:
        record(connection, recording.by, "enter", f"receipts {path.name}", None, dict(counts))
    return Entered(
        added=counts["added"],
        approved=counts["approved"],
        there=len(lines) - len(became),
        doubled=[
            _doubled(path, alike[line.line])
            for line in lines
            if became.get(line.line) == "added" and line.line in alike and not line.entry.is_correction
        ],
        unapproved=_unapproved(connection, read.entries),
    )


def numbered(entries: Mapping[int, CostEntry], rules: CostRules) -> list[Line]:
    """Return the lines of a file, equal ones counted: two equal lines of one file are two receipts.

    The same two lines given again are the first and the second once more, so nothing doubles.
    """
    seen = Counter[str]()
    lines: list[Line] = []
    for number, entry in sorted(entries.items()):
        seen[entry.receipt] += 1
        lines.append(Line(number, entry, seen[entry.receipt], rules.approval_above_yuan(entry)))
    return lines


def _doubled(path: Path, row: Alike) -> Mistake:
    return Mistake(
        str(path),
        row.line,
        "",
        f"looks like row {row.cost_id} of the ledger ({row.day}, {row.amount_yuan} yuan), which is not in"
        " this file; it was entered beside it: if it is to replace it, take that row back with a correction",
    )


def _unapproved(connection: psycopg.Connection, entries: Mapping[int, CostEntry]) -> list[BookedCost]:
    if not entries:
        return []
    days = [entry.day for entry in entries.values()]
    wanted = Wanted(min(days), max(days) + timedelta(days=1), only_unapproved=True)
    plates = {entry.plate for entry in entries.values()}
    return [row for row in stored.costs(connection, wanted) if row.plate in plates]
