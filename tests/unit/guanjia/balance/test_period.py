"""Which days a balance is about."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from guanjia.balance.period import period
from models.day_span import DaySpan
from models.errors import GuanjiaError

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
NOVEMBER = DaySpan(date(2026, 11, 1), date(2026, 12, 1))


def test_a_month_that_runs_ends_before_today() -> None:
    found = period(NOVEMBER, SHANGHAI, NOW)
    assert (found.start, found.end, found.days) == (date(2026, 11, 1), date(2026, 11, 21), 20)


def test_today_is_that_of_the_site() -> None:
    late = datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert period(NOVEMBER, SHANGHAI, late).end == date(2026, 11, 22)
    assert period(NOVEMBER, ZoneInfo("America/New_York"), late).end == date(2026, 11, 21)


def test_on_the_first_of_a_month_the_last_one_is_shown() -> None:
    assert period(None, SHANGHAI, datetime(2026, 12, 1, 4, tzinfo=UTC)) == NOVEMBER


def test_today_alone_is_refused_with_the_day_it_is() -> None:
    with pytest.raises(GuanjiaError, match="today is 2026-11-21 in Asia/Shanghai"):
        period(DaySpan(date(2026, 11, 21), date(2026, 11, 22)), SHANGHAI, NOW)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(GuanjiaError, match="--to is the first day after the period"):
        period(DaySpan(date(2026, 11, 2), date(2026, 11, 1)), SHANGHAI, NOW)
