"""Who is told of what, in words: `guanjia alerts who` and `guanjia alerts duty`."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from gettext import GNUTranslations

from alerts.formats import Formats
from guanjia.words import Words
from models.alerts import Audience, Severity
from models.people import Matter, Office, People, Person, Telling, Why, WhyNot
from models.registry import MAIL, Language


class Told:
    """Says who is told, in one language."""

    def __init__(self, people: People, language: Language, catalogue: GNUTranslations) -> None:
        self._people = people
        self._language = language
        self._words = Words(catalogue)
        self._formats = Formats(language.value, catalogue)

    def told(
        self, office: Office, severities: Sequence[Severity], group: str | None, at: datetime
    ) -> Iterator[str]:
        """Yield lines: for each severity who is told, who is when nobody acknowledges, and who is not."""
        say = self._words.say
        when = f"{self._formats.day(at)} {at:%H:%M}"
        yield say(
            "Who is told of an alert of %(who)s (%(day)s, %(zone)s)",
            who=self._named(office),
            day=when,
            zone=office.timezone,
        )
        for severity in severities:
            matter = Matter(office.id, severity, group, Audience.CONTACTS, at)
            yield ""
            yield say("[%(severity)s]", severity=say(f"severity: {severity}"))
            found = self._people.told(matter)
            yield from (self._line(telling, office, at) for telling in found)
            if not found:
                yield "  " + say("NOBODY. Give the institution, or one above it, a contact that takes this.")
            yield from self._escalation(matter, found, office)
            for other, person, why in self._people.left_out(matter):
                yield "  " + say(
                    "not told: %(name)s: %(why)s",
                    name=self._called(person, other, office),
                    why=self._why_not(person, why),
                )

    def rota(self, office: Office, days: Sequence[date]) -> Iterator[str]:
        """Yield a line for each day, and one that lists the days without anybody."""
        say = self._words.say
        names = {person.email: person.name for person in office.contacts}
        yield say("Duty rota of %(who)s", who=self._named(office))
        gaps: list[str] = []
        for day in days:
            on_duty = [f"{names.get(email, '')} {email}".strip() for email in sorted(office.on_duty(day))]
            if not on_duty:
                gaps.append(f"{day:%m-%d}")
            people = say(", ").join(on_duty) or say("NOBODY: all contacts are told as on any day")
            yield f"  {day:%Y}-{self._formats.day(day)}  {people}"
        yield (
            say(
                "  %(count)s days without anybody on duty: %(days)s",
                count=len(gaps),
                days=say(", ").join(gaps),
            )
            if gaps
            else say("  every day has somebody on duty")
        )

    def no_rota(self) -> str:
        """Return that nobody has a rota, and where one is written."""
        return self._words.say("No institution has a duty rota: write `duty` into its entry of a file.")

    def _line(self, telling: Telling, about: Office, at: datetime) -> str:
        say, until = self._words.say, telling.quiet_until(at)
        how = say("mail") if telling.channel == MAIL else say("channel %(name)s", name=telling.channel)
        when = (
            say("at once")
            if until is None
            else say("held until %(until)s", until=f"{self._formats.day(until)} {until:%H:%M}")
        )
        person = telling.person
        return "  " + say(
            "%(name)s  %(how)s, %(when)s (%(why)s)",
            name=f"{person.name} <{person.email}>",
            how=how,
            when=when,
            why=self._why(telling, about) + self._only(person),
        )

    def _escalation(self, matter: Matter, told: Sequence[Telling], office: Office) -> Iterator[str]:
        later = self._people.told(
            Matter(matter.institution_id, matter.severity, matter.group, Audience.ESCALATION, matter.at)
        )
        people = list(dict.fromkeys(self._called(each.person, each.office, office) for each in later))
        if people and told:
            say = self._words.say
            yield "  " + say(
                "where the rule escalates and nobody acknowledges: %(people)s", people=say(", ").join(people)
            )

    def _why(self, telling: Telling, about: Office) -> str:
        say, upper = self._words.say, self._named(telling.office)
        is_own = telling.office.id == about.id
        match telling.why:
            case Why.CONTACT:
                return (
                    say("contact of the institution")
                    if is_own
                    else say("contact of %(who)s, the nearest above that takes it", who=upper)
                )
            case Why.ON_DUTY:
                return say("on duty") if is_own else say("on duty at %(who)s", who=upper)
            case Why.NOBODY_ON_DUTY:
                return say("nobody is on duty, so all of the rota are told")
            case Why.SUBTREE:
                return say("takes everything below %(who)s", who=upper)

    def _why_not(self, person: Person, why: WhyNot) -> str:
        say = self._words.say
        match why:
            case WhyNot.SEVERITY:
                return say("takes %(severity)s and up", severity=say(f"severity: {person.from_severity}"))
            case WhyNot.GROUP:
                return say("takes only %(groups)s", groups=self._words.say(", ").join(person.groups))
            case WhyNot.NOT_ON_DUTY:
                return say("is told on duty only, and is not on duty")

    def _only(self, person: Person) -> str:
        if not person.groups:
            return ""
        return self._words.say("; ") + self._words.say(
            "takes only %(groups)s", groups=self._words.say(", ").join(person.groups)
        )

    def _called(self, person: Person, office: Office, about: Office) -> str:
        who = f"{person.name} <{person.email}>"
        if office.id == about.id:
            return who
        return self._words.say("%(name)s of %(office)s", name=who, office=self._named(office))

    def _named(self, office: Office) -> str:
        name = office.name_en if self._language is Language.EN and office.name_en else office.name
        return self._words.say("%(name)s (%(code)s)", name=name, code=office.code)
