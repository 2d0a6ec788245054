"""The ledger as a CSV file that Excel opens."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from guanjia.allowances.listing import Row
from guanjia.whole_files import whole_file

_HEADER = (
    "entry_id",
    "place",
    "place_name",
    "medium",
    "month",
    "period_start",
    "period_end",
    "unit",
    "kind",
    "status",
    "settled_entry_id",
    "approved",
    "volume",
    "carried",
    "saved",
    "amount",
    "currency",
    "rule",
    "coverage",
    "estimated_share",
    "blocks",
    "decided_by",
    "decided_at",
    "why",
)


def write(rows: Sequence[Row], file: Path) -> int:
    """Write rows of the ledger under the names that analytics.allowance_ledger has; return how many."""
    cells = [_cells(row) for row in rows]
    with whole_file(file) as partial, partial.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(_HEADER)
        writer.writerows([each[name] for name in _HEADER] for each in cells)
    return len(cells)


def _cells(row: Row) -> Mapping[str, object]:
    return _of_period(row) | _of_entry(row)


def _of_period(row: Row) -> dict[str, object]:
    period = row.allowance.period
    return {
        "entry_id": row.entry.id,
        "place": row.place.code,
        "place_name": row.place.name,
        "medium": row.allowance.medium.value,
        "month": f"{period.month:%Y-%m}",
        "period_start": period.start,
        "period_end": period.end,
        "unit": row.allowance.unit,
    }


def _of_entry(row: Row) -> dict[str, object]:
    entry = row.entry
    return {
        "kind": entry.kind.value,
        "status": entry.status.value,
        "settled_entry_id": entry.settled,
        "approved": entry.approved,
        "volume": entry.volume,
        "carried": entry.carried,
        "saved": entry.saved,
        "amount": entry.amount,
        "currency": entry.currency,
        "rule": entry.rule,
        "coverage": entry.coverage,
        "estimated_share": entry.estimated_share,
        "blocks": " ".join(entry.blocks),
        "decided_by": entry.decided_by,
        "decided_at": "" if entry.decided_at is None else entry.decided_at.isoformat(),
        "why": entry.why,
    }
