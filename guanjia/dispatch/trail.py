"""The audit log's entries about dispatch, the same from the console, the API, a command and a file."""

from psycopg import Connection

from models.dispatch import Order
from storage.audit import record
from storage.dispatch import DailyCheck, DutyRow


def note_entered(connection: Connection, order: Order, author: str) -> None:
    """Write down who entered an order."""
    after = {"purpose": order.purpose, "state": order.state, "plate": order.plate, "driver": order.driver}
    record(connection, author, "add", f"order {order.number}", None, after)


def note_moved(connection: Connection, was: Order, became: Order, author: str) -> None:
    """Write down who brought an order into another state, with which vehicle and driver."""
    after = {"state": became.state, "plate": became.plate, "driver": became.driver}
    record(connection, author, "move", f"order {became.number}", {"state": was.state}, after)


def note_check(connection: Connection, check: DailyCheck) -> None:
    """Write down who said that a vehicle was checked."""
    after = {"day": check.day.isoformat(), "kind": check.kind, "defects": check.defects}
    record(connection, check.author, "check", f"vehicle {check.plate}", None, after)


def note_duty(connection: Connection, duty: DutyRow) -> None:
    """Write down who registered duty of a vehicle."""
    after = {
        "starts_at": duty.starts_at.isoformat(),
        "ends_at": duty.ends_at.isoformat(),
        "reason": duty.reason,
    }
    record(connection, duty.registered_by, "duty", f"vehicle {duty.plate}", None, after)
