"""What one pass of the judge asks the database for, each thing once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import LiteralString

import psycopg

from analytics.dispatch.matching import Tolerances
from analytics.vehicles.cleaning import cleaned
from models.allowances import AllowanceStanding
from models.calendar import Calendar
from models.fixes import Fix
from models.quota_progress import QuotaProgress
from storage import alerting, vehicles
from storage.vehicles import MileageRow, ServiceRow
from storage.watched import Seen, seen

Allowances = Callable[[psycopg.Connection, datetime], Sequence[AllowanceStanding]]
"""Where every place with an approved volume stands at an instant: the operator's file and calendar say."""


def no_allowances(_: psycopg.Connection, __: datetime) -> Sequence[AllowanceStanding]:
    """Know of no place with an allowance."""
    return ()


class Sight:
    """What is measured, as far as one pass asks for it: rules that ask the same share the answer.

    `calendar` tells which days people work.
    """

    def __init__(
        self, connection: psycopg.Connection, calendar: Calendar, allowances: Allowances = no_allowances
    ) -> None:
        self._connection = connection
        self.calendar = calendar
        self._allowances = allowances
        self._standing: Sequence[AllowanceStanding] | None = None
        self._seen: dict[tuple[str, tuple[tuple[str, object], ...]], dict[int, Seen]] = {}
        self._fixes: dict[tuple[str, tuple[tuple[str, object], ...]], dict[int, list[Fix]]] = {}
        self._quotas: list[QuotaProgress] | None = None

    def seen(self, name: LiteralString, asked: Mapping[str, object]) -> dict[int, Seen]:
        """Return what a query of storage/queries/alerts/ measures, by meter or device."""
        key = (name, tuple(sorted(asked.items())))
        if key not in self._seen:
            self._seen[key] = seen(self._connection, name, asked)
        return self._seen[key]

    def fixes(self, name: LiteralString, asked: Mapping[str, object]) -> dict[int, list[Fix]]:
        """Return the clean fixes that a query of storage/queries/alerts/ finds, by vehicle and in order."""
        key = (name, tuple(sorted(asked.items())))
        if key not in self._fixes:
            found = vehicles.fixes(self._connection, name, asked)
            self._fixes[key] = {vehicle: cleaned(fixes) for vehicle, fixes in found.items()}
        return self._fixes[key]

    def covers(self, since: datetime, now: datetime) -> Mapping[int, Sequence[tuple[datetime, datetime]]]:
        """Return when orders and duty let each vehicle drive and stay away."""
        return vehicles.covers(self._connection, since, now, Tolerances().time)

    def services(self) -> list[ServiceRow]:
        """Return what is done to vehicles again and again."""
        return vehicles.services(self._connection)

    def mileage(self, now: datetime, usual_since: datetime) -> list[MileageRow]:
        """Return the odometers of vehicles since each of their services, and since an instant."""
        return vehicles.mileage(self._connection, now, usual_since)

    def quotas(self) -> list[QuotaProgress]:
        """Return how far every institution has come with every quota."""
        if self._quotas is None:
            self._quotas = alerting.quota_progress(self._connection)
        return self._quotas

    def allowances(self, now: datetime) -> Sequence[AllowanceStanding]:
        """Return how far every place with an approved volume has come in its running period."""
        if self._standing is None:
            self._standing = self._allowances(self._connection, now)
        return self._standing
