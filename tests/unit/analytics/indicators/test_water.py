"""Water per person, per day, per bed and per area, by hand calculation."""

from datetime import UTC, date, datetime

import pytest

from analytics.indicators.periods import year_of
from models.figures import CheckReason, DueBasis, Occupied
from models.quotas import DayDivisor, Indicator, PeopleCount
from models.registry.kinds import PersonKind
from tests.unit.analytics.indicators.house import ask, days, figure, place, point, quota, together

YEAR_2025, YEAR_2024 = year_of(date(2025, 1, 1)), year_of(date(2024, 1, 1))
PER_DAY = Indicator.WATER_PER_PERSON_DAY


def test_the_worked_example() -> None:
    found = figure(
        ask(days("2026-10-18", [67.0] * 35), places=[place(600)], quotas=[quota()]), "water_per_person"
    )
    made, stands = found.composition, found.standing
    assert (made.numerator, made.denominator, found.knowledge.observed_days) == (2345, 600, 35)
    assert made.value == pytest.approx(3.9083, abs=1e-4)
    assert stands.used_share == pytest.approx(0.15633, abs=1e-5)
    assert stands.due_share == pytest.approx(0.09589, abs=1e-5)
    assert stands.projected == pytest.approx(40.758, abs=1e-3)
    assert (stands.due_basis, stands.tier, found.unit) == (DueBasis.DAYS, None, "m3/(person·a)")


@pytest.mark.parametrize(
    ("used", "divisor", "per_person"),
    [(124.0, DayDivisor.WORKDAYS, 12.4), (182.5, DayDivisor.CALENDAR_DAYS, 18.25)],
)
def test_50_litres_a_day_are_12_4_m3_over_workdays_and_18_25_over_all_days(
    used: float, divisor: DayDivisor, per_person: float
) -> None:
    use, quotas = days("2025-01-01", [used / 365] * 365), [quota(PER_DAY, 50.0, day_divisor=divisor)]
    found = ask(use, quotas=quotas, period=YEAR_2025)
    assert figure(found, PER_DAY).composition.value == pytest.approx(50.0)
    assert figure(found, PER_DAY).composition.day_divisor is divisor
    assert figure(found, "water_per_person").composition.value == pytest.approx(per_person)


def test_a_leap_year_has_366_days_and_251_workdays() -> None:
    use = days("2024-01-01", [0.5] * 366)
    by_days = figure(ask(use, period=YEAR_2024), PER_DAY)
    assert by_days.composition.value == pytest.approx(50.0)
    workdays = [quota(PER_DAY, 50.0, day_divisor=DayDivisor.WORKDAYS)]
    by_workdays = figure(ask(use, quotas=workdays, period=YEAR_2024), PER_DAY)
    assert by_workdays.composition.denominator == 10 * 251
    assert by_workdays.composition.value == pytest.approx(183_000 / 2510)
    assert by_workdays.standing.used_share == pytest.approx(183_000 / 2510 / 50)


def test_a_figure_per_day_uses_up_its_quota_as_the_year_passes() -> None:
    use = days("2026-01-01", [0.6] * 73)
    found = figure(ask(use, quotas=[quota(PER_DAY, 50.0)]), PER_DAY)
    assert found.composition.value == pytest.approx(60.0)
    assert found.standing.used_share == pytest.approx(60 / 50 * 73 / 365)
    assert found.standing.due_share == pytest.approx(73 / 365)
    assert found.standing.projected == pytest.approx(60.0)


def test_a_year_the_calendar_does_not_know_gives_no_figure_per_workday_and_says_so() -> None:
    now = datetime(2027, 2, 1, tzinfo=UTC)
    quotas = [quota(PER_DAY, 50.0, day_divisor=DayDivisor.WORKDAYS)]
    found = ask(days("2027-01-01", [0.5] * 31), quotas=quotas, period=year_of(now.date()), now=now)
    assert figure(found, PER_DAY).composition.value is None
    assert figure(found, PER_DAY).check_reasons == (CheckReason.NO_CALENDAR,)
    obstacle = found[PER_DAY].obstacle
    assert obstacle is not None
    assert "workdays.yaml" in obstacle.remedy
    assert figure(found, "water_per_person").composition.value == pytest.approx(1.55)


def test_beds_are_asked_for_where_there_are_beds() -> None:
    use = days("2026-01-01", [20.0] * 10)
    assert "water_per_bed_day" not in ask(use)
    found = figure(ask(use, places=[place({"bed": 50.0})]), "water_per_bed_day")
    assert found.composition.value == pytest.approx(400.0)
    assert found.unit == "L/(bed·d)"


def test_water_per_area() -> None:
    found = figure(ask(days("2026-01-01", [2.0] * 10), places=[place(10, 400)]), "water_per_area")
    assert (found.composition.value, found.unit) == (0.05, "m3/(m2·a)")


def test_several_main_meters_add_up_and_days_count_once() -> None:
    use = together(days("2026-03-01", [10.0] * 10), days("2026-03-01", [5.0] * 10, meter=2))
    found = figure(ask(use, points=[point(), point(2)]), "water")
    assert (found.composition.numerator, found.knowledge.observed_days) == (150, 10)
    assert (found.composition.denominator, found.unit) == (None, "m3")


def test_reclaimed_water_has_a_row_of_its_own() -> None:
    use = together(days("2026-03-01", [10.0] * 10), days("2026-03-01", [5.0] * 10, meter=2))
    found = ask(use, points=[point(), point(2, "reclaimed_water")])
    assert figure(found, "water").composition.value == 100
    assert figure(found, "reclaimed_water").composition.value == 50
    assert figure(found, "water_per_person").composition.numerator == 100


