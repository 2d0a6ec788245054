"""Who is told of an alert, decided from contacts, the tree of institutions and the duty rota.

A table of the same is in docs/reference/alerts.md.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.alerts import Audience, Severity
from models.registry import MAIL, DutyTurn, Language

_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Person:
    """A contact of an institution as the database has it (models.registry.Contact says what is what).

    `quiet_zone` None: the zone of the institution.
    """

    name: str
    email: str
    language: Language
    from_severity: Severity = Severity.INFO
    groups: tuple[str, ...] = ()
    subtree: bool = False
    only_on_duty: bool = False
    channels: tuple[str, ...] = (MAIL,)
    quiet_from: time | None = None
    quiet_to: time | None = None
    quiet_zone: str | None = None

    def takes_group(self, group: str | None) -> bool:
        """Tell whether a group of rules is among what they asked for; None: any group."""
        return group is None or not self.groups or group in self.groups

    def takes_severity(self, severity: Severity) -> bool:
        """Tell whether a severity is what they asked for."""
        return _SEVERITIES.index(severity) >= _SEVERITIES.index(self.from_severity)

    def takes(self, severity: Severity, group: str | None) -> bool:
        """Tell whether alerts of a severity and group are what they asked for."""
        return self.takes_severity(severity) and self.takes_group(group)


@dataclass(frozen=True, slots=True)
class Office:
    """An institution with its contacts, its rota and the zone in which its days begin."""

    id: int
    code: str
    name: str
    name_en: str
    parent_id: int | None
    timezone: str
    contacts: tuple[Person, ...]
    duty: tuple[DutyTurn, ...]

    def on_duty(self, day: date) -> frozenset[str]:
        """Return the mail addresses of those on duty on a local day."""
        return frozenset(turn.who for turn in self.duty if turn.is_on(day))

    def day(self, at: datetime) -> date:
        """Return the local day of an instant."""
        return at.astimezone(ZoneInfo(self.timezone)).date()


class Why(StrEnum):
    """Why somebody is told."""

    CONTACT = "contact"
    """They are a contact of the institution, or of the nearest above that has one for it."""
    ON_DUTY = "on_duty"
    """The rota has them on duty on that day."""
    NOBODY_ON_DUTY = "nobody_on_duty"
    """They are told on duty only, but nobody is on duty and there is no other contact for it."""
    SUBTREE = "subtree"
    """They asked for everything below their institution."""


class WhyNot(StrEnum):
    """Why a contact who could be told is not."""

    SEVERITY = "severity"
    """It is less severe than what they asked for."""
    GROUP = "group"
    """It is of a group of rules that they did not ask for."""
    NOT_ON_DUTY = "not_on_duty"
    """They are told on duty only, and are not on duty on that day."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody is to be told of: alerts of one institution, severity and group at an instant.

    `group` None asks about any group.
    """

    institution_id: int
    severity: Severity
    group: str | None
    audience: Audience
    at: datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """One message to one recipient on one channel; `recipient` is an address, or the channel's name.

    It is held between `quiet_from` and `quiet_to` in `quiet_zone`; None: never. `office` is whose contact
    `person` is.
    """

    channel: str
    recipient: str
    language: Language
    quiet_from: time | None
    quiet_to: time | None
    quiet_zone: str
    person: Person
    office: Office
    why: Why

    def quiet_until(self, at: datetime) -> datetime | None:
        """Return when it is sent that would be sent at an instant, in its zone; None: at once."""
        if self.quiet_to is None or not self.is_quiet(at):
            return None
        local = at.astimezone(ZoneInfo(self.quiet_zone))
        later = timedelta(days=int(local.time() >= self.quiet_to))
        return datetime.combine(local.date() + later, self.quiet_to, local.tzinfo)

    def is_quiet(self, at: datetime) -> bool:
        """Tell whether it would be held at an instant, as the function is_quiet of the database does."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        local = at.astimezone(ZoneInfo(self.quiet_zone)).time()
        if self.quiet_from < self.quiet_to:
            return self.quiet_from <= local < self.quiet_to
        return local >= self.quiet_from or local < self.quiet_to


