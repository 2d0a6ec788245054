"""What the days behind a sighting are measured by, and what the picture of them is called."""

from dataclasses import dataclass

from models.sightings import STANDSTILL, Sighting


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A level of the days' unit that each is shown against; texts are of the catalogue.

    `level` None: the days are shown by themselves. `title` heads the picture, `heading` the plain text.
    """

    level: float | None
    label: str
    unit: str
    title: str = "Use of the latest %(days)s days, %(unit)s"
    heading: str = "USE OF THE LATEST %(days)s DAYS (%(unit)s)"


_NOTHING = Yardstick(None, "Limit", "")


def yardstick(seen: Sighting | None) -> Yardstick:
    """Return what the days, or nights, behind a sighting are measured by."""
    if seen is None:
        return _NOTHING
    match seen.kind:
        case "leak" if seen.reason != STANDSTILL:
            return Yardstick(
                seen.usual,
                "Usual",
                seen.amount_unit,
                "Quiet flow of the latest %(days)s nights, %(unit)s",
                "QUIET FLOW OF THE LATEST %(days)s NIGHTS (%(unit)s)",
            )
        case "anomaly":
            return Yardstick(seen.usual, "Expected", seen.amount_unit)
        case "allowance":
            return Yardstick(_a_day(seen), "Approved volume a day", seen.amount_unit)
        case "rate_of_change" if seen.usual is not None:
            return Yardstick(seen.usual * seen.limit, "Limit", seen.amount_unit)
        case _:
            level = seen.limit if seen.days == 1 and seen.is_above else None
            return Yardstick(level, "Limit", seen.amount_unit)


def _a_day(seen: Sighting) -> float | None:
    """Return what is approved for each day of a period."""
    if seen.usual is None or seen.since is None or seen.ends is None:
        return None
    return seen.usual / ((seen.ends - seen.since).days + 1)
