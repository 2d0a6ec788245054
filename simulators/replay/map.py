"""What a map says: how the rows of a file become reports of devices (docs/how-to/replay.md)."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from models.quantities import BY_NAME, Kind
from models.registry import (
    Code,
    DeviceKind,
    Entry,
    Instant,
    Institution,
    Medium,
    NonNegative,
    Positive,
    Site,
    Zone,
)

EPOCH_SECONDS = "epoch_s"
EPOCH_MILLISECONDS = "epoch_ms"
ISO_8601 = "iso8601"


def _a_quantity(text: str) -> str:
    if text not in BY_NAME:
        raise ValueError(f"{text!r} is no quantity; use one of {', '.join(BY_NAME)}")
    return text


class Midnight(StrEnum):
    """What a stamp of 0:00 means."""

    AS_WRITTEN = "as_written"
    """The beginning of the day it names."""
    END_OF_DAY = "end_of_day"
    """24:00, the end of the day it names: such a stamp is a day too early."""


class Stamped(StrEnum):
    """Which end of its interval a row's stamp names."""

    START = "start"
    END = "end"


class Cell(StrEnum):
    """What a cell holds."""

    AS_IS = "as_is"
    """A momentary value or a register: sent as it stands, at the row's stamp."""
    INTERVAL = "interval"
    """What was used in the interval: summed into a register, sent at the interval's end."""


class Separator(StrEnum):
    """What stands between the cells of a row."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    SPACE = "space"

    @property
    def character(self) -> str:
        """The character itself."""
        return {"comma": ",", "semicolon": ";", "tab": "\t", "space": " "}[self.value]


class TimeColumn(Entry):
    """Where a row's instant stands: `format` is strptime's, or epoch_s, epoch_ms or iso8601.

    `zone` is the clock's; a clock that keeps no daylight saving has a fixed one, such as Etc/GMT+5 (UTC-5).
    """

    column: str
    format: str
    zone: Zone | None = None
    midnight: Midnight = Midnight.AS_WRITTEN

    @property
    def is_epoch(self) -> bool:
        """Whether stamps are numbers counted from 1970 in UTC."""
        return self.format in (EPOCH_SECONDS, EPOCH_MILLISECONDS)

    @model_validator(mode="after")
    def _names_a_zone(self) -> Self:
        offset = self.is_epoch or self.format == ISO_8601 or "%z" in self.format
        if not offset and self.zone is None:
            raise ValueError("stamps of this format carry no UTC offset: name the clock's zone")
        if self.is_epoch and self.midnight is Midnight.END_OF_DAY:
            raise ValueError("midnight: end_of_day needs stamps in local time, not an epoch")
        return self


class Rule(Entry):
    """How one column, or every column that matches a pattern with one `*`, becomes a quantity of a device.

    A `*` in `device` stands for what the column's `*` matched. A number times `multiplier` is
    in the quantity's unit. The rest is for intervals: the register begins at `start_register`, shows steps of
    `resolution`, and counts no step that is negative or above `max_step` (in the quantity's unit).
    """

    column: str = Field(min_length=1)
    device: str = Field(min_length=1)
    quantity: Annotated[str, AfterValidator(_a_quantity)]
    cell: Cell
    multiplier: Positive = 1.0
    stamped: Stamped = Stamped.END
    start_register: NonNegative = 0.0
    resolution: Positive = 0.001
    max_step: Positive | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if "*" in self.device and "*" not in self.column:
            raise ValueError("device has a '*' and column has none: nothing to put in its place")
        if self.column.count("*") > 1 or self.device.count("*") > 1:
            raise ValueError("use one '*' at most")
        if self.cell is Cell.INTERVAL and BY_NAME[self.quantity].kind is not Kind.CUMULATIVE:
            raise ValueError(f"an interval is summed into a register, and {self.quantity} is none")
        return self


class Table(Entry):
    """A CSV file: `header` names the columns of a file whose first line does not."""

    separator: Separator = Separator.COMMA
    header: tuple[str, ...] = ()
    time: TimeColumn
    interval_minutes: Positive | None = None
    columns: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _knows_its_interval(self) -> Self:
        if self.interval_minutes is None and any(r.cell is Cell.INTERVAL for r in self.columns):
            raise ValueError("interval_minutes is missing: how long is the interval of a row?")
        return self


class Track(Entry):
    """A GPX file: the device that sends its points."""

    device: Code


class Equipment(Entry):
    """What the registry must know of the devices before their reports are taken: for `--print-site`."""

    kind: DeviceKind
    medium: Medium | None = None
    interval_minutes: Positive = 15.0
    installed_at: Instant
    plate: str = ""
    vehicle_type: str = ""


class ReplayMap(Entry):
    """One file of config/replay/; `site` gives the code in the topics and the zone of its days."""

    site: Site
    institution: Institution
    equipment: Equipment
    table: Table | None = None
    track: Track | None = None

    @model_validator(mode="after")
    def _maps_one_kind_of_file(self) -> Self:
        if (self.table is None) == (self.track is None):
            raise ValueError("give either table (for CSV) or track (for GPX)")
        if self.track is not None and not self.equipment.plate:
            raise ValueError("a track is a vehicle's: equipment.plate is missing")
        if self.site.institution != self.institution.code:
            raise ValueError("site.institution must be the code of institution")
        return self
