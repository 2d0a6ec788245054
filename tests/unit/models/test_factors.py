"""Factors: units that look alike and are not, sets that must not be mixed, the grid's data years."""

from datetime import date

import pytest

from guanjia.quota_files import read_book, shipped_files
from models.errors import MissingFactorError
from models.factors import Carrier, Factor, FactorPurpose, FactorSet, GridFactor, grid_factor
from models.quota_checks import factor_set_problems, grid_factor_problems
from models.sources import SourceStatus

BOOK = read_book(shipped_files())
SHANDONG, GENERAL, CARBON = (BOOK.factor_sets[code] for code in ("db37t2671", "gbt2589", "jst303"))
GRID = tuple(BOOK.grid_factors.values())
TODAY = date(2026, 11, 21)


def factor(carrier: Carrier, value: float | None, unit: str) -> Factor:
    status = SourceStatus.ABSENT if value is None else SourceStatus.UNVERIFIED
    day = date(2020, 1, 1)
    return Factor(
        carrier=carrier, value=value, unit=unit, source="a test", year=2020, valid_from=day, status=status
    )


def coal(*factors: Factor) -> FactorSet:
    return FactorSet(
        code="coal",
        name="系数",
        name_en="coefficients",
        purpose=FactorPurpose.STANDARD_COAL,
        factors=factors,
        source="a test",
    )


@pytest.mark.parametrize(("value", "unit"), [(0.03412, "kgce/MJ"), (34.12, "kgce/GJ"), (0.03412, "tce/GJ")])
def test_heat_is_the_same_in_each_unit_it_is_written_in(value: float, unit: str) -> None:
    heat = factor(Carrier.HEAT, value, unit)
    assert heat.per("GJ") == pytest.approx(34.12, rel=1e-12)
    assert heat.per("MJ") == pytest.approx(0.03412, rel=1e-12)
    assert list(factor_set_problems(coal(heat))) == []


@pytest.mark.parametrize(("value", "unit"), [(0.03412, "kgce/GJ"), (34.12, "kgce/MJ"), (34.12, "tce/GJ")])
def test_heat_off_by_a_thousand_is_refused(value: float, unit: str) -> None:
    ((path, message),) = factor_set_problems(coal(factor(Carrier.HEAT, value, unit)))
    assert path == ("factors", 0, "value")
    assert "check the unit (a GJ is 1000 MJ" in message


def test_the_electricity_of_the_two_sets_differs_two_and_a_half_times() -> None:
    shandong = SHANDONG.coefficient(Carrier.ELECTRICITY).per("kWh")
    general = GENERAL.coefficient(Carrier.ELECTRICITY).per("kWh")
    assert (shandong, general) == (0.31, 0.1229)
    assert shandong / general == pytest.approx(2.52, abs=0.005)


def test_shipped_coefficients_are_those_of_their_tables() -> None:
    per_kg = {Carrier.GASOLINE: 1.4714, Carrier.DIESEL: 1.4571, Carrier.LPG: 1.7143, Carrier.RAW_COAL: 0.7143}
    assert {carrier: SHANDONG.coefficient(carrier).per("kg") for carrier in per_kg} == per_kg
    assert SHANDONG.coefficient(Carrier.GAS).per("m3") == 1.2143
    assert SHANDONG.coefficient(Carrier.HEAT).per("GJ") == pytest.approx(34.12)
    assert SHANDONG.coefficient(Carrier.STEAM).per("t") == pytest.approx(128.6)
    assert GENERAL.coefficient(Carrier.GAS).per("m3") == 1.33
    assert GENERAL.coefficient(Carrier.FRESH_WATER).per("m3") == 0.2571
    assert CARBON.coefficient(Carrier.HEAT).per("GJ") == pytest.approx(110)
    assert CARBON.coefficient(Carrier.GASOLINE).per("L") == 2.179


def test_water_is_not_converted_in_the_accounting_of_shandong() -> None:
    with pytest.raises(MissingFactorError, match="db37t2671 has no value for fresh_water"):
        SHANDONG.coefficient(Carrier.FRESH_WATER)


def test_litres_are_not_kilograms_without_a_density() -> None:
    with pytest.raises(MissingFactorError, match="in kgce/kg, which does not convert amounts in L"):
        SHANDONG.coefficient(Carrier.GASOLINE).per("L")


def test_a_blank_factor_is_missing_not_nought() -> None:
    blank = coal(factor(Carrier.GAS, None, "kgce/m3"))
    assert list(factor_set_problems(blank)) == []
    with pytest.raises(MissingFactorError, match="coal has no value for gas"):
        blank.coefficient(Carrier.GAS)
    with pytest.raises(MissingFactorError, match="is blank in a test: fill it in"):
        blank.factors[0].per("m3")


@pytest.mark.parametrize(
    ("wrong", "field", "remedy"),
    [
        (factor(Carrier.ELECTRICITY, 0.31, "kgce/MJ"), "unit", "is in one of kgce/kWh, tce/kWh"),
        (factor(Carrier.GAS, 2.184, "kgCO2/m3"), "unit", "is in one of kgce/m3, tce/m3"),
        (factor(Carrier.GAS, 1330, "kgce/m3"), "value", "such factors lie between 0.02 and 3"),
    ],
)
def test_a_factor_must_fit_what_its_meter_measures(wrong: Factor, field: str, remedy: str) -> None:
    ((path, message),) = factor_set_problems(coal(wrong))
    assert path[-1] == field
    assert remedy in message


def test_a_carrier_stands_once_in_a_set() -> None:
    gas = factor(Carrier.GAS, 1.33, "kgce/m3")
    ((path, message),) = factor_set_problems(coal(gas, gas))
    assert path == ("factors", 1, "carrier")
    assert "gas stands there twice" in message


@pytest.mark.parametrize(
    ("region", "year", "data_year", "value"),
    [
        ("ningxia", 2021, 2021, 0.6546),
        ("ningxia", 2022, 2022, 0.6423),
        ("ningxia", 2023, 2023, 0.6187),
        ("ningxia", 2026, 2023, 0.6187),
        ("northwest", 2025, 2023, 0.5543),
        ("national", 2025, 2023, 0.5306),
    ],
)
def test_a_year_takes_the_newest_data_that_are_not_later(
    region: str, year: int, data_year: int, value: float
) -> None:
    chosen = grid_factor(GRID, region, year, TODAY)
    assert (chosen.data_year, chosen.value) == (data_year, value)


def test_what_was_not_published_yet_is_not_taken() -> None:
    assert grid_factor(GRID, "ningxia", 2024, date(2024, 12, 31)).data_year == 2022


@pytest.mark.parametrize(("region", "year"), [("ningxia", 2020), ("gansu", 2025)])
def test_no_other_year_or_region_stands_in_for_a_missing_factor(region: str, year: int) -> None:
    with pytest.raises(MissingFactorError, match=f"no grid factor of {region} for {year}: add one"):
        grid_factor(GRID, region, year, TODAY)


def test_a_grid_factor_in_grams_is_refused() -> None:
    grams = GridFactor(
        code="g",
        region="ningxia",
        data_year=2023,
        value=618.7,
        source="a test",
        status=SourceStatus.UNVERIFIED,
        valid_from=TODAY,
    )
    ((path, message),) = grid_factor_problems(grams)
    assert path == ("value",)
    assert "lies below 2" in message
