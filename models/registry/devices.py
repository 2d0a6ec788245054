"""What speaks MQTT, and the vehicles that carry trackers."""

from pydantic import Field, field_validator

from models.registry.codes import Code, Entry, Instant, Positive
from models.registry.kinds import DeviceKind, Protocol
from models.registry.spans import after_it_begins


class Device(Entry):
    """Something with an MQTT credential of its own. `interval_minutes` is how often it should report."""

    code: Code
    name: str = ""
    kind: DeviceKind
    protocol: Protocol = Protocol.JSON_V1
    place: Code | None = None
    gateway: Code | None = None
    interval_minutes: Positive = 15.0
    installed_at: Instant | None = None


class Vehicle(Entry):
    """A vehicle and the tracker on it since `valid_from`.

    A second entry of the same plate with a later `valid_from` says that the tracker was changed;
    `valid_to` says that the vehicle carries none any more.
    """

    plate: str = Field(min_length=1, max_length=16)
    type: str
    fuel: str = "gasoline"
    duty: str = "general"
    institution: Code
    device: Code
    valid_from: Instant
    valid_to: Instant | None = None

    _order = field_validator("valid_to")(after_it_begins)
