"""`guanjia` in a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.integration.database import Database
from tests.unit.pages import ROOT


def environment(database: Database) -> dict[str, str]:
    """Return the environment in which commands find a database."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "GUANJIA_DATABASE_URL": database.url}


def guanjia(database: Database, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "guanjia", *arguments],
        cwd=folder,
        env=environment(database),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
