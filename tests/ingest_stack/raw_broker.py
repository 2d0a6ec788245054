"""Brokers that do what Mosquitto never does: hang up at once, fall silent, refuse a subscription."""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

CONNACK = b"\x20\x02\x00\x00"
PINGREQ = 0xC0
SUBSCRIBE = 0x82

Answer = Callable[[int, bytes], bytes]
"""From the first byte and the body of a packet to what the broker answers."""


class RawBroker:
    """Answers every packet as it is told; without an answer for CONNECT it closes the connection."""

    def __init__(self, answer: Answer | None) -> None:
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.packets: list[int] = []
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, name="raw-broker")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            connection.close()
        self._thread.join(30)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            if self._answer is None:
                connection.close()
            else:
                self._open.append(connection)
                self._converse(connection, self._answer)

    def _converse(self, connection: socket.socket, answer: Answer) -> None:
        try:
            while packet := _packet(connection):
                kind, body = packet
                self.packets.append(kind)
                connection.sendall(answer(kind, body))
        except OSError:
            return


def silent(kind: int, body: bytes) -> bytes:
    """Let a client in and grant its subscription; then never say a word again."""
    return _granted(kind, body, 1)


def refusing(kind: int, body: bytes) -> bytes:
    """Let a client in and refuse its subscription, as a broker with rights on filters does."""
    return _granted(kind, body, 0x80)


def _granted(kind: int, body: bytes, code: int) -> bytes:
    if kind == SUBSCRIBE:
        return bytes([0x90, 4]) + body[:2] + bytes([code, code])
    return CONNACK if kind == 0x10 else b""


def _packet(connection: socket.socket) -> tuple[int, bytes] | None:
    head = connection.recv(1)
    if not head:
        return None
    length, shift = 0, 0
    while True:
        digit = connection.recv(1)[0]
        length |= (digit & 127) << shift
        shift += 7
        if not digit & 128:
            break
    body = b""
    while len(body) < length:
        body += connection.recv(length - len(body))
    return head[0], body
