"""What a rule saw of a meter, a device or a site: everything that mail and lists say of it."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

SubjectKind = Literal["meter", "device", "site", "vehicle"]
DeviceSightingKind = Literal["threshold", "rate_of_change", "absence", "low_coverage", "set_aside"]
VehicleSightingKind = Literal["geofence", "speeding", "out_of_hours", "overnight_away", "maintenance_due"]

HOURS_A_YEAR = 8760


class Sighting(BaseModel):
    """One observation of one subject, as a row of `alert_change.figures` keeps it.

    `value` and `limit` are in `unit`; `amount` and `usual` in `amount_unit`, None where the kind has none.
    `at` is the instant the value is of, `days` how many days it covers. `is_above`: it fires above the limit.
    Of a vehicle: from `since` to `at`, in or out (`is_inside`) of the geofence called `fence_name`;
    `speed_kmh` where `speed_limit_kmh` holds; `task` is due on `due_on`, and `left_km` are left.
    """

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    kind: DeviceSightingKind | VehicleSightingKind
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
    since: datetime | None = None
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
        """What it comes to a day, in `amount_unit`: use beyond the usual or the limit; None: unknown."""
        if self.kind == "rate_of_change" and self.amount is not None and self.usual is not None:
            return self.amount - self.usual
        if self.kind == "threshold" and self.is_above and self.amount_unit and self.days == 1:
            return self.value - self.limit
        return None

    @property
    def excess_a_year(self) -> float | None:
        """The same if it goes on for a year; None: unknown."""
        a_day = self.excess_a_day
        return None if a_day is None else a_day * 365
