"""A part of a vehicle's track."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    """From where to where fixes are read and pieces may change, both included; None: no bound."""

    first: datetime | None
    last: datetime | None
