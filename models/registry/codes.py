"""Kinds of field that entries share: codes, time zones, registers, instants; and what every entry is."""

from datetime import datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from models.quantities import BY_NAME, Kind
from models.topics import is_code


def _a_code(text: str) -> str:
    if not is_code(text):
        raise ValueError("use 1-64 letters, digits, '_', '.', '-', beginning with a letter or digit")
    return text


def _in_order(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(tags)))


def _a_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{text!r} is no IANA time zone; Ningxia is Asia/Shanghai") from error
    return text


def _a_register(text: str) -> str:
    quantity = BY_NAME.get(text)
    if quantity is None or quantity.kind is not Kind.CUMULATIVE:
        names = ", ".join(q.name for q in BY_NAME.values() if q.kind is Kind.CUMULATIVE)
        raise ValueError(f"{text!r} is no cumulative quantity; a meter counts one of {names}")
    return text


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("give the instant with its UTC offset, as in 2026-11-21T08:00:00+08:00")
    return at


def _a_time(value: object) -> object:
    # YAML 1.2 reads 22:00 as text, and 8:00 is what people write
    return f"0{value}" if isinstance(value, str) and value[1:2] == ":" else value


def _local(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("write a local time without an offset, as in 07:30")
    return value


Code = Annotated[str, AfterValidator(_a_code)]
Tags = Annotated[tuple[Code, ...], Field(max_length=32), AfterValidator(_in_order)]
"""What people mark an entry with: each tag once, in order."""
Zone = Annotated[str, AfterValidator(_a_zone)]
Register = Annotated[str, AfterValidator(_a_register)]
TimeOfDay = Annotated[time, BeforeValidator(_a_time), AfterValidator(_local)]
Instant = Annotated[datetime, AfterValidator(_aware)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NonNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Entry(BaseModel):
    """One entry of a registry file: unknown fields are mistakes, nothing is changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
