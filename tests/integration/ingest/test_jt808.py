"""From a terminal's socket to the table of positions, through a real broker, whatever dies between."""

import asyncio
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import LiteralString

import pytest

from guanjia.broker.program import Program
from ingest.gateways.jt808.limits import LIMITS
from ingest.gateways.jt808.location import BEIJING
from simulators.jt808 import wire
from simulators.jt808.terminal import Terminal
from tests.ingest_stack.running import RunningWorker
from tests.ingest_stack.waiting import wait_until
from tests.integration.ingest.jt808_yard import NUMBERS, GatewayProcess, RunningGateway, Yard, fixes, yard
from tests.integration.prepared import Prepared

_NUMBERS = count()


@pytest.fixture(scope="module")
def place(
    prepared: Prepared, mosquitto: Program, tmp_path_factory: pytest.TempPathFactory, secrets: Path
) -> Generator[Yard]:
    with (
        prepared.copy() as database,
        yard(database, mosquitto, tmp_path_factory.mktemp("yard"), secrets) as it,
    ):
        yield it


@pytest.fixture
def worker(place: Yard) -> Generator[RunningWorker]:
    with RunningWorker(place.stack) as running:
        yield running


def drive(fixes: int) -> list[wire.Fix]:
    """Return fixes a second apart that no other test of this module has sent."""
    begin = datetime.now(UTC).astimezone(BEIJING) - timedelta(days=1) + timedelta(minutes=next(_NUMBERS))
    return [
        wire.Fix(
            f"{begin + timedelta(seconds=second):%y%m%d%H%M%S}",
            38 + second / 1024,
            106 + second / 2048,
            odometer_km=15_000 + second / 10,
            satellites=14,
        )
        for second in range(fixes)
    ]


def places(driven: list[wire.Fix]) -> list[tuple[float, float]]:
    return [(round(fix.lon, 6), round(fix.lat, 6)) for fix in driven]


def one_each(driven: list[wire.Fix]) -> list[tuple[int, bytes]]:
    return [(wire.LOCATION, wire.location(fix)) for fix in driven]


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(("number", "year"), [(NUMBERS[0], 2013), (NUMBERS[1], 2019)])
def test_what_a_terminal_sends_is_in_the_database(place: Yard, number: str, year: int) -> None:
    driven = drive(12)
    driven[3:6] = [replace(fix, alarms=1 << 1) for fix in driven[3:6]]
    messages = [
        *one_each(driven[:4]),
        (wire.BATCH, wire.batch([wire.location(fix) for fix in driven[4:]])),
        (wire.HEARTBEAT, b""),
    ]

    async def run(gateway: RunningGateway) -> None:
        terminal = gateway.terminal(number, year)
        await terminal.deliver(messages)
        await terminal.close()

    with place.stack.connect() as connection, RunningGateway(place) as gateway:
        asyncio.run(run(gateway))
        wait_until(lambda: fixes(connection, number) == places(driven), "every fix is stored once")
        events = (
            "SELECT device_event.kind FROM device_event"
            " INNER JOIN device ON device_event.device_id = device.id WHERE device.code = %s"
        )
        wait_until(
            lambda: {str(row[0]) for row in connection.execute(events, [number])} == {"offline", "online"},
            "it came and went",
        )
        readings = connection.execute(
            "SELECT count(*) FROM reading INNER JOIN device ON device_id = device.id WHERE code = %s",
            [number],
        ).fetchone()
        assert readings == (3 * len(driven),)
        alarms = connection.execute(
            "SELECT alarm, started_at, ended_at FROM analytics.terminal_alarm WHERE device = %s", [number]
        ).fetchall()
        assert [alarm[0] for alarm in alarms] == ["overspeed"]
        assert alarms[0][2] - alarms[0][1] == timedelta(seconds=3)
        assert gateway.count("published_total") == 5


