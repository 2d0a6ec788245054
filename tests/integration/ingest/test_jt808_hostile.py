"""Who does not behave is cut off with a reason, and those who do go on."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Generator
from pathlib import Path

import pytest

from guanjia.broker.program import Program
from ingest.gateways.jt808.gateway import Clocks
from ingest.gateways.jt808.limits import Limits
from simulators.jt808 import wire
from simulators.jt808.terminal import Terminal, TerminalRefusedError
from tests.ingest_stack.running import RunningWorker
from tests.ingest_stack.waiting import wait_until
from tests.integration.ingest.jt808_yard import (
    NUMBERS,
    QUICK,
    RunningGateway,
    Yard,
    write_site,
    yard,
)
from tests.integration.prepared import Prepared

FIX = wire.location(wire.Fix("261101080000", 38.5, 106.2))
LIMITS = Limits(
    connections_an_address=8,
    frames_a_second=1.0,
    burst_frames=100.0,
    faults=3,
    unanswered=4,
)


class Ahead:
    """A clock that can be put forward, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self._ahead = 0.0

    def __call__(self) -> float:
        self.asked += 1
        return time.monotonic() + self._ahead

    def put_forward(self, seconds: float) -> None:
        self._ahead += seconds
        self.asked = 0


@pytest.fixture(scope="module")
def place(
    prepared: Prepared, mosquitto: Program, tmp_path_factory: pytest.TempPathFactory, secrets: Path
) -> Generator[Yard]:
    with (
        prepared.copy() as database,
        yard(database, mosquitto, tmp_path_factory.mktemp("yard"), secrets) as it,
        RunningWorker(it.stack),
    ):
        yield it


@pytest.fixture
def clock() -> Ahead:
    """The gateway's clock: nobody has to be quick, or to wait."""
    return Ahead()


@pytest.fixture
def gateway(place: Yard, clock: Ahead) -> Generator[RunningGateway]:
    with RunningGateway(place, LIMITS, clocks=Clocks(clock=clock)) as running:
        yield running


async def hung_up(terminal: Terminal) -> None:
    """Return once the gateway has ended the connection."""

    async def all_answers() -> None:
        while True:
            await terminal.answer()

    with pytest.raises(ConnectionError):
        await asyncio.wait_for(all_answers(), 60)
    await terminal.close()


async def outwaited(terminal: Terminal, clock: Ahead) -> None:
    """Put the clock forward until the gateway has ended the connection."""
    ending = asyncio.create_task(hung_up(terminal))
    while not ending.done():
        clock.put_forward(2 * LIMITS.silent_seconds)
        await asyncio.wait([ending], timeout=0.5)
    await ending


async def sends_a_flood(terminal: Terminal, _clock: Ahead) -> None:
    await terminal.sign_on()
    await terminal.send(wire.frame(terminal.who, wire.HEARTBEAT, 1, b"") * 200)
    await hung_up(terminal)


async def sends_wrong_frames(terminal: Terminal, _clock: Ahead) -> None:
    await terminal.sign_on()
    await terminal.send(b"\x7eno frame\x7e" * 3)
    await hung_up(terminal)


async def sends_one_without_an_end(terminal: Terminal, _clock: Ahead) -> None:
    await terminal.sign_on()
    for _ in range(3):
        await terminal.send(b"\x7e" + b"\0" * 5_000)
    await hung_up(terminal)


async def says_nothing_more(terminal: Terminal, clock: Ahead) -> None:
    await terminal.sign_on()
    await terminal.send(wire.frame(terminal.who, wire.LOCATION, 1, FIX)[:20])
    await outwaited(terminal, clock)


async def does_not_sign_on(terminal: Terminal, _clock: Ahead) -> None:
    terminal.code = "none"
    with pytest.raises((TerminalRefusedError, ConnectionError)):
        await terminal.sign_on()
    await hung_up(terminal)


async def comes_twice(terminal: Terminal, _clock: Ahead) -> None:
    await terminal.sign_on()
    second = Terminal(terminal.who, "127.0.0.1", terminal.port)
    second.code = terminal.code
    await second.sign_on()
    await hung_up(terminal)
    await second.deliver([(wire.HEARTBEAT, b"")])
    await second.close()


