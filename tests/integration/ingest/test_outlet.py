"""A gateway's way to a real broker: reports go before statuses, and of a status only the latest is told."""

import asyncio
from collections.abc import Generator
from pathlib import Path

import orjson
import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from guanjia.broker.access import Clients, Service
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder, grant, read_credentials
from guanjia.broker.program import Program
from guanjia.broker.secrets_source import SecretsSource
from ingest.gateways.letters import Letter, Statuses
from ingest.gateways.outlet import Bounds, Outlet
from ingest.subscription import BrokerLogin
from tests.ingest_stack.waiting import wait_until

GATEWAY = "gw"
NUMBERS = tuple(f"terminal-{number:03d}" for number in range(200))
OWN = f"v1/yard/{GATEWAY}/status"
BOUNDS = Bounds(on_wire=40, statuses_on_wire=4, first_retry=0.05, longest_retry=0.2)


@pytest.fixture
def broker(tmp_path: Path, mosquitto: Program) -> Generator[EmbeddedBroker]:
    folder = BrokerFolder(tmp_path / "broker")
    grant(folder, Clients(frozenset({GATEWAY}), {GATEWAY: frozenset(NUMBERS)}), SecretsSource())
    with EmbeddedBroker(folder, mosquitto) as running:
        yield running


class Listener:
    """Whoever listens as the ingest worker does; what came stands in `heard`, in order."""

    def __init__(self, broker: EmbeddedBroker) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.listens = False
        user = Service.INGEST.value
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, "", protocol=MQTTProtocolVersion.MQTTv5)
        self._client.username_pw_set(user, read_credentials(broker.folder)[user])
        self._client.on_connect = self._connected
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._hear
        self._client.connect("127.0.0.1", broker.port)
        self._client.loop_start()
        wait_until(lambda: self.listens, "the listener listens")

    def _connected(self, *_: object) -> None:
        self._client.subscribe("v1/#", qos=1)

    def _hear(self, _: mqtt.Client, __: object, message: mqtt.MQTTMessage) -> None:
        self.heard.append((message.topic, bytes(message.payload)))

    def _subscribed(self, *_: object) -> None:
        self.listens = True

    def states(self) -> dict[str, list[str]]:
        """What was heard of each status, in order."""
        found: dict[str, list[str]] = {}
        for topic, payload in self.heard:
            if topic.endswith("/status") and topic != OWN:
                found.setdefault(topic, []).append(orjson.loads(payload)["state"])
        return found

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def outlet_of(broker: EmbeddedBroker) -> Outlet:
    login = BrokerLogin("127.0.0.1", broker.port, GATEWAY, read_credentials(broker.folder)[GATEWAY])
    return Outlet(login, OWN, log=lambda *_, **__: None, bounds=BOUNDS)


def say(outlet: Outlet, number: str, state: str) -> None:
    outlet.offer(f"v1/yard/{number}/status", orjson.dumps({"state": state, "at": 1}), retain=True)


async def until_empty(outlet: Outlet, stop: asyncio.Event) -> None:
    """Run an outlet until everything has been acknowledged."""
    running = asyncio.create_task(outlet.run(stop))
    async with asyncio.timeout(60):
        while outlet.held or outlet.fault:
            await asyncio.sleep(0.01)
    stop.set()
    await running


def test_reports_do_not_wait_for_what_is_said_of_every_terminal(broker: EmbeddedBroker) -> None:
    listener = Listener(broker)
    taken: list[bool] = []

    async def work() -> None:
        outlet = outlet_of(broker)
        for number in NUMBERS:
            say(outlet, number, "offline")
        for number in NUMBERS[:100]:
            say(outlet, number, "online")
        for number in NUMBERS[:30]:
            outlet.offer(f"v1/yard/{number}/telemetry", b"{}", taken.append)
        assert outlet.held == len(NUMBERS) + 30, "of each status the latest is held"
        await until_empty(outlet, asyncio.Event())

    asyncio.run(work())
    wait_until(lambda: len(listener.states()) == len(NUMBERS), "every status came")
    listener.close()
    kinds = [topic.rsplit("/", 1)[1] for topic, _ in listener.heard]
    assert taken == [True] * 30
    assert "status" not in kinds[: kinds.index("telemetry") + 20], "reports were first"
    expected = {
        f"v1/yard/{number}/status": ["online" if place < 100 else "offline"]
        for place, number in enumerate(NUMBERS)
    }
    assert listener.states() == expected


def test_statuses_come_through_while_reports_never_end(broker: EmbeddedBroker) -> None:
    listener = Listener(broker)

    async def work() -> None:
        outlet = outlet_of(broker)
        stop = asyncio.Event()
        for number in NUMBERS[:20]:
            say(outlet, number, "online")

        def again(_: bool) -> None:
            if not stop.is_set():
                outlet.offer(f"v1/yard/{NUMBERS[0]}/telemetry", b"{}", again)

        for _ in range(3 * BOUNDS.on_wire):
            again(True)
        running = asyncio.create_task(outlet.run(stop))
        async with asyncio.timeout(60):
            while len(listener.states()) < 20:
                await asyncio.sleep(0.01)
        stop.set()
        await running

    asyncio.run(work())
    listener.close()
    assert all(states[-1] == "online" for states in listener.states().values())


def test_after_a_broker_is_lost_the_latest_status_is_the_last_word(broker: EmbeddedBroker) -> None:
    async def work() -> None:
        outlet, stop = outlet_of(broker), asyncio.Event()
        running = asyncio.create_task(outlet.run(stop))
        for state in ("offline", "online"):
            for number in NUMBERS:
                say(outlet, number, state)
            async with asyncio.timeout(60):
                while outlet.held or outlet.fault:
                    await asyncio.sleep(0.01)
        await asyncio.to_thread(broker.kill9)
        for number in NUMBERS[:50]:
            say(outlet, number, "offline")
        await asyncio.to_thread(broker.start)
        async with asyncio.timeout(60):
            while outlet.held or outlet.fault:
                await asyncio.sleep(0.01)
        stop.set()
        await running

    asyncio.run(work())
    listener = Listener(broker)
    wait_until(lambda: len(listener.states()) == len(NUMBERS), "what was retained came")
    listener.close()
    last = {topic: states[-1] for topic, states in listener.states().items()}
    assert [last[f"v1/yard/{number}/status"] for number in NUMBERS] == (["offline"] * 50 + ["online"] * 150)


def test_a_status_that_was_overtaken_is_not_sent_again() -> None:
    statuses = Statuses()
    old, new, other = Letter("a", b"1", retain=True), Letter("a", b"2", retain=True), Letter("b", b"3")
    assert statuses.put(old) is None
    assert statuses.put(new) is old
    assert statuses.put(other) is None
    assert not statuses.put_back(old)
    assert [statuses.take() for _ in range(len(statuses))] == [new, other]
    assert statuses.put_back(new)
    assert len(statuses) == 1