class People:
    """All institutions with their people."""

    def __init__(self, offices: Iterable[Office]) -> None:
        self._offices = {office.id: office for office in offices}

    @property
    def offices(self) -> list[Office]:
        """The institutions, in the order in which they were given."""
        return list(self._offices.values())

    def told(self, matter: Matter) -> list[Telling]:
        """Return who is told, nobody twice on one channel; the nearest first."""
        chain = list(self._upwards(matter.institution_id))
        takers = [_takers(office, matter) for office in chain]
        asked = [place for place, found in enumerate(takers) if found][:2]
        if not asked:
            return []
        nearest = asked[-1] if matter.audience is Audience.ESCALATION else asked[0]
        heard = [(chain[nearest], person, why) for person, why in takers[nearest]]
        if matter.audience is Audience.CONTACTS:
            above = zip(chain[nearest + 1 :], takers[nearest + 1 :], strict=True)
            heard += [
                (office, person, Why.SUBTREE)
                for office, found in above
                for person, why in found
                if person.subtree and why is not Why.NOBODY_ON_DUTY
            ]
        return _tellings(heard, matter.severity)

    def left_out(self, matter: Matter) -> list[tuple[Office, Person, WhyNot]]:
        """Return whom one would expect to be told and who is not: own contacts, and those of the subtree."""
        told = {telling.person.email.casefold() for telling in self.told(matter)}
        return [
            (office, person, _why_not(person, matter))
            for office in self._upwards(matter.institution_id)
            for person in office.contacts
            if (office.id == matter.institution_id or person.subtree) and person.email.casefold() not in told
        ]

    def asked_for_unknown(self, groups: Set[str]) -> list[tuple[Office, Person, str]]:
        """Return the groups that contacts ask for and that are not among `groups`."""
        return [
            (office, person, group)
            for office in self._offices.values()
            for person in office.contacts
            for group in person.groups
            if group not in groups
        ]

    def _upwards(self, institution_id: int) -> Iterator[Office]:
        """Yield an institution and those above it; a circle, which the registry refuses, ends."""
        seen: set[int] = set()
        current: int | None = institution_id
        while current is not None and current not in seen and current in self._offices:
            seen.add(current)
            yield self._offices[current]
            current = self._offices[current].parent_id


def _takers(office: Office, matter: Matter) -> list[tuple[Person, Why]]:
    """Return the contacts of one institution that a matter is for, were it that institution's."""
    duty = office.on_duty(office.day(matter.at))
    found: list[tuple[Person, Why]] = []
    for person in office.contacts:
        if person.email in duty and person.takes_group(matter.group):
            found.append((person, Why.ON_DUTY))
        elif not person.only_on_duty and person.takes(matter.severity, matter.group):
            found.append((person, Why.CONTACT))
    return found or [
        (person, Why.NOBODY_ON_DUTY)
        for person in office.contacts
        if person.only_on_duty and person.takes(matter.severity, matter.group)
    ]


def _why_not(person: Person, matter: Matter) -> WhyNot:
    if not person.takes_group(matter.group):
        return WhyNot.GROUP
    return WhyNot.SEVERITY if not person.takes_severity(matter.severity) else WhyNot.NOT_ON_DUTY


def _tellings(heard: Iterable[tuple[Office, Person, Why]], severity: Severity) -> list[Telling]:
    found: dict[tuple[str, str], Telling] = {}
    for office, person, why in heard:
        is_held = severity is not Severity.CRITICAL
        for channel in person.channels:
            recipient = person.email if channel == MAIL else channel
            telling = Telling(
                channel,
                recipient,
                person.language,
                person.quiet_from if is_held else None,
                person.quiet_to if is_held else None,
                person.quiet_zone or office.timezone,
                person,
                office,
                why,
            )
            found.setdefault((channel, recipient.casefold()), telling)
    return list(found.values())
