"""Which dashboards a command is about: those of everything, or those of one institution."""

from collections.abc import Callable, Sequence

import click

from dashboards.grafana.dashboard import Folder, folders
from dashboards.grafana.institution import of_institution
from guanjia.translations import translations


def institution_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option."""
    said = "Those of an institution, which ask its own data source."
    return click.option("--institution", metavar="CODE", help=said)(command)


def which(institution: str | None) -> Sequence[Folder]:
    """Return the folders that a command is about."""
    built = folders(translations())
    return built if institution is None else of_institution(built, institution)
