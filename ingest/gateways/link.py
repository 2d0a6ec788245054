"""One MQTT 5 connection driven by an asyncio event loop; it is never used again once it is gone.

paho only queues what is published, and this loop writes it: many messages leave in one go.
"""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass

import orjson
from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from ingest.subscription import BrokerLogin
from models.errors import ConfigError, UnreachableError

MOST_UNANSWERED = 65_535
"""What MQTT 5 allows on the wire where the broker names no smaller receive maximum."""
_KEEPALIVE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Events:
    """What a link tells its owner, always in the event loop: let in, refused, a packet answered, gone."""

    connected: Callable[[], None]
    refused: Callable[[str], None]
    answered: Callable[[int, ReasonCode], None]
    gone: Callable[[str], None]


class Link:
    """See the module; `will_topic` is where the broker says offline when the link is lost."""

    def __init__(self, login: BrokerLogin, will_topic: str, events: Events) -> None:
        self.receive_maximum = MOST_UNANSWERED
        self._login = login
        self._events = events
        self._client = self._make_client(will_topic)
        self._socket = -1

    async def open(self) -> None:
        """Connect the socket and ask to be let in; raise UnreachableError where nobody answers."""
        host, port = self._login.host, self._login.port
        try:
            await asyncio.to_thread(self._client.connect, host, port, _KEEPALIVE_SECONDS, clean_start=True)
        except OSError as error:
            raise UnreachableError(f"no broker at {host}:{port}: {error}") from error
        opened = self._client.socket()
        if opened is None:
            raise UnreachableError(f"the broker at {host}:{port} closed at once")
        # where somebody watches the socket, paho leaves the writing to them
        self._client.on_socket_register_write = _leave_it
        self._socket = opened.fileno()
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    def publish(self, topic: str, payload: bytes, *, retain: bool) -> int | None:
        """Queue a message at QoS 1 for `write`; return its packet id, or None when the link is gone."""
        info = self._client.publish(topic, payload, qos=1, retain=retain)
        return info.mid if info.rc == MQTTErrorCode.MQTT_ERR_SUCCESS else None

    def write(self) -> None:
        """Write what is queued, and go on by itself when the socket takes more."""
        self._client.loop_write()
        if self._socket < 0:
            return
        loop = asyncio.get_running_loop()
        if self._client.want_write():
            loop.add_writer(self._socket, self.write)
        else:
            loop.remove_writer(self._socket)

    def keep_alive(self) -> None:
        """Ping, and notice a broker that went silent; call about once a second."""
        self._client.loop_misc()
        self.write()

    def close(self) -> None:
        """Say goodbye, so that the last will is not published."""
        self._client.disconnect()
        self._client.loop_write()
        self._forget_socket()

    def _read(self) -> None:
        self._client.loop_read()
        # what TLS has decrypted ahead does not make the socket readable again
        while _pending(self._client.socket()):
            self._client.loop_read()

    def _forget_socket(self) -> None:
        if self._socket >= 0:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._socket)
            loop.remove_writer(self._socket)
            self._socket = -1

    def _make_client(self, will_topic: str) -> Client:
        login = self._login
        client = Client(CallbackAPIVersion.VERSION2, login.user, protocol=MQTTProtocolVersion.MQTTv5)
        # the owner bounds what is on the wire
        client.max_inflight_messages_set(0)
        client.connect_timeout = 5.0
        client.username_pw_set(login.user, login.password)
        client.will_set(will_topic, orjson.dumps({"state": "offline"}), qos=1, retain=True)
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

    def _on_connect(
        self,
        _client: Client,
        _data: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            self._events.refused(f"the broker refuses user {self._login.user!r}: {reason}")
            return
        self.receive_maximum = getattr(properties, "ReceiveMaximum", MOST_UNANSWERED)
        self._events.connected()

    def _on_publish(
        self, _client: Client, _data: object, packet_id: int, reason: ReasonCode, _properties: Properties
    ) -> None:
        self._events.answered(packet_id, reason)

    def _on_disconnect(
        self,
        _client: Client,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._forget_socket()
        self._events.gone(f"the connection to the broker ended: {reason}")


def _pending(opened: object) -> bool:
    return isinstance(opened, ssl.SSLSocket) and opened.pending() > 0


def _leave_it(_client: Client, _data: object, _socket: object) -> None:
    """Stand where paho wants to be told that the socket is watched for writing."""
