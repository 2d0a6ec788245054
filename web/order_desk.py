"""Whoever keeps dispatch orders, as pages and API see it: guanjia.dispatch.desk.Desk."""

from datetime import date
from typing import Protocol

from models.dispatch_desk import (
    Application,
    CheckEntry,
    Choice,
    DutyEntry,
    DutyTime,
    Listing,
    OrderFile,
    OrderPage,
    Place,
    Step,
    VehicleChecks,
)
from models.identity import Identity


class OrderDesk(Protocol):
    """Each method raises ForbiddenError, and what its docstring names; EntryError for a wrong field."""

    def orders(self, who: Identity, asked: Listing) -> OrderPage:
        """Return a page of orders, the latest first."""
        ...

    def order(self, who: Identity, number: int) -> OrderFile:
        """Return an order by its id; NoSuchOrderError where there is none."""
        ...

    def apply(self, who: Identity, said: Application) -> OrderFile:
        """Enter what somebody applies for; the same once more enters nothing."""
        ...

    def move(self, who: Identity, number: int, wanted: Step) -> OrderFile:
        """Bring an order into a state; RefusedError where it may not go there."""
        ...

    def choices(self, who: Identity, number: int) -> tuple[list[Choice], list[Choice]]:
        """Return the vehicles and the drivers that may be sent for an order."""
        ...

    def institutions(self, who: Identity) -> list[Place]:
        """Return the institutions that somebody may apply for."""
        ...

    def places(self) -> list[Place]:
        """Return the fences that an order may lead to."""
        ...

    def vehicles(self, who: Identity) -> list[str]:
        """Return the plates of the vehicles that somebody has a say in."""
        ...

    def checks(self, who: Identity, day: date | None) -> tuple[date, list[VehicleChecks]]:
        """Return the daily checks of every vehicle on a day; None: today."""
        ...

    def write_check(self, who: Identity, said: CheckEntry) -> bool:
        """Write a daily check down; tell whether it says something new."""
        ...

    def duty(self, who: Identity, day: date | None) -> tuple[date, list[DutyTime]]:
        """Return the duty of vehicles on a day; None: today."""
        ...

    def register_duty(self, who: Identity, said: DutyEntry) -> bool:
        """Register duty of a vehicle beforehand; tell whether it is new."""
        ...
