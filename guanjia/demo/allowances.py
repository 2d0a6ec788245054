"""The allowances that a scenario says were approved: a file of places, and rows of the ledger."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from analytics.allowances.periods import period_of
from guanjia.allowances.book import Book, subject
from guanjia.allowances.deciding import Said, approved
from guanjia.allowances.file import read_allowance_file
from models.calendar import Calendar
from models.registry import Medium
from simulators.scenario import Approved
from storage import allowances as stored

_LAST_BILLING_DAY = 28
_AUTHOR = "演示 demo"


def approve(
    connection: psycopg.Connection,
    calendar: Calendar,
    wanted: Sequence[Approved],
    begin: datetime,
    file: Path,
) -> None:
    """Write a file with the billing day of the first of `wanted`, and approve the volumes in the ledger."""
    places = stored.places(connection)
    shipped = Path(str(files("config"))) / "allowances.yaml"
    first = begin + timedelta(days=wanted[0].from_day)
    zone = ZoneInfo(places[wanted[0].place].zone)
    billing_day = min(first.astimezone(zone).day, _LAST_BILLING_DAY)
    written = re.sub(r"(?m)^billing_day: .*$", f"billing_day: {billing_day}", shipped.read_text("utf-8"))
    file.write_text(written, "utf-8")
    book = Book(connection, read_allowance_file(file), calendar, places, begin)
    for each in wanted:
        of = subject(book, each.place, Medium.WATER)
        day = (begin + timedelta(days=each.from_day)).astimezone(of.zone).date()
        approved(book, of, period_of(day, billing_day).month, each.volume, Said(_AUTHOR))
