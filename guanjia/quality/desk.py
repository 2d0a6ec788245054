"""The desk of data quality: what the console shows of it, and a meter swap that somebody records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import psycopg

from guanjia.dispatch.sentences import mistaken
from guanjia.quality.meter_book import MeterBook
from guanjia.quality.refused import RefusedMessages
from guanjia.quality.swap import Swap, flaws_of, recorded, swap_of, written
from guanjia.quality.trail import installation_facts, note
from models.dispatch_errors import ForbiddenError
from models.identity import Identity, Right
from models.quality import (
    Around,
    DeviceLine,
    InstitutionQuality,
    MeterFacts,
    MeterImport,
    MeterLine,
    NoSuchMeterError,
    RejectedRow,
    Replay,
    SetAside,
    SwapEntry,
    SwapRecorded,
)
from models.registry import Meter
from storage.becoming import Role, acting_as
from storage.database import query
from storage.quality import AsidesWanted, Asker, DevicesWanted, MetersWanted, RejectedWanted, Source
from storage.registry import Applied, apply, current_registry

_BESIDE: Final = timedelta(days=2)
"""How far around an instant readings are shown."""
_HOURS_BESIDE: Final = timedelta(hours=6)
_DAYS: Final = 30
"""Whole days that coverage is told of."""


@dataclass(frozen=True, slots=True)
class QualityDesk:
    """`source` answers in the role of who asks; `connect` opens the database with the console's rights."""

    source: Source
    connect: Callable[[], psycopg.Connection]
    now: Callable[[], datetime]

    def asides(self, who: Identity, wanted: AsidesWanted) -> list[SetAside]:
        """Return steps set aside, the newest first; one more than asked for where others follow."""
        return self._asker(who).asides(wanted)

    def by_institution(self, who: Identity) -> list[InstitutionQuality]:
        """Return how well each institution was read in the last 30 days, the worst first."""
        return self._asker(who).by_institution(self.now(), _DAYS)

    def devices(self, who: Identity, wanted: DevicesWanted) -> list[DeviceLine]:
        """Return devices; one more than asked for where others follow."""
        return self._asker(who).devices(wanted, self.now())

    def meters(self, who: Identity, wanted: MetersWanted) -> list[MeterLine]:
        """Return measuring points by code; one more than asked for where others follow."""
        return self._asker(who).meters(wanted, self.now())

    def around(self, who: Identity, meter: str, at: datetime | None) -> Around:
        """Return a meter around an instant, now where none is named.

        Raises
        ------
        NoSuchMeterError
            When there is none of that code, or not for who asks.
        """
        asker = self._asker(who)
        facts = self._meter(who, meter)
        at = (at or self.now()).astimezone(UTC)
        since, until = at - _BESIDE, at + _BESIDE
        # the hour of the reading before may lie days back: it is the step's own, and shown too
        hours = asker.hours(meter, at - _HOURS_BESIDE, at + _HOURS_BESIDE)
        return Around(
            at=at,
            meter=facts,
            installations=asker.installations(meter),
            aside=tuple(asker.asides(AsidesWanted(meter=meter, since=since, until=until))),
            readings=tuple(asker.readings(facts, since, until)),
            hours=tuple(hours),
            waiting=self._waiting(meter) if who.may(Right.REGISTRY) else 0,
        )

    def record_swap(self, who: Identity, said: SwapEntry) -> SwapRecorded:
        """Record a meter swap in the registry, as an apply of a file would; the hours it changes are marked.

        The very same swap once more changes nothing.

        Raises
        ------
        ForbiddenError
            Without the right to change the registry.
        EntryError
            Naming every field that is wrong.
        FileMistakesError
            With the sentences of `guanjia registry apply` where the registry would contradict itself.
        """
        if not who.may(Right.REGISTRY):
            raise ForbiddenError(Right.REGISTRY)
        facts = self._meter(who, said.meter)
        swap = swap_of(said, ZoneInfo(facts.timezone), self.now())
        if not isinstance(swap, Swap):
            raise mistaken(swap)
        with acting_as(self.connect, Role.REGISTRAR) as connection, connection.transaction():
            # two people at one meter: the second sees what the first recorded
            connection.execute(query("registry/lock"))
            meter = current_registry(connection).meters[said.meter]
            if recorded(meter, swap):
                return SwapRecorded(said.meter, swap.at, swap.serial, is_new=False)
            flaws = flaws_of(meter, swap)
            if flaws:
                raise mistaken(flaws)
            applied = apply(connection, [written(meter, swap, who.name)], author=who.name)
            _note_swap(connection, who, meter)
        return _recorded(said, swap, applied)

    def rejected(self, who: Identity, wanted: RejectedWanted) -> list[RejectedRow]:
        """Return what could not be stored, the newest first."""
        return self._refused(who).listed(wanted)

    def rejected_reasons(self, who: Identity) -> dict[str, int]:
        """Return how many messages wait, by reason."""
        return self._asker(who).rejected_reasons()

    def payload(self, who: Identity, number: int) -> str:
        """Return what a refused message held; NoSuchMessageError where there is none for who asks."""
        return self._refused(who).payload(number)

    def replay(self, who: Identity, numbers: Sequence[int]) -> Replay:
        """Try refused messages again, as `guanjia rejected replay` does."""
        return self._refused(who).replay(numbers, self.now())

    def replay_all(self, who: Identity, reason: str) -> Replay:
        """Try again what waits for one reason, the oldest thousand."""
        return self._refused(who).replay_all(reason, self.now())

    def exported_meters(self, who: Identity) -> bytes:
        """Return the meters that somebody may see as an Excel workbook."""
        return MeterBook(self.connect, who).exported()

    def import_meters(self, who: Identity, file: str, content: bytes, *, dry_run: bool) -> MeterImport:
        """Take in a workbook of meters, all of it or nothing; a dry run says what it would change."""
        return MeterBook(self.connect, who).imported(file, content, dry_run=dry_run)

    def _refused(self, who: Identity) -> RefusedMessages:
        return RefusedMessages(self._asker(who), self.connect, who)

    def _meter(self, who: Identity, code: str) -> MeterFacts:
        found = self._asker(who).meter(code)
        if found is None:
            raise NoSuchMeterError(f"no meter {code}: it is not there, or of an institution not yours")
        return found

    def _waiting(self, meter: str) -> int:
        with acting_as(self.connect, Role.REGISTRAR) as connection:
            row = connection.execute(query("registry/stale_of_meter"), {"meter": meter}).fetchone()
        return int(row[0]) if row else 0

    def _asker(self, who: Identity) -> Asker:
        if not who.may(Right.READ):
            raise ForbiddenError(Right.READ)
        return Asker(self.source, who.database_role)


def _note_swap(connection: psycopg.Connection, who: Identity, before: Meter) -> None:
    after = current_registry(connection).meters[before.code]
    note(
        connection, who, "record meter swap", f"meter {before.code}",
        installation_facts(before.installations), installation_facts(after.installations),
    )  # fmt: skip


def _recorded(said: SwapEntry, swap: Swap, applied: Applied) -> SwapRecorded:
    notices = tuple(str(notice) for notice in applied.notices)
    return SwapRecorded(said.meter, swap.at, swap.serial, True, applied.stale_hours, notices)
