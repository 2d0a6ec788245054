"""Monthly allowances in the database: what they are computed from, approvals, and the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from models.allowances import (
    Allowance,
    Approval,
    Basis,
    Block,
    Dated,
    DayUse,
    Entry,
    EntryKind,
    EntryStatus,
    Period,
    PlaceInfo,
    Serving,
    SiteMeter,
)
from models.registry import Medium
from storage.database import query

_COLUMNS = [field.name for field in fields(Entry)]
"""In the order of the query `allowances/entries`."""

_LOCK = 0x616C6C6F77
"""Advisory lock of whoever proposes, approves, settles or decides: the ledger has one writer at a time."""


def lock(connection: psycopg.Connection) -> None:
    """Wait until nobody else works on the ledger; hold it until the transaction ends."""
    connection.execute(query("allowances/lock"), {"lock": _LOCK})


def places(connection: psycopg.Connection) -> dict[str, PlaceInfo]:
    """Return every place by its code."""
    found = [PlaceInfo(*row) for row in connection.execute(query("allowances/places"))]
    return {place.code: place for place in found}


def meters(connection: psycopg.Connection, site: str, medium: Medium, quantity: str) -> list[SiteMeter]:
    """Return the meters and virtual meters of a site in one medium and quantity."""
    parameters = {"site": site, "medium": medium, "quantity": quantity}
    rows = connection.execute(query("allowances/meters"), parameters).fetchall()
    return [
        SiteMeter(code, medium, quantity, unit, parent, tuple(served), parts, is_virtual)
        for code, _, _, unit, parent, served, parts, is_virtual in rows
    ]


def occupancy(connection: psycopg.Connection, place: str) -> list[Dated]:
    """Return the diners and meals of a place, dated."""
    return [Dated(*row) for row in connection.execute(query("allowances/occupancy"), {"place": place})]


def days(connection: psycopg.Connection, serving: Serving, start: date, end: date) -> list[DayUse]:
    """Return the days of the meters that serve a place, from `start` on and before `end`."""
    parameters = {"meters": list(serving.shares), "period_start": start, "period_end": end}
    return [DayUse(*row) for row in connection.execute(query("allowances/days"), parameters)]


def asides(connection: psycopg.Connection, serving: Serving, zone: str, period: Period) -> int:
    """Count the register steps of the meters of a place that are set aside within a period."""
    parameters = {
        "meters": list(serving.shares),
        "zone": zone,
        "period_start": period.start,
        "period_end": period.end,
    }
    row = connection.execute(query("allowances/asides"), parameters).fetchone()
    return 0 if row is None else int(row[0])


def allowances(
    connection: psycopg.Connection, place: str | None = None, medium: Medium | None = None
) -> list[Allowance]:
    """Return the periods of a place and medium, or of all, in order."""
    rows = connection.execute(query("allowances/allowances"), {"place": place, "medium": medium})
    return [_allowance(row) for row in rows]


def open_allowance(
    connection: psycopg.Connection, place: PlaceInfo, medium: Medium, period: Period, unit: str
) -> None:
    """Make a period of a place, unless it is there."""
    parameters = {
        "place_id": place.id,
        "medium": medium,
        "month": period.month,
        "period_start": period.start,
        "period_end": period.end,
        "unit": unit,
    }
    connection.execute(query("allowances/open_allowance"), parameters)


def write_proposal(
    connection: psycopg.Connection,
    allowance: int,
    volume: float | None,
    basis: Basis,
    made: tuple[str, Mapping[str, object]],
    at: datetime,
) -> None:
    """Note what is proposed for a period; `made` is the formula and what went into it."""
    formula, inputs = made
    parameters = {
        "allowance": allowance,
        "proposed": volume,
        "basis": basis,
        "formula": formula,
        "inputs": Jsonb(inputs),
        "proposed_at": at,
    }
    connection.execute(query("allowances/write_proposal"), parameters)


def approve(connection: psycopg.Connection, approval: Approval) -> None:
    """Approve a volume; the number of `approval` is not looked at."""
    parameters = {
        "allowance": approval.allowance,
        "volume": approval.volume,
        "author": approval.author,
        "at": approval.at,
        "note": approval.note,
        "replaces": approval.replaces,
    }
    connection.execute(query("allowances/approve"), parameters)


def entries(
    connection: psycopg.Connection, place: str | None = None, medium: Medium | None = None
) -> list[Entry]:
    """Return the rows of the ledger of a place and medium, or of all, in order."""
    rows = connection.execute(query("allowances/entries"), {"place": place, "medium": medium})
    return [_entry(row) for row in rows]


def add_entry(connection: psycopg.Connection, entry: Entry) -> None:
    """Add a row to the ledger; its number is not looked at."""
    connection.execute(query("allowances/insert_entry"), _parameters(entry))


def update_entry(connection: psycopg.Connection, entry: Entry) -> None:
    """Give a settlement that nobody decided the figures of today."""
    connection.execute(query("allowances/update_entry"), _parameters(entry))


def decide(
    connection: psycopg.Connection, entry: int, status: EntryStatus, author: str, at: datetime, why: str = ""
) -> None:
    """Confirm or reject a settlement."""
    parameters = {"id": entry, "status": status, "author": author, "at": at, "why": why}
    connection.execute(query("allowances/decide_entry"), parameters)


def _allowance(row: Sequence[Any]) -> Allowance:
    number, place, medium, month, start, end, unit, proposed, basis, formula, approval, *rest = row
    return Allowance(
        id=number,
        place=place,
        medium=Medium(medium),
        period=Period(month, start, end),
        unit=unit,
        proposed=proposed,
        basis=None if basis is None else Basis(basis),
        formula=formula,
        approval=None if approval is None else Approval(approval, number, *rest),
    )


def _entry(row: Sequence[Any]) -> Entry:
    found = dict(zip(_COLUMNS, row, strict=True))
    found["kind"], found["status"] = EntryKind(found["kind"]), EntryStatus(found["status"])
    found["blocks"] = tuple(Block(block) for block in found["blocks"])
    return Entry(**found)


def _parameters(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "allowance": entry.allowance,
        "kind": entry.kind,
        "status": entry.status,
        "settled": entry.settled,
        "approval": entry.approval,
        "approved": entry.approved,
        "volume": entry.volume,
        "carried": entry.carried,
        "amount": entry.amount,
        "currency": entry.currency,
        "rule": entry.rule,
        "coverage": entry.coverage,
        "estimated_share": entry.estimated_share,
        "revision": entry.revision,
        "shares": Jsonb(entry.shares),
        "blocks": list(entry.blocks),
        "computed_at": entry.computed_at,
    }
