"""What people do about alerts from the console: take one on, or keep it quiet for a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from dashboards.panel import Row
from models.alerts import Figure
from models.dispatch_errors import ForbiddenError
from models.errors import GuanjiaError
from models.identity import Identity, Right
from models.registry import Language
from storage.acknowledging import LinkedAlert
from storage.sessions import Session
from storage.silences import Silence
from web.console.acknowledging import tidy
from web.console.door import Door
from web.console.session import Seen, Source


class AlertDesk(Protocol):
    """Whoever changes alerts: storage.alert_desk.AlertDesk."""

    def look(self, alerts: Sequence[int]) -> list[LinkedAlert]:
        """Return alerts as they are."""
        ...

    def acknowledge(self, alerts: Sequence[int], at: datetime, author: str, note: str) -> list[LinkedAlert]:
        """Acknowledge those that wait for it; return what each was before."""
        ...

    def silence(self, silence: Silence, at: datetime) -> int:
        """Add a silence and return its number."""
        ...

    def end_silence(self, silence: int, at: datetime, author: str) -> bool:
        """End a silence before its time; False where it is over."""
        ...


class AlertWords(Protocol):
    """Whoever says what alerts are about: guanjia.alert_words.RuleWords."""

    def sentence(self, rule: str, figures: Mapping[str, Figure], language: Language) -> str:
        """Return what an alert is about."""
        ...

    def title(self, rule: str, language: Language) -> str:
        """Return the title of a rule; a rule that is gone leaves its code."""
        ...

    def causes(self, rule: str, language: Language) -> list[str]:
        """Return what its runbook says may be behind it, the likeliest first."""
        ...

    def actions(self, rule: str, language: Language) -> list[str]:
        """Return what its runbook says to do, the first step first."""
        ...


class NoSuchAlertError(GuanjiaError):
    """There is no such alert, or it is not theirs to see."""


class ReasonMissingError(GuanjiaError):
    """A silence needs a reason."""


@dataclass(frozen=True, slots=True)
class AlertActs:
    """Acts for whose session it is, with the rights they have now, on alerts that they see."""

    source: Source
    desk: AlertDesk
    now: Callable[[], datetime]

    def look(self, alert: int) -> LinkedAlert | None:
        """Return an alert, of which it was asked before whether the viewer sees it."""
        return next(iter(self.desk.look([alert])), None)

    def acknowledge(self, door: Door, session: Session, alert: int, note: str) -> bool:
        """Take an alert on; tell whether it waited for somebody.

        Raises
        ------
        ForbiddenError
            Without the right.
        NoSuchAlertError
            Where it is not seen.
        """
        who = _now(door, session)
        self._seen(who, alert)
        (before,) = self.desk.acknowledge([alert], self.now(), who.name, tidy(note))
        return before.is_waiting

    def silence(self, door: Door, session: Session, alert: int, lasting: timedelta, reason: str) -> datetime:
        """Keep an alert quiet from now on, and return until when; raise as `acknowledge` does.

        Raises
        ------
        ReasonMissingError
            Without a reason.
        """
        who, at = _now(door, session), self.now()
        row = self._seen(who, alert)
        if not tidy(reason):
            raise ReasonMissingError
        until = at + lasting
        silence = Silence(
            institution=row["institution_code"],
            rule=row["rule"],
            subject=row["subject"],
            begins_at=at,
            ends_at=until,
            recurrence="",
            lasting=None,
            timezone=row["timezone"],
            reason=tidy(reason),
            author=who.name,
        )
        self.desk.silence(silence, at)
        return until

    def end_silence(self, door: Door, session: Session, silence: int) -> bool:
        """End a silence before its time; False where it is over or not seen.

        Raises
        ------
        ForbiddenError
            Without the right.
        """
        who, at = _now(door, session), self.now()
        asked = {"silence": silence, "language": "en", "now": at}
        rows = Seen(self.source, who.database_role).rows("console/silences", asked)
        return bool(rows) and self.desk.end_silence(silence, at, who.name)

    def _seen(self, who: Identity, alert: int) -> Row:
        rows = Seen(self.source, who.database_role).rows("console/alert", {"alert": alert, "language": "en"})
        if not rows:
            raise NoSuchAlertError
        return rows[0]


def _now(door: Door, session: Session) -> Identity:
    current = door.session_by_hash(session.id_hash)
    if current is None or not current.account.identity.may(Right.ALERTS):
        raise ForbiddenError(Right.ALERTS)
    return current.account.identity
