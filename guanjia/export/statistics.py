"""The statutory statistics of energy and water: a row for each institution and month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from models.day_span import DaySpan
from models.registry import PersonKind
from storage.export import MonthlyUse, Occupancy

PEOPLE = (PersonKind.STAFF, PersonKind.NON_STAFF, PersonKind.SECONDEE, PersonKind.PROPERTY_STAFF)
"""Who is counted as using energy (用能人数): who works there, whoever employs them."""

MEDIA = ("electricity", "water", "gas", "heat")
"""The media in the order of the statistics; reclaimed water is not water of the statistics."""

GJ_PER_KWH = 0.0036

_FACTORS = {
    ("electricity", "energy_kwh"): 1.0,
    ("water", "volume_m3"): 1.0,
    ("gas", "volume_m3"): 1.0,
    ("heat", "heat_gj"): 1.0,
    ("heat", "energy_kwh"): GJ_PER_KWH,
}


@dataclass(slots=True)
class Use:
    """What was used of a medium [kWh, m3, m3, GJ], with its estimated part and how well it was metered."""

    amount: float = 0.0
    estimated: float = 0.0
    coverage: float = 1.0

    @property
    def estimated_share(self) -> float:
        """The part of the amount that is estimated, 0 to 1."""
        return min(abs(self.estimated / self.amount), 1.0) if self.amount else 0.0


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """An institution in a month; a medium without a meter is not in `use`, area and people may be unknown."""

    institution: str
    institution_name: str
    month: str
    days: int
    use: Mapping[str, Use]
    area_m2: float | None
    people: float | None


@dataclass(slots=True)
class _Found:
    name: str
    use: dict[str, Use] = field(default_factory=dict[str, Use])


def statistics(
    period: DaySpan, used: Sequence[MonthlyUse], places: Sequence[Occupancy]
) -> list[StatisticsRow]:
    """Return the rows by institution and month; area and people are those of the month's last day."""
    found: dict[tuple[str, str], _Found] = {}
    for line in used:
        factor = _FACTORS.get((line.medium, line.quantity))
        if factor is not None:
            row = found.setdefault((line.institution, f"{line.month:%Y-%m}"), _Found(line.institution_name))
            use = row.use.setdefault(line.medium, Use())
            use.amount += line.amount * factor
            use.estimated += line.estimated * factor
            use.coverage = min(use.coverage, line.coverage)
    months = {month.month: month for month in period.months()}
    return [
        _row(institution, months[month], found[institution, month], places)
        for institution, month in sorted(found)
    ]


def _row(institution: str, month: DaySpan, found: _Found, places: Sequence[Occupancy]) -> StatisticsRow:
    last_day = month.end - timedelta(days=1)
    held = [
        place
        for place in places
        if place.institution == institution
        and (place.valid_from is None or place.valid_from <= last_day)
        and (place.valid_to is None or place.valid_to > last_day)
    ]
    areas = {place.place: place.area_m2 for place in held if place.area_m2 is not None}
    heads = {place.place: _heads(place) for place in held if any(kind in place.people for kind in PEOPLE)}
    return StatisticsRow(
        institution,
        found.name,
        month.month,
        month.days,
        found.use,
        _outermost(areas, held),
        _outermost(heads, held),
    )


def _heads(place: Occupancy) -> float:
    return sum(place.people.get(kind, 0.0) for kind in PEOPLE)


def _outermost(figures: Mapping[str, float], places: Sequence[Occupancy]) -> float | None:
    """Add up the figures of places that lie in no other place with a figure; None where there is none."""
    counted = [
        figures[place.place]
        for place in places
        if place.place in figures and not set(place.outer_places) & set(figures)
    ]
    return sum(counted) if counted else None
