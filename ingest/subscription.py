"""One persistent MQTT session, driven by our own select loop; acknowledgements are given by hand.

paho's background thread writes a byte to a socket pair for every acknowledgement and locks against it;
this loop does neither. Acknowledgements leave together: the socket is corked while they are written.
"""

import select
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.reasoncodes import ReasonCode

from models.errors import ConfigError, UnreachableError
from models.topics import ALL_STATUS, ALL_TELEMETRY

SHARE = "$share/ingest/"
TOPICS = (f"{SHARE}{ALL_TELEMETRY}", f"{SHARE}{ALL_STATUS}")
KEEPALIVE = timedelta(seconds=30)
_MESSAGES_A_STEP = 500
_BYTES_A_STEP = 4 * 1024 * 1024
_FIRST_BACK_OFF_SECONDS = 0.5
_LONGEST_BACK_OFF_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class BrokerLogin:
    """Where the broker is and who we are to it. Without TLS only on loopback."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    ca_file: Path | None = None
    tls: bool = False


class Receipt(NamedTuple):
    """What acknowledges one message: its packet id, good only on the connection that brought it."""

    generation: int
    packet_id: int


def join(client: Client) -> None:
    """Take a share of all telemetry; also where the broker kept the session, for it costs nothing."""
    client.subscribe([(topic, 1) for topic in TOPICS])


def leave(client: Client) -> None:
    """Take no more than what is queued in the session already."""
    client.unsubscribe(list(TOPICS))


class Subscription:
    """A session that survives broker restarts; `on_message(topic, payload, receipt)` hears each message.

    While `reading` is False nothing more is taken: bytes wait in the socket, and acknowledgements still go
    out. A connection that is not read for longer than its keepalive ends; none is made until `reading`.
    """

    def __init__(
        self,
        login: BrokerLogin,
        client_id: str,
        on_message: Callable[[str, bytes, Receipt], None],
        *,
        greet: Callable[[Client], None] = join,
        keepalive: timedelta = KEEPALIVE,
        log: Callable[..., None] | None = None,
    ) -> None:
        self._login = login
        self._greet = greet
        self._on_message = on_message
        self._keepalive = keepalive
        self._log = log or _say_nothing
        self._generation = 0
        self._received = 0
        self._received_bytes = 0
        self._refusal = ""
        self._retry_at = 0.0
        self._back_off = _FIRST_BACK_OFF_SECONDS
        self.reading = True
        self.fault = "not connected yet"
        self._client = self._make_client(client_id)

    def step(self, wake: socket.socket, timeout: float) -> None:
        """Move bytes for at most `timeout` seconds, less when `wake` becomes readable."""
        sock = self._client.socket()
        if not isinstance(sock, socket.socket):
            self._wait_or_reconnect(wake, timeout)
            return
        readers = [sock, wake] if self.reading else [wake]
        writers = [sock] if self._client.want_write() else []
        pending = self.reading and isinstance(sock, ssl.SSLSocket) and sock.pending() > 0
        readable, writable, _ = select.select(readers, writers, [], 0 if pending else timeout)
        if writable:
            self._client.loop_write()
        if sock in readable or pending:
            self._read_what_is_there()
        self._client.loop_misc()

    def acknowledge(self, receipts: Iterable[Receipt]) -> None:
        """Tell the broker to forget these messages; those of an earlier connection it has forgotten to us."""
        for receipt in receipts:
            # a message of QoS 0 has no packet id, and the broker hangs up on who acknowledges one
            if receipt.packet_id and receipt.generation == self._generation:
                self._client.ack(receipt.packet_id, 1)
        sock = self._client.socket()
        if isinstance(sock, socket.socket):
            with suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
                self._client.loop_write()
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)

    def close(self) -> None:
        """Leave in an orderly way; the session and what is not acknowledged stay with the broker."""
        self._log = _say_nothing
        self._client.disconnect()
        if self._client.socket() is not None:
            self._client.loop_write()

    def _read_what_is_there(self) -> None:
        enough = self._received_bytes + _BYTES_A_STEP
        for _ in range(_MESSAGES_A_STEP):
            before = self._received
            failed = self._client.loop_read() != MQTTErrorCode.MQTT_ERR_SUCCESS
            if failed or self._received == before or self._received_bytes > enough:
                return

    def _wait_or_reconnect(self, wake: socket.socket, timeout: float) -> None:
        wait = self._retry_at - time.monotonic() if self.reading else timeout
        if wait > 0:
            select.select([wake], [], [], min(wait, timeout))
            return
        try:
            self._client.connect(
                self._login.host, self._login.port, keepalive=int(self._keepalive.total_seconds())
            )
        except OSError as error:
            self._fail(f"no broker at {self._login.host}:{self._login.port}: {error}")

    def _fail(self, fault: str) -> None:
        if fault != self.fault:
            self._log("broker_away", fault=fault)
        self.fault = fault
        self._retry_at = time.monotonic() + self._back_off
        self._back_off = min(self._back_off * 2, _LONGEST_BACK_OFF_SECONDS)

    def _make_client(self, client_id: str) -> Client:
        client = _client(self._login, client_id, clean_session=False)
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_subscribe = self._subscribed
        client.on_unsubscribe = self._joined
        client.on_message = self._arrived
        # paho writes each packet at once unless somebody else watches the socket: we do, in step()
        client.on_socket_register_write = _ignore
        return client

    def _connected(
        self, client: Client, _userdata: Any, _flags: ConnectFlags, reason: ReasonCode, _properties: Any, /
    ) -> None:
        if reason.is_failure:
            self._refusal = f"the broker refuses user {self._login.user!r}: {reason}"
        else:
            self._greet(client)

    def _subscribed(
        self, client: Client, userdata: Any, mid: int, reasons: list[ReasonCode], properties: Any
    ) -> None:
        for topic, reason in zip(TOPICS, reasons, strict=True):
            if reason.is_failure:
                raise ConfigError(
                    f"the broker's ACL does not let user {self._login.user!r} subscribe to {topic}: add it"
                )
        self._joined(client, userdata, mid, reasons, properties)

    def _joined(
        self, _client: Client, _userdata: Any, _mid: int, _reasons: list[ReasonCode], _properties: Any
    ) -> None:
        """Be well only now: what is published before the broker has answered may have no subscriber."""
        self.fault = ""
        self._back_off = _FIRST_BACK_OFF_SECONDS

    def _disconnected(
        self, _client: Client, _userdata: Any, _flags: DisconnectFlags, reason: ReasonCode, _properties: Any
    ) -> None:
        self._generation += 1
        fault = self._refusal or f"the connection to the broker ended: {reason}"
        self._refusal = ""
        self._fail(fault if self.reading else "left, for no more can be held until the database takes it")

    def _arrived(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self._received += 1
        self._received_bytes += len(message.payload)
        self._on_message(message.topic, bytes(message.payload), Receipt(self._generation, message.mid))


def end_session(login: BrokerLogin, client_id: str, patience: timedelta = timedelta(seconds=10)) -> None:
    """Have the broker forget a session: connecting clean is what MQTT calls it.

    Raises
    ------
    UnreachableError
        When the broker does not confirm in time.
    """
    client = _client(login, client_id, clean_session=True)
    answers: list[ReasonCode] = []

    def note(
        _client: Client, _userdata: Any, _flags: ConnectFlags, reason: ReasonCode, _properties: Any
    ) -> None:
        answers.append(reason)

    client.on_connect = note
    deadline = time.monotonic() + patience.total_seconds()
    try:
        client.connect(login.host, login.port)
    except OSError as error:
        raise UnreachableError(f"no broker at {login.host}:{login.port}: {error}") from error
    while not answers and client.socket() is not None and time.monotonic() < deadline:
        client.loop(0.1)
    if not answers or answers[0].is_failure:
        why = answers[0] if answers else "no answer"
        raise UnreachableError(f"the broker did not end the session {client_id}: {why}")
    client.disconnect()


def _client(login: BrokerLogin, client_id: str, *, clean_session: bool) -> Client:
    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        clean_session=clean_session,
        protocol=MQTTv311,
        manual_ack=True,
    )
    client.connect_timeout = 5.0
    client.username_pw_set(login.user, login.password)
    if login.tls:
        try:
            client.tls_set(ca_certs=str(login.ca_file) if login.ca_file else None)
        except OSError as error:
            raise ConfigError(f"GUANJIA_MQTT_CA_FILE: {login.ca_file} is no certificate: {error}") from error
    return client


def _say_nothing(*_words: object, **_fields: object) -> None:
    """Log nothing: a goodbye is no fault."""


def _ignore(_client: Client, _userdata: Any, _socket: Any) -> None:
    """Stand where paho wants to be told that the socket is watched for writing."""
