"""What is really used behind each lowest meter, quarter hour by quarter hour, before anybody measures it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulators.chance import chance
from simulators.days import LocalDay
from simulators.irrigation import GreenDay, GreenYear, green_year
from simulators.patterns import shares
from simulators.use import Use, UseFile
from simulators.weather import seasonal_factor

_DAY_SPREAD = 0.07


@dataclass(frozen=True, slots=True)
class Demand:
    """The use of a site as a pure function of seed, meter and day: no window and no order."""

    seed: int
    file: UseFile
    green_years: dict[int, GreenYear] = field(default_factory=dict[int, GreenYear], compare=False)
    """The lawns' years made so far: a day follows from all days of its year before it."""

    def of(self, use: Use, day: LocalDay) -> NDArray[np.float64]:
        """Return the use in each quarter of `day`, in the meter's unit."""
        generator = chance(self.seed, "use", use.meter, day.on)
        workday = self.file.is_workday(day.on)
        noise = generator.gamma(use.steadiness, 1 / use.steadiness, day.quarters)
        spread = np.exp(_DAY_SPREAD * generator.standard_normal())
        amount, shape = (
            self._amount(use, day, workday),
            shares(use.pattern, workday=workday, hours=day.hours()),
        )
        season = seasonal_factor(use.season, self.seed, day, self.file.heating_season)
        if use.zone is not None:
            return amount * shape
        return season * (use.base_per_hour / 4 + amount * spread * shape * noise)

    def _amount(self, use: Use, day: LocalDay, workday: bool) -> float:
        if use.zone is not None:
            green = self.green(day)
            return green.zones[use.zone].volume_m3 if green else 0.0
        return use.workday if workday else use.restday

    def green(self, day: LocalDay) -> GreenDay | None:
        """Return the day of the lawns and their tank, where the site has them."""
        if self.file.reclaimed is None:
            return None
        year = day.on.year
        if year not in self.green_years:
            self.green_years[year] = green_year(self.seed, year, self.file.reclaimed, self.file.zones)
        return self.green_years[year][day.on]
