"""config/vehicle-costs.yaml: what needs an approval, and when fuel is missing, as an operator writes it."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from models.registry import Entry, Positive
from models.vehicle_costs import CostEntry, CostKind

Yuan = Annotated[Decimal, Field(ge=0, decimal_places=2, max_digits=12)]


class ApprovalRule(Entry):
    """Costs of some kinds above an amount [yuan] need an approval; `source` says who demands it."""

    kinds: tuple[CostKind, ...]
    above_yuan: Yuan
    source: str


class FuelRule(Entry):
    """When fuel is missing.

    A level that falls by more than `drop_litres` at standstill; fillings of a day of which the level shows
    less than `seen_share`; odometers at two fillings of a day that lie `apart_km` further apart than the
    vehicle drove.
    """

    drop_litres: Positive = 8.0
    seen_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    apart_km: Positive = 30.0


class CostRules(Entry):
    """The file as a whole."""

    approval: ApprovalRule
    fuel: FuelRule = FuelRule()

    def approval_above_yuan(self, entry: CostEntry) -> Decimal | None:
        """Return above which amount an entry needs an approval; None: it needs none."""
        return self.approval.above_yuan if entry.kind in self.approval.kinds else None
