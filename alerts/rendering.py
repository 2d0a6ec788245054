"""Words for a letter: templates in the reader's language, numbers as that reader writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from gettext import GNUTranslations
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_eval_context, select_autoescape
from jinja2.nodes import EvalContext
from markupsafe import Markup

from alerts.letter import Letter, allowance_length, trend
from models.alerts import ChangeReason
from models.quotas import SourceStatus
from models.registry import Language


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one mail."""

    subject: str
    text: str
    html: str


class Formats:
    """Numbers, days and units as readers of one locale write them: `f` in the templates."""

    def __init__(self, locale: str, translations: GNUTranslations) -> None:
        self._locale = locale
        self._translations = translations

    def amount(self, value: float) -> str:
        """Return a number with about three figures that count: 5,321, 92.1, 3.91."""
        size = abs(value)
        pattern = "#,##0" if size >= 100 else "0.#" if size >= 10 else "0.##"
        return format_decimal(value, pattern, self._locale)

    def percent(self, share: float, pattern: str = "0") -> str:
        """Return a share in percent: 0.63 is 63 %."""
        return f"{format_decimal(share * 100, pattern, self._locale)} %"

    def unit(self, name: str) -> str:
        """Return a unit as it is printed: m3 is m³; a unit nobody translated stays as it is stored."""
        return self._translations.gettext(name)

    def day(self, value: date) -> str:
        """Return a day with its weekday."""
        return format_date(value, "MM-dd EEE", self._locale)

    def instant(self, at: datetime, zone: str) -> str:
        """Return an instant on the clock of an IANA time zone."""
        return format_datetime(at, "yyyy-MM-dd HH:mm", ZoneInfo(zone), self._locale)


class Renderer:
    """Writes letters in one language; `translations` is that language's catalogue."""

    def __init__(self, language: Language, translations: GNUTranslations) -> None:
        self._language = language
        self._formats = Formats(language.value, translations)
        self._speak = _speaker(translations)
        self._templates = Environment(
            loader=PackageLoader("alerts", "templates"),
            autoescape=select_autoescape(enabled_extensions=("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )

    def render(self, letter: Letter) -> Page:
        """Return the words of `letter`."""
        words = {
            "_": self._speak,
            "f": self._formats,
            "language": self._language.value.replace("_", "-"),
            "letter": letter,
            "progress": letter.progress,
            "who": letter.institution_name,
            "title": letter.rule.title.read_in(self._language),
            "causes": [cause.read_in(self._language) for cause in letter.rule.runbook.causes],
            "actions": [action.read_in(self._language) for action in letter.rule.runbook.actions],
            "bars": trend(letter),
            "allowance_length": allowance_length(letter),
            "is_reminder": letter.reason is ChangeReason.REPEATED,
            "is_confirmed": letter.progress.quota_status is SourceStatus.CONFIRMED,
        }
        kind = letter.rule.kind
        subject, text, html = (
            self._templates.get_template(f"{kind}.{part}").render(words)
            for part in ("subject.txt", "txt", "html")
        )
        return Page(" ".join(subject.split()), text, html)


def _speaker(translations: GNUTranslations) -> Callable[..., str]:
    @pass_eval_context
    def speak(context: EvalContext, message: str, **values: object) -> str:
        text = translations.gettext(message)
        return (Markup(text) if context.autoescape else text) % values  # noqa: S704  (values are escaped by %)

    return speak
