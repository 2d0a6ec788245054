"""A window around stale hours gives what the whole series gives, bit for bit."""

from datetime import timedelta
from typing import TypeVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.accounts import Account, Exceptions, Hours, chosen, merged, selected
from analytics.hours import hourly_consumption
from analytics.registers import Installations, Instants, Readings
from analytics.windows import BEGINNING, END, Span, context_for, recompute, stale_spans
from models.registers import InstalledMeter, RegisterWindow
from tests.unit.analytics.meters import arrays, at, installed, readings
from tests.unit.analytics.test_laws import equal, same

HOUR = 3_600_000_000
BEGIN = int(at(0).timestamp()) * 1_000_000
LENGTH = 900

troubles = st.lists(
    st.tuples(
        st.integers(-150, 150),
        st.integers(1, 6),
        st.sampled_from(["zero", "spike", "noise", "shift", "jump", "still", "lost"]),
    ),
    min_size=1,
    max_size=8,
)
"""Where around the first stale hour (in readings), how many readings, and what happens to them."""

series_of_meters = st.sampled_from(
    [
        (installed(),),
        (installed(max_rate_per_hour=8.0, modulus=1050.0),),
        (installed(modulus=2000.0),),
        (installed(modulus=20.0, max_rate_per_hour=8.0),),
        (installed(two_way=True, max_rate_per_hour=8.0),),
        (installed(start_register=999.0, max_rate_per_hour=8.0),),
        (
            installed(valid_to=at(1510), end_register=1026.0, max_rate_per_hour=8.0),
            installed(valid_from=at(1510), start_register=0.0, max_rate_per_hour=8.0),
        ),
    ]
)

contexts = st.sampled_from([1, 4, 16])


def troubled(kinds: list[tuple[int, int, str]], hour: int, seed: int) -> list[tuple[float, float]]:
    rng = np.random.default_rng(seed)
    values = 1000 + np.cumsum(rng.uniform(0, 1, LENGTH))
    lost = np.zeros(LENGTH, dtype=bool)
    for offset, length, kind in kinds:
        place = min(max(4 * hour + offset, 0), LENGTH - 1)
        part = slice(place, place + length)
        match kind:
            case "zero":
                values[part] = 0
            case "spike":
                values[part] += 500
            case "noise":
                values[part] = rng.uniform(0, 1e3, len(values[part]))
            case "shift":
                values[place:] -= 900
            case "jump":
                values[place:] += 9000
            case "still":
                values[place : place + 60 * length] = values[place]
            case _:
                lost[place : place + 8 * length] = True
    return [(15.0 * k, float(values[k])) for k in range(LENGTH) if not lost[k]]


def shown(rows: list[tuple[float, float]], meters: tuple[InstalledMeter, ...]) -> list[tuple[float, float]]:
    modulus = meters[0].modulus
    return rows if modulus is None else [(minutes, value % modulus) for minutes, value in rows]


