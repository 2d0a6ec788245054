"""What speaks MQTT, and the vehicles that carry trackers."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from models.registry.codes import Code, Entry, Instant, NonNegative, Positive, Tags
from models.registry.kinds import DeviceKind, Protocol
from models.registry.spans import after_it_begins


class Device(Entry):
    """Something with an MQTT credential of its own. `interval_minutes` is how often it should report.

    `tags` mark it and its meters, for rules to select by.
    """

    code: Code
    name: str = ""
    kind: DeviceKind
    protocol: Protocol = Protocol.JSON_V1
    place: Code | None = None
    gateway: Code | None = None
    interval_minutes: Positive = 15.0
    installed_at: Instant | None = None
    tags: Tags = ()


class Service(Entry):
    """Something that is done to a vehicle again and again: service, tyres, insurance, inspection.

    It is due `every_km` or `every_months` after it was last done, whichever comes first. `last_odometer_km`
    is what the odometer showed then.
    """

    task: Code
    every_km: Positive | None = None
    every_months: Annotated[int, Field(ge=1, le=600)] | None = None
    last_on: date
    last_odometer_km: NonNegative | None = None

    @model_validator(mode="after")
    def _is_due_some_day(self) -> Self:
        if self.every_km is None and self.every_months is None:
            raise ValueError("give every_km, every_months, or both: without, it is never due")
        return self


class Vehicle(Entry):
    """A vehicle and the tracker on it since `valid_from`.

    A second entry of the same plate with a later `valid_from` says that the tracker was changed;
    `valid_to` says that the vehicle carries none any more. `homes` are the codes of its home fences, all of
    role `home` where it names none; an `exempt` one (enforcement, secret duty) is not compared with orders.
    `tank_litres` is what its tank holds [L].
    """

    plate: str = Field(min_length=1, max_length=16)
    type: str
    fuel: str = "gasoline"
    duty: str = "general"
    institution: Code
    device: Code
    valid_from: Instant
    valid_to: Instant | None = None
    services: tuple[Service, ...] = ()
    homes: Tags = ()
    exempt: bool = False
    tank_litres: Positive | None = None
    tags: Tags = ()

    _order = field_validator("valid_to")(after_it_begins)

    @field_validator("services")
    @classmethod
    def _each_task_once(cls, services: Sequence[Service]) -> tuple[Service, ...]:
        ordered = sorted(services, key=lambda service: service.task)
        doubled = [a.task for a, b in pairwise(ordered) if a.task == b.task]
        if doubled:
            raise ValueError(f"{doubled[0]} stands twice: keep the latest record of each task")
        return tuple(ordered)
