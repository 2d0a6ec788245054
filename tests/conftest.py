"""What every test has: Hypothesis profiles, the order of modules, and the folder of real data."""

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

_LONGEST_FIRST = (
    "acceptance/test_demo",
    "faults",
    "acceptance",
    "browser",
    "timescale",
    "unit/simulators",
    "unit/analytics",
    "integration",
)
"""Where modules stand that begin first: one that lasts minutes and begins last runs alone.

A demo wants both cores and what kills things mostly waits, so these go side by side.
"""

settings.register_profile("guanjia", deadline=None, derandomize=False)
settings.load_profile("guanjia")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first; those of one rank stay in their random order."""
    items.sort(key=lambda item: _rank(item.path.relative_to(ROOT / "tests").as_posix()))


def _rank(path: str) -> int:
    begins = (number for number, begin in enumerate(_LONGEST_FIRST) if path.startswith(begin))
    return next(begins, len(_LONGEST_FIRST))


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real data beside the project, which holds none of it itself."""
    folder = ROOT.parent / "shared" / "realdata"
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder} is not there")
    return folder
