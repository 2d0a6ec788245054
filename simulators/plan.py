"""What a vehicle sets out to do on a day: the trips of chance, and those that a scenario places."""

from models.registry import Vehicle
from simulators.days import LocalDay
from simulators.demand import Demand
from simulators.errands import Errands
from simulators.trips import Trip, trips_of
from simulators.use import Pool


def planned(demand: Demand, vehicle: Vehicle, day: LocalDay, pool: Pool, placed: Errands) -> tuple[Trip, ...]:
    """Return the trips of a vehicle that begin on a day; whether it has a tracker by then is not asked."""
    workday = demand.file.is_workday(day.on)
    chosen = trips_of(demand.seed, vehicle, day, pool, workday=workday)
    left = (trip for trip in chosen if placed.leave_room(day.on, trip))
    return (*left, *placed.begun(day.on))