def load(whole: Readings, stale: Span, context: int) -> RegisterWindow:
    """What the query reads: context, the hour it lies in, and as much again, on either side."""
    micros = whole.at.view(np.int64)
    low, high = int(np.searchsorted(micros, stale.start)), int(np.searchsorted(micros, stale.end))
    first, last = 0, len(micros)
    if low >= context:
        near = int(np.searchsorted(micros, micros[low - context] // HOUR * HOUR))
        first = max(near - context, -1) if near >= context else -1
    else:
        first = -1
    if high + context <= len(micros):
        near = int(np.searchsorted(micros, micros[high + context - 1] // HOUR * HOUR + HOUR))
        last = near + context if near + context <= len(micros) else -1
    else:
        last = -1
    part = slice(max(first, 0), len(micros) if last < 0 else last)
    return RegisterWindow(whole.at[part], whole.value[part], first < 0, last < 0)


def recomputed(
    whole: Readings, stale: Span, installations: Installations, context: int
) -> tuple[Account, Span]:
    while True:
        account, spans = recompute([stale], [load(whole, stale, context)], installations, context)
        if spans[0] is not None:
            return account, spans[0]
        context *= 4


def borders(span: Span) -> tuple[np.ndarray, np.ndarray]:
    return np.array([span.start]), np.array([span.end])


@settings(max_examples=300)
@given(troubles, st.integers(0, 9), series_of_meters, st.integers(0, 220), st.integers(1, 5), contexts)
def test_a_window_gives_the_same_hours_as_the_whole_series(
    kinds: list[tuple[int, int, str]],
    seed: int,
    meters: tuple[InstalledMeter, ...],
    hour: int,
    length: int,
    context: int,
) -> None:
    whole, installations = readings(shown(troubled(kinds, hour, seed), meters)), arrays(*meters)
    stale = Span(BEGIN + hour * HOUR, BEGIN + (hour + length) * HOUR)
    account, span = recomputed(whole, stale, installations, context)
    assert span.start <= stale.start
    assert span.end >= stale.end
    assert equal(account, selected(hourly_consumption(whole, installations), *borders(span)))


@settings(max_examples=300)
@given(troubles, st.integers(0, 9), series_of_meters, st.integers(0, 220), st.integers(1, 5), contexts)
def test_nothing_outside_the_rewritten_span_depends_on_the_stale_hours(
    kinds: list[tuple[int, int, str]],
    seed: int,
    meters: tuple[InstalledMeter, ...],
    hour: int,
    length: int,
    context: int,
) -> None:
    rows, installations = shown(troubled(kinds, hour, seed), meters), arrays(*meters)
    before = readings([row for row in rows if not hour * 60 <= row[0] < (hour + length) * 60])
    after = readings(rows)
    stale = Span(BEGIN + hour * HOUR, BEGIN + (hour + length) * HOUR)
    _, span = recomputed(after, stale, installations, context)
    account_before = hourly_consumption(before, installations)
    account_after = hourly_consumption(after, installations)
    for outside in (Span(BEGINNING, span.start), Span(span.end, END)):
        one = selected(account_before, *borders(outside))
        assert equal(one, selected(account_after, *borders(outside)))


Table = TypeVar("Table", Hours, Exceptions)


def outside(table: Table, when: Instants, span: Span) -> Table:
    moment = when.view(np.int64)
    return chosen(table, (moment < span.start) | (moment >= span.end))


@settings(max_examples=60)
@given(troubles, st.integers(0, 9), series_of_meters, st.integers(0, 220), st.integers(1, 12))
def test_recomputing_after_each_batch_gives_what_sorted_delivery_gives(
    kinds: list[tuple[int, int, str]],
    seed: int,
    meters: tuple[InstalledMeter, ...],
    hour: int,
    batches: int,
) -> None:
    rows, installations = shown(troubled(kinds, hour, seed), meters), arrays(*meters)
    order = np.random.default_rng(seed).permutation(len(rows))
    account, arrived = hourly_consumption(readings([]), installations), list[tuple[float, float]]()
    for batch in np.array_split(order, batches):
        arrived += [rows[place] for place in batch]
        late = readings([rows[place] for place in batch]).at
        stale = np.unique(late.astype("datetime64[h]")).astype("datetime64[us]")
        for span in stale_spans(stale):
            fresh, rewritten = recomputed(readings(arrived), span, installations, 16)
            parts = [
                Account(
                    outside(account.hours, account.hours.hour, rewritten),
                    outside(account.aside, account.aside.at, rewritten),
                    outside(account.flagged, account.flagged.at, rewritten),
                    fresh.gaps,
                ),
                fresh,
            ]
            account = merged(parts)
    whole = hourly_consumption(readings(rows), installations)
    assert same(account.hours, whole.hours)
    assert same(account.aside, whole.aside)
    assert same(account.flagged, whole.flagged)


def test_a_clean_series_needs_only_its_neighbourhood() -> None:
    whole = readings(troubled([], 0, 0))
    stale = Span(BEGIN + 100 * HOUR, BEGIN + 101 * HOUR)
    rated = arrays(installed(max_rate_per_hour=8.0))
    assert context_for(rated).tolist() == [16]
    _, spans = recompute([stale], [load(whole, stale, 16)], rated, 16)
    assert spans == [Span(BEGIN + 96 * HOUR, BEGIN + 105 * HOUR)]
    context = int(context_for(arrays())[0])
    _, spans = recompute([stale], [load(whole, stale, context)], arrays(), context)
    assert spans == [Span(BEGIN + 70 * HOUR, BEGIN + 131 * HOUR)]


def test_stale_hours_a_week_apart_are_windows_of_their_own() -> None:
    hours = np.array([0, 1, 100, 400], dtype="timedelta64[h]") + np.datetime64("2026-11-01T00", "us")
    spans = stale_spans(hours)
    assert [timedelta(microseconds=span.end - span.start) for span in spans] == [
        timedelta(hours=101),
        timedelta(hours=1),
    ]
