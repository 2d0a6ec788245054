"""Why something that arrived could not be stored: the closed list, and the record that keeps it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a message, or readings in it, were refused. Each is a label of the metric and a row's reason."""

    NOT_JSON = "not_json"
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_DEVICE = "unknown_device"
    UNKNOWN_QUANTITY = "unknown_quantity"
    TIME_MISSING = "time_missing"
    FUTURE = "future"
    TOO_OLD = "too_old"
    OUT_OF_RANGE = "out_of_range"
    TOO_LARGE = "too_large"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class ReadingKey:
    """What makes a reading one reading: who, what, when. A second one with this key is a duplicate."""

    device: str
    quantity: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """What of one message was refused for one reason.

    `detail` is made from the payload alone, so that a redelivered message gives the same record.
    `readings` are the keys refused; empty for a message that held no reading (it is called malformed).
    """

    reason: Reason
    detail: str
    readings: tuple[ReadingKey, ...] = ()
