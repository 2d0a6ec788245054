"""What a rule saw of a meter, a device or a site: everything that mail and lists say of it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

SubjectKind = Literal["meter", "device", "site"]
SightingKind = Literal["threshold", "rate_of_change", "absence", "low_coverage", "set_aside"]

HOURS_A_YEAR = 8760


class Sighting(BaseModel):
    """One observation of one subject, as a row of `alert_change.figures` keeps it.

    `value` and `limit` are in `unit`; `amount` and `usual` in `amount_unit`, None where the kind has none.
    `at` is the instant the value is of, `days` how many days it covers. `is_above`: it fires above the limit.
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
