"""What rules see of the fixes of a vehicle: where it is, how fast, and when it drives."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from alerts.directory import Subject
from alerts.seeing.vehicle_facts import VehicleFacts
from analytics.vehicles.areas import area, outside_all_m
from analytics.vehicles.drives import Motion, drives
from analytics.vehicles.speeds import kept_up
from analytics.vehicles.stays import longest_stay
from models.alerts import Lack
from models.calendar import Calendar
from models.errors import NoCalendarError
from models.fixes import Fix
from models.geofences import Geofence
from models.rules import Crossing, GeofenceRule, OutOfHoursRule, OvernightAwayRule, SpeedingRule

_MINUTE = timedelta(minutes=1)


def crossing(rule: GeofenceRule, fixes: Sequence[Fix]) -> VehicleFacts:
    """Return the longest stay outside, or inside, the fences of a rule."""
    quiet = VehicleFacts(0.0, "min")
    if not fixes:
        return quiet
    if rule.crossing is Crossing.LEAVES:
        stays = [(rule.areas[0], longest_stay(fixes, outside_all_m(rule.areas, fixes) > rule.margin_m))]
    else:
        stays = [
            (fence, longest_stay(fixes, area(fence).outside_m(fixes) < -rule.margin_m))
            for fence in rule.areas
        ]
    known = [(fence, stay) for fence, stay in stays if stay is not None]
    if not known:
        return quiet
    fence, stay = max(known, key=lambda one: one[1].lasting)
    return VehicleFacts(
        stay.lasting / _MINUTE,
        "min",
        at=stay.last.at,
        began=stay.first.at,
        is_inside=rule.crossing is Crossing.ENTERS,
        fence_name=fence.properties.name,
        fence_name_en=fence.properties.name_en,
    )


def speed(rule: SpeedingRule, fixes: Sequence[Fix]) -> VehicleFacts:
    """Return what excess over the limit a vehicle kept up."""
    quiet = VehicleFacts(0.0, "km/h")
    # most vehicles stand, or drive as they should
    lowest = _lowest_limit(rule)
    if not any((fix.speed_kmh or 0.0) > lowest for fix in fixes):
        return quiet
    limits = np.full(len(fixes), rule.limit_kmh)
    for fence in rule.areas:
        if fence.properties.speed_limit_kmh is not None:
            inside = area(fence).outside_m(fixes) < 0
            limits[inside] = np.minimum(limits[inside], fence.properties.speed_limit_kmh)
    found = kept_up(fixes, limits, rule.min_lasting, rule.limits.fires)
    if found is None:
        return quiet
    slowest = fixes[found.slowest]
    limit = float(limits[found.slowest])
    fence = _fence_of(rule, slowest, limit)
    return VehicleFacts(
        found.excess_kmh,
        "km/h",
        at=fixes[found.last].at,
        began=fixes[found.first].at,
        speed_kmh=slowest.speed_kmh,
        speed_limit_kmh=limit,
        fence_name=fence.properties.name if fence else "",
        fence_name_en=fence.properties.name_en if fence else "",
    )


def _lowest_limit(rule: SpeedingRule) -> float:
    of_fences = [fence.properties.speed_limit_kmh for fence in rule.areas]
    return min([rule.limit_kmh, *(limit for limit in of_fences if limit is not None)])


def _fence_of(rule: SpeedingRule, fix: Fix, limit: float) -> Geofence | None:
    """Return the fence whose limit held at a fix; None: that of the rule did."""
    for fence in rule.areas:
        if fence.properties.speed_limit_kmh == limit and area(fence).outside_m([fix])[0] < 0:
            return fence
    return None


def is_covered(covers: Sequence[tuple[datetime, datetime]], at: datetime) -> bool:
    """Tell whether an order or duty covers an instant."""
    return any(start <= at <= end for start, end in covers)


def out_of_hours(
    rule: OutOfHoursRule,
    fixes: Sequence[Fix],
    vehicle: Subject,
    calendar: Calendar,
    covers: Sequence[tuple[datetime, datetime]] = (),
) -> VehicleFacts | Lack:
    """Return how far a vehicle drove at times that are not allowed, and that no order or duty covers."""
    zone, heating = ZoneInfo(vehicle.entry.timezone), vehicle.entry.heating
    motion = Motion(rule.min_speed_kmh, rule.min_distance_m)
    try:
        is_counted = [
            not is_covered(covers, fix.at)
            and not any(times.holds(fix.at, zone, heating, calendar) for times in rule.allowed)
            for fix in fixes
        ]
    except NoCalendarError:
        return Lack.CALENDAR
    driven = drives(fixes, is_counted, motion)
    if not driven:
        return VehicleFacts(0.0, "km")
    length_km = sum(drive.length_m for drive in driven) / 1000
    return VehicleFacts(length_km, "km", began=driven[0].first.at, at=driven[-1].last.at)


def away(rule: OvernightAwayRule, fixes: Sequence[Fix], now: datetime) -> VehicleFacts | Lack:
    """Return how far from home a vehicle is. One that is parked may be silent, another may have gone on."""
    if not fixes:
        return Lack.POSITION
    last = fixes[-1]
    if now - last.at > (rule.parked_within if last.is_on is False else rule.newest_within):
        return Lack.POSITION
    outside_m = outside_all_m(rule.areas, fixes)
    away_m = float(outside_m[-1])
    home = rule.areas[0].properties
    return VehicleFacts(
        away_m / 1000 if away_m > rule.margin_m else 0.0,
        "km",
        at=last.at,
        began=_since(fixes, outside_m > rule.margin_m),
        fence_name=home.name,
        fence_name_en=home.name_en,
    )


def _since(fixes: Sequence[Fix], is_away: NDArray[np.bool_]) -> datetime | None:
    """Return since when a vehicle is away without a break; None: it is not, or for longer than is known."""
    at_home = np.flatnonzero(~is_away)
    if not is_away[-1] or not at_home.size:
        return None
    return fixes[int(at_home[-1]) + 1].at
