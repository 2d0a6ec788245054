"""Words for a letter: templates in the reader's language, numbers as that reader writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import GNUTranslations

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_eval_context, select_autoescape
from jinja2.nodes import EvalContext
from markupsafe import Markup

from alerts.formats import Formats
from alerts.illustrating import Illustration, Illustrator
from alerts.letter import Letter, Section, allowance_length, trend
from alerts.links import LetterLinks, addresses, everything
from alerts.speaking import Speak, Speaker
from alerts.wording import Wording
from alerts.yardsticks import Yardstick, yardstick
from models.quota_progress import QuotaProgress
from models.quotas import SourceStatus
from models.registry import Language
from models.rules import OverQuotaRule
from models.sightings import Sighting

_MOST_LINES = 20
"""So many subjects of one rule are named in a mail; nobody reads two hundred."""


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one mail, the pictures of its HTML, and what the mail of an alert begins with."""

    subject: str
    text: str
    html: str
    pictures: tuple[Illustration, ...] = ()
    lead: str = ""


class Renderer:
    """Writes letters in one language; `translations` is that language's catalogue."""

    def __init__(self, language: Language, translations: GNUTranslations) -> None:
        self._language = language
        self._formats = Formats(language.value, translations)
        self._speak = template_speaker(translations)
        say = Speaker(translations)
        self._wording = Wording(say, self._formats, language is Language.ZH_CN)
        self._illustrator = Illustrator(language, say, self._formats)
        self._templates = templates()

    def render(self, letter: Letter, links: LetterLinks) -> Page:
        """Return the words of `letter`, with the links that its reader gets."""
        sections = [
            self._section(letter, section) | addresses(section, links) | {"is_first": place == 0}
            for place, section in enumerate(letter.sections)
        ]
        words = {
            "_": self._speak,
            "f": self._formats,
            "language": self._language.value.replace("_", "-"),
            "letter": letter,
            "who": letter.institution_name,
            "sections": sections,
            "rules": ", ".join(dict.fromkeys(section.rule.code for section in letter.sections)),
            "at": self._at(letter),
            "lead": (lead := self._lead(letter, sections)),
            "console": links.console,
            "everything": everything(letter, links),
            "is_offering": links.is_offering,
            "until": self._formats.date(links.expires_at, letter.items[0].facts.timezone),
        }
        subject, text, html = (
            self._templates.get_template(f"letter.{part}").render(words)
            for part in ("subject.txt", "txt", "html")
        )
        pictures = [section["picture"] for section in sections]
        shown = tuple(picture for picture in pictures if isinstance(picture, Illustration))
        return Page(" ".join(subject.split()), text, html, shown, lead)

    def _lead(self, letter: Letter, sections: Sequence[dict[str, object]]) -> str:
        """Return the sentence a mail begins with: who, what, and how much."""
        what = self._wording.say("; ").join(str(section["short"]) for section in sections)
        return self._wording.say("%(who)s: %(what)s.", who=letter.institution_name, what=what)

    def _at(self, letter: Letter) -> str:
        facts = letter.items[0].facts
        at = facts.computed_at if isinstance(facts, QuotaProgress) else letter.items[0].changed_at
        return self._formats.instant(at, facts.timezone)

    def _section(self, letter: Letter, section: Section) -> dict[str, object]:
        rule, facts = section.rule, section.first.facts
        words: dict[str, object] = {
            "title": rule.title.read_in(self._language),
            "severity": (severity := self._wording.say(f"severity: {rule.severity}")),
            "kicker": " · ".join([severity, rule.title.read_in(self._language)]),
            "causes": [cause.read_in(self._language) for cause in rule.runbook.causes],
            "actions": [action.read_in(self._language) for action in rule.runbook.actions],
        }
        if isinstance(facts, QuotaProgress) and isinstance(rule, OverQuotaRule):
            return words | self._quota(letter, section, rule, facts)
        return words | self._sightings(letter, section)

    def _quota(
        self, letter: Letter, section: Section, rule: OverQuotaRule, progress: QuotaProgress
    ) -> dict[str, object]:
        days, short = section.first.days, self._wording.quota(rule, progress)
        return {
            "template": "over_quota",
            "progress": progress,
            "short": short,
            "heading": self._wording.say("%(who)s: %(what)s.", who=letter.institution_name, what=short),
            "divisor": self._wording.divisor(progress),
            "bars": trend(days, progress.allowed_a_day),
            "level": progress.allowed_a_day,
            "level_name": self._wording.say("Even share"),
            "level_length": allowance_length(days, progress.allowed_a_day),
            "unit": (unit := self._formats.unit(progress.amount_unit)),
            "bars_title": self._wording.say(
                "Use of the latest %(days)s days, %(unit)s", days=len(days), unit=unit
            ),
            "picture": self._illustrator.draw(
                _name(section), days, Yardstick(progress.allowed_a_day, "Even share", progress.amount_unit)
            ),
            "is_confirmed": progress.quota_status is SourceStatus.CONFIRMED,
        }

    def _sightings(self, letter: Letter, section: Section) -> dict[str, object]:
        seen = [item.facts for item in section.items if isinstance(item.facts, Sighting)]
        say, title = self._wording.say, section.rule.title.read_in(self._language)
        alone = seen[0] if len(seen) == 1 else None
        days = section.first.days if alone else ()
        by = yardstick(alone)
        unit = self._formats.unit(by.unit)
        return {
            "template": "sighting",
            "short": self._wording.seen(alone)
            if alone
            else say("%(title)s, %(count)s of them", title=title, count=len(seen)),
            "heading": self._wording.seen(alone)
            if alone
            else say("%(title)s: %(count)s", title=title, count=len(seen)),
            "kicker": " · ".join(
                [
                    say(f"severity: {section.rule.severity}"),
                    letter.institution_name,
                    *([title] if alone else []),
                ]
            ),
            "tiles": self._tiles(alone),
            "lines": [self._wording.seen(each) for each in seen[:_MOST_LINES]],
            "more": max(len(seen) - _MOST_LINES, 0),
            "facts": list(self._wording.facts(alone)) if alone else [],
            "bars": trend(days, by.level) if days else [],
            "bars_title": say(by.title, days=len(days), unit=unit),
            "bars_heading": say(by.heading, days=len(days), unit=unit),
            "picture": self._illustrator.draw(_name(section), days, by),
            "unit": unit,
            "level": by.level,
            "level_name": say(by.label),
            "level_length": allowance_length(days, by.level) if days and by.level is not None else 0.0,
        }

    def _tiles(self, seen: Sighting | None) -> list[tuple[str, dict[str, str]]]:
        """Return what a single subject's excess comes to a day and a year, where anybody knows."""
        if seen is None or seen.excess_a_day is None or seen.excess_a_year is None or seen.excess_a_day <= 0:
            return []
        unit = self._formats.unit(seen.excess_unit)
        return [
            (self._wording.say(name), {"number": self._formats.amount(amount), "unit": unit})
            for name, amount in (
                ("Too much a day", seen.excess_a_day),
                ("A year at this rate", seen.excess_a_year),
            )
        ]


def _name(section: Section) -> str:
    """Return what a section's picture is called within its mail."""
    return f"trend-{section.first.change_id}"


def templates() -> Environment:
    """Return the templates of mails; what stands in their HTML is escaped."""
    return Environment(
        loader=PackageLoader("alerts", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def template_speaker(translations: GNUTranslations) -> Speak:
    """Return `_` of the templates: a text of the catalogue with values put in, which HTML escapes."""

    @pass_eval_context
    def speak(context: EvalContext, message: str, **values: object) -> str:
        text = translations.gettext(message)
        return (Markup(text) if context.autoescape else text) % values  # noqa: S704  (values are escaped by %)

    return speak
