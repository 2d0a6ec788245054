"""Migrations, queries and views on every PostgreSQL of this machine: Debian's, and the embedded one."""

from collections.abc import Generator
from pathlib import Path

import pytest

from models.errors import ComponentMissingError
from storage import schema
from storage.embedded import EmbeddedPostgres
from tests.quick_folder import quick_folder
from tests.storage_samples.stack import Stack, build

_DEBIAN = Path("/usr/lib/postgresql")
_SERVERS = sorted(folder for folder in _DEBIAN.glob("*/bin") if (folder / "initdb").exists())


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stack]:
    """A filled database on the embedded PostgreSQL."""
    with quick_folder(tmp_path_factory.mktemp("embedded")) as folder, EmbeddedPostgres(folder) as server:
        yield build(server.url())


@pytest.fixture(scope="module", params=_SERVERS or [None], ids=lambda folder: folder and folder.parent.name)
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Stack]:
    """A filled database on each PostgreSQL that Debian's packages brought."""
    if request.param is None:
        raise ComponentMissingError(f"no PostgreSQL in {_DEBIAN}: run `apt-get install postgresql`")
    with (
        quick_folder(tmp_path_factory.mktemp("installed")) as folder,
        EmbeddedPostgres(folder, programs=request.param) as server,
    ):
        yield build(server.url())


def test_every_query_does_something_with_its_sample(embedded: Stack) -> None:
    errors = {name: outcome.error for name, outcome in embedded.outcomes.items() if outcome.error}
    idle = [name for name, outcome in embedded.outcomes.items() if outcome.affected == 0]
    assert errors == {}
    assert idle == []


def test_every_view_shows_the_samples(embedded: Stack) -> None:
    assert [name for name, shown in embedded.views.items() if not shown.rows] == []


def test_another_version_gets_every_migration_once(embedded: Stack, installed: Stack) -> None:
    assert installed.applied == embedded.applied
    assert schema.migrate(installed.connect) == []


def test_another_version_gives_the_same_answers(embedded: Stack, installed: Stack) -> None:
    outcomes, views = installed.outcomes, installed.views
    assert [name for name, expected in embedded.outcomes.items() if outcomes[name] != expected] == []
    assert [name for name, expected in embedded.views.items() if views[name] != expected] == []
