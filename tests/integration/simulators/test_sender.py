import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from random import Random

import orjson
import pytest

from models.errors import ConfigError
from simulators.delivery import Delivery, Limits, Pace
from simulators.messages import Message
from simulators.sender import Sender
from tests.integration.simulators.mosquitto import PASSWORDS, RunningBroker, Watcher, until

START = datetime(2026, 1, 1, tzinfo=UTC)
QUICK = Limits(
    first_retry=timedelta(milliseconds=20),
    longest_retry=timedelta(milliseconds=200),
    drain_for=timedelta(seconds=2),
)
Watch = Callable[[str], Watcher]
TELEMETRY = "v1/+/+/telemetry"


def message(device: str, number: int, due: datetime = START) -> Message:
    return Message(due, f"v1/site/{device}/telemetry", b'{"at":%d}' % number)


class Sending:
    """A sender at work in a thread of its own, as a process would be."""

    def __init__(
        self,
        broker: RunningBroker,
        messages: Iterable[Message],
        pace: Pace | None = None,
        password_of: Callable[[str], str] = PASSWORDS.__getitem__,
    ) -> None:
        self.now = Delivery()
        self.stop = threading.Event()
        self._sender = Sender(broker.address, password_of, QUICK, Random(1))  # noqa: S311 - jitter
        self._thread = threading.Thread(target=self._run, args=(messages, pace or Pace()))
        self._thread.start()

    def _run(self, messages: Iterable[Message], pace: Pace) -> None:
        self.now = self._sender.send(messages, pace, self.stop.is_set, self._show)

    def _show(self, delivery: Delivery) -> None:
        self.now = delivery

    def result(self) -> Delivery:
        self._thread.join(60.0)
        assert not self._thread.is_alive()
        return self.now

    def ended(self) -> Delivery:
        self.stop.set()
        return self.result()


def test_every_message_arrives_once_and_in_its_device_s_order(broker: RunningBroker, watch: Watch) -> None:
    broker.start()
    watcher = watch(TELEMETRY)
    sent = [message("abc"[n % 3], n) for n in range(3000)]

    delivery = Sending(broker, sent).result()
    until(lambda: len(watcher.received) >= 3000, "3,000 messages")

    assert (delivery.messages, delivery.acknowledged, delivery.resent) == (3000, 3000, 0)
    for device in "abc":
        topic = f"v1/site/{device}/telemetry"
        expected = [m.payload for m in sent if m.topic == topic]
        assert [payload for name, payload in watcher.received if name == topic] == expected


def test_what_a_killed_broker_had_acknowledged_is_sent_again(broker: RunningBroker, watch: Watch) -> None:
    broker.start()
    # the session outlives the watcher: the broker acknowledges and queues, in memory only
    watch(TELEMETRY).close()
    tomorrow = message("a", 999, START + timedelta(days=1))
    sent = [message("ab"[n % 2], n) for n in range(200)]
    sending = Sending(broker, [*sent, tomorrow], Pace(1.0))
    until(lambda: sending.now.acknowledged == 200, "200 acknowledgements")

    broker.kill()
    broker.start()
    watcher = watch(TELEMETRY)
    until(lambda: len(set(watcher.payloads())) == 200, "all 200 after the broker lost them")

    delivery = sending.ended()
    assert set(watcher.payloads()) == {m.payload for m in sent}
    assert delivery.acknowledged == 200
    assert delivery.resent >= 200


def test_a_broker_killed_under_load_costs_no_message(broker: RunningBroker, watch: Watch) -> None:
    broker.start()
    watcher = watch(TELEMETRY)
    sending = Sending(broker, (message("abc"[n % 3], n) for n in range(20_000)))
    until(lambda: sending.now.acknowledged > 2000, "the first 2,000 acknowledgements")

    broker.kill()
    broker.start()
    delivery = sending.result()
    until(lambda: len(set(watcher.payloads())) == 20_000, "all 20,000 messages")

    assert delivery.messages == delivery.acknowledged == 20_000


def test_a_message_that_nobody_subscribes_to_is_kept_until_somebody_does(
    broker: RunningBroker, watch: Watch
) -> None:
    broker.start()
    sending = Sending(broker, [message("a", n) for n in range(20)])
    until(lambda: sending.now.resent >= 20, "a second try")
    assert sending.now.acknowledged == 0

    watcher = watch(TELEMETRY)
    delivery = sending.result()
    until(lambda: len(watcher.received) >= 20, "20 messages")

    assert delivery.acknowledged == 20
    assert watcher.payloads() == [message("a", n).payload for n in range(20)]


