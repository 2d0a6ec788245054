"""A gateway's way to the broker: one connection, at QoS 1, for all the devices behind it.

What is offered is held until the broker has acknowledged it, and sent again on every new connection together
with what was acknowledged lately: an acknowledgement is a promise in the broker's memory for some seconds.
So the session that must persist is here and in the terminals, and the broker is met clean each time.
"""

import asyncio
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import orjson
from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from ingest.gateways.letters import Letter, Recent
from ingest.subscription import BrokerLogin
from models.errors import ConfigError

_NO_SUBSCRIBERS = 16
_FAILURES = 128
_NOT_AUTHORIZED = 135
_KEEPALIVE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an outlet holds at most, and how long it waits.

    At `held_bytes` it says that it is full, and room again at half of it. `on_wire` messages are
    unacknowledged at a time.
    """

    held_bytes: int = 32 * 1024 * 1024
    on_wire: int = 1_000
    recent_seconds: float = 900.0
    recent_bytes: int = 64 * 1024 * 1024
    first_retry: float = 0.5
    longest_retry: float = 15.0
    forbidden_seconds: float = 60.0


BOUNDS = Bounds()


class Outlet:
    """See the module; everything happens in the event loop that `run` runs in.

    `fault` says what is wrong with the broker, and is empty while messages go out. `on_room` is called when
    there is room again after `full`.
    """

    def __init__(
        self,
        login: BrokerLogin,
        status_topic: str,
        *,
        log: Callable[..., None],
        on_room: Callable[[], None] = lambda: None,
        bounds: Bounds = BOUNDS,
    ) -> None:
        self._login = login
        self._status_topic = status_topic
        self._log = log
        self._bounds = bounds
        self._client: Client | None = None
        self._up = False
        self._was_up = False
        self._receive_maximum = bounds.on_wire
        self._waiting: deque[Letter] = deque()
        self._on_wire: dict[int, Letter] = {}
        self._recent = Recent(bounds.recent_seconds, bounds.recent_bytes)
        self._forbidden: dict[str, float] = {}
        self._held_bytes = 0
        self._not_before = 0.0
        self._scheduled = False
        self._gone = asyncio.Event()
        self._socket = -1
        self.on_room = on_room
        self.full = False
        self.fault = "not connected yet"
        self.published = 0

    @property
    def held(self) -> int:
        """How many messages the broker has not acknowledged yet."""
        return len(self._waiting) + len(self._on_wire)

    def offer(
        self, topic: str, payload: bytes, done: Callable[[bool], None] | None = None, *, retain: bool = False
    ) -> None:
        """Take a message; `done` hears True when the broker has it, False where it forbids the topic."""
        if self._forbidden.get(topic, 0.0) > time.monotonic():
            if done is not None:
                done(False)
            return
        self._hold(Letter(topic, payload, done, retain))
        self._schedule()

    async def run(self, stop: asyncio.Event) -> None:
        """Keep a connection until `stop` is set, then let what is held go out, for some seconds."""
        wait = self._bounds.first_retry
        stopped: asyncio.Future[bool] = asyncio.ensure_future(_wait(stop))
        try:
            while not stop.is_set():
                self._was_up = False
                if await self._connected():
                    await self._attend(stopped)
                wait = self._bounds.first_retry if self._was_up else wait
                await asyncio.wait([stopped], timeout=wait)
                wait = min(wait * 2, self._bounds.longest_retry)
        finally:
            stopped.cancel()
            await self._leave()

    async def _attend(self, stopped: "asyncio.Future[bool]") -> None:
        gone = asyncio.ensure_future(_wait(self._gone))
        while not gone.done() and not stopped.done():
            await asyncio.wait([gone, stopped], timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
            if self._client is not None:
                self._client.loop_misc()
                self._write(self._client)
        gone.cancel()

    async def _leave(self) -> None:
        deadline = time.monotonic() + 5.0
        if self._up:
            self.offer(self._status_topic, _status("offline"), retain=True)
        while self._up and self.held and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        if self._client is not None:
            self._client.disconnect()
            self._client.loop_write()
            self._forget_socket()

    async def _connected(self) -> bool:
        """Return whether a socket to the broker is open; whether it lets us in is heard later."""
        client = self._make_client()
        try:
            await asyncio.to_thread(
                client.connect, self._login.host, self._login.port, _KEEPALIVE_SECONDS, clean_start=True
            )
        except OSError as error:
            self._say(f"no broker at {self._login.host}:{self._login.port}: {error}")
            return False
        opened = client.socket()
        if opened is None:
            self._say(f"the broker at {self._login.host}:{self._login.port} closed at once")
            return False
        # from now on paho only queues: this loop writes, many messages at a time
        client.on_socket_register_write = _leave_it
        self._gone.clear()
        self._client, self._socket = client, opened.fileno()
        asyncio.get_running_loop().add_reader(self._socket, self._read, client)
        return True

    def _make_client(self) -> Client:
        login = self._login
        client = Client(CallbackAPIVersion.VERSION2, login.user, protocol=MQTTProtocolVersion.MQTTv5)
        client.max_inflight_messages_set(0)
        client.connect_timeout = 5.0
        client.username_pw_set(login.user, login.password)
        client.will_set(self._status_topic, orjson.dumps({"state": "offline"}), qos=1, retain=True)
        if login.tls:
            try:
                client.tls_set(ca_certs=str(login.ca_file) if login.ca_file else None)
            except OSError as error:
                raise ConfigError(
                    f"GUANJIA_MQTT_CA_FILE: {login.ca_file} is no certificate: {error}"
                ) from error
        client.on_connect = self._on_connect
        client.on_publish = self._on_publish
        client.on_disconnect = self._on_disconnect
        return client

    def _read(self, client: Client) -> None:
        client.loop_read()
        while isinstance(opened := client.socket(), ssl.SSLSocket) and opened.pending():
            client.loop_read()
        self._schedule()

    def _schedule(self) -> None:
        if self._up and not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        """Send as much as may be on the wire."""
        self._scheduled = False
        if not self._up or self._client is None:
            return
        wait = self._not_before - time.monotonic()
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self._schedule)
        else:
            self._send(self._client)
        self._write(self._client)

    def _send(self, client: Client) -> None:
        room = min(self._bounds.on_wire, self._receive_maximum) - len(self._on_wire)
        for _ in range(min(room, len(self._waiting))):
            letter = self._waiting.popleft()
            info = client.publish(letter.topic, letter.payload, qos=1, retain=letter.retain)
            if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
                self._waiting.appendleft(letter)
                return
            self._on_wire[info.mid] = letter

    def _write(self, client: Client) -> None:
        client.loop_write()
        if self._socket < 0 or not isinstance(client.socket(), socket.socket):
            return
        loop = asyncio.get_running_loop()
        if client.want_write():
            loop.add_writer(self._socket, self._write, client)
        else:
            loop.remove_writer(self._socket)

    def _on_connect(
        self,
        _client: Client,
        _data: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            self._say(f"the broker refuses user {self._login.user!r}: {reason}")
            return
        self._receive_maximum = getattr(properties, "ReceiveMaximum", self._bounds.on_wire)
        if self.fault:
            self._log("broker_there", resent=len(self._recent))
        self.fault = ""
        self._up = self._was_up = True
        self._not_before = 0.0
        again = self._recent.take(time.monotonic())
        for letter in reversed(again):
            self._hold(letter, first=True)
        self.offer(self._status_topic, _status("online"), retain=True)
        self._schedule()

    def _on_publish(
        self, _client: Client, _data: object, packet_id: int, reason: ReasonCode, _properties: Properties
    ) -> None:
        letter = self._on_wire.pop(packet_id, None)
        if letter is None:
            return
        if reason.value == _NOT_AUTHORIZED:
            self._forbid(letter)
        elif (reason.value == _NO_SUBSCRIBERS and not letter.retain) or reason.value >= _FAILURES:
            self._waiting.appendleft(letter)
            self._not_before = time.monotonic() + self._bounds.first_retry
            self._say(f"the broker does not take messages: {reason}; is an ingest worker running?")
        else:
            self.fault = ""
            self.published += 1
            self._release(letter)
            self._recent.add(letter, time.monotonic())
            letter.tell(True)

    def _forbid(self, letter: Letter) -> None:
        self._log(
            "forbidden",
            topic=letter.topic,
            remedy="run `guanjia broker sync` so that the gateway may publish for this device",
        )
        now = time.monotonic()
        self._forbidden = {topic: until for topic, until in self._forbidden.items() if until > now}
        self._forbidden[letter.topic] = now + self._bounds.forbidden_seconds
        self._release(letter)
        letter.tell(False)

    def _on_disconnect(
        self,
        _client: Client,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._forget_socket()
        self._up = False
        if not self.fault:
            self._say(f"the connection to the broker ended: {reason}")
        self._waiting.extendleft(reversed(self._on_wire.values()))
        self._on_wire.clear()
        self._gone.set()

    def _forget_socket(self) -> None:
        if self._socket >= 0:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._socket)
            loop.remove_writer(self._socket)
            self._socket = -1

    def _hold(self, letter: Letter, *, first: bool = False) -> None:
        (self._waiting.appendleft if first else self._waiting.append)(letter)
        self._held_bytes += letter.size
        self.full = self.full or self._held_bytes > self._bounds.held_bytes

    def _release(self, letter: Letter) -> None:
        self._held_bytes -= letter.size
        if self.full and self._held_bytes < self._bounds.held_bytes / 2:
            self.full = False
            self.on_room()

    def _say(self, fault: str) -> None:
        if fault != self.fault:
            self._log("broker_away", fault=fault)
        self.fault = fault


async def _wait(event: asyncio.Event) -> bool:
    return await event.wait()


def _status(state: str) -> bytes:
    return orjson.dumps({"state": state, "at": int(time.time() * 1000)})


def _leave_it(_client: Client, _data: object, _socket: object) -> None:
    """Stand where paho wants to be told that the socket is watched for writing."""
