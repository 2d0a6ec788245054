"""When silences hold: over changes of the clock, ends of months, and as two libraries agree."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from models.errors import ConfigError
from models.silences import Recurring, SilenceTime, by_cron, by_rule, once

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
NEW_YEAR = datetime(2026, 1, 1)  # noqa: DTZ001  (by the clock of the zone beside it)

instants = st.datetimes(datetime(2026, 2, 1), datetime(2028, 4, 1), timezones=st.just(UTC))  # noqa: DTZ001
durations = st.integers(1, 36).map(lambda hours: timedelta(hours=hours))
zones = st.sampled_from((SHANGHAI, BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"))
crons = st.builds(
    "{} {} {} {} {}".format,
    st.integers(0, 59),
    st.sampled_from(("*/3", "2", "1,2,13", "23")),
    st.sampled_from(("*", "1", "29-31", "L", "*/10")),
    st.sampled_from(("*", "3,10,12", "2")),
    st.sampled_from(("*", "1-5", "SUN", "5L", "1#1")),
)
rules = st.sampled_from(
    (
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=SA,SU",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=1MO,-1FR",
        "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
        "FREQ=WEEKLY;UNTIL=20271231T000000Z",
        "FREQ=DAILY;COUNT=100",
    )
)


@st.composite
def silences(draw: st.DrawFn) -> Recurring:
    """Silences of either kind that begin on some day and leave a pause."""
    lasts, zone = draw(durations), draw(zones)
    try:
        if draw(st.booleans()):
            return by_cron(draw(crons), min(lasts, 2 * HOUR), zone)
        return by_rule(
            draw(rules), datetime.combine(date(2026, 1, 1), draw(st.times())), min(lasts, DAY - HOUR), zone
        )
    except ConfigError:
        reject()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def changes(silence: SilenceTime, since: str, count: int) -> list[str]:
    """The next begins and ends in UTC, in short."""
    at: datetime | None = utc(since)
    found: list[str] = []
    while len(found) < count and (at := silence.next_change(at)) is not None:
        found.append(f"{at:%m-%dT%H:%M}")
    return found


def test_a_silence_that_is_written_once_holds_from_its_begin_up_to_its_end() -> None:
    silence = once(datetime(2026, 12, 1, 22), datetime(2026, 12, 2, 6), SHANGHAI)  # noqa: DTZ001
    begin, end = utc("2026-12-01T14:00"), utc("2026-12-01T22:00")
    assert (silence.begin, silence.end) == (begin, end)
    assert [silence.is_active(at) for at in (begin - HOUR, begin, end - HOUR, end)] == [
        False,
        True,
        True,
        False,
    ]
    assert [silence.next_change(at) for at in (begin - HOUR, begin, end)] == [begin, end, None]


def test_an_offset_that_was_written_is_kept_whatever_the_zone() -> None:
    assert once(utc("2026-12-01T14:00"), utc("2026-12-01T15:00"), SHANGHAI).begin == utc("2026-12-01T14:00")


def test_every_night_by_the_clock_of_the_place() -> None:
    silence = by_cron("30 22 * * *", 2 * HOUR, SHANGHAI)
    assert changes(silence, "2026-12-31T12:00", 3) == ["12-31T14:30", "12-31T16:30", "01-01T14:30"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # 29 March 2026: clocks go from 02:00 (+1) to 03:00 (+2)
        ("30 2 * * *", ["03-28T01:30", "03-28T02:30", "03-29T01:00", "03-29T02:00", "03-30T00:30"]),
        ("0 22 * * *", ["03-28T21:00", "03-28T22:00", "03-29T20:00"]),
    ],
)
def test_cron_begins_at_the_end_of_a_skipped_hour(expression: str, expected: list[str]) -> None:
    assert changes(by_cron(expression, HOUR, BERLIN), "2026-03-28T00:00", len(expected)) == expected


def test_a_rule_is_moved_by_the_length_of_the_skip() -> None:
    silence = by_rule("FREQ=DAILY", datetime(2026, 1, 1, 2, 30), HOUR, BERLIN)  # noqa: DTZ001
    expected = ["03-28T01:30", "03-28T02:30", "03-29T01:30", "03-29T02:30", "03-30T00:30"]
    assert changes(silence, "2026-03-28T00:00", 5) == expected


@pytest.mark.parametrize(
    "silence",
    [
        by_cron("30 2 * * *", HOUR, BERLIN),
        by_rule("FREQ=DAILY", datetime(2026, 1, 1, 2, 30), HOUR, BERLIN),  # noqa: DTZ001
    ],
)
def test_of_a_time_that_comes_twice_it_is_the_first(silence: Recurring) -> None:
    # 25 October 2026: clocks go from 03:00 (+2) back to 02:00 (+1); an hour passes, whatever the clock says
    expected = ["10-25T00:30", "10-25T01:30", "10-26T01:30", "10-26T02:30"]
    assert changes(silence, "2026-10-24T12:00", 4) == expected
    assert silence.is_active(utc("2026-10-25T01:20"))  # 02:20 for the second time
    assert not silence.is_active(utc("2026-10-25T01:40"))


def test_what_names_every_hour_begins_in_both() -> None:
    expected = ["10-25T00:30", "10-25T00:40", "10-25T01:30", "10-25T01:40", "10-25T02:30"]
    assert changes(by_cron("30 * * * *", timedelta(minutes=10), BERLIN), "2026-10-25T00:00", 5) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # 5 April 2026, Lord Howe Island: clocks go from 02:00 (+11) back to 01:30 (+10:30)
        ("30 */3 * * SUN", ["04-04T13:30", "04-04T17:00", "04-04T20:00"]),
        ("0 */3 * * SUN", ["04-04T13:00", "04-04T16:30", "04-04T19:30"]),
        ("45 * * * SUN", ["04-04T13:45", "04-04T14:45", "04-04T15:15", "04-04T16:15"]),
        ("45 1 5,6 4 *", ["04-04T14:45", "04-05T15:15"]),
    ],
)
def test_no_begin_is_missed_where_clocks_are_changed_by_half_an_hour(
    expression: str, expected: list[str]
) -> None:
    silence = by_cron(expression, timedelta(minutes=20), "Australia/Lord_Howe")
    assert changes(silence, "2026-04-04T12:50", 2 * len(expected))[::2] == expected
    for begin in expected:
        at = utc(f"2026-{begin}")
        held = [silence.is_active(at + timedelta(minutes=minutes)) for minutes in (-1, 0, 19, 20)]
        assert held == [False, True, True, False]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # 29 March 2026, Troll: clocks go from 01:00 (+0) to 03:00 (+2); 25 October: from 03:00 back to 01:00
        ("30 1,2 * * *", ["03-28T01:30", "03-28T02:30", "03-29T01:00", "03-29T23:30"]),
        ("30 */2 25 10 *", ["10-24T22:30", "10-25T00:30", "10-25T02:30", "10-25T04:30"]),
    ],
)
def test_clocks_may_be_changed_by_two_hours(expression: str, expected: list[str]) -> None:
    silence = by_cron(expression, timedelta(minutes=20), "Antarctica/Troll")
    begin = utc(f"2026-{expected[0]}") - timedelta(minutes=1)
    assert changes(silence, f"{begin:%Y-%m-%dT%H:%M}", 2 * len(expected))[::2] == expected


@pytest.mark.parametrize(
    ("lasts", "end"),
    [(DAY, "10-25T23:00"), (DAY + 6 * HOUR, "10-26T05:00"), (23 * HOUR, "10-25T21:00")],
)
def test_whole_days_count_by_the_clock_and_hours_as_they_pass(lasts: timedelta, end: str) -> None:
    # the Sunday of 25 hours
    assert changes(by_cron("0 0 * * SUN", lasts, BERLIN), "2026-10-24T12:00", 2) == ["10-24T22:00", end]


def test_days_that_follow_on_each_other_are_one_silence() -> None:
    silence = by_rule("FREQ=WEEKLY;BYDAY=SA,SU", NEW_YEAR, DAY, SHANGHAI)
    assert changes(silence, "2026-11-27T00:00", 3) == ["11-27T16:00", "11-29T16:00", "12-04T16:00"]


@pytest.mark.parametrize(
    "silence",
    [
        by_cron("0 8 L * *", HOUR, SHANGHAI),
        by_rule("FREQ=MONTHLY;BYMONTHDAY=-1", datetime(2026, 1, 1, 8), HOUR, SHANGHAI),  # noqa: DTZ001
    ],
)
def test_the_last_day_of_a_month_is_found_in_a_leap_year_too(silence: Recurring) -> None:
    begins = changes(silence, "2028-01-15T00:00", 8)[::2]
    assert begins == ["01-31T00:00", "02-29T00:00", "03-31T00:00", "04-30T00:00"]


def test_months_without_a_31st_are_left_out() -> None:
    silence = by_rule("FREQ=MONTHLY", datetime(2026, 1, 31, 8), HOUR, SHANGHAI)  # noqa: DTZ001
    assert changes(silence, "2026-02-01T00:00", 6)[::2] == ["03-31T00:00", "05-31T00:00", "07-31T00:00"]


def test_a_rule_ends_with_its_until_or_its_count_and_begins_with_its_first() -> None:
    until = by_rule("RRULE:FREQ=DAILY;UNTIL=20260102T160000Z", NEW_YEAR, HOUR, SHANGHAI)
    counted = by_rule("freq=daily;count=3", NEW_YEAR, HOUR, SHANGHAI)
    expected = ["12-31T16:00", "12-31T17:00", "01-01T16:00", "01-01T17:00", "01-02T16:00", "01-02T17:00"]
    assert changes(until, "2025-06-01T00:00", 9) == changes(counted, "2025-06-01T00:00", 9) == expected


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 24 * 60 - 1), instants)
def test_a_daily_silence_holds_by_the_minutes_since_its_begin(
    hour: int, minute: int, minutes: int, at: datetime
) -> None:
    silence = by_cron(f"{minute} {hour} * * *", timedelta(minutes=minutes), SHANGHAI)
    since_midnight = (at - utc("2026-01-01T00:00")) + 8 * HOUR
    assert silence.is_active(at) == (
        (since_midnight - timedelta(hours=hour, minutes=minute)) % DAY < minutes * HOUR / 60
    )


@given(
    st.integers(0, 23).filter(lambda hour: hour not in (1, 2)), st.integers(0, 59), zones, durations, instants
)
def test_cron_and_rules_agree_where_no_begin_is_skipped(
    hour: int, minute: int, zone: str, lasts: timedelta, at: datetime
) -> None:
    first = datetime.combine(date(2026, 1, 1), time(hour, minute))
    weekdays = by_cron(f"{minute} {hour} * * 1-5", lasts, zone)
    rule = by_rule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", first, lasts, zone)
    assert weekdays.is_active(at) == rule.is_active(at)
    assert weekdays.next_change(at) == rule.next_change(at)


@given(silences(), instants, st.floats(0, 1, exclude_max=True))
def test_nothing_changes_before_the_next_change_and_then_it_does(
    silence: Recurring, at: datetime, share: float
) -> None:
    change = silence.next_change(at)
    end = change or at + DAY
    between = min(at + share * (end - at), end - timedelta(microseconds=1))
    assert silence.is_active(between) == silence.is_active(at)
    if change is not None:
        assert change > at
        assert silence.is_active(change) != silence.is_active(at)


@given(silences(), instants)
def test_an_instant_is_the_same_in_every_zone(silence: Recurring, at: datetime) -> None:
    there = at.astimezone(silence.zone)
    assert silence.is_active(there) == silence.is_active(at)
    assert silence.next_change(there) == silence.next_change(at)


@pytest.mark.parametrize(
    ("expression", "remedy"),
    [
        ("", "five fields: write minute, hour"),
        ("@daily", "five fields: write minute, hour"),
        ("0 0 0 * * *", "five fields: write minute, hour"),
        ("0 24 * * *", "Bad hour: write minute, hour"),
        ("0 0 30 2 *", "Bad day-of-month: write minute, hour"),
        ("*/5 3 * * *", "more than once an hour: write one minute"),
        ("0 * * * *", "no pause within a year: write a shorter duration"),
    ],
)
def test_a_cron_expression_that_is_none_is_named_with_its_remedy(expression: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as caught:
        by_cron(expression, HOUR, SHANGHAI)
    assert repr(expression) in str(caught.value)
    assert remedy in str(caught.value)


@pytest.mark.parametrize(
    ("rule", "remedy"),
    [
        ("", "needs a FREQ of DAILY"),
        ("FREQ=HOURLY", "needs a FREQ of DAILY"),
        ("FREQ=DAILY\nEXDATE:20261201T000000Z", "needs a FREQ of DAILY"),
        ("FREQ=DAILY;BYHOUR=3", "leave it out"),
        ("FREQ=DAILY;INTERVAL=0", "write a whole number"),
        ("FREQ=DAILY;COUNT=-1", "write a whole number"),
        ("FREQ=WEEKLY;BYDAY=2MO", "needs FREQ=MONTHLY or YEARLY"),
        ("FREQ=WEEKLY;BYDAY=XX", "write it as calendars do"),
        ("FREQ=DAILY;UNTIL=20261231", "with UNTIL in UTC"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "write days that exist"),
    ],
)
def test_a_rule_that_is_none_is_named_with_its_remedy(rule: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as caught:
        by_rule(rule, NEW_YEAR, HOUR, SHANGHAI)
    assert repr(rule) in str(caught.value)
    assert remedy in str(caught.value)


def test_a_zone_an_end_or_a_duration_that_is_wrong_is_named_with_its_remedy() -> None:
    with pytest.raises(ConfigError, match="time zone 'Asia/Jinan': write an IANA name"):
        by_cron("0 0 * * *", HOUR, "Asia/Jinan")
    with pytest.raises(ConfigError, match="ends before it begins, 2026-01-01 00:00:00: write a later end"):
        once(NEW_YEAR, NEW_YEAR, SHANGHAI)
    with pytest.raises(ConfigError, match="lasts 0:00:00: write a duration above 0"):
        by_cron("0 0 * * *", timedelta(0), SHANGHAI)
