"""From a location to the MQTT contract: only what the contract has, as the terminal said it."""

from collections.abc import Iterable, Iterator

import orjson

from ingest.gateways.jt808.location import Location
from models.reports import MAX_PAYLOAD_BYTES


def report(where: Location, serial: int) -> dict[str, object]:
    """Return a location as a report of the contract; without a fix it has values only."""
    values: dict[str, float | int] = {"ignition": int(where.ignition), "alarm_bits": where.alarm_bits}
    if where.odometer_km is not None:
        values["odometer_km"] = where.odometer_km
    if where.fuel_l is not None:
        values["fuel_l"] = where.fuel_l
    told: dict[str, object] = {"at": where.at, "seq": serial, "values": values}
    if where.fixed:
        told["position"] = _position(where)
    return told


def _position(where: Location) -> dict[str, object]:
    position: dict[str, object] = {
        "lon": where.lon,
        "lat": where.lat,
        "altitude_m": where.altitude_m,
        "speed_kmh": where.speed_kmh,
        "heading_deg": where.heading_deg,
    }
    if where.satellites is not None:
        position["satellites"] = where.satellites
    if where.system is not None:
        position["system"] = where.system
    return position


def unreadable(body: bytes) -> dict[str, object]:
    """Return what ingest refuses and keeps: a body in which nobody could find a report, as hex."""
    return {"at": None, "jt808": body.hex()}


def payloads(reports: Iterable[dict[str, object]]) -> Iterator[bytes]:
    """Return messages of the contract that hold the reports in their order, none larger than it allows."""
    held: list[bytes] = []
    size = 2
    for told in reports:
        written = orjson.dumps(told)
        if held and size + len(written) + 1 > MAX_PAYLOAD_BYTES:
            yield _payload(held)
            held, size = [], 2
        held.append(written)
        size += len(written) + 1
    if held:
        yield _payload(held)


def _payload(reports: list[bytes]) -> bytes:
    return reports[0] if len(reports) == 1 else b"[" + b",".join(reports) + b"]"
