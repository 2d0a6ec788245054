"""Monthly allowances (限量管理): volumes approved for a place, what was used of them, and the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.registry import Medium

__all__ = [
    "Allowance",
    "AllowanceStanding",
    "Approval",
    "Basis",
    "Block",
    "Dated",
    "DayUse",
    "Entry",
    "EntryKind",
    "EntryStatus",
    "Load",
    "Opening",
    "Period",
    "PlaceInfo",
    "Reference",
    "Serving",
    "SiteMeter",
    "Use",
]


class Opening(StrEnum):
    """On which days a place is open; documented in docs/how-to/allowances.md."""

    WORKDAYS = "workdays"
    DAILY = "daily"


class Load(StrEnum):
    """What an allowance grows with: meals or diners of the open days, or only the open days."""

    MEAL = "meal"
    DINER = "diner"
    OPEN_DAY = "open_day"


class Basis(StrEnum):
    """What a proposal was made from."""

    LAST_YEAR = "last_year"
    EARLIER_PERIODS = "earlier_periods"
    DEFAULT = "default"
    NONE = "none"


class Block(StrEnum):
    """Why a settlement cannot be confirmed yet."""

    NOT_APPROVED = "not_approved"
    SET_ASIDE = "set_aside"
    ESTIMATED = "estimated"
    LOW_COVERAGE = "low_coverage"


class EntryKind(StrEnum):
    """A settlement judges a period; an adjustment carries late data of a confirmed one into a later one."""

    SETTLEMENT = "settlement"
    ADJUSTMENT = "adjustment"


class EntryStatus(StrEnum):
    """Where a row of the ledger stands; the last three never change again."""

    BLOCKED = "blocked"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    RECORDED = "recorded"

    @property
    def is_open(self) -> bool:
        """Whether the figures of the row still follow the data."""
        return self in {EntryStatus.BLOCKED, EntryStatus.PROPOSED}


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `start` on and before `end`; `month` is the first day of the month it begins in."""

    month: date
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    """A place with its site, the time zone of its days and the institution it belongs to."""

    id: int
    code: str
    name: str
    kind: str
    parent: str | None
    site: str
    zone: str
    institution: str
    institution_name: str


@dataclass(frozen=True, slots=True)
class SiteMeter:
    """A meter, or a virtual one, as the choice of what serves a place sees it.

    `places` is what it serves, or where it stands when nothing is said; `parts` are the real meters of a
    virtual one with their shares, itself with 1 otherwise.
    """

    code: str
    medium: str
    quantity: str
    unit: str
    parent: str | None
    places: tuple[str, ...]
    parts: Mapping[str, float]
    is_virtual: bool = False


@dataclass(frozen=True, slots=True)
class Serving:
    """The real meters whose amounts, times their share, are what a place uses."""

    unit: str
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DayUse:
    """The day of one meter; `revision` rises each time late data or the registry changed it."""

    meter: str
    day: date
    amount: float
    estimated: float
    coverage: float
    revision: int


@dataclass(frozen=True, slots=True)
class Use:
    """What a place used in some days [unit of its meters].

    `coverage` and `estimated_share` are 0 to 1; `revision` is the sum of the revisions of its days: while it
    stays, so do the figures.
    """

    volume: float
    estimated_share: float
    coverage: float
    revision: int


@dataclass(frozen=True, slots=True)
class Dated:
    """Diners, and meals in a year, of a place from a day on and before another; None: not said, or open."""

    start: date | None
    end: date | None
    diners: float | None = None
    meals_a_year: float | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the figures hold on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier period that a proposal was made from."""

    period: Period
    volume: float
    open_days: int
    load: float


@dataclass(frozen=True, slots=True)
class Approval:
    """A volume that a person approved; `replaces` is the number of the approval before it."""

    id: int
    allowance: int
    volume: float
    author: str
    at: datetime
    note: str
    replaces: int | None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is stored of one place, medium and period; `approval` is the one that holds."""

    id: int
    place: str
    medium: Medium
    period: Period
    unit: str
    proposed: float | None
    basis: Basis | None
    formula: str
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger [unit of the allowance; money in `currency`].

    `volume` is what was used; of an adjustment, what late data added to a settled period (`settled`).
    `carried` are the adjustments that the period takes over, `amount` is above zero for a reward and below
    for a fine; None: the rule has no rates.
    """

    id: int
    allowance: int
    kind: EntryKind
    status: EntryStatus
    settled: int | None
    approval: int | None
    approved: float | None
    volume: float
    carried: float
    amount: float | None
    currency: str
    rule: str
    coverage: float
    estimated_share: float
    revision: int
    shares: Mapping[str, float]
    blocks: tuple[Block, ...] = ()
    computed_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    why: str = ""

    @property
    def saved(self) -> float | None:
        """What was left of the approved volume; below zero: over-use; None: nothing was approved."""
        if self.approved is None or self.kind is EntryKind.ADJUSTMENT:
            return None
        return self.approved - self.volume - self.carried


@dataclass(frozen=True, slots=True)
class AllowanceStanding:
    """How far a place has come within a running period that has an approved volume [its unit].

    `used` counts what was carried into the period; `due` follows the open days that are over, `projected` is
    the period's end at this rate; None without an open day. `passed_on` is the day on which the approved
    volume was passed, None while it is kept. `shares` are the meters that count.
    """

    place: str
    medium: Medium
    unit: str
    period: Period
    approved: float
    used: float
    due: float | None
    projected: float | None
    open_days: int
    open_days_over: int
    passed_on: date | None
    coverage: float
    estimated_share: float
    shares: Mapping[str, float]
