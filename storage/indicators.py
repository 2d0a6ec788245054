"""What figures are computed from, which of them are stale, and where they are written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from models.factors import FactorSet, GridFactor
from models.figures import Figure, JudgingQuota, MeteringPoint, Occupied, PeriodKind, Subject
from models.quotas import Quota
from storage.consumption import Connection
from storage.database import query


@dataclass(frozen=True, slots=True)
class StaleFigures:
    """What of an institution is to be computed again: single `months`, and everything `since` a day.

    `since` is None where only months are stale, and `date.min` where everything is.
    """

    months: frozenset[date]
    since: date | None


def mark(connection: Connection, spans: Sequence[tuple[int, date, date]]) -> None:
    """Mark the figures that meters are in as stale, for months within one span of days each.

    Those are the figures of their owners, of the owners of meters before them, and of all institutions above.
    """
    parameters = {
        "meters": [meter for meter, _, _ in spans],
        "starts": [start for _, start, _ in spans],
        "ends": [end for _, _, end in spans],
    }
    connection.execute(query("analytics/mark_stale_figures"), parameters)


def mark_whole(connection: Connection, meters: Sequence[int]) -> None:
    """Mark all figures that meters are in as stale."""
    connection.execute(query("analytics/mark_whole_figures"), {"meters": list(meters)})


def mark_all(connection: Connection, day: date) -> None:
    """Mark the figures of every institution as stale, from the year of `day` on."""
    connection.execute(query("analytics/mark_all_figures"), {"day": day})


def mark_ended(connection: Connection, now: datetime) -> None:
    """Mark the figures of periods that ended since they were computed."""
    connection.execute(query("analytics/mark_ended_figures"), {"now": now})


def are_left(connection: Connection) -> bool:
    """Tell whether an institution has stale figures left."""
    row = connection.execute(query("analytics/figures_left")).fetchone()
    return row is not None and bool(row[0])


def claim(connection: Connection, limit: int) -> list[int]:
    """Lock up to `limit` institutions with stale figures that no other worker holds, for this transaction."""
    claimed: list[int] = []
    for institution, _ in connection.execute(query("analytics/stale_institutions")).fetchall():
        if len(claimed) == limit:
            break
        row = connection.execute(query("analytics/try_institution"), {"institution": institution}).fetchone()
        if row is not None and row[0]:
            claimed.append(institution)
    return claimed


def take_stale(connection: Connection, institutions: Sequence[int]) -> dict[int, StaleFigures]:
    """Delete the marks of locked institutions; return what they name."""
    rows = connection.execute(query("analytics/take_stale_figures"), _of(institutions)).fetchall()
    months: defaultdict[int, set[date]] = defaultdict(set)
    since: dict[int, date] = {}
    for institution, is_whole, month in rows:
        if is_whole:
            since[institution] = min(since.get(institution, date.max), month or date.min)
        else:
            months[institution].add(month)
    return {
        one: StaleFigures(frozenset(months[one]), since.get(one))
        for one in institutions
        if one in months.keys() | since
    }


def earliest_day(connection: Connection, institution: int) -> date | None:
    """Return the first day of which anything is known of an institution's meters, or a figure is left."""
    row = connection.execute(query("analytics/earliest_day"), _of([institution])).fetchone()
    return None if row is None else row[0]


def subjects(connection: Connection, institutions: Sequence[int]) -> dict[int, Subject]:
    """Return those of some institutions that have a place, or one below them has, by id."""
    rows = connection.execute(query("analytics/read_subjects"), _of(institutions))
    return {row[0]: Subject(*row) for row in rows}


def metering_points(connection: Connection, institutions: Sequence[int]) -> Mapping[int, list[MeteringPoint]]:
    """Return the meters of institutions, and what lies before and behind them, by institution."""
    found: defaultdict[int, list[MeteringPoint]] = defaultdict(list)
    for row in _rows(connection, "analytics/read_metering_points", _of(institutions)):
        point = MeteringPoint(
            row["meter_id"],
            row["code"],
            row["medium"],
            row["quantity"],
            row["item"],
            frozenset(row["ancestors"]),
            tuple(frozenset(kinds) for kinds in row["kinds"]),
            row["installed_from"],
            row["installed_to"],
            row["is_own"],
        )
        found[row["institution_id"]].append(point)
    return found


def occupied(connection: Connection, institutions: Sequence[int]) -> Mapping[int, list[Occupied]]:
    """Return area and people at the places of institutions, and at what lies in these, by institution."""
    found: defaultdict[int, list[Occupied]] = defaultdict(list)
    for row in _rows(connection, "analytics/read_occupied", _of(institutions)):
        entry = Occupied(
            row["place_id"],
            frozenset(row["outer_ids"]),
            frozenset(row["kinds"]),
            row["valid_from"] or date.min,
            row["valid_to"],
            row["area_m2"],
            row["heated_area_m2"],
            row["people"],
            row["is_own"],
        )
        found[row["institution_id"]].append(entry)
    return found


def judging_quotas(connection: Connection, institutions: Sequence[int]) -> Mapping[int, list[JudgingQuota]]:
    """Return the quotas assigned to institutions, by institution."""
    quotas = {
        row["code"]: Quota.model_validate(row) for row in _rows(connection, "registry/select_quotas", {})
    }
    found: defaultdict[int, list[JudgingQuota]] = defaultdict(list)
    for row in connection.execute(query("analytics/read_assigned_quotas"), _of(institutions)):
        institution, number, code, valid_from, valid_to = row
        found[institution].append(JudgingQuota(number, valid_from, valid_to, quotas[code]))
    return found


def factor_sets(connection: Connection) -> dict[str, FactorSet]:
    """Return every factor set, by code."""
    rows = _rows(connection, "registry/select_factor_sets", {})
    return {row["code"]: FactorSet.model_validate(row) for row in rows}


def grid_factors(connection: Connection) -> tuple[GridFactor, ...]:
    """Return every grid factor."""
    rows = _rows(connection, "registry/select_grid_factors", {})
    return tuple(GridFactor.model_validate(row) for row in rows)


def write(
    connection: Connection,
    institution: int,
    period: PeriodKind,
    period_start: date,
    figures: Sequence[Figure],
) -> None:
    """Make the figures of an institution for a period exactly `figures`."""
    parameters = {
        "institution": institution,
        "period": period.value,
        "period_start": period_start,
        "figures": Jsonb([_columns(figure) for figure in figures]),
    }
    connection.execute(query("analytics/write_figures"), parameters)


def _columns(figure: Figure) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, value in asdict(figure).items():
        columns |= value if isinstance(value, dict) else {name: value}
    return {name: _plain(value) for name, value in columns.items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _of(institutions: Sequence[int]) -> dict[str, object]:
    return {"institutions": list(institutions)}


def _rows(connection: Connection, name: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query(name), parameters or None).fetchall()
