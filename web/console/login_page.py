"""The pages at the door, in the reader's language: log in, choose a password, a link that is good once."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import GNUTranslations
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from models.accounts import LONGEST_PASSWORD, PasswordFault
from models.registry import Language
from web.console.gate import ENTER, LOGIN, PASSWORD


def _file(name: str) -> str:
    return files("web.console").joinpath("templates", name).read_text("utf-8")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


_STYLE = _file("acknowledge.css") + _file("login.css")
_SCRIPT = _file("enter.js")
POLICY = (
    f"default-src 'none'; style-src {_source(_STYLE)}; script-src {_source(_SCRIPT)}; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of these pages only: their own style, the one script that hands a link over, and forms of ours."""

_OTHER = {Language.ZH_CN: ("en", "English"), Language.EN: ("zh", "中文")}


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Writes the pages; `mark` is what a form of this browser holds (web.console.forms)."""

    translations: Mapping[Language, GNUTranslations]

    def asking(self, language: Language, mark: str, *, name: str = "", to: str = "", fault: str = "") -> str:
        """Return the page that asks for name and password."""
        say = self.translations[language].gettext
        return self._page(language, say("Log in"), "login", mark, LOGIN, name=name, to=to, fault=fault)

    def wrong(self, language: Language, mark: str, name: str, to: str) -> str:
        """Return the page after a log-in that failed: it does not say what of it was wrong."""
        fault = self.translations[language].gettext("Name or password is wrong, or the account is disabled")
        return self.asking(language, mark, name=name, to=to, fault=fault)

    def too_soon(self, language: Language, mark: str, name: str, to: str, seconds: int) -> str:
        """Return the page for whoever failed too often."""
        said = self.translations[language].gettext("Too many attempts: try again in %(seconds)s s")
        return self.asking(language, mark, name=name, to=to, fault=said % {"seconds": seconds})

    def stale(self, language: Language, mark: str, to: str = "") -> str:
        """Return the page for a form that no page of ours wrote, or one of long ago."""
        fault = self.translations[language].gettext("This page was too old: please try again")
        return self.asking(language, mark, to=to, fault=fault)

    def unable(self, language: Language, mark: str) -> str:
        """Return the page while nobody can be let in."""
        fault = self.translations[language].gettext(
            "The database does not answer: try again in a few minutes"
        )
        return self.asking(language, mark, fault=fault)

    def password(
        self, language: Language, mark: str, *, must: bool, fault: PasswordFault | str | None = None
    ) -> str:
        """Return the page on which somebody chooses a password; `must`: before anything else."""
        say = self.translations[language].gettext
        notice = say("The password is one that somebody else knows: choose your own first.") if must else ""
        return self._page(
            language, say("Change the password"), "password", mark, PASSWORD,
            notice=notice, fault=say(str(fault)) if fault else "", must=must,
        )  # fmt: skip

    def enter(self, language: Language, mark: str) -> str:
        """Return the page that hands over what stands behind the # of a link."""
        say = self.translations[language].gettext
        return self._page(language, say("Log in by a link"), "enter", mark, ENTER, script=Markup(_SCRIPT))  # noqa: S704  (a file of ours)

    def used(self, language: Language, mark: str) -> str:
        """Return the page for a link that lets nobody in."""
        fault = self.translations[language].gettext("This link was used, or is older than ten minutes")
        return self.asking(language, mark, fault=fault)

    def away(self, language: Language) -> str:
        """Return the page in place of any other while nobody can say who asks; it loads itself again."""
        return _AWAY.render(
            _=self.translations[language].gettext,
            language=language.value.replace("_", "-"),
            style=Markup(_STYLE),  # noqa: S704  (a file of ours)
        )

    def _page(
        self, language: Language, title: str, kind: str, mark: str, action: str, **parts: object
    ) -> str:
        blank = {"name": "", "to": "", "fault": "", "notice": "", "script": "", "must": False}
        code, other = _OTHER[language]
        return _TEMPLATE.render(
            _=self.translations[language].gettext,
            language=language.value.replace("_", "-"),
            title=title,
            kind=kind,
            mark=mark,
            action=action,
            other=other,
            other_code=code,
            longest=LONGEST_PASSWORD,
            style=Markup(_STYLE),  # noqa: S704  (a file of ours)
            **{**blank, **parts},
        )


_TEMPLATES = Environment(
    loader=PackageLoader("web.console", "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_TEMPLATE = _TEMPLATES.get_template("login.html")
_AWAY = _TEMPLATES.get_template("away.html")
