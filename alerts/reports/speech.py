"""What both reports say alike: names, units, alerts in sentences, what is amiss with the data."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import GNUTranslations
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from alerts.formats import Formats
from alerts.letter import Facts, read_facts
from alerts.reports.tables import Column, Kind, Table, Value
from alerts.speaking import Speaker
from alerts.wording import Wording
from models.alerts import Figure, Severity
from models.quota_progress import QuotaProgress
from models.registry import Language
from models.rules import OverQuotaRule, Rule
from models.sightings import Sighting
from storage.report_contents import AsideStep, Episode, Member, PoorMeter, SilentDevice

_UNIT_WORDS = {"person": "unit person", "bed": "unit bed", "a": "unit year", "d": "unit day"}

_MOST_ROWS = 10
"""So many alerts stand in a mail itself; the attachment has all."""


@dataclass(frozen=True, slots=True)
class Flaws:
    """What is amiss with the data of a report."""

    silent: Sequence[SilentDevice]
    poor: Sequence[PoorMeter]
    asides: Sequence[AsideStep]

    def __bool__(self) -> bool:
        """Tell whether anything is."""
        return bool(self.silent or self.poor or self.asides)


class Speech:
    """One reader's language, with the names of the institutions and rules of one report."""

    def __init__(
        self,
        language: Language,
        translations: GNUTranslations,
        members: Sequence[Member],
        rules: Sequence[Rule],
    ) -> None:
        self.language = language
        self.formats = Formats(language.value, translations)
        self.say = Speaker(translations)
        self.wording = Wording(self.say, self.formats, language is Language.ZH_CN)
        self._members: Mapping[str, Member] = {member.code: member for member in members}
        self._rules: Mapping[str, Rule] = {rule.code: rule for rule in rules}

    def institution(self, code: str) -> str:
        """Return what an institution is called."""
        member = self._members.get(code)
        if member is None:
            return code
        return member.name_en if self.language is Language.EN and member.name_en else member.name

    def local(self, at: datetime | None, institution: str) -> datetime | None:
        """Return an instant on the institution's clock, to the minute and without a zone."""
        member = self._members.get(institution)
        if at is None or member is None:
            return None
        return at.astimezone(ZoneInfo(member.timezone)).replace(tzinfo=None, second=0, microsecond=0)

    def unit(self, unit: str) -> str:
        """Return a unit with the words in it translated: m3/(person·a) is m³/(人·年)."""
        known = self.formats.unit(unit)
        if known != unit:
            return known
        amount, _, per = unit.partition("/")
        words = re.sub(r"\b(person|bed|a|d)\b", lambda found: self.say(_UNIT_WORDS[found[0]]), per)
        return f"{self.formats.unit(amount)}/{words.replace('m2', 'm²')}" if per else unit

    def titled(self, title: str, unit: str) -> str:
        """Return a column's title with its unit."""
        return self.say("%(title)s (%(unit)s)", title=self.say(title), unit=self.unit(unit))

    def rule(self, code: str) -> str:
        """Return what a rule is called; its code where it was taken out."""
        rule = self._rules.get(code)
        return code if rule is None else rule.title.read_in(self.language)

    def what(self, episode: Episode) -> str:
        """Return one sentence that says what an alert was about."""
        facts, rule = _facts(episode.figures), self._rules.get(episode.rule)
        if isinstance(facts, Sighting):
            return self.wording.seen(facts)
        if isinstance(facts, QuotaProgress) and isinstance(rule, OverQuotaRule):
            return self.wording.quota(rule, facts)
        return f"{self.rule(episode.rule)} {episode.subject}"

    def alerts(self, title: str, episodes: Sequence[Episode], until: datetime) -> Table:
        """Return alerts as a table: since when, until when, who took them on."""
        columns = (
            Column(self.say("Severity")),
            Column(self.say("Institution")),
            Column(self.say("Alert")),
            Column(self.say("What is the matter")),
            Column(self.say("Since"), Kind.INSTANT),
            Column(self.say("Ended"), Kind.INSTANT),
            Column(self.titled("Lasted", "h"), Kind.NUMBER),
            Column(self.say("State")),
            Column(self.say("Acknowledged by")),
        )
        rows = tuple(
            (
                self.say(f"severity: {each.severity}"),
                self.institution(each.institution),
                self.rule(each.rule),
                self.what(each),
                self.local(each.fired_at, each.institution),
                self.local(each.ended_at, each.institution),
                round(((each.ended_at or until) - each.fired_at).total_seconds() / 3600, 1),
                self.say("state: resolved" if each.ended_at else f"state: {each.state}"),
                each.acknowledged_by,
            )
            for each in episodes
        )
        return Table(self.say(title), columns, rows)

    def brief(self, title: str, episodes: Sequence[Episode]) -> Table:
        """Return the first alerts as a table for the mail itself, and how many more there are."""
        columns = (
            Column(self.say("Severity")),
            Column(self.say("Institution")),
            Column(self.say("What is the matter")),
            Column(self.say("Since"), Kind.INSTANT),
            Column(self.say("Acknowledged by")),
        )
        rows: list[tuple[Value, ...]] = [
            (
                self.say(f"severity: {each.severity}"),
                self.institution(each.institution),
                self.what(each),
                self.local(each.fired_at, each.institution),
                each.acknowledged_by,
            )
            for each in episodes[:_MOST_ROWS]
        ]
        more = len(episodes) - _MOST_ROWS
        if more > 0:
            rows.append(("", "", self.say("and %(count)s more in the attachment", count=more), None, ""))
        return Table(self.say(title), columns, tuple(rows))

    def severities(self, episodes: Sequence[Episode]) -> str:
        """Return how many alerts there are of each severity, the most severe first."""
        counts = Counter(each.severity for each in episodes)
        named = [name for name in reversed(Severity) if counts[name]]
        return self.say(", ").join(f"{self.say(f'severity: {name}')} {counts[name]}" for name in named)

    def flaws(self, flaws: Flaws) -> Table:
        """Return what is amiss with the data as a table."""
        columns = (
            Column(self.say("Problem")),
            Column(self.say("Institution")),
            Column(self.say("Code")),
            Column(self.say("Name")),
            Column(self.say("Last heard, or time of the step"), Kind.INSTANT),
            Column(self.say("Coverage"), Kind.SHARE),
            Column(self.say("Step not counted"), Kind.NUMBER),
            Column(self.say("Unit of measurement")),
        )
        silent, poor, aside = map(self.say, ("silent device", "meter barely metered", "step not counted"))
        rows = [
            (
                silent,
                self.institution(each.institution),
                each.code,
                each.name,
                self.local(each.at, each.institution),
                None,
                None,
                "",
            )
            for each in flaws.silent
        ]
        rows += [
            (poor, self.institution(each.institution), each.code, each.name, None, each.coverage, None, "")
            for each in flaws.poor
        ]
        rows += [
            (
                aside,
                self.institution(each.institution),
                each.code,
                each.name,
                self.local(each.at, each.institution),
                None,
                each.step,
                self.unit(each.unit),
            )
            for each in flaws.asides
        ]
        return Table(self.say("Data quality"), columns, tuple(rows))

    def flaw_line(self, flaws: Flaws) -> str:
        """Return one sentence that counts what is amiss with the data."""
        if not flaws:
            return self.say("Data: every device was heard of, every meter is well metered.")
        return self.say(
            "Data: %(silent)s silent devices, %(poor)s meters barely metered, %(asides)s steps not counted.",
            silent=len(flaws.silent),
            poor=len(flaws.poor),
            asides=len(flaws.asides),
        )

    def change(self, share: float | None) -> str:
        """Return a change in words; empty where nobody knows it."""
        if share is None:
            return ""
        if abs(share) < 0.005:
            return self.say("the same")
        text = "%(share)s more" if share > 0 else "%(share)s less"
        return self.say(text, share=self.formats.percent(abs(share)))


def _facts(figures: Mapping[str, Figure]) -> Facts | None:
    try:
        return read_facts(figures)
    except ValidationError:
        return None
