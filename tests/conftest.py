"""Fixtures of every test: Hypothesis profiles and the folder of real data."""

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

settings.register_profile("guanjia", deadline=None, derandomize=False)
settings.load_profile("guanjia")


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real data beside the project, which holds none of it itself."""
    folder = ROOT.parent / "shared" / "realdata"
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder} is not there")
    return folder