@pytest.mark.usefixtures("worker")
def test_a_broker_that_dies_loses_nothing_and_doubles_nothing(place: Yard) -> None:
    number, driven = NUMBERS[2], drive(60)

    async def run(gateway: RunningGateway) -> None:
        terminal = gateway.terminal(number)
        await terminal.deliver(one_each(driven[:20]))
        place.stack.broker.kill9()
        sending = asyncio.create_task(terminal.deliver(one_each(driven[20:]), patience=0.3))
        while terminal.connections < 3:
            await asyncio.sleep(0.01)
        # nobody has promised the terminal anything, so it keeps all of it
        assert len(terminal.kept) == 40
        place.stack.broker.start()
        await asyncio.wait_for(sending, 30)
        await terminal.close()

    with place.stack.connect() as connection, RunningGateway(place) as gateway:
        asyncio.run(run(gateway))
        wait_until(lambda: fixes(connection, number) == places(driven), "every fix is stored once")
        assert gateway.said("broker_away")


@pytest.mark.usefixtures("worker")
def test_a_gateway_that_is_killed_loses_nothing_for_its_terminals_send_again(place: Yard) -> None:
    number, driven = NUMBERS[3], drive(40)

    async def run(process: GatewayProcess) -> None:
        terminal = Terminal(wire.Identity(number), "127.0.0.1", process.port)
        await terminal.deliver(one_each(driven[:10]))
        # what it holds for a broker that is away dies with it
        place.stack.broker.kill9()
        sending = asyncio.create_task(terminal.deliver(one_each(driven[10:]), patience=0.3))
        while terminal.connections < 2:
            await asyncio.sleep(0.01)
        process.kill9()
        place.stack.broker.start()
        process.start()
        await asyncio.wait_for(sending, 30)
        await terminal.close()

    with place.stack.connect() as connection, GatewayProcess(place) as process:
        asyncio.run(run(process))
        wait_until(lambda: fixes(connection, number) == places(driven), "every fix is stored once")
        assert process.stop() == 0
        assert "Traceback" not in process.log


@pytest.mark.usefixtures("worker")
def test_a_gateway_that_is_killed_leaves_no_terminal_online(place: Yard) -> None:
    number = NUMBERS[4]
    shown = "SELECT connection FROM analytics.device WHERE device = %s"
    said = (
        "SELECT device_event.kind FROM device_event"
        " INNER JOIN device ON device_event.device_id = device.id WHERE device.code = %s"
        " ORDER BY device_event.at DESC, device_event.kind LIMIT 1"
    )

    with place.stack.connect() as connection, GatewayProcess(place) as process:

        def last(query: LiteralString) -> str:
            row = connection.execute(query, [number]).fetchone()
            return "" if row is None else str(row[0])

        async def run() -> None:
            terminal = Terminal(wire.Identity(number), "127.0.0.1", process.port)
            await terminal.sign_on()
            await asyncio.to_thread(wait_until, lambda: last(shown) == "online", "it is online")
            process.kill9()
            await asyncio.to_thread(wait_until, lambda: last(shown) == "offline", "the gateway's will counts")
            assert last(said) == "online"
            await terminal.close()
            process.start()
            await asyncio.to_thread(wait_until, lambda: last(said) == "offline", "the new one says so itself")

        asyncio.run(run())
        assert process.stop() == 0


@pytest.mark.usefixtures("worker")
def test_parts_that_are_missing_are_asked_for(place: Yard) -> None:
    number, driven = NUMBERS[5], drive(30)

    async def run(gateway: RunningGateway) -> None:
        terminal = gateway.terminal(number, 2019)
        await terminal.sign_on()
        body = wire.batch([wire.location(fix) for fix in driven])
        frames = wire.parted(terminal.who, wire.BATCH, 700, body, 300)
        await terminal.send(b"".join(frames[:1] + frames[2:]))
        asked = await asyncio.wait_for(terminal.answer(), 30)
        assert (asked.message_id, asked.body.hex()) == (wire.ASK_FOR_PARTS, "02bc00010002")
        await terminal.send(frames[1])
        answered = 0
        while answered < len(frames):
            answer = await asyncio.wait_for(terminal.answer(), 30)
            # a slow machine is asked once more
            answered += answer.message_id == wire.PLATFORM_REPLY
        await terminal.close()

    limits = replace(LIMITS, parts_ask_seconds=0.0)
    with place.stack.connect() as connection, RunningGateway(place, limits) as gateway:
        asyncio.run(run(gateway))
        wait_until(lambda: fixes(connection, number) == places(driven), "every fix is stored once")
