"""How sure we are of a published figure."""

from enum import StrEnum


class SourceStatus(StrEnum):
    """How well a published figure is confirmed; `absent`: looked for and not found, ships empty."""

    CONFIRMED = "confirmed"
    SINGLE_SOURCE = "single_source"
    UNVERIFIED = "unverified"
    ABSENT = "absent"
