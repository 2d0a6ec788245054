"""Rows are asked of the database once for all who look."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from dashboards.panel import Chart, Column, Format, Panel, Row
from dashboards.view import View
from models.errors import UnreachableError
from models.registry import Language
from web.console.results import Clocks, Results, SeenResults

PANEL = Panel("p", "P", Chart.TABLE, "none", every_seconds=10.0)
COUNTER = Panel("c", "C", Chart.NUMBERS, "none", columns=(Column("inserted", "I", Format.PER_MINUTE),))
ROLE = "guanjia_reader"
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


@dataclass
class Counting:
    """A source that says how often it was asked, and of what."""

    asked: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    is_away: bool = False
    gate: Event | None = None

    def rows(self, name: str, parameters: Mapping[str, object], role: str | None = None) -> list[Row]:
        if self.gate is not None:
            self.gate.wait(10)
        self.asked.append({**parameters, "name": name, "role": role})
        if self.is_away:
            raise UnreachableError("away")
        return [{"inserted": 100 * len(self.asked)}]


class Steady:
    """A clock that stands where the test puts it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def results(source: Counting, steady: Steady) -> SeenResults:
    return SeenResults(Results(source, Clocks(lambda: NOW, steady)), ROLE)


def test_a_query_gets_time_and_language_and_is_asked_about_all_institutions() -> None:
    source = Counting()
    asyncio.run(results(source, Steady()).rows(PANEL, Language.EN))
    assert source.asked == [PANEL.parameters(NOW, "en") | {"name": "panels/p", "role": ROLE}]
    assert (source.asked[0]["institution"], source.asked[0]["now"]) == (None, NOW)


def test_many_viewers_at_once_ask_once() -> None:
    source = Counting(gate=Event())

    async def crowd() -> None:
        shared = results(source, Steady())
        waiting = [asyncio.create_task(shared.rows(PANEL, Language.EN)) for _ in range(50)]
        await asyncio.sleep(0)
        assert source.gate is not None
        source.gate.set()
        await asyncio.gather(*waiting)

    asyncio.run(crowd())
    assert len(source.asked) == 1


def test_rows_are_asked_again_when_they_are_old() -> None:
    source, steady = Counting(), Steady()

    async def looks() -> None:
        shared = results(source, steady)
        for at in (0.0, 4.0, 10.0, 11.0):
            steady.seconds = at
            await shared.rows(PANEL, Language.EN)

    asyncio.run(looks())
    assert len(source.asked) == 2


def test_each_language_has_its_own_rows() -> None:
    source = Counting()

    async def both() -> None:
        shared = results(source, Steady())
        await shared.rows(PANEL, Language.EN)
        await shared.rows(PANEL, Language.ZH_CN)

    asyncio.run(both())
    assert [asked["language"] for asked in source.asked] == ["en", "zh_CN"]


def test_each_role_has_its_own_rows() -> None:
    source = Counting()

    async def both() -> None:
        shared = Results(source, Clocks(lambda: NOW, Steady()))
        for role in (ROLE, "guanjia_at_i", ROLE):
            await shared.rows(PANEL, Language.EN, role)

    asyncio.run(both())
    assert [asked["role"] for asked in source.asked] == [ROLE, "guanjia_at_i"]


def test_a_database_that_is_away_is_an_error_until_it_is_back() -> None:
    source, steady = Counting(is_away=True), Steady()

    async def away_and_back() -> list[Row]:
        shared = results(source, steady)
        with pytest.raises(UnreachableError):
            await shared.rows(PANEL, Language.EN)
        source.is_away, steady.seconds = False, 10.0
        return await shared.rows(PANEL, Language.EN)

    assert asyncio.run(away_and_back())


def test_a_counter_becomes_its_rise_a_minute() -> None:
    source, steady = Counting(), Steady()

    async def twice() -> list[Row]:
        shared = results(source, steady)
        await shared.rows(COUNTER, Language.EN)
        steady.seconds = 30.0
        return await shared.rows(COUNTER, Language.EN)

    assert asyncio.run(twice()) == [{"inserted": 200.0}]


def test_each_view_has_rows_of_its_own() -> None:
    source = Counting()

    async def looks() -> None:
        shared = Results(source, Clocks(lambda: NOW, Steady()))
        for view in (View("i"), View("i"), View("j"), View("i", "s"), View("i", lasting=timedelta(days=7))):
            await shared.rows(PANEL, Language.EN, ROLE, view)

    asyncio.run(looks())
    assert [(asked["institution"], asked["place"]) for asked in source.asked] == [
        ("i", None),
        ("j", None),
        ("i", "s"),
        ("i", None),
    ]
    assert source.asked[-1]["since"] == NOW - timedelta(days=7)


def test_views_that_nobody_looks_at_any_more_are_forgotten() -> None:
    source = Counting()

    async def looks() -> None:
        shared = Results(source, Clocks(lambda: NOW, Steady()))
        await shared.rows(PANEL, Language.EN, ROLE)
        for number in range(1000):
            await shared.rows(PANEL, Language.EN, ROLE, View(str(number)))
        await shared.rows(PANEL, Language.EN, ROLE)

    asyncio.run(looks())
    assert [asked["institution"] for asked in source.asked].count(None) == 2


def test_a_page_that_is_built_asks_at_once_and_the_next_has_the_answer_in_it() -> None:
    source, steady = Counting(), Steady()

    async def looks() -> list[list[Row] | None]:
        shared = results(source, steady)
        first = shared.known(PANEL, Language.EN)
        await shared.rows(PANEL, Language.EN)
        second = shared.known(PANEL, Language.EN)
        steady.seconds = 10.0
        third = shared.known(PANEL, Language.EN)
        await shared.rows(PANEL, Language.EN)
        return [first, second, third]

    assert asyncio.run(looks()) == [None, [{"inserted": 100}], None]
    assert len(source.asked) == 2


def test_rows_that_could_not_be_had_are_not_known() -> None:
    source = Counting(is_away=True)

    async def looks() -> list[Row] | None:
        shared = results(source, Steady())
        with pytest.raises(UnreachableError):
            await shared.rows(PANEL, Language.EN)
        return shared.known(PANEL, Language.EN)

    assert asyncio.run(looks()) is None


def test_rows_of_one_role_are_not_known_to_another() -> None:
    source = Counting()

    async def looks() -> list[Row] | None:
        shared = Results(source, Clocks(lambda: NOW, Steady()))
        await shared.rows(PANEL, Language.EN, ROLE)
        return shared.known(PANEL, Language.EN, "guanjia_at_i")

    assert asyncio.run(looks()) is None