def test_a_meter_behind_another_of_the_institution_is_not_counted_again() -> None:
    use = together(*(days("2026-03-01", [10.0], meter=number) for number in (1, 2, 3, 4)))
    points = [point(), point(2, ancestors=[1]), point(3, ancestors=[1, 2]), point(4, ancestors=[99])]
    found = figure(ask(use, points=points), "water")
    assert found.composition.value == 20, "the main meter, and one behind a meter of somebody else"


def test_people_are_weighted_by_the_observed_days() -> None:
    changing = [place(100, until="2026-03-05"), place(200, since="2026-03-05")]
    found = figure(ask(days("2026-03-01", [1.0] * 10), places=changing), "water_per_person")
    assert found.composition.denominator == pytest.approx((4 * 100 + 6 * 200) / 10)


def test_a_count_at_year_end_takes_the_last_day() -> None:
    changing = [place(100, until="2026-03-05"), place(200, since="2026-03-05")]
    quotas = [quota(people=PeopleCount.YEAR_END)]
    found = figure(ask(days("2026-03-01", [1.0] * 10), places=changing, quotas=quotas), "water_per_person")
    assert found.composition.denominator == 200


def test_kinds_of_people_have_weights() -> None:
    heads = {"staff": 300.0, "bed": 100.0, "outpatient": 73_000.0, "visitor": 40.0}
    counting = quota(
        counts=(PersonKind.STAFF, PersonKind.BED, PersonKind.OUTPATIENT),
        weights={PersonKind.OUTPATIENT: 1 / 365},
    )
    found = figure(
        ask(days("2026-03-01", [60.0]), places=[place(heads)], quotas=[counting]), "water_per_person"
    )
    assert found.composition.denominator == pytest.approx(600)
    assert found.composition.counted == ("staff", "bed", "outpatient")


def test_without_a_quota_the_default_kinds_are_counted_and_named() -> None:
    heads = {"staff": 5.0, "non_staff": 3.0, "secondee": 1.0, "property_staff": 1.0, "visitor": 90.0}
    found = figure(ask(days("2026-03-01", [10.0]), places=[place(heads)]), "water_per_person")
    assert (found.composition.value, found.standing.quota_id, found.standing.used_share) == (1.0, None, None)
    assert found.composition.counted == ("staff", "non_staff", "secondee", "property_staff")


def test_days_without_a_headcount_do_not_pull_the_mean_down_and_are_told() -> None:
    found = figure(
        ask(days("2026-03-01", [1.0] * 10), places=[place(100, since="2026-03-05")]), "water_per_person"
    )
    assert found.composition.denominator == 100
    assert CheckReason.NO_PEOPLE_PART in found.check_reasons


@pytest.mark.parametrize("places", [(), (place(0),), (place(5, since="2026-06-01"),)])
def test_without_people_there_is_no_value_and_a_remedy(places: tuple[Occupied, ...]) -> None:
    found = ask(days("2026-03-01", [1.0]), places=places)
    outcome = found["water_per_person"]
    assert outcome.figure.composition.value is None
    assert outcome.figure.check_reasons[0] is CheckReason.NO_PEOPLE
    assert outcome.obstacle is not None
    assert "occupancy" in outcome.obstacle.remedy
    assert figure(found, "water").composition.value == 1.0


def test_what_ran_through_before_the_first_reading_is_not_held_against_anybody() -> None:
    before = days("2026-01-01", [20.0] * 59, coverage=0.0, estimated=1.0)
    found = figure(ask(together(before, days("2026-03-01", [10.0] * 10))), "water_per_person")
    assert (found.composition.numerator, found.knowledge.observed_days) == (100, 10)
    assert found.knowledge.estimated_share == 0
    assert found.knowledge.observed_from == date(2026, 3, 1)


def test_a_gap_between_readings_counts_in_full_and_is_told() -> None:
    gap = days("2026-03-11", [10.0] * 5, coverage=0.0, estimated=1.0)
    found = figure(ask(together(days("2026-03-01", [10.0] * 10), gap)), "water_per_person")
    assert (found.composition.numerator, found.knowledge.observed_days) == (150, 15)
    assert found.knowledge.coverage == pytest.approx(10 / 15)
    assert found.knowledge.estimated_share == pytest.approx(5 / 15)
    assert {CheckReason.LOW_COVERAGE, CheckReason.HIGH_ESTIMATED} <= set(found.check_reasons)


def test_a_main_meter_without_readings_is_told() -> None:
    found = figure(ask(days("2026-03-01", [10.0]), points=[point(), point(2)]), "water")
    assert found.check_reasons == (CheckReason.SILENT_METER,)


def test_a_blank_quota_leaves_the_used_share_empty() -> None:
    found = figure(ask(days("2026-03-01", [1.0]), quotas=[quota(value=None)]), "water_per_person")
    assert (found.standing.used_share, found.standing.quota_value, found.standing.quota_id) == (None, None, 7)


def test_without_readings_there_is_no_figure() -> None:
    for use in (days("2026-03-01", [1.0], coverage=0.0), days("2026-03-01", [])):
        assert ask(use) == {}


def test_people_of_a_place_and_of_one_around_it_are_not_counted_twice() -> None:
    inner, outer = place(30, number=2, within=[1]), place(50, since="2026-03-02")
    found = figure(ask(days("2026-03-01", [1.0] * 2), places=[inner, outer]), "water_per_person")
    assert found.composition.denominator == (30 + 50) / 2
