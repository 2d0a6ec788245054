"""What a rule saw of a meter, a device or a site: everything that mail and lists say of it."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

SubjectKind = Literal["meter", "device", "site", "place", "vehicle"]
SightingKind = Literal[
    "threshold",
    "rate_of_change",
    "absence",
    "low_coverage",
    "set_aside",
    "leak",
    "anomaly",
    "allowance",
    "geofence",
    "speeding",
    "out_of_hours",
    "overnight_away",
    "maintenance_due",
]

STANDSTILL = "standstill"
"""The reason of a register that has not stood still for long: nobody knows how much of it is lost."""


class Sighting(BaseModel):
    """One observation of one subject, as a row of `alert_change.figures` keeps it.

    `value` and `limit` are in `unit`; `amount` and `usual` in `amount_unit`, None where the kind has none.
    `at` is the instant the value is of, `days` how many days it covers. `is_above`: it fires above the limit.

    Of a leak, `reason` is what shows it (models.detection.LeakReason), `since` its first night; `amount` and
    `usual` are quiet flows. Of an anomaly, `unusual` is in spreads, and the `peak_` fields are of the local
    hour that differs most. Of an allowance, `amount` was used of `usual`, the approved volume, `due` by now,
    `projected` is the end of the period, whose first and last days are `since` and `ends`; `passed` is the
    day on which it was used up, `meters` are those that count, each with its share ("w3-5:1 w3-7:0.5"), and
    `reason` is what the rule measures.

    Of a vehicle: from `began` to `at`, in or out (`is_inside`) of the geofence called `fence_name`;
    `speed_kmh` where `speed_limit_kmh` holds; `task` is due on `due_on`, and `left_km` are left.
    """

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    kind: SightingKind
    subject_kind: SubjectKind
    code: str
    name: str
    name_en: str = ""
    institution: str
    institution_name: str
    institution_name_en: str
    timezone: str
    medium: str | None = None
    quantity: str | None = None
    value: float
    limit: float
    is_above: bool
    unit: str
    amount: float | None = None
    usual: float | None = None
    amount_unit: str = ""
    coverage: float | None = None
    at: datetime | None = None
    days: int = 0
    reason: str = ""
    since: date | None = None
    unusual: float | None = None
    peak_hour: int | None = None
    peak_amount: float | None = None
    peak_usual: float | None = None
    due: float | None = None
    projected: float | None = None
    ends: date | None = None
    passed: date | None = None
    meters: str = ""
    began: datetime | None = None
    is_inside: bool = False
    fence_name: str = ""
    fence_name_en: str = ""
    speed_kmh: float | None = None
    speed_limit_kmh: float | None = None
    task: str = ""
    due_on: date | None = None
    left_km: float | None = None

    @property
    def excess_a_day(self) -> float | None:
        """What it comes to a day, in `excess_unit`: use beyond the usual or the limit; None: unknown."""
        match self.kind:
            case "rate_of_change" | "anomaly" if self.amount is not None and self.usual is not None:
                return self.amount - self.usual
            case "threshold" if self.is_above and self.amount_unit and self.days == 1:
                return self.value - self.limit
            case "leak" if self.reason != STANDSTILL:
                return self.value
            case _:
                return None

    @property
    def excess_unit(self) -> str:
        """The unit of what it comes to: of a leak, whose amounts are flows, m3."""
        return "m3" if self.kind == "leak" else self.amount_unit

    @property
    def excess_a_year(self) -> float | None:
        """The same if it goes on for a year; None: unknown."""
        a_day = self.excess_a_day
        return None if a_day is None else a_day * 365
