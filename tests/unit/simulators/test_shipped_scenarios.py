from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from guanjia.commands import scenario_files
from guanjia.commands.scenario_files import scenario_names, shipped
from guanjia.registry_files.reading import read_files
from models.quotas import QuotaFile
from models.registry import Medium, PersonKind
from models.registry_checks import mistakes_across
from models.registry_draft.draft import draft
from models.registry_state import Registry
from simulators.publication import Period, Publication
from simulators.scenario import FaultKind, Faults
from simulators.simulation import Simulation
from simulators.truth import TruthKind, TruthRow

START = datetime(2026, 10, 17, 3, tzinfo=UTC)
LENGTHS = {"demo": 35, "clean": 23, "bad_days": 4}
"""Days of each; those of `clean` hold three whole weeks of work and the beginning of the heating season."""

read_scenario = cache(scenario_files.read_scenario)


@cache
def truth(name: str) -> list[TruthRow]:
    files, length = read_scenario(name), timedelta(days=LENGTHS[name])
    made = Simulation(files.scenario, tuple(files.sites.values()), files.use, START)
    publication = Publication(made, START, START + length)
    return [row for day in publication.days(Period(START, START + length), arrays=True) for row in day.truth]


@cache
def undisturbed(name: str) -> list[TruthRow]:
    """Return the truth of days on which nothing is done to what is sent."""
    files = read_scenario(name)
    made = Simulation(files.scenario, tuple(files.sites.values()), files.use, START)
    period = Period(START, START + timedelta(days=LENGTHS[name]))
    told = Publication(made, START, START + timedelta(days=LENGTHS[name])).tells
    first = START.astimezone(made.site.zone).date()
    days = [first + timedelta(days=number) for number in range(LENGTHS[name] + 1)]
    return [row for day in days for row in made.day(day).truth if told(row, period)]


def used(rows: list[TruthRow]) -> Counter[str]:
    amounts: Counter[str] = Counter()
    for row in rows:
        if row.kind is TruthKind.HOUR:
            amounts[row.subject] += round(row.amount * 1000)
    return amounts


def quota_file() -> QuotaFile:
    return QuotaFile.model_validate(YAML(typ="safe").load(Path(shipped() / "quotas" / "water.yaml")))


def test_three_scenarios_are_shipped() -> None:
    assert scenario_names() == ["bad_days", "clean", "demo"]


def test_the_site_has_41_water_meters_on_three_levels_and_20_vehicles() -> None:
    files = read_scenario("clean")
    meters = [meter for meter in files.sites["office"].meters if meter.quantity == "volume_m3"]
    assert len(meters) == 41
    assert {meter.level for meter in meters} == {1, 2, 3}
    assert {meter.medium for meter in meters} == {Medium.WATER, Medium.RECLAIMED_WATER}
    assert len(files.sites["office-vehicles"].vehicles) == 20
    items = {meter.item for meter in files.sites["office-energy"].meters if meter.level == 2}
    assert items == {"lighting_sockets", "hvac", "power", "special", ""}


def test_the_registry_finds_no_mistake_in_the_shipped_sites_and_quotas() -> None:
    folders = {"factors": "*.yaml", "quotas": "*.yaml", "sites": "office*.yaml"}
    paths = [path for folder, files in folders.items() for path in (shipped() / folder).glob(files)]
    checked = draft(Registry(), read_files(sorted(paths)))
    assert [str(mistake) for mistake in (*checked.mistakes, *mistakes_across(checked))] == []
    assert len(checked.after.devices) == 88


def test_600_people_are_counted_by_the_quota_that_judges_the_institution() -> None:
    site = read_scenario("clean").sites["office"]
    assigned = {entry.quota for institution in site.institutions for entry in institution.quotas}
    (quota,) = [quota for quota in quota_file().quotas if quota.code in assigned]
    assert (quota.limit_value(), quota.tiers[0].value) == (25, 10)
    people: Counter[PersonKind] = Counter()
    for entry in site.occupancy:
        people.update(entry.people)
    assert sum(people[kind] for kind in quota.counts) == 600


def test_a_clean_site_balances_and_uses_50_litres_a_head_and_workday() -> None:
    files = read_scenario("clean")
    assert files.scenario.faults == Faults()
    assert not files.scenario.leaks
    rows = undisturbed("clean")
    amounts = used(rows)
    meters = [meter for file in files.sites.values() for meter in file.meters]
    parents = {meter.parent for meter in meters} - {None}
    for parent in parents:
        below = sum(amounts[meter.code] for meter in meters if meter.parent == parent)
        assert amounts[str(parent)] == below > 0
    litres = amounts["w1-east"] + amounts["w1-west"]
    assert 40 < litres / 600 / 15 < 62


def test_the_demo_s_burst_passes_the_pace_of_the_quota() -> None:
    amounts = used(truth("demo"))
    per_person = (amounts["w1-east"] + amounts["w1-west"]) / 1000 / 600
    due_in_35_days = 25 * 35 / 365
    assert per_person > 2 * due_in_35_days
    assert amounts["w2-a"] > 3 * sum(amount for code, amount in amounts.items() if code.startswith("w3-a"))


@pytest.mark.parametrize("name", ["demo", "bad_days"])
def test_every_fault_strikes_in(name: str) -> None:
    rows = truth(name)
    told = {row.label for row in rows if row.kind is TruthKind.FAULT}
    assert told == {kind.value for kind in FaultKind} | {"rollover"}
    assert [row for row in rows if row.kind is TruthKind.SWAP]


def test_heat_flows_in_the_heating_season_only() -> None:
    rows = [row for row in undisturbed("clean") if row.subject == "h1-01"]
    begin = datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert sum(row.amount for row in rows if row.end <= begin) == 0
    assert min(row.amount for row in rows if row.start > begin) > 0