@pytest.mark.parametrize(
    ("misbehaves", "reason"),
    [
        (sends_a_flood, "flood"),
        (sends_wrong_frames, "bad_frames"),
        (sends_one_without_an_end, "bad_frames"),
        (says_nothing_more, "silent"),
        (does_not_sign_on, "wrong_code"),
        (comes_twice, "replaced"),
    ],
)
def test_who_misbehaves_is_cut_off_and_others_are_not(
    gateway: RunningGateway,
    clock: Ahead,
    misbehaves: Callable[[Terminal, Ahead], Awaitable[None]],
    reason: str,
) -> None:
    async def run() -> None:
        good = gateway.terminal(NUMBERS[1])
        await misbehaves(gateway.terminal(NUMBERS[0]), clock)
        await good.deliver([(wire.HEARTBEAT, b""), (wire.LOCATION, FIX)])
        await good.close()

    asyncio.run(run())
    assert gateway.count("cuts_total", reason=reason) == 1
    assert gateway.said("cut", reason=reason, address="127.0.0.1")


def test_who_only_connects_is_cut_off_and_an_address_has_its_limit(
    gateway: RunningGateway, clock: Ahead
) -> None:
    idle = [socket.create_connection(("127.0.0.1", gateway.port)) for _ in range(9)]
    try:
        wait_until(lambda: gateway.count("cuts_total", reason="full") == 1, "one is too many")
        wait_until(lambda: gateway.count("connections") == 8, "the others are let in")
        assert gateway.count("cuts_total", reason="not_authenticated") == 0
        clock.put_forward(2 * LIMITS.authenticate_seconds)
        wait_until(lambda: gateway.count("cuts_total", reason="not_authenticated") == 8, "nobody signed on")
        wait_until(lambda: gateway.count("connections") == 0, "all are gone")
    finally:
        for each in idle:
            each.close()


def test_a_stranger_and_a_wrong_plate_are_refused(gateway: RunningGateway) -> None:
    async def run() -> None:
        for terminal in (gateway.terminal("13900000000"), gateway.terminal(plate="宁A99999")):
            with pytest.raises(TerminalRefusedError):
                await terminal.sign_on()
            await hung_up(terminal)

    asyncio.run(run())
    assert gateway.said("cut", reason="unknown_terminal", terminal="013900000000")
    assert gateway.said("cut", reason="other_vehicle", detail="it says its plate is '宁A99999'")


def test_a_terminal_that_the_broker_does_not_know_gets_no_promise(place: Yard, tmp_path: Path) -> None:
    """The site file has a newcomer, and nobody has run `guanjia broker sync`."""
    site = write_site(tmp_path / "newer.yaml", (*NUMBERS, "4711"))

    async def run(gateway: RunningGateway) -> None:
        newcomer, good = gateway.terminal("4711"), gateway.terminal(NUMBERS[1])
        sending = asyncio.create_task(newcomer.deliver([(wire.LOCATION, FIX)], patience=1.0))
        await asyncio.to_thread(wait_until, lambda: gateway.count("refused_total") >= 1, "it is refused")
        await good.deliver([(wire.LOCATION, FIX)])
        assert newcomer.kept
        sending.cancel()
        await newcomer.close()
        await good.close()

    with RunningGateway(place, site=site) as gateway:
        asyncio.run(run(gateway))
        assert gateway.said("forbidden", topic="v1/yard/4711/telemetry")


def test_a_terminal_that_leaves_the_registry_is_cut_off(place: Yard, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site.yaml")

    async def run(gateway: RunningGateway) -> None:
        leaver = gateway.terminal(NUMBERS[5])
        await leaver.sign_on()
        site.write_text("- this is no site file", "utf-8")
        await asyncio.to_thread(wait_until, lambda: gateway.said("registry_wrong"), "the mistake is told")
        assert gateway.count("terminals") == 1
        write_site(site, NUMBERS[:5])
        await hung_up(leaver)

    with RunningGateway(place, site=site) as gateway:
        asyncio.run(run(gateway))
        assert gateway.said("cut", reason="unknown_terminal", terminal=NUMBERS[5])


def test_a_terminal_is_read_no_further_than_the_broker_takes(place: Yard) -> None:
    limits = Limits(unanswered=4)
    clock = Ahead()

    async def run(gateway: RunningGateway) -> None:
        terminal = gateway.terminal(NUMBERS[4])
        await terminal.sign_on()
        place.stack.broker.stop()
        # each wave is read for itself, so the gateway stops between them
        sending = asyncio.create_task(terminal.deliver([(wire.LOCATION, FIX)] * 50, patience=20))
        await asyncio.to_thread(wait_until, lambda: gateway.held() >= 4, "it holds some")
        clock.put_forward(2 * limits.silent_seconds)
        # nothing is read, so only who looks for the silent asks what time it is
        await asyncio.to_thread(wait_until, lambda: clock.asked >= 2, "it looked for the silent")
        place.stack.broker.start()
        await sending
        await terminal.close()

    with RunningGateway(place, limits, QUICK, clocks=Clocks(clock=clock)) as gateway:
        asyncio.run(run(gateway))
        # a terminal that is not read is not silent
        assert gateway.count("cuts_total", reason="silent") == 0
