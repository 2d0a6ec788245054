"""Billing periods by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.allowances.periods import between, earlier, period, period_of
from analytics.allowances.proposal import same_period_last_year
from models.allowances import Period

_DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "billing_day", "start", "end"),
    [
        (date(2026, 12, 1), 1, date(2026, 12, 1), date(2027, 1, 1)),
        (date(2026, 12, 19), 20, date(2026, 11, 20), date(2026, 12, 20)),
        (date(2026, 12, 20), 20, date(2026, 12, 20), date(2027, 1, 20)),
        (date(2027, 1, 5), 28, date(2026, 12, 28), date(2027, 1, 28)),
    ],
)
def test_a_period_begins_on_the_billing_day_and_is_named_by_that_month(
    day: date, billing_day: int, start: date, end: date
) -> None:
    assert period_of(day, billing_day) == Period(start.replace(day=1), start, end)


@given(day=_DAYS, billing_day=st.integers(1, 28))
def test_every_day_lies_in_one_period(day: date, billing_day: int) -> None:
    found = period_of(day, billing_day)
    assert found.start <= day < found.end
    assert period(earlier(found.month, -1), billing_day).start == found.end
    assert period(earlier(found.month, 1), billing_day).end == found.start


def test_a_changed_billing_day_stretches_or_shortens_one_period() -> None:
    december = period(date(2026, 12, 1), 20)
    assert between(december, date(2026, 12, 1), None).days == 50
    assert between(period(date(2026, 12, 1), 1), date(2026, 12, 20), None).days == 12
    assert between(december, None, date(2027, 1, 1)).end == date(2027, 1, 1)


def test_last_year_is_the_same_days_a_year_earlier() -> None:
    assert same_period_last_year(period(date(2028, 2, 1), 28)) == period(date(2027, 2, 1), 28)
