"""Our import names are plain words, so nothing else installed may own them."""

from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = (
    "alerts",
    "analytics",
    "config",
    "dashboards",
    "guanjia",
    "ingest",
    "models",
    "simulators",
    "storage",
    "web",
)


@pytest.mark.parametrize("name", OURS)
def test_import_name_is_ours(name: str) -> None:
    owners = set(packages_distributions().get(name, [])) - {"guanjia"}
    assert not owners, f"{name} is also installed by {owners}"
    assert Path(str(import_module(name).__file__)).is_relative_to(ROOT)
