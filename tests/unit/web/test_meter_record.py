"""How far the hours of a meter can be trusted, and which hours a day has."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboards.panel import Row
from guanjia.translations import translations
from models.registry import Language
from web.console.drawings.hours import parts_options
from web.console.meter_record import MeterRecord, meter_record, next_month, quality
from web.console.session import Seen
from web.console.words import Words

WORDS = Words(Language.EN, translations()[Language.EN])
NOW = datetime(2026, 3, 9, 20, tzinfo=UTC)


def hour(amount: float, estimated: float = 0.0, coverage: float = 1.0, *reasons: str) -> Row:
    return {"amount": amount, "estimated": estimated, "coverage": coverage, "reasons": list(reasons)}


def test_the_quality_of_hours_is_of_their_amounts() -> None:
    found = quality([hour(3), hour(1, 1, 1, "gap"), hour(0, 0, 0.25, "gap", "open")])
    assert (found.amount, found.estimated, found.coverage) == (4, 0.25, 0.75)
    assert found.reasons == {"gap": 2, "open": 1}


def test_of_nothing_nothing_is_said() -> None:
    assert (quality([]).coverage, quality([]).estimated) == (None, None)
    assert quality([hour(0)]).estimated is None


@pytest.mark.parametrize(
    ("day", "next_one"),
    [(date(2026, 1, 31), date(2026, 2, 1)), (date(2026, 12, 1), date(2027, 1, 1))],
)
def test_the_next_month(day: date, next_one: date) -> None:
    assert next_month(day) == next_one


class OneMeter:
    """A meter in a zone, which counted in the first hour that is asked for."""

    def __init__(self, zone: str) -> None:
        self._zone = zone

    def rows(self, name: str, parameters: Mapping[str, object], role: str | None = None) -> list[Row]:
        assert role is not None
        match name:
            case "console/meter":
                known = {"timezone": self._zone, "institution": "i", "place": "p", "device": "d"}
                return [known] if parameters["meter"] == "m" else []
            case "console/meter_hours":
                return [hour(1.0) | {"hour": parameters["since"]}]
            case _:
                return []


def record(zone: str, day: date | None, code: str = "m") -> MeterRecord | None:
    return meter_record(Seen(OneMeter(zone), "guanjia_reader"), code, day, NOW, "en")


def test_today_is_the_day_on_the_clock_of_the_site() -> None:
    found = record("Asia/Shanghai", None)
    assert found is not None
    assert found.day == date(2026, 3, 10)
    assert found.hours[0][0] == datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert found.hours[0][1] is not None
    assert {row is None for _, row in found.hours[1:]} == {True}
    assert [day for day, _ in found.days][-1] == date(2026, 3, 31)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_on_which_clocks_change_has_as_many_hours_as_it_has(day: date, hours: int) -> None:
    found = record("Europe/Berlin", day)
    assert found is not None
    assert len(found.hours) == hours
    assert found.hours[-1][0] - found.hours[0][0] == timedelta(hours=hours - 1)


def test_a_meter_that_is_not_seen_has_no_record() -> None:
    assert record("Asia/Shanghai", None, "other") is None


def test_what_is_estimated_stands_upon_what_was_read() -> None:
    options = parts_options(["a", "b"], [hour(3, 1), None], "t", WORDS)
    assert [part["data"] for part in options["series"]] == [[2, None], [1, None]]
