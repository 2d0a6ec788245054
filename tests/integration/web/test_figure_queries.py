"""Every query of the pages of figures finds something, as a reader sees it."""

import pytest

from storage.database import query
from tests.integration.database import Database
from tests.storage_samples import trial
from tests.storage_samples.console import SAMPLES

_ROLES = {"everything": b"SET LOCAL ROLE guanjia_reader", "bureau": b"SET LOCAL ROLE guanjia_at_bureau"}


@pytest.mark.parametrize("sees", _ROLES)
def test_every_query_of_the_pages_finds_something(database: Database, sees: str) -> None:
    samples = {name: dict(sample.parameters) for name, sample in SAMPLES.items()}
    if sees == "bureau":
        # who sees nothing above the bureau has it as the topmost, and nothing else to choose
        samples["console/institutions"]["institution"] = None
        for name in ("console/alerts", "console/quotas"):
            samples[name]["institution"] = "bureau"
    with database.connect() as connection:
        trial.fill(connection)
        connection.execute("SELECT ensure_access('bureau', false)")
        connection.execute(_ROLES[sees])
        empty = [
            name for name, asked in samples.items() if not connection.execute(query(name), asked).fetchall()
        ]
        assert empty == []
