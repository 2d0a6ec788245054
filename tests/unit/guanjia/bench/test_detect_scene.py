"""The scenes of `guanjia bench detect` are what they claim to be, and its figures are counted by hand."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from guanjia.bench.detect_outcome import Missed, Outcome, scores
from guanjia.bench.detect_scene import HISTORY_DAYS, JUDGED_DAYS, daily_use, scene
from guanjia.commands.scenario_files import read_scenario
from simulators.scenario import Leak

FILES = read_scenario("clean")
SITE = FILES.sites["office"]
ZONE = ZoneInfo("Asia/Shanghai")


def test_the_same_seed_gives_the_same_scene() -> None:
    assert scene(3, SITE, FILES.use, ZONE) == scene(3, SITE, FILES.use, ZONE)
    assert scene(3, SITE, FILES.use, ZONE) != scene(4, SITE, FILES.use, ZONE)


def test_leaks_begin_within_the_judged_days_and_are_told_by_size() -> None:
    made = scene(3, SITE, FILES.use, ZONE)
    assert all(HISTORY_DAYS <= leak.from_day < HISTORY_DAYS + JUDGED_DAYS for leak in made.leaks)
    assert all(0.01 < made.share(leak) < 0.7 for leak in made.leaks)
    assert len(made.scenario.leaks) > len(made.leaks)


def test_a_meter_uses_what_those_below_it_use() -> None:
    uses = daily_use(SITE.meters, FILES.use)
    assert uses["w2-c"] == pytest.approx(uses["w3-c-hall"] + uses["w3-c-tea"])
    # 0.6 m3 on 248 workdays of 365, 0.1 on the others
    assert uses["w3-c-hall"] == pytest.approx((0.6 * 248 + 0.1 * 117) / 365)


def outcome(hours: float | None) -> Outcome:
    leak = Leak(meter="w2-a", from_day=1, m3_per_hour=1)
    delay = None if hours is None else timedelta(hours=hours)
    return Outcome(leak, 0.1, delay, None if hours else Missed.IN_THE_SPREAD, 3.0)


def test_precision_recall_and_delay_are_those_of_a_count_by_hand() -> None:
    found = scores([outcome(10), outcome(20), outcome(60), outcome(None)], false=1)
    assert (found.recall, found.precision, found.f1) == (0.75, 0.75, 0.75)
    assert found.median_delay == 20
