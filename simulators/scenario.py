"""What a simulation is told: the seed, the sites, and what goes wrong where and when."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from models.errors import ConfigError
from models.registry import Code, Entry, NonNegative, Positive

Day = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ScenarioError(ConfigError):
    """A scenario asks for what its sites do not have."""


class FaultKind(StrEnum):
    """What can go wrong between a true value and the broker. New kinds are added at the end."""

    DUPLICATE = "duplicate"
    """The same report once more."""
    LATE = "late"
    """A report that overtakes nothing: it arrives minutes to hours after its time."""
    ZERO = "zero"
    """A register that reads 0 once."""
    SPIKE = "spike"
    """A register that reads 500 too high once."""
    ABSURD = "absurd"
    """A register beyond every instrument's range."""
    CLOCK_AHEAD = "clock_ahead"
    """A stamp that lies a day or more in the future of whoever receives it."""
    CLOCK_UNSET = "clock_unset"
    """A stamp of 1970, from a clock that was never set."""
    CLOCK_NAIVE = "clock_naive"
    """A stamp without a zone."""
    UNKNOWN_QUANTITY = "unknown_quantity"
    """One key more than the contract knows."""
    BROKEN_JSON = "broken_json"
    """A payload cut short."""
    WRONG_SHAPE = "wrong_shape"
    """JSON, but no report."""
    TIME_MISSING = "time_missing"
    """A report that does not say when."""
    OVERSIZE = "oversize"
    """A payload above the contract's 256 KiB."""
    CONFLICT = "conflict"
    """A second, different value for a key that was sent already."""
    OUTAGE = "outage"
    """Hours of silence, then the backlog in arrays."""


class Leak(Entry):
    """Water that runs out behind `meter` and in front of its children, seen by the meter and all above it.

    Days count from the anchor's local midnight and may be fractions.
    """

    meter: Code
    from_day: Day
    to_day: Day | None = None
    m3_per_hour: Positive
    cause: str = "leak"


class Approved(Entry):
    """A volume that somebody approved for the allowance of `place`, from day `from_day` on for a month.

    The demo says so in the system's own ledger; nothing of it is simulated.
    """

    place: Code
    from_day: Day
    volume: Positive


class PlacedFault(Entry):
    """One fault at one place: the first report of `device` at or after `day` (a fraction is the hour).

    `hours` is how long an outage lasts or how late a late report comes.
    """

    kind: FaultKind
    device: Code
    day: Day
    hours: Positive = 3.0


class Swap(Entry):
    """A physical meter taken out and another put in; `recorded` tells whether the registry hears of it."""

    meter: Code
    day: Day
    serial: str = Field(min_length=1)
    start_register: NonNegative = 0.0
    recorded: bool = True


class Rollover(Entry):
    """A register that passes its modulus on a day; the site file must leave its start register open."""

    meter: Code
    day: Day


class Violation(StrEnum):
    """What a planted trip does against the rules of a vehicle pool."""

    SPEEDING = "speeding"
    OUT_OF_HOURS = "out_of_hours"
    OVERNIGHT_AWAY = "overnight_away"
    FORBIDDEN_PLACE = "forbidden_place"
    LEFT_AREA = "left_area"
    WITHOUT_ORDER = "without_order"


class PlacedTrip(Entry):
    """A trip that the vehicle of tracker `device` makes whatever chance says; no other one lies in its time.

    It leaves home at `day` on a whole quarter hour, drives at `kmh` on average, stays `stay_hours` and comes
    home the same way. `violation` is what the truth says of it; it changes nothing of the trip.
    """

    device: Code
    day: Day
    name: str = Field(min_length=1)
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    kmh: Annotated[float, Field(gt=0, le=200)] = 55.0
    stay_hours: Positive = 1.0
    violation: Violation | None = None


class Faults(Entry):
    """How often each kind of fault strikes, and single faults that must happen.

    Rates are shares of reports; for an outage, the share of device-days on which one begins.
    """

    rates: dict[FaultKind, Share] = Field(default_factory=dict)
    placed: tuple[PlacedFault, ...] = ()


class Scenario(Entry):
    """One file of config/scenarios/.

    `sites` are names of files of config/sites/ and `use` of config/scenarios/use/, both without `.yaml`.
    """

    name: Code
    description: str
    description_en: str = ""
    seed: int
    sites: Annotated[tuple[Code, ...], Field(min_length=1)]
    use: Code
    leaks: tuple[Leak, ...] = ()
    swaps: tuple[Swap, ...] = ()
    rollovers: tuple[Rollover, ...] = ()
    allowances: tuple[Approved, ...] = ()
    trips: tuple[PlacedTrip, ...] = ()
    faults: Faults = Faults()

    @model_validator(mode="after")
    def _changes_a_meter_once(self) -> "Scenario":
        changed = [change.meter for change in (*self.swaps, *self.rollovers)]
        twice = sorted({code for code in changed if changed.count(code) > 1})
        if twice:
            raise ValueError(f"more than one swap or rollover of {', '.join(twice)}; give each its own")
        return self
