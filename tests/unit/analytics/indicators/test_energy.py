"""Energy, heating and carbon: factors, boundaries, seasons; by hand calculation."""

from datetime import UTC, date, datetime

import pytest

from analytics.indicators.periods import Period, year_of
from models.figures import CheckReason, PeriodKind
from models.quotas import Indicator
from models.registry.kinds import PlaceKind
from tests.unit.analytics.indicators.house import ask, days, figure, ladder, place, point, quota, together

YEAR = year_of(date(2025, 1, 1))
ELECTRIC = [point(medium="electricity")]
PER_PERSON, NON_HEATING = Indicator.ENERGY_PER_PERSON, Indicator.NON_HEATING_ENERGY_PER_AREA
SEASON = Period(PeriodKind.HEATING_SEASON, date(2025, 11, 1), date(2026, 4, 1))


def test_the_factor_set_belongs_to_the_quota() -> None:
    use = days("2025-01-01", [1000.0] * 365)
    shandong = [ladder(PER_PERSON, (164.9, 278.9, 480.6), factor_set="db37t2671")]
    by_quota = figure(ask(use, points=ELECTRIC, quotas=shandong, period=YEAR), PER_PERSON).composition
    by_default = figure(ask(use, points=ELECTRIC, period=YEAR), PER_PERSON).composition
    assert by_quota.numerator == pytest.approx(365_000 * 0.31)
    assert by_default.numerator == pytest.approx(365_000 * 0.1229)
    assert (by_quota.factor_set, by_default.factor_set) == ("db37t2671", "gbt2589")
    assert by_quota.value is not None
    assert by_default.value is not None
    assert by_quota.value / by_default.value == pytest.approx(2.5224, abs=1e-4)


def test_energy_per_person_of_a_year_with_two_headcounts() -> None:
    changing = [place(100, until="2025-07-01"), place(200, since="2025-07-01")]
    quotas = [quota(PER_PERSON, 1000, factor_set="db37t2671")]
    use = days("2025-01-01", [1000.0] * 365)
    found = figure(ask(use, points=ELECTRIC, places=changing, quotas=quotas, period=YEAR), PER_PERSON)
    assert found.composition.denominator == pytest.approx((181 * 100 + 184 * 200) / 365)
    assert found.composition.value == pytest.approx(113_150 / 150.4110, abs=1e-2)


def test_energy_adds_electricity_gas_and_heat_in_their_units() -> None:
    media = ("electricity", "gas", "heat")
    use = together(*(days("2025-01-01", [1.0] * 10, meter=k) for k in (1, 2, 3)))
    points = [point(k, medium) for k, medium in enumerate(media, 1)]
    quotas = [quota(PER_PERSON, 1000, factor_set="db37t2671")]
    found = ask(use, points=points, quotas=quotas, period=YEAR)
    assert figure(found, PER_PERSON).composition.numerator == pytest.approx(10 * (0.31 + 1.2143 + 34.12))
    assert figure(found, "energy").composition.numerator == pytest.approx(10 * (0.1229 + 1.33 + 34.12))
    assert figure(found, "heat").composition.numerator == 10


def test_exported_and_reactive_energy_are_no_use() -> None:
    use = together(days("2025-01-01", [100.0]), days("2025-01-01", [30.0], meter=2))
    points = [*ELECTRIC, point(2, "electricity", quantity="energy_export_kwh")]
    assert figure(ask(use, points=points, period=YEAR), "electricity").composition.value == 100


def test_the_boundary_takes_out_use_and_area_of_excluded_places_heating_and_traffic() -> None:
    inside_dc = [("data_centre", "building", "site")]
    points = [
        *ELECTRIC,
        point(2, "electricity", ancestors=[1], kinds=inside_dc),
        point(3, "electricity", ancestors=[1, 2], kinds=inside_dc),
        point(4, "electricity", ancestors=[1], item="heating"),
        point(5, "electricity", ancestors=[1], item="vehicle_charging", kinds=[("garage", "site")]),
        point(6, "heat"),
    ]
    amounts = {1: 1000.0, 2: 300.0, 3: 250.0, 4: 100.0, 5: 50.0, 6: 9.0}
    use = together(*(days("2025-01-01", [each] * 365, meter=k) for k, each in amounts.items()))
    places = [
        place(10, 5000),
        place(area=200, number=2, within=[1], kinds=["data_centre", "building", "site"]),
        place(area=120, number=3, within=[1, 2], kinds=["floor", "data_centre", "building", "site"]),
        place(area=500, number=4, within=[1], kinds=["garage", "building", "site"]),
    ]
    counting = ladder(
        NON_HEATING,
        (7.5, 10.0, 16.5),
        factor_set="db37t2671",
        excludes=(PlaceKind.DATA_CENTRE,),
        excludes_traffic=True,
    )
    found = figure(ask(use, points=points, places=places, quotas=[counting], period=YEAR), NON_HEATING)
    assert found.composition.denominator == 5000 - 200 - 500
    assert found.composition.numerator == pytest.approx((1000 - 300 - 100 - 50) * 365 * 0.31)
    assert found.composition.value == pytest.approx(14.4727, abs=1e-4)
    assert found.standing.tier == "约束值"


