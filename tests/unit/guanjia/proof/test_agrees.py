"""The proof finds nothing to say of what the register engine computes, whatever the readings are."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analytics.accounts import Account
from analytics.hours import hourly_consumption
from analytics.registers import Installations, installations, micros
from guanjia.proof.stretch import MeterProof, Stretch, groups, set_aside, span
from guanjia.proof.turned import turned
from models.registers import InstalledMeter
from storage.proof import Books, HourSum, ProvedInstallation, Totals
from tests.unit.analytics.meters import QUARTER, at, installed, readings

_MODULUS = 1000.0
_CHANGES = st.sampled_from([700, 720, 725])
"""Minutes at which a meter is changed: within an hour, on the hour, within the next."""

_odd = st.one_of(st.floats(0, 999.9), st.sampled_from([0.0, 500.0, 998.0, 999.5, 2000.0]))


@st.composite
def _registers(draw: st.DrawFn) -> list[tuple[int, float]]:
    """Draw a register that counts every quarter, wraps, and is odd or silent here and there."""
    step = draw(st.sampled_from([0.0, 0.1, 0.25, 4.0]))
    first = draw(st.sampled_from([0.0, 500.0, 990.0]))
    count = draw(st.integers(0, 100))
    rows = {15 * k: (first + k * step) % _MODULUS for k in range(count)}
    odd = draw(st.dictionaries(st.integers(0, max(count - 1, 0)), st.none() | _odd, max_size=12))
    for k, value in odd.items():
        rows[15 * k] = value if value is not None else -1.0
    late = draw(st.dictionaries(st.integers(0, 1500), _odd, max_size=6))
    return [(minute, value) for minute, value in sorted((late | rows).items()) if value >= 0]


_meters = st.builds(
    installed,
    modulus=st.sampled_from([None, _MODULUS]),
    multiplier=st.sampled_from([1.0, 40.0, 0.1]),
    max_rate_per_hour=st.sampled_from([None, 2.0, 50.0]),
    start_register=st.sampled_from([None, 0.0, 500.0]),
    end_register=st.sampled_from([None, 501.0]),
    valid_to=st.sampled_from([None, at(1501)]),
    two_way=st.booleans(),
)


def _one_after_another(
    one: InstalledMeter, other: InstalledMeter, change: int | None, pause: int
) -> list[InstalledMeter]:
    if change is None:
        return [one]
    before = replace(one, valid_to=at(change))
    return [before, replace(other, valid_from=at(change + pause), two_way=one.two_way)]


def _books(rows: list[tuple[int, float]], meters: list[InstalledMeter], of: Account) -> Books:
    given_readings = readings(rows)
    return Books(
        [
            ProvedInstallation(
                "",
                meter.valid_from,
                meter.valid_to,
                meter.start_register,
                meter.end_register,
                meter.modulus,
                meter.multiplier,
                meter.two_way,
            )
            for meter in meters
        ],
        QUARTER,
        micros(given_readings.at),
        given_readings.value,
        micros(of.flagged.at),
        micros(of.aside.at),
        of.aside.value,
    )


def _hours(of: Account, group: list[ProvedInstallation]) -> HourSum:
    start, end = span(group)
    hour = of.hours.hour
    within = hour >= np.datetime64(start.replace(tzinfo=None), "us")
    if end is not None:
        within &= hour < np.datetime64(end.replace(tzinfo=None), "us")
    amount = of.hours.amount[within]
    return HourSum(len(amount), float(amount.sum()), 0.0, int((amount < 0).sum()))


def _proof(rows: list[tuple[int, float]], meters: list[InstalledMeter]) -> MeterProof:
    arrays: Installations = installations([(0, QUARTER, meter) for meter in meters])
    of = hourly_consumption(readings(rows), arrays)
    books = _books(rows, meters, of)
    stretches = [
        Stretch(
            tuple(turned(one, books) for one in group),
            _hours(of, group),
            set_aside(group, books),
            any(one.two_way for one in group),
        )
        for group in groups(books)
    ]
    total = float(of.hours.amount.sum())
    return MeterProof("", "m3", stretches, Totals(len(of.hours.hour), total, total, total))


@given(_registers(), _meters, _meters, st.none() | _CHANGES, st.sampled_from([0, 5, 60, 90]))
def test_what_is_computed_is_proved(
    rows: list[tuple[int, float]], one: InstalledMeter, other: InstalledMeter, change: int | None, pause: int
) -> None:
    meters = _one_after_another(one, other, change, pause)
    # a reading at the very instant of a recorded start is told from the end before it by nobody
    told_apart = [row for row in rows if change is None or row[0] != change + pause]
    assert _proof(told_apart, meters).faults == []


def test_the_law_sees_registers_that_wrap_fall_glitch_and_end_on_a_glitch() -> None:
    rows = [(15 * k, (990 + k / 4) % 1000) for k in range(96)]
    rows[20] = (300, 0.0)
    rows[-1] = (rows[-1][0], 700.0)
    rows[60:-1] = [(minute, value + 300) for minute, value in rows[60:-1]]
    meter = installed(modulus=_MODULUS, max_rate_per_hour=2.0, valid_from=at(0) - timedelta(days=1))
    (stretch,) = _proof(rows, [meter]).stretches
    assert stretch.meters[0].rollovers == 1
    assert stretch.set_aside == 300.25
    assert stretch.carried_on > 0
    assert stretch.relative < 1e-12
