"""The words of the page that a link of a mail leads to."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import GNUTranslations
from hashlib import sha256
from importlib.resources import files
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from models.alerts import Figure, State
from models.links import ACKNOWLEDGE_PATH
from models.registry import Language
from storage.acknowledging import LinkedAlert
from web.console.words import Words

LONGEST_REMARK = 500
"""Characters of a remark."""

_STYLE = files("web.console").joinpath("templates", "acknowledge.css").read_text("utf-8")

POLICY = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of this page only: its own style, and a form that leads nowhere else."""


class Describe(Protocol):
    """Says of an alert in one sentence what it is about."""

    def sentence(self, rule: str, figures: Mapping[str, Figure], language: Language) -> str:
        """Return the sentence in a language."""
        ...


@dataclass(frozen=True, slots=True)
class AcknowledgePage:
    """Writes the page in every language it has a catalogue of."""

    translations: Mapping[Language, GNUTranslations]
    describe: Describe

    def asking(self, alerts: Sequence[LinkedAlert], token: str, language: Language) -> str:
        """Return the page that asks; where no alert waits any more it says so and has no button."""
        words = self._words(language)
        waiting = sum(alert.is_waiting for alert in alerts)
        if not waiting:
            return self._page(
                language,
                words.text("There is nothing left to acknowledge"),
                [words.text("Each of them is acknowledged already, or over.")],
                alerts=alerts,
            )
        title = words.text("Acknowledge this alert?" if len(alerts) == 1 else "Acknowledge these alerts?")
        button = "I take it on" if waiting == 1 else "I take on all %(count)s"
        return self._page(
            language,
            title,
            [words.text("You say that you have it: no reminders come until it is over.")],
            alerts=alerts,
            token=token,
            button=words.text(button, count=waiting),
        )

    def done(self, before: Sequence[LinkedAlert], language: Language) -> str:
        """Return the page after the button was pressed; `before` is what the alerts were until then."""
        words = self._words(language)
        taken = sum(alert.is_waiting for alert in before)
        if not taken:
            return self.asking(before, "", language)
        return self._page(
            language,
            words.text("Acknowledged"),
            alerts=before,
            taken=frozenset(alert.id for alert in before if alert.is_waiting),
            done=words.text("You acknowledged %(count)s of %(all)s alerts", count=taken, all=len(before))
            if len(before) > 1
            else words.text("You have it now; no reminders come until it is over"),
        )

    def expired(self, language: Language) -> str:
        """Return the page of a link that is too old."""
        words = self._words(language)
        return self._page(
            language,
            words.text("This link is too old"),
            [
                words.text("A reminder brings a new one while the alert lasts."),
                words.text("Or ask whoever runs guanjia to acknowledge it for you."),
            ],
        )

    def invalid(self, language: Language) -> str:
        """Return the page of a link that is none."""
        words = self._words(language)
        return self._page(
            language,
            words.text("This link does not work"),
            [
                words.text("Perhaps it was cut off: open it from the mail again, or copy all of it."),
                words.text("Or ask whoever runs guanjia to acknowledge it for you."),
            ],
        )

    def unable(self, language: Language) -> str:
        """Return the page while it cannot be recorded."""
        words = self._words(language)
        return self._page(
            language,
            words.text("It could not be recorded"),
            [words.text("Nothing was changed. Please try again in a few minutes.")],
        )

    def _page(  # noqa: PLR0913  (the parts of a page, all but the title by name)
        self,
        language: Language,
        title: str,
        paragraphs: Sequence[str] = (),
        *,
        alerts: Sequence[LinkedAlert] = (),
        taken: frozenset[int] = frozenset(),
        done: str = "",
        token: str = "",
        button: str = "",
    ) -> str:
        words = self._words(language)
        return _TEMPLATE.render(
            _=words.text,
            language=language.value.replace("_", "-"),
            title=title,
            paragraphs=paragraphs,
            alerts=[self._alert(alert, words, is_taken=alert.id in taken) for alert in alerts],
            done=done,
            token=token,
            button=button,
            path=ACKNOWLEDGE_PATH,
            longest=LONGEST_REMARK,
            style=Markup(_STYLE),  # noqa: S704  (a file of ours)
        )

    def _alert(self, alert: LinkedAlert, words: Words, *, is_taken: bool) -> dict[str, str]:
        english = words.language is Language.EN and alert.institution_name_en
        state = State.ACKNOWLEDGED if is_taken or (alert.is_acknowledged and _fires(alert)) else alert.state
        since = words.instant(alert.since, alert.timezone)
        text = "%(state)s" if state is not alert.state else "%(state)s since %(since)s"
        return {
            "who": (alert.institution_name_en if english else alert.institution_name) or alert.subject,
            "what": self.describe.sentence(alert.rule, alert.figures, words.language),
            "state": words.text(text, state=words.code("state", state), since=since),
        }

    def _words(self, language: Language) -> Words:
        return Words(language, self.translations[language])


def _fires(alert: LinkedAlert) -> bool:
    return alert.state in (State.FIRING, State.SILENCED, State.ACKNOWLEDGED)


_TEMPLATE = Environment(
    loader=PackageLoader("web.console", "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
).get_template("acknowledge.html")
