"""Words for a letter: templates in the reader's language, numbers as that reader writes them."""

from dataclasses import dataclass
from gettext import GNUTranslations

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_eval_context, select_autoescape
from jinja2.nodes import EvalContext
from markupsafe import Markup

from alerts.formats import Formats
from alerts.illustrating import Illustration, Illustrator
from alerts.letter import Letter, Section, allowance_length, trend
from alerts.wording import Speak, Wording
from models.quota_progress import QuotaProgress
from models.quotas import SourceStatus
from models.registry import Language
from models.rules import OverQuotaRule
from models.sightings import Sighting

_MOST_LINES = 20
"""So many subjects of one rule are named in a mail; nobody reads two hundred."""


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one mail, and the pictures that its HTML shows."""

    subject: str
    text: str
    html: str
    pictures: tuple[Illustration, ...] = ()


class Renderer:
    """Writes letters in one language; `translations` is that language's catalogue."""

    def __init__(self, language: Language, translations: GNUTranslations) -> None:
        self._language = language
        self._formats = Formats(language.value, translations)
        self._speak = template_speaker(translations)
        say = plain_speaker(translations)
        self._wording = Wording(say, self._formats, language is Language.ZH_CN)
        self._illustrator = Illustrator(language, say, self._formats)
        self._templates = templates()

    def render(self, letter: Letter) -> Page:
        """Return the words of `letter`."""
        sections = [self._section(letter, section) for section in letter.sections]
        words = {
            "_": self._speak,
            "f": self._formats,
            "language": self._language.value.replace("_", "-"),
            "letter": letter,
            "who": letter.institution_name,
            "sections": sections,
            "rules": ", ".join(dict.fromkeys(section.rule.code for section in letter.sections)),
            "at": self._at(letter),
        }
        subject, text, html = (
            self._templates.get_template(f"letter.{part}").render(words)
            for part in ("subject.txt", "txt", "html")
        )
        pictures = [section["picture"] for section in sections]
        shown = tuple(picture for picture in pictures if isinstance(picture, Illustration))
        return Page(" ".join(subject.split()), text, html, shown)

    def _at(self, letter: Letter) -> str:
        facts = letter.items[0].facts
        at = facts.computed_at if isinstance(facts, QuotaProgress) else letter.items[0].changed_at
        return self._formats.instant(at, facts.timezone)

    def _section(self, letter: Letter, section: Section) -> dict[str, object]:
        rule, facts = section.rule, section.first.facts
        words: dict[str, object] = {
            "title": rule.title.read_in(self._language),
            "severity": self._wording.say(f"severity: {rule.severity}"),
            "causes": [cause.read_in(self._language) for cause in rule.runbook.causes],
            "actions": [action.read_in(self._language) for action in rule.runbook.actions],
        }
        if isinstance(facts, QuotaProgress) and isinstance(rule, OverQuotaRule):
            return words | self._quota(letter, section, rule, facts)
        return words | self._sightings(section)

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
            "allowance_length": allowance_length(days, progress.allowed_a_day),
            "picture": self._illustrator.draw(
                _name(section), days, progress.allowed_a_day, "Even share", progress.amount_unit
            ),
            "is_confirmed": progress.quota_status is SourceStatus.CONFIRMED,
        }

    def _sightings(self, section: Section) -> dict[str, object]:
        seen = [item.facts for item in section.items if isinstance(item.facts, Sighting)]
        say, title = self._wording.say, section.rule.title.read_in(self._language)
        alone = seen[0] if len(seen) == 1 else None
        days = section.first.days if alone else ()
        level, unit = _usual(alone), alone.amount_unit if alone else ""
        return {
            "template": "sighting",
            "short": self._wording.seen(alone)
            if alone
            else say("%(title)s, %(count)s of them", title=title, count=len(seen)),
            "heading": title if alone else say("%(title)s: %(count)s", title=title, count=len(seen)),
            "lines": [self._wording.seen(each) for each in seen[:_MOST_LINES]],
            "more": max(len(seen) - _MOST_LINES, 0),
            "facts": list(self._wording.facts(alone)) if alone else [],
            "bars": trend(days, level) if days else [],
            "picture": self._illustrator.draw(_name(section), days, level, "Limit", unit),
            "unit": self._formats.unit(unit),
        }


def _name(section: Section) -> str:
    """Return what a section's picture is called within its mail."""
    return f"trend-{section.first.change_id}"


def _usual(seen: Sighting | None) -> float | None:
    """Return what a day of a meter may come to before it is shown as too much; None: nobody says."""
    if seen is None:
        return None
    if seen.usual is not None:
        return seen.usual * seen.limit
    return seen.limit if seen.days == 1 and seen.is_above else None


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


def plain_speaker(translations: GNUTranslations) -> Speak:
    """Return a function that gives a text of the catalogue with values put in."""

    def speak(message: str, **values: object) -> str:
        text = translations.gettext(message)
        return text % values if values else text

    return speak
