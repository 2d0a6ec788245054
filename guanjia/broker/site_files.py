"""Reads the site files that say which devices there are."""

from collections.abc import Iterable
from pathlib import Path

from guanjia.yaml_model import read_model
from models.registry import SiteFile


def read_sites(paths: Iterable[Path]) -> list[SiteFile]:
    """Return the site files in the order given.

    Raises
    ------
    ConfigError
        With the file, line and field that are wrong, for all mistakes of the first file that has any.
    """
    return [read_model(path, SiteFile) for path in paths]
