"""What reports are made of, of an institution and all below it: each a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from psycopg.rows import class_row

from models.alerts import Figure, State
from models.balance import BALANCED
from models.errors import GuanjiaError
from models.registry import Medium
from storage.database import query
from storage.figures import ShownFigure

_MEDIA = {"media": [medium.value for medium in BALANCED], "quantities": list(BALANCED.values())}


@dataclass(frozen=True, slots=True)
class Member:
    """An institution that a report is about, with the IANA zone in which it counts days."""

    code: str
    name: str
    name_en: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One time an alert fired; `ended_at` None: it still did at the end, in `state`."""

    alert_id: int
    rule: str
    subject: str
    severity: str
    institution: str
    fired_at: datetime
    ended_at: datetime | None
    state: State
    figures: dict[str, Figure]
    acknowledged_by: str
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayUse:
    """What an institution used of a medium on a day [unit]; None where nobody knows.

    `coverage` is the mean over its meters, `usual` the median of `usual_days` same weekdays before.
    """

    institution: str
    medium: Medium
    unit: str
    amount: float | None
    coverage: float
    usual: float | None
    usual_days: int


@dataclass(frozen=True, slots=True)
class SilentDevice:
    """A device of which nothing was heard; `at` None: not in 30 days."""

    institution: str
    code: str
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PoorMeter:
    """A meter of which too little is metered; amounts [unit] None: no day of it is known."""

    institution: str
    code: str
    name: str
    medium: str
    amount: float | None
    estimated: float | None
    unit: str
    coverage: float


@dataclass(frozen=True, slots=True)
class AsideStep:
    """A register step that is not counted [unit]."""

    institution: str
    code: str
    name: str
    at: datetime
    step: float
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportedSite:
    """A site of an institution."""

    code: str
    name: str
    zone: str
    institution: str


@dataclass(frozen=True, slots=True)
class BuildingUse:
    """What a building used of a medium in a month, the one before, a year before [unit]; None: unknown."""

    institution: str
    code: str
    name: str
    medium: Medium
    unit: str
    amount: float
    coverage: float
    last_month: float | None
    last_year: float | None

    @property
    def change(self) -> float | None:
        """Change against the month before as a share."""
        return self.amount / self.last_month - 1 if self.last_month else None

    @property
    def change_last_year(self) -> float | None:
        """Change against the same month a year before as a share."""
        return self.amount / self.last_year - 1 if self.last_year else None


def members(connection: psycopg.Connection, institution: str) -> list[Member]:
    """Return an institution, first, with all below it; raise GuanjiaError when none has that code."""
    with connection.cursor(row_factory=class_row(Member)) as cursor:
        found = cursor.execute(query("reports/members"), {"institution": institution}).fetchall()
    if not found:
        raise GuanjiaError(f"no institution {institution!r}: `guanjia figures` lists those there are")
    return found


def episodes(
    connection: psycopg.Connection, institution: str, since: datetime, until: datetime
) -> list[Episode]:
    """Return the alerts that fired between two instants, as was known at the latter, most severe first."""
    parameters = {"institution": institution, "since": since, "until": until}
    with connection.cursor(row_factory=class_row(Episode)) as cursor:
        return cursor.execute(query("reports/episodes"), parameters).fetchall()


def day_use(connection: psycopg.Connection, institution: str, day: date, weeks: int) -> list[DayUse]:
    """Return what was used on a day beside the same weekday of the `weeks` before."""
    parameters = _MEDIA | {"institution": institution, "day": day, "weeks": weeks}
    with connection.cursor(row_factory=class_row(DayUse)) as cursor:
        return cursor.execute(query("reports/day_use"), parameters).fetchall()


def figures(connection: psycopg.Connection, institution: str, day: date) -> list[ShownFigure]:
    """Return the figures of the month, year and heating season that a day lies in, its own first."""
    parameters = {"institution": institution, "day": day}
    with connection.cursor(row_factory=class_row(ShownFigure)) as cursor:
        return cursor.execute(query("reports/figures"), parameters).fetchall()


def silent_devices(connection: psycopg.Connection, institution: str, until: datetime) -> list[SilentDevice]:
    """Return the devices of which nothing had been heard for three report intervals at an instant."""
    parameters = {"institution": institution, "until": until}
    with connection.cursor(row_factory=class_row(SilentDevice)) as cursor:
        return cursor.execute(query("reports/silent_devices"), parameters).fetchall()


def poor_meters(
    connection: psycopg.Connection, institution: str, start: date, end: date, coverage: float
) -> list[PoorMeter]:
    """Return the meters of which less than `coverage` of `start` to `end` is metered."""
    parameters = {
        "institution": institution,
        "period_start": start,
        "period_end": end,
        "coverage": coverage,
    }
    with connection.cursor(row_factory=class_row(PoorMeter)) as cursor:
        return cursor.execute(query("reports/poor_meters"), parameters).fetchall()


def aside_steps(
    connection: psycopg.Connection, institution: str, since: datetime, until: datetime
) -> list[AsideStep]:
    """Return the register steps between two instants that are not counted."""
    parameters = {"institution": institution, "since": since, "until": until}
    with connection.cursor(row_factory=class_row(AsideStep)) as cursor:
        return cursor.execute(query("reports/asides"), parameters).fetchall()


def sites(connection: psycopg.Connection, institution: str) -> list[ReportedSite]:
    """Return the sites of an institution and of all below it."""
    with connection.cursor(row_factory=class_row(ReportedSite)) as cursor:
        return cursor.execute(query("reports/sites"), {"institution": institution}).fetchall()


def buildings(connection: psycopg.Connection, institution: str, month: date) -> list[BuildingUse]:
    """Return what buildings used in a month, by medium, those that rose most first."""
    parameters = _MEDIA | {"institution": institution, "month": month}
    with connection.cursor(row_factory=class_row(BuildingUse)) as cursor:
        return cursor.execute(query("reports/buildings"), parameters).fetchall()
