"""A load generator in a process of its own: QoS 1 over a plain socket, what is in flight bounded.

Packets are built before the clock starts, so that it takes as little as it can of the cores it shares.
`python -m guanjia.bench.load` is told by its parent; it is no command of its own.
"""

import json
import socket
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

_PUBACK = 0x40


@dataclass(frozen=True, slots=True)
class Load:
    """What to publish: `messages` messages of `reports` reports of two values each, spread over `devices`.

    Reports of `trackers` have a position beside them.
    """

    host: str
    port: int
    user: str
    password: str
    messages: int
    reports: int
    devices: int
    begin: str
    trackers: bool = False
    in_flight: int = 4_000


def payloads(load: Load) -> Iterator[tuple[bytes, bytes]]:
    """Return (topic, payload) of each message; every reading's key is its own."""
    begin = datetime.fromisoformat(load.begin)
    said, letter = (_driven, "t") if load.trackers else (_metered, "b")
    for number in range(load.messages):
        device, turn = number % load.devices, number // load.devices
        reports = [
            {
                "at": (begin + timedelta(seconds=15 * (turn * load.reports + place))).isoformat(),
                "seq": turn * load.reports + place,
                **said(turn, place),
            }
            for place in range(load.reports)
        ]
        document = reports[0] if load.reports == 1 else reports
        yield f"v1/bench/{letter}{device:04d}/telemetry".encode(), json.dumps(document).encode()


def _metered(turn: int, place: int) -> dict[str, object]:
    return {"values": {"volume_m3": round(1000 + turn * 0.013 + place * 0.001, 3), "flow_m3h": 0.42}}


def _driven(turn: int, place: int) -> dict[str, object]:
    position = {
        "lon": round(106.2 + turn * 0.00017 + place * 0.00001, 6),
        "lat": round(38.5 + turn * 0.00011 % 0.5, 6),
        "speed_kmh": 43.5,
        "heading_deg": 57,
        "satellites": 14,
        "system": "BDS",
    }
    return {"position": position, "values": {"odometer_km": round(1000 + turn * 0.2, 1), "ignition": 1}}


def _packets(load: Load) -> list[bytes]:
    return [
        packet(0x32, string(topic) + struct.pack(">H", number % 65_535 + 1) + payload)
        for number, (topic, payload) in enumerate(payloads(load))
    ]


def packet(kind: int, body: bytes) -> bytes:
    """Return one MQTT packet: first byte, length, body."""
    length, size = bytearray(), len(body)
    while True:
        size, digit = divmod(size, 128) if size >= 128 else (0, size)
        length.append(digit | (0x80 if size else 0))
        if not size:
            return bytes([kind]) + bytes(length) + body


def string(text: bytes) -> bytes:
    """Return a string as MQTT writes it."""
    return struct.pack(">H", len(text)) + text


def _connect(load: Load) -> socket.socket:
    sock = socket.create_connection((load.host, load.port), timeout=30)
    flags = b"\xc2" if load.user else b"\x02"
    login = string(load.user.encode()) + string(load.password.encode()) if load.user else b""
    sock.sendall(
        packet(0x10, string(b"MQTT") + b"\x04" + flags + b"\x00\x3c" + string(b"bench-load") + login)
    )
    answer = sock.recv(4)
    if answer[:2] != b"\x20\x02" or answer[3] != 0:
        raise ConnectionError(f"the broker refuses the load generator: {answer.hex()}")
    return sock


def publish(load: Load, sock: socket.socket, packets: list[bytes]) -> float:
    """Send all packets, never more than `in_flight` unacknowledged; return the seconds it took."""
    begun = time.monotonic()
    sent = acknowledged = 0
    waiting = iter(packets)
    buffer = b""
    while acknowledged < len(packets):
        room = load.in_flight - (sent - acknowledged)
        if room >= load.in_flight // 4 and sent < len(packets):
            chunk = list(islice(waiting, room))
            sock.sendall(b"".join(chunk))
            sent += len(chunk)
        buffer += sock.recv(65_536)
        whole = len(buffer) // 4
        acknowledged += whole
        if any(buffer[place] != _PUBACK for place in range(0, whole * 4, 4)):
            raise ConnectionError("the broker answered something else than PUBACK")
        buffer = buffer[whole * 4 :]
    return time.monotonic() - begun


def main() -> None:
    """Read a Load from stdin, build it, say `ready`, wait for a line, publish, print the seconds."""
    load = Load(**json.loads(sys.stdin.readline()))
    packets = _packets(load)
    sock = _connect(load)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    seconds = publish(load, sock, packets)
    sys.stdout.write(json.dumps({"seconds": seconds}) + "\n")
    sock.sendall(b"\xe0\x00")
    sock.close()


def request(load: Load) -> str:
    """Return the line that tells a load generator what to do."""
    return json.dumps(asdict(load)) + "\n"


def beginning(now: datetime, load_seconds: int) -> str:
    """Return an instant far enough back that no reading of the load lies ahead of the clock."""
    return (now.astimezone(UTC).replace(microsecond=0) - timedelta(seconds=load_seconds)).isoformat()


if __name__ == "__main__":
    main()
