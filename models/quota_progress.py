"""How far an institution has come with a yearly quota: what mail, console, reports and API all show."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from models.figures import DueBasis
from models.quotas import Indicator, SourceStatus


class QuotaProgress(BaseModel):
    """One row of `analytics.indicator` that is judged by a quota, with the quota's source and status.

    `value` and `projected` are in `unit`, `quota_value` in the same unit for the whole period; `numerator` is
    an amount, `denominator` who or what shares it. `period_end` is the first day after the period,
    `limit_date` the day on which the quota is or was passed (None: not in this period, or nobody can know).
    `check_reasons` are codes with blanks between them, and so is `above`, the institutions above it. `tier`
    is empty until the period is over and was metered wholly.

    Worked example: 600 people, quota 25 m3 each a year, 35 days observed, 2,345 m3 used. Each used
    3.908 m3, so `used_share` is 0.1563; `due_share` is 35/365 = 0.0959. `ratio` is 1.63: 63 % over schedule.
    15,000 m3 a year are allowed, so 1,438 m3 by now: 907 m3 too much, 25.9 m3 a day, and at this rate
    9,455 m3 a year.
    """

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    institution_id: int
    institution: str
    institution_name: str
    institution_name_en: str
    timezone: str
    indicator: Indicator
    period_start: date
    period_end: date
    value: float
    unit: str
    numerator: float
    denominator: float
    coverage: float
    estimated_share: float
    observed_days: float
    quota: str
    quota_source: str
    quota_status: SourceStatus
    quota_tier: str
    quota_tier_en: str
    quota_value: float
    quota_unit: str
    used_share: float
    due_share: float
    projected: float | None
    computed_at: datetime
    due_basis: DueBasis | None = None
    projected_low: float | None = None
    projected_high: float | None = None
    limit_date: date | None = None
    check_reasons: str = ""
    tier: str = ""
    above: str = ""

    @property
    def ratio(self) -> float | None:
        """Share used over share due; 1 is exactly on schedule, None before anything is due."""
        return self.used_share / self.due_share if self.due_share > 0 else None

    @property
    def over_share(self) -> float:
        """How much more than due is used, as a share of what is due: 0.63 is 63 % over."""
        return (self.ratio or 1.0) - 1.0

    @property
    def amount_unit(self) -> str:
        """The unit of `numerator`: m3 of m3/person, and of L/(person·d) too."""
        unit = self.unit.partition("/")[0]
        return "m3" if unit == "L" else unit

    @property
    def allowed_a_year(self) -> float:
        """What the quota allows everybody together in the whole period, in `amount_unit`."""
        # of a figure per day the denominator has only the days gone, the share used all of them
        return self.numerator / self.used_share if self.used_share else self.quota_value * self.denominator

    @property
    def allowed_a_day(self) -> float:
        """What the quota allows everybody together on an average day of the period."""
        return self.allowed_a_year / (self.period_end - self.period_start).days

    @property
    def over_amount(self) -> float:
        """How much more than due is used by now, in `amount_unit`."""
        return (self.used_share - self.due_share) * self.allowed_a_year

    @property
    def over_a_day(self) -> float:
        """How much more than due is used on an average observed day, in `amount_unit`."""
        return self.over_amount / self.observed_days if self.observed_days > 0 else 0.0

    @property
    def over_a_year(self) -> float:
        """How much more than the quota is used in the whole period if it goes on like this."""
        return self.over_share * self.allowed_a_year
