"""What a vehicle costs: a line of a receipt as it is written, and as it stands in the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256


class CostKind(StrEnum):
    """What was paid for."""

    FUEL = "fuel"
    CHARGING = "charging"
    REPAIR = "repair"
    MAINTENANCE = "maintenance"
    TYRES = "tyres"
    INSURANCE = "insurance"
    INSPECTION = "inspection"
    TOLLS = "tolls"
    PARKING = "parking"
    WASHING = "washing"
    OTHER = "other"


DRIVING_ON = frozenset({CostKind.FUEL, CostKind.CHARGING})
"""What a vehicle runs on."""


@dataclass(frozen=True, slots=True)
class CostEntry:
    """A line of a receipt: amount [yuan], fuel [L], electricity [kWh], odometer [km]; None is not said.

    A correction takes back, or adds to, what was entered wrongly; only then is the amount negative.
    """

    plate: str
    day: date
    kind: CostKind
    amount_yuan: Decimal
    litres: Decimal | None = None
    energy_kwh: Decimal | None = None
    odometer_km: Decimal | None = None
    supplier: str = ""
    voucher: str = ""
    approval: str = ""
    note: str = ""
    is_correction: bool = False

    @property
    def receipt(self) -> str:
        """A digest of what the receipt says: 40 and 40.00 yuan are one amount.

        The approval and the note are no part of it: they are added to what was entered before.
        """
        said = (
            self.plate,
            self.day.isoformat(),
            self.kind.value,
            f"{self.amount_yuan:.2f}",
            *("" if each is None else f"{each:.3f}" for each in (self.litres, self.energy_kwh)),
            "" if self.odometer_km is None else f"{self.odometer_km:.1f}",
            self.supplier,
            self.voucher,
            "correction" if self.is_correction else "",
        )
        return sha256("\x1f".join(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class BookedCost:
    """A row of the ledger; units as in `CostEntry`."""

    cost_id: int
    plate: str
    day: date
    kind: str
    amount_yuan: Decimal
    is_correction: bool
    litres: Decimal | None
    energy_kwh: Decimal | None
    odometer_km: Decimal | None
    supplier: str
    voucher: str
    approval: str
    is_unapproved: bool
    note: str
    recorded_at: datetime
    recorded_by: str
