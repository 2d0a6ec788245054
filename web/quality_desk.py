"""Whoever knows how good the data is, as the pages see it: guanjia.quality.desk.QualityDesk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from models.identity import Identity
from models.quality import (
    Around,
    DeviceLine,
    InstitutionQuality,
    MeterImport,
    MeterLine,
    RejectedRow,
    Replay,
    SetAside,
    SwapEntry,
    SwapRecorded,
)
from storage.quality import AsidesWanted, DevicesWanted, MetersWanted, RejectedWanted


class QualityDesk(Protocol):
    """Each method raises ForbiddenError, and what its docstring names.

    Lists have one row more than asked for where others follow.
    """

    def asides(self, who: Identity, wanted: AsidesWanted) -> list[SetAside]:
        """Return steps set aside, the newest first."""
        ...

    def by_institution(self, who: Identity) -> list[InstitutionQuality]:
        """Return how well each institution was read, the worst first."""
        ...

    def around(self, who: Identity, meter: str, at: datetime | None) -> Around:
        """Return a meter around an instant; NoSuchMeterError where there is none."""
        ...

    def record_swap(self, who: Identity, said: SwapEntry) -> SwapRecorded:
        """Record a meter swap; EntryError for a wrong field, FileMistakesError for a contradiction."""
        ...

    def devices(self, who: Identity, wanted: DevicesWanted) -> list[DeviceLine]:
        """Return devices."""
        ...

    def meters(self, who: Identity, wanted: MetersWanted) -> list[MeterLine]:
        """Return measuring points."""
        ...

    def rejected(self, who: Identity, wanted: RejectedWanted) -> list[RejectedRow]:
        """Return what could not be stored, the newest first."""
        ...

    def rejected_reasons(self, who: Identity) -> dict[str, int]:
        """Return how many messages wait, by reason."""
        ...

    def payload(self, who: Identity, number: int) -> str:
        """Return what a refused message held, as text; NoSuchMessageError where there is none."""
        ...

    def replay(self, who: Identity, numbers: Sequence[int]) -> Replay:
        """Try refused messages again."""
        ...

    def replay_all(self, who: Identity, reason: str) -> Replay:
        """Try everything again that waits for one reason."""
        ...

    def exported_meters(self, who: Identity) -> bytes:
        """Return the meters that somebody may see as an Excel workbook."""
        ...

    def import_meters(self, who: Identity, file: str, content: bytes, *, dry_run: bool) -> MeterImport:
        """Take in a workbook of meters, or say what it would change."""
        ...
