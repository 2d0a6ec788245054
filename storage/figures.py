"""Figures as people and programs are shown them, read from the views of the schema analytics."""

from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from psycopg.rows import class_row

from models.errors import GuanjiaError
from models.figures import PeriodKind
from storage.consumption import Connection
from storage.database import query


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution figures may be asked of, with the zone in which it counts days."""

    code: str
    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A row of analytics.indicator, as its columns say, with the status of its quota and names in English."""

    institution: str
    institution_name: str
    indicator: str
    period: str
    period_start: date
    period_end: date
    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    divisor: str | None
    day_divisor: str | None
    counted: list[str]
    coverage: float
    estimated_share: float
    observed_days: float
    observed_from: date | None
    observed_to: date | None
    quota: str | None
    quota_source: str | None
    quota_tier: str | None
    quota_value: float | None
    tier: str | None
    used_share: float | None
    due_share: float | None
    due_basis: str | None
    projected: float | None
    projected_low: float | None
    projected_high: float | None
    limit_date: date | None
    factor_set: str | None
    grid_region: str | None
    grid_data_year: int | None
    value_last_year: float | None
    change_last_year: float | None
    value_last_period: float | None
    change_last_period: float | None
    target_kind: str | None
    target_value: float | None
    check_reasons: list[str]
    computed_at: datetime
    target_from: date | None
    target_to: date | None
    quota_status: str | None
    quota_tier_en: str | None
    reached_tier_en: str | None


def institutions(connection: Connection) -> list[Institution]:
    """Return all institutions by code."""
    return [Institution(*row) for row in connection.execute(query("figures/institutions"))]


def institution(connection: Connection, code: str) -> Institution:
    """Return an institution; raise GuanjiaError, which lists those there are, when none has that code."""
    known = institutions(connection)
    for found in known:
        if found.code == code:
            return found
    listed = ", ".join(f"{each.code} {each.name}" for each in known)
    remedy = f"there are {listed}" if known else "there is none yet: `guanjia registry apply` loads one"
    raise GuanjiaError(f"no institution {code!r}; {remedy}")


def figures(
    connection: Connection, code: str | None, period: PeriodKind, begins: date, ends: date
) -> list[ShownFigure]:
    """Return the figures of an institution, or of all (None), by institution and beginning of the period."""
    parameters = {"institution": code, "period": period.value, "begins": begins, "ends": ends}
    with connection.cursor(row_factory=class_row(ShownFigure)) as cursor:
        return cursor.execute(query("figures/rows"), parameters).fetchall()


def extent(connection: psycopg.Connection, code: str | None, period: PeriodKind) -> tuple[date, date] | None:
    """Return when the first and the last period of a kind with figures begin; None when there is none."""
    parameters = {"institution": code, "period": period.value}
    row = connection.execute(query("figures/extent"), parameters).fetchone()
    return None if row is None or row[0] is None else (row[0], row[1])
