"""What a viewer of panels may choose from, and what of it they chose: as Grafana's variables, by its SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from dashboards.panel import PERIOD
from dashboards.view import View
from web.console.session import Seen
from web.console.words import Words

_EVERYTHING: Final = "*"
PERIODS: Final[Mapping[str, timedelta]] = {
    "1": timedelta(days=1),
    "7": timedelta(days=7),
    "35": PERIOD,
    "90": timedelta(days=90),
    "366": timedelta(days=366),
}
"""By how an address names them."""
USUAL: Final = "35"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for: codes, and a key of PERIODS; "" where it leaves something open."""

    region: str = ""
    institution: str = ""
    place: str = ""
    days: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen, and the names of what else may be, by code; "" is all of it.

    `unknown`: a code of the address that this viewer cannot choose; it is left aside.
    """

    regions: Mapping[str, str]
    institutions: Mapping[str, str]
    places: Mapping[str, str]
    wanted: Wanted
    unknown: str = ""

    @property
    def view(self) -> View:
        """Of what panels are asked: all of a region where no institution of it is chosen."""
        institution = self.wanted.institution or self.wanted.region
        return View(institution or None, self.wanted.place or None, PERIODS[self.wanted.days])

    @property
    def address(self) -> dict[str, str | None]:
        """The query of an address that leads here again."""
        days = "" if self.wanted.days == USUAL else self.wanted.days
        return {
            "region": self.wanted.region,
            "institution": self.wanted.institution,
            "place": self.wanted.place,
            "days": days,
        }


def chosen(source: Seen, wanted: Wanted, words: Words, usual: str = USUAL) -> Choice:
    """Return what a viewer chose of what they may; what they may not, or nobody knows, is left open."""
    regions = _options(source, "regions", words, {})
    region = _known(wanted.region, regions)
    institutions = _options(source, "institutions", words, {"region": region or None})
    institution = _known(wanted.institution, institutions)
    within = institution or region
    places = _options(source, "places", words, {"institution": within or None})
    place = _known(wanted.place, places)
    days = wanted.days if wanted.days in PERIODS else usual
    found = Wanted(region, institution, place, days)
    left = (
        asked
        for asked, kept in (
            (wanted.region, region),
            (wanted.institution, institution or (region if wanted.institution == region else "")),
            (wanted.place, place),
        )
        if asked != kept
    )
    return Choice(regions, institutions, places, found, next(left, ""))


def _known(code: str, options: Mapping[str, str]) -> str:
    return code if code in options else ""


def _options(source: Seen, name: str, words: Words, within: Mapping[str, object]) -> dict[str, str]:
    parameters = {"everything": words.text("All"), "language": words.language.value, **within}
    rows = source.rows(f"grafana/{name}", parameters)
    # the first is all of it, under whatever code Grafana needs
    return {"": rows[0]["__text"]} | {row["__value"]: row["__text"] for row in rows[1:]}
