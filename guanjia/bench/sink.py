"""Receivers of a bench, each a process of its own: what the broker can give, and what paho can take.

`python -m guanjia.bench.sink` is told by its parent; it is no command of its own.
"""

import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from guanjia.bench.load import packet, string
from ingest.subscription import TOPICS, BrokerLogin, Receipt, Subscription, end_session

_CLIENT = "bench-sink"
_ACKNOWLEDGE_EVERY = 500


@dataclass(frozen=True, slots=True)
class Sink:
    """What to receive, and how: `raw` (a plain socket), `paho` (loop_start), `loop` (ours)."""

    kind: str
    host: str
    port: int
    user: str
    password: str
    messages: int


@dataclass(slots=True)
class Watch:
    """Holds the time from the first message to the last."""

    messages: int
    seen: int = 0
    begun: float = 0.0
    ended: float = 0.0

    def tick(self, count: int = 1) -> None:
        """Count messages."""
        if not self.seen:
            self.begun = time.monotonic()
        self.seen += count
        if self.seen >= self.messages and not self.ended:
            self.ended = time.monotonic()

    @property
    def seconds(self) -> float:
        """The time between, once all are there."""
        return self.ended - self.begun


def receive_raw(sink: Sink, ready: Callable[[], None]) -> Watch:
    """Take messages off a plain socket, parsing only lengths and packet ids: the broker's own ceiling."""
    sock = socket.create_connection((sink.host, sink.port), timeout=60)
    login = string(sink.user.encode()) + string(sink.password.encode())
    sock.sendall(packet(0x10, string(b"MQTT") + b"\x04\xc2\x00\x3c" + string(_CLIENT.encode()) + login))
    sock.recv(4)
    sock.sendall(packet(0x82, b"\x00\x01" + string(TOPICS[0].encode()) + b"\x01"))
    sock.recv(5)
    ready()
    watch, buffer = Watch(sink.messages), b""
    while not watch.ended:
        buffer += sock.recv(262_144)
        identifiers, buffer = _split(buffer)
        if identifiers:
            sock.sendall(b"".join(b"\x40\x02" + identifier for identifier in identifiers))
            watch.tick(len(identifiers))
    return watch


def _split(buffer: bytes) -> tuple[list[bytes], bytes]:
    """Return the packet ids of the whole PUBLISH packets in `buffer`, and what is left of it."""
    identifiers: list[bytes] = []
    place, end = 0, len(buffer)
    while end - place >= 5:
        size, digits, shift = 0, place + 1, 0
        while True:
            byte = buffer[digits]
            size |= (byte & 127) << shift
            shift += 7
            digits += 1
            if not byte & 128:
                break
        if digits + size > end:
            break
        topic = digits + 2 + (buffer[digits] << 8 | buffer[digits + 1])
        identifiers.append(buffer[topic : topic + 2])
        place = digits + size
    return identifiers, buffer[place:]


def receive_paho(sink: Sink, ready: Callable[[], None]) -> Watch:
    """Take messages as paho's documentation shows it: background thread, acknowledged in the callback."""
    watch, done, subscribed = Watch(sink.messages), threading.Event(), threading.Event()
    client = Client(
        CallbackAPIVersion.VERSION2, _CLIENT, clean_session=False, protocol=MQTTv311, manual_ack=True
    )

    def take(client: Client, _userdata: Any, message: MQTTMessage) -> None:
        watch.tick()
        client.ack(message.mid, 1)
        if watch.ended:
            done.set()

    client.on_message = take
    client.on_subscribe = lambda _client, _userdata, _mid, _reasons, _properties: subscribed.set()
    client.username_pw_set(sink.user, sink.password)
    client.connect(sink.host, sink.port)
    client.subscribe(TOPICS[0], 1)
    client.loop_start()
    subscribed.wait(30)
    ready()
    done.wait()
    client.loop_stop()
    client.disconnect()
    return watch


def receive_loop(sink: Sink, ready: Callable[[], None]) -> Watch:
    """Take messages through the worker's own loop, and do nothing with them."""
    watch = Watch(sink.messages)
    receipts: list[Receipt] = []

    def take(_topic: str, _payload: bytes, receipt: Receipt) -> None:
        receipts.append(receipt)
        watch.tick()

    login = BrokerLogin(sink.host, sink.port, sink.user, sink.password)
    subscription = Subscription(login, _CLIENT, take)
    wake, _ = socket.socketpair()
    while subscription.fault:
        subscription.step(wake, 0.05)
    subscription.step(wake, 0.2)
    ready()
    while not watch.ended:
        subscription.step(wake, 0.05)
        if len(receipts) >= _ACKNOWLEDGE_EVERY or watch.ended:
            subscription.acknowledge(receipts)
            receipts.clear()
    subscription.close()
    return watch


_KINDS = {"raw": receive_raw, "paho": receive_paho, "loop": receive_loop}


def main() -> None:
    """Read a Sink from stdin, subscribe, say `ready`, receive, print the seconds."""
    sink = Sink(**json.loads(sys.stdin.readline()))

    def ready() -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    watch = _KINDS[sink.kind](sink, ready)
    sys.stdout.write(json.dumps({"seconds": watch.seconds}) + "\n")
    sys.stdout.flush()
    end_session(BrokerLogin(sink.host, sink.port, sink.user, sink.password), _CLIENT)


def request(sink: Sink) -> str:
    """Return the line that tells a sink what to do."""
    return json.dumps(asdict(sink)) + "\n"


if __name__ == "__main__":
    main()
