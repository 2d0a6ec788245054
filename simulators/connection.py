"""One MQTT 5 connection of one device, driven by somebody else's selector (paho's external-loop calls)."""

import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from models.broker import Broker
from models.errors import UnreachableError
from simulators.knock import untrusted

KEEP_ALIVE_SECONDS = 30
CONNECT_SECONDS = 5.0
MOST_UNANSWERED = 65_535
"""What MQTT 5 allows on the wire where the broker names no smaller receive maximum."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who connects (user name and client id are the device's code) and where its status stands."""

    device: str
    password: str
    status_topic: str


@dataclass(frozen=True, slots=True)
class Events:
    """What a connection tells its owner: accepted or refused, a packet answered, gone."""

    connected: Callable[[int], None]
    answered: Callable[[int, int], None]
    gone: Callable[[], None]


class Connection:
    """An attempt to connect, then the connection; it is never used again once it is gone.

    Every attempt is a new object: packet ids of a lost connection are never taken for those of the next.
    """

    def __init__(
        self, identity: Identity, tls: ssl.SSLContext | None, events: Events, last_will: bytes
    ) -> None:
        self.receive_maximum = MOST_UNANSWERED
        self._events = events
        self._client = Client(
            CallbackAPIVersion.VERSION2, identity.device, protocol=MQTTProtocolVersion.MQTTv5
        )
        # this project bounds what is on the wire itself, over all devices together
        self._client.max_inflight_messages_set(0)
        self._client.connect_timeout = CONNECT_SECONDS
        self._client.username_pw_set(identity.device, identity.password)
        self._client.will_set(identity.status_topic, last_will, qos=1, retain=True)
        if tls is not None:
            self._client.tls_set_context(tls)
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_publish = self._on_publish

    def open(self, broker: Broker) -> int:
        """Connect the socket and ask to be let in; return the socket's number for the selector."""
        try:
            self._client.connect(broker.host, broker.port, KEEP_ALIVE_SECONDS, clean_start=True)
        except ssl.SSLCertVerificationError as error:
            raise untrusted(broker, error) from error
        except OSError as error:
            raise UnreachableError(f"{broker.host}:{broker.port}: {error}") from error
        open_socket = self._client.socket()
        if open_socket is None:
            raise UnreachableError(f"{broker.host}:{broker.port}: the connection closed at once")
        return open_socket.fileno()

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> int | None:
        """Send at QoS 1; return the packet id, or None when the connection is gone."""
        info: MQTTMessageInfo = self._client.publish(topic, payload, qos=1, retain=retain)
        return info.mid if info.rc == MQTTErrorCode.MQTT_ERR_SUCCESS else None

    def read(self) -> None:
        """Handle what has arrived."""
        self._client.loop_read()
        # what TLS has decrypted ahead does not make the socket readable again
        while isinstance(open_socket := self._client.socket(), ssl.SSLSocket) and open_socket.pending():
            self._client.loop_read()

    def write(self) -> None:
        """Send what the socket did not take before."""
        self._client.loop_write()

    def is_open(self) -> bool:
        """Tell whether there is a socket."""
        return self._client.socket() is not None

    def wants_to_write(self) -> bool:
        """Tell whether the socket has yet to take something."""
        return self._client.want_write()

    def keep_alive(self) -> None:
        """Ping, and notice a broker that went silent; call about once a second."""
        self._client.loop_misc()

    def close(self) -> None:
        """Say goodbye, so that the last will is not published."""
        self._client.disconnect()

    def _on_connect(
        self,
        _client: Client,
        _data: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        self.receive_maximum = getattr(properties, "ReceiveMaximum", MOST_UNANSWERED)
        self._events.connected(reason.value)

    def _on_publish(
        self, _client: Client, _data: object, packet_id: int, reason: ReasonCode, _properties: Properties
    ) -> None:
        self._events.answered(packet_id, reason.value)

    def _on_disconnect(
        self,
        _client: Client,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        _log.debug("connection gone reason=%s", reason)
        self._events.gone()
