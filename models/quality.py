"""What people see and do about the quality of data: values that pages, commands and the service share."""

from dataclasses import dataclass
from datetime import datetime

from models.errors import GuanjiaError, Mistake


class NoSuchMeterError(GuanjiaError):
    """There is no such measuring point, or not for who asks."""


class NoSuchMessageError(GuanjiaError):
    """There is no such refused message, or not for who asks."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A register step that is not counted: `step` in `unit`, `at` the reading where it shows.

    `computed_at` is when the computation set it aside.
    """

    meter: str
    meter_name: str
    medium: str
    unit: str
    place_name: str
    institution_name: str
    timezone: str
    at: datetime
    step: float
    reason: str
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class InstitutionQuality:
    """How an institution was read over the days asked for; shares are 0..1, None where nobody knows.

    `estimated_share` is that of the medium estimated most.
    """

    institution: str
    institution_name: str
    meters: int
    coverage: float | None
    estimated_share: float | None
    steps: int


@dataclass(frozen=True, slots=True)
class MeterFacts:
    """A measuring point as a page names it; `unit` is that of its register."""

    meter: str
    meter_name: str
    device: str
    quantity: str
    unit: str
    medium: str
    place_name: str
    institution: str
    institution_name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Installed:
    """A physical meter in place, as `models.registry.Installation`."""

    serial: str
    valid_from: datetime
    valid_to: datetime | None
    start_register: float | None
    end_register: float | None
    modulus: float | None
    multiplier: float
    max_rate_per_hour: float | None
    two_way: bool


@dataclass(frozen=True, slots=True)
class Hour:
    """What was used in the hour that begins at `hour`; `estimated` is the part no reading bounds closely."""

    hour: datetime
    amount: float
    estimated: float
    revision: int


@dataclass(frozen=True, slots=True)
class Around:
    """A meter around an instant: readings as (instant, register), hours, how many of all its hours wait."""

    at: datetime
    meter: MeterFacts
    installations: tuple[Installed, ...]
    aside: tuple[SetAside, ...]
    readings: tuple[tuple[datetime, float], ...]
    hours: tuple[Hour, ...]
    waiting: int

    @property
    def last_before(self) -> tuple[datetime, float] | None:
        """The last reading before the instant."""
        return next((each for each in reversed(self.readings) if each[0] < self.at), None)

    @property
    def first_after(self) -> tuple[datetime, float] | None:
        """The first reading at the instant or after it."""
        return next((each for each in self.readings if each[0] >= self.at), None)


@dataclass(frozen=True, slots=True)
class SwapEntry:
    """A meter swap as somebody typed it: `at` is local time of the site, registers are what the dials showed.

    An empty `modulus` says that it is not known where the register wraps, an empty `multiplier` that it is 1.
    """

    meter: str
    at: str
    end_register: str
    serial: str
    start_register: str
    modulus: str = ""
    multiplier: str = ""


@dataclass(frozen=True, slots=True)
class SwapRecorded:
    """A swap that the registry holds now; not `is_new`: somebody recorded the very same before."""

    meter: str
    at: datetime
    serial: str
    is_new: bool
    stale_hours: int = 0
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A message, or a part of one, that could not be stored; `replayed_at` None: it still waits."""

    rejected_id: int
    received_at: datetime
    topic: str
    reason: str
    detail: str
    payload_bytes: int
    replayed_at: datetime | None
    replayed_by: str


@dataclass(frozen=True, slots=True)
class RefusedAgain:
    """A message refused again, and why."""

    rejected_id: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of trying refused messages again: how many are settled, how many readings are new."""

    settled: int
    readings: int
    refused: tuple[RefusedAgain, ...]


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device in the list; `last_at` and `battery_v` are the newest of the last 7 days, as event time."""

    device: str
    device_name: str
    kind: str
    protocol: str
    interval_minutes: float
    place_name: str
    institution_name: str
    timezone: str
    connection: str | None
    connection_at: datetime | None
    last_at: datetime | None
    silent: bool
    battery_v: float | None = None


@dataclass(frozen=True, slots=True)
class MeterLine:
    """A measuring point in the list, with the physical meter in place now; "" where none is."""

    meter: str
    meter_name: str
    medium: str
    unit: str
    place_name: str
    institution_name: str
    serial: str
    multiplier: float | None
    valid_from: datetime | None
    timezone: str


@dataclass(frozen=True, slots=True)
class RegistryLine:
    """One change of the registry: `kind` and `subject` are those of storage.registry.Change."""

    kind: str
    subject: str
    code: str
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MeterImport:
    """What a sheet of meters would change, or changed; with `mistakes` it changes nothing.

    `is_done` tells whether it was applied, as `revision` of the registry.
    """

    changes: tuple[RegistryLine, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    notices: tuple[str, ...] = ()
    is_done: bool = False
    revision: int = 0
    stale_hours: int = 0
