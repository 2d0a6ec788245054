"""The operator's file of places and rules."""

from importlib.resources import files
from pathlib import Path

from guanjia.yaml_model import read_model
from models.allowance_file import AllowanceFile


def read_allowance_file(path: Path | None) -> AllowanceFile:
    """Return what a file says, or the one that is shipped; raise ConfigError when it has mistakes."""
    return read_model(path or Path(str(files("config"))) / "allowances.yaml", AllowanceFile)
