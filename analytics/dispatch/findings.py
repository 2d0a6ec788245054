"""What orders and outings say of each other that does not fit."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class FindingKind(StrEnum):
    """What does not fit; `value` of a finding is in the unit that is named here."""

    NO_ORDER = "no_order"
    """Driven while no order and no duty covered it [km]."""
    NO_TRIP = "no_trip"
    """An order whose vehicle stayed at home [1]."""
    NO_TRACK = "no_track"
    """An order whose vehicle sent nothing in its time: nobody knows [1]."""
    OTHER_VEHICLE = "other_vehicle"
    """An order whose vehicle stayed at home, while another went there [1]."""
    LEFT_EARLY = "left_early"
    """[min]."""
    LEFT_LATE = "left_late"
    """[min]."""
    RETURNED_LATE = "returned_late"
    """Or is not home yet [min]."""
    DEVIATION = "deviation"
    """Never came near the destination; how near it came [km]."""
    LONG_STAY = "long_stay"
    """A stay far from the destination [min]."""
    APPROVED_AFTERWARDS = "approved_afterwards"
    """Approved so long after the vehicle had left [min]."""
    IN_TOWN = "in_town"
    """An outing wholly inside of the zone without dispatch [km]."""
    EXEMPT = "exempt"
    """An outing of an exempt vehicle, which is not judged [km]."""
    CHECK_MISSING = "check_missing"
    """A day with an outing without some of its checks; how many of them [1]."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that does not fit.

    `at` is when it began, `number` the order's, empty without one; `plate` None: no vehicle was assigned.
    `other` is the plate of the other vehicle, or names what is missing. `day` is that of missing checks.
    """

    at: datetime
    kind: FindingKind
    institution: str
    number: str
    plate: str | None
    value: float
    other: str = ""
    day: date | None = None
