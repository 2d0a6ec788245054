"""Levels, leakage, and the two rates that are often mixed up."""

import pytest

from analytics.balance.levels import Level, fitting_rate, leakage, levels, metered_volume_rate
from analytics.balance.tree import Judgement
from analytics.balance.use import Use
from analytics.balance.water_saving import Criterion, scores
from models.balance import Fitting
from tests.unit.analytics.balance.points import point, use

POINTS = [point(1), point(2), point(3, 2, 1), point(4, 2, 1), point(5, 2, 2), point(6, 3, 3)]
KNOWN = {1: use(700), 2: use(300), 3: use(400), 4: use(270), 5: use(290), 6: use(390)}


def found(changes: dict[int, Use] | None = None, *silent: int) -> list[Level]:
    known = {key: value for key, value in (KNOWN | (changes or {})).items() if key not in silent}
    return levels(POINTS, known)


def verdicts(of: list[Level]) -> dict[Criterion, bool | None]:
    return {score.criterion: score.is_met for score in scores(of)}


def test_main_meters_of_a_site_add_up() -> None:
    sums = [level.use.amount for level in found() if level.use]
    assert sums == [1000, 960, 390]


def test_leakage_is_what_the_second_level_misses_of_the_first() -> None:
    lost = leakage(found())
    assert lost.rate == pytest.approx(0.04)
    assert (lost.amount, lost.judgement) == (40, Judgement.SURE)


def test_a_silent_meter_stays_fitted_and_its_volume_is_missing() -> None:
    silent = found(None, 4)
    assert [each.code for each in silent[1].absent] == ["m4"]
    assert len(silent[1].points) == 3
    assert metered_volume_rate(silent[1], silent) == pytest.approx(0.69)
    fitted = sum(each.fitted for each in silent[1].points)
    assert fitting_rate(Fitting("i", "i", "water", 2, fitted, 3)) == 1.0


def test_a_missing_meter_lowers_the_fitting_rate_and_not_the_volume() -> None:
    assert fitting_rate(Fitting("i", "i", "water", 2, 7, 8)) == 0.875
    assert metered_volume_rate(found()[1], found()) == pytest.approx(0.96)


@pytest.mark.parametrize("required", [None, 0])
def test_without_a_requirement_there_is_no_fitting_rate(required: int | None) -> None:
    assert fitting_rate(Fitting("i", "i", "water", 2, 7, required)) is None


def test_more_meters_than_required_are_no_more_than_all() -> None:
    assert fitting_rate(Fitting("i", "i", "water", 2, 9, 8)) == 1.0


def test_a_silent_meter_is_no_leak() -> None:
    lost = leakage(found(None, 4))
    assert (lost.rate, lost.judgement) == (None, Judgement.PART_MISSING)


def test_a_silent_main_meter_leaves_the_total_unknown() -> None:
    silent = found(None, 2)
    assert leakage(silent).judgement is Judgement.NO_AMOUNT
    assert metered_volume_rate(silent[1], silent) is None
    assert verdicts(silent) == dict.fromkeys(Criterion)


def test_leakage_over_a_gap_is_shown_and_not_judged() -> None:
    gap = found({5: use(290, coverage=0.9)})
    assert leakage(gap).rate == pytest.approx(0.04)
    assert leakage(gap).judgement is Judgement.LOW_COVERAGE
    assert verdicts(gap)[Criterion.PIPE_LEAKAGE] is None


def test_a_site_within_the_limits_of_a_water_saving_unit() -> None:
    assert verdicts(found()) == dict.fromkeys(Criterion, True)


def test_a_site_beyond_the_limits_of_a_water_saving_unit() -> None:
    assert verdicts(found({4: use(250)})) == {
        Criterion.UNIT_METERED: True,
        Criterion.SECOND_LEVEL_METERED: False,
        Criterion.PIPE_LEAKAGE: False,
    }


def test_meters_that_were_never_there_belong_to_no_level() -> None:
    there = [*POINTS, point(7, 2, 1, in_place=False)]
    assert levels(there, KNOWN)[1].absent == ()
