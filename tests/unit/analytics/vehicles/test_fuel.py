"""Missing fuel: what is planted is found where it is, and nothing is invented."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.vehicles.fuel import (
    Filling,
    FuelDoubt,
    Level,
    Stand,
    apart,
    fallen,
    over_tank,
    raised,
    unseen,
)
from simulators.demand import Demand
from simulators.site import merge
from simulators.trackers import Logbook
from tests.unit.simulators.compound import site_file, use_file

NIGHT = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
DAY = date(2026, 3, 2)


def levels(*litres: float) -> list[Level]:
    return [Level(NIGHT + number * QUARTER, each) for number, each in enumerate(litres)]


def stand(said: list[Level], idling_s: float = 0) -> list[Stand]:
    return [Stand(said[0].at, said[-1].at, idling_s)]


@pytest.mark.parametrize(
    ("litres", "fall"),
    [
        ((60, 60, 60, 35, 35, 35), 25),
        ((60, 60, 50, 40, 35, 35), 25),
        ((40, 60, 60, 35, 35, 50), 25),
        ((60, 60, 0, 60, 60, 60), None),
        ((60, 60, 60, 60, 60, 0), None),
        ((60, 0, 35, 35), None),
        ((60, 59, 58, 55, 54, 53), None),
        ((35, 35, 60, 60, 60, 60), None),
        ((60, 60, 30), None),
    ],
)
def test_a_fall_counts_where_two_levels_on_either_side_say_so(
    litres: tuple[float, ...], fall: float | None
) -> None:
    said = levels(*litres)
    assert [each.litres for each in fallen(said, stand(said), 8)] == ([] if fall is None else [fall])


def test_what_an_engine_burns_at_standstill_is_no_fall() -> None:
    said = levels(60, 60, 55, 51, 51)
    assert len(fallen(said, stand(said), 8)) == 1
    assert fallen(said, stand(said, idling_s=3600), 8) == []


litres = st.lists(st.floats(0, 80), min_size=0, max_size=30).map(lambda said: levels(*said))


@given(litres.flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
def test_levels_may_come_in_any_order(both: tuple[list[Level], list[Level]]) -> None:
    said, mixed = both
    stands = stand(said) if said else []
    assert fallen(mixed, stands, 8) == fallen(said, stands, 8)
    assert raised(mixed) == raised(said)


@given(litres)
def test_a_level_that_only_rises_has_no_fall_and_one_that_only_falls_no_rise(said: list[Level]) -> None:
    up = levels(*sorted(level.litres for level in said))
    down = levels(*sorted((level.litres for level in said), reverse=True))
    assert fallen(up, stand(up) if up else [], 0.001) == []
    assert raised(down) == 0


@given(litres)
def test_no_fall_is_larger_than_the_levels_are_apart(said: list[Level]) -> None:
    for fall in fallen(said, stand(said) if said else [], 1):
        assert fall.litres is not None
        assert 1 < fall.litres <= max(level.litres for level in said) - min(level.litres for level in said)
        assert said[0].at <= (fall.at or NIGHT) <= said[-1].at


def test_a_rise_is_seen_whatever_a_single_reading_says() -> None:
    assert raised(levels(20, 20, 20, 60, 60, 59, 59)) == 40
    assert raised(levels(20, 20, 80, 20, 20)) == 0
    assert raised(levels(20, 21, 20, 21, 20)) == 0


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [
        (levels(20, 20, 60, 60), []),
        (levels(20, 20, 38, 38), [22]),
        (levels(20, 20, 19, 19), [40]),
        (levels(20, 60, 60), []),
    ],
)
def test_fillings_of_a_day_are_seen_in_the_level_together(said: list[Level], doubtful: list[float]) -> None:
    fillings = [Filling(1, DAY, 25), Filling(2, DAY, 15)]
    found = unseen(fillings, {DAY: said}, 0.5)
    assert [each.litres for each in found] == doubtful
    assert all(each.receipts == (1, 2) and each.doubt is FuelDoubt.UNSEEN for each in found)


def test_a_filling_larger_than_the_tank_is_told_where_the_tank_is_known() -> None:
    fillings = [Filling(1, DAY, 65), Filling(2, DAY, 66.5)]
    assert [(each.receipts, each.litres) for each in over_tank(fillings, 65)] == [((2,), 1.5)]
    assert over_tank(fillings, None) == []


@pytest.mark.parametrize(
    ("driven", "beyond"), [({DAY: 100.0}, [150]), ({DAY: 230.0}, []), ({DAY + timedelta(1): 1.0}, [])]
)
def test_odometers_of_a_day_further_apart_than_was_driven_are_told(
    driven: dict[date, float], beyond: list[float]
) -> None:
    fillings = [Filling(1, DAY, 30, 10_250), Filling(2, DAY, 30, 10_000), Filling(3, DAY, 30)]
    found = apart(fillings, driven, 30)
    assert [each.km for each in found] == beyond
    assert all(each.receipts == (2, 1) for each in found)


def test_of_simulated_days_only_what_is_stolen_is_missing() -> None:
    """Ten days of a vehicle, once as they are and once with 20 L taken at 14:00 of the fifth."""
    file, use = site_file(), use_file()
    assert use.pool is not None
    logbook = Logbook(file.vehicles[0], merge([file]), Demand(7, use), use.pool)
    drafts = [
        draft for number in range(10) for draft in logbook.day(date(2026, 4, 13) + timedelta(number)).drafts
    ]
    at = [datetime.fromtimestamp(draft.at, UTC) for draft in drafts]
    said = [Level(when, draft.values["fuel_l"]) for when, draft in zip(at, drafts, strict=True)]
    on = [draft.values["ignition"] > 0 for draft in drafts]
    stands: list[Stand] = []
    for when, is_on in zip(at, on, strict=True):
        if not is_on and stands and stands[-1].end >= when - QUARTER:
            stands[-1] = Stand(stands[-1].start, when)
        elif not is_on:
            stands.append(Stand(when, when))
    assert fallen(said, stands, 8) == []
    stolen_at = datetime(2026, 4, 17, 6, tzinfo=UTC)
    stolen = [Level(each.at, each.litres - 20) if each.at >= stolen_at else each for each in said]
    (fall,) = fallen(stolen, stands, 8)
    assert fall.at == stolen_at
    assert fall.litres == pytest.approx(20, abs=0.2)
