"""Times of day as people write them."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator


def _a_time(value: object) -> object:
    # YAML 1.2 reads 22:00 as text, and 8:00 is what people write
    return f"0{value}" if isinstance(value, str) and value[1:2] == ":" else value


def _local(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("write a local time without an offset, as in 07:30")
    return value


TimeOfDay = Annotated[time, BeforeValidator(_a_time), AfterValidator(_local)]
