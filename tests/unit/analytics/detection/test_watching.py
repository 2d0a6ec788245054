"""A site's meters are judged together: a leak is found at the deepest meter it runs through, once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analytics.aggregates import daily
from analytics.detection.leaks import Verdict
from analytics.detection.watching import Ground, Stretch, Watched, watched_site
from analytics.known_days import KnownDays
from models.amounts import Amounts
from models.calendar import Calendar
from models.detection import WatchState

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 5, 1)
NIGHTS = 40
MAIN, BUILDING, FLOOR, LAWN = 1, 2, 3, 4
TREE = [
    Watched(MAIN, None),
    Watched(BUILDING, MAIN),
    Watched(FLOOR, BUILDING),
    Watched(LAWN, MAIN, place_kind="greening"),
]
PARENT = {meter.id: meter.parent for meter in TREE}


def found(leak_at: int, lost: float = 0.02, meters: list[Watched] | None = None) -> dict[int, Verdict]:
    """Judge forty nights of which the last five leak behind one meter."""
    midnight = datetime.combine(FIRST, datetime.min.time(), SHANGHAI).astimezone(UTC)
    first = np.datetime64((midnight - timedelta(days=1)).replace(tzinfo=None), "us")
    hours = first + np.arange((NIGHTS + 1) * 24) * np.timedelta64(1, "h")
    randomness = np.random.default_rng(3)
    use = {meter: randomness.gamma(9, 0.005 / 9, len(hours)) for meter in PARENT}
    use[leak_at][-5 * 24 :] += lost
    for meter in (FLOOR, LAWN, BUILDING):
        parent = PARENT[meter]
        assert parent is not None
        use[parent] = use[parent] + use[meter]
    rows = [
        Amounts(np.full(len(hours), meter), hours, use[meter], 0 * use[meter], 0 * use[meter] + 1)
        for meter in use
    ]
    every = Amounts(
        np.concatenate([row.meter for row in rows]),
        np.concatenate([row.start for row in rows]),
        np.concatenate([row.amount for row in rows]),
        np.concatenate([row.estimated for row in rows]),
        np.concatenate([row.coverage for row in rows]),
    )
    ground = Ground(every, daily(every, SHANGHAI), KnownDays(Calendar()))
    return watched_site(meters or TREE, Stretch(FIRST, NIGHTS, SHANGHAI), ground)


def leaking(verdicts: dict[int, Verdict]) -> list[int]:
    return [meter for meter, verdict in verdicts.items() if verdict.leaks]


def test_a_leak_is_found_at_the_deepest_meter_it_runs_through() -> None:
    assert leaking(found(FLOOR)) == [FLOOR]
    assert leaking(found(BUILDING)) == [BUILDING]
    assert leaking(found(MAIN)) == [MAIN]


def test_what_is_lost_is_told_as_a_share_of_the_daily_use() -> None:
    (leak,) = found(FLOOR)[FLOOR].leaks
    assert leak.share is not None
    assert 3 < leak.share < 5


def test_a_meter_of_lawns_is_excluded_and_its_water_is_nobody_elses_leak() -> None:
    verdicts = found(LAWN)
    assert leaking(verdicts) == []
    assert verdicts[LAWN].state is WatchState.EXCLUDED


def test_a_duty_room_is_excluded_by_its_sub_item() -> None:
    duty = [meter if meter.id != FLOOR else Watched(FLOOR, BUILDING, item="duty_room") for meter in TREE]
    assert leaking(found(FLOOR, meters=duty)) == []
