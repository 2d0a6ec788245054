"""What the analytics worker needs to take orders further when their vehicles leave and come home."""

from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from models.dispatch import FOLLOWER, OrderState
from storage.database import query


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """An order of a vehicle that is dispatched or under way."""

    id: int
    institution: str
    number: str
    plate: str
    state: str
    planned_from: datetime
    planned_to: datetime


@dataclass(frozen=True, slots=True)
class SpanRow:
    """When a vehicle was out; `seen_at` is the end, or until when that is known."""

    started_at: datetime
    seen_at: datetime
    is_home: bool


def orders(connection: psycopg.Connection, vehicle: int) -> list[FollowedRow]:
    """Return the orders of a vehicle that may go further, and hold them until the transaction ends."""
    with connection.cursor(row_factory=class_row(FollowedRow)) as cursor:
        return cursor.execute(query("analytics/orders_to_follow"), {"vehicle": vehicle}).fetchall()


def outings(connection: psycopg.Connection, vehicle: int, since: datetime) -> list[SpanRow]:
    """Return the outings of a vehicle that were not over at an instant."""
    parameters = {"vehicle": vehicle, "since": since}
    with connection.cursor(row_factory=class_row(SpanRow)) as cursor:
        return cursor.execute(query("analytics/outings_since"), parameters).fetchall()


def follow(
    connection: psycopg.Connection, order: FollowedRow, step: tuple[str, OrderState, datetime], now: datetime
) -> None:
    """Bring an order from a state into another that it reached at an instant."""
    was, state, at = step
    parameters = {
        "id": order.id,
        "was": was,
        "state": state,
        "at": at,
        "author": FOLLOWER,
        "recorded_at": now,
    }
    connection.execute(query("analytics/follow_order"), parameters)
