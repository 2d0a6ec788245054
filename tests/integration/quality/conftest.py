"""A meter that was swapped without anybody saying so, and the desk with no more than the console's rights."""

from collections.abc import Generator
from pathlib import Path

import pytest

from analytics.worker import drain
from guanjia.quality.desk import QualityDesk
from models.identity import Identity, Right
from models.quality import SwapEntry
from storage.access import ensure_role
from storage.database import connect
from storage.reader import Reader
from tests.integration.analytics.scene import NOW, add_meter, arrive, build, clock, quarters
from tests.integration.database import Database
from tests.integration.web.conftest import logins, url_of

__all__ = ["logins"]

ENGINEER = Identity("马工", frozenset({Right.READ, Right.REGISTRY}))
ONLOOKER = Identity("李四", frozenset({Right.READ}))
NEIGHBOUR = Identity("邻居", frozenset({Right.READ, Right.REGISTRY}), "c")
SWAP = SwapEntry(
    meter="m0",
    at="2026-11-01 10:00",
    end_register="1010.4",
    serial="B-77",
    start_register="0.2",
    modulus="99999",
)
"""At 10:00 the old register showed 1010.4; the new one began with 0.2 and counts on in the same pace."""


def build_scene(database: Database) -> None:
    """Make two meters of an institution, and a neighbour; for `m0` another meter has counted since 10:00."""
    with database.connect() as connection:
        swapped, _ = build(connection, meters=2)
        arrive(connection, swapped, [*quarters(40), *quarters(40, 40, first=-9.8)])
        row = connection.execute(
            "WITH beside AS (INSERT INTO institution (code, name, type) VALUES ('c', '邻局', 'government')"
            " RETURNING id) INSERT INTO place (code, name, kind, institution_id, timezone)"
            " SELECT 'c-s', '邻院', 'site', id, 'Asia/Shanghai' FROM beside RETURNING id"
        ).fetchone()
        assert row is not None
        add_meter(connection, row[0], "n0")
        ensure_role(connection, "c", places=False)
        connection.commit()
    drain(database.connect, clock)


@pytest.fixture
def scene(database: Database) -> Database:
    """A meter that was swapped without anybody saying so."""
    build_scene(database)
    return database


@pytest.fixture
def desk(scene: Database, logins: Path) -> Generator[QualityDesk]:
    """The desk as the console has it."""
    url = url_of("guanjia_console", scene, logins)
    with Reader(url, application="test-quality") as reader:
        yield QualityDesk(reader, lambda: connect(url, application="test-quality-desk"), lambda: NOW)
