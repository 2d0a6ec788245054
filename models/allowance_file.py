"""config/allowances.yaml: billing days, places, rules of reward and fine, as an operator writes them."""

from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator, model_validator

from models.allowances import Load, Opening
from models.registry import Code, Medium, NonNegative, Positive
from models.registry import Entry as WrittenEntry
from models.sources import SourceStatus

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
BillingDay = Annotated[int, Field(ge=1, le=28)]

DEFAULT_UNITS = {
    (Medium.WATER, Load.MEAL): "L/meal",
    (Medium.WATER, Load.OPEN_DAY): "m3/d",
    (Medium.ELECTRICITY, Load.MEAL): "kWh/meal",
    (Medium.ELECTRICITY, Load.OPEN_DAY): "kWh/d",
}
"""The one unit of each default."""


class Closure(WrittenEntry):
    """Days on which a place is closed although its `opening` says otherwise; `to` is the last one."""

    start: date = Field(alias="from")
    last: date = Field(alias="to")
    why: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "Closure":
        if self.last < self.start:
            raise ValueError(f"to must not be before from, which is {self.start}: it is the last closed day")
        return self

    def holds(self, day: date) -> bool:
        """Tell whether it is closed on a day."""
        return self.start <= day <= self.last


class PlaceEntry(WrittenEntry):
    """What differs at one place for one medium; what is left out is as the defaults say.

    `meters` are codes of meters or virtual meters; empty: the topmost ones that serve only the place.
    """

    place: Code
    medium: Medium = Medium.WATER
    meters: tuple[Code, ...] = ()
    opening: Opening | None = None
    closed: tuple[Closure, ...] = ()
    billing_day: BillingDay | None = None
    saving_target: Share | None = None
    meals_per_diner: Positive | None = None

    @field_validator("meters")
    @classmethod
    def _each_once(cls, meters: tuple[str, ...]) -> tuple[str, ...]:
        twice = [one for one, other in pairwise(sorted(meters)) if one == other]
        if twice:
            raise ValueError(f"the meter {twice[0]} is named twice: it would be counted twice")
        return meters


class InstitutionEntry(WrittenEntry):
    """The billing day of an institution's places."""

    institution: Code
    billing_day: BillingDay


class Sourced(WrittenEntry):
    """Numbers that come from somewhere; without them the status is absent, with them it is not."""

    status: SourceStatus
    source: str = ""
    note: str = ""

    def check(self, *, is_filled: bool) -> None:
        """Raise ValueError when the status says other than the numbers, or numbers have no source."""
        if is_filled and self.status is SourceStatus.ABSENT:
            raise ValueError(
                "there are numbers beside status absent: say who decided them, and how sure it is"
            )
        if is_filled and not self.source:
            raise ValueError("numbers need a source: name the decision or document they come from")
        if not is_filled and self.status is not SourceStatus.ABSENT:
            raise ValueError(f"nothing is filled in beside status {self.status}: fill it in, or write absent")


class Default(Sourced):
    """What a place is given when it has no history: `value` for each meal or open day."""

    medium: Medium
    per: Load
    value: Positive | None = None
    unit: str

    @model_validator(mode="after")
    def _whole(self) -> "Default":
        wanted = DEFAULT_UNITS.get((self.medium, self.per))
        if wanted is None:
            raise ValueError(f"no default of {self.medium} per {self.per}: use meal or open_day")
        if self.unit != wanted:
            raise ValueError(f"{self.medium} per {self.per} is written in {wanted}, not in {self.unit!r}")
        self.check(is_filled=self.value is not None)
        return self

    @property
    def per_load(self) -> float | None:
        """The value in the unit of the medium's meters: m3 where litres are written."""
        if self.value is None:
            return None
        return self.value / 1000 if self.unit.startswith("L/") else self.value


class Money(WrittenEntry):
    """What a unit is worth: `rate` for each, or `share` of its price; at most `cap` in a period."""

    rate: NonNegative | None = None
    share: Share | None = None
    cap: Positive | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Money":
        if self.rate is not None and self.share is not None:
            raise ValueError("give rate, or share, not both")
        return self

    @property
    def is_filled(self) -> bool:
        """Whether it says any money at all."""
        return self.rate is not None or self.share is not None


class Rule(Sourced):
    """How saving is rewarded and over-use fined (奖节罚超), for one medium."""

    code: Code
    medium: Medium
    currency: str = "元"
    price: NonNegative | None = None
    reward: Money = Money()
    fine: Money = Money()

    @model_validator(mode="after")
    def _whole(self) -> "Rule":
        if self.price is None and (self.reward.share is not None or self.fine.share is not None):
            raise ValueError("a share needs the price of a unit that it is a share of: fill in price")
        self.check(is_filled=self.reward.is_filled or self.fine.is_filled)
        return self


class Settling(WrittenEntry):
    """How well a period must be known before anybody is rewarded or fined for it."""

    estimated_share: Share = 0.1
    coverage: Share = 0.95


class AllowanceFile(WrittenEntry):
    """config/allowances.yaml."""

    billing_day: BillingDay = 1
    saving_target: Share = 0.0
    meals_per_diner: Positive = 1.0
    settling: Settling = Settling()
    institutions: tuple[InstitutionEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    defaults: tuple[Default, ...] = ()
    rules: tuple[Rule, ...] = ()

    @field_validator("places", "institutions", "defaults", "rules")
    @classmethod
    def _each_once(cls, entries: tuple[WrittenEntry, ...], info: ValidationInfo) -> tuple[WrittenEntry, ...]:
        keys = sorted(_key(entry) for entry in entries)
        twice = [one for one, other in pairwise(keys) if one == other]
        if twice:
            raise ValueError(f"{info.field_name} name {' '.join(twice[0])} twice: keep one of them")
        return entries


def _key(entry: WrittenEntry) -> tuple[str, ...]:
    match entry:
        case PlaceEntry():
            return entry.place, entry.medium.value
        case InstitutionEntry():
            return (entry.institution,)
        case Default():
            return entry.medium.value, entry.per.value
        case Rule():
            return (entry.medium.value,)
        case _:
            raise TypeError(f"no key of {type(entry)}")


def closed_on(closures: tuple[Closure, ...], day: date) -> bool:
    """Tell whether one of some closures holds on a day."""
    return any(closure.holds(day) for closure in closures)
