"""Quotas: what their fields must say together, and what is shipped."""

import pytest

from guanjia.quota_files import read_book, shipped_files
from models.factors import FactorPurpose
from models.quota_checks import quota_problems
from models.quotas import UNITS, Indicator, JudgedPeriod, Quota, TierScheme
from models.registry import PersonKind, PlaceKind
from models.sources import SourceStatus

BOOK = read_book(shipped_files())
UNIVERSITY = BOOK.quotas["energy-university-db37t2671-non-heating"]
PER_PERSON = BOOK.quotas["energy-university-db37t2671-per-person"]
BED_DAY = BOOK.quotas["water-hospital-3-db37t4452"]


def problems(quota: Quota, **changed: object) -> list[tuple[str, str]]:
    edited = Quota.model_validate(quota.model_dump() | changed)
    return [(".".join(map(str, path)), told) for path, told in quota_problems(edited, BOOK.factor_sets)]


def tiers(*values: float | None) -> list[dict[str, object]]:
    names = ("引导值", "基准值", "约束值")
    return [
        {"name": name, "name_en": name, "value": value, "purpose": ""}
        for name, value in zip(names, values, strict=True)
    ]


def test_what_is_shipped_has_no_mistake() -> None:
    assert list(BOOK.mistakes) == []
    assert (len(BOOK.quotas), len(BOOK.factor_sets), len(BOOK.grid_factors)) == (72, 3, 9)


def test_ningxia_s_own_quotas_are_blank_and_say_so() -> None:
    own = [quota for code, quota in BOOK.quotas.items() if "db64t" in code or "ningxia" in code]
    assert len(own) == 15
    for quota in own:
        assert quota.status is SourceStatus.ABSENT
        assert {tier.value for tier in quota.tiers} == {None}
        assert "留空待填" in quota.note


def test_every_value_of_another_province_is_labelled_as_an_example() -> None:
    valued = [quota for quota in BOOK.quotas.values() if quota.limit_value() is not None]
    assert len(valued) == 57
    assert [quota.code for quota in valued if "示例" not in quota.source] == []


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("energy-university-db37t2671-per-person", [164.9, 278.9, 480.6]),
        ("energy-preschool-db37t2671-heating", [6.7, 9.5, 11.7]),
        ("energy-city-b-db37t2672-electricity", [31.9, 51.5, 80.0]),
        ("energy-government-db37t2672-eue", [1.4, 1.8, 2.2]),
        ("energy-hospital-1-a-db37t2673-non-heating", [4.3, 8.0, 13.8]),
        ("water-office-db37t4452-existing", [10, 25]),
        ("water-hospital-2-db37t4452", [340, 540]),
        ("water-museum-db37t4452", [1.5, 1.8]),
    ],
)
def test_shipped_values_are_those_of_the_standards(code: str, values: list[float]) -> None:
    assert [tier.value for tier in BOOK.quotas[code].tiers] == values


def test_boundaries_of_the_energy_standard_are_data() -> None:
    left_out = {PlaceKind.DATA_CENTRE, PlaceKind.CANTEEN, PlaceKind.LAUNDRY, PlaceKind.LABORATORY}
    assert set(UNIVERSITY.excludes) == left_out
    assert UNIVERSITY.excludes_traffic
    # energy per person is of all energy
    assert (PER_PERSON.excludes, PER_PERSON.excludes_traffic) == ((), False)
    assert PersonKind.STUDENT in PER_PERSON.counts


def test_outpatients_of_a_year_count_by_the_day() -> None:
    hospital = BOOK.quotas["energy-hospital-3-a-db37t2673-per-person"]
    assert hospital.weights == {PersonKind.OUTPATIENT: pytest.approx(1 / 365)}


def test_energy_is_a_ladder_and_water_is_not() -> None:
    for quota in BOOK.quotas.values():
        is_water = quota.code.startswith("water")
        assert quota.scheme is (TierScheme.PURPOSES if is_water else TierScheme.LADDER), quota.code


def test_every_indicator_has_a_unit() -> None:
    assert set(UNITS) == set(Indicator)


def test_a_quota_that_needs_factors_says_to_what() -> None:
    assert UNIVERSITY.purpose() is FactorPurpose.STANDARD_COAL
    assert BED_DAY.purpose() is None


@pytest.mark.parametrize(
    ("changed", "field", "remedy"),
    [
        ({"factor_set": None}, "factor_set", "name their factor set"),
        ({"factor_set": "db37t2617"}, "factor_set", "did you mean db37t2671?"),
        ({"factor_set": "jst303"}, "factor_set", "converts to carbon, and kgce/(m2·a) needs standard_coal"),
        ({"unit": "tce/(m2·a)"}, "unit", "is judged in kgce/(m2·a): convert the values"),
        (
            {"tiers": tiers(7.5, 16.5, 10.0)},
            "tiers.2.value",
            "a ladder goes up: 约束值 10 stands after 基准值 16.5",
        ),
        ({"limit": "通用值"}, "limit", "its tiers are 引导值, 基准值, 约束值"),
        ({"status": "absent"}, "status", "absent means that no value was found"),
        ({"tiers": tiers(None, None, None)}, "status", "write `status: absent`"),
        ({"period": "heating_season"}, "period", "write `period: year`"),
        ({"weights": {"bed": 0.5}}, "weights.bed", "add it to counts"),
        ({"valid_to": "2018-01-01"}, "valid_to", "must be later than valid_from, which is 2019-01-01"),
        ({"year": None}, "year", "say of which year"),
        ({"day_divisor": "workdays"}, "day_divisor", "leave day_divisor out"),
    ],
)
def test_a_mistake_is_told_in_its_field_with_the_way_out(
    changed: dict[str, object], field: str, remedy: str
) -> None:
    ((path, message),) = problems(UNIVERSITY, **changed)
    assert path == field
    assert remedy in message


def test_a_set_without_a_carrier_that_is_needed_is_refused() -> None:
    short = BOOK.factor_sets["db37t2671"].model_copy(update={"factors": ()})
    ((path, message),) = quota_problems(PER_PERSON, {"db37t2671": short})
    assert path == ("factor_set",)
    assert "has no value for electricity, gas, heat" in message


def test_a_figure_per_head_names_whom_it_counts_and_one_per_day_its_divisor() -> None:
    assert [path for path, _ in problems(PER_PERSON, counts=[])] == ["counts"]
    assert [path for path, _ in problems(BED_DAY, day_divisor=None)] == ["day_divisor"]


def test_a_ladder_with_a_blank_rung_is_still_a_ladder() -> None:
    assert problems(UNIVERSITY, tiers=tiers(7.5, None, 16.5)) == []
    assert [path for path, _ in problems(UNIVERSITY, tiers=tiers(20.0, None, 16.5))] == ["tiers.2.value"]


def test_heating_is_judged_over_a_season() -> None:
    heating = BOOK.quotas["energy-university-db37t2671-heating"]
    assert heating.period is JudgedPeriod.HEATING_SEASON
    assert [path for path, _ in problems(heating, period="year")] == ["period"]