def test_a_meter_that_serves_an_excluded_place_from_elsewhere_is_taken_out_and_a_mixed_one_is_not() -> None:
    served = [("canteen", "site")]
    points = [
        *ELECTRIC,
        point(2, "electricity", ancestors=[1], kinds=served),
        point(3, "electricity", ancestors=[1], kinds=[*served, ("building", "site")]),
    ]
    use = together(*(days("2025-01-01", [each], meter=k) for k, each in ((1, 100.0), (2, 30.0), (3, 20.0))))
    counting = quota(Indicator.ELECTRICITY_PER_AREA, 40.8, excludes=(PlaceKind.CANTEEN,))
    found = figure(
        ask(use, points=points, places=[place(10, 100)], quotas=[counting], period=YEAR),
        "electricity_per_area",
    )
    assert found.composition.numerator == 70


def test_area_changes_are_weighted_by_days_and_a_garage_never_counts() -> None:
    places = [
        place(10, 1000, until="2025-01-05"),
        place(10, 2000, since="2025-01-05"),
        place(area=300, number=2, kinds=["garage", "site"]),
    ]
    use = days("2025-01-01", [10.0] * 10)
    found = figure(ask(use, points=ELECTRIC, places=places, period=YEAR), "electricity_per_area")
    assert found.composition.denominator == (4 * 1000 + 6 * 2000) / 10


@pytest.mark.parametrize("area", [None, 0.0])
def test_without_area_there_is_no_value_and_a_remedy(area: float | None) -> None:
    found = ask(days("2025-01-01", [10.0]), points=ELECTRIC, places=[place(10, area)], period=YEAR)
    outcome = found["electricity_per_area"]
    assert outcome.figure.composition.value is None
    assert outcome.figure.check_reasons[0] is CheckReason.NO_AREA
    assert outcome.obstacle is not None
    assert "area" in outcome.obstacle.remedy


def test_a_factor_that_is_missing_leaves_the_figure_empty_and_the_others_alone() -> None:
    use = days("2025-01-01", [10.0] * 10)
    quotas = [quota(PER_PERSON, 1000, factor_set="nobody")]
    found = ask(use, points=ELECTRIC, quotas=quotas, period=YEAR)
    made = figure(found, PER_PERSON)
    assert (made.composition.value, made.composition.numerator) == (None, None)
    assert made.check_reasons[0] is CheckReason.FACTOR_MISSING
    obstacle = found[PER_PERSON].obstacle
    assert obstacle is not None
    assert "nobody" in obstacle.remedy
    assert figure(found, "energy").composition.value == pytest.approx(12.29)


def test_carbon_takes_the_provincial_factor_of_the_right_data_year() -> None:
    media = ("electricity", "gas", "heat")
    use = together(*(days("2022-01-01", [100.0] * 1796, meter=k) for k in (1, 2, 3)))
    points = [point(k, medium) for k, medium in enumerate(media, 1)]

    def carbon(year: int) -> tuple[float | None, int | None, str | None]:
        made = figure(ask(use, points=points, period=year_of(date(year, 1, 1))), "carbon").composition
        return made.value, made.grid_data_year, made.grid_region

    a_day = 100 * (2.184 + 110)
    assert carbon(2025) == (pytest.approx(365 * (a_day + 61.87)), 2023, "ningxia")
    assert carbon(2023) == (pytest.approx(365 * (a_day + 61.87)), 2023, "ningxia")
    assert carbon(2022) == (pytest.approx(365 * (a_day + 64.23)), 2022, "ningxia")


def test_carbon_of_a_year_before_any_grid_factor_is_missing() -> None:
    found = ask(days("2020-01-01", [1.0] * 366), points=ELECTRIC, period=year_of(date(2020, 1, 1)))
    assert figure(found, "carbon").check_reasons == (CheckReason.FACTOR_MISSING,)
    after = ask(days("2020-01-01", [1.0] * 731), points=ELECTRIC, period=year_of(date(2021, 1, 1)))
    carbon = figure(after, "carbon")
    assert carbon.composition.value == pytest.approx(365 * 0.6546)
    assert carbon.comparison.value_last_year is None


def test_a_heating_season_crosses_new_year() -> None:
    use = days("2025-11-01", [2.0] * 151)
    counting = ladder(Indicator.HEATING_ENERGY_PER_HEATED_AREA, (7.1, 9.7, 12.4), factor_set="db37t2671")
    found = ask(
        use, points=[point(medium="heat")], places=[place(10, 1200, 1000)], quotas=[counting], period=SEASON
    )
    made = figure(found, "heating_energy_per_heated_area")
    assert list(found) == ["heating_energy_per_heated_area"]
    assert made.knowledge.observed_days == 151
    assert made.composition.value == pytest.approx(302 * 34.12 / 1000)
    assert (made.standing.tier, made.standing.due_share) == ("约束值", pytest.approx(1.0))


def test_a_running_season_is_not_judged() -> None:
    counting = ladder(Indicator.HEATING_ENERGY_PER_HEATED_AREA, (7.1, 9.7, 12.4), factor_set="db37t2671")
    found = ask(
        days("2025-11-01", [2.0] * 30),
        points=[point(medium="heat")],
        places=[place(10, 1200, 1000)],
        quotas=[counting],
        period=SEASON,
        now=datetime(2025, 12, 1, tzinfo=UTC),
    )
    standing = figure(found, "heating_energy_per_heated_area").standing
    assert (standing.tier, standing.due_share) == (None, pytest.approx(30 / 151))
    assert standing.projected == pytest.approx(302 * 34.12 / 1000)
