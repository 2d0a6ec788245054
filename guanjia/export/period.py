"""The days an export covers."""

from datetime import date, timedelta

from models.day_span import DaySpan
from models.errors import GuanjiaError
from storage.export import Grain


def checked_period(start: date, end: date, grain: Grain) -> DaySpan:
    """Return the period; raise GuanjiaError where it is empty or cuts a whole month in two."""
    if end <= start:
        raise GuanjiaError(
            f"--to {end} is not after --from {start}: --to is the first day that is left out, "
            f"so one day is --from {start} --to {start + timedelta(days=1)}"
        )
    for option, day in (("--from", start), ("--to", end)):
        if grain is Grain.MONTH and day.day != 1:
            raise GuanjiaError(
                f"{option} {day} cuts a month in two: write {option} {day.replace(day=1)}, "
                "or take --grain day and add up"
            )
    return DaySpan(start, end)
