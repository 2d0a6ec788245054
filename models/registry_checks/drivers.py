"""What drivers' turns of duty say that cannot be, or says the same twice: the board would believe it."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from models.errors import Mistake
from models.registry import Driver, Turn
from models.registry_draft.draft import Draft
from models.registry_draft.written import Where
from models.registry_state import Key, Section

_LOOK_AHEAD = timedelta(days=366)
"""Rules repeat within a year, or nearly all of them do."""


def duty_of_drivers(draft: Draft) -> Iterator[Mistake]:
    """Yield turns that overlap, lie beside the time somebody drives, or last longer than their licence."""
    for code, driver in draft.after.drivers.items():
        where = draft.where(Key(Section.DRIVERS, code))
        if where is None:
            continue
        if driver.licence_until < driver.valid_from:
            message = (
                f"the licence of {code} ends on {driver.licence_until}, before {driver.valid_from}, "
                "from when on they drive: write the licence that holds now"
            )
            yield where.mistake(("licence_until",), message)
        for place, turn in enumerate(driver.duty):
            yield from _beside(driver, turn, place, where)
        for (place, first), (other, second) in combinations(enumerate(driver.duty), 2):
            day = _first_of_both(first, second)
            if day is not None:
                message = (
                    f"turns {place + 1} and {other + 1} of {code} both have {day}: one is enough; "
                    "end one of them with last_day, or take it out"
                )
                yield where.mistake(("duty", other), message)


def _beside(driver: Driver, turn: Turn, place: int, where: Where) -> Iterator[Mistake]:
    path = ("duty", place)
    # a rule without an end is no promise that the licence is never renewed
    last = turn.last_day or turn.first_day
    if last > driver.licence_until:
        message = (
            f"{driver.code} is on duty on {last}, and their licence ends on {driver.licence_until}: "
            "correct licence_until, or end the turn before"
        )
        yield where.mistake(path, message)
    if turn.first_day < driver.valid_from or (driver.valid_to is not None and last >= driver.valid_to):
        until = "on" if driver.valid_to is None else f"until just before {driver.valid_to}"
        message = (
            f"{driver.code} drives from {driver.valid_from} {until}, and this turn is from {turn.first_day} "
            f"to {last}: whoever does not drive is not on duty; correct one of them"
        )
        yield where.mistake(path, message)


def _first_of_both(one: Turn, other: Turn) -> date | None:
    begin = max(one.first_day, other.first_day)
    end = begin + _LOOK_AHEAD
    return min(one.days_between(begin, end) & other.days_between(begin, end), default=None)