def test_a_wrong_password_names_the_device_and_stops_no_other(broker: RunningBroker, watch: Watch) -> None:
    broker.start()
    watcher = watch(TELEMETRY)
    passwords = {**PASSWORDS, "b": "not its password"}
    sent = [message("ab"[n % 2], n) for n in range(3000)]

    delivery = Sending(broker, sent, password_of=passwords.__getitem__).result()
    until(lambda: len(watcher.received) >= 1500, "the messages of device a")

    assert delivery.acknowledged == 1500
    assert {name for name, _ in watcher.received} == {"v1/site/a/telemetry"}
    assert list(delivery.refused) == ["b"]
    assert "device b" in delivery.refused["b"]
    assert "guanjia broker init" in delivery.refused["b"]


def test_a_missing_password_stops_only_its_device(broker: RunningBroker, watch: Watch) -> None:
    broker.start()
    watch(TELEMETRY)

    def password_of(device: str) -> str:
        if device == "b":
            raise ConfigError("no password for device 'b'")
        return PASSWORDS[device]

    delivery = Sending(broker, [message("a", 1), message("b", 2)], password_of=password_of).result()

    assert delivery.acknowledged == 1
    assert delivery.refused == {"b": "no password for device 'b'"}


def test_a_device_without_the_right_to_publish_is_named(
    broker: RunningBroker, watch: Watch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rights = tmp_path_factory.mktemp("rights") / "acl"
    rights.write_text("user a\ntopic write v1/site/a/#\nuser watcher\ntopic read #\n")
    broker.configure(f"acl_file {rights}\n")
    broker.start()
    watch(TELEMETRY)

    delivery = Sending(broker, [message("a", 1), message("b", 2)]).result()

    assert delivery.acknowledged == 1
    assert list(delivery.refused) == ["b"]
    assert "device b: the broker forbids" in delivery.refused["b"]


def test_a_device_is_online_while_it_sends_and_offline_after(broker: RunningBroker, watch: Watch) -> None:
    broker.start()
    watch(TELEMETRY)
    tomorrow = message("a", 2, START + timedelta(days=1))
    sending = Sending(broker, [message("a", 1), tomorrow], Pace(1.0))
    until(lambda: sending.now.acknowledged == 1, "the first acknowledgement")

    statuses = watch("v1/+/+/status")
    until(lambda: len(statuses.received) == 1, "the retained status")
    sending.ended()
    until(lambda: len(statuses.received) == 2, "the last status")

    assert [name for name, _ in statuses.received] == ["v1/site/a/status"] * 2
    online, offline = (orjson.loads(payload) for payload in statuses.payloads())
    assert (online["state"], offline["state"]) == ("online", "offline")
    assert datetime.fromisoformat(online["at"]) <= datetime.fromisoformat(offline["at"])


def test_a_stop_ends_reading_and_delivers_what_was_read(broker: RunningBroker, watch: Watch) -> None:
    broker.start()
    watcher = watch(TELEMETRY)
    handed_out: Counter[str] = Counter()

    def endless() -> Iterable[Message]:
        number = 0
        while True:
            handed_out["a"] += 1
            yield message("a", number)
            number += 1

    sending = Sending(broker, endless())
    until(lambda: sending.now.acknowledged > 500, "500 acknowledgements")
    delivery = sending.ended()
    until(lambda: len(watcher.received) >= delivery.messages, "all that was read")

    assert delivery.acknowledged == delivery.messages
    # one more may have been read ahead: it is not in flight, and its source still has it
    assert delivery.messages <= handed_out["a"] <= delivery.messages + 1


def test_the_source_is_read_no_faster_than_messages_are_acknowledged(broker: RunningBroker) -> None:
    broker.start()
    handed_out: Counter[str] = Counter()

    def many() -> Iterable[Message]:
        for number in range(5000):
            handed_out["a"] += 1
            yield message("a", number)

    # nobody subscribes, so nothing is delivered
    sending = Sending(broker, many())
    until(lambda: sending.now.resent > 0, "a second try")
    assert handed_out["a"] <= QUICK.in_flight_messages + 1
    sending.stop.set()
    broker.kill()
    delivery = sending.result()
    assert delivery.acknowledged == 0
