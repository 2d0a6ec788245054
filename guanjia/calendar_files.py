"""The calendar of a folder: workdays.yaml and heating.yaml together."""

from datetime import date
from importlib.resources import files
from pathlib import Path

from config.settings import Settings
from guanjia.yaml_model import read_model
from models.calendar import Calendar, NamedDay
from models.calendar_entries import DayEntry, HeatingFile, WorkdayFile


def read_calendar(folder: Path) -> Calendar:
    """Return what the two files of `folder` say, over what the State Council's notices say.

    Raises
    ------
    ConfigError
        When one of the files is missing, or has mistakes: each is named with its line and field.
    """
    workdays = read_model(folder / "workdays.yaml", WorkdayFile)
    heating = read_model(folder / "heating.yaml", HeatingFile)
    return Calendar(
        years={entry.year: _by_day(entry.days) for entry in workdays.years},
        days=_by_day(workdays.days),
        heating={region.code: region.values() for region in heating.regions},
        folder=str(folder),
    )


def calendar_folder(settings: Settings) -> Path:
    """Return the folder that GUANJIA_CALENDAR names; the one that comes with guanjia unless it does."""
    return settings.calendar or Path(str(files("config"))) / "calendar"


def _by_day(entries: tuple[DayEntry, ...]) -> dict[date, NamedDay]:
    return {entry.day: entry.named() for entry in entries}
