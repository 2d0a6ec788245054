"""MQTT clients of the tests: paho with waits on conditions, and a flood of raw packets for volume."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Login:
    """How one client connects."""

    port: int
    user: str | None = None
    password: str | None = None
    client_id: str = ""
    authority: Path | None = None


class Client:
    """One connection; everything that arrives is kept in `messages`."""

    def __init__(self, login: Login, *, keep_session: bool = False, acknowledge: bool = True) -> None:
        self.messages: list[paho.MQTTMessage] = []
        self.session_present = False
        self._login = login
        self._answers: dict[int, str] = {}
        self._connected: str | None = None
        self._changed = threading.Condition()
        self._paho = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id=login.client_id,
            clean_session=None if not keep_session else False,
            protocol=MQTTProtocolVersion.MQTTv311 if keep_session else MQTTProtocolVersion.MQTTv5,
            manual_ack=not acknowledge,
        )
        if login.user is not None:
            self._paho.username_pw_set(login.user, login.password)
        if login.authority is not None:
            self._paho.tls_set(str(login.authority), tls_version=ssl.PROTOCOL_TLS_CLIENT)
        self._paho.on_connect = self._on_connect
        self._paho.on_message = self._on_message
        self._paho.on_publish = self._on_publish
        self._paho.on_subscribe = self._on_subscribe

    def connect(self) -> str:
        """Connect and return the broker's answer: Success, or why not."""
        self._paho.connect("localhost" if self._login.authority else "127.0.0.1", self._login.port)
        self._paho.loop_start()
        self.wait(lambda: self._connected is not None)
        return self._connected or ""

    def subscribe(self, topic_filter: str) -> str:
        """Subscribe with QoS 1 and return the broker's answer."""
        _, number = self._paho.subscribe(topic_filter, qos=1)
        return self._answer(number or 0)

    def publish(self, topic: str, payload: str = "x", *, retain: bool = False) -> str:
        """Publish with QoS 1 and return the reason in the acknowledgement."""
        return self._answer(self._paho.publish(topic, payload, qos=1, retain=retain).mid)

    def acknowledge_all(self) -> None:
        """Acknowledge what has arrived."""
        for message in self.messages:
            self._paho.ack(message.mid, message.qos)

    def payloads(self) -> list[str]:
        """Return what has arrived, as text."""
        return [message.payload.decode() for message in self.messages]

    def wait(self, condition: Callable[[], bool]) -> None:
        """Return when the condition holds; fail the test when it never does."""
        with self._changed:
            assert self._changed.wait_for(condition, _PATIENCE), "the broker did not answer in time"

    def close(self) -> None:
        """Disconnect."""
        self._paho.disconnect()
        self._paho.loop_stop()

    def _answer(self, number: int) -> str:
        self.wait(lambda: number in self._answers)
        return self._answers.pop(number)

    def _note(self, change: Callable[[], object]) -> None:
        with self._changed:
            change()
            self._changed.notify_all()

    def _on_connect(
        self, _c: paho.Client, _u: Any, flags: paho.ConnectFlags, code: ReasonCode, _p: Properties | None
    ) -> None:
        def change() -> None:
            self.session_present = flags.session_present
            self._connected = str(code)

        self._note(change)

    def _on_message(self, _c: paho.Client, _u: Any, message: paho.MQTTMessage) -> None:
        self._note(lambda: self.messages.append(message))

    def _on_publish(self, _c: paho.Client, _u: Any, number: int, code: ReasonCode, _p: Properties) -> None:
        self._note(lambda: self._answers.update({number: str(code)}))

    def _on_subscribe(
        self, _c: paho.Client, _u: Any, number: int, codes: list[ReasonCode], _p: Properties | None
    ) -> None:
        self._note(lambda: self._answers.update({number: str(codes[0])}))


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Return when the condition holds; fail the test, naming it, when it never does."""
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)


def flood(login: Login, topic: str, count: int) -> None:
    """Publish `count` numbered messages with QoS 1 and return when each of them is acknowledged."""
    with socket.create_connection(("127.0.0.1", login.port), timeout=_PATIENCE) as connection:
        connection.sendall(connect_packet(login))
        assert connection.recv(4)[3] == 0
        for start in range(0, count, 1000):
            chunk = range(start, min(start + 1000, count))
            connection.sendall(
                b"".join(publish_packet(topic, number % 60_000 + 1, b"%d" % number) for number in chunk)
            )
            unanswered = 4 * len(chunk)
            while unanswered:
                unanswered -= len(connection.recv(unanswered))


def connect_packet(login: Login) -> bytes:
    """Return an MQTT 3.1.1 CONNECT with a clean session."""
    fields = (login.client_id or "flood", login.user or "", login.password or "")
    body = _text("MQTT") + bytes([4, 0b11000010, 0, 60]) + b"".join(map(_text, fields))
    return b"\x10" + _length(len(body)) + body


def publish_packet(topic: str, number: int, payload: bytes) -> bytes:
    """Return a PUBLISH with QoS 1."""
    body = _text(topic) + struct.pack(">H", number) + payload
    return b"\x32" + _length(len(body)) + body


def _length(number: int) -> bytes:
    """Return MQTT's variable byte integer: seven bits a byte, least significant first."""
    more, low = divmod(number, 128)
    return bytes([low | 0x80]) + _length(more) if more else bytes([low])


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text)) + text.encode()
