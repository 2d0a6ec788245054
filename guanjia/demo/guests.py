"""Lets a replay into a running demo: its devices have credentials there already, here they are registered."""

import os
import tempfile
from pathlib import Path

from config.settings import read_settings
from guanjia.local_stack import DEMO_PID
from guanjia.registry_files.reading import read_files
from storage.database import connect
from storage.registry import apply


def register_with_demo(site_yaml: str) -> bool:
    """Apply a site to the registry of the demo this command runs beside; return False where there is none.

    Only a demo is changed so: elsewhere who may publish, and who may register, are different people.
    """
    if DEMO_PID not in os.environ:
        return False
    with tempfile.TemporaryDirectory(prefix="guanjia-replay-") as folder:
        file = Path(folder) / "site.yaml"
        file.write_text(site_yaml, "utf-8")
        with connect(read_settings().database, application="guanjia-replay") as connection:
            apply(connection, read_files((file,)), dry_run=False)
    return True
