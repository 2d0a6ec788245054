"""The same rows on both stacks: TimescaleDB in WebAssembly, and plain PostgreSQL."""

from collections.abc import Generator

import pytest

from storage.embedded import EmbeddedPostgres
from tests.quick_folder import quick_folder
from tests.storage_samples.stack import Stack, build
from tests.timescale.wasm import WasmTimescale


@pytest.fixture(scope="session")
def timescale() -> Generator[Stack]:
    """A filled database with TimescaleDB."""
    with WasmTimescale() as server:
        yield build(server.url)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stack]:
    """A filled database without."""
    with quick_folder(tmp_path_factory.mktemp("plain")) as folder, EmbeddedPostgres(folder) as server:
        yield build(server.url())
