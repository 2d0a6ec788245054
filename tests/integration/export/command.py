"""`guanjia` as people type it, in a folder of its own; imports are paid for once."""

import os
from contextlib import chdir
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from click.testing import CliRunner

from guanjia.__main__ import guanjia as commands
from models.errors import GuanjiaError
from tests.integration.database import Database
from tests.unit.pages import ROOT


def environment(database: Database) -> dict[str, str]:
    """Return the environment in which commands find a database."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "GUANJIA_DATABASE_URL": database.url}


def guanjia(database: Database, folder: Path, *arguments: str) -> CompletedProcess[str]:
    """Run a command to its end, as guanjia.__main__.main does, in this process."""
    with chdir(folder), patch.dict(os.environ, environment(database), clear=True):
        result = CliRunner().invoke(commands, arguments)
    if isinstance(result.exception, GuanjiaError):
        return CompletedProcess(arguments, 1, result.stdout, f"{result.stderr}guanjia: {result.exception}\n")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)
