"""Two demos in one folder: the second is refused, and leaves the first as it is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from guanjia.demo.demonstration import Course, Demonstration
from guanjia.demo.folder import DemoFolder
from models.errors import ConfigError
from storage.embedded import EmbeddedPostgres


def test_a_second_demo_touches_nothing_of_the_first(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "demo")
    with EmbeddedPostgres(folder.postgres):
        folder.begin_anew()
        mail = folder.mail / "first.eml"
        for file in (mail, folder.environment):
            file.write_text("of the first", "utf-8")
        second = Demonstration(folder, Course("clean", datetime.now(UTC), 0), lambda _: None)
        with pytest.raises(ConfigError, match="in use by another guanjia"):
            second.start()
        second.close()
        assert mail.read_text("utf-8") == folder.environment.read_text("utf-8") == "of the first"
