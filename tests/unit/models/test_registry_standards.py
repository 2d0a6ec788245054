"""Quotas and factors as the registry checks them: with what the database holds already."""

from guanjia.quota_files import shipped_files
from guanjia.registry_files.reading import read_files
from guanjia.registry_files.yaml_file import read_yaml
from models.registry_checks.standards import factor_mistakes, quota_mistakes
from models.registry_draft.draft import draft
from models.registry_state import Registry

SHIPPED = draft(Registry(), read_files(shipped_files())).after


def told(text: str, before: Registry) -> list[str]:
    entries, _ = read_yaml("a.yaml", text.encode())
    drafted = draft(before, entries)
    return [str(mistake) for mistake in (*factor_mistakes(drafted), *quota_mistakes(drafted))]


def test_a_quota_finds_the_factor_set_that_the_database_holds() -> None:
    text = "quotas:\n  - {code: energy-primary-db37t2671-heating, factor_set: gbt2589}\n"
    assert told(text, SHIPPED) == []


def test_a_set_may_not_lose_what_a_quota_that_names_it_needs() -> None:
    text = "factor_sets:\n  - code: db37t2671\n    factors: []\n"
    found = told(text, SHIPPED)
    assert len(found) == 33
    assert found[0] == (
        "a.yaml:3: factor_sets[db37t2671].factors: quota energy-university-db37t2671-non-heating: db37t2671 "
        "has no value for electricity, gas, which non_heating_energy_per_area needs: add it to the set, or "
        "name another"
    )


def test_a_set_whose_purpose_does_not_fit_its_units_is_refused() -> None:
    (first, *_) = told("factor_sets:\n  - {code: gbt2589, purpose: carbon}\n", SHIPPED)
    assert "a carbon factor of electricity is in one of kgCO2/kWh, tCO2/kWh (here: kgce/kWh)" in first
