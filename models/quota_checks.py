"""What the fields of a quota or a factor set must say together: every problem with its remedy."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise

from models.factors import AMOUNT_UNITS, RESULT_UNITS, Carrier, Factor, FactorPurpose, FactorSet, GridFactor
from models.quotas import UNITS, Indicator, JudgedPeriod, Quota, TierScheme
from models.sources import SourceStatus

Problem = tuple[tuple[str | int, ...], str]
"""The way to a field, and what is wrong with it."""

NEEDED: Mapping[Indicator, tuple[Carrier, ...]] = {
    Indicator.NON_HEATING_ENERGY_PER_AREA: (Carrier.ELECTRICITY, Carrier.GAS),
    Indicator.HEATING_ENERGY_PER_HEATED_AREA: (Carrier.HEAT,),
    Indicator.ENERGY_PER_PERSON: (Carrier.ELECTRICITY, Carrier.GAS, Carrier.HEAT),
    # the factor of electricity is the grid's, by region and data year
    Indicator.CARBON: (Carrier.GAS, Carrier.HEAT),
    Indicator.CARBON_PER_PERSON: (Carrier.GAS, Carrier.HEAT),
    Indicator.CARBON_PER_AREA: (Carrier.GAS, Carrier.HEAT),
}
"""Carriers without which an indicator cannot be computed: those that meters measure."""

_PER_HEAD = ("/(person", "/(bed")
_PER_DAY = "·d)"
# an order of magnitude around every coefficient in use, per base unit: it tells kgce/MJ from kgce/GJ
_PLAUSIBLE: Mapping[tuple[FactorPurpose, str], tuple[float, float]] = {
    (FactorPurpose.STANDARD_COAL, "kWh"): (0.05, 0.8),
    (FactorPurpose.STANDARD_COAL, "m3"): (0.02, 3.0),
    (FactorPurpose.STANDARD_COAL, "GJ"): (10.0, 100.0),
    (FactorPurpose.STANDARD_COAL, "kg"): (0.03, 3.0),
    (FactorPurpose.STANDARD_COAL, "L"): (0.2, 3.0),
    (FactorPurpose.CARBON, "kWh"): (0.0, 2.0),
    (FactorPurpose.CARBON, "m3"): (0.05, 5.0),
    (FactorPurpose.CARBON, "GJ"): (5.0, 500.0),
    (FactorPurpose.CARBON, "kg"): (0.1, 10.0),
    (FactorPurpose.CARBON, "L"): (0.5, 10.0),
}


def quota_problems(quota: Quota, factor_sets: Mapping[str, FactorSet]) -> Iterator[Problem]:
    """Yield what is wrong with one quota, given the factor sets there are."""
    yield from _tiers(quota)
    yield from _unit(quota)
    yield from _factor_set(quota, factor_sets)
    yield from _denominator(quota)
    values = [tier.value for tier in quota.tiers]
    yield from _status(quota.status, values)
    if quota.year is None and quota.status is not SourceStatus.ABSENT:
        yield ("year",), "say of which year the standard is"
    if quota.valid_to is not None and quota.valid_to <= quota.valid_from:
        yield ("valid_to",), f"valid_to must be later than valid_from, which is {quota.valid_from}"


def factor_set_problems(factor_set: FactorSet) -> Iterator[Problem]:
    """Yield what is wrong with one set: units, sizes, a carrier that stands twice."""
    seen: set[Carrier] = set()
    for place, factor in enumerate(factor_set.factors):
        path = ("factors", place)
        if factor.carrier in seen:
            yield (
                (*path, "carrier"),
                f"{factor.carrier} stands there twice: keep one, or make a set for each",
            )
        seen.add(factor.carrier)
        for inner, message in _factor(factor, factor_set.purpose):
            yield (*path, *inner), message


def grid_factor_problems(factor: GridFactor) -> Iterator[Problem]:
    """Yield what is wrong with one grid factor."""
    yield from _status(factor.status, [factor.value])
    if factor.value is not None and factor.value >= 2:
        yield ("value",), "a grid factor in kgCO2/kWh lies below 2: was it given in tCO2/MWh x 1000, or in g?"


def _tiers(quota: Quota) -> Iterator[Problem]:
    names = [tier.name for tier in quota.tiers]
    if quota.limit not in names:
        yield ("limit",), f"{quota.limit} is no tier of this quota; its tiers are {', '.join(names)}"
    for place, name in enumerate(names):
        if name in names[:place]:
            yield ("tiers", place, "name"), f"there are two tiers {name}: give one another name"
    if quota.scheme is TierScheme.LADDER:
        valued = [
            (place, tier.name, tier.value) for place, tier in enumerate(quota.tiers) if tier.value is not None
        ]
        for (_, better, low), (place, name, high) in pairwise(valued):
            if high < low:
                yield (
                    ("tiers", place, "value"),
                    f"a ladder goes up: {name} {high:g} stands after {better} {low:g}; "
                    "order the tiers from the lowest value, or correct one",
                )


def _unit(quota: Quota) -> Iterator[Problem]:
    wanted = UNITS[quota.indicator]
    if quota.unit != wanted:
        yield ("unit",), f"{quota.indicator} is judged in {wanted}: convert the values (here: {quota.unit})"
    is_heating = quota.indicator is Indicator.HEATING_ENERGY_PER_HEATED_AREA
    if is_heating != (quota.period is JudgedPeriod.HEATING_SEASON):
        right = JudgedPeriod.HEATING_SEASON if is_heating else JudgedPeriod.YEAR
        yield ("period",), f"{quota.indicator} is judged over a {right}: write `period: {right}`"


def _factor_set(quota: Quota, factor_sets: Mapping[str, FactorSet]) -> Iterator[Problem]:
    purpose = quota.purpose()
    if quota.factor_set is None:
        # what a blank standard would convert with is as unknown as its values
        if purpose is not None and quota.status is not SourceStatus.ABSENT:
            yield (
                ("factor_set",),
                f"values in {quota.unit} depend on the factors they were made with: name their factor set",
            )
        return
    factor_set = factor_sets.get(quota.factor_set)
    if factor_set is None:
        near = get_close_matches(quota.factor_set, factor_sets, 1)
        remedy = f"did you mean {near[0]}?" if near else "add it to config/factors/, or correct the code"
        yield ("factor_set",), f"there is no factor set {quota.factor_set}; {remedy}"
    elif purpose is None:
        yield ("factor_set",), f"values in {quota.unit} need no factors: leave it out"
    elif factor_set.purpose is not purpose:
        yield (
            ("factor_set",),
            f"{factor_set.code} converts to {factor_set.purpose}, and {quota.unit} needs {purpose}: "
            "name another set",
        )
    else:
        yield from _carriers(quota, factor_set)


def _carriers(quota: Quota, factor_set: FactorSet) -> Iterator[Problem]:
    there = {factor.carrier for factor in factor_set.factors if factor.value is not None}
    missing = [carrier for carrier in NEEDED.get(quota.indicator, ()) if carrier not in there]
    if missing:
        yield (
            ("factor_set",),
            f"{factor_set.code} has no value for {', '.join(missing)}, which {quota.indicator} needs: "
            "add it to the set, or name another",
        )


def _denominator(quota: Quota) -> Iterator[Problem]:
    if not quota.counts and any(part in quota.unit for part in _PER_HEAD):
        yield ("counts",), f"{quota.unit} counts people or beds: name the kinds that the standard counts"
    for kind in quota.weights:
        if kind not in quota.counts:
            yield (("weights", kind.value), f"{kind} has a weight and is not counted: add it to counts")
    if (quota.day_divisor is None) is (_PER_DAY in quota.unit):
        remedy = "say calendar_days or workdays" if quota.day_divisor is None else "leave day_divisor out"
        yield ("day_divisor",), f"a figure in {quota.unit}: {remedy}"


def _status(status: SourceStatus, values: Sequence[float | None]) -> Iterator[Problem]:
    is_blank = all(value is None for value in values)
    if status is SourceStatus.ABSENT and not is_blank:
        yield ("status",), "absent means that no value was found: say how well these are confirmed"
    if is_blank and status is not SourceStatus.ABSENT:
        yield (
            ("status",),
            f"there is no value, so nothing is {status}: fill one in, or write `status: absent`",
        )


def _factor(factor: Factor, purpose: FactorPurpose) -> Iterator[Problem]:
    yield from _status(factor.status, [factor.value])
    result, _, amount = factor.unit.partition("/")
    size = RESULT_UNITS[purpose].get(result)
    group = next((group for group in AMOUNT_UNITS[factor.carrier] if amount in group), None)
    if size is None or group is None:
        known = [unit for units in AMOUNT_UNITS[factor.carrier] for unit in units]
        said = ", ".join(f"{name}/{unit}" for name in RESULT_UNITS[purpose] for unit in known)
        yield ("unit",), f"a {purpose} factor of {factor.carrier} is in one of {said} (here: {factor.unit})"
    elif factor.value is not None:
        base = next(iter(group))
        low, high = _PLAUSIBLE[purpose, base]
        value = factor.value * size / group[amount]
        if not low < value < high:
            yield (
                ("value",),
                f"{factor.value:g} {factor.unit} is {value:g} {next(iter(RESULT_UNITS[purpose]))}/{base}, "
                f"and such factors lie between {low:g} and {high:g}: check the unit (a GJ is 1000 MJ, "
                "a tonne 1000 kg)",
            )
    if factor.valid_to is not None and factor.valid_to <= factor.valid_from:
        yield ("valid_to",), f"valid_to must be later than valid_from, which is {factor.valid_from}"
