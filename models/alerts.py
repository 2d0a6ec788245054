"""Alerts: what is observed about a subject, the states an alert can be in, and why it changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.traits import NO_TRAITS, Traits


class State(StrEnum):
    """Where an alert stands (docs/reference/alerts.md)."""

    INACTIVE = "inactive"
    PENDING = "pending"
    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    SILENCED = "silenced"
    RESOLVED = "resolved"
    NO_DATA = "no_data"


class Severity(StrEnum):
    """How soon somebody must act: some day, this week, now."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class ChangeReason(StrEnum):
    """Why an alert changed; each is a row's `reason` and stands in the documentation."""

    BREACHED = "breached"
    """The value passed the firing threshold."""
    LASTED = "lasted"
    """It stayed past the threshold for the rule's whole duration."""
    NOT_LASTING = "not_lasting"
    """It fell back before the rule's duration was over."""
    CLEARED = "cleared"
    """It fell below the clear threshold."""
    REPEATED = "repeated"
    """It still fires, and the rule's repeat interval is over."""
    SILENCED = "silenced"
    """A silence covers it."""
    SILENCE_ENDED = "silence_ended"
    """It still fires, and no silence covers it any more."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody took it on."""
    ESCALATED = "escalated"
    """It fires, and nobody acknowledged it in the rule's time."""
    NOT_ENOUGH_DATA = "not_enough_data"
    """There is too little data to judge by."""
    DATA_RETURNED = "data_returned"
    """There is enough data again, and nothing is the matter."""
    SUBJECT_GONE = "subject_gone"
    """Nothing is observed about the subject any more: it left the registry, or its quota did."""
    RULE_GONE = "rule_gone"
    """The rule was taken out of config/rules/."""


class Lack(StrEnum):
    """Why an observation has no value."""

    OBSERVED_DAYS = "observed_days"
    COVERAGE = "coverage"
    SUBJECT = "subject"
    HIDDEN = "hidden"
    """Another alert says it already: a site that is silent hides its devices."""
    POSITION = "position"
    """Nothing is known of where a vehicle is."""
    MILEAGE = "mileage"
    """Nothing is known of how far a vehicle has gone."""
    CALENDAR = "calendar"
    """The calendar does not know the year."""


class Audience(StrEnum):
    """Who is told of a change."""

    NOBODY = "nobody"
    CONTACTS = "contacts"
    """Those whose job the institution is."""
    ESCALATION = "escalation"
    """Those above them."""


Figure = str | int | float | None
"""What stands in `figures`: everything a mail says, as JSON holds it."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one rule sees of one subject in one round.

    `value` is what the rule's thresholds are compared with; None when it cannot be judged: `lack` says why.
    `traits`, `timezone` and `heating` (its heating region) are those of the subject.
    """

    subject: str
    institution_id: int | None
    value: float | None
    lack: Lack | None
    figures: dict[str, Figure]
    traits: Traits = NO_TRAITS
    timezone: str = "UTC"
    heating: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds around an observation: the rule's schedule, silences, the latest acknowledgement."""

    is_watched: bool = True
    is_silenced: bool = False
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertState:
    """What the state machine remembers.

    `since` when it is in this state, `told_at` when somebody was last told, `fired_at` when it began to fire,
    `escalated_at` when it was escalated.
    """

    state: State
    since: datetime
    told_at: datetime | None = None
    fired_at: datetime | None = None
    escalated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One step of an alert from `before` to `after`; the same state twice is a reminder or an escalation."""

    at: datetime
    before: State
    after: State
    reason: ChangeReason

    @property
    def audience(self) -> Audience:
        """Who gets mail of it: of an alert that begins to fire, or still does."""
        if self.after is not State.FIRING:
            return Audience.NOBODY
        return Audience.ESCALATION if self.reason is ChangeReason.ESCALATED else Audience.CONTACTS

    @property
    def is_told(self) -> bool:
        """Tell whether anybody gets mail of it."""
        return self.audience is not Audience.NOBODY
