"""What the pages of data quality ask, each question in the role of whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from models.quality import (
    DeviceLine,
    Hour,
    Installed,
    InstitutionQuality,
    MeterFacts,
    MeterLine,
    RejectedRow,
    SetAside,
)

MOST: Final = 200
"""Rows of a page, whatever is asked for."""


class Source(Protocol):
    """Whoever answers queries of storage/queries/ in a role: storage.reader.Reader."""

    def rows(
        self, name: str, parameters: Mapping[str, object], role: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows by column."""
        ...


@dataclass(frozen=True, slots=True)
class AsidesWanted:
    """A page of steps set aside, of a search or of one meter; `after` is where the page before ended."""

    text: str = ""
    meter: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None
    rows: int = 50


@dataclass(frozen=True, slots=True)
class DevicesWanted:
    """A page of devices; `by_silence`: the longest silence first, else by code.

    Where only silent ones are wanted, or only others, they are told in the order of their silence too.
    """

    text: str = ""
    kind: str | None = None
    silent: bool | None = None
    institution: str | None = None
    by_silence: bool = False
    after: tuple[datetime | None, str] | None = None
    rows: int = 50


@dataclass(frozen=True, slots=True)
class MetersWanted:
    """A page of measuring points by code; `after` is the last code of the page before."""

    text: str = ""
    medium: str | None = None
    after: str | None = None
    rows: int = 50


@dataclass(frozen=True, slots=True)
class RejectedWanted:
    """A page of refused messages, newest first; `text` stands in the topic, which holds site and device."""

    reason: str | None = None
    settled: bool = False
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: int | None = None
    id: int | None = None
    rows: int = 50


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks in the database role of somebody, which decides what there is to see."""

    source: Source
    role: str

    def asides(self, wanted: AsidesWanted) -> list[SetAside]:
        """Return steps set aside, the newest first."""
        at, meter = wanted.after or (None, None)
        parameters = {
            "text": wanted.text, "meter": wanted.meter, "since": wanted.since, "until": wanted.until,
            "after_at": at, "after_meter": meter, "rows": _most(wanted.rows),
        }  # fmt: skip
        return [SetAside(**row) for row in self._rows("asides", parameters)]

    def by_institution(self, now: datetime, days: int) -> list[InstitutionQuality]:
        """Return how each institution was read over the last whole days, the worst coverage first."""
        parameters = {"now": now, "since": now - timedelta(days=days)}
        return [InstitutionQuality(**row) for row in self._rows("by_institution", parameters)]

    def meter(self, code: str) -> MeterFacts | None:
        """Return one measuring point; None: there is none for this role."""
        found = self._rows("meter", {"meter": code})
        return MeterFacts(**found[0]) if found else None

    def installations(self, meter: str) -> tuple[Installed, ...]:
        """Return the physical meters of a measuring point, in order."""
        return tuple(Installed(**row) for row in self._rows("installations", {"meter": meter}))

    def readings(self, meter: MeterFacts, since: datetime, until: datetime) -> list[tuple[datetime, float]]:
        """Return what its register showed, in order."""
        parameters = {"device": meter.device, "quantity": meter.quantity, "since": since, "until": until}
        return [(row["at"], row["value"]) for row in self._rows("readings", parameters)]

    def hours(self, meter: str, since: datetime, until: datetime) -> list[Hour]:
        """Return hours of a meter, in order; an hour nobody can know is absent."""
        parameters = {"meter": meter, "since": since, "until": until}
        return [Hour(**row) for row in self._rows("hours", parameters)]

    def devices(self, wanted: DevicesWanted, now: datetime) -> list[DeviceLine]:
        """Return devices; one is silent after three of its intervals."""
        at, code = wanted.after or (None, None)
        parameters = {
            "text": wanted.text, "kind": wanted.kind, "silent": wanted.silent, "now": now,
            "institution": wanted.institution, "after_at": at, "after_device": code,
            "rows": _most(wanted.rows),
        }  # fmt: skip
        # who is silent is known of all devices or of none
        is_asked = wanted.by_silence or wanted.silent is not None
        name = "devices_by_silence" if is_asked else "devices"
        rows = self._rows(name, parameters)
        batteries = self._batteries([row["device"] for row in rows], now)
        return [DeviceLine(**row, battery_v=batteries.get(row["device"])) for row in rows]

    def _batteries(self, devices: list[str], now: datetime) -> dict[str, float]:
        found = self._rows("batteries", {"devices": devices, "now": now})
        return {row["device"]: row["battery_v"] for row in found}

    def meters(self, wanted: MetersWanted, now: datetime) -> list[MeterLine]:
        """Return measuring points by code, with what stands there now."""
        parameters = {
            "text": wanted.text, "medium": wanted.medium, "after": wanted.after, "now": now,
            "rows": _most(wanted.rows),
        }  # fmt: skip
        return [MeterLine(**row) for row in self._rows("meters", parameters)]

    def rejected(self, wanted: RejectedWanted) -> list[RejectedRow]:
        """Return what could not be stored, the newest first."""
        parameters = {
            "id": wanted.id, "reason": wanted.reason, "settled": wanted.settled, "text": wanted.text,
            "since": wanted.since, "until": wanted.until, "after": wanted.after, "rows": _most(wanted.rows),
        }  # fmt: skip
        return [RejectedRow(**row) for row in self._rows("rejected", parameters)]

    def rejected_reasons(self) -> dict[str, int]:
        """Return how many messages wait, by reason, the most first."""
        return {row["reason"]: row["messages"] for row in self._rows("rejected_reasons", {})}

    def rejected_open(self, reason: str, rows: int) -> list[int]:
        """Return the numbers of what waits for a reason, oldest first."""
        parameters = {"reason": reason, "rows": rows}
        return [row["rejected_id"] for row in self._rows("rejected_open", parameters)]

    def _rows(self, name: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
        return self.source.rows(f"quality/{name}", parameters, self.role)


def _most(rows: int) -> int:
    # one more tells whether another page follows
    return min(max(rows, 1), MOST) + 1
