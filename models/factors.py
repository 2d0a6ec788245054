"""Factors (系数) as data: what one unit of an energy is in standard coal or in carbon, and who says so."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from models.errors import MissingFactorError
from models.registry.codes import Code, Entry, Positive
from models.sources import SourceStatus


class Carrier(StrEnum):
    """What is consumed and converted: an energy carrier, or water."""

    ELECTRICITY = "electricity"
    GAS = "gas"
    HEAT = "heat"
    STEAM = "steam"
    GASOLINE = "gasoline"
    DIESEL = "diesel"
    LPG = "lpg"
    FUEL_OIL = "fuel_oil"
    RAW_COAL = "raw_coal"
    FRESH_WATER = "fresh_water"
    RECLAIMED_WATER = "reclaimed_water"


class FactorPurpose(StrEnum):
    """What a set of factors converts to."""

    STANDARD_COAL = "standard_coal"
    CARBON = "carbon"


RESULT_UNITS: Mapping[FactorPurpose, Mapping[str, float]] = {
    FactorPurpose.STANDARD_COAL: {"kgce": 1.0, "tce": 1000.0},
    FactorPurpose.CARBON: {"kgCO2": 1.0, "tCO2": 1000.0},
}
"""What factors of a purpose count in, and how many kgce or kgCO2 that is."""

_MASS = {"kg": 1.0, "t": 1000.0}
_LITRES = {"L": 1.0}
# a cubic metre of cold water weighs a tonne to 0.3 %, and coefficients of water are given per tonne
_WATER = {"m3": 1.0, "t": 1.0}
AMOUNT_UNITS: Mapping[Carrier, tuple[Mapping[str, float], ...]] = {
    Carrier.ELECTRICITY: ({"kWh": 1.0},),
    Carrier.GAS: ({"m3": 1.0},),
    Carrier.HEAT: ({"GJ": 1.0, "MJ": 0.001},),
    Carrier.STEAM: (_MASS,),
    Carrier.GASOLINE: (_MASS, _LITRES),
    Carrier.DIESEL: (_MASS, _LITRES),
    Carrier.LPG: (_MASS, _LITRES),
    Carrier.FUEL_OIL: (_MASS, _LITRES),
    Carrier.RAW_COAL: (_MASS,),
    Carrier.FRESH_WATER: (_WATER,),
    Carrier.RECLAIMED_WATER: (_WATER,),
}
"""The units a carrier is measured in. Those of one group convert into each other; kg and L do not:
that takes a density."""


class Factor(Entry):
    """One coefficient; `value` is None where the source is known and its value is not."""

    carrier: Carrier
    value: Positive | None
    unit: str = Field(min_length=1)
    source: str = Field(min_length=1)
    table: str = ""
    year: int
    valid_from: date
    valid_to: date | None = None
    status: SourceStatus
    note: str = ""

    def per(self, amount_unit: str) -> float:
        """Return how many kgce or kgCO2 one `amount_unit` is: 0.03412 kgce/MJ is 34.12 per GJ.

        Raises
        ------
        MissingFactorError
            When the value is blank, or its unit does not convert to `amount_unit` (kg to L).
        """
        result, _, amount = self.unit.partition("/")
        size = next((units[result] for units in RESULT_UNITS.values() if result in units), None)
        group = next((g for g in AMOUNT_UNITS[self.carrier] if amount in g and amount_unit in g), None)
        if self.value is None:
            raise MissingFactorError(f"the factor of {self.carrier} is blank in {self.source}: fill it in")
        if size is None or group is None:
            raise MissingFactorError(
                f"the factor of {self.carrier} is in {self.unit}, which does not convert amounts in "
                f"{amount_unit}: give one per {amount_unit}"
            )
        return self.value * size * group[amount_unit] / group[amount]


class FactorSet(Entry):
    """The factors that belong together: those of one standard. A revised value makes another set."""

    code: Code
    name: str
    name_en: str
    purpose: FactorPurpose
    factors: tuple[Factor, ...]
    source: str = Field(min_length=1)
    note: str = ""

    def coefficient(self, carrier: Carrier) -> Factor:
        """Return the factor of `carrier`; MissingFactorError where the set has none, or a blank one."""
        for factor in self.factors:
            if factor.carrier is carrier and factor.value is not None:
                return factor
        raise MissingFactorError(
            f"the factor set {self.code} has no value for {carrier}: write one, or name another set"
        )


class GridFactor(Entry):
    """Carbon of grid electricity, location-based average in kgCO2/kWh, of one region and data year.

    `region` is `national`, a grid (`northwest`) or a province (`ningxia`); `valid_from` is the day from
    which it may be used: that of its publication.
    """

    code: Code
    region: str = Field(min_length=1)
    data_year: int
    value: Positive | None
    source: str = Field(min_length=1)
    status: SourceStatus
    valid_from: date
    note: str = ""


def grid_factor(
    factors: Iterable[GridFactor], region: str, accounting_year: int, known_on: date
) -> GridFactor:
    """Return the factor that an accounting year of a region is computed with.

    It is the newest data year that is not later than the accounting year, among those published on
    `known_on`. Notices follow their data by two years: the year 2024 accounted for in 2025 takes the
    data of 2023. Keep `data_year` beside the result: the figure changes when newer data come out.

    Raises
    ------
    MissingFactorError
        When the region has no such factor: another region is never put in its place.
    """
    found = [
        factor
        for factor in factors
        if factor.region == region
        and factor.value is not None
        and factor.data_year <= accounting_year
        and factor.valid_from <= known_on
    ]
    if not found:
        raise MissingFactorError(
            f"there is no grid factor of {region} for {accounting_year}: add one of that year or an earlier "
            "one to config/factors/grid.yaml"
        )
    return max(found, key=lambda factor: factor.data_year)


class FactorFile(Entry):
    """One file of config/factors/."""

    factor_sets: tuple[FactorSet, ...] = ()
    grid_factors: tuple[GridFactor, ...] = ()
