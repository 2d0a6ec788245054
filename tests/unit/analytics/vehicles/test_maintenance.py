"""What is due, by distance and by date."""

from datetime import UTC, date, datetime, timedelta

import pytest

from analytics.vehicles.maintenance import Shown, driven_km, due, usual_km_a_day
from models.registry import Service

AT = datetime(2026, 9, 1, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def shown(first_km: float, last_km: float, late: timedelta = timedelta()) -> Shown:
    return Shown(AT, AT + late, first_km, last_km)


@pytest.mark.parametrize(
    ("odometers", "start_km", "expected"),
    [
        ([], None, None),
        ([], 41_000, None),
        ([shown(41_200, 42_000)], None, 800),
        ([shown(41_200, 42_000)], 41_000, 1_000),
        ([shown(41_200, 42_000), shown(5, 1_005)], 41_000, 2_000),
        ([shown(41_200, 42_000, timedelta(days=3))], None, None),
        ([shown(41_200, 42_000, timedelta(days=3))], 41_000, 1_000),
        ([shown(41_200, 300)], None, None),
        ([shown(5, 300)], 41_000, None),
    ],
)
def test_the_way_since_a_service(
    odometers: list[Shown], start_km: float | None, expected: float | None
) -> None:
    assert driven_km(odometers, start_km) == expected


def test_usual_mileage_needs_a_week() -> None:
    track = [shown(1_000, 1_500), shown(7, 507)]
    assert usual_km_a_day(track, AT + timedelta(days=10)) == 100
    assert usual_km_a_day(track, AT + timedelta(days=6)) is None
    assert usual_km_a_day([], AT) is None


def test_whichever_comes_first_is_due() -> None:
    service = Service(task="own_service", every_km=2500, every_months=6, last_on=date(2026, 10, 1))
    by_way = due(service, 2_000, 50, TODAY)
    assert (by_way.used, by_way.due_on, by_way.left_km) == (0.8, date(2026, 12, 1), 500)
    by_date = due(service, 100, 1, TODAY)
    # 51 of the 182 days from 1 October to 1 April
    assert by_date.used == pytest.approx(51 / 182)
    assert by_date.due_on == date(2027, 4, 1)
    assert due(service, 2_600, 50, TODAY).due_on == TODAY
    assert not due(service, None, 50, TODAY).is_whole
    only_way = Service(task="tyres", every_km=70_000, last_on=date(2026, 10, 1))
    nothing = due(only_way, None, None, TODAY)
    assert nothing.used is None
    assert nothing.due_on is None
