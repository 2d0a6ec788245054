"""The accounts that figures of institutions are made of, read from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.indicators.facts import Accounts, Basis, Facts, needed
from analytics.indicators.use import side_by_side
from models.calendar import Calendar
from models.day_span import DaySpan
from models.figures import JudgingQuota, MeteringPoint, Occupied, Subject
from storage import consumption, indicators
from storage.consumption import Connection


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registry says of some institutions, by number, and the factors that hold for all.

    An institution without a site, and none below it that has one, is not among `subjects`.
    """

    subjects: Mapping[int, Subject]
    points: Mapping[int, list[MeteringPoint]]
    occupied: Mapping[int, list[Occupied]]
    quotas: Mapping[int, list[JudgingQuota]]
    basis: Basis


def registered(
    connection: Connection, institutions: Sequence[int], calendar: Calendar, grid_region: str
) -> Registered:
    """Read what the registry says of some institutions."""
    factors = indicators.factor_sets(connection), indicators.grid_factors(connection)
    return Registered(
        indicators.subjects(connection, institutions),
        indicators.metering_points(connection, institutions),
        indicators.occupied(connection, institutions),
        indicators.judging_quotas(connection, institutions),
        Basis(calendar, *factors, grid_region),
    )


def accounts(
    connection: Connection, registry: Registered, institution: int, days: DaySpan, today: date
) -> Accounts:
    """Return the accounts of one of the subjects over some days, with what its meters counted then."""
    points, quotas = registry.points[institution], registry.quotas[institution]
    spans = [(point.id, days.start, days.end) for point in needed(points, quotas)]
    use = side_by_side(consumption.days_within(connection, spans), days.start, days.end)
    occupied = tuple(registry.occupied[institution])
    facts = Facts(registry.subjects[institution], tuple(points), use, occupied, tuple(quotas))
    return Accounts(facts, registry.basis, today)
