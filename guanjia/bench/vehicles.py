"""How fast fixes become trips on one core, beside the plainest sum of distances over the same fixes."""

import ctypes
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from analytics.vehicles.movement import movement
from analytics.vehicles.plane import steps_m
from analytics.vehicles.track import Track
from guanjia.bench.fleet import driven_track
from guanjia.bench.report import Aim, Report
from models.errors import GuanjiaError

PLAN: Final = 518_400_000
"""2,000 vehicles, 30 days, a fix every 10 s."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """What is computed: each vehicle's fixes of some days, so many seconds apart."""

    vehicles: int
    days: int
    every_s: int


def bench_vehicles(fleet: Fleet, say: Callable[[str], None]) -> Report:
    """Compute vehicle after vehicle, and set time and memory against the plain sum of the same run."""
    fixes = trips = 0
    plain_s = movement_s = metres = 0.0
    held_mb: list[float] = []
    resident_mb = 0.0
    tenth = max(fleet.vehicles // 10, 1)
    for vehicle in range(fleet.vehicles):
        if vehicle % tenth == 0:
            say(f"vehicle {vehicle + 1} of {fleet.vehicles}")
        track = driven_track(vehicle, fleet.days, fleet.every_s)
        begun = time.perf_counter()
        _plain_m(track)
        computed = time.perf_counter()
        found = movement(track)
        movement_s += time.perf_counter() - computed
        plain_s += computed - begun
        fixes += len(track)
        trips += len(found.trips)
        metres += sum(trip.distance_m for trip in found.trips)
        resident_mb = _resident_mb()
        if vehicle + 1 in {tenth, fleet.vehicles}:
            held_mb.append(_held_mb())
    driven = 4 * fleet.days * fleet.vehicles
    if trips != driven:
        raise GuanjiaError(f"the bench drove {driven} times, and {trips} trips were found")
    figures = {
        "fixes": float(fixes),
        "trips": float(trips),
        "km": metres / 1000,
        "plain_fixes_s": fixes / plain_s,
        "fixes_s": fixes / movement_s,
        "whole_plan_min": PLAN / (fixes / movement_s) / 60,
        "first_tenth_mb": held_mb[0],
        "last_vehicle_mb": held_mb[-1],
        "resident_mb": resident_mb,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }
    return Report(_aims(figures), figures)


def _aims(figures: dict[str, float]) -> list[Aim]:
    growth = figures["last_vehicle_mb"] / figures["first_tenth_mb"]
    times = figures["plain_fixes_s"] / figures["fixes_s"]
    return [
        Aim("trips / plain sum of distances, in time", times, "ratio", 15, at_most=True),
        Aim("memory after all vehicles / a tenth of them", growth, "ratio", 1.1, at_most=True),
        Aim("peak memory", figures["peak_mb"], "MB", 500, at_most=True),
    ]


def _plain_m(track: Track) -> float:
    """Return what a script would make of it: fixes in order, and their distances added up, bad ones too."""
    order = np.argsort(track.at, kind="stable")
    return float(steps_m(track.lon[order], track.lat[order]).sum())


def _held_mb() -> float:
    """Return what is resident when the allocator has given back what is free, where it can be told to.

    It keeps freed pieces for the next vehicle; how many goes up and down by a tenth of the whole.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    return _resident_mb()


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    return float("nan")
