"""What every command about orders begins with: the database, the fences, who has which vehicles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg

from analytics.dispatch.destination import Destination, of_fence
from models.dispatch import Order
from models.errors import GuanjiaError
from models.geofences import FenceRole, Geofence
from storage import dispatch as stored
from storage.dispatch import Asked, VehicleInfo


@dataclass(frozen=True, slots=True)
class OrderBook:
    """An open database, and what is known beside orders; `now` is when the command began."""

    connection: psycopg.Connection
    fences: Mapping[str, Geofence]
    zones: Mapping[str, ZoneInfo]
    vehicles: Mapping[str, VehicleInfo]
    now: datetime

    @property
    def in_town(self) -> tuple[Geofence, ...]:
        """The zones without dispatch (四至范围)."""
        return tuple(f for f in self.fences.values() if f.properties.role is FenceRole.IN_TOWN)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of times that are typed without naming an institution."""
        return next(iter(self.zones.values()), ZoneInfo("Asia/Shanghai"))

    def zone_of(self, order: Order) -> ZoneInfo:
        """Return the zone of the institution of an order."""
        return self.zones.get(order.institution, self.zone)

    def vehicle(self, plate: str) -> VehicleInfo:
        """Return a vehicle; GuanjiaError where the registry has none of that plate."""
        if plate not in self.vehicles:
            raise GuanjiaError(f"no vehicle {plate!r} in the registry{among(self.vehicles)}")
        return self.vehicles[plate]

    def destination(self, order: Order) -> Destination | None:
        """Return where an order leads to; None: it has only a name, or its fence is no longer drawn."""
        if order.fence:
            fence = self.fences.get(order.fence)
            return None if fence is None else of_fence(fence)
        if order.lon is None or order.lat is None:
            return None
        return Destination(order.lon, order.lat)

    def is_in_town(self, order: Order) -> bool:
        """Tell whether an order leads into the zone without dispatch."""
        destination = self.destination(order)
        return destination is not None and destination.is_within(self.in_town)

    def order(self, number: str, institution: str | None) -> Order:
        """Return an order by its number; GuanjiaError where none has it, or orders of two institutions."""
        found = stored.orders(self.connection, Asked(number=number, institution=institution))
        if not found:
            raise GuanjiaError(f"no order {number}; `guanjia orders list` shows them")
        if len(found) > 1:
            owners = ", ".join(order.institution for order in found)
            raise GuanjiaError(f"{owners} each have an order {number}: say whose with --institution")
        return found[0]


def open_book(connection: psycopg.Connection, fences: Mapping[str, Geofence], now: datetime) -> OrderBook:
    """Read who has which vehicles, and in which zone they live."""
    zones = {code: ZoneInfo(name) for code, name in stored.zones(connection).items()}
    return OrderBook(connection, fences, zones, stored.vehicles(connection), now)


def among(known: Iterable[str], most: int = 8) -> str:
    """Return some of what there is, for the end of a sentence."""
    names = sorted(known)
    if not names:
        return ": there is none"
    return f": there are {', '.join(names[:most])}{' ...' if len(names) > most else ''}"
