"""Measuring points, and the physical meters that stood in them one after the other."""

from typing import Annotated

from pydantic import Field, field_validator

from models.registry.codes import Code, Entry, Instant, NonNegative, Positive, Register, Tags
from models.registry.kinds import Medium
from models.registry.spans import after_it_begins


class Installation(Entry):
    """One physical meter in place: from its first register to its last.

    `multiplier` turns register steps into the quantity's unit (a current transformer's ratio);
    `modulus` is where the register wraps; `max_rate_per_hour` is the most it can count, in its
    unit, in an hour. An entry without `valid_to` ends where the meter's next one begins.
    `previous_end_register` is what the meter before this one showed when it was taken down:
    another way to write that one's `end_register`.
    """

    serial: str = Field(min_length=1)
    valid_from: Instant
    valid_to: Instant | None = None
    start_register: NonNegative | None = None
    end_register: NonNegative | None = None
    modulus: Positive | None = None
    multiplier: Positive = 1.0
    max_rate_per_hour: Positive | None = None
    two_way: bool = False
    previous_end_register: NonNegative | None = None

    _order = field_validator("valid_to")(after_it_begins)


class Meter(Entry):
    """A measuring point: one cumulative quantity of one device, its place in the tree, what it serves.

    `device` defaults to the meter's own code. `item` is the sub-item of consumption (分项), such as lighting.
    `tags` are its own; those of its device hold of it too.
    """

    code: Code
    name: str
    device: Code | None = None
    quantity: Register
    medium: Medium
    level: Annotated[int, Field(ge=1, le=3)] = 1
    parent: Code | None = None
    item: str = ""
    place: Code
    serves: tuple[Code, ...] = ()
    tags: Tags = ()
    installations: tuple[Installation, ...] = ()

    @property
    def device_code(self) -> str:
        """The device that reports this meter's register."""
        return self.device or self.code
