"""Refused messages at the desk: shown to who sees their device, and tried again the way they came in."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import psycopg

from guanjia.printable import printable
from guanjia.quality.trail import note
from ingest.replaying import replay
from models.dispatch_errors import ForbiddenError
from models.identity import Identity, Right
from models.quality import NoSuchMessageError, RefusedAgain, RejectedRow, Replay
from storage.becoming import Role, acting_as
from storage.quality import Asker, RejectedWanted
from storage.rejections import rejected

_AT_ONCE: Final = 1000
"""Messages that one press of a button tries again: the oldest."""


@dataclass(frozen=True, slots=True)
class RefusedMessages:
    """What somebody sees of refused messages, and does about them."""

    asker: Asker
    connect: Callable[[], psycopg.Connection]
    who: Identity

    def listed(self, wanted: RejectedWanted) -> list[RejectedRow]:
        """Return what could not be stored, the newest first."""
        return self.asker.rejected(wanted)

    def payload(self, number: int) -> str:
        """Return what a message held, as text that no terminal and no page takes for a command."""
        self._seen(number)
        with acting_as(self.connect, Role.INGEST) as connection:
            found = rejected(connection, number)
        content = bytes(found.payload) if found is not None else b""
        return printable(content.decode("utf-8", "backslashreplace"), keep="\n\t")

    def replay(self, numbers: Sequence[int], now: datetime) -> Replay:
        """Try messages again as the registry is now; what is stored already changes nothing."""
        if not self.who.may(Right.REGISTRY):
            raise ForbiddenError(Right.REGISTRY)
        waiting = [number for number in numbers if self._seen(number).replayed_at is None]
        return self._replay(waiting, now)

    def replay_all(self, reason: str, now: datetime) -> Replay:
        """Try again what waits for one reason, the oldest first, and at most a thousand at once."""
        if not self.who.may(Right.REGISTRY):
            raise ForbiddenError(Right.REGISTRY)
        return self._replay(self.asker.rejected_open(reason, _AT_ONCE), now)

    def _replay(self, numbers: Sequence[int], now: datetime) -> Replay:
        with acting_as(self.connect, Role.INGEST) as connection:
            done = list(replay(connection, numbers, now, self.who.name))
        again = [
            RefusedAgain(each.id, refusal.reason.value, refusal.detail)
            for each in done
            for refusal in ((each.still, *each.others) if each.still else each.others)
        ]
        outcome = Replay(
            sum(each.still is None for each in done), sum(each.readings for each in done), tuple(again)
        )
        if done:
            self._note([each.id for each in done], outcome)
        return outcome

    def _note(self, numbers: Sequence[int], outcome: Replay) -> None:
        after = {"messages": list(numbers), "settled": outcome.settled, "readings": outcome.readings}
        with closing(self.connect()) as connection, connection.transaction():
            note(connection, self.who, "replay", f"rejected {numbers[0]}", None, after)

    def _seen(self, number: int) -> RejectedRow:
        found = self.asker.rejected(RejectedWanted(id=number, settled=True, rows=1))
        if not found:
            raise NoSuchMessageError(f"no message {number}: it is not there, or of a device not yours")
        return found[0]
