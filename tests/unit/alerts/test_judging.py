"""What the over-quota rule sees of a row of figures."""

import pytest

from alerts.judge import judge
from alerts.seeing.quotas import quota_observations
from models.alerts import Lack, Observation, State
from models.quota_progress import QuotaProgress
from tests.unit.alerts.samples import NOW, PROGRESS, shipped_rule


def observe(**changed: float) -> Observation:
    row = QuotaProgress.model_validate(PROGRESS.model_dump() | changed)
    return next(quota_observations(shipped_rule(), [row], NOW))


def test_the_value_is_the_share_used_over_the_share_due() -> None:
    observation = observe()
    assert observation.value == pytest.approx(1.6303, abs=1e-4)
    assert observation.lack is None


@pytest.mark.parametrize(
    ("changed", "lack"),
    [
        ({"observed_days": 6.9}, Lack.OBSERVED_DAYS),
        ({"due_share": 0.0}, Lack.OBSERVED_DAYS),
        ({"coverage": 0.79}, Lack.COVERAGE),
    ],
)
def test_what_cannot_be_judged_has_no_value_and_says_why(changed: dict[str, float], lack: Lack) -> None:
    observation = observe(**changed)
    assert (observation.value, observation.lack) == (None, lack)


def test_the_minimum_days_and_coverage_themselves_are_enough() -> None:
    assert observe(observed_days=7.0, coverage=0.8).lack is None


def test_the_figures_survive_the_way_through_the_database() -> None:
    assert QuotaProgress.model_validate(observe().figures) == PROGRESS


def test_an_institution_within_its_quota_gets_no_row() -> None:
    assert judge(shipped_rule(), [observe(used_share=0.09)], {}, NOW) == []


def test_an_institution_over_its_quota_fires() -> None:
    (judged,) = judge(shipped_rule(), [observe()], {}, NOW)
    assert judged.state.state is State.FIRING


def test_the_worked_example_of_over_use() -> None:
    assert PROGRESS.over_share == pytest.approx(0.63, abs=0.001)
    assert PROGRESS.over_amount == pytest.approx(906.6, abs=0.1)
    assert PROGRESS.over_a_day == pytest.approx(25.9, abs=0.01)
    assert PROGRESS.over_a_year == pytest.approx(9455, abs=1)
    assert PROGRESS.allowed_a_day == pytest.approx(41.1, abs=0.01)
