"""Rules about the monthly allowances (限量管理) of canteens and public areas."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.registry import Medium
from models.rules.entry import RuleEntry


class AllowanceMeasure(StrEnum):
    """What an allowance rule compares; each is a share."""

    USED = "used"
    """Used in the period / approved: above 1 the allowance is broken."""
    PROGRESS = "progress"
    """Used / due by the open days that are over."""
    PROJECTED = "projected"
    """The period's end as it is going / approved."""


class AllowanceRule(RuleEntry):
    """Fires where a place goes past the volume approved for its running period.

    A place without an approved volume is not judged. `progress` and `projected` need `min_open_days` open
    days that are over.
    """

    kind: Literal["allowance"]
    medium: Medium = Medium.WATER
    measure: AllowanceMeasure = AllowanceMeasure.USED
    min_open_days: Annotated[int, Field(ge=0, le=31)] = 5

    @model_validator(mode="after")
    def _points_up(self) -> Self:
        if self.fires_above is None:
            raise ValueError("an allowance is broken from below: give fires_above")
        return self
