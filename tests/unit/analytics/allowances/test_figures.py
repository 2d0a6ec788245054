"""Use, open days, proposals, progress and settlements by hand."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from analytics.allowances.opening import Custom
from analytics.allowances.periods import period
from analytics.allowances.progress import progress
from analytics.allowances.proposal import Candidates, Limits, Standing, Task, propose
from analytics.allowances.settlement import Rate, adjustment, money, settle
from analytics.allowances.use import used
from models.allowances import Basis, Block, Dated, DayUse, Load, Opening, Period, Serving, Use
from models.calendar import Calendar
from models.errors import NoCalendarError

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIMITS = Limits(coverage=0.95, estimated_share=0.1)
NOVEMBER, LAST_NOVEMBER = period(date(2026, 11, 1), 1), period(date(2025, 11, 1), 1)
DINERS = (
    Dated(None, date(2026, 1, 1), diners=430),
    Dated(date(2026, 1, 1), None, diners=440),
)
CANTEEN = Custom(Opening.WORKDAYS, Calendar(), DINERS)


def sure(volume: float) -> Use:
    return Use(volume, estimated_share=0.0, coverage=1.0, revision=1)


def test_days_of_meters_are_added_up_with_their_shares() -> None:
    rows = [
        DayUse("a", date(2026, 11, 1), 12.0, 3.0, 1.0, 2),
        DayUse("b", date(2026, 11, 1), 4.0, 0.0, 1.0, 1),
        DayUse("b", date(2026, 11, 2), 4.0, 0.0, 0.5, 1),
        DayUse("other", date(2026, 11, 1), 9.0, 0.0, 1.0, 1),
        DayUse("a", date(2026, 11, 3), 9.0, 0.0, 1.0, 1),
    ]
    shares = Serving("m3", {"a": 1.0, "b": -0.5})
    found = used(rows, shares, SHANGHAI, date(2026, 11, 1), date(2026, 11, 3))
    # 12 - 2 - 2; 3 of 16 estimated; a has one of two days, b one and a half
    assert found == Use(8.0, 3 / 16, 0.5, 4)


def test_a_day_weighs_by_its_hours() -> None:
    zone = ZoneInfo("Europe/Berlin")
    rows = [DayUse("a", date(2026, 3, 29), 1.0, 0.0, 1.0, 1)]
    found = used(rows, Serving("m3", {"a": 1.0}), zone, date(2026, 3, 28), date(2026, 3, 30))
    assert found.coverage == pytest.approx(23 / 47)


def test_a_meter_without_a_day_covers_nothing() -> None:
    both = Serving("m3", {"a": 1.0, "b": 1.0})
    rows = [DayUse("a", date(2026, 11, 1), 1.0, 0.0, 1.0, 1)]
    assert used(rows, both, SHANGHAI, date(2026, 11, 1), date(2026, 11, 2)).coverage == 0


def test_open_days_are_workdays_without_those_it_is_closed_on() -> None:
    # October 2026: 22 weekdays, 1 to 7 off (five of them weekdays), the 10th worked
    october = (date(2026, 10, 1), date(2026, 11, 1))
    assert len(CANTEEN.open_days(*october)) == 18
    closed = Custom(Opening.DAILY, Calendar(), closed=lambda day: day < date(2026, 10, 11))
    assert len(closed.open_days(*october)) == 21


def test_diners_follow_their_dates_and_meals_of_a_year_its_open_days() -> None:
    turn = (date(2025, 12, 31), date(2026, 1, 6))
    # 31 December, and 5 January: the 1st to 3rd are off, the 4th is a make-up workday
    assert CANTEEN.load(Load.DINER, *turn) == 430 + 440 * 2
    counted = Custom(Opening.WORKDAYS, Calendar(), [Dated(None, None, meals_a_year=248_000)])
    # 2026 has 248 workdays: 1,000 meals on each
    assert counted.meals(date(2026, 11, 2), date(2026, 11, 9)) == pytest.approx(5000)
    assert counted.load(Load.DINER, *turn) is None


def test_a_year_without_calendar_is_no_guess_where_workdays_matter() -> None:
    with pytest.raises(NoCalendarError, match="2040"):
        CANTEEN.open_days(date(2040, 1, 1), date(2040, 2, 1))
    assert Custom(Opening.DAILY, Calendar()).load(Load.OPEN_DAY, date(2040, 1, 1), date(2040, 2, 1)) == 31


def test_a_proposal_scales_last_year_to_days_and_diners_and_the_target() -> None:
    # 20 workdays in November 2025 with 430 diners, 21 in November 2026 with 440
    task = Task(NOVEMBER, CANTEEN, 0.02)
    found = propose(task, Candidates(LAST_NOVEMBER, []), lambda _: sure(118.25), LIMITS)
    assert (found.basis, found.load) == (Basis.LAST_YEAR, Load.DINER)
    assert found.volume == pytest.approx(118.25 / (20 * 430) * (21 * 440) * 0.98)


def test_earlier_periods_stand_in_for_a_last_year_that_is_not_well_known() -> None:
    months = [period(date(2026, month, 1), 1) for month in (10, 9, 8, 7)]
    volumes = dict(zip(months, (90.0, 110.0, 105.0, 999.0), strict=True))
    doubtful = Use(500.0, estimated_share=0.5, coverage=1.0, revision=1)
    daily = Custom(Opening.DAILY, Calendar())

    def use_of(past: Period) -> Use | None:
        return sure(volumes[past]) if past in volumes else doubtful

    found = propose(Task(NOVEMBER, daily, 0.0), Candidates(LAST_NOVEMBER, months), use_of, LIMITS)
    assert (found.basis, found.load) == (Basis.EARLIER_PERIODS, Load.OPEN_DAY)
    # October, September and August: 305 m3 on 92 days; November has 30
    assert found.volume == pytest.approx(305 / 92 * 30)
    assert [each.month for each in found.skipped] == [date(2025, 11, 1)]


def test_without_history_a_default_that_is_filled_in_is_named_as_such() -> None:
    standing = Standing(Load.MEAL, 0.02, "unverified", "食堂规定")
    task = Task(NOVEMBER, CANTEEN, 0.0, (standing,))
    found = propose(task, Candidates(LAST_NOVEMBER, []), lambda _: None, LIMITS)
    assert (found.basis, found.standing) == (Basis.DEFAULT, standing)
    assert found.volume == pytest.approx(0.02 * 21 * 440)
    bare = propose(Task(NOVEMBER, CANTEEN, 0.0), Candidates(LAST_NOVEMBER, []), lambda _: None, LIMITS)
    assert (bare.volume, bare.basis) == (None, Basis.NONE)


def test_progress_compares_with_the_open_days_that_are_over() -> None:
    # 2 to 13 November: ten of 21 workdays
    found = progress(NOVEMBER, CANTEEN, sure(55.0), today=date(2026, 11, 15), approved=105.0, carried=-3.0)
    assert (found.open_days_over, found.open_days, found.until) == (10, 21, date(2026, 11, 15))
    assert (found.due, found.used) == (pytest.approx(50), 52)
    assert found.projected == pytest.approx(55 * 2.1 - 3)
    assert found.per_meal == pytest.approx(55 / 4400)


def test_a_period_that_did_not_begin_has_no_projection() -> None:
    found = progress(NOVEMBER, CANTEEN, sure(0.0), today=NOVEMBER.start - timedelta(1), approved=105.0)
    assert (found.due, found.projected, found.per_meal) == (0, None, None)


def test_a_settlement_rewards_what_is_left_after_what_is_carried() -> None:
    judged = settle(
        sure(110.0), approved=120.0, carried=2.0, asides=0, limits=LIMITS, rates=(Rate(1.5), Rate(3.0))
    )
    assert (judged.saved, judged.amount, judged.blocks) == (8, 12, ())


@pytest.mark.parametrize(
    ("saved", "amount"), [(8.0, 10.0), (4.0, 6.0), (0.0, 0.0), (-4.0, -12.0), (-8.0, -20.0)]
)
def test_money_has_a_rate_and_a_cap_on_either_side(saved: float, amount: float) -> None:
    assert money(saved, Rate(1.5, 10.0), Rate(3.0, 20.0)) == amount


def test_without_a_rate_there_is_no_money() -> None:
    assert money(8.0, Rate(), Rate(3.0)) is None
    assert money(-8.0, Rate(1.5), Rate()) is None


def test_every_reason_not_to_judge_is_named() -> None:
    doubtful = Use(1.0, estimated_share=0.11, coverage=0.94, revision=1)
    judged = settle(doubtful, approved=None, carried=0.0, asides=1, limits=LIMITS)
    assert judged.blocks == tuple(Block)
    assert judged.saved is None
    edge = Use(1.0, estimated_share=0.1, coverage=0.95, revision=1)
    assert settle(edge, approved=1.0, carried=0.0, asides=0, limits=LIMITS).blocks == ()


def test_only_the_further_difference_is_adjusted() -> None:
    assert adjustment(113.0, 110.0, 2.0) == 1
    assert adjustment(112.0 + 1e-9, 110.0, 2.0) is None
