"""The correctness table: 12 hours of 1.00 in every row, and flagged or set aside what must be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analytics.accounts import ASIDE_REASONS, FLAG_REASONS, Account, reason_names
from analytics.aggregates import daily
from analytics.hours import hourly_consumption
from models.amounts import Amounts
from models.consumption import AsideReason, FlagReason, HourReason
from models.registers import InstalledMeter
from tests.unit.analytics.meters import arrays, at, installed, readings, steady

Rows = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Case:
    """`hours` and `estimated` name hours that are not 1.00, and hours that may be estimated."""

    rows: Rows
    installed: tuple[InstalledMeter, ...] = (installed(),)
    hours: dict[int, float] = field(default_factory=dict)
    estimated: frozenset[int] = frozenset()
    flagged: tuple[float, ...] = ()
    aside: tuple[tuple[float, float, AsideReason], ...] = ()


def without(rows: Rows, begin: float, end: float) -> list[tuple[float, float]]:
    return [row for row in rows if not begin < row[0] < end]


def changed(rows: Rows, **values: float) -> list[tuple[float, float]]:
    replaced = {float(name.removeprefix("m")): value for name, value in values.items()}
    return [(minutes, replaced.get(minutes, value)) for minutes, value in rows]


def wrapped(rows: Rows, modulus: float) -> list[tuple[float, float]]:
    return [(minutes, value % modulus) for minutes, value in rows]


def swap(new: float) -> Case:
    return Case(
        [*steady(0, 360), *steady(390, 720, new + 0.25)],
        (
            installed(valid_to=at(375), end_register=1006.25),
            installed(valid_from=at(375), start_register=new),
        ),
    )


_PLAUSIBLE = (installed(max_rate_per_hour=10.0),)

CASES: dict[str, Case] = {
    "clean": Case(steady()),
    "3 h lost": Case(without(steady(), 180, 360), estimated=frozenset({3, 4, 5})),
    "8 h lost": Case(without(steady(), 120, 600), estimated=frozenset(range(2, 10))),
    "lost across an edge": Case(without(steady(), 210, 270), estimated=frozenset({3, 4})),
    "rollover at 1006": Case(wrapped(steady(), 1006), (installed(modulus=1006.0),)),
    "rollover at 1006 with a rate": Case(
        wrapped(steady(), 1006), (installed(modulus=1006.0, max_rate_per_hour=5.0),)
    ),
    "two rollovers": Case(wrapped(steady(first=3), 5), (installed(modulus=5.0, max_rate_per_hour=2.0),)),
    "rollover inside a gap": Case(
        without(wrapped(steady(), 1006), 300, 420),
        (installed(modulus=1006.0),),
        estimated=frozenset({5, 6}),
    ),
    "swap to a lower register": swap(0.0),
    "swap to a higher register": swap(8000.0),
    "one bad zero": Case(changed(steady(), m375=0.0), flagged=(375,)),
    "one bad zero with a modulus": Case(
        changed(steady(), m375=0.0), (installed(modulus=1e5),), flagged=(375,)
    ),
    "one +500 spike": Case(changed(steady(), m375=1506.25), flagged=(375,)),
    "one -500 dip": Case(changed(steady(), m375=506.25), flagged=(375,)),
    "two bad zeros": Case(changed(steady(), m375=0.0, m390=0.0), flagged=(375, 390)),
    "a spike, then a dip": Case(changed(steady(), m375=1506.0, m390=700.0), _PLAUSIBLE, flagged=(375, 390)),
    "three bad readings": Case(
        changed(steady(), m375=0.0, m390=2e3, m405=0.0), _PLAUSIBLE, flagged=(375, 390, 405)
    ),
    "a bad last reading": Case(changed(steady(), m720=0.0), estimated=frozenset({11}), flagged=(720,)),
    "a bad first reading": Case(changed(steady(), m0=7000.0), estimated=frozenset({0}), flagged=(0,)),
    "a bad first reading after a recorded register": Case(
        changed(steady(), m15=7000.0), (installed(start_register=1000.0),), flagged=(15,)
    ),
    "3 h backlog arrives late": Case([*without(steady(), 180, 360), *reversed(steady(195, 345, 1003.25))]),
    "duplicates": Case([*steady(), *steady()]),
    "the same key twice with different values": Case([*steady(), (375, 9999.0)]),
    "unrecorded swap to a lower register": Case(
        [*steady(0, 360), *steady(375, 720, 5.0)],
        hours={6: 0.75},
        aside=((375, 5.0 - 1006.0, AsideReason.DROP),),
    ),
    "unrecorded swap to a higher register": Case(
        [*steady(0, 360), *steady(375, 720, 7000.0)],
        _PLAUSIBLE,
        hours={6: 0.75},
        aside=((375, 7000.0 - 1006.0, AsideReason.JUMP),),
    ),
    "unrecorded swap to a higher register, no rate known": Case(
        [*steady(0, 360), *steady(375, 720, 7000.0)],
        hours={6: 0.75},
        aside=((375, 7000.0 - 1006.0, AsideReason.JUMP),),
    ),
    "a reading above the modulus": Case(
        changed(steady(), m375=5e6), (installed(modulus=1e5),), flagged=(375,)
    ),
    "in place before the first reading": Case(
        steady(60, 720, 1001.0), (installed(start_register=1000.0),), estimated=frozenset({0})
    ),
}


def hours_of(account: Account) -> dict[int, float]:
    begin = np.datetime64(at(0).replace(tzinfo=None), "us")
    places = (account.hours.hour - begin) // np.timedelta64(1, "h")
    return dict(zip(places.tolist(), account.hours.amount.tolist(), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_row_of_the_correctness_table_is_right(name: str) -> None:
    case = CASES[name]
    account = hourly_consumption(readings(case.rows), arrays(*case.installed))
    expected = dict.fromkeys(range(12), 1.0) | case.hours
    assert hours_of(account) == pytest.approx(expected, abs=1e-9)
    parts = zip(hours_of(account), account.hours.estimated, strict=True)
    assert {hour for hour, part in parts if part != 0} == case.estimated
    instants = [np.datetime64(at(minutes).replace(tzinfo=None), "us") for minutes in case.flagged]
    assert account.flagged.at.tolist() == np.array(instants, "datetime64[us]").tolist()
    assert [ASIDE_REASONS[reason] for reason in account.aside.reason] == [row[2] for row in case.aside]
    assert account.aside.value.tolist() == pytest.approx([row[1] for row in case.aside])
    assert [when.replace(tzinfo=at(0).tzinfo) for when in account.aside.at.tolist()] == [
        at(row[0]) for row in case.aside
    ]


def reasons_of(account: Account, hour: int) -> list[HourReason]:
    return reason_names(int(account.hours.reasons[list(hours_of(account)).index(hour)]))


def test_hours_say_what_happened_in_them() -> None:
    gap = hourly_consumption(readings(CASES["3 h lost"].rows), arrays())
    assert reasons_of(gap, 2) == []
    assert reasons_of(gap, 3) == [HourReason.GAP]
    assert gap.hours.coverage.tolist() == [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    zero = hourly_consumption(readings(CASES["one bad zero"].rows), arrays())
    assert reasons_of(zero, 6) == [HourReason.GLITCH]
    assert FLAG_REASONS[zero.flagged.reason[0]] is FlagReason.GLITCH
    rollover = CASES["rollover at 1006"]
    account = hourly_consumption(readings(rollover.rows), arrays(*rollover.installed))
    assert reasons_of(account, 5) == [HourReason.ROLLOVER]
    swapped = CASES["swap to a lower register"]
    account = hourly_consumption(readings(swapped.rows), arrays(*swapped.installed))
    assert reasons_of(account, 6) == [HourReason.INSTALLATION]
    lost = CASES["unrecorded swap to a lower register"]
    assert reasons_of(hourly_consumption(readings(lost.rows), arrays()), 6) == [HourReason.SET_ASIDE]
    above = CASES["a reading above the modulus"]
    flagged = hourly_consumption(readings(above.rows), arrays(*above.installed)).flagged
    assert FLAG_REASONS[flagged.reason[0]] is FlagReason.ABOVE_MODULUS


def test_the_multiplier_changes_with_the_installation() -> None:
    by_40 = [(m, 100 + m / 60 / 40) for m in range(0, 360, 15)]
    by_60 = [(m, (m - 360) / 60 / 60) for m in range(375, 735, 15)]
    old = installed(valid_to=at(360), end_register=100.15, multiplier=40.0)
    new = installed(valid_from=at(360), start_register=0.0, multiplier=60.0)
    account = hourly_consumption(readings([*by_40, *by_60]), arrays(old, new))
    assert hours_of(account) == pytest.approx(dict.fromkeys(range(12), 1.0), abs=1e-9)
    assert not account.hours.estimated.any()


def test_an_hour_without_readings_on_one_side_is_open_and_counts_only_what_is_known() -> None:
    account = hourly_consumption(readings(steady(30, 90)), arrays())
    assert hours_of(account) == pytest.approx({0: 0.5, 1: 0.5})
    assert account.hours.coverage.tolist() == pytest.approx([0.5, 0.5])
    assert reasons_of(account, 0) == [HourReason.OPEN]


def test_readings_at_odd_minutes_keep_the_total_and_never_run_negative() -> None:
    rng = np.random.default_rng(1)
    load = rng.uniform(0, 3, 13)
    edges = np.concatenate([[0.0], np.cumsum(load)])
    minutes = np.arange(0, 12 * 60 + 1, 17)
    rows = [(float(m), float(1000 + np.interp(m / 60, np.arange(14), edges))) for m in minutes]
    account = hourly_consumption(readings(rows), arrays())
    assert account.hours.amount.sum() == pytest.approx(rows[-1][1] - rows[0][1], rel=1e-12)
    assert (account.hours.amount >= 0).all()
    wrong = np.abs(account.hours.amount[:11] - load[:11])
    assert wrong.max() <= 2 * 17 / 60 * 3


def test_one_reading_a_day_gives_exact_days_of_estimated_hours() -> None:
    rows = [(day * 1440.0, 1000.0 + day * 24) for day in range(31)]
    account = hourly_consumption(readings(rows), arrays())
    assert len(account.hours.hour) == 30 * 24
    assert np.add.reduceat(account.hours.amount, np.arange(0, 720, 24)) == pytest.approx(24.0)
    assert account.hours.estimated == pytest.approx(account.hours.amount)
    expected = hourly_consumption(readings(rows), arrays(interval=timedelta(days=1)))
    assert expected.hours.estimated == pytest.approx(expected.hours.amount)
    assert expected.hours.coverage.min() == 1.0
    assert reasons_of(expected, 5) == [HourReason.COARSE]
    of = expected.hours
    days = daily(Amounts(of.meter, of.hour, of.amount, of.estimated, of.coverage), ZoneInfo("UTC"))
    assert days.amount == pytest.approx(24.0)
    assert not days.estimated.any()


def test_an_hourly_meter_measures_its_hours() -> None:
    rows = [(hour * 60.0, 1000.0 + hour) for hour in range(13)]
    account = hourly_consumption(readings(rows), arrays(interval=timedelta(hours=1)))
    assert not account.hours.estimated.any()
    assert account.hours.coverage.min() == 1.0


def test_a_meter_that_stands_still_has_zero_hours_that_are_not_estimated() -> None:
    still = [(float(m), 1000.0) for m in range(0, 1441, 15)]
    account = hourly_consumption(readings([*still, *steady(1455, 1800, 1000.25)]), arrays())
    day = account.hours.amount[:24]
    assert day.tolist() == [0.0] * 24
    assert not account.hours.estimated.any()
    assert account.hours.coverage.min() == 1.0


def test_a_two_way_meter_counts_backwards_and_another_sets_it_aside() -> None:
    back = [(float(m), 1006 - (m - 360) / 60) for m in range(375, 615, 15)]
    rows = [*steady(0, 360), *back, *steady(615, 720, 1002.25)]
    two_way = hourly_consumption(readings(rows), arrays(installed(two_way=True, max_rate_per_hour=5.0)))
    assert two_way.hours.amount.tolist() == pytest.approx([1.0] * 6 + [-1.0] * 4 + [1.0] * 2)
    one_way = hourly_consumption(readings(rows), arrays(*_PLAUSIBLE))
    assert one_way.hours.amount.min() >= 0
    assert {ASIDE_REASONS[reason] for reason in one_way.aside.reason} == {AsideReason.REVERSE}
    assert one_way.hours.amount.sum() + one_way.aside.value.sum() == pytest.approx(4.0)


def test_a_register_that_jumps_is_believed_from_the_fourth_reading_on() -> None:
    before = steady(0, 360)
    for count in (1, 2, 3):
        account = hourly_consumption(readings([*before, *steady(375, 360 + 15 * count, 5.0)]), arrays())
        assert len(account.flagged.at) == count
        assert len(account.aside.at) == 0
    account = hourly_consumption(readings([*before, *steady(375, 420, 5.0)]), arrays())
    assert len(account.flagged.at) == 0
    assert account.aside.value.tolist() == [5.0 - 1006.0]


def test_readings_outside_every_installation_count_nothing() -> None:
    in_place = installed(valid_from=at(240), valid_to=at(480))
    account = hourly_consumption(readings(steady()), arrays(in_place))
    assert hours_of(account) == pytest.approx({4: 1.0, 5: 1.0, 6: 1.0, 7: 0.75})


def test_a_meter_without_installation_has_no_hours() -> None:
    account = hourly_consumption(readings(steady()), arrays(installed(meter_id=0, valid_from=at(10_000))))
    assert len(account.hours.hour) == 0
